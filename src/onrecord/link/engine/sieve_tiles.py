"""Which pairs of a block may pass the sieve: one record against 32 at a time, without a branch.

What is found is never less than the sum of the sieve (see `sieve.py`), so what cannot pass here
cannot pass there, and most pairs of a block are told so.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.sieve_rows import (
    ADDRESS,
    AGE,
    BORN,
    ELDER,
    FAMILY,
    FATHER,
    FATHER_OR_FAMILY,
    FIRST,
    GIVEN,
    IDENTITY,
    LAST,
    MORE,
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
    set_aside,
)
from onrecord.link.engine.units import KEYS

Ints = NDArray[np.int32]

_NONE = np.int32(-3)
NO, PERHAPS, SURE = np.int8(0), np.int8(1), np.int8(2)
TILE = 32  # records whose values of one column stand side by side


@njit(cache=True, nogil=True)
def tiled(said: Ints, size: int, tiles: Ints) -> None:
    """Set the rows of a block, one after another in ``said``, column by column in tiles."""
    for i in range(size):
        for c in range(WIDTH):
            tiles[i // TILE, c, i % TILE] = said[i * WIDTH + c]


@njit(cache=True, nogil=True)
def look(t, record, y, least, each, found):  # type: ignore[no-untyped-def]
    """Write whether one record of a block passes with each of a tile: SURE, NO, or PERHAPS.

    PERHAPS stands for those as well that are set aside should they not pass.
    """
    x, i = record // TILE, record % TILE
    given, father, family = _keys(t, x, i, GIVEN), _keys(t, x, i, FATHER), _keys(t, x, i, FAMILY)
    elder, place, more = _keys(t, x, i, ELDER), _keys(t, x, i, PLACE), t[x, MORE, i]
    of_given, of_father, of_family = t[x, W_GIVEN, i], t[x, W_FATHER, i], t[x, W_FAMILY, i]
    of_place, of_day, first, last = t[x, W_PLACE, i], t[x, W_DAY, i], t[x, FIRST, i], t[x, LAST, i]
    age, sex, born, identity = t[x, AGE, i], t[x, SEX, i], t[x, BORN, i], t[x, IDENTITY, i]
    address, short = t[x, ADDRESS, i], t[x, SHORT, i] > 0
    own, stamp = t[x, OWN, i], t[x, STAMP, i]
    for j in range(TILE):
        many = more | t[y, MORE, j]
        its_given, its_family = min(of_given, t[y, W_GIVEN, j]), min(of_family, t[y, W_FAMILY, j])
        day = by_day(first, t[y, FIRST, j], last, t[y, LAST, j], min(of_day, t[y, W_DAY, j]))
        plain = by_event(
            _named(place, t, y, j, PLACE, many, min(of_place, t[y, W_PLACE, j]), OTHER_PLACE), day
        )
        plain += by_age(age, t[y, AGE, j]) + by_sex(sex, t[y, SEX, j])
        plain += by_value(born, t[y, BORN, j], SAME_BORN, OTHER_BORN)
        plain += by_value(identity, t[y, IDENTITY, j], SAME_IDENTITY, OTHER_IDENTITY)
        plain += by_value(address, t[y, ADDRESS, j], SAME_ADDRESS, OTHER_ADDRESS)
        rest = plain + _named(given, t, y, j, GIVEN, many, its_given, OTHER_GIVEN)
        its_father = min(of_father, t[y, W_FATHER, j])
        rest += _named(father, t, y, j, FATHER, many, its_father, OTHER_FATHER)
        whole = rest + _named(family, t, y, j, FAMILY, many, its_family, OTHER_FAMILY)
        sure = (whole >= least) & (many == 0)
        # The names may have to be read in another way (see `readings.py`).
        with_elder = _share(elder, t, y, j, FAMILY) | _share(family, t, y, j, ELDER)
        with_elder |= many & (1 << FAMILY // KEYS | 1 << ELDER // KEYS) != 0
        whole = max(whole, rest + its_family) if with_elder else whole
        of_father_ = many & (1 << FAMILY // KEYS | 1 << FATHER // KEYS) != 0
        as_father = short & (_share(family, t, y, j, FATHER) | of_father_)
        as_father |= (t[y, SHORT, j] > 0) & (_share(father, t, y, j, FAMILY) | of_father_)
        whole = max(whole, rest + FATHER_OR_FAMILY) if as_father else whole
        of_given_ = many & (1 << FAMILY // KEYS | 1 << GIVEN // KEYS) != 0
        turned = _share(given, t, y, j, FAMILY) | _share(family, t, y, j, GIVEN) | of_given_
        most = plain + max(of_given, t[y, W_GIVEN, j]) + FATHER_OR_FAMILY
        whole = max(whole, most) if turned else whole
        free = (own < 0) | (own != t[y, OWN, j])
        perhaps = (whole >= least) | set_aside(stamp, t[y, STAMP, j], each)
        found[y, j] = (SURE if sure else PERHAPS if perhaps else NO) if free else NO


@njit(cache=True, nogil=True, forceinline=True)
def _keys(t, x, i, at):  # type: ignore[no-untyped-def]
    """The first two keys of a set; one that is missing is unlike any that another misses."""
    a, b = t[x, at, i], t[x, at + 1, i]
    return a if a >= 0 else _NONE, b if b >= 0 else _NONE


@njit(cache=True, nogil=True, forceinline=True)
def _share(keys, t, y, j, at):  # type: ignore[no-untyped-def]
    a, b = keys
    c, d = t[y, at, j], t[y, at + 1, j]
    return (a == c) | (a == d) | (b == c) | (b == d)


@njit(cache=True, nogil=True, forceinline=True)
def _named(keys, t, y, j, at, many, same, other):  # type: ignore[no-untyped-def]
    """What a name says at most."""
    may_be = _share(keys, t, y, j, at) | (many & 1 << at // KEYS != 0)
    return (same if may_be else other) if (keys[0] >= 0) & (t[y, at, j] >= 0) else 0
