"""Parties beside events: who had answered what by a day, who is said to be silent.

What counts as answered, undated, silent or unknown is worked out by `model.response_matrix`, from
the answers of the cells that the page shows.
"""

from datetime import date

from msgspec import Struct, structs

from onrecord.model import response_matrix
from onrecord.model.material import Answered
from onrecord.model.response import Response, Silence
from onrecord.record import queries
from onrecord.record.models import EventRow, PartyRow, ResponseRow
from onrecord.web.answers import ShownAnswer, shown_answers

PARTIES, EVENTS, SILENT = 10, 6, 10
ANSWERS = 6  # of a cell; the page of the event has the others
IN_SIGHT = 2  # the others of a cell open on demand


class WholeCase(Struct, frozen=True):
    """The column of answers that name no event."""

    id: None = None
    label: str = "the case as a whole"


Column = EventRow | WholeCase


class ShownCell(Struct, frozen=True):
    """A cell with the answers that open its words."""

    state: str
    answers: list[ShownAnswer]
    further: list[ShownAnswer]
    undated: list[ShownAnswer]
    beyond: bool  # the case holds more answers than the cell shows
    silences: tuple[str, ...]


class Line(Struct, frozen=True):
    """A party and its cells, one for each column."""

    party: PartyRow
    cells: list[ShownCell]


class Part(Struct, frozen=True):
    """A part of the whole table of parties and events."""

    columns: list[Column]
    lines: list[Line]
    parties_next: queries.Key | None
    events_next: int | None


def part_of_matrix(after: queries.Key | None, first_event: int, day: date | None) -> Part:
    """The parties that answered most, and the events that they answered."""
    page = queries.parties_by_responses(after, PARTIES)
    parties: list[PartyRow] = list(page.rows)
    if page.next is None:
        parties += queries.parties_only_silent(SILENT)
    answered = queries.events_answered_by([party.id for party in parties])
    shown = answered[first_event : first_event + EVENTS]
    known = queries.events([event for event in shown if event])
    columns: list[Column] = [known[event] if event else WholeCase() for event in shown]
    return Part(
        columns=columns,
        lines=_lines(parties, columns, day),
        parties_next=page.next,
        events_next=first_event + EVENTS if len(answered) > first_event + EVENTS else None,
    )


def _lines(parties: list[PartyRow], columns: list[Column], day: date | None) -> list[Line]:
    pages = {
        (party.id, column.id): queries.responses_in(column.id, party.id, ANSWERS)
        for party in parties
        for column in columns
    }
    rows: dict[str, ResponseRow] = {row.id: row for page in pages.values() for row in page.rows}
    known = {party.id: party for party in parties}
    for row in rows.values():
        row.party = known[row.party_id]
    cells = response_matrix.matrix(
        Answered(
            responses=tuple(_in_cell(row) for row in rows.values()),
            silences=_silences(parties, columns),
        ),
        events=tuple(column.id for column in columns),
        parties=tuple(party.id for party in parties),
        day=day,
    )
    return [
        Line(
            party,
            [
                _shown(
                    cells.cell(party.id, column.id),
                    rows,
                    beyond=pages[party.id, column.id].next is not None,
                )
                for column in columns
            ],
        )
        for party in parties
    ]


def _in_cell(row: ResponseRow) -> Response:
    return structs.replace(row.response, event=row.event_id, party=row.party_id)


def _silences(parties: list[PartyRow], columns: list[Column]) -> tuple[Silence, ...]:
    events = [column.id for column in columns if column.id]
    rows = queries.silences_in(events, [party.id for party in parties])
    return tuple(row.silence for row in rows)


def _shown(cell: response_matrix.Cell, rows: dict[str, ResponseRow], *, beyond: bool) -> ShownCell:
    answers = shown_answers([rows[i] for i in cell.responses])
    answers.sort(key=lambda answer: answer.told_by_another)  # its own words first
    return ShownCell(
        state=cell.state,
        answers=answers[:IN_SIGHT],
        further=answers[IN_SIGHT:],
        undated=shown_answers([rows[i] for i in cell.undated]),
        beyond=beyond,
        silences=cell.silences,
    )
