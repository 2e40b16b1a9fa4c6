"""A mixture of kinds of pairs, fitted to how often each pattern of levels occurs, without labels.

Fellegi and Sunter's two kinds (same, different) take families for duplicates where people of one
family are killed together: such pairs agree on family name, place and date, and are neither like
one person nor like two strangers. So relatives killed together are a kind of their own, and the
pairs that came up because they share two names, or a name and a place, are others.

References: Fellegi and Sunter (1969), JASA 64(328), doi:10.1080/01621459.1969.10501049; Winkler
(1988), Proc. Section on Survey Research Methods, ASA, 667–671 (EM); Larsen and Rubin (2001), JASA
96(453), doi:10.1198/016214501750332956 (mixtures of more than two kinds).
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.lanes import in_lanes, portions

Floats = NDArray[np.float64]
Patterns = NDArray[np.uint8]
ROUNDS = 40
CLOSE = 1e-6  # the gain of mean log-likelihood a pair below which the fit is done


class Mixture(Struct, frozen=True, kw_only=True):
    """Shares of the kinds, and how often each shows each level of each comparison.

    ``share`` : (n_kinds,). ``level`` : for each comparison (n_groups, n_kinds, n_levels), each row
    of levels sums to one. ``seen`` : expected numbers of pairs of the first kind, by comparison
    (n_groups, n_levels). A comparison whose levels hang on a pair's group (names in one script, or
    across two) has its levels by group; others have one group.
    """

    share: Floats
    level: tuple[Floats, ...]
    seen: tuple[Floats, ...]
    rounds: int


class Belief(Struct, frozen=True):
    """What is believed before pairs are seen.

    ``level`` : by comparison (n_groups, n_kinds, n_levels), pairs as if seen before (Dirichlet).
    ``pull``  : (n_comparisons, n_kinds), pairs as if seen before for each pair seen, so that a
    kind stays what it is called, however many pairs there are. ``share`` : (n_kinds,) pairs.
    """

    level: Sequence[Floats]
    pull: Floats
    share: Floats


def fit(
    patterns: Patterns, counts: Floats, groups: Patterns, start: Floats, belief: Belief
) -> Mixture:
    """Fit by expectation and maximisation of the posterior.

    patterns : (n_patterns, n_comparisons), level 0 not compared
    counts   : (n_patterns,) pairs of each pattern
    groups   : (n_patterns,) the group of each pattern
    start    : (n_patterns, n_kinds) chances with which to begin
    """
    found = Cells.of(patterns, groups, belief.level)
    cells, width = found.cells, found.width
    tally = np.zeros((width, start.shape[1]))
    _tally(cells, start * counts[:, None], tally)
    share_seen = (start * counts[:, None]).sum(axis=0)
    previous = -np.inf
    rounds = 0
    while True:
        rounds += 1
        share, level, seen = _maximised(tally.T, share_seen, belief)
        tally, share_seen, gained = _expected(cells, counts, share, _flat(level, width))
        gained /= counts.sum()
        if rounds == ROUNDS or gained - previous < CLOSE:
            return Mixture(share=share, level=level, seen=seen, rounds=rounds)
        previous = gained


class Cells(Struct, frozen=True):
    """Where the levels of each pattern stand in one long row of all levels, group by group.

    cells : (n_patterns, n_compared), without the comparisons that no pattern shows
    width : of the long row
    """

    cells: NDArray[np.int32]
    width: int

    @staticmethod
    def of(patterns: Patterns, groups: Patterns, level: Sequence[Floats]) -> "Cells":
        """The cells of patterns in tables such as ``level``, whose shapes alone matter."""
        cells, width = _cells(patterns, groups, level)
        return Cells(np.ascontiguousarray(cells[:, patterns.any(axis=0)]), width)

    def chances(self, mixture: Mixture) -> Floats:
        """(n_patterns, n_kinds): the chance of each kind."""
        out = np.empty((len(self.cells), len(mixture.share)))
        _chances(self.cells, mixture.share, _flat(mixture.level, self.width), out)
        return out

    def flat(self, mixture: Mixture) -> Floats:
        """(width, n_kinds): the log chance of each kind to show what stands at each place."""
        return np.asarray(np.log(_flat(mixture.level, self.width)))

    def log_shown(self, mixture: Mixture) -> Floats:
        """(n_patterns, n_kinds): the log chance of each kind to show each pattern."""
        flat = self.flat(mixture)
        shown = np.zeros((len(self.cells), flat.shape[1]))
        for column in self.cells.T:
            shown += flat[column]
        return shown

    def by_level(self, tally: Floats, level: Sequence[Floats]) -> list[Floats]:
        """By comparison (n_groups, n, n_levels): what was added up at each place.

        tally : (width, n)
        """
        found, offset = [], 0
        for table in level:
            n_groups, _, n_levels = table.shape
            end = offset + n_groups * (n_levels + 1)
            by_group = tally[offset:end].reshape(n_groups, n_levels + 1, -1)
            found.append(by_group[:, 1:].transpose(0, 2, 1))
            offset = end
        return found


def _cells(
    patterns: Patterns, groups: Patterns, level: Sequence[Floats]
) -> tuple[NDArray[np.int32], int]:
    """Where each pattern's levels stand in one long row of all levels; level 0 has a place too."""
    cells = np.empty(patterns.shape, np.int32)
    offset = 0
    for at, table in enumerate(level):
        n_groups, _, n_levels = table.shape
        group = groups.astype(np.int32) if n_groups > 1 else 0
        cells[:, at] = offset + group * (n_levels + 1) + patterns[:, at]
        offset += n_groups * (n_levels + 1)
    return cells, offset


