"""The comparisons of two records and their levels, as small numbers, for many pairs at once.

Level 0 is always "not compared": a side says nothing, and nothing is learned from it.
"""

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.alike import alike, memory, words_of
from onrecord.link.engine.cuts import Facts, cut_facts, cut_located, cut_names
from onrecord.link.engine.kin_levels import LEVELS as KIN
from onrecord.link.engine.kin_levels import kin_levels
from onrecord.link.engine.readings import (
    FAINT,
    NEAR,
    SAME,
    UNCLEAR,
    Closeness,
    Sides,
    grandfathers,
    read_names,
)
from onrecord.link.engine.table import Table
from onrecord.link.engine.typed import Typed, date_parts, slips
from onrecord.link.engine.units import Units

Ints = NDArray[np.int32]
Levels = NDArray[np.uint8]

# Shares of records that bear a name, below which agreement on it is a level of its own.
RARITIES = (2.0**-5, 2.0**-6, 2.0**-7, 2.0**-9, 2.0**-11, 2.0**-14)
_USUAL = 0.016  # the share of records that a name has while little is known
_BELIEF = 400.0  # in so many records
# The same of places and days.
COMMON = (2.0**-4, 2.0**-6, 2.0**-8)
_USUAL_THERE = 0.15
_BELIEF_THERE = 100.0
_SOME, _OF_ALL = 3, 1 / 4000  # names, and their share, of one spelling that is common
_AT_A_TIME = 1 << 20  # pairs that are held at once; of fewer, more would be weighed anew

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
    "age range": ("overlapping", "overlapping widely", "within three years", "within ten years",
                  "far"),
    "mother's name": ("same", "near", "unclear", "faint", "different"),
    "location": ("same (one in 16)", "same (one in 64)", "same (one in 256)", "same (rarer)",
                 "next to each other", "within 25 km", "one within the other", "one region", "far"),
    "kin": KIN,
}  # fmt: skip
_BORN, _IDENTITY, _ADDRESS, _AGES, _MOTHER, _KIN = (
    tuple(COMPARISONS).index(own)
    for own in ("born", "identity number", "address", "age range", "mother's name", "kin")
)
_NARROW = 10  # years that two ranges of ages may span together, to tell much by overlapping
NAMES = ("given name", "father's name", "family name")


