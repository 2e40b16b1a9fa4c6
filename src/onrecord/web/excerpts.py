"""The words of a source from which a record was made: its row of the table, or its passage."""

from msgspec import Struct

from onrecord.model.party import Record
from onrecord.record import queries
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.record.renditions import text_between
from onrecord.web.withholding import covered_text

AROUND = 240  # characters of prose on either side


class Said(Struct, frozen=True):
    """A cell of the row: the header of its column, and its words."""

    header: str
    words: str


class Excerpt(Struct, frozen=True, kw_only=True):
    """Words as the sealed text has them: the cells of a row, or prose around a passage."""

    document: DocumentRow
    claim: str
    row: int
    cells: tuple[Said, ...] = ()
    before: str = ""
    words: str = ""
    after: str = ""


def excerpt_of(record: Record) -> Excerpt | None:
    """Where a record's words stand; None where the claim that it was made of is gone."""
    claim = queries.claim(record.claims[0]) if record.claims else None
    return None if claim is None else excerpt_at(claim, record.row)


def excerpt_at(claim: ClaimRow, row: int = 0) -> Excerpt:
    """Where a claim stands, and what stands around it; ``row`` in the file, if of a table."""
    return _row(claim, row) if claim.document.shape == "table" else _passage(claim, row)


def _row(claim: ClaimRow, row: int) -> Excerpt:
    document = claim.document
    places = queries.cells_of_row(document.id, claim.start)
    first, last = (places[0].start, places[-1].end) if places else (claim.start, claim.end)
    text = covered_text(document, text_between(document.id, first, last))
    cells = tuple(
        Said(place.column, text[place.start - first : place.end - first]) for place in places
    )
    return Excerpt(document=document, claim=claim.id, row=row, cells=cells)


def _passage(claim: ClaimRow, row: int) -> Excerpt:
    document, first = claim.document, max(0, claim.start - AROUND)
    text = covered_text(document, text_between(document.id, first, claim.end + AROUND))
    start, end = claim.start - first, claim.end - first
    return Excerpt(
        document=document,
        claim=claim.id,
        row=row,
        before=text[:start],
        words=text[start:end],
        after=text[end:],
    )
