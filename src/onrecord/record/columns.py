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
from onrecord.read.mapping import ONCE, is_list, suggest_mapping
from onrecord.read.table import claims_of_table
from onrecord.read.table_rows import TableRow, column_list, rows_of, sheet_names
from onrecord.record.case import Case
from onrecord.record.decisions import standing
from onrecord.record.models import Decision, DocumentRow, ReceiptRow
from onrecord.record.reading import case_places, reading_inputs, surroundings
from onrecord.record.renditions import stored_rendition
from onrecord.vocab import terms

EXAMPLES = 3  # of the cells of a column
TRIED = 3  # records that a preview reads
NEAR = 200  # rows below the header that a preview looks at for the order of day and month


class Column(Struct, frozen=True, kw_only=True):
    """A column: its header as written, what stands below it, what it means and what is guessed."""

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
    """A sheet under a mapping. ``remarks``: why the suggestion says so of the sheet as a whole."""

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
    rendition: Rendition
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
    made = [j for j in standing(("map_columns",)) if j.target == capture]
    return made[-1] if made else None


def mapped_table(case: Case, document: DocumentRow) -> MappedTable:
    """A table with the mapping in force, sheet by sheet."""
    rendition = stored_rendition(document)
    decision = mapping_decision(document.capture_id)
    decided: tuple[Mapping, ...] | None = None
    if decision is not None:
        decided = msgspec.convert(decision.body["mappings"], tuple[Mapping, ...])
    return MappedTable(
        document=document,
        rendition=rendition,
        decision=decision,
        sheets=mapped_sheets(rendition, decided),
        waits=_waits(case, document),
    )


def mapped_sheets(
    rendition: Rendition, mappings: Iterable[Mapping] | None
) -> tuple[MappedSheet, ...]:
    """Every sheet under the mappings, or under the suggested ones where there are none.

    A sheet that the mappings leave out is shown with no column in use: nothing is read from it.
    """
    by_sheet = None if mappings is None else {mapping.sheet: mapping for mapping in mappings}
    sheets = []
    for name in sheet_names(rendition):
        guess = suggest_mapping(rendition, name)
        left_out = Mapping(sheet=name, header_rows=guess.header_rows, columns={})
        mapping = guess if by_sheet is None else by_sheet.get(name, left_out)
        sheets.append(_mapped_sheet(rendition, mapping, guess))
    return tuple(sheets)


def _mapped_sheet(rendition: Rendition, mapping: Mapping, guess: Mapping) -> MappedSheet:
    rows = list(rows_of(rendition, mapping.sheet))
    names = column_list(rendition, mapping.sheet)
    examples = _examples(names, _records(rows, mapping))
    whys = dict(zip(names, guess.reasons, strict=False))  # a reason a column, then of the sheet
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
            for name in names
        ),
        headers=tuple(_line(row) for row in rows if row.number <= mapping.header_rows),
        totals=tuple(_line(row) for row in rows if row.number in mapping.totals_rows),
        remarks=guess.reasons[len(names) :],
        problems=problems(rendition, mapping),
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
    return receipt is None or receipt.inputs != reading_inputs(case, capture, surroundings(case))


def problems(rendition: Rendition, mapping: Mapping) -> tuple[str, ...]:
    """What of a mapping cannot be, in sentences; empty where the table can be read by it."""
    rows = [row.number for row in rows_of(rendition, mapping.sheet)]
    last = max(rows, default=0)
    found = []
    if not 0 <= mapping.header_rows < last:
        found.append(
            f"{mapping.header_rows} header rows: the sheet has {last} lines, and the first record "
            "stands below the header"
        )
    for number in mapping.totals_rows:
        if number <= mapping.header_rows or number not in rows:
            found.append(f"row {number} is no row below the header, so that it adds nothing up")
    found += _repeats(mapping)
    try:
        _claims_near(rendition, mapping, Context())
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


def trial(case: Case, table: MappedTable, mapping: Mapping) -> Trial:
    """What the first records of a sheet would say under a mapping; MalformedTable if it is none."""
    rendition, known = table.rendition, table.document.bibliography
    outcome = _claims_near(
        rendition, mapping, Context(bibliography=known, places=case_places(case))
    )
    first = _records(list(rows_of(rendition, mapping.sheet)), mapping)[:TRIED]
    records = tuple(
        Tried(
            row=row.number,
            text=_line(row).text,
            claims=tuple(c for c in outcome.made if c.cell and c.cell.row == row.number),
            set_aside=tuple(
                s.reason for s in outcome.set_aside if s.subject.endswith(f", row {row.number}")
            ),
        )
        for row in first
    )
    sheet = f"{rendition.id}, sheet {mapping.sheet!r}"
    return Trial(
        records=records,
        remarks=tuple(s.reason for s in outcome.set_aside if s.subject == sheet),
    )


def _claims_near(rendition: Rendition, mapping: Mapping, context: Context) -> Outcome[Claim]:
    """The claims of the rows that stand near the header; a large list need not be read whole."""
    near = tuple(
        cell
        for cell in rendition.cells
        if cell.cell.sheet != mapping.sheet or cell.cell.row <= mapping.header_rows + NEAR
    )
    return claims_of_table(msgspec.structs.replace(rendition, cells=near), mapping, context)


def mapping_body(mappings: Iterable[Mapping]) -> dict[str, Any]:
    """The body of a decision `map_columns`."""
    return {"mappings": msgspec.to_builtins(list(mappings))}


def field_words(field: str) -> str:
    """A field as people call it: "father's name", "number killed", "not used"."""
    return "not used" if field == "ignore" else terms("columns")[field].label
