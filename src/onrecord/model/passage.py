"""Places in a rendition, and the words that stand there."""

from msgspec import Struct

from onrecord.errors import PassageMismatch


class Span(Struct, frozen=True, kw_only=True):
    """Words at ``[start, end)`` of a rendition, counted in Unicode characters (code points)."""

    text: str
    start: int
    end: int


class Cell(Struct, frozen=True, kw_only=True):
    """A cell of a table: sheet, row (1 is the first line of the file) and column header."""

    sheet: str
    row: int
    column: str


def check_span(text: str, span: Span) -> None:
    """Raise PassageMismatch unless the span's words are the words at its place."""
    found = text[span.start : span.end]
    if found != span.text:
        raise PassageMismatch(
            f"passage [{span.start}, {span.end}) reads {found!r}, the claim says {span.text!r}; "
            "the claim was made from another rendition"
        )
