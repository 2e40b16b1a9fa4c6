"""Clusters made better record by record, where contraction went wrong early.

Greedy contraction never takes a record back. So records move to where they agree better, and of a
list that holds nobody twice one record takes the place of another, until no such step gains.

Reference: Kernighan and Lin (1970), Bell System Technical Journal 49(2), 291–307,
doi:10.1002/j.1538-7305.1970.tb01770.x.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]

_ROUNDS = 20
_LEAST = 1e-9  # what a step must gain


@njit(cache=True, nogil=True)
def polished(gain: Floats, label: Longs) -> bool:
    """Move records between clusters, in place; whether any moved.

    gain  : (n, n) log odds of each two; -inf kept apart. Records judged the same (+inf) stay.
    label : (n,) the cluster of each, below n
    """
    n = len(label)
    held = np.zeros(n, np.bool_)
    for i in range(n):
        for j in range(n):
            if i != j and gain[i, j] == np.inf:
                held[i] = True
    moved = False
    for _ in range(_ROUNDS):
        once = False
        for i in range(n):
            if not held[i] and _moved(gain, label, held, i):
                once = moved = True
        if not once:
            break
    return moved


@njit(cache=True, nogil=True)
def _moved(gain: Floats, label: Longs, held: NDArray[np.bool_], i: int) -> bool:
    """Move one record where that gains most: into a cluster, out of all, or in another's place."""
    n = len(label)
    own, size = np.zeros(n), np.zeros(n, np.int64)  # by cluster, without those kept apart from it
    against, rival = np.zeros(n, np.int64), np.full(n, -1)
    for j in range(n):
        if j != i:
            size[label[j]] += 1
            if gain[i, j] == -np.inf:
                against[label[j]] += 1
                rival[label[j]] = j
            else:
                own[label[j]] += gain[i, j]
    here, best, to, out = own[label[i]], _LEAST, -1, -1
    for c in range(n):
        if c == label[i] or against[c] > 1:
            continue
        if size[c] == 0:
            if -here > best:
                best, to, out = -here, c, -1
        elif against[c] == 0:
            if own[c] - here > best:
                best, to, out = own[c] - here, c, -1
        elif not held[rival[c]]:
            lost = _with(gain, label, rival[c], c, i)
            if own[c] - here - lost > best:
                best, to, out = own[c] - here - lost, c, rival[c]
    if to < 0:
        return False
    label[i] = to
    if out >= 0:
        label[out] = _empty(label)
    return True


@njit(cache=True, nogil=True)
def _with(gain: Floats, label: Longs, k: int, c: int, but: int) -> float:
    """What a record gains from being in its cluster."""
    found = 0.0
    for j in range(len(label)):
        if j != k and j != but and label[j] == c:
            found += gain[k, j]
    return found


@njit(cache=True, nogil=True)
def _empty(label: Longs) -> int:
    used = np.zeros(len(label) + 1, np.bool_)
    for c in label:
        used[c] = True
    for c in range(len(label)):
        if not used[c]:
            return c
    return len(label) - 1
