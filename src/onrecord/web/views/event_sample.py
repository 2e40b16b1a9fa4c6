"""The audit sample of events: drawn, judged blind with one key, and what it tells."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from onrecord.errors import DecisionRefused
from onrecord.link.decided import ordered
from onrecord.record.decisions import PAIR_KINDS
from onrecord.record.judging import RecordPair, how_far, judge, newest_by, undo_judgement
from onrecord.record.linkage_quality import linkage_quality
from onrecord.web.draws import draw_as_asked
from onrecord.web.event_sample import sample_address, sample_page
from onrecord.web.judging import named_pair
from onrecord.web.pair_queues import under_newest_sample
from onrecord.web.quality import quality_page
from onrecord.web.served import served
from onrecord.web.views.event_pairs import SAID


@require_safe
def event_sample(request: HttpRequest) -> HttpResponse:
    """One pair of the sample that this judge has not judged; or the form to draw a sample."""
    return _page(request, named_pair(request.GET.get("pair", "")), "")


def _page(request: HttpRequest, at: RecordPair | None, said: str) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true"
    template = "onrecord/parts/sampled_judged.html" if part else "onrecord/event_sample.html"
    case, by = served().case, served().by
    context = {
        "shown": sample_page(case, by, at),
        "standing": how_far(case, by),
        "said": said,
        "by": by,
        "root": case.root,
    }
    response = render(request, template, context)
    if part:
        response.headers["HX-Push-Url"] = sample_address(at)
    return response


@require_POST
def judge_event_sample(request: HttpRequest) -> HttpResponse:
    """Judge a pair of the sample and go to the next one, or undo the newest judgement."""
    at, decision = named_pair(request.POST.get("pair", "")), request.POST.get("decision", "")
    after: RecordPair | None
    try:
        if decision == "undo":
            after = _undone(request.POST.get("judgement", ""))
        else:
            after = _judged(at, decision, request.POST.get("because", ""))
        said = SAID[decision]
    except DecisionRefused as refused:
        after, said = at, f"Refused: {refused}"
    if request.headers.get("HX-Request") == "true":
        return _page(request, after, said)
    return redirect(sample_address(after))


def _judged(pair: RecordPair | None, verdict: str, because: str) -> RecordPair | None:
    if pair is None:
        raise DecisionRefused("no two claims were named")
    case, by = served().case, served().by
    following = sample_page(case, by, pair).following
    under = under_newest_sample(pair, "events", blind=True)
    judge(case, *pair, verdict, by=by, because=because, under=under)
    return following


def _undone(judgement: str) -> RecordPair:
    case, by = served().case, served().by
    newest = newest_by(case, by, "events")
    if newest is None or newest.other is None:
        raise DecisionRefused("you have made no judgement that could be undone")
    if newest.id != judgement:
        raise DecisionRefused("another judgement was made or undone meanwhile; look again")
    undo_judgement(case, newest.id, by=by)
    return ordered(newest.target, newest.other)


@require_POST
def draw_event_sample(request: HttpRequest) -> HttpResponse:
    """Draw an audit sample, and begin with its first pair."""
    try:
        draw_as_asked(request.POST, "events")
    except DecisionRefused as refused:
        return _page(request, None, f"Refused: {refused}")
    return redirect(sample_address(None))


@require_safe
def event_quality(request: HttpRequest) -> HttpResponse:
    """How good the events are, by the pairs that were drawn and judged."""
    page = quality_page(linkage_quality(served().case, "events"))
    return render(request, "onrecord/quality.html", {"page": page, "kinds": PAIR_KINDS})
