"""What the neighbours say of a pair: the odds of either answer, all else arranged after it.

A pair of even odds is no question where a third record settles it, and one of low odds is, where
clusters hold its two records together. So both answers are tried: the records around the pair are
clustered anew with the pair held together, and held apart. By how much the one clustering agrees
better with all pairs than the other is the pair's log odds in context, and how many links either
would make or cut is what the answer changes.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.clusters import APART, MOST, STRANGERS, cluster, tangles

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

JOINED = np.inf
_REACH = -2.5  # log odds from which two records belong to one neighbourhood
_LARGEST = 40  # records of a neighbourhood; in a larger one nothing is tried
_AT_ONCE = 2_000_000  # pairs that are looked at together
_RULED_OUT = 1e6  # log odds against an answer that other judgements do not allow


class Weighed(Struct, frozen=True):
    """Pairs of ``n`` records with natural log odds; +inf joined and -inf parted by judgements.

    ``own_list`` : (n,) equal numbers from 0 on are records of one list that holds nobody twice
    """

    n: int
    left: Ints
    right: Ints
    odds: Floats
    own_list: Ints

    def decided(self, at: Longs, same: NDArray[np.bool_]) -> "Weighed":
        """The same pairs, some of them judged."""
        odds = self.odds.copy()
        odds[at] = np.where(same, JOINED, APART)
        return Weighed(self.n, self.left, self.right, odds, self.own_list)


class Context(Struct, frozen=True):
    """Pairs (``at``, rows among all pairs) in their context.

    ``odds`` are natural log odds; ``if_same`` and ``if_different`` the numbers of links that
    clusters gain or lose by either answer; ``persons_if_same`` and ``persons_if_different`` by how
    many persons there are more or, below zero, fewer.
    """

    at: Longs
    odds: Floats
    if_same: Longs
    if_different: Longs
    persons_if_same: Longs
    persons_if_different: Longs

    def __len__(self) -> int:
        return len(self.at)


class Neighbourhoods:
    """Records that chains of likely pairs connect, and the rows of the pairs among them."""

    def __init__(self, pairs: Weighed) -> None:
        self.pairs = pairs
        self.name = tangles(pairs.n, pairs.left, pairs.right, pairs.odds - _REACH)
        n = int(self.name.max(initial=-1)) + 1
        self.records = np.argsort(self.name, kind="stable")
        self.starts = np.searchsorted(self.name[self.records], np.arange(n + 1))
        self.place = np.empty(pairs.n, np.int64)
        self.place[self.records] = np.arange(pairs.n) - self.starts[self.name[self.records]]
        inside = np.flatnonzero(self.name[pairs.left] == self.name[pairs.right])
        self.rows = inside[np.argsort(self.name[pairs.left[inside]], kind="stable")]
        self.row_starts = np.searchsorted(self.name[pairs.left[self.rows]], np.arange(n + 1))

    def holds(self, at: Longs) -> NDArray[np.bool_]:
        """Which pairs can be tried."""
        pairs = self.pairs
        own = self.name[pairs.left[at]]
        small = np.diff(self.starts)[own] <= _LARGEST
        one = own == self.name[pairs.right[at]]
        return np.asarray(small & one & np.isfinite(pairs.odds[at]))

    def cost(self, at: Longs) -> Longs:
        """How much is looked at for each pair."""
        own = self.name[self.pairs.left[at]]
        return np.asarray(np.diff(self.row_starts)[own] + np.diff(self.starts)[own] ** 2)

    def part(self, record: int, odds: Floats) -> tuple[Weighed, Longs, Longs]:
        """The neighbourhood of a record by itself, its records, and the rows of its pairs.

        ``odds`` are those of all pairs, as they are now.
        """
        own = self.name[record]
        records = self.records[self.starts[own] : self.starts[own + 1]]
        rows = self.rows[self.row_starts[own] : self.row_starts[own + 1]]
        left, right = (
            self.place[side[rows]].astype(np.int32) for side in (self.pairs.left, self.pairs.right)
        )
        alone = Weighed(len(records), left, right, odds[rows], self.pairs.own_list[records])
        return alone, records, rows


def in_context(
    pairs: Weighed, at: Longs, clusters: Ints, around: Neighbourhoods | None = None
) -> Context:
    """Try both answers to the pairs ``at``.

    Left out are pairs that are decided, pairs that no chain of likely pairs connects, and those of
    neighbourhoods of more than _LARGEST records. ``clusters`` are those that hold now.
    """
    near = around or Neighbourhoods(pairs)
    at = at[near.holds(at)]
    cost = np.cumsum(near.cost(at))
    parts = np.searchsorted(cost, np.arange(_AT_ONCE, int(cost[-1]) if len(at) else 0, _AT_ONCE))
    tried = [_tried(near, part, clusters) for part in np.split(at, parts)]
    return Context(at, *(np.concatenate(column) for column in zip(*tried, strict=True)))


def _tried(
    around: Neighbourhoods, at: Longs, clusters: Ints
) -> tuple[Floats, Longs, Longs, Longs, Longs]:
    """Each pair gets a copy of its neighbourhood; all copies are clustered in one go."""
    pairs = around.pairs
    own = around.name[pairs.left[at]]
    sizes, n_rows = np.diff(around.starts)[own], np.diff(around.row_starts)[own]
    record = around.records[_runs(around.starts[own], sizes)]
    whose = np.repeat(np.arange(len(at)), sizes)
    row, asked = around.rows[_runs(around.row_starts[own], n_rows)], np.repeat(at, n_rows)
    copy = np.repeat(np.arange(len(at)), n_rows)
    begins = (np.cumsum(sizes) - sizes)[copy]
    left = (begins + around.place[pairs.left[row]]).astype(np.int32)
    right = (begins + around.place[pairs.right[row]]).astype(np.int32)
    focus, now = row == asked, np.clip(pairs.odds[row], -MOST, MOST)
    agreed, changed, persons = [], [], []
    for held in (JOINED, APART):
        weight = np.where(focus, held, pairs.odds[row])
        named = cluster(
            len(record), left, right, weight, pairs.own_list[record], whose.astype(np.int32)
        )
        together = named[left] == named[right]
        met = np.bincount(copy[together], minlength=len(at))
        agreement = np.bincount(copy[together], now[together], len(at))
        within = _links(named, whose, len(at))
        obeyed = together[focus] == (held == JOINED)  # other judgements may not allow it
        agreed.append(np.where(obeyed, agreement + STRANGERS * (within - met), -_RULED_OUT))
        before = clusters[record].astype(np.int64) * len(at) + whose
        shared = named * np.int64(pairs.n * len(at) + 1) + before
        changed.append(within + _links(before, whose, len(at)) - 2 * _links(shared, whose, len(at)))
        persons.append(_clusters(named, whose, len(at)) - _clusters(before, whose, len(at)))
    odds = np.clip(agreed[0] - agreed[1], -MOST, MOST)
    return odds, changed[0], changed[1], persons[0], persons[1]


def _runs(starts: Longs, counts: Longs) -> Longs:
    """The numbers starts[i], starts[i] + 1, …, counts[i] of them, one run after another."""
    before = np.repeat(starts - (np.cumsum(counts) - counts), counts)
    return np.asarray(before + np.arange(counts.sum()))


def _links(named: NDArray[np.integer], whose: Longs, n: int) -> Longs:
    """By copy, how many pairs of records have one name."""
    _, first, counts = np.unique(named, return_index=True, return_counts=True)
    return np.bincount(whose[first], counts * (counts - 1) // 2, n).astype(np.int64)


def _clusters(named: NDArray[np.integer], whose: Longs, n: int) -> Longs:
    first = np.unique(named, return_index=True)[1]
    return np.bincount(whose[first], minlength=n)
