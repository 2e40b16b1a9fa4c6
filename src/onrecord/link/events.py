"""Events: claims that speak of the same happening, what they answer to, and their order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from onrecord.link.answers import Answer, answers_of
from onrecord.link.case_places import case_places
from onrecord.link.closeness import Apart
from onrecord.link.decided import Decided, decided_pairs
from onrecord.link.event_lessons import JudgedHappenings, enough, learned
from onrecord.link.event_pairs import asked_pairs, judged_happenings
from onrecord.link.gather import gather, joined_by_words
from onrecord.link.gathering import Gathering
from onrecord.link.happenings import happenings_of
from onrecord.link.labels import act_types_of, label_of, when_of
from onrecord.link.likeness import Occasions, levels, occasions_of
from onrecord.link.pairing import compare, may_be_weighed, within_documents
from onrecord.link.sequences import event_links, told_apart
from onrecord.link.traces import Trace, traces_of
from onrecord.link.weighing import Weighing
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim, Statement
from onrecord.model.claim import Sequence as SequenceBody
from onrecord.model.event import Event, EventLink, HappeningPair, PartyLink
from onrecord.model.event_lesson import EventLesson
from onrecord.model.judgement import Judgement
from onrecord.model.material import Document, Material
from onrecord.model.outcome import SetAside
from onrecord.model.source import Place
from onrecord.model.where import Where

_MANY = 10  # claims


class LinkedEvents(Struct, frozen=True, kw_only=True):
    """Events, their order, what may be one of them, what answers taught, and what fits none."""

    events: tuple[Event, ...] = ()
    links: tuple[EventLink, ...] = ()
    pairs: tuple[HappeningPair, ...] = ()
    lesson: EventLesson | None = None
    set_aside: tuple[SetAside, ...] = ()


def link_events(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    party_links: Iterable[PartyLink],
    judgements: Iterable[Judgement],
    places: Iterable[Place] = (),
) -> LinkedEvents:
    """Gather acts, tolls and displacements into events, within documents and then across them.

    ``places`` is the case's own gazetteer, for places that the reader left without an entry.

    Judgements on claim ids are always respected: "same" joins the events of two claims,
    "different" and "unsure" keep them apart. An event's id is made of its smallest claim id.
    """
    by_id = {claim.id: claim for claim in claims}
    ordered = sorted(by_id.values(), key=lambda c: (c.rendition, c.start, c.id))
    listed = tuple(documents)
    decided = {
        pair: verdict
        for pair, verdict in decided_pairs(judgements).items()
        if pair[0] in by_id and pair[1] in by_id
    }
    gazetteer = case_places(places)
    sequences = [c for c in ordered if isinstance(c.body, SequenceBody)]
    traces = _by_document(traces_of(ordered, listed, party_links, gazetteer))
    told = told_apart(sequences, traces)
    apart = _apart(told, decided)
    found = [g for key in sorted(traces) for g in happenings_of(traces[key], apart)]
    texts = {key: claim.text for key, claim in by_id.items()}
    happenings = joined_by_words(found, texts, apart)
    occasions = occasions_of(happenings)
    weighing = Weighing(occasions, taught(happenings, occasions, told, decided))
    compared = compare(happenings, weighing, apart)
    asked = (*compared, *within_documents(happenings, weighing, apart))
    gathered, conflicts = gather(happenings, compared, weighing, apart, decided)
    events = {identify("event", gathering.key): gathering for gathering in gathered}
    answers, unanswering = answers_of(
        [c for c in ordered if isinstance(c.body, Statement)],
        listed, traces, events, apart, gazetteer,
    )  # fmt: skip
    event_of = {claim: key for key, event in events.items() for claim in event.claims}
    links, unplaced = event_links(sequences, traces, event_of)
    return LinkedEvents(
        events=_events(events, _judged_answers(answers, decided, event_of)),
        links=links,
        pairs=asked_pairs(happenings, asked, weighing, event_of, decided),
        lesson=weighing.lesson,
        set_aside=(*conflicts, *unanswering, *unplaced),
    )


def happenings_of_case(material: Material, links: Iterable[PartyLink]) -> tuple[Gathering, ...]:
    """The happenings of all documents of a case that nobody has judged, before any are joined."""
    traces = _by_document(
        traces_of(material.claims, material.documents, links, case_places(material.places))
    )
    found = [g for key in sorted(traces) for g in happenings_of(traces[key], {})]
    return joined_by_words(found, {claim.id: claim.text for claim in material.claims}, {})


def taught(
    happenings: Sequence[Gathering], occasions: Occasions, told: Apart, decided: Decided
) -> EventLesson | None:
    """What answers on happenings teach; those that rules exclude are weighed by nothing.

    What somebody is asked hangs on what was joined. So it is seen what would have been without
    answers; ``told`` is what sources tell apart.
    """
    judged = {
        pair: verdict
        for pair, verdict in judged_happenings(happenings, decided).items()
        if verdict != "unsure" and may_be_weighed(happenings[pair[0]], happenings[pair[1]])
    }
    if not enough(verdict == "same" for verdict in judged.values()):
        return None
    published = Weighing(occasions)
    alone, _ = gather(happenings, compare(happenings, published, told), published, told, {})
    event_of = {claim: event.key for event in alone for claim in event.claims}
    known = [
        JudgedHappenings(
            left=one.key,
            right=other.key,
            levels=levels(one, other, occasions),
            joined=event_of[one.key] == event_of[other.key],
            same=verdict == "same",
        )
        for (left, right), verdict in judged.items()
        for one, other in ((happenings[left], happenings[right]),)
    ]
    return learned(known, occasions)


def _by_document(traces: Iterable[Trace]) -> dict[str, list[Trace]]:
    found: dict[str, list[Trace]] = defaultdict(list)
    for trace in traces:
        found[trace.document].append(trace)
    return found


def _apart(told: Apart, decided: Decided) -> Apart:
    apart: Apart = defaultdict(set)
    for claim, others in told.items():
        apart[claim] |= others
    for (left, right), (verdict, _) in decided.items():
        if verdict == "same":  # a person's word goes before a source's order of events
            apart[left].discard(right)
            apart[right].discard(left)
        else:
            apart[left].add(right)
            apart[right].add(left)
    return {claim: others for claim, others in apart.items() if others}


def _judged_answers(
    answers: Iterable[Answer], decided: Decided, event_of: Mapping[str, str]
) -> dict[str, list[str]]:
    """Statements by event: the rule's, and those that a person put with a claim of the event."""
    found: dict[str, list[str]] = defaultdict(list)
    for answer in answers:
        for event in answer.events:
            found[event].append(answer.statement)
    for (left, right), (verdict, _) in decided.items():
        for claim, statement in ((left, right), (right, left)):
            if verdict == "same" and claim in event_of and statement not in event_of:
                found[event_of[claim]].append(statement)
    return found


