"""Pairs of positions that share a key, from sorted keys; large blocks are made finer first."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from numba import njit
from numpy.typing import NDArray

Positions = NDArray[np.int32]
Keys = NDArray[np.uint64]
Codes = NDArray[np.int64]  # left * n + right, left < right
Field = NDArray[np.int32]  # (n_records, alternatives), -1: none

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)


def keyed(
    rule: int, fields: Sequence[Field], *, either_way: bool = False
) -> tuple[Positions, Keys]:
    """The positions that have a value in every field, once for each combination of values.

    ``either_way``: of two fields, whichever value stands first.

    Keys are hashes: two that meet by chance make a pair more to compare, and nothing else.
    """
    positions, keys = [], []
    for columns in product(*(range(field.shape[1]) for field in fields)):
        values = [field[:, column] for field, column in zip(fields, columns, strict=True)]
        at = np.flatnonzero(np.all([value >= 0 for value in values], axis=0)).astype(np.int32)
        if len(at):
            held = [value[at] for value in values]
            if either_way:
                held = [np.minimum(*held), np.maximum(*held)]
            key = np.full(len(at), rule, np.uint64)
            for value in held:
                key = mixed(key, value)
            positions.append(at)
            keys.append(key)
    if not positions:
        return np.zeros(0, np.int32), np.zeros(0, np.uint64)
    return np.concatenate(positions), np.concatenate(keys)


def mixed(key: Keys, value: NDArray[np.int32]) -> Keys:
    """A key made finer by a value."""
    folded = (key ^ value.astype(np.uint64)) * _ODD
    return np.asarray((folded ^ (folded >> _SHIFT)) * _MIX)


def distinct(codes: Sequence[Codes]) -> Codes:
    """All codes once, sorted."""
    together = np.concatenate([np.zeros(0, np.int64), *codes])
    together.sort()
    first = np.ones(len(together), np.bool_)
    first[1:] = together[1:] != together[:-1]
    return together[first]


def meetings(
    positions: Positions,
    keys: Keys,
    finer: Sequence[Field],
    own_list: Positions,
    largest: int,
) -> tuple[list[Codes], list[Positions]]:
    """Codes of the pairs that share a key, some of them twice, and blocks that stayed too large.

    A block of more than ``largest`` positions is parted by each field of ``finer`` in turn, and
    what is still too large by the fields that follow. ``own_list``: equal numbers from 0 on are
    records of one list free of duplicates, which do not meet.
    """
    order = np.argsort(keys, kind="stable")
    keys, positions = keys[order], positions[order]
    starts = np.flatnonzero(np.append(np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]))
    sizes = np.diff(np.append(starts, len(keys)))
    small = (sizes > 1) & (sizes <= largest)
    found = [_pairs(positions, starts[small], sizes[small], own_list)]
    crowded: list[Positions] = []
    large = np.repeat(sizes > largest, sizes)
    if not large.any():
        return found, crowded
    positions, keys = positions[large], keys[large]
    placed = np.zeros(len(positions), np.bool_)
    for at, field in enumerate(finer):
        within, finer_keys, has = parted(positions, keys, field)
        placed |= has
        more, still = meetings(within, finer_keys, finer[at + 1 :], own_list, largest)
        found += more
        crowded += still
    return _leftover(positions[~placed], keys[~placed], found, crowded, own_list, largest)


def parted(
    positions: Positions, keys: Keys, field: Field
) -> tuple[Positions, Keys, NDArray[np.bool_]]:
    """Positions and keys made finer by each value that a field has, and which have one at all."""
    values = field[positions]
    at, column = np.nonzero(values >= 0)
    return positions[at], mixed(keys[at], values[at, column]), np.any(values >= 0, axis=1)


def _leftover(
    positions: Positions,
    keys: Keys,
    found: list[Codes],
    crowded: list[Positions],
    own_list: Positions,
    largest: int,
) -> tuple[list[Codes], list[Positions]]:
    """Of a large block, those that nothing makes finer: they meet each other if they are few."""
    for key in np.unique(keys):
        block = positions[keys == key]
        if len(block) > largest:
            crowded.append(block)
        elif len(block) > 1:
            found.append(_pairs(block, np.zeros(1, np.int64), np.array([len(block)]), own_list))
    return found, crowded


def _pairs(
    positions: Positions, starts: NDArray[np.int64], sizes: NDArray[np.int64], own_list: Positions
) -> Codes:
    most = int((sizes * (sizes - 1) // 2).sum())
    codes = np.empty(most, np.int64)
    filled = _fill(positions, starts, sizes, own_list, len(own_list), codes)
    return codes[:filled]


@njit(cache=True, nogil=True)
def _fill(
    positions: Positions,
    starts: NDArray[np.int64],
    sizes: NDArray[np.int64],
    own_list: Positions,
    n: int,
    codes: Codes,
) -> int:
    at = 0
    for b in range(len(starts)):
        start, stop = starts[b], starts[b] + sizes[b]
        for i in range(start, stop):
            left = positions[i]
            for j in range(i + 1, stop):
                right = positions[j]
                if left == right or (own_list[left] >= 0 and own_list[left] == own_list[right]):
                    continue
                codes[at] = min(left, right) * n + max(left, right)
                at += 1
    return at
