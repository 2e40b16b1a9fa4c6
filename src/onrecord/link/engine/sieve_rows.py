"""What the sieve sees of each record: keys, what agreement on them says, and plain numbers.

Sums are in eighths of a bit. Those of names, places and days that agree follow from how many
records have the key; the others are rounded from what is published (see `kinds.EXPECTED`).
"""

from zlib import crc32

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.table import Table
from onrecord.link.engine.units import KEYS, Units

Ints = NDArray[np.int32]

BIT = 8
_ODD = 0x9E3779B97F4A7C1
# What agreement says is log2(m / share); m is how often one person's records agree.
_SAME_GIVEN, _SAME_FATHER, _SAME_FAMILY, _SAME_PLACE, _SAME_DAY = 0.84, 0.82, 0.82, 0.70, 0.60
OTHER_GIVEN, OTHER_FATHER, OTHER_FAMILY, OTHER_PLACE = -24, -19, -19, -16
FATHER_OR_FAMILY = 32  # of a second part that agrees with the other's father's name
SAME_BORN, OTHER_BORN = 90, -24
SAME_IDENTITY, OTHER_IDENTITY = 80, -40
SAME_ADDRESS, OTHER_ADDRESS = 40, -12
_NO_SECOND = -2  # in place of a second key: unlike -1, which stands for no first one

GIVEN, FATHER, FAMILY, ELDER, PLACE = (KEYS * at for at in range(5))
(W_GIVEN, W_FATHER, W_FAMILY, W_PLACE, W_DAY, AGE, SEX, FIRST, LAST, BORN, IDENTITY,
 ADDRESS, SHORT, COLUMNED, OWN, STAMP, MORE, WIDTH) = range(5 * KEYS, 5 * KEYS + 18)  # fmt: skip


def rows_of(table: Table, own_list: Ints) -> Ints:
    """(n_records, WIDTH) what each record says; ``own_list``: see `candidates.own_list`."""
    rows = np.full((len(table), WIDTH), -1, np.int32)
    for at, unit in ((GIVEN, table.given), (FATHER, table.father), (FAMILY, table.family),
                     (ELDER, table.elder)):  # fmt: skip
        rows[:, at : at + KEYS] = _keys(table.names, unit)
    rows[:, PLACE : PLACE + KEYS] = _keys(table.places, table.place)
    rows[:, W_GIVEN] = _weights(table.names, table.given, _SAME_GIVEN)
    rows[:, W_FATHER] = _weights(table.names, table.father, _SAME_FATHER)
    rows[:, W_FAMILY] = _weights(table.names, table.family, _SAME_FAMILY)
    rows[:, W_PLACE] = _weights(table.places, table.place, _SAME_PLACE)
    rows[:, W_DAY] = _day_weights(table.first_day)
    rows[:, SEX] = np.where(table.sex < 0, 2, table.sex)
    for at, column in ((AGE, table.age), (FIRST, table.first_day), (LAST, table.last_day),
                       (BORN, table.born.keys), (IDENTITY, table.identity.keys),
                       (ADDRESS, table.address.keys), (SHORT, table.short),
                       (COLUMNED, table.columned), (OWN, own_list)):  # fmt: skip
        rows[:, at] = column
    rows[:, STAMP] = _stamps(table)
    more = [(rows[:, at + 2] >= 0) << at // KEYS for at in (GIVEN, FATHER, FAMILY, ELDER, PLACE)]
    rows[:, MORE] = np.bitwise_or.reduce(more)
    return rows


def _stamps(table: Table) -> Ints:
    """By record, a number that follows from what it says, and not from its place among others."""
    stamp = np.zeros(len(table), np.uint32)
    lists = np.array([crc32(name.encode()) for name in table.lists], np.uint32)
    columns: list[NDArray[np.uint32]] = [lists[table.rendition] if len(lists) else stamp]
    names, places = _written(table.names), _written(table.places)
    columns += [names[unit] for unit in (table.given, table.father, table.family)]
    columns.append(places[table.place])
    for column in (table.age, table.sex, table.first_day, table.last_day, table.born.keys,
                   table.identity.keys, table.address.keys):  # fmt: skip
        columns.append(column.view(np.uint32))
    for said in columns:
        stamp ^= said
        stamp *= np.uint32(0x9E3779B1)
        stamp ^= stamp >> np.uint32(15)
    return np.asarray(stamp.view(np.int32))


def _written(units: Units) -> NDArray[np.uint32]:
    """By unit, a number that follows from its words; 0 for none."""
    words = (" ".join([part.text for part in unit]) for unit in units.units)
    return np.array([*(crc32(text.encode()) for text in words), 0], np.uint32)


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
    return np.asarray(np.round(BIT * bits), np.int32)


@njit(cache=True, nogil=True, forceinline=True)
def set_aside(one, other, each):  # type: ignore[no-untyped-def]
    """Whether two records of these stamps are set aside if they do not pass: one in ``each``."""
    return ((np.int64(one) + np.int64(other)) * _ODD >> 40) & (each - 1) == 0


# What plain values of two records say; compiled into whoever asks, for one pair or many at once.
@njit(cache=True, nogil=True, forceinline=True)
def by_age(one, other):  # type: ignore[no-untyped-def]
    """What two ages say, -1 where a side says none."""
    years = abs(one - other)
    said = 27 if years <= 1 else 5 if years <= 3 else -13 if years <= 10 else -34
    return said if (one >= 0) & (other >= 0) else 0


@njit(cache=True, nogil=True, forceinline=True)
def by_sex(one, other):  # type: ignore[no-untyped-def]
    """What two sexes say; 2 where a side says none."""
    return 0 if (one == 2) | (other == 2) else 6 if one == other else -38


@njit(cache=True, nogil=True, forceinline=True)
def by_day(first, its_first, last, its_last, weight):  # type: ignore[no-untyped-def]
    """What two spells of days say; ``weight`` where both are one."""
    apart = max(first, its_first) - min(last, its_last)
    said = 8 if apart <= 0 else 12 if apart <= 3 else -12 if apart <= 31 else -23
    said = weight if (first == its_first) & (last == its_last) & (apart == 0) else said
    return said if (first >= 0) & (its_first >= 0) else 0


@njit(cache=True, nogil=True, forceinline=True)
def by_event(place, day):  # type: ignore[no-untyped-def]
    """Both at once are one event: half of what the weaker says is said by the stronger."""
    return place + day - (min(place, day) >> 1 if (place > 0) & (day > 0) else 0)


@njit(cache=True, nogil=True, forceinline=True)
def by_value(one, other, same, different):  # type: ignore[no-untyped-def]
    """What two plain values say, -1 where a side says none."""
    return (same if one == other else different) if (one >= 0) & (other >= 0) else 0
