"""Texts of documents, kept in stretches so that a page reads only what it shows."""

from collections.abc import Iterator

import msgspec
from django.db import transaction

import onrecord.record.ready  # noqa: F401
from onrecord.model.canonical import canonical
from onrecord.model.passage import Cell
from onrecord.model.rendition import Rendition, TableCell
from onrecord.record.models import CellRow, DocumentRow, RenditionText

SEGMENT = 8_000  # characters; a stretch ends at a line break where there is one


def segments(text: str) -> Iterator[tuple[int, int]]:
    """Cut a text into stretches of at most SEGMENT characters, at line breaks where possible."""
    start = 0
    while start < len(text):
        end = min(start + SEGMENT, len(text))
        if end < len(text):
            break_at = text.rfind("\n", start, end)
            end = break_at + 1 if break_at > start else end
        yield start, end
        start = end


def write_text(rendition: Rendition) -> None:
    """Keep a rendition's text and cells; its document row must be there."""
    with transaction.atomic():
        RenditionText.objects.bulk_create(
            RenditionText(
                document_id=rendition.id, start=start, end=end, text=rendition.text[start:end]
            )
            for start, end in segments(rendition.text)
        )
        CellRow.objects.bulk_create(
            CellRow(
                document_id=rendition.id,
                sheet=cell.cell.sheet,
                row=cell.cell.row,
                column=cell.cell.column,
                start=cell.start,
                end=cell.end,
            )
            for cell in rendition.cells
        )


def whole_text(document: str) -> str:
    """The text of a rendition."""
    stretches = RenditionText.objects.filter(document_id=document).order_by("start")
    return "".join(stretches.values_list("text", flat=True))


def text_between(document: str, start: int, end: int) -> str:
    """The words at ``[start, end)``; shorter where the text is."""
    found = RenditionText.objects.filter(document_id=document, start__lt=end).order_by("-start")
    parts: list[str] = []
    for stretch in found.iterator(chunk_size=4):  # from the end back: what lies before is not read
        parts.append(stretch.text[max(0, start - stretch.start) : end - stretch.start])
        if stretch.start <= start:
            break
    return "".join(reversed(parts))


def stored_rendition(row: DocumentRow) -> Rendition:
    """A rendition as it was kept, whole."""
    bare = msgspec.json.decode(row.rendition_json, type=Rendition)
    cells = tuple(
        TableCell(
            cell=Cell(sheet=cell.sheet, row=cell.row, column=cell.column),
            start=cell.start,
            end=cell.end,
        )
        for cell in CellRow.objects.filter(document_id=row.id).order_by("id")
    )
    return msgspec.structs.replace(bare, text=whole_text(row.id), cells=cells)


def without_text(rendition: Rendition) -> str:
    """The rendition as JSON, without what other tables hold."""
    bare = msgspec.structs.replace(rendition, text="", cells=())
    return canonical(bare).decode()
