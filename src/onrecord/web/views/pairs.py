"""Pairs of records, judged one by one; and a pair decided where a person's page shows it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from onrecord.errors import DecisionRefused
from onrecord.link.decided import ordered
from onrecord.model.judgement import Judgement
from onrecord.record import queries
from onrecord.record.decisions import PAIR_KINDS, decide
from onrecord.record.events_gained import events_gained
from onrecord.record.judging import (
    RecordPair,
    how_far,
    judge,
    judged_pairs,
    link_again,
    newest_by,
    undo_judgement,
)
from onrecord.record.linkage_quality import linkage_quality
from onrecord.record.refresh import refresh
from onrecord.web.draws import draw_as_asked
from onrecord.web.judging import Asked, address, asked, bench
from onrecord.web.pair_queues import queue_at, under
from onrecord.web.pairs import shown_pair
from onrecord.web.quality import quality_page
from onrecord.web.served import served
from onrecord.web.views.claims import waits_note

SAID = {
    "same": "Said to be the same person.",
    "different": "Said to be different persons.",
    "unsure": "Left unsure.",
    "undo": "Undone.",
}


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """One pair in full, at its place in a queue, and those that come after it."""
    return _page(request, asked(request.GET.dict()), "")


def _page(request: HttpRequest, wanted: Asked, said: str) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true"
    template = "onrecord/parts/judged.html" if part else "onrecord/pairs.html"
    shown = bench(served().case, served().by, wanted)
    if part and said and shown.candidate is not None:
        names = f"{shown.candidate.left.name} and {shown.candidate.right.name}"
        said = f"{said} {'Again' if said == SAID['undo'] else 'Next'}: {names}."
    context = {"bench": shown, "said": said, "by": served().by, "root": served().case.root}
    response = render(request, template, context)
    if part:
        response.headers["HX-Push-Url"] = address(wanted, wanted.at)
    return response


@require_POST
def judge_pair(request: HttpRequest) -> HttpResponse:
    """Judge the pair of a queue and go to the next one, or undo the newest judgement."""
    case, by, wanted = served().case, served().by, asked(request.POST.dict())
    decision = request.POST.get("decision", "")
    try:
        if decision == "undo":
            after, said = _undone(request.POST.get("judgement", "")), SAID["undo"]
        else:
            following = queue_at(case, by, wanted.queue, wanted.at).following
            said = _judged(wanted, decision, request.POST.get("because", ""))
            after = next(iter(following), None)
    except DecisionRefused as refused:
        after, said = wanted.at, f"Refused: {refused}"
    there = Asked(queue=wanted.queue, at=after, blind=wanted.blind)
    if request.headers.get("HX-Request") == "true":
        return _page(request, there, said)
    return redirect(address(there, after))


def _judged(wanted: Asked, verdict: str, because: str) -> str:
    if wanted.at is None:
        raise DecisionRefused("no two records were named")
    case, by = served().case, served().by
    made_under = under(wanted.queue, wanted.at, blind=wanted.blind)
    judge(case, *wanted.at, verdict, by=by, because=because, under=made_under)
    against = _others(wanted.at) if wanted.queue == "second" else ""
    return SAID[verdict] + against


def _others(pair: RecordPair) -> str:
    """What the others said of a pair that was just judged: told once one has answered."""
    judged = judged_pairs(served().case)[pair]
    if not judged.disputed:
        return " The judges agree."
    return " The judges disagree: the pair waits to be settled."


def _undone(judgement: str) -> RecordPair | None:
    case, by = served().case, served().by
    newest = newest_by(case, by)
    if newest is None or newest.other is None:
        raise DecisionRefused("you have made no judgement that could be undone")
    if judgement and newest.id != judgement:
        raise DecisionRefused("another judgement was made or undone meanwhile; look again")
    undo_judgement(case, newest.id, by=by)
    return ordered(newest.target, newest.other)


@require_POST
def link(request: HttpRequest) -> HttpResponse:
    """Link the case again as it is judged now, where that is quick."""
    linked = link_again(served().case)
    if request.headers.get("HX-Request") != "true":
        return redirect(_back(request, reverse("pairs")))
    standing = how_far(served().case, served().by)
    context = {"standing": standing, "root": served().case.root, "linked": linked}
    return render(request, "onrecord/parts/standing.html", context)


@require_POST
def draw(request: HttpRequest) -> HttpResponse:
    """Draw an audit sample, and begin with its first pair."""
    try:
        draw_as_asked(request.POST, "persons")
    except DecisionRefused as refused:
        return _page(request, asked({"queue": "audit"}), f"Refused: {refused}")
    return redirect(address(asked({"queue": "audit"})))


@require_POST
def decide_pair(request: HttpRequest, pair_id: str) -> HttpResponse:
    """Say that two records are the same person, different persons, or unsure; or undo that."""
    row = queries.pair(pair_id)
    if row is None:
        raise Http404(pair_id)
    left, right = row.left_id, row.right_id
    try:
        judgement = _decided(left, right, request.POST.get("decision", ""))
        waits = waits_note(refresh(served().case, judgement))
        said = SAID[request.POST["decision"]] + waits
    except DecisionRefused as refused:
        said = f"Refused: {refused}"
    again = queries.pair_of(left, right)  # a run after the decision may have made the pair anew
    if request.headers.get("HX-Request") == "true" and again is not None:
        back = request.POST.get("back", "")
        context = {"shown": shown_pair(again), "said": said, "back": back}
        return render(request, "onrecord/parts/pair_decided.html", context)
    return redirect(_back(request, reverse("pairs")))


def _decided(left: str, right: str, decision: str) -> Judgement:
    case, by = served().case, served().by
    if decision == "undo":
        made = queries.pair_decision(left, right)
        if made is None:
            raise DecisionRefused("no decision about these two records is in force")
        return decide(case, "undo", made, by=by)
    if decision not in PAIR_KINDS:
        raise DecisionRefused(f"{decision!r} is no decision about two records")
    return decide(case, decision, left, other=right, by=by)


def _back(request: HttpRequest, otherwise: str) -> str:
    back = request.POST.get("back", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else otherwise


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """How good the linkage is, by the pairs that were drawn and judged."""
    told = linkage_quality(served().case)
    context = {"page": quality_page(told), "events_gained": events_gained(), "kinds": PAIR_KINDS}
    return render(request, "onrecord/quality.html", context)