def _flat(level: Sequence[Floats], width: int) -> Floats:
    """(width, n_kinds) chances; 1 for what was not compared."""
    flat = np.ones((width, level[0].shape[1]))
    offset = 0
    for table in level:
        n_groups, _, n_levels = table.shape
        for group in range(n_groups):
            flat[offset + 1 : offset + 1 + n_levels] = table[group].T
            offset += n_levels + 1
    return flat


def _maximised(
    tally: Floats, share_seen: Floats, belief: Belief
) -> tuple[Floats, tuple[Floats, ...], tuple[Floats, ...]]:
    share = share_seen + belief.share
    level, seen = [], []
    offset = 0
    for at, prior in enumerate(belief.level):
        n_groups, n_kinds, n_levels = prior.shape
        found = tally[:, offset : offset + n_groups * (n_levels + 1)]
        found = found.reshape(n_kinds, n_groups, n_levels + 1)[:, :, 1:].transpose(1, 0, 2)
        offset += n_groups * (n_levels + 1)
        believed = prior / prior.sum(axis=2, keepdims=True)
        pulled = belief.pull[at][None, :, None] * found.sum(axis=2, keepdims=True) * believed
        filled = found + prior + pulled
        level.append(filled / filled.sum(axis=2, keepdims=True))
        seen.append(np.array(found[:, 0, :]))
    return share / share.sum(), tuple(level), tuple(seen)


@njit(cache=True, nogil=True)
def _tally(cells, weight, tally):  # type: ignore[no-untyped-def]
    for p in range(cells.shape[0]):
        for c in range(cells.shape[1]):
            for k in range(weight.shape[1]):
                tally[cells[p, c], k] += weight[p, k]


def _expected(
    cells: NDArray[np.int32], counts: Floats, share: Floats, flat: Floats
) -> tuple[Floats, Floats, float]:
    """Expected levels by kind, expected pairs of each, and the log-likelihood of all pairs."""

    def of_some(here: slice) -> tuple[Floats, Floats, float]:
        tally, share_seen = np.zeros_like(flat), np.zeros_like(share)
        gained = _expect(cells[here], counts[here], share, flat, tally, share_seen)
        return tally, share_seen, gained

    tallies, seen, gained = zip(*in_lanes(of_some, portions(max(1, len(cells)))), strict=True)
    return sum(tallies[1:], tallies[0]), sum(seen[1:], seen[0]), sum(gained)


@njit(cache=True, nogil=True)
def _expect(cells, counts, share, flat, tally, share_seen):  # type: ignore[no-untyped-def]
    """Add up expected levels by kind; give the log-likelihood of all pairs."""
    n_kinds = len(share)
    chance = np.empty(n_kinds)
    likelihood = 0.0
    for p in range(cells.shape[0]):
        whole = _kinds(cells, p, share, flat, chance)
        likelihood += counts[p] * np.log(whole)
        for k in range(n_kinds):
            chance[k] *= counts[p] / whole
            share_seen[k] += chance[k]
        for c in range(cells.shape[1]):
            cell = cells[p, c]
            for k in range(n_kinds):
                tally[cell, k] += chance[k]
    return likelihood


# No level is rarer than one in some billions, so that a product of twenty is no zero.
@njit(cache=True, nogil=True, forceinline=True)
def _kinds(cells, p, share, flat, chance):  # type: ignore[no-untyped-def]
    """Chances of the kinds, up to a factor that all share; and their sum."""
    n_kinds = len(share)
    for k in range(n_kinds):
        chance[k] = share[k]
    for c in range(cells.shape[1]):
        cell = cells[p, c]
        for k in range(n_kinds):
            chance[k] *= flat[cell, k]
    whole = 0.0
    for k in range(n_kinds):
        whole += chance[k]
    return whole


@njit(cache=True, nogil=True)
def _chances(cells, share, flat, out):  # type: ignore[no-untyped-def]
    chance = np.empty(len(share))
    for p in range(cells.shape[0]):
        whole = _kinds(cells, p, share, flat, chance)
        for k in range(len(share)):
            out[p, k] = chance[k] / whole
