"""A table with one row a person: the lists that hold them, and what is known of them."""

import csv
import io
from collections.abc import Sequence

import numpy as np

from onrecord.errors import MalformedTable
from onrecord.stats.covariate_basis import Covariate
from onrecord.stats.overlap_table import MISSING, OFF, ON, PREFIX
from onrecord.stats.people import People, people_of

# A column of numbers with few different values is a code (of a place, of a wave), not a size.
FEWEST_NUMBERS = 13
WAY_OUT = "one row a person: 0/1 columns named `in_<list>`, and a column a covariate"
Row = Sequence[str]


def read_people(text: str, *, covariates: Sequence[str] | None = None) -> People:
    """Read a table of people, checked. Cells are separated by commas, semicolons or tabs.

    A column is a number when every cell that is not missing is one and there are 13 different
    ones or more; else a category. A missing value is kept as such: a kind of its own, never a
    guess. Beware of it where the linkage used the covariate: people who lack it cannot have been
    matched, and then tell nothing of those on no list.

    Parameters
    ----------
    text : with a header; columns ``in_<list>`` hold 0 and 1
    covariates : the columns to keep, or None for all others; a column in which most people have a
        text of their own (a name, an id) cannot be kept

    Raises
    ------
    MalformedTable : a sentence that names the row, what is wrong and what to do
    """
    header, rows = _cells(text)
    at = [index for index, name in enumerate(header) if name.startswith(PREFIX)]
    if len(at) < 2:
        raise MalformedTable(
            f"the table has {len(at)} columns named `in_<list>`, two or more are needed; {WAY_OUT}"
        )
    histories = np.array(
        [_history(row, number, header, at) for number, row in rows], dtype=np.bool_
    )
    columns = {
        name: _column(name, [row[header.index(name)].strip() for _, row in rows])
        for name in _kept(header, covariates)
    }
    return people_of(histories, columns, [header[index].removeprefix(PREFIX) for index in at])


def _cells(text: str) -> tuple[list[str], list[tuple[int, Row]]]:
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    rows = [row for row in lines if any(cell.strip() for cell in row)]
    if len(rows) < 2:
        raise MalformedTable(f"the table holds nobody; {WAY_OUT}")
    header = [name.strip() for name in rows[0]]
    twice = [name for name in header if header.count(name) > 1]
    if twice:
        raise MalformedTable(f"two columns are called {twice[0]!r}; give each its own name")
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(header):
            raise MalformedTable(
                f"row {number} has {len(row)} cells, the header has {len(header)}; check the "
                "commas and quotes of that row"
            )
    return header, list(enumerate(rows[1:], start=2))


def _history(row: Row, number: int, header: Sequence[str], at: Sequence[int]) -> list[bool]:
    history = []
    for index in at:
        value = row[index].strip()
        if value not in ON | OFF:
            what = "nothing" if value in MISSING else repr(value)
            raise MalformedTable(
                f"row {number}, column {header[index]!r} holds {what}; a list's column holds 1 (on "
                "the list) or 0 (not on it). Where it is unknown, the row cannot be used"
            )
        history.append(value in ON)
    if not any(history):
        raise MalformedTable(
            f"row {number} is on no list; remove it, or mark the list that it comes from"
        )
    return history


def _kept(header: Sequence[str], wanted: Sequence[str] | None) -> list[str]:
    others = [name for name in header if not name.startswith(PREFIX)]
    if wanted is None:
        return others
    unknown = [name for name in wanted if name not in others]
    if unknown:
        raise MalformedTable(
            f"no column of covariates is called {unknown[0]!r}; the table has {', '.join(others)}"
        )
    return list(wanted)


def _column(name: str, written: Sequence[str]) -> Covariate:
    values = ["" if value in MISSING else value for value in written]
    known = {value for value in values if value}
    numbers = [_number(value) for value in values]
    if len(known) >= FEWEST_NUMBERS and all(
        number is not None for number, value in zip(numbers, values, strict=True) if value
    ):
        return np.array([np.nan if number is None else number for number in numbers])
    if len(known) > max(FEWEST_NUMBERS, len(values) / 2):
        raise MalformedTable(
            f"column {name!r} holds a text of its own for most people ({len(known):,} different "
            "ones): it tells persons apart, not kinds of people. Name the columns to use as "
            "covariates without it, or group its values"
        )
    return np.array(values, dtype=np.str_)


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if np.isfinite(number) else None
