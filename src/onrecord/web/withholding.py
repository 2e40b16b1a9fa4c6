"""Names that no answer of the application may hold, covered in every page and every JSON.

Whole names are covered in whatever leaves; the parts of a name, which may be words of their own
elsewhere, only in words that come from the protected document itself.
"""

from collections.abc import Callable
from contextvars import ContextVar
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from onrecord.record.models import DocumentRow
from onrecord.record.protection import Withheld, cover, names_to_cover, withheld_names
from onrecord.record.queries import withholding_state
from onrecord.web.served import served

Answer = Callable[[HttpRequest], HttpResponseBase]
Value = TypeVar("Value")
COVERED_TYPES = ("text/html", "application/json")


_IN_THIS_ANSWER: ContextVar[tuple[Withheld, ...] | None] = ContextVar("withheld", default=None)


def withheld() -> tuple[Withheld, ...]:
    """The names withheld in the case that is served, looked up once an answer."""
    found = _IN_THIS_ANSWER.get()
    return _as_of(served().case.root, withholding_state()) if found is None else found


@lru_cache(maxsize=2)
def _as_of(_case: Path, _state: tuple[int, int, int]) -> tuple[Withheld, ...]:
    return withheld_names()


def covered_text(document: DocumentRow, text: str) -> str:
    """Words of a document without what is withheld in it; as long as before."""
    names = names_to_cover(withheld(), document.capture_id)
    return cover(text, names) if names else text


def covered(document: DocumentRow, value: Value) -> Value:
    """A value of the model made from a document, every string in it covered."""
    names = names_to_cover(withheld(), document.capture_id)
    if not names:
        return value
    plain = _covered_strings(msgspec.to_builtins(value), names)
    return msgspec.convert(plain, type(value))


def _covered_strings(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return cover(value, names)
    if isinstance(value, dict):
        return {key: _covered_strings(part, names) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_covered_strings(part, names) for part in value]
    return value


def pseudonym_of(document: DocumentRow) -> str | None:
    """What stands in for a protected speaker; None where nothing is withheld."""
    found = [one.pseudonym for one in withheld() if one.capture == document.capture_id]
    return found[0] if found else None


def withhold(answer: Answer) -> Answer:
    """Middleware: cover whole withheld names in every page and every JSON that leaves."""

    def withholding(request: HttpRequest) -> HttpResponseBase:
        token = _IN_THIS_ANSWER.set(withheld())
        try:
            response = answer(request)
        finally:
            _IN_THIS_ANSWER.reset(token)
        kind = response.headers.get("Content-Type", "").split(";")[0]
        if isinstance(response, HttpResponse) and kind in COVERED_TYPES:
            names = {form for one in withheld() for form in (one.name, escape(one.name))}
            if names:
                longest_first = sorted(names, key=lambda name: (-len(name), name))
                response.content = cover(response.content.decode(), longest_first).encode()
        return response

    return withholding
