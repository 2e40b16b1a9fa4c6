"""The rows of the small tables that a person writes for us: sources.csv and places.csv."""

import csv
import io

from msgspec import Struct

from onrecord.errors import MalformedTable
from onrecord.model.outcome import SetAside


class Row(Struct, frozen=True, kw_only=True):
    """A row by column name; ``line`` is where it stands in the file (1 is the first line)."""

    line: int
    cells: dict[str, str]  # trimmed; columns that the row does not fill are left out


class Rows(Struct, frozen=True, kw_only=True):
    """The filled rows of a table, and the columns and cells that nobody reads."""

    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]


def read_rows(content: bytes, *, table: str, needed: str, known: frozenset[str]) -> Rows:
    """The rows of a table with a header; MalformedTable when it cannot be read as one.

    Commas, semicolons or tabs; UTF-8, or UTF-16 with its mark. Columns that are not ``known``
    are set aside with a reason.
    """
    text = _decode(content, table)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        _check_header(header, table, needed)
        aside = [_unread(table, name, known) for name in header if name and name not in known]
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(reader.line_num, header, cells))
                aside += _overflow(table, reader.line_num, header, cells)
    except csv.Error as error:
        raise MalformedTable(f"{table}: no table can be read from it ({error})") from error
    return Rows(rows=tuple(rows), set_aside=tuple(aside))


def _decode(content: bytes, table: str) -> str:
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise MalformedTable(
            f"{table}: byte {error.start} is no UTF-8; save the table as UTF-8 and add it again"
        ) from error
    return text.replace("\x00", "")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _check_header(header: list[str], table: str, needed: str) -> None:
    if needed not in header:
        raise MalformedTable(
            f"{table}: the first line has no column {needed!r} (it has: "
            f"{', '.join(header)[:200]}); the first line must name the columns"
        )
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise MalformedTable(f"{table}: column {doubled[0]!r} stands there twice; rename one")


def _row(line: int, header: list[str], cells: list[str]) -> Row:
    pairs = zip(header, (cell.strip() for cell in cells), strict=False)
    return Row(line=line, cells={name: cell for name, cell in pairs if name and cell})


def _unread(table: str, name: str, known: frozenset[str]) -> SetAside:
    reason = f"nothing reads a column of this name; {table} may have: {', '.join(sorted(known))}"
    return SetAside(stage="preserve", subject=f"{table}#{name}", reason=reason, code="column")


def _overflow(table: str, line: int, header: list[str], cells: list[str]) -> list[SetAside]:
    if not any(cell.strip() for cell in cells[len(header) :]):
        return []
    reason = "the row has more cells than the first line has columns; put quotes around commas"
    return [
        SetAside(stage="preserve", subject=f"{table}, line {line}", reason=reason, code="ragged")
    ]
