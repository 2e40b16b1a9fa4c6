"""A small fictional case that a test writes claim by claim."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from onrecord.count.count import count
from onrecord.model.claim import Act, Claim, Toll, Voice
from onrecord.model.clusterings import Clusterings
from onrecord.model.event import Event
from onrecord.model.figure import Figure
from onrecord.model.finding import Finding, Lineage
from onrecord.model.material import Corroborated, Document, Linked, Material
from onrecord.model.party import Mention, Person, Record
from onrecord.model.passage import Cell, Span
from onrecord.model.quantity import Quantity
from onrecord.model.source import Bibliography
from onrecord.model.when import When


class CaseBook:
    """Documents, claims, records and persons, put together by a test."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.claims: dict[str, Claim] = {}
        self.accepted: set[str] = set()
        self.records: list[Record] = []
        self.persons: dict[str, Person] = {}
        self.events: dict[str, list[str]] = {"event-1": []}
        self.lineages: dict[str, tuple[str, ...]] = {}
        self.places: tuple[Any, ...] = ()
        self.clusterings: Clusterings | None = None

    def document(self, name: str, published: date | None = None) -> None:
        said = None if published is None else day(published)
        self.documents[name] = Document(
            id=name, capture=name, name=name, title=name.title(), shape="prose", language="en",
            text="", bibliography=Bibliography(published=said),
        )  # fmt: skip

    def claim(self, name: str, document: str, body: Any, **changes: Any) -> str:
        if document not in self.documents:
            self.document(document)
        event = changes.pop("event", "event-1")
        accepted = changes.pop("accepted", True)
        fields: dict[str, Any] = {
            "stance": "asserts", "polarity": "positive", "certainty": "stated", "cell": None,
        } | changes  # fmt: skip
        self.claims[name] = Claim(
            id=name, rendition=document, text=name, start=0, end=len(name), body=body,
            attribution=(Voice(holder="this document", kind="document"),),
            suggested_by="a test", **fields,
        )  # fmt: skip
        if accepted:
            self.accepted.add(name)
        if event is not None:
            self.events.setdefault(event, []).append(name)
        return name

    def toll(
        self, name: str, document: str, at_least: int | None, at_most: int | None, **changes: Any
    ) -> str:
        own = {
            key: changes.pop(key)
            for key in ("part_of", "as_of", "places", "when", "victims")
            if key in changes
        }
        counted = {
            key: changes.pop(key) for key in ("unit", "convention", "cumulative") if key in changes
        }
        quantity = Quantity(text=name, at_least=at_least, at_most=at_most, **counted)
        body = Toll(harm=changes.pop("harm", "killed"), quantity=quantity, **own)
        return self.claim(name, document, body, **changes)

    def row(self, list_name: str, number: int, person: str, **changes: Any) -> str:
        """A row of a list that names a person as killed (or of another act type)."""
        name = f"{list_name}-{number}"
        act = changes.pop("act_type", "killing")
        said = {key: changes.pop(key) for key in ("sex", "place", "status") if key in changes}
        span = Span(text=person or "?", start=0, end=1)
        body = Act(act_type=act, trigger=span, victims=(Mention(text=person, start=0, end=1),))
        cell = Cell(sheet="", row=number, column="name") if number else None
        self.claim(name, list_name, body, cell=cell, **changes)
        record = Record(
            id=f"record-{name}", rendition=list_name, list_name=list_name, row=number,
            claims=(name,), name=person, **said,
        )  # fmt: skip
        self.records.append(record)
        key = f"person-{person}"
        known = self.persons.get(key) or Person(id=key, name=person, records=(), lists=())
        self.persons[key] = Person(
            id=key,
            name=person,
            records=(*known.records, record.id),
            lists=tuple(sorted({*known.lists, list_name})),
        )
        return name

    def count(self, basis: str = "accepted") -> dict[tuple[str, str | None, str], Figure]:
        """Figures by kind, event and harm; of the estimated ones the lower bound."""
        counted = self.counted(basis)
        return {
            (figure.kind, figure.event, figure.harm): figure for figure in reversed(counted.figures)
        }

    def counted(self, basis: str = "accepted") -> Any:
        material = Material(
            documents=tuple(self.documents.values()),
            claims=tuple(self.claims.values()),
            accepted=frozenset(self.accepted),
        )
        linked = Linked(
            records=tuple(self.records), persons=tuple(self.persons.values()),
            events=self._events(), clusterings=self.clusterings,
        )  # fmt: skip
        findings = tuple(self._finding(event) for event in self.events if self.lineages)
        return count(material, linked, Corroborated(findings=findings), basis=basis)

    def _events(self) -> tuple[Event, ...]:
        return tuple(
            Event(id=key, label=f"Killing at {key}", claims=tuple(claims), places=self.places)
            for key, claims in self.events.items()
        )

    def _finding(self, event: str) -> Finding:
        return Finding(
            id=f"finding-{event}", event=event, question="toll:killed", versions=(),
            lineages=tuple(self._lineage(key, claims) for key, claims in self.lineages.items()),
            n_origins_for=1, n_origins_against=0, grade="x", rule="x",
        )  # fmt: skip

    def _lineage(self, origin: str, claims: Sequence[str]) -> Lineage:
        return Lineage(
            id=f"lineage-{origin}", origin=origin, claims=tuple(claims), documents=(), reasons=()
        )


def day(when: date) -> When:
    return When(text=when.isoformat(), earliest=when, latest=when, basis="stated", precision="day")


@pytest.fixture
def book() -> CaseBook:
    return CaseBook()
