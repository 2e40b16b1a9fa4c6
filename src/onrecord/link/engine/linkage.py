"""The linkage of a table of records: candidates, levels, chances, clusters."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.link.engine.candidates import Candidates, candidates, own_list
from onrecord.link.engine.clusters import APART, cluster, connected, tangles
from onrecord.link.engine.features import log_odds
from onrecord.link.engine.judged import Judgements, Pairs, Relearned
from onrecord.link.engine.kept import Kept
from onrecord.link.engine.kinds import CO_VICTIM, SAME, published
from onrecord.link.engine.lanes import begun, in_lanes, portions
from onrecord.link.engine.levels import Comparer, Levels
from onrecord.link.engine.patterns import Codes, Patterns, added_up, counted, encoded, without
from onrecord.link.engine.substitutes import (
    Chances,
    Substitutes,
    chances_by,
    learned_from_pairs,
    moved_by,
)
from onrecord.link.engine.table import Table
from onrecord.link.engine.training import Trained, kinds_of, learn

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
_Value = TypeVar("_Value", bound=np.generic)
Compare = Callable[[Ints, Ints], Levels]  # positions of pairs to their levels
JUDGED_SAME = np.inf
_CLOSED = 60  # records of a tangle that are all compared with each other
# Pairs less likely than this, by the published weights, are learned from and then forgotten; and so
# are, of many, those less likely by what was learned.
_HOPELESS, _HOPELESS_AS_LEARNED = 2e-4, 3e-5


class Judged(Struct, frozen=True):
    """Pairs that a person decided: positions, and whether they are the same.

    ``unsure`` pairs are not the same either, and nothing is learned from them. ``asked`` is the
    chance that a pair of a random sample had to be in it, NaN where it was chosen in another way.
    """

    left: Ints
    right: Ints
    same: NDArray[np.bool_]
    unsure: NDArray[np.bool_] | None = None
    asked: Floats | None = None

    def learned_from(self) -> Judgements:
        """The pairs of which somebody was sure."""
        sure = np.ones(len(self.left), np.bool_) if self.unsure is None else ~self.unsure
        asked = np.full(len(sure), np.nan) if self.asked is None else self.asked
        return Judgements(self.left[sure], self.right[sure], self.same[sure], asked[sure])


def learned_from(judged: Judged | None) -> Judgements | None:
    """The judgements that a second comparison is learned from; None where they are too few."""
    known = None if judged is None else judged.learned_from()
    return known if known is not None and known.enough() else None


class Compared(Struct, frozen=True):
    """Pairs and the pattern of levels that each shows (see `patterns.decoded`).

    ``left`` < ``right`` are positions in the table, sorted. Of all candidates only those are here
    that are not hopeless.
    """

    left: Ints
    right: Ints
    pattern: Codes

    @property
    def columns(self) -> tuple[Ints, Ints, Codes]:
        """All three, in this order."""
        return self.left, self.right, self.pattern

    def some(self, which: slice | NDArray[np.bool_]) -> "Compared":
        """Some of the pairs."""
        return Compared(self.left[which], self.right[which], self.pattern[which])

    @staticmethod
    def together(parts: Sequence["Compared"]) -> "Compared":
        """All pairs of several, one after another."""
        none = (np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))
        columns = zip(none, *(part.columns for part in parts), strict=True)
        return Compared(*(np.concatenate(column) for column in columns))


class Linkage(Struct, frozen=True, kw_only=True):
    """Pairs with their chances, and the cluster of each record.

    ``same`` and ``co_victim`` are the chances of either; ``cluster`` names each record's cluster by
    its smallest position. ``threshold`` is the chance from which a pair spoke for joining;
    ``n_candidates`` pairs were compared; ``crowded`` blocks were not. With the pairs that share a
    key and were sieved out, as far as they count in what is learned, they are ``n_met``.
    ``substitutes`` are names and places that the lists write for one another, where that was
    learned. ``relearned`` is the second comparison, where enough was judged; it made the chances
    unless it was no better than none.
    """

    compared: Compared
    same: Floats
    co_victim: Floats
    cluster: Ints
    trained: Trained
    threshold: float
    n_candidates: int
    n_met: int
    crowded: Sequence[Ints]
    substitutes: Substitutes | None = None
    relearned: Relearned | None = None

    def met_nobody(self) -> list[Ints]:
        """Of the blocks that were given up, the records that no other key brought to a likely pair.

        Only they were not looked at: others of such a block were, one by one or in smaller blocks.
        """
        met = np.zeros(len(self.cluster), np.bool_)
        met[self.compared.left] = met[self.compared.right] = True
        alone = (block[~met[block]] for block in self.crowded)
        return [block for block in alone if len(block) > 1]

    def but_for_given_name(self) -> Floats:
        """The chance of one person, of each pair, had the given names not been compared."""
        codes = without(self.compared.pattern, "given name")
        return kinds_of(codes, self.trained.mixture)[:, SAME]


def link_table(
    table: Table,
    *,
    free_of_duplicates: NDArray[np.bool_] | None = None,
    judged: Judged | None = None,
    threshold: float | None = None,
    kept: Kept | None = None,
) -> Linkage:
    """Link the records of a table. Pure; the order of records changes nothing but positions.

    free_of_duplicates : by list; no two records of such a list are compared or joined
    judged             : pairs of which "same" are joined where they can be, and others never; with
        enough of them a second comparison is learned, see `judged.py`
    threshold          : chance from which a pair speaks for joining; by default that of the
        weights (`training.Trained`). Pairs that contradict their neighbours are held apart
        whatever their chance, others make up for them
    kept               : weights of before, by which pairs are weighed. No weight is learned then;
        how common names are and which stand for one another is read off the table all the same
    """
    free = (
        np.zeros(len(table.lists), np.bool_) if free_of_duplicates is None else free_of_duplicates
    )
    making = begun(partial(Comparer, table))
    found = candidates(table, free)
    compare, own = making.result(), own_list(table, free)
    compared, patterns = _compared(compare, found)
    trained = learn(table, compare, own, patterns) if kept is None else kept.trained
    compared, chance = _weighed_by(trained, compared)
    substitutes = None
    if trained.of_many and (kept is None or kept.reads_off):
        substitutes, shift = learned_from_pairs(table, *compared.columns, chance[:, SAME])
        chance = moved_by(chance, shift)
    chances = chances_by(table, trained.mixture, substitutes)
    least = trained.threshold if threshold is None else threshold
    near = _near(compared, chance[:, SAME], least, judged, len(own))
    far, of_far = compared.some(~near), chance[~near]
    compared, chance = compared.some(near), chance[near]
    compared, chance, clusters = settled(compare, compared, chance, chances, least, judged, own)
    compared, chance = _together(compared, chance, far, of_far, len(own))
    linked = Linkage(
        compared=compared, same=chance[:, SAME], co_victim=chance[:, CO_VICTIM],
        cluster=clusters, trained=structs.replace(trained, threshold=least), threshold=least,
        n_candidates=len(found), n_met=int(patterns.counts.sum()), crowded=found.crowded,
        substitutes=substitutes,
    )  # fmt: skip
    return taught(linked, table, compare, judged, own, threshold, kept)


def taught(
    linked: Linkage,
    table: Table,
    compare: Comparer,
    judged: Judged | None,
    own_list: Ints,
    threshold: float | None,
    kept: Kept | None = None,
) -> Linkage:
    """The linkage weighed again by what judged pairs teach, where they are enough to learn from.

    With ``kept`` weights, by what judged pairs had taught when they were kept.
    """
    taught_by = kept.lesson if kept is not None else learned_from(judged)
    if taught_by is None:
        return linked
    compared = linked.compared
    relearned = Relearned(
        Pairs(table=table, compare=compare, left=compared.left, right=compared.right,
              pattern=compared.pattern, own_list=own_list,
              chances=chances_by(table, linked.trained.mixture, linked.substitutes)),
        taught_by,
    )  # fmt: skip
    if relearned.lesson.taught_nothing:
        return structs.replace(linked, relearned=relearned)
    least = relearned.lesson.threshold if threshold is None else threshold
    chance = relearned.chances(compared.left, compared.right, compared.pattern)
    compared, chance, clusters = settled(
        compare, compared, chance, relearned.chances, least, judged, own_list
    )
    return structs.replace(
        linked, compared=compared, same=chance[:, SAME], co_victim=chance[:, CO_VICTIM],
        cluster=clusters, threshold=least, relearned=relearned,
    )  # fmt: skip


def settled(
    compare: Compare,
    compared: Compared,
    chance: Floats,
    chances: Chances,
    least: float,
    judged: Judged | None,
    own_list: Ints,
) -> tuple[Compared, Floats, Ints]:
    """Clusters at one threshold, and the pairs with what closing the tangles added to them.

    ``chances`` gives those of further pairs.

    Records that no pair above the threshold connects, however far round, have nothing to do with
    each other: they may be settled apart, and by other machines (see `spark.py`).
    """
    n = len(own_list)
    tangle = tangles(n, *_weighed(compared, chance[:, SAME], least, judged))
    compared, chance = _closed(compare, compared, chance, chances, tangle, own_list)
    weighed = _weighed(compared, chance[:, SAME], least, judged)
    return compared, chance, cluster(n, *weighed, own_list, tangle)


def compare_in(table: Table, left: Ints, right: Ints, linkage: Linkage) -> tuple[Codes, Floats]:
    """The patterns of some pairs, and (n_pairs, 2) chances of one person and of co-victims."""
    pattern = encoded(Comparer(table)(left, right))
    chances = chances_by(table, linkage.trained.mixture, linkage.substitutes)
    return pattern, chances(left, right, pattern)


def _compared(compare: Comparer, found: Candidates) -> tuple[Compared, Patterns]:
    """All candidates' patterns with their counts, and the pairs that are not hopeless."""

    def compared_in(here: slice) -> tuple[Patterns, Compared]:
        left, right = found.left[here], found.right[here]
        codes = encoded(compare(left, right))
        patterns, where = counted(codes)
        kept = hopeful(patterns.codes)[where]
        return patterns, Compared(left[kept], right[kept], codes[kept])

    made = list(in_lanes(compared_in, portions(len(found))))
    parts = [patterns for patterns, _ in made]
    # Of the pairs that did not pass a few are looked at, in place of all.
    few, _ = counted(encoded(compare(*found.aside)))
    parts.append(Patterns(few.codes, few.counts * found.worth))
    return Compared.together([kept for _, kept in made]), added_up(parts)


