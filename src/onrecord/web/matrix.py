"""Parties beside events: who answered what as of a date, who is said to be silent."""

from datetime import date

from msgspec import Struct

from onrecord.record import queries
from onrecord.record.models import EventRow, PartyRow, SilenceRow
from onrecord.web.answers import ShownAnswer, shown_answers

PARTIES, EVENTS, ANSWERS = 10, 6, 3


class WholeCase(Struct, frozen=True):
    """The column of answers that name no event."""

    id: None = None
    label: str = "the case as a whole"


Column = EventRow | WholeCase


class Cell(Struct, frozen=True):
    """The answers of a party to an event; ``state`` where there is none."""

    answers: list[ShownAnswer]
    more: bool
    state: str
    claims: tuple[str, ...]
    undated: bool


class Line(Struct, frozen=True):
    """A party and its cells, one for each column."""

    party: PartyRow
    cells: list[Cell]


class Matrix(Struct, frozen=True):
    """A part of the whole table of parties and events."""

    columns: list[Column]
    lines: list[Line]
    parties_next: queries.Key | None
    events_next: int | None


def matrix(after: queries.Key | None, first_event: int, as_of: date | None) -> Matrix:
    """The parties that answered most, and the events that they answered."""
    page = queries.parties_by_responses(after, PARTIES)
    parties = [party for party in page.rows if party.n_responses or after is None]
    answered = queries.events_answered_by([party.id for party in parties])
    shown = answered[first_event : first_event + EVENTS]
    events = queries.events([event for event in shown if event])
    columns: list[Column] = [events[i] if i else WholeCase() for i in shown]
    silences = {
        (silence.event_id, silence.party_id): silence
        for silence in queries.silences_in(list(events), [party.id for party in parties])
    }
    return Matrix(
        columns=columns,
        lines=[
            Line(
                party,
                [
                    _cell(column.id, party.id, as_of, silences.get((column.id, party.id)))
                    for column in columns
                ],
            )
            for party in parties
        ],
        parties_next=page.next,
        events_next=first_event + EVENTS if len(answered) > first_event + EVENTS else None,
    )


def _cell(event: str | None, party: str, as_of: date | None, silence: SilenceRow | None) -> Cell:
    page = queries.responses_in(event, party, as_of, ANSWERS)
    return Cell(
        answers=shown_answers(page.rows),
        more=page.next is not None,
        state=silence.state if silence else "unknown",
        claims=silence.silence.claims[:ANSWERS] if silence else (),
        undated=as_of is not None and queries.answered_undated(event, party),
    )
