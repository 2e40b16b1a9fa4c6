"""Draws of clusterings: who may be who, as often as it may be so.

Two things are open, and both are drawn. The weights (see `weights.py`): every chance moves with
them, together; without that, thousands of doubtful pairs would average their doubt away. And,
given the weights, who is who: a partition of the records of a tangle has the odds of the pairs
inside its clusters, together. Partitions must be consistent where pairs need not be: a record with
two likely rivals can only be one of them, and one without a rival is more likely than its chance
says. So all odds are moved by as much as it takes for clusters to hold as many pairs as all chances
add up to.

Some pairs of one person no key brought together, and nobody knows which. How many there are is
estimated from the pairs that one rule alone brought together, or two (Chao's lower bound), and is
known poorly; so many clusters that may be one are joined at random in each draw.

Tangles are visited by Gibbs sampling of records, and of blocks of records that belong together, so
that two firm clusters meet and part as easily as two records; and two records take each other's
place (Metropolis).

References: Chao (1987), Biometrics 43(4), 783–791, doi:10.2307/2531532; Sadinle (2017), JASA
112(518), 600–612, doi:10.1080/01621459.2016.1148612 (partitions given comparisons); Jain and Neal
(2004), JCGS 13(1), 158–182, doi:10.1198/1061860043001 (why single records alone do not mix).
"""

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.blocks import Keys
from onrecord.link.engine.candidates import keyed_by_rule
from onrecord.link.engine.clusters import APART, tangles
from onrecord.link.engine.features import log_odds
from onrecord.link.engine.kinds import belief
from onrecord.link.engine.levels import rarity_shares
from onrecord.link.engine.linkage import JUDGED_SAME, Judged, Linkage
from onrecord.link.engine.patterns import Patterns, counted
from onrecord.link.engine.small_tables import belief_of_all, number_of_pairs
from onrecord.link.engine.table import Table
from onrecord.link.engine.training import ENOUGH, cells_of
from onrecord.link.engine.units import MISSING
from onrecord.link.engine.weights import drawn_weights, log_strangers, same_by
from onrecord.model.progress import Progress, silent

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

_OPEN = 0.02  # pairs less likely one person than this open no question by themselves
_STRANGERS = -6.0  # log odds of two records of one tangle that were not compared
_SURE = 30.0  # log odds of pairs judged the same
_FARTHEST = -12.0  # log odds below which clusters do not become a block
_SETTLING = 30  # draws before the first
_STEP = 0.5  # of the way to the offset at which clusters hold as many pairs as are expected
# Pairs that no key brought together, as a multiple of Chao's bound: the log of its median and the
# spread of its log. (Rules that forgive different damage find different pairs: the bound is high.)
_MISSED, _MISSED_SPREAD = -0.5, 0.35
# How far all log odds may be off together, where ENOUGH pairs are of one person: a model of pairs
# is never quite right. The spread falls with the root of the pairs. Weights that pairs sharing a
# key taught find too few, the more so the fewer pairs: the mean falls with their square. Chosen on
# generated lists, seeds below 100.
_OFF, _OFF_SPREAD = 1.5, 1.2
_OFF_SPREAD_OF_ALL = 0.8
_FEWEST = 30.0  # pairs, below which the spread grows no more


