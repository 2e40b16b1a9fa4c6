"""The rows of a table's rendition, cell by cell."""

from collections import defaultdict
from collections.abc import Iterator

from msgspec import Struct

from onrecord.model.passage import Cell, Span
from onrecord.model.rendition import Rendition


class Filled(Struct, frozen=True, kw_only=True):
    """The words of a cell, without the white space around them, at their place."""

    cell: Cell
    span: Span


class TableRow(Struct, frozen=True, kw_only=True):
    """The filled cells of a row in order; ``line`` reaches from the first word to the last."""

    number: int
    cells: tuple[Filled, ...]
    line: Span


def sheet_names(rendition: Rendition) -> tuple[str, ...]:
    """The sheets of a table, in order."""
    return tuple(dict.fromkeys(cell.cell.sheet for cell in rendition.cells))


def column_list(rendition: Rendition, sheet: str) -> tuple[str, ...]:
    """The columns of a sheet by name, from the left."""
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in rendition.cells:
        if cell.cell.sheet == sheet:
            rows[cell.cell.row].append(cell.cell.column)
    widest = max((len(columns) for columns in rows.values()), default=0)
    return next((tuple(columns) for columns in rows.values() if len(columns) == widest), ())


def rows_of(rendition: Rendition, sheet: str) -> Iterator[TableRow]:
    """The rows of a sheet that hold words, top to bottom."""
    number, filled = 0, list[Filled]()
    for place in rendition.cells:
        if place.cell.sheet != sheet:
            continue
        if place.cell.row != number:
            if filled:
                yield _row(rendition.text, number, filled)
            number, filled = place.cell.row, []
        words = rendition.text[place.start : place.end]
        if words.strip():
            start = place.start + len(words) - len(words.lstrip())
            span = Span(text=words.strip(), start=start, end=start + len(words.strip()))
            filled.append(Filled(cell=place.cell, span=span))
    if filled:
        yield _row(rendition.text, number, filled)


def _row(text: str, number: int, filled: list[Filled]) -> TableRow:
    start, end = filled[0].span.start, filled[-1].span.end
    line = Span(text=text[start:end], start=start, end=end)
    return TableRow(number=number, cells=tuple(filled), line=line)
