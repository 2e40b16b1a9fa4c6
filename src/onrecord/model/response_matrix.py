"""Who had answered what by a given day: parties by events, one cell each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model.claim import Naming
from onrecord.model.material import Answered
from onrecord.model.response import Commitment, Response, Silence
from onrecord.model.when import When
from onrecord.vocab import terms

# What such a statement says of perpetrators is not whom the speaker holds responsible.
_NAMES_NOBODY = ("deny", "silence")


class Standing(Struct, frozen=True, kw_only=True):
    """The answers as they stood at the end of a day.

    ``responses`` had surely been given by then; of ``undated`` nobody can say whether they had;
    ``later`` had not. The three together are all responses; ``day`` None: at any date, and then
    all are ``responses``.
    """

    day: date | None
    responses: tuple[Response, ...]
    undated: tuple[Response, ...] = ()
    later: tuple[Response, ...] = ()
    silences: tuple[Silence, ...] = ()
    commitments: tuple[Commitment, ...] = ()


class Cell(Struct, frozen=True, kw_only=True):
    """What the case holds of one party's answer to one event, as of a day.

    answered: it holds an answer; undated: only answers of which nobody can say whether they had
    been given by then; silent: a source says that the party said nothing; unknown: it holds
    nothing. ``naming`` is the most specific naming of perpetrators, in the party's own words
    where the case holds any that were said by then, else as others tell it.
    """

    event: str | None
    party: str
    state: Literal["answered", "undated", "silent", "unknown"]
    speech_acts: tuple[str, ...] = ()  # in the order of vocab/speech_acts.toml
    naming: Naming | None = None
    named_in: str | None = None  # the response that names so
    in_own_words: bool = False
    responses: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    silences: tuple[str, ...] = ()  # claims that tell of a silence


class ResponseMatrix(Struct, frozen=True, kw_only=True):
    """Cells by party (rows) and event (columns), as of a day; every cell is there."""

    as_of: date | None
    events: tuple[str | None, ...]
    parties: tuple[str, ...]
    cells: tuple[Cell, ...]  # row by row

    def cell(self, party: str, event: str | None) -> Cell:
        """The cell of a party and an event; ValueError when the matrix holds neither."""
        row, column = self.parties.index(party), self.events.index(event)
        return self.cells[row * len(self.events) + column]


def when_known(said: When | None, day: date | None) -> Literal["by then", "later", "undated"]:
    """Had it been said by the end of that day, surely, surely not, or can nobody say?"""
    if day is None or (said is not None and said.latest is not None and said.latest <= day):
        return "by then"
    if said is not None and said.earliest is not None and said.earliest > day:
        return "later"
    return "undated"


def as_of(answered: Answered, day: date | None) -> Standing:
    """The answers as they stood at the end of a day; nothing is dropped.

    Silences and promises of which nobody can say whether they had been given stay with those
    that had; those that surely came later do not.
    """
    by: dict[str, list[Response]] = defaultdict(list)
    for response in answered.responses:
        by[when_known(response.said, day)].append(response)
    said = {response.claim: response.said for response in answered.responses}
    return Standing(
        day=day,
        responses=tuple(by["by then"]),
        undated=tuple(by["undated"]),
        later=tuple(by["later"]),
        silences=tuple(s for s in answered.silences if when_known(s.said, day) != "later"),
        commitments=tuple(
            c for c in answered.commitments if when_known(said.get(c.claim), day) != "later"
        ),
    )


def matrix(
    answered: Answered,
    events: Sequence[str | None],
    parties: Sequence[str],
    day: date | None = None,
) -> ResponseMatrix:
    """One cell for each of these parties and events (None: the case as a whole), as of a day.

    The cost is that of the answers handed over and of the cells asked for.
    """
    standing = as_of(answered, day)
    known, undated = _by_cell(standing.responses), _by_cell(standing.undated)
    silent: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for silence in standing.silences:
        if silence.state == "silent":
            silent[(silence.party, silence.event)].update(silence.claims)
    cells = tuple(
        _cell(at, known.get(at, ()), undated.get(at, ()), tuple(sorted(silent.get(at, ()))))
        for at in ((party, event) for party in parties for event in events)
    )
    return ResponseMatrix(as_of=day, events=tuple(events), parties=tuple(parties), cells=cells)


def overall(
    answered: Answered, parties: Sequence[str], day: date | None = None
) -> tuple[Cell, ...]:
    """One cell for each party over all events and the case as a whole, as of a day.

    ``event`` is None in all of them. An answer to several events is counted once.
    """
    wanted = set(parties)
    merged = Answered(
        responses=tuple(
            {
                response.claim: replace(response, event=None)
                for response in sorted(answered.responses, key=lambda one: one.id, reverse=True)
                if response.party in wanted
            }.values()
        ),
        silences=tuple(
            replace(silence, event=None) for silence in answered.silences if silence.party in wanted
        ),
    )
    return matrix(merged, [None], parties, day).cells


def parties_that_answer(answered: Answered) -> tuple[str, ...]:
    """The parties with a row: who spoke, who is said to be silent, whom somebody addressed."""
    spoke = {response.party for response in answered.responses}
    return tuple(sorted(spoke | {silence.party for silence in answered.silences}))


def _by_cell(
    responses: Iterable[Response],
) -> dict[tuple[str, str | None], tuple[Response, ...]]:
    groups: dict[tuple[str, str | None], list[Response]] = defaultdict(list)
    for response in responses:
        groups[(response.party, response.event)].append(response)
    return {at: tuple(sorted(group, key=_by_date)) for at, group in groups.items()}


def _cell(
    at: tuple[str, str | None],
    known: Sequence[Response],
    undated: Sequence[Response],
    silences: tuple[str, ...],
) -> Cell:
    given = [response for response in known if response.polarity == "positive"]
    naming = _most_specific(given)
    acts = {response.speech_act for response in given}
    return Cell(
        event=at[1],
        party=at[0],
        state=_state(given, undated, silences),
        speech_acts=tuple(act for act in terms("speech_acts") if act in acts),
        naming=naming.naming if naming else None,
        named_in=naming.id if naming else None,
        in_own_words=naming is not None and naming.told_by == "itself",
        responses=tuple(response.id for response in known),
        undated=tuple(response.id for response in undated),
        silences=silences,
    )


def _state(
    given: Sequence[Response], undated: Sequence[Response], silences: Sequence[str]
) -> Literal["answered", "undated", "silent", "unknown"]:
    if given:
        return "answered"
    if silences:
        return "silent"
    return "undated" if any(r.polarity == "positive" for r in undated) else "unknown"


def _most_specific(given: Sequence[Response]) -> Response | None:
    order = terms("naming")
    telling = [response for response in given if response.speech_act not in _NAMES_NOBODY]
    own = [response for response in telling if response.told_by == "itself"]
    return min(
        own or telling,
        key=lambda r: (-order[r.naming.level].order, *_by_date(r)),
        default=None,
    )


def _by_date(response: Response) -> tuple[date, str]:
    latest = response.said.latest if response.said else None
    return (latest or date.max, response.id)