class Drawn(Struct, frozen=True, kw_only=True):
    """Clusterings of the records whose person is open; all others stay in their cluster.

    open    : (n_open,) positions in the table, sorted
    cluster : (n_draws, n_open) the smallest position of each one's cluster, in each draw
    """

    open: Ints
    cluster: Ints

    def __len__(self) -> int:
        return len(self.cluster)

    def doubt(self, cluster: Ints) -> dict[int, tuple[float, float]]:
        """For each cluster of open records, how often it falls apart, and how often it grows.

        ``cluster`` : (n_records,) of the linkage, named by its smallest position.
        """
        held = cluster[self.open]
        order = np.argsort(held, kind="stable")
        names, starts = np.unique(held[order], return_index=True)
        drawn = self.cluster[:, order]
        parted = np.minimum.reduceat(drawn, starts, axis=1) != np.maximum.reduceat(
            drawn, starts, axis=1
        )
        # A draw's cluster grows beyond one of ours where it holds records of another.
        grown = np.zeros((len(self), len(names)), np.bool_)
        of = np.repeat(np.arange(len(names)), np.diff(np.append(starts, len(order))))
        for row, clusters in zip(grown, drawn, strict=True):
            by_cluster = np.lexsort((of, clusters))
            same = clusters[by_cluster][1:] == clusters[by_cluster][:-1]
            across = same & (of[by_cluster][1:] != of[by_cluster][:-1])
            mixed = np.isin(clusters, clusters[by_cluster][1:][across])
            row[of[mixed]] = True
        shares = zip(
            names.tolist(), parted.mean(axis=0).tolist(), grown.mean(axis=0).tolist(), strict=True
        )
        return {name: (falls_apart, grows) for name, falls_apart, grows in shares}


def draw_clusterings(
    table: Table,
    linkage: Linkage,
    *,
    n_draws: int,
    seed: int,
    free_of_duplicates: NDArray[np.bool_] | None = None,
    judged: Judged | None = None,
    progress: Progress = silent,
) -> Drawn:
    """Draw clusterings of a table that was linked. Pure; the same seed gives the same draws.

    free_of_duplicates, judged : as for `link_table`, but ``judged`` without the pairs of which
    somebody was unsure: they are open
    """
    free = (
        np.zeros(len(table.lists), np.bool_) if free_of_duplicates is None else free_of_duplicates
    )
    own_list = np.where(free[table.rendition], table.rendition, MISSING).astype(np.int32)
    patterns, of_pattern = counted(linkage.compared.pattern)
    pairs = _Pairs.of(linkage, of_pattern, judged)
    web = _Web.of(len(table), pairs, own_list)
    moved = _moved(table, linkage, own_list, patterns, np.random.default_rng([seed, 1]))
    unjudged = np.ones(len(table), np.bool_)
    if judged is not None:
        unjudged[np.concatenate([judged.left, judged.right])] = False
    return web.drawn(
        map(pairs.moved, moved), _missed(table, linkage), linkage.cluster, table.rendition,
        np.flatnonzero(unjudged), n_draws, seed, progress,
    )  # fmt: skip


class _Pairs(Struct, frozen=True):
    """Pairs with their log odds: those compared that nobody judged, then those judged.

    A judged pair stands here once, by its judgement alone: what it was thought to be counts among
    the pairs that are expected no more. Pairs of one pattern and one chance are of one ``group``:
    whatever moves one moves all. ``odds`` are by group, and so is ``pattern``, the row of the
    pattern; those of judged pairs have none (-1).
    """

    left: Ints
    right: Ints
    group: Longs
    odds: Floats
    pattern: Longs

    @staticmethod
    def of(linkage: Linkage, of_pattern: Longs, judged: Judged | None) -> "_Pairs":
        compared, odds = linkage.compared, log_odds(linkage.same)
        left, right = compared.left, compared.right
        if judged is not None:
            first = np.minimum(judged.left, judged.right)
            second = np.maximum(judged.left, judged.right)
            n = np.int64(len(linkage.cluster))
            kept = ~np.isin(left * n + right, first * n + second)
            left = np.concatenate([left[kept], first])
            right = np.concatenate([right[kept], second])
            odds = np.concatenate([odds[kept], np.where(judged.same, JUDGED_SAME, APART)])
            none = np.full(len(first), -1, np.int64)
            of_pattern = np.concatenate([of_pattern[kept], none])
        order = np.lexsort((odds, of_pattern))
        of_sorted, odds_sorted = of_pattern[order], odds[order]
        fresh = np.ones(len(order), np.bool_)
        fresh[1:] = (of_sorted[1:] != of_sorted[:-1]) | (odds_sorted[1:] != odds_sorted[:-1])
        group = np.empty(len(order), np.int64)
        group[order] = np.cumsum(fresh) - 1
        return _Pairs(left, right, group, odds_sorted[fresh], of_sorted[fresh])

    def moved(self, shift: Floats) -> Floats:
        """(n_groups,) the log odds when each pattern moves so; a judgement is moved by nothing."""
        known = self.pattern >= 0
        odds = self.odds.copy()
        odds[known] += shift[self.pattern[known]]
        return odds


