"""What is learned from a table's own pairs, when there are enough, and if it can be trusted."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.kinds import (
    BY_SCRIPTS,
    CO_VICTIM,
    KINDS,
    SAME,
    beginning,
    belief,
    published,
)
from onrecord.link.engine.levels import COMPARISONS, Levels
from onrecord.link.engine.mixture import Mixture, chances, fit

Floats = NDArray[np.float64]
ENOUGH = 300  # pairs that the published weights take for one person, below which none is learned
LEAST_M = 0.3  # of an exact given name among records of one person
_SEEN = 5.0  # expected pairs of one person below which a level rests on what was believed before
_BY_PUBLISHED = 32.0 / 33.0  # the chance from which the published weights join
_EVEN = 0.5
_WORTH_A_LOOK = 0.1
_LEARNED = 0.4  # the chance from which learned weights join; F1 is best near half of itself

_CONTEXT = tuple(COMPARISONS).index("scripts")
_GROUPED = tuple(comparison in BY_SCRIPTS for comparison in COMPARISONS)


class Trained(Struct, frozen=True, kw_only=True):
    """The weights in force: learned from the pairs, or the published ones, and then why.

    ``untrained`` names the levels that too few pairs of one person showed, so that they rest on
    what was believed before. ``threshold`` is the chance from which a pair speaks for joining,
    ``doubt_from`` that from which somebody should look. ``refused``: there was enough to learn
    from, and what was learned cannot be trusted.
    """

    mixture: Mixture
    learned: bool
    why_not: str | None
    untrained: tuple[tuple[str, str], ...]
    threshold: float
    doubt_from: float
    refused: bool = False


def train(levels: Levels) -> Trained:
    """Learn from (n_pairs, n_comparisons) levels; the published weights where that cannot be.

    Refused where few pairs are one person's, and where the fit takes for one person pairs whose
    given names differ: so it does where families are taken for duplicates.
    """
    fixed = published()
    patterns, counts, _ = _patterns(levels)
    if not len(levels):
        return _published(fixed, "there is no pair to learn from")
    likely = float((_kinds(patterns, fixed)[:, SAME] > 0.5) @ counts)
    if likely < ENOUGH:
        return _published(
            fixed, f"{likely:.0f} pairs look like one person, and learning takes {ENOUGH}"
        )
    learned = fit(
        patterns, counts, _groups(patterns), _GROUPED, beginning(patterns), belief(),
        np.ones(len(KINDS)),
    )  # fmt: skip
    m = exact_given_name(learned)
    if m < LEAST_M:
        return _published(
            fixed,
            f"learning took families for duplicates: the given name agrees in {m:.0%} only",
            refused=True,
        )
    return Trained(
        mixture=learned,
        learned=True,
        why_not=None,
        untrained=tuple(
            (comparison, level)
            for at, (comparison, names) in enumerate(COMPARISONS.items())
            for number, level in enumerate(names)
            if learned.seen[at][:, number].sum() < _SEEN
        ),
        threshold=_LEARNED,
        doubt_from=_WORTH_A_LOOK,
    )


def _published(fixed: Mixture, why: str, *, refused: bool = False) -> Trained:
    return Trained(
        mixture=fixed, learned=False, why_not=why, untrained=(), threshold=_BY_PUBLISHED,
        doubt_from=_EVEN, refused=refused,
    )  # fmt: skip


def exact_given_name(mixture: Mixture) -> float:
    """How often records of one person have the same given name; in one script or two, the lower."""
    at = tuple(COMPARISONS).index("given name")
    same = [n for n, level in enumerate(COMPARISONS["given name"]) if level.startswith("same")]
    return float(mixture.level[at][:, SAME][:, same].sum(axis=1).min())


def kinds_of(levels: Levels, trained: Trained) -> Floats:
    """(n_pairs, 2) chances that a pair is one person, and that it is two co-victims."""
    patterns, _, where = _patterns(levels)
    return _kinds(patterns, trained.mixture)[where][:, [SAME, CO_VICTIM]]


def _kinds(patterns: Levels, mixture: Mixture) -> Floats:
    return chances(patterns, _groups(patterns), _GROUPED, mixture)


def _groups(patterns: Levels) -> NDArray[np.intp]:
    """0 where both names are in one script, 1 where they are in two."""
    return np.asarray((patterns[:, _CONTEXT] == 2).astype(np.intp))


def _patterns(levels: Levels) -> tuple[Levels, Floats, NDArray[np.intp]]:
    """The patterns that occur, how often, and which each pair shows."""
    code = np.zeros(len(levels), np.int64)
    for at, names in enumerate(COMPARISONS.values()):
        code = code * (len(names) + 1) + levels[:, at]
    _, first, where, counts = np.unique(
        code, return_index=True, return_inverse=True, return_counts=True
    )
    return levels[first], counts.astype(np.float64), where
