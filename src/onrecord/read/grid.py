"""A table as text: one line a row, cells between tabs, and where each cell stands."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.model.passage import Cell
from onrecord.model.rendition import Heading, TableCell
from onrecord.read.extracted import MAX_CELLS, MAX_CHARACTERS, Extracted
from onrecord.read.header import column_names

_BREAK = re.compile(r"[\t\n]")


class Sheet(Struct, frozen=True, kw_only=True):
    """The cells of a sheet as text, row by row; rows may differ in length."""

    name: str
    rows: tuple[tuple[str, ...], ...]


class Tables(Struct, frozen=True, kw_only=True):
    """The sheets of a file as an extractor cut them into cells, and what the file says of itself.

    No cell holds a tab or a line break. ``columns`` are the names of each sheet's.
    """

    sheets: tuple[Sheet, ...]
    columns: tuple[tuple[str, ...], ...]
    extractor: str
    version: str
    headings: tuple[Heading, ...] = ()
    set_aside: tuple[SetAside, ...] = ()

    @staticmethod
    def of(sheets: Iterable[Sheet], **said: Any) -> "Tables":
        """The tables of sheets whose cells are as the file has them."""
        plain = tuple(Sheet(name=one.name, rows=_unbroken(one.rows)) for one in sheets)
        columns = tuple(tuple(column_names(one.rows)) for one in plain)
        return Tables(sheets=plain, columns=columns, **said)

    @property
    def text(self) -> str:
        """The text of all sheets one after the other, a line for every row, empty ones included."""
        return "\n".join("\t".join(row) for sheet in self.sheets for row in sheet.rows)


class Grid(Struct, frozen=True, kw_only=True):
    """The text of all sheets, and its cells."""

    text: str
    cells: tuple[TableCell, ...]


def grid_of(tables: Tables) -> Grid:
    """The text of tables, and where each of their cells stands in it."""
    cells: list[TableCell] = []
    at = 0
    for sheet, columns in zip(tables.sheets, tables.columns, strict=True):
        for number, row in enumerate(sheet.rows, start=1):
            cells += _cells(sheet.name, number, columns, row, at)
            at += sum(map(len, row)) + max(1, len(row))
    return Grid(text=tables.text, cells=tuple(cells))


def extracted_from(tables: Tables) -> Extracted:
    """What an extractor of tables gives."""
    grid = grid_of(tables)
    return Extracted(
        text=grid.text,
        extractor=tables.extractor,
        version=tables.version,
        shape="table",
        headings=tables.headings,
        cells=grid.cells,
        set_aside=tables.set_aside,
    )


def _unbroken(rows: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows with a space for every tab and line break in a cell."""
    return tuple(
        tuple(_BREAK.sub(" ", cell) for cell in row) if _BREAK.search("".join(row)) else row
        for row in rows
    )


def _cells(
    sheet: str, number: int, columns: Sequence[str], words: Sequence[str], at: int
) -> list[TableCell]:
    made = []
    for column, text in zip(columns, words, strict=False):
        cell = Cell(sheet=sheet, row=number, column=column)
        made.append(TableCell(cell=cell, start=at, end=at + len(text)))
        at += len(text) + 1
    return made


class Room(Struct, frozen=True, kw_only=True):
    """How much of a table is read: cells, characters, and bytes of what an archive holds."""

    cells: int = MAX_CELLS
    characters: int = MAX_CHARACTERS
    unpacked: int = 512 << 20


# Of a list that is linked and not kept: a million rows of thirty columns.
ROOM_FOR_LISTS = Room(cells=30_000_000, characters=600_000_000, unpacked=4 << 30)


class Measure:
    """Counts the cells and characters of a table while it is read, and stops a table too large."""

    def __init__(self, room: Room) -> None:
        self.n_cells = 0
        self.n_characters = 0
        self._room = room

    def add(self, row: Sequence[str]) -> None:
        """Count a row; Unreadable when the table is larger than what is read."""
        self.n_cells += len(row)
        self.n_characters += sum(map(len, row)) + len(row)
        room = self._room
        if self.n_cells > room.cells or self.n_characters > room.characters:
            raise Unreadable(
                f"the table has more than {room.cells:,} cells or {room.characters:,} characters; "
                "split it into parts and give the parts (the whole stays as it is)",
                code="too-large",
            )
