"""Tables of list overlaps as they are written: 0/1 columns and ``count``, or a person a row."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.errors import MalformedTable
from onrecord.stats.histories import Histories, from_cells

ON = {"1", "true", "TRUE", "True", "1.0"}
OFF = {"0", "false", "FALSE", "False", "0.0"}
MISSING = {"", "NA", "NaN", "nan", "NULL", "None"}
PREFIX = "in_"
WAY_OUT = (
    "a table of overlaps has one 0/1 column a list and a column `count`, or one row a person with "
    "0/1 columns named `in_<list>`"
)
Row = Sequence[str]


@dataclass(frozen=True, eq=False)
class OverlapTable:
    """A table as read: everybody together, and by stratum where other columns tell strata apart.

    Attributes
    ----------
    pooled : all rows together
    strata : for each combination of the other columns' values, its own table, or the reason why
        it has none; empty where there are no other columns
    stratum_columns : names of these columns, in the order of the file
    """

    pooled: Histories
    strata: tuple[tuple[tuple[str, ...], Histories | str], ...] = ()
    stratum_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Counted:
    number: int  # of the row in the file, the header is 1
    history: tuple[bool, ...]
    count: int
    stratum: tuple[str, ...]


def read_table(text: str) -> OverlapTable:
    """Read a table of overlaps, checked. Cells are separated by commas, semicolons or tabs.

    Raises
    ------
    MalformedTable : a sentence that names the row, what is wrong and what to do
    """
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    lines = csv.reader(io.StringIO(text), delimiter=separator)
    rows = [row for row in lines if any(cell.strip() for cell in row)]
    if not rows:
        raise MalformedTable(f"the table is empty; {WAY_OUT}")
    return table_of_rows([name.strip() for name in rows[0]], rows[1:])


def table_of_rows(header: Sequence[str], rows: Sequence[Row]) -> OverlapTable:
    """The overlaps of a table given as its header and rows of text."""
    if not rows:
        raise MalformedTable(f"the table has a header and no row; {WAY_OUT}")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(header):
            raise MalformedTable(
                f"row {number} has {len(row)} cells, the header has {len(header)}; check the "
                "commas and quotes of that row"
            )
    if "count" in header:
        return _from_counts(header, rows)
    if any(name.startswith(PREFIX) for name in header):
        return _from_people(header, rows)
    raise MalformedTable(f"no column is called `count` or `in_<list>`; {WAY_OUT}")


def _from_people(header: Sequence[str], rows: Sequence[Row]) -> OverlapTable:
    columns = [index for index, name in enumerate(header) if name.startswith(PREFIX)]
    lists = [header[index].removeprefix(PREFIX) for index in columns]
    cells: dict[tuple[bool, ...], int] = defaultdict(int)
    for number, row in enumerate(rows, start=2):
        history = tuple(_on(row[index], number, header[index]) for index in columns)
        if not any(history):
            raise MalformedTable(
                f"row {number} is on no list; remove it, or mark the list that it comes from"
            )
        cells[history] += 1
    return OverlapTable(pooled=from_cells(lists, list(cells), list(cells.values())))


def _from_counts(header: Sequence[str], rows: Sequence[Row]) -> OverlapTable:
    at = list(header).index("count")
    columns, others = _split_columns(header, rows, at)
    lists = [header[index] for index in columns]
    counted = [
        _Counted(
            number,
            tuple(_on(row[index], number, header[index]) for index in columns),
            _count(row[at], number),
            tuple(row[index].strip() for index in others),
        )
        for number, row in enumerate(rows, start=2)
    ]
    _refuse_repeats(counted)
    strata = {line.stratum for line in counted} if others else set()
    return OverlapTable(
        pooled=_histories(lists, counted),
        strata=tuple(
            (stratum, _stratum(lists, [line for line in counted if line.stratum == stratum]))
            for stratum in sorted(strata)
        ),
        stratum_columns=tuple(header[index] for index in others),
    )


def _split_columns(
    header: Sequence[str], rows: Sequence[Row], at: int
) -> tuple[list[int], list[int]]:
    """Columns of lists and columns of strata: a column that never holds 0 or 1 is no list."""
    columns: list[int] = []
    others: list[int] = []
    for index in range(len(header)):
        if index == at:
            continue
        values = {row[index].strip() for row in rows}
        (columns if values & (ON | OFF) else others).append(index)
    if not columns:
        raise MalformedTable(f"no column holds 0 and 1; {WAY_OUT}")
    return columns, others


def _on(written: str, number: int, column: str) -> bool:
    value = written.strip()
    if value in ON:
        return True
    if value in OFF:
        return False
    what = "nothing" if value in MISSING else repr(value)
    raise MalformedTable(
        f"row {number}, column {column!r} holds {what}; a list's column holds 1 (on the list) or "
        "0 (not on it). Where it is unknown, the row cannot be used: find out or remove it"
    )


def _count(written: str, number: int) -> int:
    value = written.strip()
    if value in MISSING:
        raise MalformedTable(f"row {number} has no count; write 0 where nobody has that history")
    try:
        count = float(value)
    except ValueError:
        raise MalformedTable(
            f"row {number} has the count {value!r}; write a whole number without separators"
        ) from None
    if not count.is_integer():
        raise MalformedTable(
            f"row {number} has the count {value}; people are whole numbers. Weighted or imputed "
            "counts cannot be used: give each imputation its own table"
        )
    if count < 0:
        raise MalformedTable(f"row {number} has the count {value}; a count is 0 or more")
    return int(count)


def _refuse_repeats(counted: Sequence[_Counted]) -> None:
    # Adding repeated rows up would hide a row pasted twice; only a person can tell which it is.
    seen: dict[tuple[tuple[bool, ...], tuple[str, ...]], int] = {}
    for line in counted:
        key = (line.history, line.stratum)
        if key in seen:
            raise MalformedTable(
                f"rows {seen[key]} and {line.number} give the same history; add their counts into "
                "one row, or remove the repeated row"
            )
        seen[key] = line.number


def _histories(lists: Sequence[str], counted: Sequence[_Counted]) -> Histories:
    cells: dict[tuple[bool, ...], int] = defaultdict(int)
    for line in counted:
        if not any(line.history) and line.count > 0:
            raise MalformedTable(
                f"row {line.number} counts {line.count} people on no list; remove the row: their "
                "number is what is estimated"
            )
        cells[line.history] += line.count
    return from_cells(lists, list(cells), list(cells.values()))


def _stratum(lists: Sequence[str], counted: Sequence[_Counted]) -> Histories | str:
    try:
        return _histories(lists, counted)
    except MalformedTable as problem:
        return str(problem)