class Comparer:
    """Compares pairs of a table's records, for several threads; what it weighed it remembers."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._names = words_of(table.names, _common(table))
        self._places = words_of(table.places)
        self._sides = Sides(
            table.given, table.father, table.elder, table.family, table.short, table.columned
        )
        given, father, family = (_rarity(table.names, unit) for unit in _bearing(table).values())
        self._facts = Facts(
            given, father, family,
            table.names.arabic if len(table.names) else np.zeros(1, np.bool_),
            table.age, table.sex, table.place, _place_rarity(table), table.first_day,
            table.last_day, _day_rarity(table), table.rendition,
        )  # fmt: skip
        self._birth_dates = date_parts(table.born)
        self._some_birth_dates = bool((self._birth_dates >= 0).any())
        self._some_ranges = bool((table.oldest > table.youngest).any())
        self._some_mothers = bool((table.mother >= 0).any())
        self._some_kin = bool((table.tie >= 0).any())
        self._some_spots = bool((table.spot >= 0).any())
        self._spot_rarity = _spot_rarity(table)
        self._known_names = memory(len(table.names))
        self._known_places = memory(len(table.places))

    def __call__(self, left: Ints, right: Ints) -> Levels:
        """(n_pairs, n_comparisons) levels in the order of `COMPARISONS`; 0 where not compared."""
        made = np.zeros((len(left), len(COMPARISONS)), np.uint8)

        for start in range(0, len(left), _AT_A_TIME):
            few = slice(start, start + _AT_A_TIME)
            self._fill(made[few], left[few], right[few])
        return made

    def _fill(self, made: Levels, left: Ints, right: Ints) -> None:
        close = self.closeness(left, right)
        elders = grandfathers(
            self._names, self._known_names, self._sides, close.father, left, right
        )
        cut_names(self._sides, self._facts, close, elders, left, right, made)
        cut_facts(self._facts, self.places_alike(left, right), left, right, made)
        table = self._table
        if self._some_spots:
            spots = table.spots.plain
            cut_located(spots, table.spot, self._spot_rarity, left, right, made)
        for at, column in ((_BORN, table.born), (_IDENTITY, table.identity)):
            if (column.keys >= 0).any():
                made[:, at] = _slips(column, left, right)
        if self._some_birth_dates:
            _one_part_alone(made[:, _BORN], self._birth_dates[left], self._birth_dates[right])
        if (table.address.keys >= 0).any():
            made[:, _ADDRESS] = _addresses(table.address, left, right)
        if self._some_ranges:
            made[:, _AGES] = _age_ranges(table, left, right)
        if self._some_mothers:
            mother = table.mother
            likeness = alike(self._names, mother[left], mother[right], self._known_names)
            made[:, _MOTHER] = _mothers(likeness)
        if self._some_kin:
            made[:, _KIN] = self.kin(left, right)

    def closeness(self, left: Ints, right: Ints) -> Closeness:
        """How close the names of each pair are, before that is cut into levels."""
        return read_names(self._names, self._known_names, self._sides, left, right)

    def kin(self, left: Ints, right: Ints) -> Levels:
        """What the records of each pair say of kin, as levels."""
        return kin_levels(self._table, self._names, self._known_names, left, right)

    def places_alike(self, left: Ints, right: Ints) -> NDArray[np.float32]:
        """How close the words for the places are; NaN where a side has none."""
        place = self._facts.place
        return alike(self._places, place[left], place[right], self._known_places)


def rarity_shares(table: Table) -> dict[str, NDArray[np.float64]]:
    """By comparison, the shares of records whose value is as rare as each level of "same" says."""
    shares = {
        role: _shares(_rarity(table.names, unit)[unit[unit >= 0]], len(RARITIES))
        for role, unit in _bearing(table).items()
    }
    shares["place"] = _shares(_place_rarity(table)[table.place[table.place >= 0]], len(COMMON))
    shares["location"] = _shares(_spot_rarity(table)[table.spot[table.spot >= 0]], len(COMMON))
    days = _day_rarity(table)
    shares["date"] = _shares(days[table.first_day >= 0], len(COMMON))
    return shares


def _shares(rarity: NDArray[np.uint8], n_borders: int) -> NDArray[np.float64]:
    counted = np.bincount(rarity, minlength=n_borders + 1) + 1.0
    return np.asarray(counted / counted.sum())


def _bearing(table: Table) -> dict[str, Ints]:
    return {"given name": table.given, "father's name": table.father, "family name": table.family}


def _common(table: Table) -> Ints:
    """The units that are no slip of a pen: so many names of records are written so."""
    borne = np.zeros(len(table.names), np.int64)
    for unit in _bearing(table).values():
        borne += np.bincount(unit[unit >= 0], minlength=len(borne))
    least = max(_SOME, _OF_ALL * borne.sum())
    return np.flatnonzero(borne >= least).astype(np.int32)


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
    return _rarity_there(np.maximum(table.places.keys[:, 0], 0), table.place)


def _spot_rarity(table: Table) -> NDArray[np.uint8]:
    """The same by place on the map."""
    return _rarity_there(table.spots.own, table.spot)


def _rarity_there(key: Ints, place: Ints) -> NDArray[np.uint8]:
    if not len(key):
        return np.zeros(1, np.uint8)
    said = place[place >= 0]
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


def _age_ranges(table: Table, left: Ints, right: Ints) -> Levels:
    """How far two ages are apart of which one at least is a range."""
    youngest = table.youngest[left], table.youngest[right]
    oldest = table.oldest[left], table.oldest[right]
    width = oldest[0] - youngest[0] + oldest[1] - youngest[1]
    compared = (youngest[0] >= 0) & (youngest[1] >= 0) & (width > 0)
    apart = np.maximum(*youngest) - np.minimum(*oldest)
    level = np.select(
        [(apart <= 0) & (width <= _NARROW), apart <= 0, apart <= 3, apart <= 10], [1, 2, 3, 4], 5
    )
    return np.where(compared, level, 0).astype(np.uint8)


def _mothers(close: NDArray[np.float32]) -> Levels:
    level = 1 + np.searchsorted(-np.array([SAME, NEAR, UNCLEAR, FAINT]), -close, side="left")
    return np.where(np.isnan(close), 0, level).astype(np.uint8)


def _slips(column: Typed, left: Ints, right: Ints) -> Levels:
    found = slips(column.codes, column.lengths, left, right)
    return np.where(found < 0, 0, np.minimum(found, 3) + 1).astype(np.uint8)


def _one_part_alone(level: Levels, left: Ints, right: Ints) -> None:
    """More than a slip in one of day, month and year weighs as two slips; in two parts, no more."""
    dates = (left[:, 0] >= 0) & (right[:, 0] >= 0) & (level > 2)
    alike = (left == right).sum(axis=1) == 2
    level[dates] = np.where(alike[dates], 3, 4)


def _addresses(column: Typed, left: Ints, right: Ints) -> Levels:
    """Alike where a quarter of the letters at most must be typed anew."""
    found = slips(column.codes, column.lengths, left, right)
    most = np.maximum(column.lengths[left], column.lengths[right]) / 4
    level = np.where(found == 0, 1, np.where(found <= most, 2, 3))
    return np.where(found < 0, 0, level).astype(np.uint8)
