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
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS = 60
CLOSE = 1e-6  # the mean gain of log-likelihood a pair below which the fit is done


class Mixture(Struct, frozen=True, kw_only=True):
    """Shares of the kinds, and how often each shows each level of each comparison.

    ``share`` : (n_kinds,). ``level`` : for each comparison (n_groups, n_kinds, n_levels), each row
    of levels sums to one. ``seen`` : expected numbers of pairs of the first kind, by comparison
    (n_groups, n_levels). Comparisons of which the levels hang on another's ("names across
    scripts") have a group a level of that other.
    """

    share: Floats
    level: tuple[Floats, ...]
    seen: tuple[Floats, ...]
    rounds: int


def fit(
    patterns: NDArray[np.uint8],
    counts: Floats,
    groups: NDArray[np.intp],
    grouped: Sequence[bool],
    start: Floats,
    belief: Sequence[Floats],
    share_belief: Floats,
) -> Mixture:
    """Fit by expectation and maximisation of the posterior.

    patterns : (n_patterns, n_comparisons), level 0 not compared
    counts   : (n_patterns,) pairs of each pattern
    groups   : (n_patterns,) the group of each pattern, for comparisons that are ``grouped``
    start    : (n_patterns, n_kinds) chances with which to begin
    belief   : by comparison (n_groups, n_kinds, n_levels): pairs that are believed to have been
               seen before (Dirichlet)
    """
    chance = start
    previous = -np.inf
    rounds = 0
    for rounds in range(1, ROUNDS + 1):  # noqa: B007
        weight = chance * counts[:, None]
        share, level, seen = _maximised(patterns, weight, groups, grouped, belief, share_belief)
        log = log_chances(patterns, groups, grouped, share, level)
        top = log.max(axis=1, keepdims=True)
        chance = np.exp(log - top)
        whole = chance.sum(axis=1, keepdims=True)
        chance /= whole
        gained = float(((top + np.log(whole))[:, 0] * counts).sum() / counts.sum())
        if gained - previous < CLOSE:
            break
        previous = gained
    return Mixture(share=share, level=level, seen=seen, rounds=rounds)


def _maximised(
    patterns: NDArray[np.uint8],
    weight: Floats,
    groups: NDArray[np.intp],
    grouped: Sequence[bool],
    belief: Sequence[Floats],
    share_belief: Floats,
) -> tuple[Floats, tuple[Floats, ...], tuple[Floats, ...]]:
    share = weight.sum(axis=0) + share_belief
    share /= share.sum()
    level, seen = [], []
    for at, prior in enumerate(belief):
        n_groups, n_kinds, n_levels = prior.shape
        group = groups if grouped[at] else np.zeros(len(patterns), np.intp)
        cell = group * (n_levels + 1) + patterns[:, at]
        width = n_groups * (n_levels + 1)
        tallies = [np.bincount(cell, weight[:, kind], width) for kind in range(n_kinds)]
        whole = np.stack(tallies).reshape(n_kinds, n_groups, n_levels + 1)
        found = whole[:, :, 1:].transpose(1, 0, 2)
        filled = found + prior
        level.append(filled / filled.sum(axis=2, keepdims=True))
        seen.append(np.asarray(found[:, 0, :], np.float64))
    return share, tuple(level), tuple(seen)


def log_chances(
    patterns: NDArray[np.uint8],
    groups: NDArray[np.intp],
    grouped: Sequence[bool],
    share: Floats,
    level: Sequence[Floats],
) -> Floats:
    """(n_patterns, n_kinds): log of the share of a kind times the chance that it shows this."""
    log = np.tile(np.log(share), (len(patterns), 1))
    for at, table in enumerate(level):
        group = groups if grouped[at] else np.zeros(len(patterns), np.intp)
        padded = np.concatenate([np.zeros((*table.shape[:2], 1)), np.log(table)], axis=2)
        log += padded[group, :, patterns[:, at]]
    return log


def chances(
    patterns: NDArray[np.uint8],
    groups: NDArray[np.intp],
    grouped: Sequence[bool],
    mixture: Mixture,
) -> Floats:
    """(n_patterns, n_kinds): the chance of each kind."""
    log = log_chances(patterns, groups, grouped, mixture.share, mixture.level)
    log -= log.max(axis=1, keepdims=True)
    chance = np.exp(log)
    return np.asarray(chance / chance.sum(axis=1, keepdims=True))