def hopeful(patterns: Codes, learned: Trained | None = None) -> NDArray[np.bool_]:
    """Which patterns may be one person's by the published weights, or by those that were learned.

    The given name may differ. All may be in a table that is small.
    """
    if learned is not None and not learned.of_many:
        return np.ones(len(patterns), np.bool_)
    mixture = published() if learned is None else learned.mixture
    as_named = kinds_of(patterns, mixture)[:, SAME]
    nameless = kinds_of(without(patterns, "given name"), mixture)[:, SAME]
    least = _HOPELESS if learned is None else _HOPELESS_AS_LEARNED
    return np.asarray(np.maximum(as_named, nameless) >= least)


def _weighed_by(learned: Trained, compared: Compared) -> tuple[Compared, Floats]:
    """The pairs that are not hopeless by what was learned, and their chances."""

    def weighed_in(here: slice) -> tuple[Compared, Floats]:
        patterns, where = counted(compared.pattern[here])
        chance = kinds_of(patterns.codes, learned.mixture)
        kept = hopeful(patterns.codes, learned)[where]
        return compared.some(here).some(kept), chance[where[kept]]

    made = list(in_lanes(weighed_in, portions(len(compared.left))))
    chance = np.concatenate([np.zeros((0, 2)), *(chance for _, chance in made)])
    return Compared.together([kept for kept, _ in made]), chance


