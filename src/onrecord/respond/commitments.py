"""Promises, and the later claims that bear on them. Whether one was kept, a person judges."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from msgspec import Struct

from onrecord.model.canonical import identify
from onrecord.model.claim import Claim, Statement
from onrecord.model.event import Event, PartyLink
from onrecord.model.response import Commitment, Response
from onrecord.model.when import When
from onrecord.respond.due import due_in
from onrecord.respond.telling import Telling
from onrecord.respond.topic import topics_of

_Bearing = tuple[date, str, str]  # day, claim, rendition


class Later(Struct, frozen=True, kw_only=True):
    """The claims of a case that touch a topic, by party and by event, in the order of time."""

    by_party: dict[tuple[str, str], list[_Bearing]]  # (topic, party)
    by_event: dict[tuple[str, str], list[_Bearing]]  # (topic, event)


def later_claims(
    claims: Iterable[Claim],
    events: Iterable[Event],
    party_links: Iterable[PartyLink],
    telling: Telling,
) -> Later:
    """Index the dated claims that touch a topic of promises."""
    of_claim: dict[str, set[str]] = defaultdict(set)
    for link in party_links:
        of_claim[link.claim].add(link.party)
    in_events = _events_by_claim(events)
    later = Later(by_party=defaultdict(list), by_event=defaultdict(list))
    for claim in claims:
        day = _told_on(claim, telling)
        for topic in topics_of(claim.text) if day else ():
            bearing = (day or date.min, claim.id, claim.rendition)
            for party in of_claim[claim.id]:
                later.by_party[(topic, party)].append(bearing)
            for event in in_events.get(claim.id, ()):
                later.by_event[(topic, event)].append(bearing)
    for index in (later.by_party, later.by_event):
        for found in index.values():
            found.sort()
    return later


def commitment(response: Response, claim: Claim, later: Later) -> Commitment:
    """The promise that a response makes, with the later claims that bear on it.

    A claim bears on it that was told after the last day on which the promise can have been given,
    in another document, shares a topic with it (inquiry, trial …), and speaks of the same party
    or the same event. Of a promise without a date no claim is known to be later.
    """
    content = claim.body.content if isinstance(claim.body, Statement) else None
    promised, start = (content.text, content.start) if content else (claim.text, claim.start)
    due = due_in(promised, start, response.said) or due_in(claim.text, claim.start, response.said)
    return Commitment(
        id=identify("commitment", response.event, response.party, response.claim),
        party=response.party,
        event=response.event,
        claim=response.claim,
        promised=promised,
        to=response.addressee,
        due=due,
        later=_bearing_on(response, claim, later),
    )


def _bearing_on(response: Response, claim: Claim, later: Later) -> tuple[str, ...]:
    given = response.said.latest if response.said else None
    if given is None:
        return ()
    found: set[_Bearing] = set()
    for topic in topics_of(claim.text):
        found.update(later.by_party.get((topic, response.party), ()))
        if response.event is not None:
            found.update(later.by_event.get((topic, response.event), ()))
    return tuple(
        name for day, name, told_in in sorted(found) if day > given and told_in != claim.rendition
    )


def _told_on(claim: Claim, telling: Telling) -> date | None:
    """The first day on which a claim can have been told: a statement's own, else publication."""
    when: When | None = None
    if isinstance(claim.body, Statement):
        when = telling.said(claim)
    published = telling.documents[claim.rendition].bibliography.published
    return (when.earliest if when else None) or (published.earliest if published else None)


def _events_by_claim(events: Iterable[Event]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event in events:
        for name in (*event.claims, *event.statements):
            found[name].append(event.id)
    return found
