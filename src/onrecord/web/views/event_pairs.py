"""What may be one event, judged with one key; and what nearly joined an event."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from onrecord.errors import DecisionRefused
from onrecord.record import queries
from onrecord.record.decisions import PAIR_KINDS
from onrecord.record.events_gained import events_gained
from onrecord.record.judging import how_far, judge, undo_judgement
from onrecord.record.models import EventPairRow
from onrecord.web.event_pairs import shown_event_pairs
from onrecord.web.paging import asked_key, leaf
from onrecord.web.served import served

PAGE = 10
SAID = {
    "same": "Said to be one event.",
    "different": "Said to be two events.",
    "unsure": "Left unsure.",
    "undo": "Undone.",
}


@require_safe
def event_pairs(request: HttpRequest) -> HttpResponse:
    """The queue: those on which a judgement is worth most come first."""
    page = queries.event_pairs_by_worth(asked_key(request, 2), PAGE)
    context = {
        "pairs": shown_event_pairs(page.rows),
        "judged": shown_event_pairs(queries.event_pairs_judged(PAGE)),
        "page": leaf(request, page),
        "gained": events_gained(),
        "in_doubt": queries.n_event_pairs_in_doubt(),
        "standing": how_far(served().case, served().by),
        "root": served().case.root,
    }
    return render(request, "onrecord/event_pairs.html", context)


@require_POST
def decide_event_pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Say that two passages tell of one event, of two, or unsure; or undo that."""
    row = queries.event_pair(pair_id)
    if row is None:
        raise Http404(pair_id)
    try:
        said = _decided(row, request.POST.get("decision", ""))
    except DecisionRefused as refused:
        said = f"Refused: {refused}"
    again = queries.event_pair(pair_id)
    if request.headers.get("HX-Request") == "true" and again is not None:
        context = {"shown": shown_event_pairs([again])[0], "said": said}
        return render(request, "onrecord/parts/event_pair_decided.html", context)
    return redirect(reverse("event_pairs"))


def _decided(row: EventPairRow, decision: str) -> str:
    case, by = served().case, served().by
    if decision == "undo":
        made = queries.pair_decision(row.left_id, row.right_id)
        if made is None:
            raise DecisionRefused("no decision about these two claims is in force")
        undo_judgement(case, made, by=by)
    elif decision in PAIR_KINDS:
        judge(case, row.left_id, row.right_id, decision, by=by)
    else:
        raise DecisionRefused(f"{decision!r} is no decision about two claims")
    return f"{SAID[decision]} Events are made anew when the case is linked again."
