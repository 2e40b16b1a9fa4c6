"""A second comparison, learned from judged pairs, that weighs again what blocking lets through.

It begins from the odds that a pair has without judgements, recalibrated together with its odds in
context (`context.py`), and adds small trees on what the pair shows (`features.py`). People are
asked about doubtful pairs, and a comparison learned from these alone would move all others with
them. So it is held to *anchors* too: unjudged pairs of all odds, which are believed to be one
person as their context says, and each of which counts a third of a judgement.

What is used is what the judgements themselves prefer (`lessons.py`). Judged pairs that share a
record are kept together when judgements are predicted from each other. The same judgements make
the same comparison, in whatever order they came.
"""

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from onrecord.link.engine.calibration import Calibration, calibrated
from onrecord.link.engine.context import Weighed, in_context
from onrecord.link.engine.features import FEATURES, Rivals, Shown, log_odds
from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.lessons import (
    BELIEVED,
    COLUMNS,
    DEAF,
    FARTHEST,
    IN_CONTEXT,
    WITHOUT,
    Seen,
    Weights,
    learned,
    line_of,
    share_heard,
)
from onrecord.link.engine.levels import Comparer
from onrecord.link.engine.patterns import Codes, encoded
from onrecord.link.engine.substitutes import Chances
from onrecord.link.engine.table import Table

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = NDArray[np.float32]

ENOUGH, ENOUGH_OF_EACH = 50, 5  # judgements, and of either answer, from which is learned
ENOUGH_AT_RANDOM = 100  # judgements on a random sample, from which chances are calibrated
THRESHOLD = 0.25  # the chance from which a pair speaks for joining, once weighed again
_ANCHORS = 1000  # how many
_HOPELESS = -7.0  # log odds below which no pair is an anchor
_AT_ONCE = 500_000  # pairs whose columns are made at a time
TRIED = -6.5  # log odds from which a pair is seen in its context
_SURPRISING = 0.1  # the chance of an answer, by the others, below which somebody should look again

ABOUT = tuple(dict.fromkeys(feature.about for feature in COLUMNS))


class Judgements(Struct, frozen=True):
    """Pairs that somebody is sure about: positions, and whether they are one person.

    ``asked`` : (n,) the chance that a pair of a random sample had to be in it; NaN where a pair was
    chosen in another way.
    """

    left: Ints
    right: Ints
    same: NDArray[np.bool_]
    asked: Floats

    def __len__(self) -> int:
        return len(self.left)

    def enough(self) -> bool:
        """Whether there is something to learn from."""
        n_same = int(self.same.sum())
        return len(self) >= ENOUGH and min(n_same, len(self) - n_same) >= ENOUGH_OF_EACH


class Pairs(Struct, frozen=True, kw_only=True):
    """Compared pairs of a table as they are weighed without judgements."""

    table: Table
    compare: Comparer
    left: Ints
    right: Ints
    pattern: Codes
    chances: Chances
    own_list: Ints

    @property
    def chance(self) -> Floats:
        """(n_pairs, 2) of one person and of co-victims."""
        return self.chances(self.left, self.right, self.pattern)


class Lesson(Struct, frozen=True, kw_only=True):
    """What judged pairs taught; it holds for other pairs that are compared in the same way.

    ``n_same`` and ``n_different`` judgements taught it. ``matters`` says how much of what it adds
    comes from which comparison. From a chance of ``threshold`` a pair then speaks for joining.
    """

    weights: Weights
    calibration: Calibration | None
    n_same: int
    n_different: int
    matters: tuple[tuple[str, float], ...] = ()
    threshold: float = THRESHOLD

    @property
    def taught_nothing(self) -> bool:
        """Whether pairs are weighed as they would be without it."""
        return self.weights.chosen == WITHOUT


