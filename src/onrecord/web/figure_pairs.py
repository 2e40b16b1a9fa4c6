"""Figures on accepted claims beside the same figures with suggestions, clearly told apart."""

from collections.abc import Iterable

from msgspec import Struct

from onrecord.record.models import FigureRow
from onrecord.web.inwords import figure_number


class FigurePair(Struct, frozen=True):
    """One question and its number on each basis; a basis may be missing."""

    title: str
    definition: str
    rows: tuple[FigureRow, ...]

    @property
    def anchor(self) -> str:
        """An id for the page."""
        return f"figure-{self.rows[0].pk}"

    @property
    def kind(self) -> str:
        """documented, ranged or estimated: a pair never mixes them."""
        return self.rows[0].kind

    @property
    def by_basis(self) -> tuple[FigureRow | None, FigureRow | None]:
        """The row on accepted claims and the row with suggestions, None where one is missing."""
        on = {row.basis: row for row in self.rows}
        return on.get("accepted"), on.get("with_suggestions")

    @property
    def has_number(self) -> bool:
        """Is there a number on either basis?"""
        return any(figure_number(row.figure) for row in self.rows)


class FigureList(Struct, frozen=True):
    """Pairs with a number, and those without, which say why."""

    with_number: list[FigurePair]
    without: list[FigurePair]


def numbers_first(rows: Iterable[FigureRow]) -> FigureList | None:
    """The figures of an event or the case, those with a number apart; None where there is none."""
    pairs = beside_each_other(rows)
    if not pairs:
        return None
    return FigureList(
        [pair for pair in pairs if pair.has_number],
        [pair for pair in pairs if not pair.has_number],
    )


def beside_each_other(rows: Iterable[FigureRow]) -> list[FigurePair]:
    """Group rows by event, harm, kind and title, in the order in which they come."""
    groups: dict[tuple[str, ...], list[FigureRow]] = {}
    for row in rows:
        key = (row.event_id or "", row.harm, row.kind, row.title)
        groups.setdefault(key, []).append(row)
    return [
        FigurePair(
            title=group[0].title,
            definition=group[0].figure.definition,
            rows=tuple(sorted(group, key=lambda row: row.basis)),
        )
        for group in groups.values()
    ]
