"""The claims of a row of a table of tolls: place, date and numbers of people."""

from collections.abc import Iterator

from msgspec import structs

from onrecord.model.claim import Claim, Toll
from onrecord.model.outcome import SetAside
from onrecord.model.party import Mention
from onrecord.model.quantity import Quantity
from onrecord.read.cell_words import is_unknown
from onrecord.read.quantities import read_quantity
from onrecord.read.row_reading import RowReading
from onrecord.read.table_rows import Filled, TableRow

PERSONAL = ("age", "sex", "status", "occupation", "origin", "cause")


def claims_of_tolls(reading: RowReading, row: TableRow, aside: list[SetAside]) -> Iterator[Claim]:
    """A toll for each number of the row; a group or name cell says whom the row counts."""
    for filled, harm in _numbers(reading, row):
        quantity = _quantity(reading, filled)
        if quantity is None:
            reason = (
                f"{filled.span.text[:60]!r} in {filled.cell.column!r} is no number that we "
                "understand, so that no toll is claimed; add the claim by hand"
            )
            aside.append(reading.aside(row, "number-not-understood", reason))
            continue
        toll = Toll(
            harm=harm,
            quantity=quantity,
            victims=_counted(reading, row),
            perpetrators=reading.perpetrators(row),
            places=reading.places(row),
            when=reading.when(row),
        )
        yield reading.claim(row, row.line, filled.cell, toll)
    unused = sorted({f.cell.column for field in PERSONAL for f in reading.cells(row, field)})
    if unused:
        reason = f"{', '.join(unused)}: kept in the text; a toll has no place for it"
        aside.append(reading.aside(row, "unused-cell", reason))


def _numbers(reading: RowReading, row: TableRow) -> Iterator[tuple[Filled, str]]:
    for filled in row.cells:
        field = reading.sheet.mapping.columns.get(filled.cell.column, "ignore")
        if field.startswith("n_") and not is_unknown(filled.span.text):
            yield filled, field.removeprefix("n_")


def _quantity(reading: RowReading, filled: Filled) -> Quantity | None:
    words, start, end = filled.span.text, filled.span.start, filled.span.end
    found = read_quantity(words, 0, len(words))
    return None if found is None else structs.replace(found, start=start, end=end)


def _counted(reading: RowReading, row: TableRow) -> tuple[Mention, ...]:
    cells = [*reading.cells(row, "group_identity"), *reading.cells(row, "name")]
    return tuple(
        Mention(text=f.span.text, start=f.span.start, end=f.span.end, kind="category")
        for f in cells
        if not is_unknown(f.span.text)
    )
