"""The linkage of a table of records: candidates, levels, chances, clusters."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.candidates import Candidates, candidates
from onrecord.link.engine.clusters import APART, cluster, tangles
from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.levels import COMPARISONS, Levels, compare_pairs
from onrecord.link.engine.table import MISSING, Table
from onrecord.link.engine.training import Trained, kinds_of, train

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
JUDGED_SAME = np.inf
_CLOSED = 60  # records of a tangle that are all compared with each other
_LEAST = 1e-9  # chances are kept this far from 0 and 1


class Judged(Struct, frozen=True):
    """Pairs that a person decided: positions, and whether they are the same."""

    left: Ints
    right: Ints
    same: NDArray[np.bool_]


class Linkage(Struct, frozen=True, kw_only=True):
    """Pairs with their levels and chances, and the cluster of each record.

    ``left`` < ``right`` are positions in the table, sorted; ``same`` and ``co_victim`` the chances
    of either, ``but_for_given_name`` that of one person were the given name not compared;
    ``cluster`` names each record's cluster by its smallest position.
    """

    left: Ints
    right: Ints
    levels: Levels
    same: Floats
    co_victim: Floats
    but_for_given_name: Floats
    cluster: Ints
    trained: Trained
    crowded: Sequence[Ints]

    def log_odds(self) -> Floats:
        """Natural log odds of each pair that it is one person."""
        return _log_odds(self.same)


def link_table(
    table: Table,
    *,
    free_of_duplicates: NDArray[np.bool_] | None = None,
    judged: Judged | None = None,
    threshold: float | None = None,
) -> Linkage:
    """Link the records of a table. Pure; the order of records changes nothing but positions.

    free_of_duplicates : by list; no two records of such a list are compared or joined
    judged             : pairs of which "same" are joined where they can be, and others never
    threshold          : chance from which a pair speaks for joining; by default the one for which
                         the expected agreement of pairs is best (see `training.Trained`)
    """
    free = (
        np.zeros(len(table.lists), np.bool_) if free_of_duplicates is None else free_of_duplicates
    )
    found = candidates(table, free)
    levels = compare_pairs(table, found.left, found.right)
    trained = train(levels)
    chance = kinds_of(levels, trained)
    least = trained.threshold if threshold is None else threshold
    own_list = np.where(free[table.rendition], table.rendition, MISSING).astype(np.int32)
    n = len(table)
    tangle = _tangles(n, found, chance[:, SAME], least, judged)
    found, levels, chance = _closed(table, found, levels, chance, trained, tangle, own_list)
    left, right, weight = _weighed(found, chance[:, SAME], least, judged)
    clusters = cluster(n, left, right, weight, own_list, tangle)
    return Linkage(
        left=found.left, right=found.right, levels=levels, same=chance[:, SAME],
        co_victim=chance[:, CO_VICTIM], but_for_given_name=_nameless_chance(levels, trained),
        cluster=clusters, trained=trained, crowded=found.crowded,
    )  # fmt: skip


def compare_in(
    table: Table, left: int, right: int, trained: Trained
) -> tuple[Levels, float, float]:
    """The levels of one pair, and the chances of one person and of co-victims."""
    levels = compare_pairs(table, np.array([left], np.int32), np.array([right], np.int32))
    (same, co_victim), *_ = kinds_of(levels, trained).tolist()
    return levels[0], same, co_victim


def _nameless_chance(levels: Levels, trained: Trained) -> Floats:
    without = levels.copy()
    without[:, tuple(COMPARISONS).index("given name")] = 0
    return kinds_of(without, trained)[:, SAME]


def _log_odds(chance: Floats) -> Floats:
    kept = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept))


def _weighed(
    found: Candidates, same: Floats, threshold: float, judged: Judged | None
) -> tuple[Ints, Ints, Floats]:
    """Pairs with their gain over the threshold; judged pairs come last and stand for themselves."""
    offset = float(np.log(threshold) - np.log1p(-threshold))
    weight = _log_odds(same) - offset
    if judged is None:
        return found.left, found.right, weight
    decided = np.where(judged.same, JUDGED_SAME, APART)
    return (
        np.concatenate([found.left, np.minimum(judged.left, judged.right)]),
        np.concatenate([found.right, np.maximum(judged.left, judged.right)]),
        np.concatenate([weight, decided]),
    )


def _tangles(
    n: int, found: Candidates, same: Floats, threshold: float, judged: Judged | None
) -> Ints:
    return tangles(n, *_weighed(found, same, threshold, judged))


def _closed(
    table: Table,
    found: Candidates,
    levels: Levels,
    chance: Floats,
    trained: Trained,
    tangle: Ints,
    own_list: Ints,
) -> tuple[Candidates, Levels, Floats]:
    """Compare the pairs of a tangle that no key brought together: none is taken on trust."""
    n = np.int64(len(table))
    codes = found.left * n + found.right
    more = np.setdiff1d(_pairs_within(tangle, own_list), codes, assume_unique=True)
    if not len(more):
        return found, levels, chance
    left, right = (more // n).astype(np.int32), (more % n).astype(np.int32)
    added = compare_pairs(table, left, right)
    order = np.argsort(np.concatenate([codes, more]), kind="stable")
    together = Candidates(
        left=np.concatenate([found.left, left])[order],
        right=np.concatenate([found.right, right])[order],
        crowded=found.crowded,
    )
    return (
        together,
        np.concatenate([levels, added])[order],
        np.concatenate([chance, kinds_of(added, trained)])[order],
    )


def _pairs_within(tangle: Ints, own_list: Ints) -> NDArray[np.int64]:
    """Codes of all pairs inside tangles of 3 to _CLOSED records, sorted."""
    n = np.int64(len(tangle))
    order = np.argsort(tangle, kind="stable")
    sorted_tangle = tangle[order]
    size = np.bincount(tangle)[sorted_tangle]
    kept = (size > 2) & (size <= _CLOSED)
    order, sorted_tangle = order[kept], sorted_tangle[kept]
    found = [np.zeros(0, np.int64)]
    for step in range(1, int(size[kept].max(initial=1))):
        both = sorted_tangle[step:] == sorted_tangle[:-step]
        a, b = order[:-step][both], order[step:][both]
        free = (own_list[a] < 0) | (own_list[a] != own_list[b])
        found.append((np.minimum(a, b) * n + np.maximum(a, b))[free])
    return np.unique(np.concatenate(found))
