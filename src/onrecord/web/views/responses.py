"""Who answered, how, as of any date."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onrecord.record import queries
from onrecord.web.matrix import part_of_matrix
from onrecord.web.paging import asked_key, key_text, query

COMMITMENTS = 20


@require_safe
def responses(request: HttpRequest) -> HttpResponse:
    """Parties beside events, and what was promised."""
    as_of = _asked_day(request)
    first_event = request.GET.get("events", "0")
    if not first_event.isdecimal() or len(first_event) > 6:
        raise Http404("no such column")
    after = asked_key(request, 2)
    part = part_of_matrix(after, int(first_event), as_of)
    parties_next = key_text(part.parties_next)
    context = {
        "as_of": as_of,
        "part": part,
        "parties_next": query(request, after=parties_next) if parties_next else None,
        "events_next": query(request, events=str(part.events_next)) if part.events_next else None,
        "first": query(request, after=None, events=None),
        "later_than_first": after is not None or first_event != "0",
        "commitments": queries.commitments_page(COMMITMENTS),
    }
    return render(request, "onrecord/responses.html", context)


def _asked_day(request: HttpRequest) -> date | None:
    text = request.GET.get("as_of", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise Http404(f"{text!r} is not a day; it is written 2021-09-20") from error
