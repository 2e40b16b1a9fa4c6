"""Sheets of tables as they are kept: their columns, what is suggested of them, and a part of them.

A list may have a million rows. Whoever asks what its columns mean gets the rows near its header
and a few that add others up, by an index, and never the whole.
"""

from collections.abc import Iterable

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.model.canonical import canonical
from onrecord.model.mapping import Mapping
from onrecord.model.passage import Cell
from onrecord.model.rendition import Rendition, TableCell
from onrecord.read.mapping import suggest_mapping
from onrecord.read.table_rows import column_list, rows_of, sheet_names
from onrecord.record.models import CellRow, DocumentRow, SheetRow
from onrecord.record.renditions import text_between

NEAR = 200  # rows below the header that are looked at
SHOWN_TOTALS = 20  # rows that add others up whose words are looked at
CLOSE = 8  # characters between two rows that are read as one stretch


class StoredSheet(Struct, frozen=True, kw_only=True):
    """A sheet: its columns from the left, its last row with words, what a machine suggests.

    ``widest_row`` is the first row that has a cell in every column.
    """

    name: str
    columns: tuple[str, ...]
    last_row: int
    widest_row: int
    suggested: Mapping


def sheets_of(rendition: Rendition) -> tuple[StoredSheet, ...]:
    """The sheets of a table, in order; none for prose."""
    return tuple(_sheet(rendition, name) for name in sheet_names(rendition))


def _sheet(rendition: Rendition, name: str) -> StoredSheet:
    columns = column_list(rendition, name)
    cells = [place.cell for place in rendition.cells if place.cell.sheet == name]
    filled: dict[int, int] = {}
    for cell in cells:
        filled[cell.row] = filled.get(cell.row, 0) + 1
    widest = max(filled.values(), default=0)
    return StoredSheet(
        name=name,
        columns=columns,
        last_row=max((row.number for row in rows_of(rendition, name)), default=0),
        widest_row=next((row for row, n in filled.items() if n == widest), 0),
        suggested=suggest_mapping(rendition, name),
    )


def write_sheets(rendition: Rendition) -> None:
    """Keep what is known of a table's sheets; its document row must be there."""
    SheetRow.objects.bulk_create(
        SheetRow(document_id=rendition.id, position=position, body=canonical(sheet).decode())
        for position, sheet in enumerate(sheets_of(rendition))
    )


def stored_sheets(document: str) -> tuple[StoredSheet, ...]:
    """The sheets of a document, in order."""
    rows = SheetRow.objects.filter(document_id=document).order_by("position")
    return tuple(msgspec.json.decode(row.body, type=StoredSheet) for row in rows)


def excerpt(row: DocumentRow, sheet: StoredSheet, mapping: Mapping) -> Rendition:
    """The part of a rendition that a mapping of one sheet is judged by.

    It holds the lines above the first record and NEAR below (of very many lines above, the first
    NEAR), the first rows that add others up, and a row with every column. Its text and offsets
    are its own, and none of the whole rendition's.
    """
    bare = msgspec.json.decode(row.rendition_json, type=Rendition)
    header = mapping.header_rows
    cells = CellRow.objects.filter(document_id=row.id, sheet=sheet.name)
    parts = (  # one query each: joined by OR, SQLite would scan the sheet
        cells.filter(row__lte=min(header, NEAR)),
        cells.filter(row__gt=header, row__lte=header + NEAR),
        cells.filter(row__in=[sheet.widest_row, *mapping.totals_rows[:SHOWN_TOTALS]]),
    )
    found = {place.id: place for part in parts for place in part}
    places = [found[key] for key in sorted(found)]
    return _excerpt(bare, places)


def _excerpt(bare: Rendition, places: list[CellRow]) -> Rendition:
    text, cells = "", []
    for stretch in _stretches(places):
        first, last = stretch[0].start, max(place.end for place in stretch)
        moved = len(text) - first
        text += text_between(bare.id, first, last) + "\n"
        cells += [
            TableCell(
                cell=Cell(sheet=place.sheet, row=place.row, column=place.column),
                start=place.start + moved,
                end=place.end + moved,
            )
            for place in stretch
        ]
    return msgspec.structs.replace(bare, text=text, cells=tuple(cells))


def _stretches(places: Iterable[CellRow]) -> list[list[CellRow]]:
    """Cells that stand close together in the text."""
    stretches: list[list[CellRow]] = []
    for place in places:
        if stretches and place.start <= stretches[-1][-1].end + CLOSE:
            stretches[-1].append(place)
        else:
            stretches.append([place])
    return stretches


def existing_rows(document: str, sheet: str, numbers: Iterable[int]) -> set[int]:
    """Those of the numbers that are rows of the sheet."""
    rows = CellRow.objects.filter(document_id=document, sheet=sheet, row__in=list(numbers))
    return set(rows.values_list("row", flat=True).distinct())