def _moved(
    table: Table, linkage: Linkage, own_list: Ints, patterns: Patterns, dice: np.random.Generator
) -> Iterator[Floats]:
    """(n_patterns,) by how much the log odds of the pairs of each pattern move, draw after draw."""
    few = ENOUGH / max(_FEWEST, float(linkage.same.sum()))
    if linkage.trained.of_all_pairs:
        off, spread = 0.0, np.sqrt(few) * _OFF_SPREAD_OF_ALL
    else:
        off, spread = min(1.0, few) ** 2 * _OFF, np.sqrt(min(1.0, few)) * _OFF_SPREAD
    for shift in _shifts(table, linkage, own_list, patterns, dice):
        yield shift + off + spread * dice.standard_normal()


def _shifts(
    table: Table, linkage: Linkage, own_list: Ints, patterns: Patterns, dice: np.random.Generator
) -> Iterator[Floats]:
    """(n_patterns,) by how much drawn weights move each pattern; nought where none were learned."""
    fitted = linkage.trained.mixture
    if not linkage.trained.learned:
        while True:
            yield np.zeros(len(patterns.codes))
    rarities = rarity_shares(table)
    if linkage.trained.of_all_pairs:
        n_pairs, believed = number_of_pairs(own_list), belief_of_all(rarities)
    else:
        n_pairs, believed = linkage.n_met, belief(rarities)
    cells = cells_of(patterns.levels, fitted)
    strangers = log_strangers(cells, fitted)
    before = log_odds(same_by(cells, strangers, fitted))
    for mixture in drawn_weights(patterns.counts, cells, n_pairs, fitted, believed, dice):
        yield log_odds(same_by(cells, strangers, mixture)) - before


def _missed(table: Table, linkage: Linkage) -> float:
    """At least so many pairs of one person share no key: Chao's lower bound over the rules."""
    left, right = linkage.compared.left, linkage.compared.right
    by_rule = (
        _share_a_key(*_by_position(len(table), positions, keys), left, right)
        for positions, keys, _ in keyed_by_rule(table)
    )
    # What meets by the first rule meets by the second too, but for names that are turned.
    rules = np.maximum(next(by_rule), next(by_rule))
    for further in by_rule:
        rules += further
    once, twice = np.bincount(rules, linkage.same, 3)[1:3]
    return float(once * max(0.0, once - 1) / (2 * (twice + 1)))


def _by_position(n: int, positions: Ints, keys: Keys) -> tuple[Keys, Longs]:
    """The keys of each position, and where they begin."""
    order = np.argsort(positions, kind="stable")
    return keys[order], np.searchsorted(positions[order], np.arange(n + 1)).astype(np.int64)


@njit(cache=True, nogil=True)
def _share_a_key(keys, starts, left, right):  # type: ignore[no-untyped-def]
    out = np.zeros(len(left), np.uint8)
    for p in range(len(left)):
        for a in range(starts[left[p]], starts[left[p] + 1]):
            for b in range(starts[right[p]], starts[right[p] + 1]):
                if keys[a] == keys[b]:
                    out[p] = 1
    return out


