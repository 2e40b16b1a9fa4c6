"""What every page shows: the case's title and the way to the other pages."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from msgspec import Struct

from onrecord.web.served import served

PLACES = (
    ("home", "Case"),
    ("documents", "Documents"),
    ("claims", "Claims"),
    ("events", "Events"),
    ("responses", "Responses"),
    ("persons", "Persons"),
    ("figures", "Figures"),
    ("ledger", "Ledger"),
    ("set_aside", "Set aside"),
)
BELOW = {  # pages that stand below one of the places
    "document": "documents",
    "columns": "documents",
    "release": "documents",
    "claim": "claims",
    "amend_claim": "claims",
    "event": "events",
    "event_pairs": "events",
    "event_sample": "events",
    "event_quality": "events",
    "person": "persons",
    "pairs": "persons",
    "linkage_quality": "persons",
    "weights": "persons",
    "figure": "figures",
    "verify": "ledger",
}


class Place(Struct, frozen=True):
    """An entry of the navigation. ``current``: "page", "true" below it, else empty."""

    href: str
    label: str
    current: str


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Context of every template."""
    return {
        "case_title": served().case.file.title,
        "places": [_place(request, name, label) for name, label in PLACES],
        "said": "",
    }


def _place(request: HttpRequest, name: str, label: str) -> Place:
    match = request.resolver_match
    here = match.url_name if match else None
    current = "page" if here == name else "true" if BELOW.get(here or "") == name else ""
    return Place(reverse(name), label, current)
