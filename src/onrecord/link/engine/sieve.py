"""Which pairs that share a key are worth a full comparison, told from plain keys and numbers.

Most records of a large block have nothing but its key in common, and to see that takes a hundredth
of what a comparison takes. A pair passes if what both records say speaks for one person nearly as
strongly as the number of records speaks against any two of them: each record has about one partner
among all others, so that is one bit for each doubling. What is left out this way is measured
(`benchmarks/link_persons.py`, pair completeness).

Of the pairs that do not pass some are set aside to learn from, drawn by what their records say:
else what is common among strangers would be learned from those alone that agree in much.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.sieve_rows import (
    ADDRESS,
    AGE,
    BIT,
    BORN,
    COLUMNED,
    ELDER,
    FAMILY,
    FATHER,
    FATHER_OR_FAMILY,
    FIRST,
    GIVEN,
    IDENTITY,
    LAST,
    OTHER_ADDRESS,
    OTHER_BORN,
    OTHER_FAMILY,
    OTHER_FATHER,
    OTHER_GIVEN,
    OTHER_IDENTITY,
    OTHER_PLACE,
    OWN,
    PLACE,
    SAME_ADDRESS,
    SAME_BORN,
    SAME_IDENTITY,
    SEX,
    SHORT,
    STAMP,
    W_DAY,
    W_FAMILY,
    W_FATHER,
    W_GIVEN,
    W_PLACE,
    WIDTH,
    by_age,
    by_day,
    by_event,
    by_sex,
    by_value,
    rows_of,
    set_aside,
)
from onrecord.link.engine.sieve_tiles import NO, PERHAPS, TILE, look, tiled
from onrecord.link.engine.table import Table
from onrecord.link.engine.units import KEYS

Ints = NDArray[np.int32]

# Bits by which the least sum falls short of even odds, and by which it rises with each doubling of
# the records: of the pairs that lack much, the fewer are one person the more records there are.
_SHORT, _DOUBLING = 12.0, 1.08
CROWD = 150  # records of a block, beyond which they do not all meet if most of them are alike
_NEVER = -(1 << 20)  # the sum of two records of a list that holds nobody twice
# Every pair of a table of so many records is set aside, and of larger ones one in ``each``.
_ALL_OF = 5_000
# Where they would stand for more than one in so many records they count no more than that: the
# pairs of one person, a few in a thousand, drown in a million records' strangers.
_WORTH = 2_000
_STRETCH = 16  # numbers that memory fetches together
_FEW = 12  # records of a block, up to which each pair is looked at by itself


class Sieve(NamedTuple):
    """What each record says, WIDTH numbers a row; the least sum that passes.

    One in ``each`` pairs that do not pass is set aside (a power of two), and counts ``worth``.
    """

    rows: Ints
    least: int
    each: int
    worth: int


def sieve_of(table: Table, own_list: Ints) -> Sieve:
    """Make a table ready. Records of one list free of duplicates (``own_list``) do not pass."""
    n = len(table)
    each = 1 << max(0, int(1.5 * np.log2(max(1, n) / _ALL_OF)))
    least = round(BIT * (_DOUBLING * np.log2(max(2, n)) - _SHORT))
    return Sieve(rows_of(table, own_list), least, each, max(1, min(each, n // _WORTH)))


def met(
    sieve: Sieve, positions: Ints, starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
    """Codes (left * n + right, left < right) of each block's pairs that pass; and set aside.

    And which blocks are crowds: of more than CROWD records, of whom most are alike. Their pairs are
    left out.
    """
    passed, aside, crowds = _met(sieve.rows, sieve.least, sieve.each, positions, starts, sizes)
    return np.asarray(passed), np.asarray(aside), np.asarray(crowds)


@njit(cache=True, nogil=True)
def _met(rows, least, each, positions, starts, sizes):  # type: ignore[no-untyped-def]
    n, largest, flat = len(rows), 0, rows.ravel()
    for size in sizes:
        largest = max(largest, size)
    said = np.empty(largest * WIDTH, np.int32)
    tiles = np.empty((largest // TILE + 1, WIDTH, TILE), np.int32)
    seen = np.ones(len(tiles) * TILE, np.int8)
    in_tiles = seen.reshape(-1, TILE)
    codes, aside = np.empty(1 << 16, np.int64), np.empty(1 << 12, np.int64)
    crowds = np.zeros(len(starts), np.bool_)
    found, kept = 0, 0
    for block in range(len(starts)):
        start, size = starts[block], sizes[block]
        before, kept_before = found, kept
        _side_by_side(flat, positions[start : start + size], said)
        if size > _FEW:
            tiled(said, size, tiles)
        else:
            seen[:_FEW] = PERHAPS
        for i in range(size):
            left = np.int64(positions[start + i])
            if found + size > len(codes):
                codes = _longer(codes, size)
            if kept + size > len(aside):
                aside = _longer(aside, size)
            if size > _FEW:
                for tile in range((i + 1) // TILE, (size - 1) // TILE + 1):
                    look(tiles, i, tile, least, each, in_tiles)
            for j in range(i + 1, size):
                if seen[j] == NO:
                    continue
                a, b, whole = i * WIDTH, j * WIDTH, least
                if seen[j] == PERHAPS:
                    whole = _sum(said, a, b, least)
                if whole < least and not set_aside(said[a + STAMP], said[b + STAMP], each):
                    continue
                right = np.int64(positions[start + j])
                if left == right or whole == _NEVER:
                    continue
                code = min(left, right) * n + max(left, right)
                if whole >= least:
                    codes[found] = code
                    found += 1
                else:
                    aside[kept] = code
                    kept += 1
        if size > CROWD and 4 * (found - before) > size * (size - 1):
            crowds[block] = True
            found, kept = before, kept_before
    return codes[:found].copy(), aside[:kept].copy(), crowds


@njit(cache=True, nogil=True)
def _side_by_side(flat, positions, said):  # type: ignore[no-untyped-def]
    """Set the rows of some positions one after another.

    They lie far apart. A value of each stretch of a row is asked for first, of all rows, so that
    memory fetches many at once; indices without a sign let the rows be copied in large pieces.
    """
    width, asked = np.uint64(WIDTH), 0
    for k in range(len(positions)):
        at = np.uint64(positions[k]) * width
        for stretch in range(np.uint64(0), width, np.uint64(_STRETCH)):
            asked ^= flat[at + stretch]
        asked ^= flat[at + width - np.uint64(1)]
    for k in range(len(positions)):
        at, to = np.uint64(positions[k]) * width, np.uint64(k) * width
        for c in range(width):
            said[to + np.uint64(c)] = flat[at + np.uint64(c)]
    return asked  # or the values would not be asked for


@njit(cache=True, nogil=True)
def _longer(codes, size):  # type: ignore[no-untyped-def]
    more = np.empty(2 * len(codes) + size, np.int64)
    more[: len(codes)] = codes
    return more


def passes(sieve: Sieve, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """Which of some pairs pass."""
    return np.asarray(_passes(sieve.rows, sieve.least, left, right))


@njit(cache=True, nogil=True)
def _passes(rows, least, left, right):  # type: ignore[no-untyped-def]
    found, said = np.empty(len(left), np.bool_), rows.ravel()
    for k in range(len(left)):
        a, b = np.int64(left[k]) * WIDTH, np.int64(right[k]) * WIDTH
        found[k] = _sum(said, a, b, least) >= least
    return found


@njit(cache=True, nogil=True, forceinline=True)
def _shared(t, p, q):  # type: ignore[no-untyped-def]
    """Whether two sets of keys have one in common."""
    a, b, c, d = t[p], t[p + 1], t[q], t[q + 1]
    same = ((a == c) & (a >= 0)) | (a == d) | (b == c) | ((b == d) & (b >= 0))
    if (t[p + 2] >= 0) | (t[q + 2] >= 0):
        for x in range(p, p + KEYS):
            for y in range(q, q + KEYS):
                same |= (t[x] == t[y]) & (t[x] >= 0)
    return same


@njit(cache=True, nogil=True, forceinline=True)
def _named(t, a, b, at, weight, other):  # type: ignore[no-untyped-def]
    """Whether a name agrees, and what it says."""
    both = (t[a + at] >= 0) & (t[b + at] >= 0)
    same = _shared(t, a + at, b + at)
    return same, both * (min(t[a + weight], t[b + weight]) if same else other)


@njit(cache=True, nogil=True, forceinline=True)
def _sum(t, a, b, least):  # type: ignore[no-untyped-def]
    """What two rows, that begin at a and b, say of one person."""
    if t[a + OWN] >= 0 and t[a + OWN] == t[b + OWN]:
        return _NEVER
    day = by_day(t[a + FIRST], t[b + FIRST], t[a + LAST], t[b + LAST],
                 min(t[a + W_DAY], t[b + W_DAY]))  # fmt: skip
    plain = by_event(_named(t, a, b, PLACE, W_PLACE, OTHER_PLACE)[1], day)
    plain += by_age(t[a + AGE], t[b + AGE]) + by_sex(t[a + SEX], t[b + SEX])
    plain += by_value(t[a + BORN], t[b + BORN], SAME_BORN, OTHER_BORN)
    plain += by_value(t[a + IDENTITY], t[b + IDENTITY], SAME_IDENTITY, OTHER_IDENTITY)
    plain += by_value(t[a + ADDRESS], t[b + ADDRESS], SAME_ADDRESS, OTHER_ADDRESS)
    given, of_given = _named(t, a, b, GIVEN, W_GIVEN, OTHER_GIVEN)
    family, of_family = _named(t, a, b, FAMILY, W_FAMILY, OTHER_FAMILY)
    of_father = _named(t, a, b, FATHER, W_FATHER, OTHER_FATHER)[1]
    whole = plain + of_given + of_family + of_father
    if whole >= least:
        return whole
    # The names may have to be read in another way (see `readings.py`).
    most = max(FATHER_OR_FAMILY, min(t[a + W_FAMILY], t[b + W_FAMILY]))
    if not family and whole - of_family + most >= least:
        if _shared(t, a + ELDER, b + FAMILY) or _shared(t, a + FAMILY, b + ELDER):
            return whole - of_family + min(t[a + W_FAMILY], t[b + W_FAMILY])
        one, other = t[a + SHORT] > 0, t[b + SHORT] > 0
        if (one and _shared(t, a + FAMILY, b + FATHER)) or (
            other and _shared(t, a + FATHER, b + FAMILY)
        ):
            whole += FATHER_OR_FAMILY - of_family
    turned = plain + max(t[a + W_GIVEN], t[b + W_GIVEN]) + FATHER_OR_FAMILY
    if not given and turned >= least and (_turned(t, a, b) or _turned(t, b, a)):
        return turned
    return whole


@njit(cache=True, nogil=True, forceinline=True)
def _turned(t, a, b):  # type: ignore[no-untyped-def]
    """Whether own and family name agree if the first name begins with the family's."""
    if not _shared(t, a + GIVEN, b + FAMILY):
        return False
    own = FATHER if t[a + FATHER] >= 0 and t[a + COLUMNED] <= 0 else FAMILY
    return _shared(t, a + own, b + GIVEN)
