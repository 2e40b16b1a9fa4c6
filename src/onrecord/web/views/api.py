"""The same answers as JSON: one page of a list at a time, ``next`` leads on."""

from collections.abc import Callable
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from onrecord.model.claim_line import claim_line
from onrecord.record import queries
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.web.cards import shown_state
from onrecord.web.inwords import KIND, STATE
from onrecord.web.names import speaker_of, titled
from onrecord.web.paging import asked_key, leaf
from onrecord.web.views.claims import address_of
from onrecord.web.withholding import covered

PAGE = 100


def _answer(value: Any, status: int = 200) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(value), content_type="application/json", status=status)


def _listed(
    request: HttpRequest, page: queries.Page, line: Callable[[Any], dict[str, Any]]
) -> HttpResponse:
    following = leaf(request, page).next
    return _answer(
        {
            "items": [line(row) for row in page.rows],
            "next": f"{request.path}?{following}" if following else None,
        }
    )


def _claim(row: ClaimRow) -> dict[str, Any]:
    line = claim_line(covered(row.document, row.claim))
    return {
        **line,
        "state": shown_state(row),
        "supersedes": row.supersedes or None,
        "document": row.document_id,
        "href": address_of(row),
    }


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """Claims, as `onrecord read --json` prints them, with the state of their review."""
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")
    if (state and state not in STATE) or (kind and kind not in KIND):
        return _answer({"error": "no such state or kind of claim"}, 400)
    page = queries.claims_page(state, kind, asked_key(request, 2), PAGE)
    documents = queries.documents({row.document_id for row in page.rows})
    for row in page.rows:
        row.document = documents[row.document_id]
    return _listed(request, page, _claim)


@require_safe
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """One claim."""
    row = queries.claim(claim_id)
    return _answer(_claim(row)) if row else _answer({"error": f"no claim {claim_id}"}, 404)


def _document(row: DocumentRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "capture": row.capture_id,
        "title": titled(row),
        "publisher": row.publisher or None,
        "speaker": speaker_of(row) or None,
        "kind": row.kind or None,
        "published": row.published or None,
        "language": row.language or None,
        "n_characters": row.n_characters,
        "n_claims": row.n_claims,
        "n_suggested": row.n_suggested,
        "href": reverse("document", args=[row.id]),
    }


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """Documents in the order of their titles."""
    return _listed(request, queries.documents_by_title(asked_key(request, 2), PAGE), _document)


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Events, those told of most first."""
    page = queries.events_by_claims(asked_key(request, 2), PAGE)
    return _listed(request, page, lambda row: msgspec.to_builtins(row.event))


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Figures on one basis: ``basis`` is accepted or with_suggestions."""
    basis = request.GET.get("basis", "accepted")
    if basis not in ("accepted", "with_suggestions"):
        return _answer({"error": "basis is accepted or with_suggestions"}, 400)
    page = queries.figures_page(asked_key(request, 2), PAGE, basis=basis)
    return _listed(request, page, lambda row: msgspec.to_builtins(row.figure))


@require_safe
def responses(request: HttpRequest) -> HttpResponse:
    """Answers of parties to events."""
    page = queries.responses_page(asked_key(request, 1), PAGE)
    return _listed(
        request,
        page,
        lambda row: msgspec.to_builtins(covered(row.claim.document, row.response)),
    )


@require_safe
def contradictions(request: HttpRequest) -> HttpResponse:
    """What cannot both hold."""
    page = queries.contradictions_page(asked_key(request, 1), PAGE)
    return _listed(request, page, lambda row: msgspec.to_builtins(row.contradiction))
