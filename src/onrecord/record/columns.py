"""Which column of a table means what: the mapping in force, why, and what it would make."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.errors import InputError, MalformedTable
from onrecord.model.claim import Claim
from onrecord.model.judgement import Judgement
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import Outcome
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read.mapping import ONCE, is_list
from onrecord.read.table import claims_of_table
from onrecord.read.table_rows import TableRow, rows_of
from onrecord.record.case import Case
from onrecord.record.decisions import standing_about
from onrecord.record.models import Decision, DocumentRow, ReceiptRow
from onrecord.record.reading import case_places, reading_inputs, surroundings_of
from onrecord.record.sheets import StoredSheet, excerpt, existing_rows, sheets_of, stored_sheets
from onrecord.vocab import terms

EXAMPLES = 3  # of the cells of a column
TRIED = 3  # records that a preview reads


class Column(Struct, frozen=True, kw_only=True):
    """A column: its header as written, what stands below it, what it means and what is guessed.

    ``examples`` are of the first rows; a column that is filled further down only has none.
    """

    header: str
    examples: tuple[str, ...]
    field: str  # in force; "ignore" where nothing is made of it
    suggested: str
    why: str  # of the suggestion, in words


class Line(Struct, frozen=True, kw_only=True):
    """A row of the file that is no record: its number (1 is the first line) and its words."""

    number: int
    text: str


class MappedSheet(Struct, frozen=True, kw_only=True):
    """A sheet under a mapping. ``remarks``: why the suggestion says so of the sheet as a whole.

    ``headers`` and ``totals`` are the first of those lines (record.sheets).
    """

    mapping: Mapping
    columns: tuple[Column, ...]
    headers: tuple[Line, ...]  # rows above the first record that hold words
    totals: tuple[Line, ...]
    remarks: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def is_read(self) -> bool:
        """Is a column of persons or of numbers of people mapped, so that claims are made?"""
        return is_list(self.mapping)


class MappedTable(Struct, frozen=True, kw_only=True):
    """A document with the mapping in force: by ``decision``, or suggested where it is None.

    ``waits``: the document was last read by another mapping; `onrecord run` reads it again.
    """

    document: DocumentRow
    decision: Judgement | None
    sheets: tuple[MappedSheet, ...]
    waits: bool

    @property
    def mappings(self) -> tuple[Mapping, ...]:
        """The mapping of every sheet."""
        return tuple(sheet.mapping for sheet in self.sheets)

    @property
    def strangers(self) -> tuple[str, ...]:
        """Sheets that the decision maps and the table does not have: it is not read at all then."""
        known = {sheet.mapping.sheet for sheet in self.sheets}
        mapped = self.decision.body["mappings"] if self.decision else []
        return tuple(one["sheet"] for one in mapped if one["sheet"] not in known)


class Tried(Struct, frozen=True, kw_only=True):
    """A record with the claims that a mapping would make of it, and what it would set aside."""

    row: int
    text: str
    claims: tuple[Claim, ...]
    set_aside: tuple[str, ...]


class Trial(Struct, frozen=True, kw_only=True):
    """The first records of a sheet under a mapping; ``remarks`` are about the sheet."""

    records: tuple[Tried, ...]
    remarks: tuple[str, ...]


def table_named(ending: str) -> DocumentRow:
    """The table of the case whose file name ends so; InputError when there is none, or several."""
    found = [row for row in _tables() if row.name.endswith(ending)]
    exact = [row for row in found if row.name == ending]
    if len(exact or found) == 1:
        return (exact or found)[0]
    among = [f"{row.name} ({row.capture_id[:12]}…)" for row in found or _tables()]
    if found:
        raise InputError(f"{ending!r} is the end of several tables; say which: {', '.join(among)}")
    known = ", ".join(among) or "none; add a list and run the case first"
    raise InputError(f"the case has read no table whose name ends with {ending!r}; it has: {known}")


def _tables() -> list[DocumentRow]:
    return list(DocumentRow.objects.filter(shape="table").order_by("name", "id"))


def mapping_decision(capture: str) -> Judgement | None:
    """The decision about the columns of a capture that is in force: the last one."""
    made = standing_about(("map_columns",), capture)
    return made[-1] if made else None


def mapped_table(case: Case, document: DocumentRow) -> MappedTable:
    """A table with the mapping in force, sheet by sheet."""
    decision = mapping_decision(document.capture_id)
    decided: tuple[Mapping, ...] | None = None
    if decision is not None:
        decided = msgspec.convert(decision.body["mappings"], tuple[Mapping, ...])
    return MappedTable(
        document=document,
        decision=decision,
        sheets=mapped_sheets(document, decided),
        waits=_waits(case, document),
    )


def mapped_sheets(
    document: DocumentRow, mappings: Iterable[Mapping] | None
) -> tuple[MappedSheet, ...]:
    """Every sheet under the mappings, or under the suggested ones where there are none.

    A sheet that the mappings leave out is shown with no column in use: nothing is read from it.
    """
    by_sheet = None if mappings is None else {mapping.sheet: mapping for mapping in mappings}
    sheets = []
    for sheet in stored_sheets(document.id):
        guess = sheet.suggested
        left_out = Mapping(sheet=sheet.name, header_rows=guess.header_rows, columns={})
        mapping = guess if by_sheet is None else by_sheet.get(sheet.name, left_out)
        sheets.append(_mapped_sheet(document, sheet, mapping))
    return tuple(sheets)


def sheets_alone(rendition: Rendition) -> tuple[MappedSheet, ...]:
    """Every sheet of a table that is in no case, under the suggested mapping."""
    return tuple(
        _shown_sheet(sheet, sheet.suggested, rendition, ()) for sheet in sheets_of(rendition)
    )


def _mapped_sheet(document: DocumentRow, sheet: StoredSheet, mapping: Mapping) -> MappedSheet:
    part = excerpt(document, sheet, mapping)
    return _shown_sheet(sheet, mapping, part, _problems(document, sheet, mapping, part))


def _shown_sheet(
    sheet: StoredSheet, mapping: Mapping, part: Rendition, problems: tuple[str, ...]
) -> MappedSheet:
    rows = list(rows_of(part, sheet.name))
    examples = _examples(sheet.columns, _records(rows, mapping))
    guess = sheet.suggested
    whys = dict(zip(sheet.columns, guess.reasons, strict=False))  # a column each, then the sheet's
    return MappedSheet(
        mapping=mapping,
        columns=tuple(
            Column(
                header=name,
                examples=examples[name],
                field=mapping.columns.get(name, "ignore"),
                suggested=guess.columns.get(name, "ignore"),
                why=whys.get(name, ""),
            )
            for name in sheet.columns
        ),
        headers=tuple(_line(row) for row in rows if row.number <= mapping.header_rows),
        totals=tuple(_line(row) for row in rows if row.number in mapping.totals_rows),
        remarks=guess.reasons[len(sheet.columns) :],
        problems=problems,
    )


def _records(rows: Sequence[TableRow], mapping: Mapping) -> list[TableRow]:
    return [
        row
        for row in rows
        if row.number > mapping.header_rows and row.number not in mapping.totals_rows
    ]


def _examples(names: Sequence[str], records: Sequence[TableRow]) -> dict[str, tuple[str, ...]]:
    seen: dict[str, dict[str, None]] = {name: {} for name in names}
    for row in records:
        for filled in row.cells:
            words = seen.get(filled.cell.column)
            if words is not None and len(words) < EXAMPLES:
                words[filled.span.text] = None
    return {name: tuple(words) for name, words in seen.items()}


def _line(row: TableRow) -> Line:
    return Line(number=row.number, text=" · ".join(filled.span.text for filled in row.cells))


def _waits(case: Case, document: DocumentRow) -> bool:
    """Did the decisions about the columns change since the document was read?"""
    capture = document.capture
    if not Decision.objects.filter(kind="map_columns", target=capture.sha256).exists():
        return False
    receipt = ReceiptRow.objects.filter(stage="read", unit=capture.sha256).first()
    around = surroundings_of(case, capture.sha256)
    return receipt is None or receipt.inputs != reading_inputs(case, capture, around)


def _problems(
    document: DocumentRow, sheet: StoredSheet, mapping: Mapping, part: Rendition
) -> tuple[str, ...]:
    """What of a mapping cannot be, in sentences; empty where the table can be read by it."""
    found = []
    if not 0 <= mapping.header_rows < sheet.last_row:
        found.append(
            f"{mapping.header_rows} header rows: the sheet has {sheet.last_row} lines, and the "
            "first record stands below the header"
        )
    there = existing_rows(document.id, sheet.name, mapping.totals_rows)
    for number in mapping.totals_rows:
        if number <= mapping.header_rows or number not in there:
            found.append(f"row {number} is no row below the header, so that it adds nothing up")
    found += _repeats(mapping)
    try:
        claims_of_table(part, mapping, Context())
    except MalformedTable as error:
        found.append(str(error))
    return tuple(found)


def _repeats(mapping: Mapping) -> list[str]:
    found = []
    for field in sorted(ONCE):
        columns = [repr(name) for name, mapped in mapping.columns.items() if mapped == field]
        if len(columns) > 1:
            label = terms("columns")[field].label
            found.append(f"a row has one {label}, and {' and '.join(columns)} are mapped to it")
    return found


def trial(case: Case, document: DocumentRow, mapping: Mapping) -> Trial | None:
    """What the first records of a sheet would say under a mapping; None if it is no mapping of it.

    The order of day and month is taken from the first rows, as far as they tell it.
    """
    sheet = next((one for one in stored_sheets(document.id) if one.name == mapping.sheet), None)
    if sheet is None:
        return None
    part = excerpt(document, sheet, mapping)
    context = Context(bibliography=document.bibliography, places=case_places(case))
    try:
        outcome = claims_of_table(part, mapping, context)
    except MalformedTable:
        return None
    records = tuple(
        _tried(row, outcome)
        for row in _records(list(rows_of(part, mapping.sheet)), mapping)[:TRIED]
    )
    subject = f"{part.id}, sheet {mapping.sheet!r}"
    remarks = tuple(s.reason for s in outcome.set_aside if s.subject == subject)
    return Trial(records=records, remarks=remarks)


def _tried(row: TableRow, outcome: Outcome[Claim]) -> Tried:
    return Tried(
        row=row.number,
        text=_line(row).text,
        claims=tuple(c for c in outcome.made if c.cell and c.cell.row == row.number),
        set_aside=tuple(
            s.reason for s in outcome.set_aside if s.subject.endswith(f", row {row.number}")
        ),
    )


def mapping_body(mappings: Iterable[Mapping]) -> dict[str, Any]:
    """The body of a decision `map_columns`."""
    return {"mappings": msgspec.to_builtins(list(mappings))}


def field_words(field: str) -> str:
    """A field as people call it: "father's name", "number killed", "not used"."""
    return "not used" if field == "ignore" else terms("columns")[field].label
