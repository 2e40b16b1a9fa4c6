"""Claims: the list, the way to one's words, and what a person decides about one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from onrecord.errors import DecisionRefused
from onrecord.record import queries
from onrecord.record.decisions import decide, undo_last
from onrecord.record.models import ClaimRow
from onrecord.record.refresh import refresh
from onrecord.web.cards import before_of, card
from onrecord.web.inwords import KIND, STATE
from onrecord.web.paging import asked_key, leaf
from onrecord.web.served import served

PAGE = 20
SAID = {"accept": "Accepted.", "reject": "Rejected.", "amend": "Amended.", "undo": "Undone."}
STATES = tuple((state, STATE[state]) for state in ("suggested", "accepted", "rejected"))


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """The list of claims, by state and kind."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    if (state and state not in STATE) or (kind and kind not in KIND):
        raise Http404("no such state or kind of claim")
    page = queries.claims_page(state, kind, asked_key(request, 2), PAGE)
    documents = queries.documents({row.document_id for row in page.rows})
    return render(
        request,
        "onrecord/claims.html",
        {
            "cards": [card(row, documents[row.document_id]) for row in page.rows],
            "page": leaf(request, page),
            "asked": {"state": state, "kind": kind},
            "states": STATES,
            "kinds": list(KIND),
        },
    )


@require_safe
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """The way to a claim: its words, where they stand in the document."""
    return redirect(address_of(_asked(claim_id)))


def address_of(row: ClaimRow) -> str:
    """Where the words of a claim stand: the document's window, and the card beside them."""
    return f"{reverse('document', args=[row.document_id])}?at={row.start}#c-{row.id}"


def _asked(claim_id: str) -> ClaimRow:
    row = queries.claim(claim_id)
    if row is None:
        raise Http404(claim_id)
    return row


@require_POST
def decide_claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Accept or reject a claim, or undo the last decision about it."""
    decision = request.POST.get("decision", "")
    try:
        said = _decided(claim_id, decision, request.POST.get("because", ""))
    except DecisionRefused as refused:
        said = f"Refused: {refused}"
    return _answer(request, claim_id, said)


def _decided(claim_id: str, decision: str, because: str) -> str:
    case, by = served().case, served().by
    if decision == "undo":
        judgement = undo_last(case, claim_id, by=by, because=because)
    elif decision in ("accept", "reject"):
        judgement = decide(case, decision, claim_id, by=by, because=because)
    else:
        raise DecisionRefused(f"{decision!r} is no decision about a claim")
    return SAID[decision] + waits_note(refresh(case, judgement))


def waits_note(counted: bool) -> str:
    """What a decision leaves to the next run, in words."""
    if counted:
        return " Figures are counted again."
    return " Links and the figures of the whole case wait for `onrecord run`."


def _answer(request: HttpRequest, claim_id: str, said: str) -> HttpResponse:
    back = request.POST.get("back", "")
    row = queries.claim(claim_id)
    if request.headers.get("HX-Request") == "true" and row is not None:
        number = request.POST.get("number", "")
        before = queries.claims_before([row.id]).get(row.id)
        shown = card(
            row,
            row.document,
            int(number) if number.isdecimal() else None,
            before and before_of(*before),
        )
        return render(
            request, "onrecord/parts/decided.html", {"card": shown, "said": said, "back": back}
        )
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = address_of(row) if row else reverse("claims")
    anchor = f"#c-{claim_id}" if row and "#" not in back else ""
    return redirect(f"{back}{anchor}")
