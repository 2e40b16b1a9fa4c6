"""Which pairs that share a key are worth a full comparison, told from plain keys and numbers.

Most records of a large block have nothing but its key in common, and to see that takes a hundredth
of what a comparison takes. A pair passes if what both records say speaks for one person nearly as
strongly as the number of records speaks against any two of them: each record has about one partner
among all others, so that is one bit for each doubling. What is left out this way is measured
(`benchmarks/link_persons.py`, pair completeness).

Of the pairs that do not pass some are set aside to learn from, drawn by what their records say:
else what is common among strangers would be learned from those alone that agree in much.

Sums are in eighths of a bit. Those of names, places and days that agree follow from how many
records have the key; the others are rounded from what is published (see `kinds.EXPECTED`).
"""

from typing import NamedTuple
from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.table import Table
from onrecord.link.engine.units import KEYS, Units

Ints = NDArray[np.int32]

BELOW = 11.0  # bits that a pair may lack for even odds
CROWD = 150  # records of a block, beyond which they do not all meet if most of them are alike
_BIT = 8
# What agreement says is log2(m / share); m is how often one person's records agree.
_SAME_GIVEN, _SAME_FATHER, _SAME_FAMILY, _SAME_PLACE, _SAME_DAY = 0.84, 0.82, 0.82, 0.70, 0.60
_OTHER_GIVEN, _OTHER_FATHER, _OTHER_FAMILY, _OTHER_PLACE = -24, -19, -19, -16
_FATHER_OR_FAMILY = 32  # of a second part that agrees with the other's father's name
# By years, and by days, between the two; the last where a side says nothing.
_BY_YEARS = np.array([27, 27, 5, 5, *[-13] * 7, -34, 0], np.int32)
_BY_DAYS = np.array([8, *[12] * 3, *[-12] * 28, -23, 0], np.int32)
_FAR_YEARS, _FAR_DAYS = len(_BY_YEARS) - 2, len(_BY_DAYS) - 2
_BY_SEXES = np.array([6, -38, 0, -38, 6, 0, 0, 0, 0], np.int32)  # female, male, not said
_SAME_BORN, _OTHER_BORN = 90, -24
_SAME_IDENTITY, _OTHER_IDENTITY = 80, -40
_SAME_ADDRESS, _OTHER_ADDRESS = 40, -12
_NO_SECOND = -2  # in place of a second key: unlike -1, which stands for no first one

_GIVEN, _FATHER, _FAMILY, _ELDER, _PLACE = (KEYS * at for at in range(5))
(_W_GIVEN, _W_FATHER, _W_FAMILY, _W_PLACE, _W_DAY, _AGE, _SEX, _FIRST, _LAST, _BORN, _IDENTITY,
 _ADDRESS, _SHORT, _COLUMNED, _OWN, _STAMP, WIDTH) = range(5 * KEYS, 5 * KEYS + 17)  # fmt: skip
_NEVER = -(1 << 20)  # the sum of two records of a list that holds nobody twice
_ODD = 0x9E3779B97F4A7C1
# Every pair of a table of so many records is set aside, and of larger ones one in ``each``.
_ALL_OF = 5_000
# Where they would stand for more than one in so many records they count no more than that: the
# pairs of one person, a few in a thousand, drown in a million records' strangers.
_WORTH = 2_000


class Sieve(NamedTuple):
    """What each record says, WIDTH numbers a row; the least sum that passes.

    One in ``each`` pairs that do not pass is set aside (a power of two), and counts ``worth``.
    """

    rows: Ints
    least: int
    each: int
    worth: int


