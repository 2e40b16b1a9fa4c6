"""The rows of a table, cell by cell: of its rendition, or of the file as it was cut."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from itertools import islice

from msgspec import Struct

from onrecord.model.passage import Cell, Span
from onrecord.model.rendition import Rendition
from onrecord.read.grid import Tables


class Filled(Struct, frozen=True, kw_only=True):
    """The words of a cell, without the white space around them, at their place."""

    cell: Cell
    span: Span


class TableRow(Struct, frozen=True, kw_only=True):
    """The filled cells of a row in order; ``line`` reaches from the first word to the last."""

    number: int
    cells: tuple[Filled, ...]
    line: Span


class TableFile(Struct, frozen=True, kw_only=True):
    """A file that was cut into cells and not rendered; ``id`` is what its rendition would have."""

    id: str
    tables: Tables


Table = Rendition | TableFile


def sheet_names(table: Table) -> tuple[str, ...]:
    """The sheets of a table, in order."""
    if isinstance(table, TableFile):
        return tuple(dict.fromkeys(sheet.name for sheet in table.tables.sheets))
    return tuple(dict.fromkeys(cell.cell.sheet for cell in table.cells))


def column_list(table: Table, sheet: str) -> tuple[str, ...]:
    """The columns of a sheet by name, from the left."""
    if isinstance(table, TableFile):
        return table.tables.columns[sheet_names(table).index(sheet)]
    rows: dict[int, list[str]] = defaultdict(list)
    for cell in table.cells:
        if cell.cell.sheet == sheet:
            rows[cell.cell.row].append(cell.cell.column)
    widest = max((len(columns) for columns in rows.values()), default=0)
    return next((tuple(columns) for columns in rows.values() if len(columns) == widest), ())


def rows_of(table: Table, sheet: str) -> Iterator[TableRow]:
    """The rows of a sheet that hold words, top to bottom."""
    if isinstance(table, TableFile):
        yield from _rows_of_file(table, sheet)
        return
    number, filled = 0, list[Filled]()
    for place in table.cells:
        if place.cell.sheet != sheet:
            continue
        if place.cell.row != number:
            if filled:
                yield _row(number, filled, table.text, 0)
            number, filled = place.cell.row, []
        words = table.text[place.start : place.end]
        if words.strip():
            filled.append(_filled(place.cell, words, place.start))
    if filled:
        yield _row(number, filled, table.text, 0)


def _rows_of_file(table: TableFile, sheet: str) -> Iterator[TableRow]:
    at = 0
    for one, columns in zip(table.tables.sheets, table.tables.columns, strict=True):
        for number, row in enumerate(one.rows, start=1):
            if one.name == sheet:
                filled, start = [], at
                for column, words in zip(columns, row, strict=False):
                    if words and not words.isspace():
                        cell = Cell(sheet=sheet, row=number, column=column)
                        filled.append(_filled(cell, words, start))
                    start += len(words) + 1
                if filled:
                    yield _row(number, filled, "\t".join(row), at)
            at += sum(map(len, row)) + max(1, len(row))


def words_below(table: Table, sheet: str, columns: Collection[str]) -> Iterator[str]:
    """The words of the filled cells of some columns, top to bottom, the header's among them."""
    if isinstance(table, TableFile):
        at = sheet_names(table).index(sheet)
        wanted = [n for n, name in enumerate(table.tables.columns[at]) if name in columns]
        for row in table.tables.sheets[at].rows if wanted else ():
            yield from (row[n].strip() for n in wanted if n < len(row) and row[n].strip())
        return
    for line in rows_of(table, sheet) if columns else ():
        yield from (filled.span.text for filled in line.cells if filled.cell.column in columns)


def first_words(table: Table, sheet: str, n: int) -> Iterator[tuple[int, list[str]]]:
    """The words of the first ``n`` filled cells of each row, with its number."""
    if not isinstance(table, TableFile):
        for row in rows_of(table, sheet):
            yield row.number, [filled.span.text for filled in row.cells[:n]]
        return
    for number, cells in enumerate(table.tables.sheets[sheet_names(table).index(sheet)].rows, 1):
        words = list(islice((cell.strip() for cell in cells if cell.strip()), n))
        if words:
            yield number, words


def _filled(cell: Cell, words: str, at: int) -> Filled:
    bare = words.strip()
    start = at + (len(words) - len(words.lstrip()) if bare is not words else 0)
    return Filled(cell=cell, span=Span(text=bare, start=start, end=start + len(bare)))


def _row(number: int, filled: list[Filled], text: str, at: int) -> TableRow:
    """A row; ``text`` holds its words, and begins at ``at``."""
    start, end = filled[0].span.start, filled[-1].span.end
    line = Span(text=text[start - at : end - at], start=start, end=end)
    return TableRow(number=number, cells=tuple(filled), line=line)