def gains(same: Floats, threshold: float) -> Floats:
    """What putting each pair together gains: its log odds over those of the threshold."""
    return np.asarray(log_odds(same) - (np.log(threshold) - np.log1p(-threshold)))


def _weighed(
    compared: Compared, same: Floats, threshold: float, judged: Judged | None
) -> tuple[Ints, Ints, Floats]:
    """Pairs with their gain over the threshold; judged pairs come last and stand for themselves."""
    weight = gains(same, threshold)
    if judged is None:
        return compared.left, compared.right, weight
    decided = np.where(judged.same, JUDGED_SAME, APART)
    return (
        np.concatenate([compared.left, np.minimum(judged.left, judged.right)]),
        np.concatenate([compared.right, np.maximum(judged.left, judged.right)]),
        np.concatenate([weight, decided]),
    )


def _near(
    compared: Compared, same: Floats, threshold: float, judged: Judged | None, n: int
) -> NDArray[np.bool_]:
    """The pairs whose records likely pairs connect, however far round: no other is ever joined."""
    left, right, weight = _weighed(compared, same, threshold, judged)
    reach = connected(n, left, right, weight > 0)
    return np.asarray(reach[compared.left] == reach[compared.right])


def _together(
    one: Compared, of_one: Floats, other: Compared, of_other: Floats, n: int
) -> tuple[Compared, Floats]:
    """Both sets of pairs, each sorted, as one."""
    code, its_code = (pairs.left * np.int64(n) + pairs.right for pairs in (one, other))
    of_first = np.zeros(len(code) + len(its_code), np.bool_)
    of_first[np.searchsorted(its_code, code) + np.arange(len(code))] = True

    def merged(column: NDArray[_Value], its_column: NDArray[_Value]) -> NDArray[_Value]:
        whole = np.empty((len(of_first), *column.shape[1:]), column.dtype)
        whole[of_first], whole[~of_first] = column, its_column
        return whole

    left, right = merged(one.left, other.left), merged(one.right, other.right)
    return Compared(left, right, merged(one.pattern, other.pattern)), merged(of_one, of_other)


