"""What is learned from a table's own pairs, and if it can be trusted."""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME, beginning, belief, published
from onrecord.link.engine.levels import COMPARISONS, Comparer, Levels, rarity_shares
from onrecord.link.engine.mixture import Cells, Mixture, fit
from onrecord.link.engine.patterns import Codes, Patterns, counted, decoded
from onrecord.link.engine.small_tables import (
    KINDS_OF_ALL,
    beginning_of_all,
    belief_of_all,
    patterns_of_all,
)
from onrecord.link.engine.table import Table

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
# Pairs that the published weights take for one person, below which those that share a key alone
# teach nothing.
ENOUGH = 300
# Records of which all pairs are looked at; and where fewer than ENOUGH look like one person.
_SMALL, _SMALL_IF_FEW = 1500, 3000
LEAST_M = 0.3  # of an exact given name among records of one person
# Of records of one person so many at most differ plainly in what is a person's own; else namesakes
# were taken for one.
_MOST_DIFFER = {("age", "far"): 0.3, ("father's name", "different"): 0.4}
MOST_PARTNERS = 10  # pairs of one person a record, beyond which strangers were learned to be one
_SEEN = 5.0  # expected pairs of one person below which a level rests on what was believed before
# The chance from which learned weights join: neighbours that contradict a pair hold it apart, so
# even odds would leave too many apart. There the number of persons is nearest to right: one in a
# hundred too many at most on lists of 10,000, two of 100,000 (seeds below 100). F1 is best, by less
# than .005, from 0.15.
_BY_LEARNED = 0.1
_BY_PUBLISHED = 0.9  # the chance from which the published weights join
_TELLING = 10.0  # expected pairs of one person below which their share is as good as unknown
_EVEN = 0.5

_CONTEXT = tuple(COMPARISONS).index("scripts")


class Trained(Struct, frozen=True, kw_only=True):
    """The weights in force: learned from the pairs, or the published ones, and then why.

    ``why_not``: why nothing was learned; or, where that was little, beside what it counts.

    ``untrained`` names the levels that too few pairs of one person showed, so that they rest on
    what was believed before. ``threshold`` is the chance from which a pair speaks for joining.
    ``refused``: there was enough to learn from, and what was learned cannot be trusted.
    """

    mixture: Mixture
    learned: bool
    why_not: str | None
    untrained: tuple[tuple[str, str], ...]
    threshold: float
    refused: bool = False

    @property
    def of_many(self) -> bool:
        """Whether they were learned from the pairs that met in a table that is not small."""
        return self.learned and not self.of_all_pairs

    @property
    def of_all_pairs(self) -> bool:
        """Whether shares of kinds are those of all pairs of a table, not of those that met."""
        return len(self.mixture.share) == len(KINDS_OF_ALL)


def learn(table: Table, compare: Comparer, own_list: Ints, met: Patterns) -> Trained:
    """Learn from all pairs of a small table, and from those that share a key of a larger one.

    own_list : equal numbers from 0 on are records of one list that holds nobody twice
    met      : the patterns of the pairs that share a key
    """
    rarities = rarity_shares(table)
    if not len(met.codes):
        return _published("there is no pair to learn from")
    few = len(table) <= _SMALL_IF_FEW and _likely(met) < ENOUGH
    if len(table) <= _SMALL or few:
        return train_on_all(patterns_of_all(compare, own_list, met), rarities)
    return train(met, len(table), rarities)


def train_on_all(patterns: Patterns, rarities: Mapping[str, Floats]) -> Trained:
    """Learn from the patterns of all pairs of a table; refused as by `train`."""
    levels = patterns.levels
    learned = fit(
        levels, patterns.counts, _groups(levels), beginning_of_all(levels), belief_of_all(rarities)
    )
    same = float(_kinds(levels, learned)[:, SAME] @ patterns.counts)
    few = None
    if same < ENOUGH:
        few = f"{same:.0f} of them are expected to be one person, so what is published counts too"
    trained = _unless_refused(learned, few)
    return structs.replace(trained, threshold=_BY_PUBLISHED) if same < _TELLING else trained


