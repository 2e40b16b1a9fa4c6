"""Documents: the list, one with its claims, and its sealed bytes."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onrecord.errors import DigestMismatch
from onrecord.record import queries
from onrecord.record.document_words import words_of
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.record.release_told import SHOWN, stored_told
from onrecord.web.cards import before_of, card, shown_state
from onrecord.web.headers import SEALED_POLICY
from onrecord.web.inwords import Fact
from onrecord.web.names import publisher_of, speaker_of
from onrecord.web.paging import asked_key, leaf
from onrecord.web.passages import Covering, pieces, table_rows
from onrecord.web.served import served
from onrecord.web.views.refusals import refusal
from onrecord.web.windows import Window, window_at
from onrecord.web.withholding import covered_text

PAGE = 40
MOST_WORDS = 8
MOST_CLAIMS = 400  # of one window; a window holds 8,000 characters at most


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The list of documents, by words and kind."""
    asked, kind = request.GET.get("q", "")[:200], request.GET.get("kind", "")
    listed = _listed(request, words_of(asked)[:MOST_WORDS], kind)
    context = {
        "page": leaf(request, listed),
        "superseded": queries.earlier_releases([document.id for document in listed.rows]),
        "asked": {"q": asked, "kind": kind},
        "kinds": queries.kinds_of_documents(),
    }
    return render(request, "onrecord/documents.html", context)


def _listed(request: HttpRequest, words: list[str], kind: str) -> queries.Page:
    if words:
        return queries.documents_with_words(words, kind, asked_key(request, 1), PAGE)
    if kind:
        return queries.documents_of_kind(kind, asked_key(request, 2), PAGE)
    return queries.documents_by_title(asked_key(request, 2), PAGE)


@require_safe
def document(request: HttpRequest, rendition: str) -> HttpResponse:
    """A document: a window of its text, with the claims in it."""
    row = queries.document(rendition)
    if row is None:
        raise Http404(rendition)
    window = window_at(row, _position(request))
    claims = queries.claims_between(row.id, window.start, window.end, MOST_CLAIMS)
    went_on = queries.claims_before([claim.id for claim in claims])
    before = {claim: before_of(*found) for claim, found in went_on.items()}
    earlier, later = queries.release_of(row.id), queries.release_after(row.id)
    return render(
        request,
        "onrecord/document.html",
        {
            "document": row,
            "capture": row.capture,
            "known": _known(row),
            "direction": "rtl" if row.right_to_left else "ltr",
            "earlier": earlier and queries.document(earlier.before),
            "later": later and queries.document(later.document),
            "cards": [
                card(claim, row, number, before.get(claim.id))
                for number, claim in enumerate(claims, start=1)
            ],
            "window": window,
            **_text(row, window, claims),
        },
    )


def _position(request: HttpRequest) -> int:
    text = request.GET.get("at", "0")
    if not text.isdecimal() or len(text) > 12:
        raise Http404("a position is a whole number of characters")
    return int(text)


def _text(row: DocumentRow, window: Window, claims: list[ClaimRow]) -> dict[str, Any]:
    covering = [
        Covering(claim.id, claim.start, claim.end, number, shown_state(claim))
        for number, claim in enumerate(claims, start=1)
    ]
    text = covered_text(row, window.text)
    if row.shape == "table":
        numbers = queries.rows_of_lines(row.id, window.start, window.end)
        return {"rows": list(table_rows(text, window.start, covering, numbers))}
    return {"pieces": list(pieces(text, window.start, covering))}


def _known(row: DocumentRow) -> list[Fact]:
    """What is known of the document before it is read, and who said so."""
    known = row.bibliography
    stated = known.stated_in
    fields = (
        ("file", row.name, ""),
        ("publisher", publisher_of(row), stated.get("publisher", "")),
        ("speaker", speaker_of(row), stated.get("speaker", "")),
        ("on behalf of", known.on_behalf_of or "", stated.get("on_behalf_of", "")),
        ("published", known.published.text if known.published else "", stated.get("published", "")),
        ("language", row.language, stated.get("language", "")),
        ("address", known.url or "", stated.get("url", "")),
        ("note", known.note or "", stated.get("note", "")),
    )
    return [Fact(label, words, said and f"from {said}") for label, words, said in fields if words]


@require_safe
def release(request: HttpRequest, rendition: str) -> HttpResponse:
    """What a release of a list changed since the one before it, row by row."""
    row, found = queries.document(rendition), queries.release_of(rendition)
    before = queries.document(found.before) if found else None
    if row is None or found is None:
        raise Http404(rendition)
    context = {"document": row, "before": before, "told": stored_told(found), "shown": SHOWN}
    return render(request, "onrecord/release.html", context)


@require_safe
def sealed(request: HttpRequest, rendition: str) -> HttpResponse:
    """The bytes as they were received, checked against their digest; never shown, only saved."""
    row = queries.document(rendition)
    if row is None:
        raise Http404(rendition)
    try:
        content = served().case.blobs.read(row.capture_id)
    except DigestMismatch as damage:
        title = "These bytes are not what was sealed"
        return refusal(request, title, str(damage), HTTPStatus.CONFLICT)
    response = HttpResponse(content, content_type="application/octet-stream")
    # The name is ours: one from outside could pass for something that it is not.
    response.headers["Content-Disposition"] = f'attachment; filename="{row.capture_id}.sealed"'
    response.headers["Content-Security-Policy"] = SEALED_POLICY
    return response
