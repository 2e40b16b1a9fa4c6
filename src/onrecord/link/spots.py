"""Places of claims, and whether two of them may be one place."""

from functools import lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal

from msgspec import Struct

from onrecord.model.where import Where
from onrecord.names.compare import NEAR, compare_parts
from onrecord.names.fold import fold
from onrecord.names.parts import parse_name

Fit = Literal["same", "alike", "near", "apart"]

# How far from its point, in km, something said to be at a place may be.
_REACH = {"exact": 15.0, "near": 40.0, "region": 75.0}
_EARTH_KM = 6371.0


class Spot(Struct, frozen=True, kw_only=True):
    """A place of a claim: its identity, its point and reach where the gazetteer gives them."""

    key: str  # gazetteer and id, else the folded words
    name: str
    country: str | None = None
    point: tuple[float, float] | None = None  # degrees: latitude, longitude
    reach: float = 0.0  # km

    @property
    def is_area(self) -> bool:
        """Whether it is a region, within which several places may lie."""
        return self.reach >= _REACH["region"]


def is_loose(where: Where) -> bool:
    """Whether the words name a part of something without a point: "the north of Varenna".

    The gazetteer's entry is then that of the whole, and places nothing within it.
    """
    return (
        where.precision == "region"
        and where.latitude is None
        and where.name is not None
        and fold(where.name) != fold(where.text)
    )


def spot_of(where: Where) -> Spot | None:
    """The spot of a place that locates something; None for a country or a kind of place."""
    if where.precision in ("unnamed", "country") or is_loose(where):
        return None
    if where.precision == "unresolved" and not (where.name or where.text[:1].isupper()):
        return None
    known = where.gazetteer_id is not None
    point = None
    if where.latitude is not None and where.longitude is not None:
        point = (where.latitude, where.longitude)
    name = where.name or where.text
    return Spot(
        key=f"{where.gazetteer}:{where.gazetteer_id}" if known else fold(name),
        name=name,
        country=where.country,
        point=point,
        reach=_REACH.get(where.precision, 0.0),
    )


@lru_cache(maxsize=1 << 18)
def fit(left: Spot, right: Spot) -> Fit:
    """Whether two spots are the same, within each other's reach, or apart.

    Without a point on either side words that are spelt alike may be the same place, and other
    words are apart; a gazetteer's region is taken as a disc of 75 km, which is coarse and says so.
    """
    if left.key == right.key or fold(left.name) == fold(right.name):
        return "same"
    if left.point is None or right.point is None:
        return "alike" if _spelt_alike(left.name, right.name) else "apart"
    distance = kilometres(left.point, right.point)
    return "near" if distance <= max(left.reach, right.reach) else "apart"


def best_fit(left: tuple[Spot, ...], right: tuple[Spot, ...]) -> Fit | None:
    """The best fit of any two spots; None where a side has none."""
    if not left or not right:
        return None
    if {spot.key for spot in left} & {spot.key for spot in right}:
        return "same"
    found = {fit(a, b) for a in left for b in right}
    return next((f for f in _FITS if f in found), None)


_FITS: tuple[Fit, ...] = ("same", "alike", "near", "apart")


def _spelt_alike(left: str, right: str) -> bool:
    """Whether two names are one but for how they are written, word for word."""
    one, other = (parse_name(fold(name)).parts for name in (left, right))
    return (
        0 < len(one) == len(other)
        and min(compare_parts(a, b) for a, b in zip(one, other, strict=True)) >= NEAR
    )


def kilometres(left: tuple[float, float], right: tuple[float, float]) -> float:
    """Great-circle distance of two points given in degrees."""
    (lat1, lon1), (lat2, lon2) = (map(radians, left), map(radians, right))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(1.0, half)))