def train(
    patterns: Patterns, n_records: int, rarities: Mapping[str, Floats] | None = None
) -> Trained:
    """Learn from the patterns of pairs that share a key; the published weights where that fails.

    ``rarities``: see `kinds.belief`. Refused where few pairs are one person's, and where the fit
    takes for one person pairs whose given names differ: so it does where families are taken for
    duplicates, or far more pairs than ``n_records`` can make.
    """
    if not len(patterns.codes):
        return _published("there is no pair to learn from")
    likely = _likely(patterns)
    if likely < ENOUGH:
        return _published(f"{likely:.0f} pairs look like one person, and learning takes {ENOUGH}")
    levels = patterns.levels
    learned = fit(levels, patterns.counts, _groups(levels), beginning(levels), belief(rarities))
    expected = float(learned.share[SAME] * patterns.counts.sum())
    if expected > MOST_PARTNERS * n_records:
        return _published(
            "learning took strangers for one person: "
            f"{expected:,.0f} pairs of {n_records:,} records",
            refused=True,
        )
    return _unless_refused(learned)


def _likely(patterns: Patterns) -> float:
    """How many pairs the published weights take for one person."""
    return float((_kinds(patterns.levels, published())[:, SAME] > _EVEN) @ patterns.counts)


def _unless_refused(learned: Mixture, few: str | None = None) -> Trained:
    m = exact_given_name(learned)
    if m < LEAST_M:
        return _published(
            f"learning took families for duplicates: the given name agrees in {m:.0%} only",
            refused=True,
        )
    for (comparison, level), most in _MOST_DIFFER.items():
        differ = _share_of_one(learned, comparison, level)
        if differ > most:
            return _published(
                f"learning took namesakes for one person: {comparison} is {level} in {differ:.0%}",
                refused=True,
            )
    return Trained(
        mixture=learned,
        learned=True,
        why_not=few,
        untrained=tuple(
            (comparison, level)
            for at, (comparison, names) in enumerate(COMPARISONS.items())
            for number, level in enumerate(names)
            if learned.seen[at][:, number].sum() < _SEEN
        ),
        threshold=_BY_LEARNED,
    )


def _published(why: str, *, refused: bool = False) -> Trained:
    return Trained(
        mixture=published(), learned=False, why_not=why, untrained=(), threshold=_BY_PUBLISHED,
        refused=refused,
    )  # fmt: skip


def exact_given_name(mixture: Mixture) -> float:
    """How often records of one person have the same given name; in one script or two, the lower."""
    at = tuple(COMPARISONS).index("given name")
    same = [n for n, level in enumerate(COMPARISONS["given name"]) if level.startswith("same")]
    return float(mixture.level[at][:, SAME][:, same].sum(axis=1).min())


def _share_of_one(mixture: Mixture, comparison: str, level: str) -> float:
    """How often records of one person show a level; in one script or two, the higher."""
    at = tuple(COMPARISONS).index(comparison)
    return float(mixture.level[at][:, SAME, COMPARISONS[comparison].index(level)].max())


def kinds_of(codes: Codes, mixture: Mixture) -> Floats:
    """(n_pairs, 2) chances that a pair is one person, and that it is two co-victims."""
    patterns, where = counted(codes)
    return _kinds(decoded(patterns.codes), mixture)[:, [SAME, CO_VICTIM]][where]


def cells_of(levels: Levels, mixture: Mixture) -> Cells:
    """The places of levels, for chances by mixtures of one shape, one after another."""
    return Cells.of(levels, _groups(levels), mixture.level)


def _kinds(levels: Levels, mixture: Mixture) -> Floats:
    return cells_of(levels, mixture).chances(mixture)


def _groups(levels: Levels) -> Levels:
    """0 where both names are in one script, 1 where they are in two."""
    return np.asarray((levels[:, _CONTEXT] == 2).astype(np.uint8))
