"""Tables in workbooks: every sheet, the values that the file stores, formulas never worked out."""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from importlib.metadata import version
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Heading
from onrecord.read.extracted import Extracted, left_out
from onrecord.read.grid import Measure, Room, Sheet, Tables, extracted_from
from onrecord.read.office_package import open_package, refuse_entities

KIND = "workbook"
MAX_COLUMNS = 1_000  # a sheet that is wider holds no list
MAX_SHOWN = 5
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_BROKEN = (InvalidFileException, KeyError, ValueError, TypeError, IndexError, AttributeError,
           zipfile.BadZipFile, OSError, SyntaxError, OverflowError)  # fmt: skip


def read_spreadsheet(data: bytes) -> Extracted:
    """The sheets of an XLSX one after the other, one line a row.

    Values are those that the program which saved the file stored; a formula without a stored
    value is an empty cell and is set aside. Dates are written as ISO dates. Hidden sheets are
    read, and said to be hidden.
    """
    return extracted_from(cut_spreadsheet(data, Room()))


def cut_spreadsheet(data: bytes, room: Room) -> Tables:
    """The sheets of an XLSX, cut into cells."""
    with open_package(data, kind=KIND, unpacked=room.unpacked) as package:
        refuse_entities(package, kind=KIND)
        has_formulas = _has_formulas(package)
    sheets, hidden = _sheets(data, Measure(room))
    notes = [*hidden, *(_unstored_formulas(data, sheets) if has_formulas else ())]
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise Unreadable("the workbook has no filled cell; ask for the whole file", code="empty")
    return Tables.of(
        sheets,
        extractor="openpyxl",
        version=version("openpyxl"),
        headings=_headings(data),
        set_aside=tuple(notes),
    )


def _has_formulas(package: zipfile.ZipFile) -> bool:
    """Does a sheet hold a formula? To read all cells once more for none takes minutes."""
    sheets = (name for name in package.namelist() if name.startswith("xl/worksheets/"))
    return any(_holds(package, name, _FORMULA) for name in sheets)


def _holds(package: zipfile.ZipFile, name: str, mark: re.Pattern[bytes]) -> bool:
    before = b""
    with package.open(name) as stream:
        while chunk := stream.read(1 << 20):
            if mark.search(before + chunk):
                return True
            before = chunk[-64:]
    return False


def _open(data: bytes, *, values: bool) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and of validation rules
            return openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
    except _BROKEN as error:
        raise _damaged(error) from error


def _sheets(data: bytes, measure: Measure) -> tuple[list[Sheet], list[SetAside]]:
    workbook = _open(data, values=True)
    known: dict[str, str] = {}  # words that stand in many cells are kept once
    sheets, notes = [], []
    try:
        for worksheet in workbook.worksheets:
            rows = _trimmed([_row(cells, measure, known) for cells in _rows(worksheet)])
            sheets.append(Sheet(name=worksheet.title, rows=rows))
            if worksheet.sheet_state != "visible" and rows:
                reason = "the sheet is hidden in the workbook; it was read all the same"
                notes.append(left_out("hidden-sheet", worksheet.title, reason))
    except _BROKEN as error:
        raise _damaged(error) from error
    finally:
        workbook.close()
    return sheets, notes


def _rows(worksheet: Any) -> Iterator[tuple[Any, ...]]:
    worksheet.reset_dimensions()  # what a sheet says of its size may be a lie
    yield from worksheet.iter_rows(values_only=True)


def _row(cells: tuple[Any, ...], measure: Measure, known: dict[str, str]) -> tuple[str, ...]:
    if len(cells) > MAX_COLUMNS and any(cell is not None for cell in cells[MAX_COLUMNS:]):
        raise Unreadable(
            f"a sheet has {len(cells)} columns, more than the {MAX_COLUMNS} that are read; copy "
            "the columns that matter to a new workbook",
            code="too-large",
        )
    words = [_words(cell) for cell in cells[:MAX_COLUMNS]]
    while words and not words[-1]:
        words.pop()
    measure.add(words)
    return tuple([known.setdefault(cell, cell) for cell in words])


def _words(value: Any) -> str:
    """A stored value in words; a number without a fraction is written without one."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime():
            at_midnight = value.time() == time()
            return value.date().isoformat() if at_midnight else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case _:
            return _UNSHOWN.sub("\ufffd", str(value).replace("\r\n", "\n").replace("\r", "\n"))


def _trimmed(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """The rows without the empty ones at the end."""
    n = len(rows)
    while n and not any(rows[n - 1]):
        n -= 1
    return tuple(rows[:n])


def _unstored_formulas(data: bytes, sheets: list[Sheet]) -> list[SetAside]:
    """Formulas whose value the file does not store, so that the cell is empty in the text."""
    workbook = _open(data, values=False)
    found: list[str] = []
    try:
        for worksheet, sheet in zip(workbook.worksheets, sheets, strict=True):
            for n, cells in enumerate(_rows(worksheet)):
                for m, value in enumerate(cells[:MAX_COLUMNS]):
                    if isinstance(value, str) and value.startswith("=") and not _at(sheet, n, m):
                        found.append(f"{sheet.name}, row {n + 1}, column {m + 1}")
    except _BROKEN as error:
        raise _damaged(error) from error
    finally:
        workbook.close()
    reason = (
        "the cell holds a formula and no value; open the workbook in a spreadsheet program, save "
        "it, and add that"
    )
    notes = [left_out("formula", subject, reason) for subject in found[:MAX_SHOWN]]
    if len(found) > MAX_SHOWN:
        more = f"and {len(found) - MAX_SHOWN} more formulas without a value"
        notes.append(left_out("formula", "workbook", more))
    return notes


def _at(sheet: Sheet, row: int, column: int) -> str:
    rows = sheet.rows
    return rows[row][column] if row < len(rows) and column < len(rows[row]) else ""


def _headings(data: bytes) -> tuple[Heading, ...]:
    workbook = _open(data, values=True)
    properties = workbook.properties
    workbook.close()
    pairs = (("title", properties.title), ("speaker", properties.creator))
    created = properties.created
    found = [(field, str(text).strip()) for field, text in pairs if text and text != "openpyxl"]
    if created is not None:
        found.append(("created", created.isoformat()))
    return tuple(Heading(field=f, text=text, stated_in="xlsx properties") for f, text in found)


def _damaged(error: Exception) -> Unreadable:
    return Unreadable(
        f"the workbook is damaged ({error}); ask for it again, or save it as CSV and add that",
        code="damaged-workbook",
    )
