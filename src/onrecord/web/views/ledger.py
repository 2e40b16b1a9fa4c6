"""The ledger and its verification, and what was set aside."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from onrecord.model.progress import silent
from onrecord.record import queries
from onrecord.record.verify import verify_case
from onrecord.web.paging import asked_key, leaf
from onrecord.web.served import served

PAGE = 50


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Entries, the newest first."""
    page = queries.ledger_page(asked_key(request, 1), PAGE)
    return render(request, "onrecord/ledger.html", {"page": leaf(request, page)})


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute everything and say what holds, what does not, and what cannot be checked."""
    verification = verify_case(served().case, progress=silent)
    if request.headers.get("HX-Request") == "true":
        return render(request, "onrecord/parts/verified.html", {"verification": verification})
    page = queries.ledger_page(None, PAGE)
    context = {"page": leaf(request, page), "verification": verification}
    return render(request, "onrecord/ledger.html", context)


@require_safe
def set_aside(request: HttpRequest) -> HttpResponse:
    """What no stage could use, and why."""
    page = queries.set_aside_page(asked_key(request, 1), PAGE)
    return render(request, "onrecord/set_aside.html", {"page": leaf(request, page)})