class Relearned:
    """The second comparison of one table: learned from judgements, or by a lesson of before.

    ``surprising`` holds positions of the judgements that the others speak against: somebody
    should look again.
    """

    lesson: Lesson
    surprising: tuple[tuple[int, int], ...] = ()

    def __init__(self, pairs: Pairs, taught_by: Judgements | Lesson) -> None:
        self._pairs = pairs
        chance = pairs.chance
        rivals = Rivals.of(len(pairs.table), pairs.left, pairs.right, chance[:, SAME])
        self._shown = Shown(pairs.table, pairs.compare, rivals)
        self._codes, self._in_context = _contexts(pairs, chance[:, SAME])
        if isinstance(taught_by, Lesson):
            self.lesson = taught_by
        else:
            self._learn(_in_order(taught_by), chance)

    def _learn(self, known: Judgements, chance: Floats) -> None:
        pattern = encoded(self._pairs.compare(known.left, known.right))
        weights = learned(
            self._seen(known.left, known.right, pattern),
            known.same,
            _groups(len(self._pairs.table), known),
            self._anchors(log_odds(chance[:, SAME]), known),
        )
        n_same = int(known.same.sum())
        self.lesson = Lesson(
            weights=weights, calibration=_of_sample(known, weights.held_out), n_same=n_same,
            n_different=len(known) - n_same,
        )  # fmt: skip
        self.surprising = _surprising(known, weights.held_out)
        matters = _matters(self.taught(known.left, known.right, pattern))
        self.lesson = structs.replace(self.lesson, matters=matters)

    def chances(self, left: Ints, right: Ints, pattern: Codes) -> Floats:
        """(n_pairs, 2) of one person and of co-victims, as judgements taught."""
        before = self._pairs.chances(left, right, pattern)
        same = 1 / (1 + np.exp(-self._odds(left, right, pattern)))
        rest = (1 - same) / np.maximum(1 - before[:, SAME], 1e-12)
        return np.column_stack([same, np.minimum(before[:, CO_VICTIM] * rest, 1 - same)])

    def taught(self, left: Ints, right: Ints, pattern: Codes) -> Floats:
        """(n_pairs, 1 + len(ABOUT)) log2 odds that judgements added, by what they hang on.

        They add up to the difference that judgements make. The first column is what all pairs get.
        """
        seen = self._seen(left, right, pattern)
        part = share_heard(seen.odds)[:, None]
        weights = self.lesson.weights
        shares = weights.trees.shares(seen.columns) * weights.share * part
        found = np.zeros((len(left), 1 + len(ABOUT)))
        found[:, 0] = shares[:, 0]
        for at, feature in enumerate(COLUMNS):
            found[:, 1 + ABOUT.index(feature.about)] += shares[:, 1 + at]
        level, of_odds, of_context = (line_of(seen) * (weights.line - BELIEVED) * part).T
        found[:, 0] += level
        found[:, 1 + ABOUT.index(FEATURES[0].about)] += of_odds
        found[:, 1 + ABOUT.index(IN_CONTEXT.about)] += of_context
        whole = self._odds(left, right, pattern) - seen.odds
        found[:, 0] += whole - found.sum(axis=1)  # what calibration does, and cutting off
        return np.asarray(found / np.log(2))

    def _odds(self, left: Ints, right: Ints, pattern: Codes) -> Floats:
        found = log_odds(self._pairs.chances(left, right, pattern)[:, SAME])
        if self.lesson.taught_nothing:
            return found
        moved = np.flatnonzero(np.abs(found) < DEAF)
        for at in np.split(moved, np.arange(_AT_ONCE, len(moved), _AT_ONCE)):
            found[at] = self.lesson.weights.odds(self._seen(left[at], right[at], pattern[at]))
        if self.lesson.calibration is not None:
            found = log_odds(self.lesson.calibration(1 / (1 + np.exp(-found))))
        return found

    def _seen(self, left: Ints, right: Ints, pattern: Codes) -> Seen:
        chance = self._pairs.chances(left, right, pattern)
        odds = log_odds(chance[:, SAME])
        context = np.clip(odds, -FARTHEST, FARTHEST)
        code = left * np.int64(len(self._pairs.table)) + right
        at = np.minimum(np.searchsorted(self._codes, code), max(0, len(self._codes) - 1))
        tried = self._codes[at] == code if len(self._codes) else np.zeros(len(code), np.bool_)
        context[tried] = self._in_context[at[tried]]
        shown = self._shown(left, right, chance)
        return Seen(odds, np.column_stack([shown, context.astype(np.float32)]))

    def _anchors(self, odds: Floats, known: Judgements) -> Seen:
        """Pairs of all odds that nobody judged."""
        pairs, n = self._pairs, np.int64(len(self._pairs.table))
        judged = np.isin(pairs.left * n + pairs.right, known.left * n + known.right)
        at = np.flatnonzero((odds > _HOPELESS) & ~judged)
        at = at[np.argsort(odds[at], kind="stable")]
        at = at[np.linspace(0, len(at) - 1, min(_ANCHORS, len(at))).astype(np.int64)]
        return self._seen(pairs.left[at], pairs.right[at], pairs.pattern[at])


def _surprising(known: Judgements, held: Floats) -> tuple[tuple[int, int], ...]:
    against = np.where(known.same, -held, held) > -np.log(_SURPRISING) + np.log1p(-_SURPRISING)
    worst = np.flatnonzero(against)[np.argsort(-np.abs(held[against]), kind="stable")]
    return tuple((int(known.left[at]), int(known.right[at])) for at in worst)


def _matters(taught: Floats) -> tuple[tuple[str, float], ...]:
    moved = np.abs(taught[:, 1:]).mean(axis=0)
    order = np.argsort(-moved, kind="stable")
    return tuple((ABOUT[at], float(moved[at] / moved.sum())) for at in order if moved[at] > 0)


def _in_order(judgements: Judgements) -> Judgements:
    """Each pair once, in order of position; the last judgement on a pair holds."""
    left = np.minimum(judgements.left, judgements.right)
    right = np.maximum(judgements.left, judgements.right)
    order = np.lexsort((right, left))
    last = np.ones(len(order), np.bool_)
    a, b = order[:-1], order[1:]
    last[:-1] = (left[a] != left[b]) | (right[a] != right[b])
    kept = order[last]
    return Judgements(left[kept], right[kept], judgements.same[kept], judgements.asked[kept])


def _of_sample(known: Judgements, held_out: Floats) -> Calibration | None:
    """What chances mean, by the judgements on a random sample, each predicted from others."""
    at = np.isfinite(known.asked)
    n_same = int(known.same[at].sum())
    if at.sum() < ENOUGH_AT_RANDOM or min(n_same, int(at.sum()) - n_same) < ENOUGH_OF_EACH:
        return None
    return calibrated(1 / (1 + np.exp(-held_out[at])), known.same[at], known.asked[at])


def _groups(n: int, known: Judgements) -> Longs:
    """Judged pairs that share a record, however far round, are of one group."""
    graph = coo_matrix((np.ones(len(known), np.int8), (known.left, known.right)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1][known.left], np.int64)


def _contexts(pairs: Pairs, same: Floats) -> tuple[Longs, Floats]:
    """Codes of the pairs that can be seen in their context, sorted, and their log odds there."""
    n, odds = len(pairs.table), log_odds(same)
    found = in_context(
        Weighed(n, pairs.left, pairs.right, odds, pairs.own_list),
        np.flatnonzero(odds > TRIED),
        np.arange(n, dtype=np.int32),
    )
    code = pairs.left[found.at] * np.int64(n) + pairs.right[found.at]
    order = np.argsort(code)
    return code[order], np.clip(found.odds[order], -FARTHEST, FARTHEST)
