"""What of a case may be shown: covered, and resting on claims that are shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from onrecord.model.claim import Claim
from onrecord.model.event import Event
from onrecord.model.figure import Figure
from onrecord.model.material import Answered, Corroborated, Document, Linked
from onrecord.model.outcome import SetAside
from onrecord.model.party import Person, Record
from onrecord.publish.publication import Private, Publication
from onrecord.publish.redaction import Cover, Covered, cover_value


class Shown(Struct, frozen=True, kw_only=True):
    """A case as strangers see it. ``withheld`` holds the documents in which words were covered."""

    publication: Publication
    documents: dict[str, Document]
    claims: dict[str, Claim]
    accepted: frozenset[str]
    linked: Linked
    corroborated: Corroborated
    answered: Answered
    figures: tuple[Figure, ...]
    withheld: frozenset[str]
    set_aside: tuple[SetAside, ...]

    def review(self, claim: str) -> str:
        """ "accepted", or "suggested, not reviewed"."""
        return "accepted" if claim in self.accepted else "suggested, not reviewed"


def what_is_shown(publication: Publication) -> Shown:
    """Leave out what may not be shown, cover what must not be read, and say what was left out."""
    covers = _covers(publication)
    everywhere = Cover(publication.redactions)
    private = _private(publication)
    texts = {d.id: covers[d.id].covered(d.text, private[d.id]) for d in publication.documents}
    claims = {
        claim.id: _covered_claim(claim, covers[claim.rendition], texts[claim.rendition])
        for claim in publication.claims
        if _may_be_shown(claim, publication)
    }
    ids = frozenset(claims)
    hidden = {p.id for p in publication.linked.persons if everywhere(p.name) != p.name}
    linked = _linked(cover_value(publication.linked, everywhere, None), ids, hidden)
    events = frozenset(event.id for event in linked.events)
    sieve = _Sieve(ids, events)
    corroborated = cover_value(publication.corroborated, everywhere, None)
    answered = cover_value(publication.answered, everywhere, None)
    figures = cover_value(publication.counted.figures, everywhere, None)
    return Shown(
        publication=replace(
            publication,
            title=everywhere(publication.title),
            summary=everywhere(publication.summary),
            redactions=(),
        ),
        documents={d.id: _covered_document(d, covers[d.id], texts) for d in publication.documents},
        claims=claims,
        accepted=frozenset(c for c in ids if publication.states.get(c) == "accepted"),
        linked=linked,
        corroborated=Corroborated(
            findings=sieve.kept(corroborated.findings, "finding"),
            contradictions=sieve.kept(corroborated.contradictions, "contradiction"),
        ),
        answered=Answered(
            responses=sieve.kept(answered.responses, "response"),
            silences=sieve.kept(answered.silences, "silence"),
            commitments=sieve.kept(answered.commitments, "promise"),
        ),
        figures=_figures(figures, publication, sieve),
        withheld=frozenset(
            d.id
            for d in publication.documents
            if texts[d.id].moves or d.bibliography.protection == "protected"
        ),
        set_aside=tuple(sieve.set_aside),
    )


def _covers(publication: Publication) -> dict[str, Cover]:
    """For each document the words that are covered in it: those of everywhere, and its own."""
    everywhere = [r for r in publication.redactions if r.capture is None]
    return {
        d.id: Cover([*everywhere, *(r for r in publication.redactions if r.capture == d.capture)])
        for d in publication.documents
    }


def _private(publication: Publication) -> dict[str, list[Private]]:
    """The private words of each document."""
    found: dict[str, list[Private]] = defaultdict(list)
    for words in publication.private:
        found[words.rendition].append(words)
    return found


def _may_be_shown(claim: Claim, publication: Publication) -> bool:
    state = publication.states.get(claim.id, "suggested")
    return state == "accepted" or (state == "suggested" and publication.include_unreviewed)


def _covered_claim(claim: Claim, cover: Cover, text: Covered) -> Claim:
    return cover_value(claim, cover, text)


def _covered_document(document: Document, cover: Cover, texts: dict[str, Covered]) -> Document:
    """A protected document keeps neither its address nor its note: both can lead to the person."""
    shown = cover_value(replace(document, text=""), cover, None)
    if document.bibliography.protection == "protected":
        bibliography = replace(shown.bibliography, url=None, note=None)
        shown = replace(shown, bibliography=bibliography)
    return replace(shown, text=texts[document.id].text)


def _linked(linked: Linked, shown: frozenset[str], hidden: set[str]) -> Linked:
    events = [_trimmed(event, shown) for event in linked.events]
    kept = tuple(event for event in events if event.claims or event.statements)
    ids = {event.id for event in kept}
    records = tuple(_records(linked.records, shown))
    return replace(
        linked,
        events=kept,
        event_links=tuple(
            link
            for link in linked.event_links
            if {link.earlier, link.later} <= ids and set(link.claims) <= shown
        ),
        party_links=tuple(link for link in linked.party_links if link.claim in shown),
        records=records,
        persons=tuple(
            person
            for person in _persons(linked.persons, {record.id for record in records})
            if person.id not in hidden
        ),
    )


def _trimmed(event: Event, shown: frozenset[str]) -> Event:
    return replace(
        event,
        claims=tuple(claim for claim in event.claims if claim in shown),
        statements=tuple(claim for claim in event.statements if claim in shown),
    )


def _records(records: Sequence[Record], shown: frozenset[str]) -> Iterable[Record]:
    for record in records:
        claims = tuple(claim for claim in record.claims if claim in shown)
        if claims:
            yield replace(record, claims=claims, identity=None, address=None)


def _persons(persons: Sequence[Person], records: set[str]) -> Iterable[Person]:
    """Persons with a record that is shown, with those records."""
    for person in persons:
        kept = tuple(record for record in person.records if record in records)
        if kept:
            yield replace(person, records=kept)


def _figures(
    figures: Sequence[Figure], publication: Publication, sieve: "_Sieve"
) -> tuple[Figure, ...]:
    """Numbers made with suggestions are published only where suggestions are."""
    bases = {"accepted", "with_suggestions"} if publication.include_unreviewed else {"accepted"}
    return tuple(
        f for f in figures if f.basis in bases and (f.event is None or f.event in sieve.events)
    )


class _Sieve:
    """Keeps what rests on shown claims and events alone; remembers the rest with the reason."""

    def __init__(self, claims: frozenset[str], events: frozenset[str]) -> None:
        self.claims = claims
        self.events = events
        self.set_aside: list[SetAside] = []

    def kept(self, values: Sequence[Any], noun: str) -> tuple[Any, ...]:
        return tuple(value for value in values if self._keeps(value, noun))

    def _keeps(self, value: Any, noun: str) -> bool:
        missing = set(_claims_of(value)) - self.claims
        event_shown = value.event is None or value.event in self.events
        if missing:
            subject = str(getattr(value, "id", f"{value.event} {getattr(value, 'party', '')}"))
            reason = (
                f"this {noun} rests on {len(missing)} claims that are not published; make it "
                "from the published claims, or publish the suggestions too"
            )
            self.set_aside.append(
                SetAside(stage="publish", subject=subject, reason=reason, code="not-published")
            )
        return not missing and event_shown


def _claims_of(value: Any) -> Iterable[str]:
    """Ids of the claims on which a finding, contradiction, response, silence or promise rests."""
    yield from getattr(value, "claims", ())
    if claim := getattr(value, "claim", None):
        yield claim
    for version in getattr(value, "versions", ()):
        yield from (*version.claims, *version.denied_by)
    for lineage in getattr(value, "lineages", ()):
        yield from lineage.claims
    # Later claims that bear on a promise stand beside it and are trimmed where they are shown.