def _events(events: Mapping[str, Gathering], answers: Mapping[str, list[str]]) -> tuple[Event, ...]:
    return tuple(
        event_of_gathering(key, events[key], answers.get(key, [])) for key in sorted(events)
    )


def event_of_gathering(identifier: str, gathering: Gathering, statements: Iterable[str]) -> Event:
    """The event that a gathering is, described by what its claims state and nothing else."""
    traces = sorted(gathering.traces, key=lambda t: (t.document, t.start, t.claim))
    places = _places(traces)
    when = when_of(traces, gathering.days)
    return Event(
        id=identifier,
        label=label_of(traces, places, when),
        claims=tuple(trace.claim for trace in traces),
        statements=tuple(dict.fromkeys(statements)),
        act_types=act_types_of(traces),
        places=places,
        when=when,
        reasons=tuple(sorted(gathering.reasons)),
    )


def _places(traces: Iterable[Trace]) -> tuple[Where, ...]:
    """The places that the claims state, one a gazetteer entry or wording, most stated first.

    A place of one claim alone describes no event of which ten claims or more state another.
    """
    stated: dict[tuple[str | None, ...], list[Where]] = defaultdict(list)
    for trace in traces:
        for where in trace.places:
            stated[where.gazetteer_id, where.name or where.text].append(where)
    ranked = sorted(stated.values(), key=lambda found: -len(found))
    common = [found for found in ranked if len(found) > 1 or len(ranked[0]) < _MANY]
    return tuple(found[0] for found in common)
