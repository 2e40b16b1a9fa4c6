"""The comparisons of two records and their levels, as small numbers, for many pairs at once.

Level 0 is always "not compared": a side says nothing, and nothing is learned from it.
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.alike import Words, alike
from onrecord.link.engine.table import Table
from onrecord.link.engine.typed import Typed, slips
from onrecord.link.engine.units import Units

Ints = NDArray[np.int32]
Levels = NDArray[np.uint8]

# Shares of records that bear a name, below which agreement on it is a level of its own.
RARITIES = (2.0**-5, 2.0**-6, 2.0**-7, 2.0**-9, 2.0**-11, 2.0**-14)
# Closeness (see `alike.py`) from which two words agree, nearly agree, or perhaps do.
SAME, NEAR, UNCLEAR, FAINT = -1.25, -2.25, -3.75, -5.75
_USUAL = 0.016  # the share of records that a name has while little is known
_BELIEF = 400.0  # in so many records
# The same of places and days.
COMMON = (2.0**-4, 2.0**-6, 2.0**-8)
_USUAL_THERE = 0.15
_BELIEF_THERE = 100.0
_ADULT = 15

_NAME = (
    "same (one in 20)", "same (one in 50)", "same (one in 100)", "same (one in 300)",
    "same (one in 1000)", "same (one in 5000)", "same (rarer)", "near", "unclear",
    "faint", "different",
)  # fmt: skip
COMPARISONS: dict[str, tuple[str, ...]] = {
    "given name": _NAME,
    "father's name": (*_NAME, "grandfather's"),
    "family name": _NAME,
    "age": ("same", "within a year", "within three years", "digits turned", "within ten years",
            "far"),
    "sex": ("same", "different"),
    "place": ("same (one in 16)", "same (one in 64)", "same (one in 256)", "same (rarer)", "alike",
              "different"),
    "date": ("same (one in 16)", "same (one in 64)", "same (one in 256)", "same (rarer)",
             "within three days", "overlapping", "within a week", "within a month", "far"),
    "born": ("same", "one slip", "two slips", "different"),
    "identity number": ("same", "one slip", "two slips", "different"),
    "address": ("same", "alike", "different"),
    "order": ("straight", "turned"),
    "lists": ("across", "within one"),
    "scripts": ("one", "two"),
}  # fmt: skip
NAMES = ("given name", "father's name", "family name")


class Closeness(Struct, frozen=True):
    """How close the names of each pair are, as `alike.alike` has it; NaN where a side has none.

    ``turned``: own and family name agree only when one of the two is turned round, and then it was.
    """

    given: NDArray[np.float32]
    father: NDArray[np.float32]
    family: NDArray[np.float32]
    turned: NDArray[np.bool_]


class Comparer:
    """Compares pairs of a table's records; what it weighed once it remembers."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._names = _Names(table)
        self._places = Words.of(table.places, table.place)
        self._place_rarity = _place_rarity(table)
        self._day_rarity = _day_rarity(table)

    def __call__(self, left: Ints, right: Ints) -> Levels:
        """(n_pairs, n_comparisons) levels in the order of `COMPARISONS`; 0 where not compared."""
        table = self._table
        made = np.zeros((len(left), len(COMPARISONS)), np.uint8)
        columns = {comparison: made[:, at] for at, comparison in enumerate(COMPARISONS)}
        self._names.fill(columns, left, right)
        columns["age"][:] = _ages(table.age[left], table.age[right])
        columns["sex"][:] = _equal(table.sex[left], table.sex[right])
        where = table.place[left], table.place[right]
        columns["place"][:] = _places(self._places, self._place_rarity, *where)
        columns["date"][:] = _dates(table, self._day_rarity, left, right)
        columns["born"][:] = _slips(table.born, left, right)
        columns["identity number"][:] = _slips(table.identity, left, right)
        columns["address"][:] = _addresses(table.address, left, right)
        columns["lists"][:] = np.where(table.rendition[left] == table.rendition[right], 2, 1)
        arabic = table.names.arabic
        one_script = arabic[table.given[left]] == arabic[table.given[right]]
        columns["scripts"][:] = np.where(one_script, 1, 2)
        return made

    def closeness(self, left: Ints, right: Ints) -> Closeness:
        """How close the names of each pair are, before that is cut into levels."""
        return self._names.closeness(left, right)

    def places_alike(self, left: Ints, right: Ints) -> NDArray[np.float32]:
        """How close the words for the places are; NaN where a side has none."""
        return alike(self._places, self._table.place[left], self._table.place[right])


def rarity_shares(table: Table) -> dict[str, NDArray[np.float64]]:
    """By comparison, the shares of records whose value is as rare as each level of "same" says."""
    shares = {
        role: _shares(_rarity(table.names, unit)[unit[unit >= 0]], len(RARITIES))
        for role, unit in _bearing(table).items()
    }
    shares["place"] = _shares(_place_rarity(table)[table.place[table.place >= 0]], len(COMMON))
    days = _day_rarity(table)
    shares["date"] = _shares(days[table.first_day >= 0], len(COMMON))
    return shares


