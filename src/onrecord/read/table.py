"""The claims of a table: a list of persons row by row, or a table of tolls."""

from collections.abc import Iterator, Sequence

from onrecord.errors import MalformedTable
from onrecord.model.claim import Claim
from onrecord.model.mapping import FIELDS, Mapping
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read.cell_dates import day_order
from onrecord.read.mapping import is_list, suggest_mapping, suggest_mappings
from onrecord.read.person_row import claims_of_person
from onrecord.read.row_reading import RowReading, Sheet
from onrecord.read.table_rows import TableRow, column_list, rows_of, sheet_names
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
    made: list[Claim] = []
    aside: list[SetAside] = []
    for one in mappings:
        _check(rendition, one)
        reading = RowReading(rendition, _sheet(rendition, one, context))
        made += _claims_of_sheet(rendition, reading, aside)
    mapped = {one.sheet for one in mappings}
    aside += [
        _aside(rendition, f"sheet {name!r}", "no-mapping", _NO_MAPPING)
        for name in sheet_names(rendition)
        if name not in mapped
    ]
    return Outcome(made=tuple(made), set_aside=tuple(aside))


_NO_MAPPING = (
    "no column of the sheet is known to hold names of persons or numbers of people; map its "
    "columns if it is a list"
)


def _check(rendition: Rendition, mapping: Mapping) -> None:
    if mapping.sheet not in sheet_names(rendition):
        known = ", ".join(sheet_names(rendition))
        raise MalformedTable(f"the table has no sheet {mapping.sheet!r}; it has: {known}")
    columns = column_list(rendition, mapping.sheet)
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


def _sheet(rendition: Rendition, mapping: Mapping, context: Context) -> Sheet:
    dated = [column for column, field in mapping.columns.items() if field == "when"]
    cells = [
        filled.span.text
        for row in rows_of(rendition, mapping.sheet)
        for filled in row.cells
        if filled.cell.column in dated
    ]
    return Sheet(mapping=mapping, context=context, order=day_order(cells))


def _claims_of_sheet(
    rendition: Rendition, reading: RowReading, aside: list[SetAside]
) -> Iterator[Claim]:
    mapping = reading.sheet.mapping
    if not is_list(mapping):
        aside.append(_aside(rendition, f"sheet {mapping.sheet!r}", "no-mapping", _NO_MAPPING))
        return
    aside += _unused_columns(rendition, mapping)
    aside += _no_harm(rendition, reading)
    for row in rows_of(rendition, mapping.sheet):
        if row.number <= mapping.header_rows:
            continue
        problem = _no_record(row, mapping)
        if problem is not None:
            aside.append(_aside(rendition, _row_name(mapping, row), *problem))
        elif reading.sheet.counts:
            yield from claims_of_tolls(reading, row, aside)
        else:
            yield from claims_of_person(reading, row, aside)


def _no_record(row: TableRow, mapping: Mapping) -> tuple[str, str] | None:
    if row.number in mapping.totals_rows:
        return "totals-row", "the row adds up the others; it is no victim and no toll of its own"
    repeats = [f.span.text == f.cell.column.rsplit(" / ", 1)[-1] for f in row.cells]
    if all(repeats) and len(repeats) > 1:
        return "repeated-header", "the row repeats the header and is no record"
    used = {field for field in mapping.columns.values() if field not in _KEPT_AS_TEXT}
    if not any(mapping.columns.get(f.cell.column, "ignore") in used for f in row.cells):
        return "nothing-mapped", "no cell that the mapping uses is filled in this row"
    return None


def _unused_columns(rendition: Rendition, mapping: Mapping) -> list[SetAside]:
    unused = [
        column
        for column in column_list(rendition, mapping.sheet)
        if mapping.columns.get(column, "ignore") in _KEPT_AS_TEXT
    ]
    if not unused:
        return []
    reason = f"kept in the text, and no claim is made of them: columns {', '.join(unused)}"
    return [_aside(rendition, f"sheet {mapping.sheet!r}", "unused-columns", reason)]


def _no_harm(rendition: Rendition, reading: RowReading) -> list[SetAside]:
    if reading.sheet.counts or reading.sheet.says_what_happened:
        return []
    reason = (
        "the list does not say what happened to the persons on it, so that no act is claimed; "
        "give 'harm' in the mapping of its columns (for example: killing, abduction)"
    )
    return [_aside(rendition, f"sheet {reading.sheet.mapping.sheet!r}", "harm-not-said", reason)]


def _row_name(mapping: Mapping, row: TableRow) -> str:
    return f"sheet {mapping.sheet!r}, row {row.number}"


def _aside(rendition: Rendition, subject: str, code: str, reason: str) -> SetAside:
    return SetAside(
        stage="read", subject=f"{rendition.id}, {subject}", reason=reason, code=code, part=True
    )
