"""Which pairs to ask about next: those whose answer is expected to change most.

Both answers to a pair have been tried in its context (`context.py`); each changes some links. What
an answer is expected to change, times the doubt about it, is what asking is worth. Answers on pairs
that show the same say the same, so each further copy is worth less, and so is a pair like those
that were judged already.

The queue stands: after an answer only the neighbourhood of its pair is tried again. The second
comparison is learned anew when the caller says so, every twenty answers or so, not after each.

References: Settles (2009), Active Learning Literature Survey, 3.4 and 3.6 (expected change,
density), University of Wisconsin, TR 1648; Bansal, Blum and Chawla (2004), see `clusters.py`.
"""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.calibration import level_and_slope
from onrecord.link.engine.clusters import APART, cluster
from onrecord.link.engine.context import JOINED, Neighbourhoods, Weighed, in_context
from onrecord.link.engine.features import log_odds
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Judged, Linkage, gains
from onrecord.link.engine.patterns import Codes, counted

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

_FROM, _UNTIL = -5.0, 9.0  # log odds of pairs that may be asked about
_TELLING = 25  # judgements from which the odds in context are recalibrated
_COPY, _JUDGED_COPY = 0.5, 0.1  # how much one more pair of a pattern, or one judged, takes away


class Question(Struct, frozen=True, kw_only=True):
    """A pair to ask about: positions, and what is expected of the answer.

    ``chance`` that it is one person, in context. ``links`` and ``persons``: how many links an
    answer is expected to change, and by how many persons their number. ``worth`` orders the queue.
    """

    left: int
    right: int
    chance: float
    links: float
    persons: float
    worth: float


class Doubt(Struct, frozen=True, kw_only=True):
    """What is still in doubt: ``wrong`` links and ``missed`` ones expected among compared pairs.

    The ``n_next`` worthiest answers are expected to change ``next_links`` links.
    """

    wrong: float
    missed: float
    n_next: int
    next_links: float


class Queue:
    """The standing queue of one linkage.

    ``worth``, ``links`` and ``persons`` are by row of ``linkage.compared``; 0 where nothing is to
    be asked. ``clusters`` and ``odds`` are those after the answers, the odds in context.

    own_list : (n,) equal numbers from 0 on are records of one list that holds nobody twice
    judged   : as given to `link_table`; pairs of which somebody was unsure are not asked again
    """

    def __init__(self, linkage: Linkage, own_list: Ints, judged: Judged | None = None) -> None:
        compared = linkage.compared
        n = len(linkage.cluster)
        pairs = Weighed(n, compared.left, compared.right, log_odds(linkage.same), own_list)
        self._level, self._slope = _recalibrated(pairs, linkage.cluster, judged)
        at, same = _rows(pairs, judged.left, judged.right, judged.same) if judged else _NONE
        self._pairs = pairs.decided(at, same)
        self.clusters = linkage.cluster.copy()
        self._offset = float(gains(np.array([0.5]), linkage.threshold)[0])
        self.kind = _kinds(compared.pattern)
        self._n_judged = np.bincount(self.kind[at], minlength=int(self.kind.max(initial=0)) + 1)
        self._around = Neighbourhoods(self._pairs)
        # By row: log odds in context, and what an answer is expected to change; 0 where not asked.
        self.odds, self._tried = self._pairs.odds.copy(), np.zeros(len(self._pairs.odds), np.bool_)
        self.links, self.persons, self.worth = (np.zeros(len(self.odds)) for _ in range(3))
        self._open = np.flatnonzero((self.odds > _FROM) & (self.odds < _UNTIL))
        self._try(self._pairs, self.clusters, np.arange(len(self.odds)), self._around)
        self._rank()

    def __len__(self) -> int:
        return int((self.worth[self._open] > 0).sum())

    def questions(self) -> Iterator[Question]:
        """All questions, the worthiest first."""
        order = np.argsort(-self.worth[self._open], kind="stable")
        for row in self._open[order[: len(self)]].tolist():
            yield self._question(row)

    def next(self) -> Question | None:
        """The worthiest question; None when nothing is in doubt."""
        if not len(self):
            return None
        return self._question(int(self._open[np.argmax(self.worth[self._open])]))

    def answered(self, left: int, right: int, same: bool | None) -> None:
        """Take an answer in (None: unsure, which holds apart) and try again what lies around."""
        row, _ = _rows(self._pairs, np.array([left]), np.array([right]), np.array([bool(same)]))
        if not len(row):
            return
        self._pairs.odds[row] = JOINED if same else APART
        self._n_judged[self.kind[row]] += 1
        here, records, rows = self._around.part(int(self._pairs.left[row[0]]), self._pairs.odds)
        whole = np.zeros(here.n, np.int32)
        named = cluster(
            here.n, here.left, here.right, here.odds + self._offset, here.own_list, whole
        )
        self.clusters[records] = records[named]
        self.odds[rows], self._tried[rows] = here.odds, False
        self.links[rows] = self.persons[rows] = self.worth[rows] = 0.0
        self._try(here, named, rows)
        self._rank()

    def doubt(self, n_next: int = 100) -> Doubt:
        """How many links are expected to be wrong or missing, and what more answers would change.

        Pairs that blocking never let through are not in it.
        """
        pairs = self._pairs
        together = self.clusters[pairs.left] == self.clusters[pairs.right]
        chance = self._chance(np.arange(len(together)))
        best = self._open[np.argsort(-self.worth[self._open], kind="stable")[:n_next]]
        return Doubt(
            wrong=float((1 - chance)[together].sum()),
            missed=float(chance[~together].sum()),
            n_next=n_next,
            next_links=float(self.links[best].sum()),
        )

    def _question(self, row: int) -> Question:
        return Question(
            left=int(self._pairs.left[row]), right=int(self._pairs.right[row]),
            chance=float(self._chance(np.array([row]))[0]), links=float(self.links[row]),
            persons=float(self.persons[row]), worth=float(self.worth[row]),
        )  # fmt: skip

    def _chance(self, rows: Longs) -> Floats:
        """The chance of one person, in context where that was tried."""
        odds = self.odds[rows]
        odds = np.where(self._tried[rows], self._level + self._slope * odds, odds)
        return np.asarray(1 / (1 + np.exp(-odds)))

    def _try(
        self, pairs: Weighed, clusters: Ints, rows: Longs, around: Neighbourhoods | None = None
    ) -> None:
        """Try both answers of the pairs that may be asked about; ``rows`` says which they are.

        A pair whose context cannot be tried changes one link, if its answer is not what holds.
        """
        asked = np.flatnonzero((pairs.odds > _FROM) & (pairs.odds < _UNTIL))
        alone = 1 / (1 + np.exp(-pairs.odds[asked]))
        together = clusters[pairs.left[asked]] == clusters[pairs.right[asked]]
        self.links[rows[asked]] = np.where(together, 1 - alone, alone)
        self.persons[rows[asked]] = self.links[rows[asked]]
        found = in_context(pairs, asked, clusters, around)
        at = rows[found.at]
        self.odds[at], self._tried[at] = found.odds, True
        chance = 1 / (1 + np.exp(-(self._level + self._slope * found.odds)))
        self.links[at] = chance * found.if_same + (1 - chance) * found.if_different
        self.persons[at] = chance * np.abs(found.persons_if_same) + (1 - chance) * np.abs(
            found.persons_if_different
        )

    def _rank(self) -> None:
        """What asking is worth: less for each worthier pair that shows the same."""
        self._open = self._open[np.isfinite(self._pairs.odds[self._open])]
        chance = self._chance(self._open)
        worth = self.links[self._open] * np.minimum(chance, 1 - chance)
        order = np.argsort(-worth, kind="stable")
        worth, rows = worth[order], self._open[order]
        copies = _before(self.kind[rows])
        less = 1 + _COPY * copies + _JUDGED_COPY * self._n_judged[self.kind[rows]]
        self.worth[rows] = worth / np.sqrt(less)


