"""The claims of a table: a list of persons row by row, or a table of tolls."""

from collections.abc import Collection, Iterator, Sequence

from onrecord.errors import MalformedTable
from onrecord.model.claim import Claim
from onrecord.model.mapping import FIELDS, Mapping
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.person_row import PersonRow
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read.cell_dates import day_order
from onrecord.read.mapping import is_list, suggest_mapping, suggest_mappings
from onrecord.read.person_row import claims_of_person, said_of_person
from onrecord.read.row_reading import RowReading, Sheet
from onrecord.read.table_rows import (
    Filled,
    Table,
    TableRow,
    column_list,
    rows_of,
    sheet_names,
    words_below,
)
from onrecord.read.toll_row import claims_of_tolls
from onrecord.vocab import terms

__all__ = ["claims_of_table", "suggest_mapping", "suggest_mappings"]

_KEPT_AS_TEXT = frozenset({"ignore", "note", "row_number"})


def claims_of_table(
    rendition: Rendition, mapping: Mapping | Sequence[Mapping], context: Context
) -> Outcome[Claim]:
    """The claims of a table's rows under a mapping of its sheet, or under one for each sheet.

    A row of a list gives one ``act`` claim at its line (what happened to this person) and one
    ``attribute`` claim at each other cell that says something of them. Where neither a column nor
    the mapping says what happened, no act is made up: the row gives attributes alone, and the
    reason is set aside. A row of a table of tolls gives a ``toll`` claim for each number.

    Rows that are no records, columns that nothing is made of, and sheets without a mapping are
    set aside. MalformedTable when a mapping names a field, a sheet or a harm that there is not.
    """
    mappings = (mapping,) if isinstance(mapping, Mapping) else tuple(mapping)
    aside: list[SetAside] = []
    made = tuple(
        claim
        for reading, row in _records(rendition, mappings, context, aside)
        for claim in (
            claims_of_tolls(reading, row, aside)
            if reading.sheet.counts
            else claims_of_person(reading, row, aside)
        )
    )
    return Outcome(made=made, set_aside=tuple(aside))


def persons_of_table(
    table: Table, mappings: Sequence[Mapping], context: Context, aside: list[SetAside]
) -> Iterator[PersonRow]:
    """What the rows of a list say, one by one, without a claim for each of its cells.

    They say what the claims of the rows say; place and date are theirs too where the list does not
    say what happened. What cannot be used is set ``aside``, as by `claims_of_table`.
    """
    for reading, row in _records(table, mappings, context, aside):
        if not reading.sheet.counts:
            yield said_of_person(reading, row, aside)


def _records(
    table: Table, mappings: Sequence[Mapping], context: Context, aside: list[SetAside]
) -> Iterator[tuple[RowReading, TableRow]]:
    """The rows that are records, each with the reading of its sheet."""
    for mapping in mappings:
        _check(table, mapping)
        reading = RowReading(table.id, _sheet(table, mapping, context))
        yield from ((reading, row) for row in _rows_of_sheet(table, reading, aside))
    mapped = {mapping.sheet for mapping in mappings}
    aside += [
        _aside(table, f"sheet {name!r}", "no-mapping", _NO_MAPPING)
        for name in sheet_names(table)
        if name not in mapped
    ]


_NO_MAPPING = (
    "no column of the sheet is known to hold names of persons or numbers of people; map its "
    "columns if it is a list"
)


def _check(table: Table, mapping: Mapping) -> None:
    if mapping.sheet not in sheet_names(table):
        known = ", ".join(sheet_names(table))
        raise MalformedTable(f"the table has no sheet {mapping.sheet!r}; it has: {known}")
    columns = column_list(table, mapping.sheet)
    for column, field in mapping.columns.items():
        if field not in FIELDS:
            raise MalformedTable(
                f"column {column!r} is mapped to {field!r}, which is no field; the fields are: "
                f"{', '.join(FIELDS)}"
            )
        if column not in columns:
            raise MalformedTable(
                f"the table has no column {column!r}; it has: {', '.join(columns)[:300]}"
            )
    if mapping.harm is not None and mapping.harm not in terms("acts"):
        raise MalformedTable(
            f"harm {mapping.harm!r} is no term of vocab/acts.toml: {', '.join(terms('acts'))}"
        )


def _sheet(table: Table, mapping: Mapping, context: Context) -> Sheet:
    cells = words_of_field(table, mapping, "when")
    return Sheet(mapping=mapping, context=context, order=day_order(set(cells)))


def words_of_field(table: Table, mapping: Mapping, field: str) -> Iterator[str]:
    """The words of the filled cells of a field's columns, the header's among them."""
    columns = [column for column, held in mapping.columns.items() if held == field]
    return words_below(table, mapping.sheet, columns)


def _rows_of_sheet(table: Table, reading: RowReading, aside: list[SetAside]) -> Iterator[TableRow]:
    mapping = reading.sheet.mapping
    if not is_list(mapping):
        aside.append(_aside(table, f"sheet {mapping.sheet!r}", "no-mapping", _NO_MAPPING))
        return
    aside += _unused_columns(table, mapping)
    aside += _no_harm(table, reading)
    totals = frozenset(mapping.totals_rows)
    used = {column for column, field in mapping.columns.items() if field not in _KEPT_AS_TEXT}
    for row in rows_of(table, mapping.sheet):
        if row.number <= mapping.header_rows:
            continue
        problem = _no_record(row, totals, used)
        if problem is not None:
            aside.append(_aside(table, _row_name(mapping, row), *problem))
        else:
            yield row


def _no_record(
    row: TableRow, totals: Collection[int], used: Collection[str]
) -> tuple[str, str] | None:
    if row.number in totals:
        return "totals-row", "the row adds up the others; it is no victim and no toll of its own"
    if len(row.cells) > 1 and all(_repeats_header(filled) for filled in row.cells):
        return "repeated-header", "the row repeats the header and is no record"
    if not any(filled.cell.column in used for filled in row.cells):
        return "nothing-mapped", "no cell that the mapping uses is filled in this row"
    return None


def _repeats_header(filled: Filled) -> bool:
    column = filled.cell.column
    return column.endswith(filled.span.text) and filled.span.text == column.rsplit(" / ", 1)[-1]


def _unused_columns(table: Table, mapping: Mapping) -> list[SetAside]:
    unused = [
        column
        for column in column_list(table, mapping.sheet)
        if mapping.columns.get(column, "ignore") in _KEPT_AS_TEXT
    ]
    if not unused:
        return []
    reason = f"kept in the text, and no claim is made of them: columns {', '.join(unused)}"
    return [_aside(table, f"sheet {mapping.sheet!r}", "unused-columns", reason)]


def _no_harm(table: Table, reading: RowReading) -> list[SetAside]:
    if reading.sheet.counts or reading.sheet.says_what_happened:
        return []
    reason = (
        "the list does not say what happened to the persons on it, so that no act is claimed; "
        "give 'harm' in the mapping of its columns (for example: killing, abduction)"
    )
    return [_aside(table, f"sheet {reading.sheet.mapping.sheet!r}", "harm-not-said", reason)]


def _row_name(mapping: Mapping, row: TableRow) -> str:
    return f"sheet {mapping.sheet!r}, row {row.number}"


def _aside(table: Table, subject: str, code: str, reason: str) -> SetAside:
    return SetAside(
        stage="read", subject=f"{table.id}, {subject}", reason=reason, code=code, part=True
    )
