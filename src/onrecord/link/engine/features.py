"""What a pair of records shows, as numbers that a comparison can be learned from.

The levels of `levels.py` are cut so that a mixture can be fitted without labels. Where a person has
judged pairs, more can be learned: how close, how rare, how far apart, and how good the rivals are.
"""

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.levels import Comparer
from onrecord.link.engine.located import apart, relations
from onrecord.link.engine.table import Table
from onrecord.link.engine.typed import A_DATE, Typed, slips, typed
from onrecord.link.engine.units import Units

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = NDArray[np.float32]

LEAST = 1e-9  # chances are kept this far from 0 and 1
_FARTHEST = -12.0  # closeness below which two words are as different as can be
_FAR_ODDS = 20.0  # log odds, and gaps between them, beyond which nothing more is told
_A_NEIGHBOUR = -4.0  # log odds from which another record may speak for a pair or against it
_MANY_DAYS = 400
_BELIEF = 50.0  # records that a name is counted on beyond those that bear it


class Feature(Struct, frozen=True):
    """A column: the words for it, the comparison it belongs to, and which way it must point.

    ``rises`` is 1 where more of it may only speak for one person, -1 where only against, 0 where
    either may be learned.
    """

    words: str
    about: str
    rises: int


FEATURES = (
    Feature("the weights without judgements", "all of it", 1),
    Feature("how like two relatives killed together", "relatives", 0),
    Feature("how close the given names are", "given name", 1),
    Feature("how close the fathers' names are", "father's name", 1),
    Feature("how close the family names are", "family name", 1),
    Feature("letters that differ in the given names", "given name", -1),
    Feature("letters that differ in the family names", "family name", -1),
    Feature("how rare the given name is", "given name", 1),
    Feature("how rare the father's name is", "father's name", 1),
    Feature("how rare the family name is", "family name", 1),
    Feature("own and family name turned round", "order", 0),
    Feature("names in two scripts", "scripts", 0),
    Feature("years between the ages", "age", -1),
    Feature("the younger age", "age", 0),
    Feature("one sex", "sex", 1),
    Feature("how close the places are", "place", 1),
    Feature("how rare the place is", "place", 1),
    Feature("kilometres between the places", "place", -1),
    Feature("how the places lie to each other", "place", 0),
    Feature("days between the dates", "date", -1),
    Feature("how precise the dates are", "date", 0),
    Feature("slips between the birth dates", "born", -1),
    Feature("years between the births", "born", -1),
    Feature("one day and month of birth", "born", 1),
    Feature("slips between the identity numbers", "identity number", -1),
    Feature("letters that differ in the addresses", "address", -1),
    Feature("what they say of kin", "kin", 0),
    Feature("both in one list", "lists", 0),
    Feature("parts of the shorter name", "names", 0),
    Feature("lead over the nearer rival", "rivals", 0),
    Feature("lead over the farther rival", "rivals", 0),
    Feature("a third record that both are like", "third records", 1),
)
RISES = np.array([feature.rises for feature in FEATURES], np.int8)


def log_odds(chance: Floats) -> Floats:
    """Natural log odds; chances are kept away from 0 and 1."""
    kept = np.clip(chance, LEAST, 1 - LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept))


class Rivals(Struct, frozen=True):
    """By record, its likely partners, the likeliest first: positions, and log odds of each.

    The partners of record i stand at ``starts[i]`` to ``starts[i + 1]``.
    """

    starts: Longs
    partner: Ints
    odds: Floats

    @staticmethod
    def of(n: int, left: Ints, right: Ints, same: Floats) -> "Rivals":
        """Of compared pairs and their chances."""
        odds = log_odds(same)
        kept = odds >= _A_NEIGHBOUR
        left, right, odds = left[kept], right[kept], odds[kept]
        own, other = np.concatenate([left, right]), np.concatenate([right, left])
        both = np.concatenate([odds, odds])
        order = np.lexsort((other, -both, own))
        starts = np.searchsorted(own[order], np.arange(n + 1)).astype(np.int64)
        return Rivals(starts, other[order].astype(np.int32), both[order])


