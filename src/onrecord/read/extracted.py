"""What an extractor makes of bytes, before it becomes a rendition."""

from typing import Literal

from msgspec import Struct

from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Heading, TableCell

MAX_CHARACTERS = 20_000_000  # of the text of one document
MAX_CELLS = 2_000_000  # of one table


class Extracted(Struct, frozen=True, kw_only=True):
    """A text, what the file says of itself, and what of it is not in the text."""

    text: str
    extractor: str
    version: str
    shape: Literal["prose", "table"] = "prose"
    headings: tuple[Heading, ...] = ()
    cells: tuple[TableCell, ...] = ()
    pages: tuple[int, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def left_out(code: str, subject: str, reason: str) -> SetAside:
    """A part of a file that is not in its text."""
    return SetAside(stage="read", subject=subject, reason=reason, code=code, part=True)