class _Web(Struct, frozen=True, kw_only=True):
    """Tangles with more than one record, their pairs, and the blocks that move together.

    ``members`` are positions by tangle, from ``starts`` on; ``group`` is that of each pair inside
    tangles, by tangle, from ``pair_starts`` on, with the places of either side in the tangle. A
    block holds the places ``blocks[block_starts[b] : block_starts[b + 1]]``; those of a tangle
    begin at ``first_block``. ``counts`` are all pairs of each group.
    """

    members: Ints
    starts: Longs
    group: Longs
    counts: Floats
    pair_starts: Longs
    left: Longs
    right: Longs
    blocks: Ints
    block_starts: Longs
    first_block: Longs
    own_list: Ints

    @staticmethod
    def of(n_records: int, pairs: _Pairs, own_list: Ints) -> "_Web":
        left, right, odds = pairs.left, pairs.right, pairs.odds[pairs.group]
        tangle = tangles(n_records, left, right, odds - float(log_odds(np.array(_OPEN))))
        order = np.argsort(tangle, kind="stable").astype(np.int32)
        several = np.bincount(tangle)[tangle[order]] > 1
        members = order[several]
        fresh = np.r_[True, tangle[members][1:] != tangle[members][:-1]][: len(members)]
        number = np.full(int(tangle.max(initial=-1)) + 1, -1, np.int64)
        number[tangle[members[fresh]]] = np.arange(int(fresh.sum()))
        starts = np.r_[np.flatnonzero(fresh), len(members)].astype(np.int64)
        of_member = number[tangle]
        place = np.full(len(tangle), -1, np.int64)
        place[members] = np.arange(len(members)) - starts[of_member[members]]
        inside = np.flatnonzero((tangle[left] == tangle[right]) & (of_member[left] >= 0))
        # Judged pairs come last, and within a tangle they stay last: a judgement holds.
        inside = inside[np.argsort(of_member[left[inside]], kind="stable")]
        bounds = np.arange(len(starts))
        pair_starts = np.searchsorted(of_member[left[inside]], bounds).astype(np.int64)
        sides = place[left[inside]], place[right[inside]]
        blocks, block_starts, first_block = _blocks(
            members, starts, *sides, odds[inside], pair_starts, own_list
        )
        counts = np.bincount(pairs.group, minlength=len(pairs.odds)).astype(np.float64)
        return _Web(
            members=members, starts=starts, group=pairs.group[inside], counts=counts,
            pair_starts=pair_starts, left=sides[0], right=sides[1], blocks=blocks,
            block_starts=block_starts, first_block=first_block, own_list=own_list,
        )  # fmt: skip

    def drawn(
        self,
        odds: Iterator[Floats],
        missed: float,
        found: Ints,
        lists: Ints,
        free: NDArray[np.int_],
        n_draws: int,
        seed: int,
        progress: Progress,
    ) -> Drawn:
        """Draws of the clusters, by log odds of all groups of pairs that are drawn as well.

        ``missed``: at least so many pairs of one person were never compared. ``found`` and
        ``lists``: the cluster and the list of each record. ``free``: records that nobody judged.
        """
        label = np.concatenate([np.zeros(0, np.int64)] + [
            np.arange(size) for size in np.diff(self.starts)
        ])  # fmt: skip
        dice = np.random.default_rng([seed, 2])
        kept = np.tile(np.arange(len(found), dtype=np.int32), (n_draws, 1))
        n_inside = np.bincount(self.group, minlength=len(self.counts))
        offset = 0.0
        for draw in range(-_SETTLING, n_draws):
            by_group = next(odds)
            chance = 1.0 / (1.0 + np.exp(-by_group))
            expected = float(chance @ self.counts)
            moving = max(1.0, float((chance * (1.0 - chance)) @ n_inside))
            weight = by_group[self.group]
            for _ in range(2):
                inside = _sweep(
                    self.members, self.starts, self.left, self.right, weight + offset,
                    self.pair_starts, self.blocks, self.block_starts, self.first_block,
                    self.own_list, label, int(dice.integers(1 << 62)),
                )  # fmt: skip
                offset += _STEP * (expected - inside) / moving
            progress("draw", draw + _SETTLING + 1, n_draws + _SETTLING)
            if draw >= 0:
                kept[draw, self.members] = _named(self.members, self.starts, label)
                unseen = missed * np.exp(_MISSED + _MISSED_SPREAD * dice.standard_normal())
                _join_at_random(kept[draw], lists, dice.permutation(free), dice.poisson(unseen))
        opened = _opened(kept, found)
        return Drawn(open=opened, cluster=kept[:, opened])


