"""A text made from the sealed bytes of a capture, by a named extractor."""

from typing import Literal

from msgspec import Struct

from onrecord.model.outcome import SetAside
from onrecord.model.passage import Cell


class TableCell(Struct, frozen=True, kw_only=True):
    """Where a cell's words stand in the rendition of a table (``start == end``: an empty cell)."""

    cell: Cell
    start: int
    end: int


class Heading(Struct, frozen=True, kw_only=True):
    """Something that the file says of itself: a title, a byline, a date, and where it says so."""

    field: str  # title, publisher, speaker, published, language, url, taken_at, camera, …
    text: str
    stated_in: str  # "html meta", "pdf information", "exif", "sources.csv", "first line", …


class Rendition(Struct, frozen=True, kw_only=True):
    """A text of a capture. Offsets of claims count its Unicode characters.

    A table is rendered as one line a row, cells separated by tabs (line breaks and tabs inside a
    cell become spaces), so that a cell is a passage like any other; ``cells`` says where each is.
    """

    id: str
    capture: str  # SHA-256 of the bytes
    extractor: str  # e.g. "trafilatura"
    extractor_version: str
    text: str
    shape: Literal["prose", "table"]
    language: str | None  # ISO 639-1, None when it cannot be told
    right_to_left: bool
    headings: tuple[Heading, ...] = ()
    cells: tuple[TableCell, ...] = ()
    pages: tuple[int, ...] = ()  # offset at which each page starts, for paged documents
    set_aside: tuple[SetAside, ...] = ()  # parts of the file that are not in the text, and why
