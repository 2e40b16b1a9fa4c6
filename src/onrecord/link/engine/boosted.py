"""Small trees that are added up, each correcting what those before it left: for judged pairs.

Gradient boosting of the log loss from a given start: where no tree has anything to say the start
stands. A column that may only speak for one person, or only against, is held to it. Few labels are
enough because leaves are shrunk towards nothing, and a thousand take a tenth of a second.

The trees are written here because scikit-learn's histogram boosting cannot begin from given odds,
and importing it takes longer than all of this (see `benchmarks/link_judged.py` for both).

References: Friedman (2001), Annals of Statistics 29(5), doi:10.1214/aos/1013203451; Chen and
Guestrin (2016), KDD, doi:10.1145/2939672.2939785 (second order, shrunk leaves); Saabas (2014) and
Lundberg et al. (2020), Nature Machine Intelligence 2, doi:10.1038/s42256-019-0138-9 (what each
column adds along a path).
"""

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Columns = NDArray[np.float32]
Bins = NDArray[np.uint8]

BINS = 32
DEPTH = 3
NODES = 2 ** (DEPTH + 1) - 1


class Settings(Struct, frozen=True):
    """How trees grow: the share of each that is added, and how strongly its leaves are shrunk.

    ``shrink`` is in judgements of even chance times a quarter: a leaf's own curvature is held
    against it. ``least`` is the curvature below which a leaf is not made.
    """

    rate: float = 0.05
    shrink: float = 2.0
    least: float = 0.5


class Boosted(Struct, frozen=True, kw_only=True):
    """Trees on binned columns. Node k has the children 2k + 1 and 2k + 2.

    ``cuts`` : by column, the values above which the next bin begins. ``column``, ``bin``,
    ``missing_left`` and ``value`` are (n_trees, n_nodes); ``column`` is -1 at a leaf. Bins up to
    ``bin`` go left. ``value`` is what is added where a pair stops at the node.
    """

    cuts: tuple[Columns, ...]
    column: NDArray[np.int16]
    bin: Bins
    missing_left: NDArray[np.bool_]
    value: Floats

    def first(self, n_trees: int) -> "Boosted":
        """The first trees alone."""
        return Boosted(
            cuts=self.cuts, column=self.column[:n_trees], bin=self.bin[:n_trees],
            missing_left=self.missing_left[:n_trees], value=self.value[:n_trees],
        )  # fmt: skip

    def added(self, columns: Columns) -> Floats:
        """(n_pairs,) what the trees add to the log odds of each pair."""
        return np.asarray(self._walked(columns, one_column=False)[:, 0])

    def steps(self, columns: Columns) -> Floats:
        """(n_trees, n_pairs) what has been added after each tree."""
        out = np.zeros((len(self.value), len(columns)))
        _stepwise(binned(columns, self.cuts), self.column, self.bin, self.missing_left, self.value,
                  out)  # fmt: skip
        return np.cumsum(out, axis=0)

    def shares(self, columns: Columns) -> Floats:
        """(n_pairs, 1 + n_columns) what each column adds along the paths; adds up to `added`.

        The first is what all pairs get, whatever they show.
        """
        return self._walked(columns, one_column=True)

    def _walked(self, columns: Columns, *, one_column: bool) -> Floats:
        out = np.zeros((len(columns), 1 + columns.shape[1] if one_column else 1))
        _walk(binned(columns, self.cuts), self.column, self.bin, self.missing_left, self.value,
              one_column, out)  # fmt: skip
        return out


def cuts_of(columns: Columns) -> tuple[Columns, ...]:
    """Where bins end: midway between values, as many values a bin."""
    made = []
    for at in range(columns.shape[1]):
        known = np.sort(columns[:, at][~np.isnan(columns[:, at])])
        values = np.unique(known)
        if len(values) > BINS:
            picked = np.linspace(0, len(known) - 1, BINS + 1).astype(np.int64)
            values = np.unique(known[picked])
        made.append(((values[1:] + values[:-1]) / 2).astype(np.float32))
    return tuple(made)


def binned(columns: Columns, cuts: tuple[Columns, ...]) -> Bins:
    """(n, n_columns) bins from 1 on; 0 where a value is missing."""
    found = np.empty(columns.shape, np.uint8)
    for at, borders in enumerate(cuts):
        bins = np.searchsorted(borders, columns[:, at], side="left") + 1
        found[:, at] = np.where(np.isnan(columns[:, at]), 0, bins)
    return found


def grow(
    columns: Columns,
    target: Floats,
    weight: Floats,
    start: Floats,
    rises: NDArray[np.int8],
    n_trees: int,
    settings: Settings,
) -> Boosted:
    """Grow trees. Pure: the same rows in the same order make the same bytes.

    columns : (n_pairs, n_columns), NaN where missing
    target  : (n_pairs,) 1 one person, 0 two; between them, a chance
    start   : (n_pairs,) log odds from which the trees begin
    rises   : (n_columns,) 1, -1 or 0, see `features.Feature`
    """
    cuts = cuts_of(columns)
    column = np.full((n_trees, NODES), -1, np.int16)
    bin_ = np.zeros((n_trees, NODES), np.uint8)
    missing_left = np.zeros((n_trees, NODES), np.bool_)
    value = np.zeros((n_trees, NODES))
    _grow(
        binned(columns, cuts), target, weight, start.copy(), rises,
        settings.rate, settings.shrink, settings.least, column, bin_, missing_left, value,
    )  # fmt: skip
    return Boosted(cuts=cuts, column=column, bin=bin_, missing_left=missing_left, value=value)


