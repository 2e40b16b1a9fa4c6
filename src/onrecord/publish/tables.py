"""The rows of the published tables, as the codebook describes them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from msgspec.structs import asdict

from onrecord.model.claim import Act, Claim, Displacement, Statement, Toll
from onrecord.model.event import Event
from onrecord.model.figure import Figure
from onrecord.model.material import Document
from onrecord.model.party import Mention, Person
from onrecord.model.quantity import Quantity
from onrecord.model.response import Response, Silence
from onrecord.model.toll import tolls_of
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.publish import paths, wording
from onrecord.publish.shown import Shown

Row = dict[str, Any]


def tables(shown: Shown) -> dict[str, list[Row]]:
    """The rows of every table by its name, in a fixed order of rows."""
    rows = Rows(shown)
    makers: dict[str, Callable[[], Iterable[Row]]] = {
        "claims": rows.claims,
        "events": rows.events,
        "tolls": rows.tolls,
        "responses": rows.responses,
        "figures": rows.figures,
        "persons": rows.persons,
        "documents": rows.documents,
        "weights": rows.weights,
        "audit": rows.audit,
    }
    return {name: list(make()) for name, make in makers.items()}


class Rows:
    """Rows of one case as it is shown, with the look-ups that they share."""

    def __init__(self, shown: Shown) -> None:
        self.shown = shown
        self.ordered = sorted(shown.claims.values(), key=lambda c: (c.rendition, c.start, c.id))

    @cached_property
    def events_of(self) -> dict[str, list[str]]:
        """Ids of events by claim."""
        found: dict[str, list[str]] = defaultdict(list)
        for event in self.shown.linked.events:
            for claim in (*event.claims, *event.statements):
                found[claim].append(event.id)
        return found

    @cached_property
    def party_names(self) -> dict[str, str]:
        """Names by id."""
        return {party.id: party.name for party in self.shown.linked.parties}

    def weights(self) -> Iterator[Row]:
        """One row a level of a comparison."""
        linkage = self.shown.publication.linkage
        for one in linkage.comparisons if linkage is not None else ():
            for level in one.levels:
                yield {"comparison": one.comparison, "scripts": one.scripts} | asdict(level)

    def audit(self) -> Iterator[Row]:
        """One row a stratum of an audit sample."""
        publication = self.shown.publication
        linkage, events = publication.linkage, publication.events_told
        told = {"persons": linkage.how_well if linkage else None, "events": events}
        for of, sample in told.items():
            for one in sample.strata if sample is not None else ():
                yield {"of": of, "stratum": one.name} | asdict(one)

    def claims(self) -> Iterator[Row]:
        """One row a claim."""
        for claim in self.ordered:
            yield {
                "id": claim.id,
                "review": self.shown.review(claim.id),
                "document": claim.rendition,
                "source": self._source(claim),
                "attribution": [v.holder for v in claim.attribution if v.kind != "document"],
                "kind": claim.kind,
                "type": _type(claim),
                "words": claim.text,
                "start": claim.start,
                "end": claim.end,
                "stance": claim.stance,
                "polarity": claim.polarity,
                "certainty": claim.certainty,
                **_body(claim),
                "events": self.events_of.get(claim.id, []),
                "suggested_by": claim.suggested_by,
                "page": paths.passage(claim),
            }

    def _source(self, claim: Claim) -> str:
        return wording.chain_words(claim, self.shown.documents[claim.rendition])

    def events(self) -> Iterator[Row]:
        """One row an event."""
        happened = {f.event: f for f in self.shown.corroborated.findings
                    if f.question == "it happened"}  # fmt: skip
        for event in self.shown.linked.events:
            finding = happened.get(event.id)
            located = next((w for w in event.places if w.latitude is not None), None)
            yield {
                "id": event.id,
                "label": event.label,
                "review": self._review((*event.claims, *event.statements)),
                "act_types": list(event.act_types),
                "places": list(dict.fromkeys(w.name or w.text for w in event.places)),
                "latitude": located.latitude if located else None,
                "longitude": located.longitude if located else None,
                "place_precision": located.precision if located else None,
                **_ends("", event.when),
                "n_claims": len(event.claims),
                "n_documents": len({self.shown.claims[c].rendition for c in event.claims}),
                "n_statements": len(event.statements),
                "grade": finding.grade if finding else None,
                "n_origins_for": finding.n_origins_for if finding else None,
                "n_origins_against": finding.n_origins_against if finding else None,
                "earlier_events": [k.earlier for k in self._links(event) if k.later == event.id],
                "later_events": [k.later for k in self._links(event) if k.earlier == event.id],
                "page": paths.event_page(event.id),
            }

    def _links(self, event: Event) -> list[Any]:
        return [k for k in self.shown.linked.event_links if event.id in (k.earlier, k.later)]

    def _review(self, claims: Iterable[str]) -> str:
        states = {claim in self.shown.accepted for claim in claims}
        if states == {True}:
            return "accepted"
        return "accepted in part" if True in states else "suggested, not reviewed"

    def tolls(self) -> Iterator[Row]:
        """One row a number of people that a claim states."""
        for claim in self.ordered:
            document = self.shown.documents[claim.rendition]
            for toll in tolls_of(claim):
                yield {
                    "claim": claim.id,
                    "review": self.shown.review(claim.id),
                    "events": self.events_of.get(claim.id, []),
                    "document": claim.rendition,
                    "source": self._source(claim),
                    "harm": toll.harm,
                    **_number(toll.quantity),
                    "convention": toll.quantity.convention,
                    "cumulative": toll.quantity.cumulative,
                    "stated_as": toll.stated_as,
                    "denied": toll.denied,
                    "certainty": toll.certainty,
                    "part_of": toll.part_of,
                    **_ends("when_", toll.when),
                    **_ends("as_of_", toll.as_of),
                    **_ends("published_", document.bibliography.published),
                    "page": paths.passage(claim),
                }

    def responses(self) -> Iterator[Row]:
        """One row an answer, then one a silence."""
        for response in self.shown.answered.responses:
            yield self._response(response)
        for silence in self.shown.answered.silences:
            yield self._silence(silence)

    def _response(self, response: Response) -> Row:
        claim = self.shown.claims[response.claim]
        return {
            "id": response.id,
            "review": self.shown.review(response.claim),
            "state": "answered",
            "event": response.event,
            "party": response.party,
            "party_name": self.party_names.get(response.party),
            "speech_act": response.speech_act,
            "names_perpetrator": response.naming.level,
            "named": response.naming.mention.text if response.naming.mention else None,
            "addressee": response.addressee,
            **_ends("said_", response.said),
            "told_by": response.told_by,
            "stands_beside": list(response.stands_beside),
            "polarity": response.polarity,
            "certainty": response.certainty,
            "words": response.words,
            "claims": [response.claim],
            "page": paths.passage(claim),
        }

    def _silence(self, silence: Silence) -> Row:
        first = self.shown.claims[silence.claims[0]] if silence.claims else None
        return {
            "review": self._review(silence.claims) if first else None,
            "state": silence.state,
            "event": silence.event,
            "party": silence.party,
            "party_name": self.party_names.get(silence.party),
            "speech_act": "silence" if silence.state == "silent" else None,
            **_ends("said_", silence.said),
            "words": first.text if first else None,
            "claims": list(silence.claims),
            "page": paths.passage(first) if first else None,
        }

    def figures(self) -> Iterator[Row]:
        """One row a figure."""
        for figure in self.shown.figures:
            yield {
                **{name: getattr(figure, name) for name in _PLAIN_FIGURE},
                "assumptions": list(figure.assumptions),
                "calculation": list(figure.calculation),
                "inputs": [f"{i.id} ({i.role})" for i in figure.inputs],
                "page": paths.anchor("figures.html", figure.id),
            }

    def persons(self) -> Iterator[Row]:
        """One row a person whose name may be shown."""
        records = {record.id: record for record in self.shown.linked.records}
        for person in self.shown.linked.persons:
            own = [records[r] for r in person.records]
            claims = [claim for record in own for claim in record.claims]
            yield {
                "id": person.id,
                "name": person.name,
                "review": self._review(claims),
                "lists": list(person.lists),
                "n_records": len(own),
                "doubtful": person.doubtful,
                "ages": _distinct(record.age for record in own),
                "sexes": _distinct(record.sex for record in own),
                "places": _distinct(record.place for record in own),
                "dates": _distinct(record.when for record in own),
                "harms": _distinct(record.harm for record in own),
                "reasons": list(person.reasons),
                "claims": claims,
                "page": _person_page(person),
            }

    def documents(self) -> Iterator[Row]:
        """One row a document from which something is published."""
        exhibits = {exhibit.capture: exhibit for exhibit in self.shown.publication.exhibits}
        numbers: dict[str, int] = defaultdict(int)
        for claim in self.ordered:
            numbers[claim.rendition] += 1
        for document in published_documents(self.shown):
            exhibit = exhibits.get(document.capture)
            known = document.bibliography
            yield {
                "id": document.id,
                "title": document.title,
                "publisher": known.publisher,
                "speaker": known.speaker,
                "on_behalf_of": known.on_behalf_of,
                **_ends("published_", known.published),
                "language": document.language,
                "document_kind": known.kind,
                "url": known.url,
                "capture": document.capture,
                "size": exhibit.size if exhibit else None,
                "media_type": exhibit.media_type if exhibit else None,
                "names_withheld": document.id in self.shown.withheld,
                "n_claims": numbers[document.id],
                "page": paths.document_page(document.id),
            }


def published_documents(shown: Shown) -> list[Document]:
    """Documents with a published claim, by date and title; undated ones last."""
    used = {claim.rendition for claim in shown.claims.values()}
    return sorted((d for d in shown.documents.values() if d.id in used), key=_by_date)


def _by_date(document: Document) -> tuple[bool, str, str, str]:
    published = document.bibliography.published
    day = published.latest if published else None
    return day is None, str(day), document.title, document.id


_PLAIN_FIGURE = ("id", "kind", "basis", "title", "event", "harm", "definition", "method", "value",
                 "statistic", "lower", "upper", "level", "reason")  # fmt: skip


def _person_page(person: Person) -> str:
    return paths.anchor("persons.html", person.id)


def _distinct(values: Iterable[object]) -> list[object]:
    return list(dict.fromkeys(value for value in values if value is not None))


def _type(claim: Claim) -> str | None:
    for name in ("act_type", "harm", "speech_act", "relation", "attribute"):
        if (found := getattr(claim.body, name, None)) is not None:
            return str(found)
    return None


def _body(claim: Claim) -> Row:
    body = claim.body
    row: Row = {}
    if isinstance(body, Act | Toll):
        row |= {"perpetrators": _texts(body.perpetrators), "victims": _texts(body.victims)}
        row |= {"places": _places(body.places)}
    if isinstance(body, Displacement):
        row |= {"victims": _texts(body.displaced)}
        row |= {"places": _places((*body.origins, *body.refuges))}
    if isinstance(body, Act | Toll | Displacement) and body.quantity:
        row |= _number(body.quantity)
    if isinstance(body, Act | Toll | Displacement | Statement) and body.when:
        row |= {"when": body.when.text, **_ends("when_", body.when)}
    if isinstance(body, Statement):
        row |= _statement(body)
    return row


def _statement(said: Statement) -> Row:
    behalf = said.on_behalf_of.text if said.on_behalf_of else None
    named = said.names_perpetrator
    return {
        "places": _places(said.about),
        "speaker": said.speaker_name or (said.speaker.text if said.speaker else None),
        "on_behalf_of": said.on_behalf_of_name or behalf,
        "addressee": said.addressee.text if said.addressee else None,
        "names_perpetrator": named.level,
        "named": named.mention.text if named.mention else None,
    }


def _texts(mentions: Iterable[Mention]) -> list[str]:
    return [mention.text for mention in mentions]


def _places(places: Iterable[Where]) -> list[str]:
    return [w.text if w.name in (None, w.text) else f"{w.text} ({w.name})" for w in places]


def _number(quantity: Quantity) -> Row:
    return {
        "quantity": quantity.text,
        "at_least": quantity.at_least,
        "at_most": quantity.at_most,
        "unit": quantity.unit,
    }


def _ends(prefix: str, when: When | None) -> Row:
    ends = (when.earliest, when.latest) if when else (None, None)
    return {
        f"{prefix}{key}": end.isoformat() if end else None
        for key, end in zip(("earliest", "latest"), ends, strict=True)
    }


def figures_of(shown: Shown, event: str | None) -> list[Figure]:
    """The figures of an event, or of the case as a whole."""
    return [figure for figure in shown.figures if figure.event == event]
