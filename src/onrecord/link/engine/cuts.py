"""What a pair of records shows, cut into the levels of `levels.COMPARISONS`; compiled.

Level 0 is "not compared". A pair's levels are one row, in the order of the comparisons.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.located import BY_WORDS, PLACE, related
from onrecord.link.engine.located import SAME as ONE_PLACE
from onrecord.link.engine.readings import FAINT, NEAR, SAME, UNCLEAR

Ints = NDArray[np.int32]
Ranks = NDArray[np.uint8]

_GIVEN, _FATHER, _FAMILY, _AGE, _SEX, _PLACE, _DATE = range(7)
_ORDER, _LISTS, _SCRIPTS = 10, 11, 12
_LOCATION = 15
N_RARITIES, N_COMMON = 7, 4  # levels of "same" of a name, and of a place or date
_ADULT = 15


class Facts(NamedTuple):
    """The columns of a table besides names, and how rare its names, places and days are.

    ``given``, ``father`` and ``family`` are rarities by unit of a name, ``where`` by unit of a
    place, ``when`` by record; ``arabic`` by unit of a name.
    """

    given: Ranks
    father: Ranks
    family: Ranks
    arabic: NDArray[np.bool_]
    age: Ints
    sex: Ints
    place: Ints
    where: Ranks
    first_day: Ints
    last_day: Ints
    when: Ranks
    rendition: Ints


@njit(cache=True, nogil=True)
def cut_names(t, facts, close, grandfathers, left, right, out):  # type: ignore[no-untyped-def]
    """Write the levels of the three names, their order and their scripts.

    Their order tells something of names that agree alone: names are turned only where that makes
    them agree.
    """
    for k in range(len(left)):
        p, q = left[k], right[k]
        row = out[k]
        row[_GIVEN] = _name(close.given[k], facts.given, t.given[p], t.given[q])
        row[_FATHER] = _name(close.father[k], facts.father, t.father[p], t.father[q])
        row[_FAMILY] = _name(close.family[k], facts.family, t.family[p], t.family[q])
        if grandfathers[k]:
            row[_FATHER] = N_RARITIES + 5
        if close.turned[k]:
            row[_ORDER] = 2
        elif close.given[k] >= NEAR and close.family[k] >= NEAR:
            row[_ORDER] = 1
        row[_SCRIPTS] = 1 if facts.arabic[t.given[p]] == facts.arabic[t.given[q]] else 2


@njit(cache=True, nogil=True)
def _name(close, rarity, one, other):  # type: ignore[no-untyped-def]
    if np.isnan(close):
        return 0
    if close >= SAME:
        a = rarity[one] if one >= 0 else 0
        b = rarity[other] if other >= 0 else 0
        return 1 + min(a, b)
    if close >= NEAR:
        return N_RARITIES + 1
    if close >= UNCLEAR:
        return N_RARITIES + 2
    return N_RARITIES + (3 if close >= FAINT else 4)


@njit(cache=True, nogil=True)
def cut_facts(facts, places, left, right, out):  # type: ignore[no-untyped-def]
    """Write the levels of age, sex, place, date and lists; ``places`` is how close places are."""
    for k in range(len(left)):
        p, q = left[k], right[k]
        row = out[k]
        row[_AGE] = _age(facts.age[p], facts.age[q])
        if facts.sex[p] >= 0 and facts.sex[q] >= 0:
            row[_SEX] = 1 if facts.sex[p] == facts.sex[q] else 2
        if places[k] >= SAME:
            row[_PLACE] = 1 + min(facts.where[facts.place[p]], facts.where[facts.place[q]])
        elif not np.isnan(places[k]):
            row[_PLACE] = N_COMMON + (1 if places[k] >= NEAR else 2)
        row[_DATE] = _date(facts, p, q)
        row[_LISTS] = 2 if facts.rendition[p] == facts.rendition[q] else 1


@njit(cache=True, nogil=True)
def cut_located(spots, spot, rarity, left, right, out):  # type: ignore[no-untyped-def]
    """Write the level of two places on the map, in place of that of their words.

    Words that agree hold where a gazetteer does not know one of the places itself. An area says
    nothing beside a place that no gazetteer knows, unless their words agree.
    """
    for k in range(len(left)):
        a, b, row = spot[left[k]], spot[right[k]], out[k]
        alike = 0 < row[_PLACE] <= N_COMMON + 1
        if a < 0 or b < 0:
            if not alike and a != b and spots.kind[max(a, b)] != PLACE:
                row[_PLACE] = 0
            continue
        found = related(spots, a, b)
        if found == BY_WORDS or (alike and not (spots.known[a] and spots.known[b])):
            continue
        row[_PLACE] = 0
        row[_LOCATION] = found if found < ONE_PLACE else found + N_COMMON - 1
        if found == ONE_PLACE:
            row[_LOCATION] = 1 + min(rarity[a], rarity[b])


@njit(cache=True, nogil=True)
def _age(one, other):  # type: ignore[no-untyped-def]
    if one < 0 or other < 0:
        return 0
    gap, child = abs(one - other), min(one, other) < _ADULT
    if gap <= 1:
        return 1 + gap
    if 10 <= one < 100 and 10 <= other < 100 and one % 10 * 10 + one // 10 == other:
        return 4
    if gap <= (2 if child else 3):
        return 3
    return 5 if gap <= (5 if child else 10) else 6


@njit(cache=True, nogil=True)
def _date(facts, p, q):  # type: ignore[no-untyped-def]
    first_p, first_q = facts.first_day[p], facts.first_day[q]
    if first_p < 0 or first_q < 0:
        return 0
    last_p, last_q = facts.last_day[p], facts.last_day[q]
    apart = max(first_p, first_q) - min(last_p, last_q)
    if apart == 0 and first_p == last_p and first_q == last_q:
        return 1 + facts.when[p]
    if apart <= 0:
        return N_COMMON + 2
    if apart <= 3:
        return N_COMMON + 1
    if apart <= 7:
        return N_COMMON + 3
    return N_COMMON + (4 if apart <= 31 else 5)
