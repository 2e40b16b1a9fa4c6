"""What is learned from a table's own pairs, when there are enough, and if it can be trusted."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME, beginning, belief, published
from onrecord.link.engine.levels import COMPARISONS, Levels
from onrecord.link.engine.mixture import Mixture, chances, fit
from onrecord.link.engine.patterns import Codes, Patterns, counted, decoded

Floats = NDArray[np.float64]
ENOUGH = 300  # pairs that the published weights take for one person, below which none is learned
LEAST_M = 0.3  # of an exact given name among records of one person
_SEEN = 5.0  # expected pairs of one person below which a level rests on what was believed before
_BY_PUBLISHED = 0.9  # the chance from which the published weights join
_EVEN = 0.5

_CONTEXT = tuple(COMPARISONS).index("scripts")


class Trained(Struct, frozen=True, kw_only=True):
    """The weights in force: learned from the pairs, or the published ones, and then why.

    ``untrained`` names the levels that too few pairs of one person showed, so that they rest on
    what was believed before. ``threshold`` is the chance from which a pair speaks for joining; None
    where as many pairs are to be joined as are expected, until linking has found where that is (see
    `linkage.link_table`). ``refused``: there was enough to learn from, and what was learned cannot
    be trusted.
    """

    mixture: Mixture
    learned: bool
    why_not: str | None
    untrained: tuple[tuple[str, str], ...]
    threshold: float | None
    refused: bool = False


def train(patterns: Patterns, rarities: Mapping[str, Floats] | None = None) -> Trained:
    """Learn from the patterns of all pairs; the published weights where that cannot be.

    ``rarities``: see `kinds.belief`. Refused where few pairs are one person's, and where the fit
    takes for one person pairs whose given names differ: so it does where families are taken for
    duplicates.
    """
    fixed = published()
    if not len(patterns.codes):
        return _published(fixed, "there is no pair to learn from")
    levels = patterns.levels
    likely = float((_kinds(levels, fixed)[:, SAME] > _EVEN) @ patterns.counts)
    if likely < ENOUGH:
        return _published(
            fixed, f"{likely:.0f} pairs look like one person, and learning takes {ENOUGH}"
        )
    learned = fit(levels, patterns.counts, _groups(levels), beginning(levels), belief(rarities))
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
        threshold=None,
    )


def _published(fixed: Mixture, why: str, *, refused: bool = False) -> Trained:
    return Trained(
        mixture=fixed, learned=False, why_not=why, untrained=(), threshold=_BY_PUBLISHED,
        refused=refused,
    )  # fmt: skip


def exact_given_name(mixture: Mixture) -> float:
    """How often records of one person have the same given name; in one script or two, the lower."""
    at = tuple(COMPARISONS).index("given name")
    same = [n for n, level in enumerate(COMPARISONS["given name"]) if level.startswith("same")]
    return float(mixture.level[at][:, SAME][:, same].sum(axis=1).min())


def kinds_of(codes: Codes, mixture: Mixture) -> Floats:
    """(n_pairs, 2) chances that a pair is one person, and that it is two co-victims."""
    patterns, where = counted(codes)
    return _kinds(decoded(patterns.codes), mixture)[:, [SAME, CO_VICTIM]][where]


def _kinds(levels: Levels, mixture: Mixture) -> Floats:
    return chances(levels, _groups(levels), mixture)


def _groups(levels: Levels) -> Levels:
    """0 where both names are in one script, 1 where they are in two."""
    return np.asarray((levels[:, _CONTEXT] == 2).astype(np.uint8))
