"""Pairs of positions that share a key, through the sieve; large blocks are made finer first."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.lanes import in_lanes
from onrecord.link.engine.sieve import Sieve, met

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


def distinct(codes: Iterable[Codes]) -> Codes:
    """All codes once, sorted."""
    together = np.concatenate([np.zeros(0, np.int64), *codes])
    together.sort()
    return together[: _once(together)].copy()


@njit(cache=True, nogil=True)
def _once(codes: Codes) -> int:
    """Move each of some sorted codes once to the front, and tell how many they are."""
    n = 0
    for code in codes:
        if n == 0 or code != codes[n - 1]:
            codes[n] = code
            n += 1
    return n


def distinct_of_sorted(codes: Sequence[Codes]) -> Codes:
    """The same of arrays each of which is sorted, in lanes."""
    longest = max(codes, key=len, default=np.zeros(0, np.int64))
    if not len(longest):
        return distinct(codes)
    borders = [np.searchsorted(each, longest[len(longest) // 2]) for each in codes]
    halves = zip(*((c[:at], c[at:]) for c, at in zip(codes, borders, strict=True)), strict=True)
    return np.concatenate(list(in_lanes(distinct, halves)))


class Met(NamedTuple):
    """Codes of pairs that passed and that were set aside, some twice; and blocks given up."""

    passed: list[Codes]
    aside: list[Codes]
    crowded: list[Positions]

    def add(self, more: "Met") -> None:
        """Take in what else was met."""
        self.passed.extend(more.passed)
        self.aside.extend(more.aside)
        self.crowded.extend(more.crowded)


def meetings(
    positions: Positions, keys: Keys, finer: Sequence[Field], sieve: Sieve, largest: int
) -> Met:
    """The pairs that share a key.

    A block of more than ``largest`` positions, or a crowd (see `sieve.met`), is parted by each
    field of ``finer`` in turn, and what is still too large by the fields that follow.
    """
    order = np.argsort(keys)
    keys, positions = keys[order], positions[order]
    starts = np.flatnonzero(np.append(np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]))
    sizes = np.diff(np.append(starts, len(keys)))
    small = np.flatnonzero((sizes > 1) & (sizes <= largest))
    passed, aside, crowds = met(sieve, positions, starts[small], sizes[small])
    found = Met([passed], [aside], [])
    too_large = sizes > largest
    too_large[small[crowds]] = True
    if not too_large.any():
        return found
    large = np.repeat(too_large, sizes)
    positions, keys = positions[large], keys[large]
    if not finer:
        found.crowded.extend(np.split(positions, np.cumsum(sizes[too_large])[:-1]))
        return found
    placed = np.zeros(len(positions), np.bool_)
    for at, field in enumerate(finer):
        within, finer_keys, has = parted(positions, keys, field)
        placed |= has
        found.add(meetings(within, finer_keys, finer[at + 1 :], sieve, largest))
    # Those that nothing makes finer meet each other if they are few.
    found.add(meetings(positions[~placed], keys[~placed], (), sieve, largest))
    return found


def parted(
    positions: Positions, keys: Keys, field: Field
) -> tuple[Positions, Keys, NDArray[np.bool_]]:
    """Positions and keys made finer by each value that a field has, and which have one at all."""
    values = field[positions]
    at, column = np.nonzero(values >= 0)
    return positions[at], mixed(keys[at], values[at, column]), np.any(values >= 0, axis=1)
