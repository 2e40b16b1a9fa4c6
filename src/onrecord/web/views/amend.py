"""Amending a claim: another claim that supersedes it by a decision."""

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onrecord.errors import DecisionRefused
from onrecord.record import queries
from onrecord.record.decisions import decide
from onrecord.record.models import ClaimRow
from onrecord.record.refresh import refresh
from onrecord.web.amending import amended, fields_of
from onrecord.web.cards import card
from onrecord.web.served import served
from onrecord.web.views.claims import address_of
from onrecord.web.withholding import covered_text


@require_http_methods(["GET", "HEAD", "POST"])
def amend_claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """The form, and what it says."""
    row = queries.claim(claim_id)
    if row is None:
        raise Http404(claim_id)
    problem = ""
    if request.method == "POST":
        try:
            return redirect(address_of(_amend(request, row)))
        except DecisionRefused as refused:
            problem = str(refused)
    context = {
        "card": card(row, row.document),
        "fields": fields_of(row.claim, lambda words: covered_text(row.document, words)),
        "problem": problem,
        "because": request.POST.get("because", ""),
    }
    return render(request, "onrecord/amend.html", context, status=400 if problem else 200)


def _amend(request: HttpRequest, row: ClaimRow) -> ClaimRow:
    posted = {name: str(value) for name, value in request.POST.items()}
    claim = amended(row.claim, posted, lambda words: covered_text(row.document, words))
    judgement = decide(
        served().case,
        "amend",
        row.id,
        by=served().by,
        because=posted.get("because", ""),
        body={"claim": msgspec.to_builtins(claim)},
    )
    refresh(served().case, judgement)
    made = queries.claim(judgement.body["claim"]["id"])
    return made or row
