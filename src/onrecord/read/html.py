"""The main text of a web page, and what the page says of itself."""

import re
from html.parser import HTMLParser
from importlib.metadata import version

import trafilatura
import trafilatura.metadata
from trafilatura.settings import Document
from trafilatura.xml import xmltotxt

from onrecord.errors import Unreadable
from onrecord.model.rendition import Heading
from onrecord.read.extracted import Extracted, left_out
from onrecord.read.plain_text import decode

_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.I
)
# A date in the future is no date of publication, but "future" must not depend on today's clock.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
_FIELDS = (
    ("title", "title"), ("author", "speaker"), ("date", "published"), ("sitename", "publisher"),
    ("url", "url"),
)  # fmt: skip
_LANG = re.compile(r"<html[^>]{0,300}?\blang\s*=\s*[\"']?([A-Za-z]{2})\b", re.I)
_UNSEEN = frozenset({"script", "style", "noscript", "template", "title", "svg", "iframe", "object"})
_INLINE = frozenset({"a", "b", "i", "em", "strong", "span", "u", "q", "cite", "abbr", "sup", "sub"})


def read_html(data: bytes) -> Extracted:
    """The main text by trafilatura; all text of the page where it finds none."""
    decoded = decode(data, _stated_encoding(data))
    main = _main_text(decoded.text)
    notes = list(decoded.set_aside)
    if not main:
        main = _all_text(decoded.text)
        reason = "no main text was found, so the text is all that the page shows, menus included"
        notes.append(left_out("no-main-text", "page", reason))
    if not main:
        raise Unreadable(
            "the page holds no text (a script may fetch it); save the page as PDF from a browser "
            "and add that",
            code="no-text",
        )
    return Extracted(
        text=main,
        extractor="trafilatura",
        version=version("trafilatura"),
        headings=_headings(decoded.text),
        set_aside=tuple(notes),
    )


def _stated_encoding(data: bytes) -> str | None:
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii") if found else None


def _main_text(page: str) -> str:
    try:
        found = trafilatura.bare_extraction(
            page, include_comments=False, date_extraction_params=_DATES, deduplicate=False
        )
        body = getattr(found, "body", None)
        # Not found.text, which is in composed form: the letters stay as the page has them.
        return (
            _paragraphs(str(xmltotxt(body, include_formatting=False))) if body is not None else ""
        )
    except RecursionError:
        # Elements nested a thousand deep; the words are all that is left to take.
        return ""


class _Shown(HTMLParser):
    """Gathers the words that a page shows, one block a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN and self._unseen:
            self._unseen -= 1
        if tag not in _INLINE:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data if data.strip() else " ")


def _all_text(page: str) -> str:
    shown = _Shown()
    shown.feed(page)
    shown.close()
    lines = (" ".join(line.split()) for line in "".join(shown.parts).split("\n"))
    return _paragraphs("\n".join(lines))


def _paragraphs(text: str) -> str:
    """A blank line between blocks: a heading is no part of the sentence that follows it."""
    return "\n\n".join(line for line in text.split("\n") if line.strip())


def _headings(page: str) -> tuple[Heading, ...]:
    try:
        found = trafilatura.metadata.extract_metadata(page, date_config=_DATES)
    except (ValueError, TypeError, AttributeError, RecursionError):
        # Metadata is a help, not the text: a page that breaks its reader has none.
        return ()
    fields = [(field, _value(found, name)) for name, field in _FIELDS]
    if language := _LANG.search(page[:8192]):
        fields.append(("language", language[1].lower()))
    return tuple(Heading(field=f, text=text, stated_in="html meta") for f, text in fields if text)


def _value(found: Document, name: str) -> str | None:
    value = getattr(found, name, None)
    return " ".join(str(value).split()) or None if value else None
