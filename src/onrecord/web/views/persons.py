"""Persons, the records they are made of, and the pairs of records that wait for a decision."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from onrecord.errors import DecisionRefused
from onrecord.record import queries
from onrecord.record.decisions import PAIR_KINDS, decide
from onrecord.record.refresh import refresh
from onrecord.record.tally import tallies
from onrecord.web.paging import asked_key, leaf
from onrecord.web.pairs import shown_pair, shown_record
from onrecord.web.served import served
from onrecord.web.views.claims import waits_note

PAGE, PAIRS, RECORDS = 50, 15, 30
SAID = {
    "same": "Said to be the same person.",
    "different": "Said to be different persons.",
    "unsure": "Left unsure.",
    "undo": "Undone.",
}


@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """The list of persons."""
    page = queries.persons_by_name(asked_key(request, 2), PAGE)
    context = {"page": leaf(request, page), "n_waiting": tallies().get("pairs.waiting", 0)}
    return render(request, "onrecord/persons.html", context)


@require_safe
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """A person: the records, and why they are one."""
    row = queries.person(person_id)
    if row is None:
        raise Http404(person_id)
    records = queries.records_of(row.id, RECORDS)
    pairs = queries.pairs_of([record.id for record in records], PAIRS)
    context = {
        "row": row,
        "records": [shown_record(record) for record in records],
        "pairs": [shown_pair(pair) for pair in pairs],
    }
    return render(request, "onrecord/person.html", context)


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs that wait, side by side."""
    page = queries.pairs_that_wait(asked_key(request, 2), PAIRS)
    context = {"page": leaf(request, page), "shown_pairs": [shown_pair(row) for row in page.rows]}
    return render(request, "onrecord/pairs.html", context)


@require_POST
def decide_pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Say that two records are the same person, different persons, or unsure; or undo that."""
    row = queries.pair(pair_id)
    if row is None:
        raise Http404(pair_id)
    left, right = row.left_id, row.right_id
    try:
        said = _decided(left, right, request.POST.get("decision", ""))
    except DecisionRefused as refused:
        said = f"Refused: {refused}"
    back = request.POST.get("back", "")
    again = queries.pair_of(left, right)  # a run after the decision may have made the pair anew
    if request.headers.get("HX-Request") == "true" and again is not None:
        context = {"shown": shown_pair(again), "said": said, "back": back}
        return render(request, "onrecord/parts/pair_decided.html", context)
    allowed = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if allowed else reverse("pairs"))


def _decided(left: str, right: str, decision: str) -> str:
    case, by = served().case, served().by
    if decision == "undo":
        made = queries.pair_decision(left, right)
        if made is None:
            raise DecisionRefused("no decision about these two records is in force")
        judgement = decide(case, "undo", made, by=by)
    elif decision in PAIR_KINDS:
        judgement = decide(case, decision, left, other=right, by=by)
    else:
        raise DecisionRefused(f"{decision!r} is no decision about two records")
    return SAID[decision] + waits_note(refresh(case, judgement))
