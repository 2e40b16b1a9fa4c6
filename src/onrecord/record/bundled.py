"""The bundled case: its documents, and what its fictional reviewer decided."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec import Struct, to_builtins

import onrecord.record.ready  # noqa: F401
from onrecord.errors import InputError, NoCase
from onrecord.model.claim_line import claim_line
from onrecord.record.case import Case
from onrecord.record.decisions import decide
from onrecord.record.models import ClaimRow, RecordRow

NAME = "velmara"
TITLE = "Velmara, September 2021 (fictional)"
REVIEWER = "the demo's reviewer (fictional)"


class Row(Struct, frozen=True, kw_only=True):
    """A row of a list, by the file's name and the number of its line."""

    file: str
    row: int


class Line(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of decisions.jsonl; examples/velmara/README.md describes the fields."""

    decision: Literal["accept", "reject", "same", "different"]
    because: str
    file: str = ""
    words: str = ""
    kind: str = ""
    says: dict[str, Any] = {}
    rows: tuple[int, int] | None = None
    left: Row | None = None
    right: Row | None = None


def bundled_folder() -> Path:
    """Where the bundled case lies: in the installed package, or in the repository beside it."""
    package = Path(str(files("onrecord")))
    for place in (package / "bundled" / NAME, package.parents[1] / "examples" / NAME):
        if place.is_dir():
            return place
    raise NoCase(f"the bundled case {NAME!r} is not installed; install the package from its wheel")


def apply_bundled_decisions(case: Case) -> int:
    """Apply every line of decisions.jsonl; returns how many decisions that made.

    InputError where a line selects nothing: the reader no longer finds what was judged.
    """
    path = bundled_folder() / "decisions.jsonl"
    made = 0
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not raw.strip():
            continue
        line = msgspec.json.decode(raw, type=Line)
        n = _apply(case, line)
        if not n:
            raise InputError(f"{path.name}, line {number}: selects nothing: {raw}")
        made += n
    return made


def _apply(case: Case, line: Line) -> int:
    if line.left and line.right:
        pair = [_record(line.left), _record(line.right)]
        decide(case, line.decision, pair[0], other=pair[1], by=REVIEWER, because=line.because)
        return 1
    selected = list(_selected(line))
    for claim in selected:
        decide(case, line.decision, claim, by=REVIEWER, because=line.because)
    return len(selected)


def _record(row: Row) -> str:
    found = RecordRow.objects.filter(document__name__endswith=row.file, row=row.row).first()
    if found is None:
        raise InputError(f"decisions.jsonl: {row.file} has no record in row {row.row}")
    return found.id


def _selected(line: Line) -> Iterator[str]:
    rows = ClaimRow.objects.filter(document__name__endswith=line.file).order_by("start", "id")
    if line.kind:
        rows = rows.filter(kind=line.kind)
    for row in rows:
        if _fits(row, line):
            yield row.id


def _fits(row: ClaimRow, line: Line) -> bool:
    claim = row.claim
    if line.rows is not None:
        first, last = line.rows
        return claim.cell is not None and first <= claim.cell.row <= last
    flat = to_builtins(claim_line(claim))
    said = all(flat.get(name) == value for name, value in line.says.items())
    return line.words in claim.text and said
