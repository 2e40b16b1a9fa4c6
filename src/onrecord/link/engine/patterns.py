"""Patterns of levels as single numbers: what a pair shows, in eight bytes."""

from collections.abc import Collection

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.levels import COMPARISONS, Levels

Codes = NDArray[np.int64]
_RADIX = tuple(len(levels) + 1 for levels in COMPARISONS.values())
_ODD = np.int64(-7046029254386353131)
_AT = {comparison: at for at, comparison in enumerate(COMPARISONS)}


class Patterns(Struct, frozen=True):
    """The patterns that occur, sorted, and how many pairs show each."""

    codes: Codes
    counts: NDArray[np.float64]

    @property
    def levels(self) -> Levels:
        """(n_patterns, n_comparisons)."""
        return decoded(self.codes)


def encoded(levels: Levels) -> Codes:
    """One number for each row of levels."""
    codes = np.zeros(len(levels), np.int64)
    for at, radix in enumerate(_RADIX):
        codes = codes * radix + levels[:, at]
    return codes


def decoded(codes: Codes) -> Levels:
    """The rows of levels that the numbers stand for."""
    levels = np.empty((len(codes), len(_RADIX)), np.uint8)
    rest = codes.copy()
    for at in range(len(_RADIX) - 1, -1, -1):
        rest, levels[:, at] = np.divmod(rest, _RADIX[at])
    return levels


def counted(codes: Codes) -> tuple[Patterns, NDArray[np.intp]]:
    """The distinct patterns with their numbers, and which of them each pair shows."""
    found, which = numbered(codes)
    order = np.argsort(found)
    rank = np.empty(len(found), np.intp)
    rank[order] = np.arange(len(found))
    where = rank[which]
    return Patterns(
        found[order], np.bincount(where, minlength=len(found)).astype(np.float64)
    ), where


@njit(cache=True, nogil=True)
def numbered(codes: Codes) -> tuple[Codes, NDArray[np.int64]]:
    """The distinct codes as they come up, and which of them each is."""
    which = np.empty(len(codes), np.int64)
    found = np.empty(1024, np.int64)
    slots = np.full(4 * len(found), -1, np.int64)
    n = 0
    for k in range(len(codes)):
        at = _slot(slots, found, codes[k])
        if slots[at] < 0:
            if n == len(found):
                found = np.append(found, np.empty(n, np.int64))
                slots = np.full(4 * len(found), -1, np.int64)
                for other in range(n):
                    slots[_slot(slots, found, found[other])] = other
                at = _slot(slots, found, codes[k])
            slots[at] = n
            found[n] = codes[k]
            n += 1
        which[k] = slots[at]
    return found[:n].copy(), which


@njit(cache=True, nogil=True, forceinline=True)
def _slot(slots, found, code):  # type: ignore[no-untyped-def]
    """Where a code stands, or would."""
    at = (code * _ODD >> 20) & (len(slots) - 1)
    while slots[at] >= 0 and found[slots[at]] != code:
        at = (at + 1) & (len(slots) - 1)
    return at


def added_up(parts: list[Patterns]) -> Patterns:
    """Patterns of several chunks as one."""
    codes = np.concatenate([np.zeros(0, np.int64), *(part.codes for part in parts)])
    counts = np.concatenate([np.zeros(0), *(part.counts for part in parts)])
    found, where = np.unique(codes, return_inverse=True)
    return Patterns(found, np.bincount(where, counts, len(found)).astype(np.float64))


def shows(codes: Codes, comparison: str, levels: Collection[str]) -> NDArray[np.bool_]:
    """Which patterns show one of some levels of a comparison."""
    wanted = [1 + at for at, name in enumerate(COMPARISONS[comparison]) if name in levels]
    return np.isin(_level(codes, comparison)[0], wanted)


def without(codes: Codes, comparison: str) -> Codes:
    """The patterns as they were if one comparison had not been made."""
    level, unit = _level(codes, comparison)
    return np.asarray(codes - level * unit)


def _level(codes: Codes, comparison: str) -> tuple[Codes, int]:
    """The level that patterns show, and what one level counts in their numbers."""
    unit = 1
    for at in range(len(_RADIX) - 1, _AT[comparison], -1):
        unit *= _RADIX[at]
    return codes // unit % _RADIX[_AT[comparison]], unit
