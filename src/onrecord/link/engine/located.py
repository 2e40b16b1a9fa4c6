"""Places on the map as numbers: which place, where, and within which areas.

Two places are compared when two records are, from a few numbers each: a chord between two points
and a few numbers of areas take less time than it would take to look up what was found before.
"""

from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.model.where import Located

Ints = NDArray[np.int32]
DEPTH = 6  # areas around a place that are kept, the nearest first: five and a country

PLACE, _AREA, _COUNTRY = 0, 1, 2
_OF_COUNTRIES = 0
_EARTH_KM = 6371.0
# What two places are to each other; the first two only say whether words are compared instead.
BY_WORDS, NOTHING, SAME, NEXT_TO, NEARBY, WITHIN, ONE_REGION, FAR = range(-1, 7)
_NEXT_TO_KM, _NEARBY_KM, _REGION_KM = 5.0, 25.0, 75.0


class Spots(Struct, frozen=True, kw_only=True):
    """Each distinct place of a table once.

    ``own`` numbers its key; ``areas`` (n, DEPTH) those of the areas around it, -1 for none.
    ``source`` and ``sources`` number the gazetteers that know them. ``kind`` is 0 of a place, 1 of
    an area, 2 of a country; ``known`` says that a gazetteer has it. ``point`` (n, 3) is on the unit
    sphere, NaN where unknown. ``numbers`` are those of all keys, ``found`` the places.
    """

    found: dict[Located, int]
    numbers: dict[str, int]
    own: Ints
    areas: Ints
    source: Ints
    sources: Ints
    kind: NDArray[np.int8]
    known: NDArray[np.bool_]
    point: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.own)

    @property
    def plain(self) -> "Plain":
        """What compiled code wants."""
        return Plain(
            self.own, self.areas, self.source, self.sources, self.kind, self.known, self.point
        )  # fmt: skip


class Plain(NamedTuple):
    """The arrays of `Spots`."""

    own: Ints
    areas: Ints
    source: Ints
    sources: Ints
    kind: NDArray[np.int8]
    known: NDArray[np.bool_]
    point: NDArray[np.float64]


class SpotNumbers:
    """Gives each distinct place a number, in the order in which they come."""

    def __init__(self, known: Spots | None = None) -> None:
        """``known`` keep their numbers, and what follows is numbered after them."""
        self._found = dict(known.found) if known else {}
        self._numbers = dict(known.numbers) if known else {}
        self._seen: dict[int, tuple[int, Located]] = {}  # held, so that no other gets its id

    def number(self, place: Located | None) -> int:
        """The place's number; -1 for none."""
        if place is None:
            return -1
        # Records of one cell's words hold one object, and to hash it takes longer than all else.
        seen = self._seen.get(id(place))
        if seen is None:
            seen = self._seen[id(place)] = self._found.setdefault(place, len(self._found)), place
        return seen[0]

    def spots(self) -> Spots:
        """All places that were numbered."""
        n, number = len(self._found), self._numbers
        own, source, kind = np.empty(n, np.int32), np.empty(n, np.int32), np.empty(n, np.int8)
        areas, sources = np.full((n, DEPTH), -1, np.int32), np.full((n, DEPTH), -1, np.int32)
        known, point = np.zeros(n, np.bool_), np.full((n, 3), np.nan)
        told_by: dict[str, int] = {"country": _OF_COUNTRIES}
        for at, place in enumerate(self._found):
            own[at] = number.setdefault(place.key, len(number))
            source[at] = told_by.setdefault(_source(place.key), len(told_by))
            kind[at] = _COUNTRY if place.is_country else _AREA if place.is_area else PLACE
            known[at] = place.known
            for column, area in enumerate(place.areas[:DEPTH]):
                areas[at, column] = number.setdefault(area, len(number))
                sources[at, column] = told_by.setdefault(_source(area), len(told_by))
            if place.point is not None:
                point[at] = _on_sphere(*place.point)
        return Spots(
            found=self._found, numbers=number, own=own, areas=areas, source=source,
            sources=sources, kind=kind, known=known, point=point,
        )  # fmt: skip


def _source(key: str) -> str:
    return key.split(":")[0]


