"""Promises, and the later claims that bear on them. Whether one was kept, a person judges."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from heapq import merge
from itertools import chain, islice

from msgspec import Struct

from onrecord.model.canonical import identify
from onrecord.model.claim import Claim, Statement
from onrecord.model.event import Event, PartyLink
from onrecord.model.party_name import name_key
from onrecord.model.response import Commitment, Response
from onrecord.respond.due import due_of, with_sentence_before
from onrecord.respond.telling import ITSELF, Telling
from onrecord.respond.topic import topics_of

_Bearing = tuple[date, str, str]  # day, claim, rendition
_LONGEST_NAME = 6  # words
_A_DAY = timedelta(days=1)
# So many later claims are listed with one promise: a case of thousands of documents may hold
# thousands, and a list of all of them with each promise would grow with their product.
MOST = 50


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
    """Index the dated claims that touch a topic of promises.

    A claim speaks of a party when one of its mentions was linked to it, or its words hold its name.
    """
    named = _names(telling)
    of_claim: dict[str, set[str]] = defaultdict(set)
    for link in party_links:
        of_claim[link.claim].add(link.party)
    in_events = _events_by_claim(events)
    later = Later(by_party=defaultdict(list), by_event=defaultdict(list))
    for claim in claims:
        day = _told_on(claim, telling)
        topics = topics_of(claim.text) if day else ()
        spoken_of = of_claim[claim.id] | _named_in(claim.text, named) if topics else set()
        for topic in topics:
            bearing = (day or date.min, claim.id, claim.rendition)
            for party in spoken_of:
                later.by_party[(topic, party)].append(bearing)
            for event in in_events.get(claim.id, ()):
                later.by_event[(topic, event)].append(bearing)
    for index in (later.by_party, later.by_event):
        for found in index.values():
            found.sort()
    return later


def commitment(response: Response, claim: Claim, later: Later, telling: Telling) -> Commitment:
    """The promise that a response makes, with the later claims that bear on it.

    A claim bears on it that was told after the last day on which the promise can have been given,
    in another document, shares a topic with it or with the sentence before it (inquiry, trial …:
    "I set up a commission. Its report will be published"), and speaks of the same party
    (or of the person who spoke for it) or of the same event. Of a promise without a date no claim
    is known to be later.
    """
    document = telling.documents[claim.rendition]
    own = telling.own_parties(document) if response.told_by == ITSELF else ()
    content = claim.body.content if isinstance(claim.body, Statement) else None
    topics = topics_of(with_sentence_before(claim, document.text))
    bearing = _bearing_on(response, claim, topics, (response.party, *own), later)
    return Commitment(
        id=identify("commitment", response.event, response.party, response.claim),
        party=response.party,
        event=response.event,
        claim=response.claim,
        promised=content.text if content else claim.text,
        to=response.addressee,
        due=due_of(claim, document.text, response.said),
        later=tuple(name for _, name, _ in sorted(bearing[:MOST])),
        more_later=len(bearing) > MOST,
    )


def _bearing_on(
    response: Response,
    claim: Claim,
    topics: Iterable[str],
    parties: Iterable[str],
    later: Later,
) -> list[_Bearing]:
    """The first claims after the promise, those on its event before the others; MOST + 1 at most.

    One is left over where there are more, which the caller can tell by it.
    """
    given = response.said.latest if response.said else None
    if given is None:
        return []
    of_event = [later.by_event.get((topic, response.event or ""), []) for topic in topics]
    of_party = [later.by_party.get((topic, party), []) for topic in topics for party in parties]
    found = chain(_merged(of_event, given), _merged(of_party, given))
    elsewhere = (one for one in found if one[2] != claim.rendition)
    return list(islice(_distinct(elsewhere), MOST + 1))


def _merged(lists: Iterable[list[_Bearing]], given: date) -> Iterator[_Bearing]:
    """Sorted lists as one, from the first day after the promise."""
    return merge(*(islice(one, bisect_left(one, (given + _A_DAY,)), None) for one in lists))


def _distinct(found: Iterable[_Bearing]) -> Iterator[_Bearing]:
    seen: set[str] = set()
    for one in found:
        if one[1] not in seen:
            seen.add(one[1])
            yield one


def _told_on(claim: Claim, telling: Telling) -> date | None:
    """The first day on which a claim can have been told: that of its document, if it has one."""
    published = telling.documents[claim.rendition].bibliography.published
    if published and published.earliest:
        return published.earliest
    when = telling.said(claim) if isinstance(claim.body, Statement) else None
    return when.earliest if when else None


def _names(telling: Telling) -> dict[str, str]:
    """The names of parties that have one; "survivors" and "the gunmen" are none."""
    return {
        name: party
        for name, party in telling.by_name.items()
        if telling.parties[party].kind != "category"
    }


def _named_in(text: str, named: Mapping[str, str]) -> set[str]:
    words = [name_key(word) for word in text.split()]
    runs = (
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, min(start + _LONGEST_NAME, len(words)) + 1)
    )
    return {named[run] for run in runs if run in named}


def _events_by_claim(events: Iterable[Event]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for event in events:
        for name in (*event.claims, *event.statements):
            found[name].append(event.id)
    return found
