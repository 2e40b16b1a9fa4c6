"""Which events a statement answers: by its own words first, then by what stands around it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from onrecord.link.case_places import CasePlaces
from onrecord.link.closeness import Apart
from onrecord.link.days import days_of
from onrecord.link.gathering import Gathering
from onrecord.link.said import Said, may_answer, said_in, speaks_of
from onrecord.link.spots import best_fit
from onrecord.link.traces import Trace, paragraph_of
from onrecord.model.claim import Claim
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside

_AT_MOST = 3  # events of other documents that one statement on "all violence" may answer
_LOOKED_AT = 500  # with more events than this around its date, a statement fits none for sure
_BEFORE = 60  # days: how far back a statement that names no day reaches


class Answer(Struct, frozen=True, kw_only=True):
    """A statement and the events that it answers, by id."""

    statement: str
    events: tuple[str, ...]


class _Case(Struct, frozen=True, kw_only=True):
    """What answers are looked up in: events by id, and the event of each of their claims."""

    events: Mapping[str, Gathering]
    event_of: Mapping[str, str]
    by_month: Mapping[int | None, Sequence[str]]  # None: events without days
    places: CasePlaces
    apart: Apart


def answers_of(
    statements: Iterable[Claim],
    documents: Iterable[Document],
    traces: Mapping[str, Sequence[Trace]],
    events: Mapping[str, Gathering],
    apart: Apart,
    places: CasePlaces,
) -> tuple[tuple[Answer, ...], tuple[SetAside, ...]]:
    """Attach statements to the events that they answer; ``events`` by id.

    In this order: acts told inside the statement's own words; events of its document whose kind
    of harm it names; for words that only point back ("those responsible"), the events of the
    statement before it; events of its paragraph; the one killing of its document; the chief events
    of the case that its kind of harm, place and date allow. What answers no event that can be told
    stays out of every event and is set aside.
    """
    case = _Case(
        events=events,
        event_of={claim: key for key, event in events.items() for claim in event.claims},
        by_month=_by_month(events),
        places=places,
        apart=apart,
    )
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in sorted(statements, key=lambda c: (c.rendition, c.start, c.end, c.id)):
        by_document[claim.rendition].append(claim)
    made: list[Answer] = []
    aside: list[SetAside] = []
    for document in sorted(documents, key=lambda d: d.id):
        here = traces.get(document.id, ())
        for claim, answered in _of_document(by_document[document.id], here, document, case):
            if answered:
                made.append(Answer(statement=claim.id, events=answered))
            else:
                aside.append(_unanswering(claim))
    return tuple(made), tuple(aside)


def _of_document(
    claims: Sequence[Claim], here: Sequence[Trace], document: Document, case: _Case
) -> Iterable[tuple[Claim, tuple[str, ...]]]:
    before: tuple[str, ...] = ()
    for claim in claims:
        said = said_in(claim, case.places)
        answered = tuple(
            key
            for key in _answered(claim, said, here, before, document, case)
            if not case.apart.get(claim.id, set()) & case.events[key].claims
        )
        before = answered or before
        yield claim, answered


def _answered(
    claim: Claim,
    said: Said,
    here: Sequence[Trace],
    before: tuple[str, ...],
    document: Document,
    case: _Case,
) -> tuple[str, ...]:
    inside = _events_of([t for t in here if said.start <= t.start < said.end], case)
    if inside:
        return (*inside, *_to_the_other_side(said, inside, here, document, case))
    if not (said.families or said.answering):
        return ()
    local = [key for key in _events_of(here, case) if may_answer(said, case.events[key])]
    fitting = _of_kind(said, local, case)
    if fitting:
        return fitting
    if said.answering and before:
        return before
    paragraph = paragraph_of(document.text, claim.start)
    around = _events_of([t for t in here if t.paragraph == paragraph], case)
    at_hand = tuple(key for key in around if key in local)
    if at_hand:
        return at_hand
    fatal = tuple(key for key in local if case.events[key].family == "killing")
    return fatal if len(fatal) == 1 else _of_the_case(said, document, case)


def _to_the_other_side(
    said: Said, inside: Sequence[str], here: Sequence[Trace], document: Document, case: _Case
) -> tuple[str, ...]:
    """Events of the side that its words name too: "attacks on the forces and all violence …"."""
    answered = {case.events[key].side for key in inside}
    left = said.sides - answered
    further = said.families - {case.events[key].family for key in inside}
    if len(said.sides) < 2 or len(left) != 1 or None in answered or not further:
        return ()
    rest = replace(said, side=next(iter(left)), families=further)
    local = [key for key in _events_of(here, case) if may_answer(rest, case.events[key])]
    found = _of_kind(rest, local, case) or _of_the_case(rest, document, case)
    return tuple(key for key in found if key not in inside)


def _events_of(traces: Iterable[Trace], case: _Case) -> tuple[str, ...]:
    found = (case.event_of[t.claim] for t in traces if t.claim in case.event_of)
    return tuple(dict.fromkeys(found))


def _of_kind(said: Said, candidates: Sequence[str], case: _Case) -> tuple[str, ...]:
    """Events of a kind that the words name; "violence" means killings where there are any."""
    fatal = [key for key in candidates if case.events[key].family == "killing"]
    looked_at = fatal if fatal and said.families == {"unsaid"} else candidates
    return tuple(key for key in looked_at if speaks_of(said, case.events[key]))


def _of_the_case(said: Said, document: Document, case: _Case) -> tuple[str, ...]:
    """The chief events that fit a statement whose document tells of none: few, or one."""
    published = days_of(document.bibliography.published).last
    countries = said.countries or {c for c in (document.bibliography.country,) if c}
    if published is None:
        near = sorted(case.events)
    else:
        months = range((published - _BEFORE) // 31, published // 31 + 1)
        near = sorted({k for month in (None, *months) for k in case.by_month.get(month, ())})
    if len(near) > _LOOKED_AT:
        return ()
    candidates = [
        key
        for key in near
        if may_answer(said, event := case.events[key])
        and _just_before(event, published)
        and not (countries and event.countries and not countries & event.countries)
        and (not said.spots or best_fit(said.spots, event.common_spots()) is not None)
    ]
    fitting = _of_kind(said, candidates, case)
    largest = max((len(case.events[key].claims) for key in fitting), default=0)
    wholes = [key for key in fitting if case.events[key].wide]
    if len(wholes) == 1:  # said of the whole, and not of each of its parts
        within = (case.events[key].place_fit(case.events[wholes[0]]) for key in fitting)
        if all(fit in ("same", "near") for fit in within):
            return (wholes[0],)
    chief = tuple(k for k in sorted(fitting) if 3 * len(case.events[k].claims) >= largest)
    return chief if len(chief) == 1 or (said.spots and len(chief) <= _AT_MOST) else ()


def _by_month(events: Mapping[str, Gathering]) -> dict[int | None, list[str]]:
    """Events by the 31-day periods that their days touch; under None those without both ends."""
    found: dict[int | None, list[str]] = defaultdict(list)
    for key, event in events.items():
        first, last = event.days.first, event.days.last
        if first is None or last is None:
            found[None].append(key)
        else:
            for month in range(first // 31, last // 31 + 1):
                found[month].append(key)
    return found


def _just_before(event: Gathering, published: int | None) -> bool:
    """Whether an event lies before a statement, and not long before; True where nobody knows."""
    first, last = event.days.first, event.days.last
    if published is None or first is None or last is None:
        return True
    return first <= published and last >= published - _BEFORE


def _unanswering(claim: Claim) -> SetAside:
    return SetAside(
        stage="link",
        subject=claim.id,
        reason="the statement's words and what stands around them point to no event of the case "
        "that can be told from others; it answers the case as a whole",
        code="answers-no-event",
    )
