"""Clusters that do not chain: constrained correlation clustering of pairs with chances.

What is sought is the clustering that agrees best with all pairs together: a pair of log odds *w*
inside a cluster gains *w*, one across clusters nothing. So C is not joined to A by way of B where
A and C speak against it. Pairs that must stay apart (judged different, or of one list that holds
nobody twice) are never in one cluster, and pairs judged the same always are, where the judgements
allow it.

The best clustering is out of reach (the problem is NP-hard); greedy contraction of the strongest
edge, with edges added up as clusters meet, comes close, and what it did too early is taken back
record by record (see `polish.py`).

References: Bansal, Blum and Chawla (2004), Machine Learning 56,
doi:10.1023/B:MACH.0000033116.57574.95;
Keuper et al. (2015), ICCV, doi:10.1109/ICCV.2015.204 (greedy additive edge contraction).
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from onrecord.link.engine.polish import polished

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]

APART = -np.inf
LARGEST = 400  # records that are clustered together; a larger tangle is parted at its weaker links
STRANGERS = -6.0  # log odds of two records of one tangle that no key brought together
_AGAIN = 5  # times that clusters are made better and contracted again
MOST = 30.0  # log odds beyond which a pair gains no more


def tangles(n: int, left: Ints, right: Ints, weight: Floats) -> Ints:
    """(n,) the number of the tangle of each record: records that pairs of positive weight connect.

    A tangle of more than LARGEST records is parted at its weaker links.
    """
    least = 0.0
    label = connected(n, left, right, weight > least)
    while True:
        sizes = np.bincount(label, minlength=1)
        large = sizes > LARGEST
        if not large.any():
            return label
        least += 2.0
        inside = large[label[left]] & (label[left] == label[right])
        kept = (weight > np.where(inside, least, 0.0)) & (label[left] == label[right])
        label = connected(n, left, right, kept)
        if least > 2 * MOST:
            return label


def connected(n: int, left: Ints, right: Ints, kept: NDArray[np.bool_]) -> Ints:
    """(n,) a number for each record, the same for those that kept pairs connect."""
    graph = coo_matrix((np.ones(int(kept.sum()), np.int8), (left[kept], right[kept])), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def cluster(n: int, left: Ints, right: Ints, weight: Floats, own_list: Ints, tangle: Ints) -> Ints:
    """(n,) the cluster of each record, named by the smallest position in it.

    left, right, weight : pairs and their log odds; +inf judged the same, -inf kept apart
    own_list : equal numbers from 0 on are records of one list that holds nobody twice
    tangle   : see `tangles`
    """
    inside = tangle[left] == tangle[right]
    left, right, weight = left[inside], right[inside], weight[inside]
    members = np.argsort(tangle, kind="stable").astype(np.int32)
    n_tangles = int(tangle.max(initial=-1)) + 1
    starts = np.searchsorted(tangle[members], np.arange(n_tangles + 1)).astype(np.int64)
    place = np.empty(n, np.int64)
    place[members] = np.arange(n) - starts[tangle[members]]
    order = np.lexsort((place[right], place[left], tangle[left]))
    pair_starts = np.searchsorted(tangle[left][order], np.arange(n_tangles + 1)).astype(np.int64)
    return np.asarray(
        _contract(members, starts, pair_starts, place[left][order], place[right][order],
                  weight[order], own_list)
    )  # fmt: skip


@njit(cache=True, nogil=True)
def _contract(
    members: Ints, starts: Longs, pair_starts: Longs, left: Longs, right: Longs, weight: Floats,
    own_list: Ints,
) -> Ints:  # fmt: skip
    named = np.arange(len(members)).astype(np.int32)
    for t in range(len(starts) - 1):
        size = starts[t + 1] - starts[t]
        if size < 2:
            continue
        own = members[starts[t] : starts[t + 1]]
        gain = np.full((size, size), STRANGERS)
        for i in range(size):
            for j in range(i):
                if own_list[own[i]] >= 0 and own_list[own[i]] == own_list[own[j]]:
                    gain[i, j] = gain[j, i] = -np.inf
        # Pairs come after what their lists say, and judged pairs last: a judgement holds.
        for p in range(pair_starts[t], pair_starts[t + 1]):
            held = weight[p]
            if held > -np.inf and held < np.inf:
                held = min(max(held, -MOST), MOST)
            gain[left[p], right[p]] = gain[right[p], left[p]] = held
        into = np.arange(size)
        _contract_one(gain.copy(), into)
        for _ in range(_AGAIN):
            if size == 2 or not polished(gain, into):
                break
            _contract_one(_between(gain, into), into)
        _name(into, own, named)
    return named


@njit(cache=True, nogil=True)
def _contract_one(gain: Floats, into: Longs) -> None:
    """Join the two clusters with the largest gain until none gains; ties by position.

    gain : by places that stand for their cluster; changed. into : the place that stands for each.
    """
    size = len(into)
    alive = np.zeros(size, np.bool_)
    for k in range(size):
        alive[into[k]] = True
    while True:
        best, a, b = 0.0, -1, -1
        for i in range(size):
            if not alive[i]:
                continue
            for j in range(i + 1, size):
                if alive[j] and gain[i, j] > best:
                    best, a, b = gain[i, j], i, j
        if a < 0:
            break
        alive[b] = False
        for k in range(size):
            if into[k] == b:
                into[k] = a
            if alive[k] and k != a:
                # Kept apart holds against judged the same: the two together are a conflict.
                if gain[a, k] == -np.inf or gain[b, k] == -np.inf:
                    gain[a, k] = -np.inf
                else:
                    gain[a, k] += gain[b, k]
                gain[k, a] = gain[a, k]


@njit(cache=True, nogil=True)
def _between(gain: Floats, into: Longs) -> Floats:
    """The gains of joining whole clusters, at the places that stand for them."""
    size = len(into)
    found = np.zeros((size, size))
    for i in range(size):
        for j in range(size):
            a, b = into[i], into[j]
            if a != b and (gain[i, j] == -np.inf or found[a, b] == -np.inf):
                found[a, b] = -np.inf
            elif a != b:
                found[a, b] += gain[i, j]
    return found


@njit(cache=True, nogil=True)
def _name(into: Longs, own: Ints, named: Ints) -> None:
    """Name the cluster of each record by the smallest position in it."""
    size = len(into)
    smallest = np.full(size, size)
    for k in range(size - 1, -1, -1):
        smallest[into[k]] = k
    for k in range(size):
        named[own[k]] = own[smallest[into[k]]]