@njit(cache=True, nogil=True)
def _grow(  # type: ignore[no-untyped-def]
    bins, target, weight, odds, rises, rate, shrink, least, column, cut, missing_left, value
):
    n, n_columns = bins.shape
    node = np.zeros(n, np.int64)
    slope, curve = np.empty(n), np.empty(n)
    tallies = np.zeros((2**DEPTH, n_columns, BINS + 2, 2))
    low, high = np.empty(NODES), np.empty(NODES)
    for tree in range(len(value)):
        whole = np.zeros(2)
        for i in range(n):
            chance = 1.0 / (1.0 + np.exp(-odds[i]))
            slope[i] = weight[i] * (target[i] - chance)
            curve[i] = weight[i] * chance * (1.0 - chance)
            whole[0] += slope[i]
            whole[1] += curve[i]
        node[:] = 0
        low[:], high[:] = -np.inf, np.inf
        value[tree, 0] = whole[0] / (whole[1] + shrink)
        for depth in range(DEPTH):
            first, many = 2**depth - 1, 2**depth
            tallies[:] = 0.0
            for i in range(n):
                at = node[i] - first
                if at < 0:
                    continue
                for c in range(n_columns):
                    tallies[at, c, bins[i, c], 0] += slope[i]
                    tallies[at, c, bins[i, c], 1] += curve[i]
            for at in range(many):
                own = first + at
                if depth > 0 and column[tree, (own - 1) // 2] < 0:
                    continue
                _split(tallies[at], own, tree, rises, shrink, least, low, high, column, cut,
                       missing_left, value)  # fmt: skip
            for i in range(n):
                if node[i] >= first and column[tree, node[i]] >= 0:
                    node[i] = _child(bins[i], node[i], column[tree], cut[tree], missing_left[tree])
        value[tree] *= rate
        for i in range(n):
            odds[i] += value[tree, node[i]]


@njit(cache=True, nogil=True)
def _child(bins, node, column, cut, missing_left):  # type: ignore[no-untyped-def]
    found = bins[column[node]]
    left = missing_left[node] if found == 0 else found <= cut[node]
    return 2 * node + 1 if left else 2 * node + 2


@njit(cache=True, nogil=True)
def _gain(slope, curve, shrink, low, high):  # type: ignore[no-untyped-def]
    """The best value within bounds, and what it gains."""
    best = min(max(slope / (curve + shrink), low), high)
    return best, slope * best - 0.5 * (curve + shrink) * best * best


@njit(cache=True, nogil=True)
def _split(  # type: ignore[no-untyped-def]
    tally, own, tree, rises, shrink, least, low, high, column, cut, missing_left, value
):
    """Part a node where that gains most and no column points the wrong way."""
    whole_slope, whole_curve = tally[0, :, 0].sum(), tally[0, :, 1].sum()
    best = _gain(whole_slope, whole_curve, shrink, low[own], high[own])[1] + 1e-6
    bounds = (low[own], high[own])
    for c in range(tally.shape[0]):
        for side in range(2):
            slope, curve = 0.0, 0.0
            if side == 1:
                slope, curve = tally[c, 0, 0], tally[c, 0, 1]
                if curve == 0.0:
                    break
            for b in range(1, tally.shape[1]):
                if tally[c, b, 1] == 0.0:
                    continue
                slope += tally[c, b, 0]
                curve += tally[c, b, 1]
                if curve < least:
                    continue
                if whole_curve - curve < least:
                    break
                left, gained = _gain(slope, curve, shrink, bounds[0], bounds[1])
                right, more = _gain(
                    whole_slope - slope, whole_curve - curve, shrink, bounds[0], bounds[1]
                )
                if gained + more <= best or rises[c] * (right - left) < 0.0:
                    continue
                best = gained + more
                column[tree, own], cut[tree, own] = c, b
                missing_left[tree, own] = side == 1
                value[tree, 2 * own + 1], value[tree, 2 * own + 2] = left, right
    if column[tree, own] < 0:
        return
    for child in (2 * own + 1, 2 * own + 2):
        low[child], high[child] = bounds
    direction = rises[column[tree, own]]
    middle = (value[tree, 2 * own + 1] + value[tree, 2 * own + 2]) / 2
    if direction > 0:
        high[2 * own + 1], low[2 * own + 2] = middle, middle
    elif direction < 0:
        low[2 * own + 1], high[2 * own + 2] = middle, middle


@njit(cache=True, nogil=True)
def _walk(bins, column, cut, missing_left, value, one_column, out):  # type: ignore[no-untyped-def]
    for i in range(len(bins)):
        for tree in range(len(value)):
            node = 0
            if one_column:
                out[i, 0] += value[tree, 0]
            while column[tree, node] >= 0:
                below = _child(bins[i], node, column[tree], cut[tree], missing_left[tree])
                if one_column:
                    moved = value[tree, below] - value[tree, node]
                    out[i, 1 + column[tree, node]] += moved
                node = below
            if not one_column:
                out[i, 0] += value[tree, node]


@njit(cache=True, nogil=True)
def _stepwise(bins, column, cut, missing_left, value, out):  # type: ignore[no-untyped-def]
    for i in range(len(bins)):
        for tree in range(len(value)):
            node = 0
            while column[tree, node] >= 0:
                node = _child(bins[i], node, column[tree], cut[tree], missing_left[tree])
            out[tree, i] = value[tree, node]