def sieve_of(table: Table, own_list: Ints, below: float = BELOW) -> Sieve:
    """Make a table ready. Records of one list free of duplicates (``own_list``) do not pass."""
    n = len(table)
    rows = np.full((n, WIDTH), -1, np.int32)
    for at, unit in ((_GIVEN, table.given), (_FATHER, table.father), (_FAMILY, table.family),
                     (_ELDER, table.elder)):  # fmt: skip
        rows[:, at : at + KEYS] = _keys(table.names, unit)
    rows[:, _PLACE : _PLACE + KEYS] = _keys(table.places, table.place)
    rows[:, _W_GIVEN] = _weights(table.names, table.given, _SAME_GIVEN)
    rows[:, _W_FATHER] = _weights(table.names, table.father, _SAME_FATHER)
    rows[:, _W_FAMILY] = _weights(table.names, table.family, _SAME_FAMILY)
    rows[:, _W_PLACE] = _weights(table.places, table.place, _SAME_PLACE)
    rows[:, _W_DAY] = _day_weights(table.first_day)
    rows[:, _SEX] = np.where(table.sex < 0, 2, table.sex)
    for at, column in ((_AGE, table.age), (_FIRST, table.first_day), (_LAST, table.last_day),
                       (_BORN, table.born.keys), (_IDENTITY, table.identity.keys),
                       (_ADDRESS, table.address.keys), (_SHORT, table.short),
                       (_COLUMNED, table.columned), (_OWN, own_list)):  # fmt: skip
        rows[:, at] = column
    rows[:, _STAMP] = _stamps(table)
    each = 1 << max(0, int(1.5 * np.log2(max(1, n) / _ALL_OF)))
    least = round(_BIT * (np.log2(max(2, n)) - below))
    return Sieve(rows, least, each, max(1, min(each, n // _WORTH)))


def _stamps(table: Table) -> Ints:
    """By record, a number that follows from what it says, and not from its place among others."""
    stamp = np.zeros(len(table), np.uint32)
    lists = np.array([crc32(name.encode()) for name in table.lists], np.uint32)
    columns: list[NDArray[np.uint32]] = [lists[table.rendition] if len(lists) else stamp]
    for units, unit in ((table.names, table.given), (table.names, table.father),
                        (table.names, table.family), (table.places, table.place)):  # fmt: skip
        written = [crc32(" ".join(part.text for part in u).encode()) for u in units.units]
        columns.append(np.array([*written, 0], np.uint32)[unit])
    for column in (table.age, table.sex, table.first_day, table.last_day, table.born.keys,
                   table.identity.keys, table.address.keys):  # fmt: skip
        columns.append(column.view(np.uint32))
    for said in columns:
        stamp ^= said
        stamp *= np.uint32(0x9E3779B1)
        stamp ^= stamp >> np.uint32(15)
    return np.asarray(stamp.view(np.int32))


def _keys(units: Units, unit: Ints) -> Ints:
    if not len(units):
        return np.full((len(unit), KEYS), -1, np.int32)
    keys = np.where(unit[:, None] >= 0, units.keys[unit], -1)
    keys[keys[:, 1] < 0, 1] = _NO_SECOND
    return keys


def _weights(units: Units, unit: Ints, m: float) -> Ints:
    """By record, what agreement on its key says; 0 where it says nothing."""
    if not len(units):
        return np.zeros(len(unit), np.int32)
    key = np.maximum(units.keys[:, 0], 0)
    said = unit[unit >= 0]
    counted = np.bincount(key[said], minlength=int(key.max()) + 1)[key]
    return np.where(unit >= 0, _weight(counted, len(said), m)[unit], 0)


def _day_weights(day: Ints) -> Ints:
    _, where, counts = np.unique(day, return_inverse=True, return_counts=True)
    return _weight(counts, int((day >= 0).sum()), _SAME_DAY)[where]


def _weight(counted: NDArray[np.integer], n: int, m: float) -> Ints:
    bits = np.log2(m * (n + 1.0) / (counted + 1.0))
    return np.asarray(np.round(_BIT * bits), np.int32)


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
    n, largest = len(rows), 0
    for size in sizes:
        largest = max(largest, size)
    said = np.empty(largest * WIDTH, np.int32)
    codes, aside = np.empty(1 << 16, np.int64), np.empty(1 << 12, np.int64)
    crowds = np.zeros(len(starts), np.bool_)
    found, kept = 0, 0
    for block in range(len(starts)):
        start, size = starts[block], sizes[block]
        before, kept_before = found, kept
        for i in range(size):
            for c in range(WIDTH):
                said[i * WIDTH + c] = rows[positions[start + i], c]
        for i in range(size):
            left = np.int64(positions[start + i])
            if found + size > len(codes):
                codes = _longer(codes, size)
            if kept + size > len(aside):
                aside = _longer(aside, size)
            for j in range(i + 1, size):
                a, b = i * WIDTH, j * WIDTH
                whole = _sum(said, a, b, least)
                if whole < least and not _set_aside(said, a, b, each):
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
def _longer(codes, size):  # type: ignore[no-untyped-def]
    more = np.empty(2 * len(codes) + size, np.int64)
    more[: len(codes)] = codes
    return more


@njit(cache=True, nogil=True, forceinline=True)
def _set_aside(t, a, b, each):  # type: ignore[no-untyped-def]
    mixed = (np.int64(t[a + _STAMP]) + np.int64(t[b + _STAMP])) * _ODD
    return (mixed >> 40) & (each - 1) == 0


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
def _said(t, a, b, at, same, other):  # type: ignore[no-untyped-def]
    """What two plain values say."""
    both = (t[a + at] >= 0) & (t[b + at] >= 0)
    return both * (same if t[a + at] == t[b + at] else other)


@njit(cache=True, nogil=True, forceinline=True)
def _named(t, a, b, at, weight, other):  # type: ignore[no-untyped-def]
    """Whether a name agrees, and what it says."""
    both = (t[a + at] >= 0) & (t[b + at] >= 0)
    same = _shared(t, a + at, b + at)
    return same, both * (min(t[a + weight], t[b + weight]) if same else other)


@njit(cache=True, nogil=True, forceinline=True)
def _sum(t, a, b, least):  # type: ignore[no-untyped-def]
    """What two rows, that begin at a and b, say of one person."""
    if t[a + _OWN] >= 0 and t[a + _OWN] == t[b + _OWN]:
        return _NEVER
    aged = (t[a + _AGE] >= 0) & (t[b + _AGE] >= 0)
    years = min(abs(t[a + _AGE] - t[b + _AGE]), _FAR_YEARS) if aged else _FAR_YEARS + 1
    dated = (t[a + _FIRST] >= 0) & (t[b + _FIRST] >= 0)
    apart = max(t[a + _FIRST], t[b + _FIRST]) - min(t[a + _LAST], t[b + _LAST])
    precise = (t[a + _FIRST] == t[b + _FIRST]) & (t[a + _LAST] == t[b + _LAST]) & (apart == 0)
    day = _BY_DAYS[min(max(apart, 0), _FAR_DAYS) if dated else _FAR_DAYS + 1]
    day = min(t[a + _W_DAY], t[b + _W_DAY]) if dated & precise else day
    place = _named(t, a, b, _PLACE, _W_PLACE, _OTHER_PLACE)[1]
    # Both at once are one event: half of what the weaker says is said by the stronger.
    event = place + day - (min(place, day) // 2 if (place > 0) & (day > 0) else 0)
    plain = _BY_YEARS[years] + _BY_SEXES[3 * t[a + _SEX] + t[b + _SEX]] + event
    plain += _said(t, a, b, _BORN, _SAME_BORN, _OTHER_BORN)
    plain += _said(t, a, b, _IDENTITY, _SAME_IDENTITY, _OTHER_IDENTITY)
    plain += _said(t, a, b, _ADDRESS, _SAME_ADDRESS, _OTHER_ADDRESS)
    given, of_given = _named(t, a, b, _GIVEN, _W_GIVEN, _OTHER_GIVEN)
    family, of_family = _named(t, a, b, _FAMILY, _W_FAMILY, _OTHER_FAMILY)
    of_father = _named(t, a, b, _FATHER, _W_FATHER, _OTHER_FATHER)[1]
    whole = plain + of_given + of_family + of_father
    if whole >= least:
        return whole
    # The names may have to be read in another way (see `readings.py`).
    most = max(_FATHER_OR_FAMILY, min(t[a + _W_FAMILY], t[b + _W_FAMILY]))
    if not family and whole - of_family + most >= least:
        if _shared(t, a + _ELDER, b + _FAMILY) or _shared(t, a + _FAMILY, b + _ELDER):
            return whole - of_family + min(t[a + _W_FAMILY], t[b + _W_FAMILY])
        one, other = t[a + _SHORT] > 0, t[b + _SHORT] > 0
        if (one and _shared(t, a + _FAMILY, b + _FATHER)) or (
            other and _shared(t, a + _FATHER, b + _FAMILY)
        ):
            whole += _FATHER_OR_FAMILY - of_family
    turned = plain + max(t[a + _W_GIVEN], t[b + _W_GIVEN]) + _FATHER_OR_FAMILY
    if not given and turned >= least and (_turned(t, a, b) or _turned(t, b, a)):
        return turned
    return whole


@njit(cache=True, nogil=True, forceinline=True)
def _turned(t, a, b):  # type: ignore[no-untyped-def]
    """Whether own and family name agree if the first name begins with the family's."""
    if not _shared(t, a + _GIVEN, b + _FAMILY):
        return False
    own = _FATHER if t[a + _FATHER] >= 0 and t[a + _COLUMNED] <= 0 else _FAMILY
    return _shared(t, a + own, b + _GIVEN)