def _opened(kept: Ints, found: Ints) -> Ints:
    """Positions of records of which a draw says another thing than ``found``, and of all others in
    their clusters.
    """
    if not len(kept):
        return np.zeros(0, np.int32)
    moved = (kept != found).any(axis=0)
    moved[np.unique(kept[:, moved])] = True  # somebody joined it
    return np.flatnonzero(np.isin(found, found[moved])).astype(np.int32)


@njit(cache=True, nogil=True)
def _join_at_random(cluster, lists, order, wanted):  # type: ignore[no-untyped-def]
    """Join so many clusters in pairs, each once at most, whose records stand on no list together.

    ``order`` : positions at random; neighbours in it are tried with each other.
    """
    on = np.zeros(len(cluster), np.int64)
    for at in range(len(cluster)):
        on[cluster[at]] |= np.int64(1) << np.int64(lists[at] % 62)
    into = np.arange(len(cluster))
    for at in range(0, len(order) - 1, 2):
        a, b = cluster[order[at]], cluster[order[at + 1]]
        if wanted > 0 and a != b and into[a] == a and into[b] == b and on[a] & on[b] == 0:
            into[max(a, b)] = min(a, b)
            on[a] = on[b] = -1  # not once more
            wanted -= 1
    for at in range(len(cluster)):
        cluster[at] = into[cluster[at]]


@njit(cache=True, nogil=True)
def _gains(own, left, right, weight, own_list, gain):  # type: ignore[no-untyped-def]
    """Fill (size, size) log odds of each two records of a tangle."""
    size = len(own)
    for i in range(size):
        gain[i, i] = _STRANGERS
        for j in range(i):
            alone = own_list[own[i]] >= 0 and own_list[own[i]] == own_list[own[j]]
            gain[i, j] = gain[j, i] = APART if alone else _STRANGERS
    for p in range(len(left)):
        held = weight[p]
        if held > APART:
            held = min(max(held, -_SURE), _SURE)
        gain[left[p], right[p]] = gain[right[p], left[p]] = held


@njit(cache=True, nogil=True)
def _blocks(members, starts, left, right, weight, pair_starts, own_list):  # type: ignore[no-untyped-def]
    """Blocks of every tangle: each record, and the clusters as they grow when the closest meet."""
    room = 0
    for t in range(len(starts) - 1):
        size = starts[t + 1] - starts[t]
        room += size + size * (size + 1) // 2
    blocks = np.empty(room, np.int32)
    block_starts = np.zeros(2 * len(members) + 1, np.int64)
    first_block = np.zeros(len(starts), np.int64)
    n_blocks, filled = 0, 0
    for t in range(len(starts) - 1):
        own = members[starts[t] : starts[t + 1]]
        these = slice(pair_starts[t], pair_starts[t + 1])
        size = len(own)
        gain = np.empty((size, size))
        _gains(own, left[these], right[these], weight[these], own_list, gain)
        into = np.arange(size)
        for i in range(size):
            blocks[filled] = i
            filled += 1
            n_blocks += 1
            block_starts[n_blocks] = filled
        for _ in range(size - 1):
            best, a, b = _FARTHEST, -1, -1
            for i in range(size):
                if into[i] == i:
                    for j in range(i + 1, size):
                        if into[j] == j and gain[i, j] > best:
                            best, a, b = gain[i, j], i, j
            if a < 0:
                break
            for k in range(size):
                if into[k] == b:
                    into[k] = a
                if into[k] == k and k != a:
                    gain[a, k] = gain[k, a] = gain[a, k] + gain[b, k]
            for k in range(size):
                if into[k] == a:
                    blocks[filled] = k
                    filled += 1
            n_blocks += 1
            block_starts[n_blocks] = filled
        first_block[t + 1] = n_blocks
    return blocks[:filled].copy(), block_starts[: n_blocks + 1].copy(), first_block