def _closed(
    compare: Compare,
    compared: Compared,
    chance: Floats,
    chances: Chances,
    tangle: Ints,
    own_list: Ints,
) -> tuple[Compared, Floats]:
    """Compare the pairs of a tangle that no key brought together: none is taken on trust."""
    n = np.int64(len(tangle))
    codes = compared.left * n + compared.right
    wanted = _pairs_within(tangle, own_list)
    at = np.minimum(np.searchsorted(codes, wanted), max(0, len(codes) - 1))
    more = wanted[codes[at] != wanted] if len(codes) else wanted
    if not len(more):
        return compared, chance
    left, right = (more // n).astype(np.int32), (more % n).astype(np.int32)

    def compared_in(here: slice) -> tuple[Codes, Floats]:
        pattern = encoded(compare(left[here], right[here]))
        return pattern, chances(left[here], right[here], pattern)

    made = list(in_lanes(compared_in, portions(len(more))))
    pattern, added = (np.concatenate(column) for column in zip(*made, strict=True))
    return _together(compared, chance, Compared(left, right, pattern), added, len(tangle))


def _pairs_within(tangle: Ints, own_list: Ints) -> Codes:
    """Codes of all pairs inside tangles of 3 to _CLOSED records, sorted."""
    n = np.int64(len(tangle))
    order = np.argsort(tangle, kind="stable")
    sorted_tangle = tangle[order]
    size = np.bincount(tangle)[sorted_tangle] if len(tangle) else sorted_tangle
    kept = (size > 2) & (size <= _CLOSED)
    order, sorted_tangle = order[kept], sorted_tangle[kept]
    found = [np.zeros(0, np.int64)]
    for step in range(1, int(size[kept].max(initial=1))):
        both = sorted_tangle[step:] == sorted_tangle[:-step]
        a, b = order[:-step][both], order[step:][both]
        free = (own_list[a] < 0) | (own_list[a] != own_list[b])
        found.append((np.minimum(a, b) * n + np.maximum(a, b))[free])
    return np.unique(np.concatenate(found))
