"""Events: the list, and one with its versions, tolls, place, order and answers."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onrecord.record import queries
from onrecord.record.models import EventRow
from onrecord.web.answers import shown_answers
from onrecord.web.cards import card
from onrecord.web.drawings import places_map, tolls_chart
from onrecord.web.event_pairs import shown_event_pairs
from onrecord.web.event_questions import questions, toll_cards
from onrecord.web.figure_pairs import numbers_first
from onrecord.web.paging import asked_key, leaf

PAGE, CLAIMS, FEW, FIGURES, PAIRS = 40, 20, 20, 60, 5
Lister = Callable[[queries.Key | None, int], queries.Page]
SORTS: dict[str, tuple[str, Lister, int]] = {
    "claims": ("most claims first", queries.events_by_claims, 2),
    "date": ("earliest first", queries.events_by_date, 2),
    "undated": ("those without a date", queries.undated_events, 1),
    "contradictions": ("most contradictions first", queries.events_by_contradictions, 2),
}


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """The list of events, in one of four orders."""
    sort = request.GET.get("sort", "claims")
    if sort not in SORTS:
        raise Http404(f"no order {sort}")
    _, lister, width = SORTS[sort]
    context = {
        "page": leaf(request, lister(asked_key(request, width), PAGE)),
        "asked": {"sort": sort},
        "in_doubt": queries.n_event_pairs_in_doubt(),
        "sorts": [(key, words) for key, (words, _, _) in SORTS.items()],
    }
    return render(request, "onrecord/events.html", context)


@require_safe
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """An event: who claims what, and all that hangs on it."""
    row = queries.event(event_id)
    if row is None:
        raise Http404(event_id)
    page = queries.claims_of_event(row.id, "claim", asked_key(request, 1), CLAIMS)
    findings = queries.findings_of(row.id, FEW)
    cards = [card(link.claim, link.claim.document) for link in page.rows]
    context = {
        "row": row,
        "event": row.event,
        "contradictions": queries.contradictions_of(row.id, FEW),
        "questions": questions(findings),
        "chart": tolls_chart(toll_cards(findings)),
        "map": places_map(row.event.places),
        "cards": cards,
        "pairs": shown_event_pairs(queries.event_pairs_of(row.id, PAIRS)),
        "page": leaf(request, page),
        "answers": shown_answers(queries.responses_to(row.id, FEW)),
        "silences": queries.silences_of(row.id, FEW),
        "figures": numbers_first(queries.figures_of(row.id, FIGURES)),
        **_order(row),
    }
    return render(request, "onrecord/event.html", context)


def _order(row: EventRow) -> dict[str, object]:
    """What sources put before and after it."""
    return {
        "before": [
            {"other": link.earlier, "causal": link.causal, "claims": link.link.claims[:FEW]}
            for link in queries.links_before(row.id, FEW)
        ],
        "after": [
            {"other": link.later, "causal": link.causal, "claims": link.link.claims[:FEW]}
            for link in queries.links_after(row.id, FEW)
        ],
    }
