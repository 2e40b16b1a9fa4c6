"""Places as precise as the source, and no more."""

from typing import Literal

from msgspec import Struct


class Where(Struct, frozen=True, kw_only=True):
    """A place that a source names: its words, and the gazetteer's entry where one is meant.

    ``precision`` says what the words allow: the named place itself, somewhere near it, within
    the region, within the country, or a kind of place ("churches", "farmland") without a name.
    """

    text: str
    start: int | None = None
    end: int | None = None
    name: str | None = None  # the gazetteer's name
    gazetteer: str | None = None  # "geonames", "case"
    gazetteer_id: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None
    longitude: float | None = None
    precision: Literal["exact", "near", "region", "country", "unnamed", "unresolved"] = "unresolved"


class Located(Struct, frozen=True, kw_only=True):
    """Where on the map a record's place is: the place meant, its point, and the areas around it.

    ``key`` tells places apart, whatever they are called. Where a gazetteer knows the areas and not
    the place, ``known`` is False, and the key is made of the words.
    """

    key: str
    known: bool = True
    point: tuple[float, float] | None = None  # degrees: latitude, longitude
    areas: tuple[str, ...] = ()  # keys of areas, the nearest first
    is_area: bool = False
    is_country: bool = False
