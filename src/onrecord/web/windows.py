"""How much of a document one page shows: a stretch of prose, or some lines of a table."""

import re

from django.http import Http404
from msgspec import Struct

from onrecord.record import queries
from onrecord.record.models import DocumentRow

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
LINES = 15  # of a table
LONGEST = 4_000  # characters of a table's lines


class Window(Struct, frozen=True):
    """Text at ``[start, end)`` of a rendition, and where the windows beside it begin."""

    text: str
    start: int
    end: int
    before: int | None
    after: int | None


def window_at(document: DocumentRow, at: int) -> Window:
    """The window that holds a position; Http404 where the document is shorter."""
    stretch = queries.stretch_at(document.id, at)
    if stretch is None or at >= max(stretch.end, 1):
        if at == 0:  # an empty document has no stretch
            return Window("", 0, 0, None, None)
        raise Http404(f"{document.id} ends before {at}")
    cuts = [stretch.start, stretch.end]
    if document.shape == "table":
        cuts = [stretch.start + cut for cut in line_cuts(stretch.text)]
    place = max(n for n, cut in enumerate(cuts[:-1]) if cut <= at)
    start, end = cuts[place], cuts[place + 1]
    if place > 0:
        before: int | None = cuts[place - 1]
    else:
        before = start - 1 if start else None  # any position in the window before leads to it
    return Window(
        text=stretch.text[start - stretch.start : end - stretch.start],
        start=start,
        end=end,
        before=before,
        after=end if end < document.n_characters else None,
    )


def lines_of(text: str) -> list[str]:
    """The lines of a table's rendition, each with its end: a line feed, and no other sign."""
    return _LINE.findall(text)


def line_cuts(text: str) -> list[int]:
    """Cut a text after every LINES lines, or sooner where they are long; from 0 to its length."""
    cuts, position, lines = [0], 0, 0
    for line in lines_of(text):
        grown = position + len(line) - cuts[-1]
        if lines and (lines >= LINES or grown > LONGEST):
            cuts.append(position)
            lines = 0
        position += len(line)
        lines += 1
    cuts.append(position)
    return cuts
