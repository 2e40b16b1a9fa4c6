"""Corroborate: who copied whom, who agrees, who contradicts, and how strong it is."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from onrecord.corroborate.evidence import STAGE, Evidence, gather
from onrecord.corroborate.known import Known, known
from onrecord.corroborate.lineage import lineages
from onrecord.corroborate.rivals import rival_perpetrators
from onrecord.corroborate.toll_conflict import exclusions, toll_conflicts
from onrecord.corroborate.toll_version import counts_of
from onrecord.corroborate.versions import dates, happening, perpetrators, places, tolls
from onrecord.corroborate.weighing import weigh
from onrecord.model.claim import Act, Claim, Displacement, Toll
from onrecord.model.event import Event, PartyLink
from onrecord.model.finding import Contradiction, Finding
from onrecord.model.material import Corroborated, Document, Linked, Material
from onrecord.model.outcome import SetAside

Made = TypeVar("Made", Finding, Contradiction)


def corroborate(material: Material, linked: Linked) -> Corroborated:
    """Findings and contradictions for every event; the order of the inputs changes nothing.

    Set aside are the acts, tolls and displacements that stand in no event, the events of which
    nothing can be used, and what an event names but the material does not hold.
    """
    claims = {claim.id: claim for claim in material.claims}
    documents = {document.id: document for document in material.documents}
    links = _links_by_claim(linked.party_links)
    what_is_known = known(linked.parties, linked.party_links, material.claims)
    made = [
        findings_of_event(event, claims, documents, _of(event, links), what_is_known)
        for event in linked.events
    ]
    gone = [*(one for result in made for one in result.set_aside), *_outside(material, linked)]
    return Corroborated(
        findings=_sorted(one for result in made for one in result.findings),
        contradictions=_sorted(one for result in made for one in result.contradictions),
        set_aside=tuple(sorted(gone, key=lambda one: (one.subject, one.code, one.reason))),
    )


def findings_of_event(
    event: Event,
    claims: Mapping[str, Claim],
    documents: Mapping[str, Document],
    party_links: Iterable[PartyLink],
    what_is_known: Known,
) -> Corroborated:
    """What the case can say of one event.

    ``claims`` by id and ``documents`` by rendition id need to hold those of the event and may
    hold more; ``party_links`` those of its claims. ``what_is_known`` is ``known(…)`` of the whole
    case. The cost is that of the event, whatever the size of the case.
    """
    evidence, gone = gather(event, claims, documents, party_links, what_is_known)
    told = [*evidence.claims, *evidence.denials]
    if not told:
        return Corroborated(set_aside=(*gone, _nothing(event)))
    traced = lineages(event.id, told, evidence.documents, what_is_known.by_name)
    evidence = replace(evidence, lineages=traced)
    findings, contradictions = _weigh_all(evidence)
    return Corroborated(
        findings=_sorted(findings), contradictions=_sorted(contradictions), set_aside=gone
    )


def _weigh_all(evidence: Evidence) -> tuple[list[Finding], list[Contradiction]]:
    who = perpetrators(evidence)
    rivals, contradictions = rival_perpetrators(who, evidence)
    found = [
        weigh("it happened", happening(evidence), evidence, {}),
        weigh("perpetrator", who, evidence, rivals),
        # An event may lie in several places and last for days: such versions exclude nothing.
        weigh("place", places(evidence), evidence, {}),
        weigh("when", dates(evidence), evidence, {}),
    ]
    against = list(contradictions)
    for harm, counts in counts_of(evidence).items():
        found.append(weigh(f"toll:{harm}", tolls(counts, evidence), evidence, exclusions(counts)))
        against += toll_conflicts(harm, counts, evidence)
    return [finding for finding in found if finding is not None], against


def _links_by_claim(links: Iterable[PartyLink]) -> dict[str, list[PartyLink]]:
    by_claim: dict[str, list[PartyLink]] = defaultdict(list)
    for link in links:
        by_claim[link.claim].append(link)
    return by_claim


def _of(event: Event, links: Mapping[str, list[PartyLink]]) -> list[PartyLink]:
    return [link for name in (*event.claims, *event.statements) for link in links.get(name, ())]


def _outside(material: Material, linked: Linked) -> list[SetAside]:
    held = {name for event in linked.events for name in event.claims}
    return [
        SetAside(
            stage=STAGE,
            subject=claim.id,
            reason=f"The {claim.kind} “{' '.join(claim.text.split())[:120]}” stands in no event, "
            "so that there is nothing to hold it against; link it to an event to have it weighed.",
            code="no-event",
        )
        for claim in material.claims
        if isinstance(claim.body, Act | Toll | Displacement) and claim.id not in held
    ]


def _nothing(event: Event) -> SetAside:
    return SetAside(
        stage=STAGE,
        subject=event.id,
        reason=f"None of the claims of the event “{event.label}” can be used: it has no finding.",
        code="empty-event",
    )


def _sorted(made: Iterable[Made]) -> tuple[Made, ...]:
    return tuple(sorted(made, key=lambda one: (one.event, one.id)))
