"""What the dossier page of one event says, gathered for its template."""

from itertools import groupby
from typing import Any

from msgspec import Struct

from onrecord.model.event import Event
from onrecord.model.finding import Finding
from onrecord.model.response import Response
from onrecord.publish import wording
from onrecord.publish.cards import Card, card, cards, charts, sentences
from onrecord.publish.place_map import place_map
from onrecord.publish.shown import Shown
from onrecord.publish.tables import figures_of
from onrecord.vocab import term

_QUESTIONS = {
    "it happened": "Did it happen?",
    "perpetrator": "Who did it?",
    "place": "Where?",
    "when": "When?",
}


class VersionView(Struct, frozen=True, kw_only=True):
    """One version of an answer: what is claimed, from how many origins, by whom, denied by whom."""

    value: str
    grade: str | None
    n_origins: int
    claimed: list[Card]
    denied: list[Card]


class Question(Struct, frozen=True, kw_only=True):
    """One question about an event, its versions side by side and the origins of its claims."""

    words: str
    grade: str
    meaning: str
    rule: str
    n_for: int
    n_against: int
    n_alleged: int
    versions: list[VersionView]
    origins: list[tuple[str, int, tuple[str, ...]]]  # origin, claims, reasons


def event_context(shown: Shown, event: Event) -> dict[str, Any]:
    """Everything that event.html shows. Paths are relative to the folder events/."""
    corroborated = shown.corroborated
    located = [place for place in event.places if place.latitude is not None]
    return {
        "event": event,
        "when": wording.when_short(event.when) if event.when else None,
        "when_source": event.when.text if event.when else None,
        "place_names": list(dict.fromkeys(p.name or p.text for p in event.places)),
        "documents": _by_document(cards(shown, event.claims)),
        "questions": [
            _question(shown, f)
            for f in sorted(corroborated.findings, key=_by_question)
            if f.event == event.id
        ],
        "contradictions": [
            (c.words, sentences(shown, c.claims))
            for c in corroborated.contradictions
            if c.event == event.id
        ],
        "charts": charts(shown, event.claims, root="../"),
        "map": place_map(event.places) if located else None,
        "figures": figures_of(shown, event.id),
        "before": _neighbours(shown, event, before=True),
        "after": _neighbours(shown, event, before=False),
        "responses": responses_of(shown, event.id),
        "silences": silences_of(shown, event.id),
        "promises": promises_of(shown, event.id),
    }


def _by_question(finding: Finding) -> tuple[int, str, str]:
    """Did it happen, who did it, then how many of each harm, then the rest."""
    order = list(_QUESTIONS)
    asked = order.index(finding.question) if finding.question in order else 1.5
    return int(asked * 2), finding.question, finding.id


def _by_document(told: list[Card]) -> list[tuple[str, list[Card]]]:
    """The claims of each document together, under its title."""
    return [(title, list(own)) for title, own in groupby(told, key=lambda c: c.chain[0])]


def _question(shown: Shown, finding: Finding) -> Question:
    grade = term("grades", finding.grade)
    harm = finding.question.removeprefix("toll:")
    counted = f"How many were {term('harms', harm).label}?" if harm != finding.question else None
    return Question(
        words=counted or _QUESTIONS.get(finding.question, finding.question),
        grade=grade.label,
        meaning=grade.definition,
        rule=finding.rule,
        n_for=finding.n_origins_for,
        n_against=finding.n_origins_against,
        n_alleged=finding.n_origins_alleged,
        versions=[
            VersionView(
                value=version.value,
                grade=term("grades", version.grade).label if version.grade else None,
                n_origins=len(version.lineages),
                claimed=sentences(shown, version.claims),
                denied=sentences(shown, version.denied_by),
            )
            for version in finding.versions
        ],
        origins=[(line.origin, len(line.claims), line.reasons) for line in finding.lineages],
    )


def _neighbours(
    shown: Shown, event: Event, *, before: bool
) -> list[tuple[Event, bool, list[Card]]]:
    """Events that a source says came before or after: (event, led to it, who says so)."""
    events = {e.id: e for e in shown.linked.events}
    return [
        (events[link.earlier if before else link.later], link.causal, cards(shown, link.claims))
        for link in shown.linked.event_links
        if (link.later if before else link.earlier) == event.id
    ]


class Answer(Struct, frozen=True, kw_only=True):
    """A response as pages show it."""

    id: str
    party: str
    did: str
    negated: bool
    said: str
    naming: str
    named: str | None
    addressee: str | None
    itself: bool
    card: Card
    beside: tuple[str, ...]


def answer_of(shown: Shown, response: Response) -> Answer:
    """One response in words."""
    naming = response.naming
    return Answer(
        id=response.id,
        party=party_name(shown, response.party),
        did=term("speech_acts", response.speech_act).label,
        negated=response.polarity == "negative",
        said=wording.when_short(response.said) if response.said else "undated",
        naming=term("naming", naming.level).label,
        named=naming.mention.text if naming.mention else None,
        addressee=response.addressee,
        itself=response.told_by == "itself",
        card=card(shown, response.claim),
        beside=tuple(r for r in response.stands_beside if r in _shown_responses(shown)),
    )


def _shown_responses(shown: Shown) -> set[str]:
    return {response.id for response in shown.answered.responses}


def party_name(shown: Shown, party: str) -> str:
    """A party's name by its id; the id where no party is shown under it."""
    return next((p.name for p in shown.linked.parties if p.id == party), party)


def responses_of(shown: Shown, event: str | None) -> list[Answer]:
    """The answers to an event (None: to the case as a whole), by day."""
    found = [r for r in shown.answered.responses if r.event == event]
    return [answer_of(shown, response) for response in sorted(found, key=_by_day)]


def _by_day(response: Response) -> tuple[bool, str, str]:
    day = response.said.latest if response.said else None
    return day is None, str(day), response.id


def silences_of(shown: Shown, event: str | None) -> list[tuple[str, str, list[Card]]]:
    """(party, "silent" or "unknown", who tells of the silence)."""
    return [
        (party_name(shown, s.party), s.state, cards(shown, s.claims))
        for s in shown.answered.silences
        if s.event == event
    ]


def promises_of(shown: Shown, event: str | None) -> list[dict[str, Any]]:
    """Promises made about an event: what, by whom, to whom, by when, and what came later."""
    return [
        {
            "party": party_name(shown, promise.party),
            "promised": promise.promised,
            "to": promise.to,
            "due": wording.when_short(promise.due) if promise.due else None,
            "card": card(shown, promise.claim),
            "later": cards(shown, promise.later),
        }
        for promise in shown.answered.commitments
        if promise.event == event
    ]