def _shares(rarity: NDArray[np.uint8], n_borders: int) -> NDArray[np.float64]:
    counted = np.bincount(rarity, minlength=n_borders + 1) + 1.0
    return np.asarray(counted / counted.sum())


def _bearing(table: Table) -> dict[str, Ints]:
    return {"given name": table.given, "father's name": table.father, "family name": table.family}


class _Names:
    """The comparison of names, with how rare each name is."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._words = Words.of(
            table.names, np.concatenate([*_bearing(table).values(), table.elder])
        )
        self._rarity = {role: _rarity(table.names, unit) for role, unit in _bearing(table).items()}

    def closeness(self, left: Ints, right: Ints) -> Closeness:
        """How close the three names are, read and ordered as they agree best."""
        t, words = self._table, self._words
        given = alike(words, t.given[left], t.given[right])
        family = alike(words, t.family[left], t.family[right])
        father = alike(words, t.father[left], t.father[right])
        family = self._with_elder(family, left, right)
        father, family = self._short(father, family, left, right)
        turned = self._turned(given, left, right)
        at = np.flatnonzero(turned)
        given[at] = alike(words, t.given[left[at]], t.family[right[at]])
        family[at] = alike(words, t.family[left[at]], t.given[right[at]])
        return Closeness(given, father, family, turned)

    def fill(self, columns: dict[str, Levels], left: Ints, right: Ints) -> None:
        """Write the levels of the three names, and whether they stand in another order."""
        t, found = self._table, self.closeness(left, right)
        columns["order"][:] = np.where(found.turned, 2, 1)
        columns["given name"][:] = self._level("given name", found.given, t.given, left, right)
        columns["father's name"][:] = self._level(
            "father's name", found.father, t.father, left, right
        )
        columns["family name"][:] = self._level("family name", found.family, t.family, left, right)
        self._grandfathers(columns["father's name"], left, right)

    def _with_elder(
        self, family: NDArray[np.float32], left: Ints, right: Ints
    ) -> NDArray[np.float32]:
        """The part before the last may be the family's where a tribe's follows."""
        t = self._table
        for a, b in ((t.elder[left], t.family[right]), (t.family[left], t.elder[right])):
            at = np.flatnonzero((a >= 0) & (b >= 0) & ~(family >= NEAR))
            family[at] = np.fmax(family[at], alike(self._words, a[at], b[at]))
        return family

    def _short(
        self, father: NDArray[np.float32], family: NDArray[np.float32], left: Ints, right: Ints
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Of two parts without columns the second is the father's where it agrees better so."""
        t = self._table
        for a, b in ((left, right), (right, left)):
            at = np.flatnonzero(t.short[a] & (t.father[b] >= 0) & ~(family >= NEAR))
            as_father = alike(self._words, t.family[a[at]], t.father[b[at]])
            better = as_father >= np.fmax(np.nan_to_num(family[at]), NEAR)
            father[at[better]] = as_father[better]
            family[at[better]] = np.nan
        return father, family

    def _turned(self, given: NDArray[np.float32], left: Ints, right: Ints) -> NDArray[np.bool_]:
        """Whether own and family name agree only when one of them is turned round."""
        t = self._table
        free = ~(t.columned[left] & t.columned[right])
        at = np.flatnonzero(
            free & (given < UNCLEAR) & (t.family[left] >= 0) & (t.family[right] >= 0)
        )
        crossed = alike(self._words, t.given[left[at]], t.family[right[at]]) >= NEAR
        at = at[crossed]
        crossed = alike(self._words, t.family[left[at]], t.given[right[at]]) >= NEAR
        turned = np.zeros(len(given), np.bool_)
        turned[at[crossed]] = True
        return turned

    def _level(
        self, role: str, likeness: NDArray[np.float32], unit: Ints, left: Ints, right: Ints
    ) -> Levels:
        rarity = self._rarity[role]
        commoner = np.minimum(
            np.where(unit[left] >= 0, rarity[unit[left]], 0),
            np.where(unit[right] >= 0, rarity[unit[right]], 0),
        )
        bins = len(RARITIES) + 1
        level = np.select(
            [likeness >= SAME, likeness >= NEAR, likeness >= UNCLEAR, likeness >= FAINT],
            [1 + commoner.astype(np.int64), bins + 1, bins + 2, bins + 3], bins + 4,
        )  # fmt: skip
        return np.where(np.isnan(likeness), 0, level).astype(np.uint8)

    def _grandfathers(self, level: Levels, left: Ints, right: Ints) -> None:
        """One list's father is the other's grandfather: a part of a chain was left out."""
        t = self._table
        different = len(_NAME)
        for a, b in ((t.father[left], t.elder[right]), (t.elder[left], t.father[right])):
            at = np.flatnonzero((level == different) & (a >= 0) & (b >= 0))
            agree = alike(self._words, a[at], b[at]) >= SAME
            level[at[agree]] = different + 1


