"""The case at a glance: what is here, what waits for a decision, what contradicts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec import Struct

from onrecord.record import queries
from onrecord.record.tally import tallies
from onrecord.web.figure_pairs import numbers_first

N_CONTRADICTIONS, N_EVENTS, N_FIGURES = 6, 6, 60


class Count(Struct, frozen=True):
    """A number of the case, and where to see what it counts."""

    value: int
    label: str
    href: str


class Waiting(Struct, frozen=True):
    """Something that waits for a person."""

    label: str
    note: str
    href: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page."""
    tally = tallies()
    contradictions = queries.first_contradictions(N_CONTRADICTIONS)
    n_contradictions = tally.get("contradictions", 0)
    return render(
        request,
        "onrecord/home.html",
        {
            "here": _here(tally),
            "waiting": _waiting(tally),
            "contradictions": contradictions,
            "more_contradictions": n_contradictions if n_contradictions > N_CONTRADICTIONS else 0,
            "figures": numbers_first(queries.figures_of(None, N_FIGURES)),
            "events": queries.events_by_claims(None, N_EVENTS).rows,
        },
    )


def _here(tally: dict[str, int]) -> list[Count]:
    return [
        Count(tally.get("documents", 0), "documents", reverse("documents")),
        Count(tally.get("claims", 0), "claims", reverse("claims")),
        Count(tally.get("claims.accepted", 0), "accepted", f"{reverse('claims')}?state=accepted"),
        Count(tally.get("events", 0), "events", reverse("events")),
        Count(tally.get("parties", 0), "parties", reverse("responses")),
        Count(tally.get("persons", 0), "persons", reverse("persons")),
        Count(tally.get("set_aside", 0), "set aside", reverse("set_aside")),
    ]


def _waiting(tally: dict[str, int]) -> list[Waiting]:
    waiting = []
    if n_suggested := tally.get("claims.suggested", 0):
        waiting.append(
            Waiting(
                f"{n_suggested:,} suggested claims",
                "A machine read them; nobody has reviewed them.",
                f"{reverse('claims')}?state=suggested",
            )
        )
    if n_pairs := tally.get("pairs.waiting", 0):
        waiting.append(
            Waiting(
                f"{n_pairs:,} pairs of records",
                "The same person twice, or two persons?",
                reverse("pairs"),
            )
        )
    return waiting
