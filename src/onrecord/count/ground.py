"""What figures are counted from: claims that the basis admits, and the persons they name."""

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct

from onrecord.model.claim import Act, Claim
from onrecord.model.clusterings import Clusterings
from onrecord.model.finding import Finding, Lineage
from onrecord.model.material import Corroborated, Document, Linked, Material
from onrecord.model.party import Person, Record
from onrecord.model.toll import TollReading, is_denial, tolls_of
from onrecord.vocab import term

Basis = Literal["accepted", "with_suggestions"]
# Property is no number of people; an attack without a stated harm is no number of those harmed.
NOT_PEOPLE = frozenset({"property", "threatened"})


class Naming(Struct, frozen=True, kw_only=True):
    """A record of a person, and the act claim in it that says what was done to them."""

    person: Person
    record: Record
    claim: Claim
    harm: str


class Ground(Struct, frozen=True, kw_only=True):
    """Claims, documents, namings and lineages of a case, or of one event of it.

    ``claims`` holds suggested and accepted claims alike; ``admits`` tells which of them the
    basis lets count. ``namings`` are by the id of the act claim.
    """

    basis: Basis
    accepted: frozenset[str]
    claims: Mapping[str, Claim]
    documents: Mapping[str, Document]
    namings: Mapping[str, tuple[Naming, ...]]
    findings: Mapping[str, tuple[Finding, ...]]  # by event id
    clusterings: Clusterings | None = None  # what linkage leaves open

    def admits(self, claim: str) -> bool:
        """Does a claim count on this basis?"""
        return self.basis == "with_suggestions" or claim in self.accepted

    def readings(self, claim_ids: Sequence[str]) -> list[TollReading]:
        """The tolls in the given claims, in order, whether or not the basis admits them."""
        found = (self.claims[one] for one in claim_ids if one in self.claims)
        return [reading for claim in found for reading in tolls_of(claim)]

    def lineages(self, event: str, harm: str) -> tuple[Lineage, ...]:
        """The independent origins of an event's tolls of one harm, as corroboration found them."""
        by_question = {finding.question: finding for finding in self.findings.get(event, ())}
        for question in (f"toll:{harm}", "it happened"):
            if question in by_question:
                return by_question[question].lineages
        return ()


def ground_of(
    material: Material, linked: Linked, corroborated: Corroborated, *, basis: Basis
) -> Ground:
    """The ground of a whole case."""
    return ground(
        claims=material.claims,
        documents=material.documents,
        records=linked.records,
        persons=linked.persons,
        findings=corroborated.findings,
        accepted=material.accepted,
        basis=basis,
        clusterings=linked.clusterings,
    )


def ground(
    *,
    claims: Sequence[Claim],
    documents: Sequence[Document],
    records: Sequence[Record],
    persons: Sequence[Person],
    findings: Sequence[Finding],
    accepted: frozenset[str],
    basis: Basis,
    clusterings: Clusterings | None = None,
) -> Ground:
    """The ground of what is given: a case, or only what belongs to one event of it.

    For one event: its claims, their documents, the persons that these claims name with all
    records of theirs, and the event's findings.
    """
    by_id = {claim.id: claim for claim in claims}
    by_event: dict[str, list[Finding]] = {}
    for finding in findings:
        by_event.setdefault(finding.event, []).append(finding)
    return Ground(
        basis=basis,
        accepted=accepted,
        claims=by_id,
        documents={document.id: document for document in documents},
        namings=_namings(persons, {record.id: record for record in records}, by_id),
        findings={event: tuple(found) for event, found in by_event.items()},
        clusterings=clusterings,
    )


def _namings(
    persons: Sequence[Person], records: Mapping[str, Record], claims: Mapping[str, Claim]
) -> dict[str, tuple[Naming, ...]]:
    found: dict[str, list[Naming]] = {}
    for person in persons:
        for record in (records[one] for one in person.records if one in records):
            for claim in (claims[one] for one in record.claims if one in claims):
                harm = _harm(claim)
                if harm is not None and not is_denial(claim):
                    naming = Naming(person=person, record=record, claim=claim, harm=harm)
                    found.setdefault(claim.id, []).append(naming)
    return {claim: tuple(namings) for claim, namings in found.items()}


def _harm(claim: Claim) -> str | None:
    return term("acts", claim.body.act_type).harm if isinstance(claim.body, Act) else None