_NONE = (np.zeros(0, np.int64), np.zeros(0, np.bool_))


def _rows(
    pairs: Weighed, left: Ints, right: Ints, same: NDArray[np.bool_]
) -> tuple[Longs, NDArray[np.bool_]]:
    """The rows of those given pairs that were compared, and their answers."""
    code = pairs.left * np.int64(pairs.n) + pairs.right
    wanted = np.minimum(left, right) * np.int64(pairs.n) + np.maximum(left, right)
    at = np.minimum(np.searchsorted(code, wanted), max(0, len(code) - 1))
    found = code[at] == wanted if len(code) else np.zeros(len(wanted), np.bool_)
    return at[found], same[found]


def _recalibrated(pairs: Weighed, clusters: Ints, judged: Judged | None) -> Floats:
    """Level and slope that turn log odds in context into those of the answers that were given."""
    if judged is None or len(known := judged.learned_from()) < _TELLING:
        return np.array([0.0, 1.0])
    at, same = _rows(pairs, known.left, known.right, known.same)
    order = np.argsort(at, kind="stable")
    at, same = at[order], same[order]
    found = in_context(pairs, at, clusters)
    return level_and_slope(found.odds, same[np.isin(at, found.at)].astype(np.float64))


def _kinds(pattern: Codes) -> Longs:
    """By pair, a number for what it shows; how rare a name or place is makes no difference."""
    patterns, where = counted(pattern)
    levels = patterns.levels
    code = np.zeros(len(levels), np.int64)
    for at, names in enumerate(COMPARISONS.values()):
        plain = {"": 0}
        for name in names:
            plain.setdefault(name.split(" (")[0], len(plain))
        merged = np.array([0, *(plain[name.split(" (")[0]] for name in names)])
        code = code * len(plain) + merged[levels[:, at]]
    return np.asarray(np.unique(code, return_inverse=True)[1][where], np.int64)


def _before(kind: Longs) -> Longs:
    """How many of the same number stand before each."""
    order = np.argsort(kind, kind="stable")
    ranked = kind[order]
    starts = np.flatnonzero(np.append(np.ones(min(1, len(kind)), bool), ranked[1:] != ranked[:-1]))
    found = np.empty(len(kind), np.int64)
    found[order] = np.arange(len(kind)) - np.repeat(starts, np.diff(np.append(starts, len(kind))))
    return found