@njit(cache=True, nogil=True)
def _sweep(  # type: ignore[no-untyped-def]
    members, starts, left, right, weight, pair_starts, blocks, block_starts, first_block, own_list,
    label, seed,
):  # fmt: skip
    """Visit every block of every tangle; the number of pairs that are then inside clusters."""
    np.random.seed(seed % (1 << 32))
    together, most = 0, 0
    for t in range(len(starts) - 1):
        most = max(most, starts[t + 1] - starts[t])
    # Room that is used again: there are a hundred million visits.
    gain = np.empty((most, most))
    inside, used, held = np.zeros(most, np.bool_), np.zeros(most, np.bool_), np.zeros(most)
    here = np.zeros(most, np.int64)
    for t in range(len(starts) - 1):
        first, size = starts[t], starts[t + 1] - starts[t]
        own = members[first : first + size]
        these = slice(pair_starts[t], pair_starts[t + 1])
        _gains(own, left[these], right[these], weight[these], own_list, gain)
        for i in range(size):
            here[i] = label[first + i]
        for b in range(first_block[t], first_block[t + 1]):
            _visit(
                gain, here, size, blocks, block_starts[b], block_starts[b + 1], inside, used, held
            )
        for i in range(size):
            _exchange(gain, here, size, i, np.random.randint(size))
        for i in range(size):
            label[first + i] = here[i]
            for j in range(i):
                together += here[i] == here[j]
    return together


@njit(cache=True, nogil=True)
def _visit(gain, here, size, blocks, start, stop, inside, used, held):  # type: ignore[no-untyped-def]
    """Leave a block where it is, or move it to another cluster or to one of its own."""
    old = here[blocks[start]]
    for b in range(start + 1, stop):
        if here[blocks[b]] != old:
            return  # it is not together now
    for c in range(size):
        inside[c], used[c], held[c] = False, False, 0.0
    for b in range(start, stop):
        inside[blocks[b]] = True
    for j in range(size):
        if not inside[j]:
            used[here[j]] = True
            for b in range(start, stop):
                held[here[j]] += gain[blocks[b], j]
    alone = 0
    while used[alone]:
        alone += 1
    used[alone] = True
    top = 0.0  # a cluster of its own gains nothing
    for c in range(size):
        if used[c] and held[c] > top:
            top = held[c]
    whole = 0.0
    for c in range(size):
        if used[c]:
            held[c] = np.exp(held[c] - top)
            whole += held[c]
    at = np.random.random() * whole
    chosen = alone
    for c in range(size):
        if used[c]:
            at -= held[c]
            if at < 0:
                chosen = c
                break
    for b in range(start, stop):
        here[blocks[b]] = chosen


@njit(cache=True, nogil=True)
def _exchange(gain, here, size, i, j):  # type: ignore[no-untyped-def]
    """Let two records take each other's place, or leave them.

    Of a list that holds nobody twice one stands where the other cannot enter.
    """
    gained, a, b = 0.0, here[i], here[j]
    if a == b:
        return
    for k in range(size):
        if k != i and k != j:
            if here[k] == b:
                gained += gain[i, k] - gain[j, k]
            elif here[k] == a:
                gained += gain[j, k] - gain[i, k]
    if np.log(np.random.random()) < gained:
        here[i], here[j] = b, a


@njit(cache=True, nogil=True)
def _named(members, starts, label):  # type: ignore[no-untyped-def]
    """The smallest position of each member's cluster."""
    out = np.empty(len(members), np.int32)
    for t in range(len(starts) - 1):
        size = starts[t + 1] - starts[t]
        first = np.full(size, -1, np.int32)
        for k in range(size):
            c = label[starts[t] + k]
            if first[c] < 0:
                first[c] = members[starts[t] + k]
            out[starts[t] + k] = first[c]
    return out
