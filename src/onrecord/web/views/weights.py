"""The weights by which records are linked: shown, saved as a decision, and let go."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onrecord.errors import DecisionRefused
from onrecord.record.refresh import refresh
from onrecord.record.saved_weights import let_go, save_weights
from onrecord.record.weights_shown import weights_shown
from onrecord.web.served import served


@require_http_methods(["GET", "HEAD", "POST"])
def weights(request: HttpRequest) -> HttpResponse:
    """What each agreement weighs; a post saves these weights, or lets saved ones go."""
    if request.method != "POST":
        return _page(request, "")
    try:
        _decide(request.POST.get("decision", ""), request.POST.get("because", ""))
    except DecisionRefused as refused:
        return _page(request, f"Refused: {refused}")
    return redirect("weights")


def _decide(decision: str, because: str) -> None:
    case, by = served().case, served().by
    if decision == "save":
        refresh(case, save_weights(case, by=by, because=because))
    elif decision == "let_go":
        refresh(case, let_go(case, by=by, because=because)[-1])
    else:
        raise DecisionRefused(f"{decision!r} is no decision about weights")


def _page(request: HttpRequest, said: str) -> HttpResponse:
    context = {"shown": weights_shown(), "said": said, "root": served().case.root}
    return render(request, "onrecord/weights.html", context)