def _on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    up, round_ = np.radians(latitude), np.radians(longitude)
    return np.cos(up) * np.cos(round_), np.cos(up) * np.sin(round_), np.sin(up)


def _chord(km: float) -> float:
    """The square of the chord, in radii of the earth, of so many kilometres on the ground."""
    return float(4 * np.sin(km / _EARTH_KM / 2) ** 2)


_NEXT_TO_CHORD, _NEARBY_CHORD, _REGION_CHORD = map(_chord, (_NEXT_TO_KM, _NEARBY_KM, _REGION_KM))


def apart(spots: Spots, left: Ints, right: Ints) -> NDArray[np.float32]:
    """Kilometres between the points of two places, of which neither is an area; else NaN."""
    if not len(spots):
        return np.full(len(left), np.nan, np.float32)
    step = spots.point[left] - spots.point[right]
    half = np.sqrt((step**2).sum(axis=1)) / 2
    told = (left >= 0) & (right >= 0)
    told &= (spots.kind[left] == PLACE) & (spots.kind[right] == PLACE)
    km = 2 * _EARTH_KM * np.arcsin(np.minimum(half, 1.0))
    return np.where(told, km, np.nan).astype(np.float32)


def relation(left: Located, right: Located) -> int:
    """What two places are to each other, as `related` numbers it."""
    numbers = SpotNumbers()
    pair = np.array([[numbers.number(left)], [numbers.number(right)]], np.int32)
    return int(_relations(numbers.spots().plain, *pair)[0])


def relations(spots: Spots, left: Ints, right: Ints) -> NDArray[np.float32]:
    """What two places are to each other, as `related` numbers it; NaN where nothing is known."""
    found = _relations(spots.plain, left, right)
    return np.where(found > NOTHING, found, np.nan).astype(np.float32)


@njit(cache=True, nogil=True)
def _relations(spots, left, right):  # type: ignore[no-untyped-def]
    found = np.zeros(len(left), np.int8)
    for k in range(len(left)):
        if left[k] >= 0 and right[k] >= 0:
            found[k] = related(spots, left[k], right[k])
    return found


@njit(cache=True, nogil=True)
def related(s, a, b):  # type: ignore[no-untyped-def]
    """What two places are to each other: NOTHING where a country is named, BY_WORDS if unknown."""
    if s.own[a] == s.own[b]:
        return (SAME if s.kind[a] != _COUNTRY else NOTHING) if s.known[a] else BY_WORDS
    chord = 0.0
    for axis in range(3):
        chord += (s.point[a, axis] - s.point[b, axis]) ** 2
    areas = (s.kind[a] != PLACE) + (s.kind[b] != PLACE)
    if areas == 0 and chord <= _NEARBY_CHORD:
        return NEXT_TO if chord <= _NEXT_TO_CHORD else NEARBY
    inside, shared, told_apart = _around(s, a, b)
    if s.kind[a] == _COUNTRY or s.kind[b] == _COUNTRY:
        return NOTHING if inside or not told_apart else FAR
    if inside:
        return WITHIN
    if shared:
        return ONE_REGION
    if areas == 1 and not told_apart and chord <= _REGION_CHORD:
        return WITHIN
    return FAR if told_apart or chord == chord else BY_WORDS


@njit(cache=True, nogil=True)
def _around(s, a, b):  # type: ignore[no-untyped-def]
    """Whether one is around the other, an area around both, or an area around one not the other."""
    inside, shared, told_apart = False, False, False
    for one, other in ((a, b), (b, a)):
        for x in range(DEPTH):
            if s.areas[one, x] < 0:
                break
            inside |= s.areas[one, x] == s.own[other]
            # An area that is not among those around a place, which its gazetteer knows.
            told_apart |= s.kind[other] != PLACE and s.source[other] == s.sources[one, x]
    for x in range(DEPTH):
        if s.areas[a, x] < 0:
            break
        for y in range(DEPTH):
            if s.areas[b, y] < 0:
                break
            if s.areas[a, x] == s.areas[b, y]:
                shared |= s.sources[a, x] != _OF_COUNTRIES
            elif s.sources[a, x] == s.sources[b, y]:
                told_apart = True
    return inside, shared, told_apart
