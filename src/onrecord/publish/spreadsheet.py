"""CSV that a spreadsheet shows and does not run, and that gives its words back unchanged."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

# Excel, LibreOffice and Sheets take a cell that starts so for a formula (OWASP, CSV Injection);
# the wide forms are taken for the narrow ones under East Asian settings.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
GUARD = "'"


def guarded(text: str) -> str:
    """A text that starts like a formula, or with the guard itself, behind one apostrophe."""
    return GUARD + text if text.startswith((*FORMULA_STARTS, GUARD)) else text


def unguarded(cell: str) -> str:
    """The text as it was before `guarded`: one apostrophe at the start is taken away."""
    return cell[1:] if cell.startswith(GUARD) else cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> bytes:
    """UTF-8 with a byte order mark, lines ended by CR LF (RFC 4180), text guarded.

    None is an empty cell; a list is its items joined by "; "; booleans are true and false.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)  # a number is written as one: "-25.2" is a longitude, no formula
    if isinstance(value, list | tuple):
        return guarded("; ".join(str(part) for part in value))
    return guarded(str(value))
