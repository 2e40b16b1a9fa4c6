"""Tables in text files: the delimiter found out, cells kept as words, formulas never worked out."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.read.extracted import Extracted, left_out
from onrecord.read.grid import Measure, Room, Sheet, Tables, extracted_from
from onrecord.read.plain_text import decode

SHEET = "table"
VERSION = "1"
MAX_CELL = 10_000_000  # characters; csv refuses longer ones itself
MAX_SHOWN = 5  # rows of one kind of trouble that are named one by one
SWALLOWED = 20  # lines in one cell that look like rows
DELIMITERS = ",;\t|"
_SIGNS = ("=", "+", "-", "@")
_FORMULA = re.compile(r"=\s*[A-Za-z_(\"'+\-]|[+\-@]\s*[A-Za-z_]+\s*[(|!]|@[A-Z]+\(|\|")


def read_delimited(data: bytes) -> Extracted:
    """One line a record of a CSV or TSV; a record that spans lines of the file is one line here.

    The delimiter is the one of DELIMITERS that cuts most rows alike. Formulas ("=HYPERLINK(…)")
    are kept as the words that they are. Rows count records, blank ones included.
    """
    return extracted_from(cut_delimited(data, Room()))


def cut_delimited(data: bytes, room: Room) -> Tables:
    """The one sheet of a CSV or TSV, cut into cells."""
    decoded = decode(data)
    text = decoded.text
    rows = list(_records(text, _delimiter(text), Measure(room)))
    if not any(cell.strip() for row in rows for cell in row):
        raise Unreadable("the table has no filled cell; ask for the whole file", code="empty")
    return Tables.of(
        [Sheet(name=SHEET, rows=tuple(rows))],
        extractor="delimited",
        version=VERSION,
        set_aside=(*decoded.set_aside, *_ragged(rows), *_formulas(rows), *_swallowed(rows)),
    )


def _records(text: str, delimiter: str, measure: Measure) -> Iterator[tuple[str, ...]]:
    csv.field_size_limit(MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=True)
    known: dict[str, str] = {}  # words that stand in many cells are kept once
    line = 0
    try:
        for record in reader:
            measure.add(record)
            yield tuple([known.setdefault(cell, cell) for cell in record])
            line = reader.line_num
    except csv.Error as error:
        raise Unreadable(
            f"the table cannot be cut into cells from line {line + 1} on ({error}); if a quotation "
            "mark there is not closed, close it; else open the table in a spreadsheet program, "
            "save it as CSV in UTF-8, and give that",
            code="malformed-table",
        ) from error


def _delimiter(text: str) -> str:
    """The delimiter that cuts the first rows most alike; the more cells, the better."""
    return max(DELIMITERS, key=lambda d: (_evenness(text[:100_000], d), -DELIMITERS.index(d)))


def _evenness(text: str, delimiter: str) -> float:
    """How many rows are cut, how many of them alike, and into how many cells (0 to 4)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                widths.append(len(record))
            if len(widths) == 50:
                break
    except csv.Error:
        return 0.0
    several = [width for width in widths if width > 1]
    if not several:
        return 0.0
    commonest = max(set(several), key=lambda width: (several.count(width), width))
    share_cut, share_alike = len(several) / len(widths), several.count(commonest) / len(widths)
    return share_cut * (1 + share_alike) * (2 - 1 / commonest)


def _ragged(rows: Sequence[Sequence[str]]) -> list[SetAside]:
    """Rows with more cells than most: their last cells stand under no header of their own."""
    widths = Counter(len(row) for row in rows if any(row))
    usual = max(sorted(widths), key=widths.__getitem__) if widths else 0
    long = [
        n
        for n, row in enumerate(rows, 1)
        if len(row) > usual and any(cell.strip() for cell in row[usual:])
    ]
    notes = [
        left_out(
            "ragged",
            f"row {n}",
            f"the row has {len(rows[n - 1])} cells where most have {usual}; a comma without "
            "quotes around its words may have moved them",
        )
        for n in long[:MAX_SHOWN]
    ]
    return notes + _more("ragged", len(long) - MAX_SHOWN)


def _formulas(rows: Sequence[Sequence[str]]) -> list[SetAside]:
    found = [n for n, row in enumerate(rows, 1) if any(map(is_formula, row))]
    notes = [
        left_out(
            "formula",
            f"row {n}",
            "a cell starts like a formula; it is kept as words and never worked out: do not open "
            "the file in a spreadsheet program without care",
        )
        for n in found[:MAX_SHOWN]
    ]
    return notes + _more("formula", len(found) - MAX_SHOWN)


def _swallowed(rows: Sequence[Sequence[str]]) -> list[SetAside]:
    """A quotation mark that nobody closed makes one cell of all the rows after it."""
    return [
        left_out(
            "swallowed-rows",
            f"row {n}",
            f"a cell holds {cell.count(chr(10))} lines; if they are rows, a quotation mark before "
            "them is not closed: close it in a copy and add the copy",
        )
        for n, row in enumerate(rows, 1)
        for cell in row
        if cell.count("\n") >= SWALLOWED
    ]


def is_formula(cell: str) -> bool:
    """Would a spreadsheet program work this cell out? (-3, +963 11 and "- none" are words.)"""
    if not cell or cell[0].isalnum():
        return False
    words = cell.lstrip()
    return words[:1] in _SIGNS and _FORMULA.match(words) is not None


def _more(code: str, n: int) -> list[SetAside]:
    return [left_out(code, "table", f"and {n} more rows of the same kind")] if n > 0 else []
