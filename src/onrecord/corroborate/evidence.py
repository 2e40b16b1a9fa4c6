"""The claims of one event with everything that is needed to weigh them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from onrecord.corroborate.known import Known
from onrecord.model.claim import Act, Claim, Displacement, Statement, Toll
from onrecord.model.event import Event, PartyLink
from onrecord.model.finding import Lineage
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside
from onrecord.model.party import Mention
from onrecord.model.toll import is_denial

STAGE = "corroborate"


class Evidence(Struct, frozen=True, kw_only=True, dict=True):
    """Claims of an event, sorted by id, with their documents, parties and lineages.

    ``claims`` are its acts, tolls and displacements; ``denials`` the statements in which a party
    denies something about it.
    """

    event: Event
    claims: tuple[Claim, ...]
    denials: tuple[Claim, ...]
    documents: dict[str, Document]
    links: dict[tuple[str, str, int], str]  # (claim, role, start of the mention) → party
    known: Known
    lineages: tuple[Lineage, ...] = ()

    @cached_property
    def lineage_of(self) -> dict[str, str]:
        """The lineage of each claim and denial, by claim id."""
        return {claim: lineage.id for lineage in self.lineages for claim in lineage.claims}

    def asserted(self) -> tuple[Claim, ...]:
        """The claims that say that it is so."""
        return tuple(claim for claim in self.claims if not is_denial(claim))

    def denied(self) -> tuple[Claim, ...]:
        """The acts, tolls and displacements that the words say did not happen."""
        return tuple(claim for claim in self.claims if is_denial(claim))

    def party(self, claim: Claim, role: str, mention: Mention) -> str | None:
        """The party to which a mention at a role of a claim was linked."""
        return self.links.get((claim.id, role, mention.start))

    def parties(self, claim: Claim, role: str) -> frozenset[str]:
        """The parties at a role of a claim, also where the text has no words for them."""
        return self._by_role.get((claim.id, role), frozenset())

    @cached_property
    def _by_role(self) -> dict[tuple[str, str], frozenset[str]]:
        found: dict[tuple[str, str], set[str]] = defaultdict(set)
        for (claim, role, _), party in self.links.items():
            found[(claim, role)].add(party)
        return {at: frozenset(parties) for at, parties in found.items()}

    def title(self, claim: Claim) -> str:
        """The title of the claim's document."""
        return self.documents[claim.rendition].title


def gather(
    event: Event,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    party_links: Iterable[PartyLink],
    known: Known,
) -> tuple[Evidence, tuple[SetAside, ...]]:
    """The evidence for an event, without lineages, and what the event names but cannot be used."""
    told = set(event.claims)
    wanted = sorted({*event.claims, *event.statements})
    usable = {
        name: claims[name]
        for name in wanted
        if name in claims and claims[name].rendition in documents
    }
    held = tuple(
        claim
        for name, claim in usable.items()
        if name in told and isinstance(claim.body, Act | Toll | Displacement)
    )
    denied: dict[str, list[Claim]] = defaultdict(list)
    for claim in filter(is_denial, held):
        denied[claim.rendition].append(claim)
    evidence = Evidence(
        event=event,
        claims=held,
        denials=tuple(
            claim
            for claim in usable.values()
            if _denies_by_speaking(claim) and not _says_what(claim, denied[claim.rendition])
        ),
        documents={c.rendition: documents[c.rendition] for c in usable.values()},
        links={
            (link.claim, link.role, link.start): link.party
            for link in party_links
            if link.claim in usable
        },
        known=known,
    )
    return evidence, tuple(_gone(event, name) for name in wanted if name not in usable)


def _denies_by_speaking(claim: Claim) -> bool:
    return (
        isinstance(claim.body, Statement)
        and claim.body.speech_act == "deny"
        and claim.polarity == "positive"
    )


def _says_what(denial: Claim, denied: Iterable[Claim]) -> bool:
    """Does a claim at the same place already say what is denied ("that its forces killed 12")?"""
    return any(claim.start < denial.end and denial.start < claim.end for claim in denied)


def _gone(event: Event, name: str) -> SetAside:
    return SetAside(
        stage=STAGE,
        subject=name,
        reason=f"The event “{event.label}” holds this claim, but the claim or its document is not "
        "among those handed over; run link again.",
        code="claim-not-found",
    )