def _rarity(names: Units, unit: Ints) -> NDArray[np.uint8]:
    """By unit, 0 (common) to 6: by the share of records whose name has the same skeleton."""
    said = unit[unit >= 0]
    if not len(names):
        return np.zeros(1, np.uint8)
    key = np.maximum(names.keys[:, 0], 0)
    counted = np.bincount(key[said], minlength=int(key.max()) + 1)[key]
    return _rank((counted + _BELIEF * _USUAL) / (len(said) + _BELIEF), RARITIES)


def _place_rarity(table: Table) -> NDArray[np.uint8]:
    """By place, 0 (one in 16 records or more) to 3."""
    if not len(table.places):
        return np.zeros(1, np.uint8)
    said = table.place[table.place >= 0]
    key = np.maximum(table.places.keys[:, 0], 0)
    counted = np.bincount(key[said], minlength=int(key.max()) + 1)[key]
    share = (counted + _BELIEF_THERE * _USUAL_THERE) / (len(said) + _BELIEF_THERE)
    return _rank(share, COMMON)


def _day_rarity(table: Table) -> NDArray[np.uint8]:
    """By record, 0 (one in 16 records has its first day, or more) to 3."""
    _, where, counts = np.unique(table.first_day, return_inverse=True, return_counts=True)
    said = int((table.first_day >= 0).sum())
    share = (counts[where] + _BELIEF_THERE * _USUAL_THERE) / (said + _BELIEF_THERE)
    return _rank(share, COMMON)


def _rank(share: NDArray[np.floating], borders: tuple[float, ...]) -> NDArray[np.uint8]:
    return np.searchsorted(-np.array(borders), -share).astype(np.uint8)


def _equal(left: Ints, right: Ints) -> Levels:
    return np.where((left < 0) | (right < 0), 0, np.where(left == right, 1, 2)).astype(np.uint8)


def _ages(left: Ints, right: Ints) -> Levels:
    gap, child = np.abs(left - right), np.minimum(left, right) < _ADULT
    turned = (left >= 10) & (right >= 10) & (left % 10 * 10 + left // 10 == right)
    level = np.select(
        [gap == 0, gap == 1, turned & (left < 100) & (right < 100), gap <= np.where(child, 2, 3),
         gap <= np.where(child, 5, 10)],
        [1, 2, 4, 3, 5], 6,
    )  # fmt: skip
    return np.where((left < 0) | (right < 0), 0, level).astype(np.uint8)


def _places(places: Words, rarity: NDArray[np.uint8], left: Ints, right: Ints) -> Levels:
    same = left == right
    at = np.flatnonzero(~same & (left >= 0) & (right >= 0))
    close = np.zeros(len(left), np.bool_)
    exact = np.zeros(len(left), np.bool_)
    likeness = alike(places, left[at], right[at])
    exact[at], close[at] = likeness >= SAME, likeness >= NEAR
    commoner = np.minimum(rarity[left], rarity[right]).astype(np.int64)
    differing = len(COMMON) + 2
    level = np.where(same | exact, 1 + commoner, np.where(close, differing, differing + 1))
    return np.where((left < 0) | (right < 0), 0, level).astype(np.uint8)


def _dates(table: Table, rarity: NDArray[np.uint8], left: Ints, right: Ints) -> Levels:
    first_l, last_l = table.first_day[left], table.last_day[left]
    first_r, last_r = table.first_day[right], table.last_day[right]
    apart = np.maximum(first_l, first_r) - np.minimum(last_l, last_r)
    exact = (first_l == last_l) & (first_r == last_r) & (apart == 0)
    n = len(COMMON) + 1
    level = np.select(
        [exact, apart <= 0, apart <= 3, apart <= 7, apart <= 31],
        [1 + rarity[left].astype(np.int64), n + 2, n + 1, n + 3, n + 4], n + 5,
    )  # fmt: skip
    return np.where((first_l < 0) | (first_r < 0), 0, level).astype(np.uint8)


def _slips(column: Typed, left: Ints, right: Ints) -> Levels:
    found = slips(column.codes, column.lengths, left, right)
    return np.where(found < 0, 0, np.minimum(found, 3) + 1).astype(np.uint8)


def _addresses(column: Typed, left: Ints, right: Ints) -> Levels:
    """Alike where a quarter of the letters at most must be typed anew."""
    found = slips(column.codes, column.lengths, left, right)
    most = np.maximum(column.lengths[left], column.lengths[right]) / 4
    level = np.where(found == 0, 1, np.where(found <= most, 2, 3))
    return np.where(found < 0, 0, level).astype(np.uint8)