class Shown:
    """Makes the features of pairs of one table; what it counted once it keeps."""

    def __init__(self, table: Table, compare: Comparer, rivals: Rivals) -> None:
        self._table = table
        self._compare = compare
        self._rivals = rivals
        self._written = typed([" ".join(p.text for p in unit) for unit in table.names.units])
        self._rarity = {
            "given": _rarity(table.names, table.given),
            "father": _rarity(table.names, table.father),
            "family": _rarity(table.names, table.family),
            "place": _rarity(table.places, table.place),
        }

    def __call__(self, left: Ints, right: Ints, chance: Floats) -> Columns:
        """(n_pairs, n_features); NaN where a side does not say.

        chance : (n_pairs, 2) of one person and of co-victims, by the weights without judgements
        """
        t = self._table
        names = self._compare.closeness(left, right)
        odds = np.clip(log_odds(chance[:, SAME]), -_FAR_ODDS, _FAR_ODDS)
        relatives = chance[:, CO_VICTIM] / np.maximum(1 - chance[:, SAME], LEAST)
        one_script = t.names.arabic[t.given[left]] == t.names.arabic[t.given[right]]
        near, far, third = _neighbours(left, right, odds, *_parts(self._rivals))
        columns = (
            odds,
            log_odds(np.minimum(relatives, 1.0)),
            *(np.maximum(x, _FARTHEST) for x in (names.given, names.father, names.family)),
            self._letters(t.given, left, right, one_script & ~names.turned),
            self._letters(t.family, left, right, one_script & ~names.turned),
            self._commoner("given", t.given, left, right),
            self._commoner("father", t.father, left, right),
            self._commoner("family", t.family, left, right),
            names.turned,
            ~one_script,
            _known(t.age[left], t.age[right], np.abs(t.age[left] - t.age[right])),
            _known(t.age[left], t.age[right], np.minimum(t.age[left], t.age[right])),
            _known(t.sex[left], t.sex[right], t.sex[left] == t.sex[right]),
            np.maximum(self._compare.places_alike(left, right), _FARTHEST),
            self._commoner("place", t.place, left, right),
            apart(t.spots, t.spot[left], t.spot[right]),
            relations(t.spots, t.spot[left], t.spot[right]),
            *_days(t, left, right),
            *_births(t.born, left, right),
            _unless(slips(t.identity.codes, t.identity.lengths, left, right)),
            _share(t.address, left, right),
            self._kin(left, right),
            t.rendition[left] == t.rendition[right],
            np.minimum(t.parts[left], t.parts[right]),
            near, far, third,
        )  # fmt: skip
        return np.column_stack([np.asarray(column, np.float32) for column in columns])

    def _kin(self, left: Ints, right: Ints) -> Columns:
        """The level of kin; NaN where nothing is compared."""
        found = self._compare.kin(left, right)
        return np.where(found == 0, np.nan, found).astype(np.float32)

    def _letters(self, unit: Ints, left: Ints, right: Ints, kept: NDArray[np.bool_]) -> Columns:
        """The share of letters that must be typed anew, of names in one script."""
        a, b = unit[left], unit[right]
        found = np.full(len(left), np.nan, np.float32)
        at = np.flatnonzero(kept & (a >= 0) & (b >= 0))
        found[at] = _share(self._written, a[at], b[at])
        return found

    def _commoner(self, column: str, unit: Ints, left: Ints, right: Ints) -> Columns:
        """How rare the commoner of the two is: -log2 of the share that bears it."""
        if not len(self._rarity[column]):
            return np.full(len(left), np.nan, np.float32)
        rarity = self._rarity[column]
        commoner = np.minimum(rarity[unit[left]], rarity[unit[right]])
        return _known(unit[left], unit[right], commoner)


