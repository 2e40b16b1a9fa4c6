"""A table as text: one line a row, cells between tabs, and where each cell stands."""

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.errors import Unreadable
from onrecord.model.passage import Cell
from onrecord.model.rendition import TableCell
from onrecord.read.extracted import MAX_CELLS, MAX_CHARACTERS
from onrecord.read.header import column_names

_BREAK = re.compile(r"[\t\n]")


class Sheet(Struct, frozen=True, kw_only=True):
    """The cells of a sheet as text, row by row; rows may differ in length."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class Grid(Struct, frozen=True, kw_only=True):
    """The text of all sheets, and its cells."""

    text: str
    cells: tuple[TableCell, ...]


def grid_of(sheets: Iterable[Sheet]) -> Grid:
    """The text of sheets one after the other, a line for every row, empty rows included."""
    lines: list[str] = []
    cells: list[TableCell] = []
    at = 0
    for sheet in sheets:
        columns = column_names(sheet.rows)
        for number, row in enumerate(sheet.rows, start=1):
            words = [_BREAK.sub(" ", cell) for cell in row]
            cells += _cells(sheet.name, number, columns, words, at)
            lines.append("\t".join(words))
            at += len(lines[-1]) + 1
    return Grid(text="\n".join(lines), cells=tuple(cells))


def _cells(
    sheet: str, number: int, columns: Sequence[str], words: Sequence[str], at: int
) -> list[TableCell]:
    made = []
    for column, text in zip(columns, words, strict=False):
        cell = Cell(sheet=sheet, row=number, column=column)
        made.append(TableCell(cell=cell, start=at, end=at + len(text)))
        at += len(text) + 1
    return made


class Measure:
    """Counts the cells and characters of a table while it is read, and stops a table too large."""

    def __init__(self) -> None:
        self.n_cells = 0
        self.n_characters = 0

    def add(self, row: Sequence[str]) -> None:
        """Count a row; Unreadable when the table is larger than what is read."""
        self.n_cells += len(row)
        self.n_characters += sum(map(len, row)) + len(row)
        if self.n_cells > MAX_CELLS or self.n_characters > MAX_CHARACTERS:
            raise Unreadable(
                f"the table has more than {MAX_CELLS} cells or {MAX_CHARACTERS} characters; split "
                "it into parts and add the parts (the whole stays sealed)",
                code="too-large",
            )
