"""Where the header of a table stands, and what its columns are called."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from msgspec import Struct

from onrecord.names import fold
from onrecord.vocab import terms

Row = Sequence[str]
LOOKED_AT = 20  # rows from the top in which a header is looked for
_WORDS = re.compile(r"[^\W\d_]+")
_SPLIT = re.compile(r"[_./:\\-]+|(?<=[a-z])(?=[A-Z])")
_DIGIT_OR_DATE = re.compile(r"\d[\d.,/:\sT-]*|https?://\S+")


class Header(Struct, frozen=True, kw_only=True):
    """The header's own rows: ``first`` to ``last`` (1 is the first line); no header: both 0."""

    first: int
    last: int  # also the number of lines above the first record


def header_of(rows: Sequence[Row]) -> Header:
    """Find the header: the row with the most known column names, else the first full text row.

    Lines above it with a single cell are titles. A line above it with fewer, wider names is a
    first header row ("Victim", "Event"); a line of #tags below it belongs to it too.
    """
    top = rows[:LOOKED_AT]
    tags = next((i for i, row in enumerate(top) if i and _is_tag_row(row)), None)
    if tags is not None and n_filled(top[tags - 1]) >= 2:
        return Header(first=_upper_rows(top, tags - 1) + 1, last=tags + 1)
    scores = [known_names(row) for row in top]
    if not scores:
        return Header(first=0, last=0)
    # The first row that is nearly the best: a header that is repeated further down is a record's.
    best: int | None = next(i for i, score in enumerate(scores) if score >= 0.75 * max(scores))
    if best is None or scores[best] == 0 or (scores[best] == 1 and n_filled(top[best]) > 3):
        best = _first_text_row(top)
    if best is None:
        return Header(first=0, last=0)
    return Header(first=_upper_rows(top, best) + 1, last=best + 1)


def column_names(rows: Sequence[Row]) -> list[str]:
    """A name for every column: the header's words, joined over its rows, each name once.

    A column without words is called by its letters as in a spreadsheet; a repeated name gets a
    number: "name", "name (2)".
    """
    width = max((len(row) for row in rows), default=0)
    header = header_of(rows)
    names = [""] * width
    if header.last:
        own = [row for row in rows[header.first - 1 : header.last] if not _is_tag_row(row)]
        names = [_joined(column) for column in _spread(own, width)]
    return _each_once([name or _letters(i) for i, name in enumerate(names)])


@lru_cache(maxsize=1 << 16)
def plain(words: str) -> str:
    """Words as they are compared: folded, without digits and signs, one space between."""
    return " ".join(_WORDS.findall(fold(_SPLIT.sub(" ", words))))


def known_names(row: Row) -> int:
    """How many cells of a row are names of columns in a language that we know."""
    return sum(field_of_name(cell) is not None for cell in row if cell.strip())


def field_of_name(words: str) -> str | None:
    """The field that a header's words name exactly, by vocab/columns.toml; None for others."""
    return _names().get(plain(words))


@cache
def _names() -> dict[str, str]:
    return {plain(name): key for key, term in terms("columns").items() for name in term.words}


def n_filled(row: Row) -> int:
    """How many cells of a row say something."""
    return sum(bool(cell.strip()) for cell in row)


def _first_text_row(top: Sequence[Row]) -> int | None:
    """The first row of two cells and more, if all are words, different, and unlike a record."""
    for i, row in enumerate(top):
        filled = [cell.strip() for cell in row if cell.strip()]
        if len(filled) >= 2 or (len(filled) == 1 and all(n_filled(r) <= 1 for r in top)):
            has_numbers = any(_DIGIT_OR_DATE.fullmatch(cell) for cell in filled)
            return i if not has_numbers and len(set(filled)) == len(filled) else None
    return None


def _upper_rows(top: Sequence[Row], own: int) -> int:
    """The index of the first header row, from that of the row with the columns' own names."""
    first = own
    while first > 0 and _is_upper_row(top[first - 1], top[own]):
        first -= 1
    return first


def _is_upper_row(upper: Row, header: Row) -> bool:
    """A row of group names above a header: two and more, gaps where groups reach, no number."""
    filled = [cell.strip() for cell in upper if cell.strip()]
    gaps = [i for i, cell in enumerate(header) if cell.strip() and not _at(upper, i)]
    if len(filled) < 2 or not gaps:
        return False
    return not any(_DIGIT_OR_DATE.fullmatch(cell) for cell in filled)


def _at(row: Row, index: int) -> str:
    return row[index].strip() if index < len(row) else ""


def _is_tag_row(row: Row) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return bool(filled) and all(cell.startswith("#") for cell in filled)


def _spread(own: Sequence[Row], width: int) -> list[list[str]]:
    """The words of every column, top to bottom; a group name reaches to the next one."""
    columns: list[list[str]] = [[] for _ in range(width)]
    for n, row in enumerate(own):
        group = ""
        for i in range(width):
            cell = " ".join(row[i].split()) if i < len(row) else ""
            group = cell or group
            words = group if n < len(own) - 1 else cell
            if words:
                columns[i].append(words)
    return columns


def _joined(words: Sequence[str]) -> str:
    return " / ".join(words)


def _letters(index: int) -> str:
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _each_once(names: Sequence[str]) -> list[str]:
    made: list[str] = []
    taken: set[str] = set()
    for name in names:
        once, n = name, 1
        while once in taken:
            n += 1
            once = f"{name} ({n})"
        taken.add(once)
        made.append(once)
    return made
