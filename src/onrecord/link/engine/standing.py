"""What stands of a linkage, so that a few records are added without linking all the others again.

The weights and the index of keys are kept. Records that come are compared with those that share a
key, weighed by the weights that stand, and settled together with the clusters that they touch;
every other cluster stays what it was. How rare a name is counts the new records too. What judged
pairs had taught weighs the new pairs as well; what stands keeps the chances that it has. After many
additions the whole should be linked anew: what was learned does not change here.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.link.engine.blocks import Codes, Field, Keys, Positions, distinct, parted
from onrecord.link.engine.candidates import LARGEST_BLOCK, keyed_by_rule, met, own_list
from onrecord.link.engine.features import log_odds
from onrecord.link.engine.judged import TRIED, Lesson, Pairs, Relearned
from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.levels import Comparer, Levels
from onrecord.link.engine.linkage import Compared, Judged, Linkage, hopeful, settled
from onrecord.link.engine.patterns import encoded
from onrecord.link.engine.sieve import Sieve, passes, sieve_of
from onrecord.link.engine.substitutes import Chances, chances_by
from onrecord.link.engine.table import Table, put_together
from onrecord.link.engine.units import MISSING

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]


class Index(Struct, frozen=True):
    """All keys of one rule, sorted, with the positions that have them.

    The records of a large block have finer keys beside the one that they share.
    """

    keys: Keys
    positions: Positions


class Standing(Struct, frozen=True, kw_only=True):
    """A table that was linked, its linkage, and where its records are found.

    ``free`` tells of each list whether it is free of duplicates. ``indexes`` holds one index by
    rule for the table, and one more for each addition since. ``lesson`` is what judged pairs had
    taught, if anything.
    """

    table: Table
    linkage: Linkage
    free: NDArray[np.bool_]
    indexes: tuple[tuple[Index, ...], ...]
    lesson: Lesson | None = None


class Added(Struct, frozen=True, kw_only=True):
    """What stands with the new records, whose positions are the last.

    ``touched`` are the old records, by position, whose clusters were settled again.
    """

    standing: Standing
    touched: Ints


def standing(table: Table, linkage: Linkage, free: NDArray[np.bool_]) -> Standing:
    """Keep a linkage, for records that may come."""
    relearned = linkage.relearned
    return Standing(
        table=table, linkage=linkage, free=free, indexes=(_indexes(table),),
        lesson=None if relearned is None or relearned.lesson.taught_nothing else relearned.lesson,
    )  # fmt: skip


def link_more(
    before: Standing,
    more: Table,
    *,
    free: NDArray[np.bool_] | None = None,
    judged: Judged | None = None,
) -> Added:
    """Link new records into those that stand; no cluster moves that no new record touches.

    more   : the new records, made by ``table_of(..., known=before.table)``
    free   : by list, as before, of lists that are new; by default none is free of duplicates
    judged : all judgements, old and new, by position among all records
    """
    n = len(before.table)
    table = put_together(before.table, more)
    free = _longer(before.free if free is None else free, len(table.lists))
    own = own_list(table, free)
    sieve = sieve_of(table, own)
    found = distinct([_among_themselves(more, sieve, n), _with_old(before, more, sieve)])
    left, right = (found // len(table)).astype(np.int32), (found % len(table)).astype(np.int32)
    compare = Comparer(table)
    pattern = encoded(compare(left, right))
    kept_here = hopeful(pattern) & hopeful(pattern, before.linkage.trained)
    compared = Compared(left[kept_here], right[kept_here], pattern[kept_here])
    taught = _taught(before, compared, table, compare, own)
    chance = taught(compared.left, compared.right, compared.pattern)
    linkage, touched = _settled_again(
        before.linkage, compared, chance, compare, own, judged, taught
    )
    linkage = structs.replace(
        linkage,
        n_candidates=before.linkage.n_candidates + len(found),
        n_met=before.linkage.n_met + len(found),
    )
    kept = Standing(
        table=table, linkage=linkage, free=free,
        indexes=(*before.indexes, _indexes(more, n)), lesson=before.lesson,
    )  # fmt: skip
    return Added(standing=kept, touched=touched)


def _taught(
    before: Standing, compared: Compared, table: Table, compare: Comparer, own: Ints
) -> Chances:
    """The chances of new pairs, by the weights that stand and by what judged pairs had taught.

    A pair is seen among its rivals: the pairs of the records that may be one person's with a new
    record, and of those that may be with them, are looked at beside the new ones.
    """
    chances = chances_by(table, before.linkage.trained.mixture, before.linkage.substitutes)
    if before.lesson is None:
        return chances
    old = before.linkage.compared
    chance = chances(compared.left, compared.right, compared.pattern)
    likely = log_odds(chance[:, SAME]) > TRIED
    near = np.zeros(len(table), np.bool_)
    near[compared.left[likely]] = near[compared.right[likely]] = True
    for _ in range(2):
        beside = near[old.left] | near[old.right]
        near[old.left[beside]] = near[old.right[beside]] = True
    left = np.concatenate([old.left[beside], compared.left])
    right = np.concatenate([old.right[beside], compared.right])
    order = np.lexsort((right, left))
    around = Pairs(
        table=table, compare=compare, left=left[order], right=right[order],
        pattern=np.concatenate([old.pattern[beside], compared.pattern])[order],
        chances=chances, own_list=own,
    )  # fmt: skip
    return Relearned(around, before.lesson).chances


def _longer(free: NDArray[np.bool_], n: int) -> NDArray[np.bool_]:
    return np.concatenate([free, np.zeros(n - len(free), np.bool_)])


def _indexes(table: Table, begin: int = 0) -> tuple[Index, ...]:
    """By rule; positions count from ``begin``."""
    made = []
    for positions, keys, finer in keyed_by_rule(table):
        parts = _all_keys(positions, keys, finer)
        keys, positions = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(keys, kind="stable")
        made.append(Index(keys[order], (positions[order] + begin).astype(np.int32)))
    return tuple(made)


def _all_keys(
    positions: Positions, keys: Keys, finer: Sequence[Field]
) -> list[tuple[Keys, Positions]]:
    """The keys, and the finer ones of blocks that are large."""
    found = [(keys, positions)]
    _, which, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    large = sizes[which] > LARGEST_BLOCK
    if large.any():
        for at, field in enumerate(finer):
            within, finer_keys, _ = parted(positions[large], keys[large], field)
            found += _all_keys(within, finer_keys, finer[at + 1 :])
    return found


def _among_themselves(more: Table, sieve: Sieve, begin: int) -> Codes:
    n = len(sieve.rows)
    found = met(more, sieve._replace(rows=sieve.rows[begin:]))
    return (found.left.astype(np.int64) + begin) * n + found.right + begin


def _with_old(before: Standing, more: Table, sieve: Sieve) -> Codes:
    """Codes of the pairs of an old and a new record that share a key, if not too many have it.

    Codes are those of the whole table, of which the sieve is.
    """
    found = []
    for rule, (positions, keys, finer) in enumerate(keyed_by_rule(more)):
        for indexes in before.indexes:
            for old, new in _met(indexes[rule], positions, keys, finer):
                at = new + len(before.table)
                good = passes(sieve, old, at)
                found.append(old[good].astype(np.int64) * len(sieve.rows) + at[good])
    return distinct(found)


def _met(
    index: Index, positions: Positions, keys: Keys, finer: Sequence[Field]
) -> list[tuple[Positions, Positions]]:
    """Old and new positions that share a key; in a large block they must share a finer one."""
    first = np.searchsorted(index.keys, keys, side="left")
    sizes = np.searchsorted(index.keys, keys, side="right") - first
    small = (sizes > 0) & (sizes <= LARGEST_BLOCK)
    found = [_runs(index, first[small], sizes[small], positions[small])]
    large = sizes > LARGEST_BLOCK
    if large.any():
        for at, field in enumerate(finer):
            within, finer_keys, _ = parted(positions[large], keys[large], field)
            found += _met(index, within, finer_keys, finer[at + 1 :])
    return found


def _runs(
    index: Index, first: NDArray[np.int64], sizes: NDArray[np.int64], positions: Positions
) -> tuple[Positions, Positions]:
    at = np.arange(int(sizes.sum())) + np.repeat(first - (np.cumsum(sizes) - sizes), sizes)
    return index.positions[at], np.repeat(positions, sizes)


def _settled_again(
    linkage: Linkage,
    compared: Compared,
    chance: Floats,
    compare: Comparer,
    own: Ints,
    judged: Judged | None,
    taught: Chances,
) -> tuple[Linkage, Ints]:
    """The linkage with the new pairs, and the old records whose clusters were settled again."""
    n, n_old = len(own), len(linkage.cluster)
    clusters = np.concatenate([linkage.cluster, np.arange(n_old, n, dtype=np.int32)])
    links = chance[:, SAME] > linkage.threshold
    ends = [compared.left[links], compared.right[links]]
    if judged is not None:
        with_new = (judged.left >= n_old) | (judged.right >= n_old)
        ends += [judged.left[with_new], judged.right[with_new]]
    moved = np.zeros(n, np.bool_)
    moved[clusters[np.concatenate(ends)]] = True
    at = np.flatnonzero(moved[clusters]).astype(np.int32)
    compared, chance = _with_standing(linkage, compared, chance, n)
    local = np.full(n, MISSING, np.int32)
    local[at] = np.arange(len(at))
    inside = (local[compared.left] >= 0) & (local[compared.right] >= 0)

    def compare_local(left: Ints, right: Ints) -> Levels:
        return compare(at[left], at[right])

    def taught_local(left: Ints, right: Ints, pattern: Codes) -> Floats:
        return taught(at[left], at[right], pattern)

    _, _, found = settled(
        compare_local,
        Compared(
            local[compared.left[inside]], local[compared.right[inside]], compared.pattern[inside]
        ),
        chance[inside], taught_local, linkage.threshold, _local(judged, local), own[at],
    )  # fmt: skip
    clusters[at] = at[found]
    return structs.replace(
        linkage, compared=compared, same=chance[:, SAME], co_victim=chance[:, CO_VICTIM],
        cluster=clusters,
    ), at[at < n_old]  # fmt: skip


def _with_standing(
    linkage: Linkage, compared: Compared, chance: Floats, n: int
) -> tuple[Compared, Floats]:
    """Old pairs and new ones, sorted."""
    old, wide = linkage.compared, np.int64(n)
    codes, more = old.left * wide + old.right, compared.left * wide + compared.right
    # Both are sorted, and the new are few: they are put where they belong.
    at = np.searchsorted(codes, more)
    together = Compared(
        np.insert(old.left, at, compared.left), np.insert(old.right, at, compared.right),
        np.insert(old.pattern, at, compared.pattern),
    )  # fmt: skip
    before = np.stack([linkage.same, linkage.co_victim], axis=1)
    return together, np.insert(before, at, chance, axis=0)


def _local(judged: Judged | None, local: Ints) -> Judged | None:
    if judged is None:
        return None
    inside = (local[judged.left] >= 0) & (local[judged.right] >= 0)
    return Judged(local[judged.left[inside]], local[judged.right[inside]], judged.same[inside])
