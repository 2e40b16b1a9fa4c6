"""Place names through gazetteers: the case's own first, then GeoNames, with country context."""

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from onrecord.model.source import Place
from onrecord.model.where import Where
from onrecord.names.geonames import cities, city_named, fold, geonames

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
_NEAR = re.compile(
    r"\b(?:near|outside|around|close to|outskirts of|vicinity of|north of|south of|"
    r"east of|west of|suburbs? of)\s+(?:the\s+)?(?:[a-z]+\s+){0,2}"
    r"(?:(?:city|town|village)\s+of\s+)?\Z",
    re.I,
)


class _Named(NamedTuple):
    """A country or a state of the United States."""

    name: str
    id: str
    country: str


@cache
def _countries() -> dict[str, _Named]:
    return {
        code: _Named(entry["name"], str(entry["geonameid"]), code)
        for code, entry in geonames().get_countries().items()
    }


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
    large = (
        city.name.lower()
        for found in cities().values()
        for city in found
        if city.population >= 10**5
    )
    return frozenset([*countries, *_COUNTRY_ALIASES, *large])


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
        for state in geonames().get_us_states().values()
    }


def resolve_place(
    text: str,
    start: int,
    end: int,
    *,
    country: str | None,
    places: tuple[Place, ...],
    is_region: bool = False,
) -> Where:
    """The place named at ``text[start:end]``; "unresolved" rather than guessed.

    ``country`` is the country that the text is about. ``is_region``: what stands there is a region
    by what surrounds the text, such as the header of a column; else the text tells. A name of towns
    in several countries is resolved only within it; within one country the largest is meant.
    GeoNames as we carry it has no provinces: a region is located by the city whose name it bears,
    with precision "region".
    """
    words = text[start:end]
    nearness = "region" if is_region else _nearness(text, start, end)
    called = [p for p in places if fold(words) in map(fold, (p.name, *p.aliases))]
    if called:
        meant = (p for p in called if (p.kind in ("region", "country")) == (nearness == "region"))
        return _of_case(next(meant, called[0]), words, start, end, nearness)
    found = _country_or_state(words, start, end, country)
    if found is not None:
        return found
    city = city_named(fold(words), country)
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
    if state is not None and (country == "US" or not city_named(folded, country)):
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
