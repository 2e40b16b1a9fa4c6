"""What a release of a list changed, as a page tells it: how many rows of each kind, and the first.

Rows are matched when the case is run; a page reads one row of a table.
"""

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.releases import Followed, ListRow
from onrecord.record.models import ReleaseRow
from onrecord.record.releases import Decided

SHOWN = 200  # rows of each kind
_LONGEST = 200  # characters of a row or a cell


class CellTold(Struct, frozen=True, kw_only=True):
    """A field of a row that changed; empty words for nothing."""

    field: str
    before: str
    now: str


class RowTold(Struct, frozen=True, kw_only=True):
    """A row: its number in the new release, or in the earlier one where it was withdrawn."""

    row: int
    row_before: int | None = None
    words: str = ""
    cells: tuple[CellTold, ...] = ()


class ReleaseTold(Struct, frozen=True, kw_only=True):
    """What a release changed since the one before it; of each kind of row the first are told."""

    decision: str
    by: str
    on: str
    n_same: int
    n_changed: int
    n_added: int
    n_withdrawn: int
    n_back: int
    remarks: tuple[str, ...]
    new_columns: tuple[str, ...]
    lost_columns: tuple[str, ...]
    changed: tuple[RowTold, ...]
    added: tuple[RowTold, ...]
    withdrawn: tuple[RowTold, ...]


def told(one: Decided) -> ReleaseTold:
    """What a release changed."""
    found = one.changes
    return ReleaseTold(
        decision=one.decision.id,
        by=one.decision.by,
        on=f"{one.decision.at:%Y-%m-%d}",
        n_same=sum(not row.changes for row in found.followed),
        n_changed=len(found.changed),
        n_added=len(found.added),
        n_withdrawn=len(found.withdrawn),
        n_back=len(found.back),
        remarks=found.remarks,
        new_columns=found.new_columns,
        lost_columns=found.lost_columns,
        changed=tuple(_changed(row) for row in found.changed[:SHOWN]),
        added=tuple(_row(row) for row in found.added[:SHOWN]),
        withdrawn=tuple(_row(row) for row in found.withdrawn[:SHOWN]),
    )


def stored_told(row: ReleaseRow) -> ReleaseTold:
    """What the row of a release tells."""
    return msgspec.json.decode(row.body, type=ReleaseTold)


def _changed(row: Followed) -> RowTold:
    cells = tuple(
        CellTold(
            field=change.field,
            before=(change.before or "")[:_LONGEST],
            now=(change.now or "")[:_LONGEST],
        )
        for change in row.changes
    )
    return RowTold(row=row.row, row_before=row.row_before, cells=cells)


def _row(row: ListRow) -> RowTold:
    return RowTold(row=row.record.row, words=" · ".join(row.said.values())[:_LONGEST])
