"""Who speaks, and what is known of a document before it is read."""

from datetime import date
from typing import Literal

from msgspec import Struct

from onrecord.model.when import When

SourceKind = Literal[
    "outlet", "agency", "witness", "organisation", "official", "account", "list", "unknown"
]
Protection = Literal["open", "protected"]


class Source(Struct, frozen=True, kw_only=True):
    """Someone who speaks. A protected source's name appears in nothing that is published."""

    id: str
    name: str
    kind: SourceKind
    protection: Protection = "open"
    pseudonym: str | None = None  # what stands in for the name where it is protected


class Bibliography(Struct, frozen=True, kw_only=True):
    """What is known of a document: from the file itself or from a ``sources.csv`` beside it.

    ``None`` means that nobody said. ``stated_in`` says for each field that is set where it was
    said, for example ``{"published": "sources.csv"}``.
    """

    title: str | None = None
    publisher: str | None = None
    speaker: str | None = None  # "Anitta Hipper for the European Union"
    on_behalf_of: str | None = None  # "the European Union", when the speaker speaks for a party
    published: When | None = None
    language: str | None = None
    url: str | None = None
    note: str | None = None
    kind: str | None = None  # article, statement, testimony, victim list, report, photograph
    country: str | None = None  # ISO 3166-1 alpha-2 of the country that the case is about
    protection: Protection = "open"
    pseudonym: str | None = None  # stands in for the speaker's name where it is protected
    stated_in: dict[str, str] = {}


class Place(Struct, frozen=True, kw_only=True):
    """An entry of a gazetteer: GeoNames, or one that the case brings (``places.csv``).

    ``within`` is the name of a wider place in which it lies.
    """

    name: str
    aliases: tuple[str, ...] = ()
    gazetteer: str  # "geonames" or "case"
    gazetteer_id: str
    kind: Literal["country", "region", "settlement", "site"]
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    within: str | None = None


class Context(Struct, frozen=True, kw_only=True):
    """What a reader may use beside the text: bibliography, and the case's own gazetteer."""

    bibliography: Bibliography = Bibliography()
    places: tuple[Place, ...] = ()
    as_of: date | None = None
