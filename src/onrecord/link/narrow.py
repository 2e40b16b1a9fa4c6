"""The same links, of some of the claims alone: what is published of a record half reviewed."""

from collections.abc import Collection, Mapping

from msgspec import structs

from onrecord.link.case_places import case_places
from onrecord.link.events import event_of_gathering
from onrecord.link.gathering import Gathering
from onrecord.link.traces import Trace, traces_of
from onrecord.model.event import Event, HappeningPair
from onrecord.model.material import Linked, Material
from onrecord.model.party import Party, Person


def narrow(linked: Linked, material: Material, shown: Collection[str]) -> Linked:
    """What `link` made, without what rests on claims that are not shown.

    Identifiers stay, and so does who belongs with whom; an event is described anew, so that its
    label, places and days come from the shown claims alone. Records are shown with their acts.
    """
    claims = [claim for claim in material.claims if claim.id in shown]
    links = tuple(link for link in linked.party_links if link.claim in shown)
    found = traces_of(claims, material.documents, links, case_places(material.places))
    traces = {trace.claim: trace for trace in found}
    events = tuple(
        narrowed
        for event in linked.events
        if (narrowed := _event(event, {c: traces[c] for c in event.claims if c in traces}, shown))
    )
    told = {event.id for event in events}
    records = tuple(
        structs.replace(record, claims=tuple(c for c in record.claims if c in shown))
        for record in linked.records
        if record.claims[0] in shown
    )
    known = {record.id: record.list_name for record in records}
    return structs.replace(
        linked,
        parties=_parties(linked.parties, {link.party for link in links}, shown),
        party_links=links,
        records=records,
        pairs=tuple(p for p in linked.pairs if p.left in known and p.right in known),
        persons=tuple(p for person in linked.persons if (p := _person(person, known))),
        events=events,
        event_pairs=tuple(kept for pair in linked.event_pairs if (kept := _pair(pair, shown))),
        event_links=tuple(
            structs.replace(link, claims=tuple(c for c in link.claims if c in shown))
            for link in linked.event_links
            if link.earlier in told and link.later in told and set(link.claims) & set(shown)
        ),
    )


def _event(event: Event, traces: Mapping[str, Trace], shown: Collection[str]) -> Event | None:
    if not traces:
        return None
    gathering = Gathering(traces.values(), event.reasons)
    return event_of_gathering(event.id, gathering, [s for s in event.statements if s in shown])


def _pair(pair: HappeningPair, shown: Collection[str]) -> HappeningPair | None:
    if pair.left not in shown or pair.right not in shown:
        return None
    return structs.replace(
        pair,
        left_claims=tuple(claim for claim in pair.left_claims if claim in shown),
        right_claims=tuple(claim for claim in pair.right_claims if claim in shown),
    )


def _person(person: Person, known: Mapping[str, str]) -> Person | None:
    records = tuple(record for record in person.records if record in known)
    if not records:
        return None
    lists = tuple(sorted({known[record] for record in records}))
    return structs.replace(person, records=records, lists=lists)


def _parties(
    parties: tuple[Party, ...], mentioned: Collection[str], shown: Collection[str]
) -> tuple[Party, ...]:
    return tuple(
        structs.replace(
            party, mentions=tuple(m for m in party.mentions if m.split("#")[0] in shown)
        )
        for party in parties
        if party.id in mentioned
    )