def _parts(rivals: Rivals) -> tuple[Longs, Ints, Floats]:
    return rivals.starts, rivals.partner, rivals.odds


def _rarity(units: Units, unit: Ints) -> Columns:
    """By unit, -log2 of the share of records whose value has the same skeleton."""
    if not len(units):
        return np.zeros(0, np.float32)
    said = unit[unit >= 0]
    key = np.maximum(units.keys[:, 0], 0)
    counted = np.bincount(key[said], minlength=int(key.max()) + 1)[key]
    return np.asarray(-np.log2((counted + 1.0) / (len(said) + _BELIEF)), np.float32)


def _known(left: Ints, right: Ints, found: NDArray[np.generic]) -> Columns:
    return np.where((left < 0) | (right < 0), np.nan, found).astype(np.float32)


def _unless(found: Ints) -> Columns:
    return np.where(found < 0, np.nan, found).astype(np.float32)


def _share(column: Typed, left: Ints, right: Ints) -> Columns:
    found = slips(column.codes, column.lengths, left, right)
    longer = np.maximum(column.lengths[left], column.lengths[right])
    return np.where(found < 0, np.nan, found / np.maximum(longer, 1)).astype(np.float32)


def _days(table: Table, left: Ints, right: Ints) -> tuple[Columns, Columns]:
    """Days between two dates, 0 where they overlap, and the days that the vaguer one spans."""
    first_l, last_l = table.first_day[left], table.last_day[left]
    first_r, last_r = table.first_day[right], table.last_day[right]
    apart = np.maximum(first_l, first_r) - np.minimum(last_l, last_r)
    span = np.maximum(last_l - first_l, last_r - first_r)
    return (
        _known(first_l, first_r, np.clip(apart, 0, _MANY_DAYS)),
        _known(first_l, first_r, np.clip(span, 0, _MANY_DAYS)),
    )


_ZERO = ord("0") + 1  # as `typed` encodes it


def _births(column: Typed, left: Ints, right: Ints) -> tuple[Columns, Columns, Columns]:
    """Slips; and of full dates the years between them, and whether day and month are one."""
    found = _unless(slips(column.codes, column.lengths, left, right))
    full = (column.lengths[left] == A_DATE) & (column.lengths[right] == A_DATE)
    year = (column.codes[:, :4].astype(np.int64) - _ZERO) @ np.array([1000, 100, 10, 1])
    apart = np.minimum(np.abs(year[left] - year[right]), 100)
    one_day = (column.codes[left, 4:A_DATE] == column.codes[right, 4:A_DATE]).all(axis=1)
    return found, _when(full, apart), _when(full, one_day)


def _when(kept: NDArray[np.bool_], found: NDArray[np.generic]) -> Columns:
    return np.where(kept, found, np.nan).astype(np.float32)


@njit(cache=True, nogil=True)
def _neighbours(left, right, odds, starts, partner, ranked):  # type: ignore[no-untyped-def]
    """The lead of each pair over either record's best rival, and the best third record's odds."""
    near, far = np.empty(len(left)), np.empty(len(left))
    third = np.empty(len(left))
    for p in range(len(left)):
        lead = np.empty(2)
        for side in range(2):
            own, other = (left[p], right[p]) if side == 0 else (right[p], left[p])
            best = _A_NEIGHBOUR
            for at in range(starts[own], starts[own + 1]):
                if partner[at] != other:
                    best = ranked[at]
                    break
            lead[side] = min(max(odds[p] - best, -_FAR_ODDS), _FAR_ODDS)
        near[p], far[p] = lead.min(), lead.max()
        third[p] = _A_NEIGHBOUR
        for a in range(starts[left[p]], starts[left[p] + 1]):
            if ranked[a] <= third[p]:
                break
            for b in range(starts[right[p]], starts[right[p] + 1]):
                if ranked[b] <= third[p]:
                    break
                if partner[a] == partner[b]:
                    third[p] = max(third[p], min(ranked[a], ranked[b]))
                    break
    return near, far, third
