"""What a visitor reads where there is no page, or where a write is refused."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

log = logging.getLogger(__name__)


def refusal(request: HttpRequest, title: str, words: str, status: HTTPStatus) -> HttpResponse:
    """A page that says why not."""
    return render(request, "onrecord/refusal.html", {"title": title, "words": words}, status=status)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No such page."""
    return refusal(
        request,
        "There is no such page",
        "The case holds nothing at this address. It may have been made anew by a later run: look "
        "for it in the lists.",
        HTTPStatus.NOT_FOUND,
    )


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that makes no sense."""
    return refusal(request, "This cannot be asked", str(exception), HTTPStatus.BAD_REQUEST)


def failed(request: HttpRequest) -> HttpResponse:
    """A fault of ours; what is in the case is safe, every write is one transaction."""
    return refusal(
        request,
        "This page failed",
        "The fault is ours and stands in the terminal of onrecord serve. Nothing was half written: "
        "every change is one transaction.",
        HTTPStatus.INTERNAL_SERVER_ERROR,
    )


def not_from_our_pages(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A write that does not come from a page that we made (CSRF)."""
    log.warning("refused a write to %s: %s", request.path, reason)
    return refusal(
        request,
        "This was not decided",
        "The request does not come from a page that this server made. Go back, reload the page and "
        "decide again.",
        HTTPStatus.FORBIDDEN,
    )
