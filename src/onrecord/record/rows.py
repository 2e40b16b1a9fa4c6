"""Values of the model as rows of the derived tables."""

from collections import Counter, defaultdict
from collections.abc import Sequence

import onrecord.record.ready  # noqa: F401
from onrecord.model.canonical import canonical
from onrecord.model.claim import Act, Attribute, Claim, Relation, Statement, Toll
from onrecord.model.figure import Figure
from onrecord.model.material import Answered, Corroborated, Linked
from onrecord.record.models import (
    ClaimRow,
    ClusteringsRow,
    CommitmentRow,
    ContradictionRow,
    EventClaim,
    EventLessonRow,
    EventLinkRow,
    EventPairRow,
    EventRow,
    FigureRow,
    FindingRow,
    LinkedByRow,
    PairRow,
    PartyMention,
    PartyRow,
    PersonRow,
    RecordRow,
    ResponseRow,
    SilenceRow,
)
from onrecord.record.review import Reviewed

BATCH = 2_000
LINK_TABLES = (
    EventClaim, EventLinkRow, EventPairRow, EventLessonRow, PartyMention, ClusteringsRow,
    LinkedByRow, PairRow, RecordRow, PersonRow, EventRow, PartyRow,
)  # fmt: skip


def term_of(claim: Claim) -> str:
    """The vocabulary term that says what kind of act, harm, speech act … the claim is about."""
    match claim.body:
        case Act(act_type=found) | Toll(harm=found) | Statement(speech_act=found):
            return found
        case Relation(relation=found) | Attribute(attribute=found):
            return found
        case _:
            return ""


def claim_row(reviewed: Reviewed) -> ClaimRow:
    """The row of a claim."""
    claim = reviewed.claim
    return ClaimRow(
        id=claim.id,
        document_id=claim.rendition,
        kind=claim.kind,
        term=term_of(claim),
        start=claim.start,
        end=claim.end,
        text=claim.text,
        state=reviewed.state,
        polarity=claim.polarity,
        certainty=claim.certainty,
        supersedes=reviewed.supersedes,
        origin=reviewed.origin,
        body=_json(claim),
    )


def _json(value: object) -> str:
    return canonical(value).decode()


def write_linked(linked: Linked, reviewed: dict[str, tuple[str, str]]) -> None:
    """Replace all that `link` made; ``reviewed`` gives each claim's (document, state)."""
    for table in (*ANSWER_TABLES, *CORROBORATE_TABLES, FigureRow, *LINK_TABLES):
        table.objects.all()._raw_delete(using="default")
    mentions = Counter(link.party for link in linked.party_links)
    PartyRow.objects.bulk_create(
        [
            PartyRow(id=p.id, name=p.name, kind=p.kind, n_mentions=mentions[p.id], body=_json(p))
            for p in linked.parties
        ],
        BATCH,
    )
    PartyMention.objects.bulk_create(
        [
            PartyMention(
                party_id=m.party, claim_id=m.claim, role=m.role, start=m.start, text=m.text
            )
            for m in linked.party_links
        ],
        BATCH,
    )
    _write_persons(linked)
    if linked.clusterings is not None:
        ClusteringsRow.objects.create(body=_json(linked.clusterings))
    if linked.linked_by is not None:
        LinkedByRow.objects.create(body=_json(linked.linked_by))
    if linked.event_lesson is not None:
        EventLessonRow.objects.create(body=_json(linked.event_lesson))
    _write_events(linked, reviewed)


def _write_persons(linked: Linked) -> None:
    person_of = {record: person.id for person in linked.persons for record in person.records}
    PersonRow.objects.bulk_create(
        [
            PersonRow(
                id=p.id,
                name=p.name,
                n_records=len(p.records),
                n_lists=len(p.lists),
                doubtful=p.doubtful,
                body=_json(p),
            )
            for p in linked.persons
        ],
        BATCH,
    )
    RecordRow.objects.bulk_create(
        [
            RecordRow(
                id=r.id,
                document_id=r.rendition,
                person_id=person_of.get(r.id),
                row=r.row,
                name=r.name or "",
                body=_json(r),
            )
            for r in linked.records
        ],
        BATCH,
    )
    PairRow.objects.bulk_create(
        [
            PairRow(
                id=p.id,
                left_id=p.left,
                right_id=p.right,
                match_weight=p.match_weight,
                chance=p.chance,
                worth=p.worth,
                verdict=p.verdict,
                decided_by=p.decided_by,
                waits=p.verdict == "unsure" and p.decided_by == "rule",
                body=_json(p),
            )
            for p in linked.pairs
        ],
        BATCH,
    )


def _write_events(linked: Linked, reviewed: dict[str, tuple[str, str]]) -> None:
    EventRow.objects.bulk_create(
        [
            EventRow(
                id=e.id,
                label=e.label,
                earliest=e.when.earliest if e.when else None,
                latest=e.when.latest if e.when else None,
                n_claims=len(e.claims) + len(e.statements),
                n_suggested=sum(
                    reviewed[claim][1] == "suggested" for claim in (*e.claims, *e.statements)
                ),
                n_documents=len({reviewed[claim][0] for claim in e.claims}),
                body=_json(e),
            )
            for e in linked.events
        ],
        BATCH,
    )
    EventClaim.objects.bulk_create(
        [
            EventClaim(event_id=e.id, claim_id=claim, role=role)
            for e in linked.events
            for role, claims in (("claim", e.claims), ("statement", e.statements))
            for claim in claims
        ],
        BATCH,
    )
    EventLinkRow.objects.bulk_create(
        [
            EventLinkRow(
                id=x.id, earlier_id=x.earlier, later_id=x.later, causal=x.causal, body=_json(x)
            )
            for x in linked.event_links
        ],
        BATCH,
    )
    EventPairRow.objects.bulk_create(
        [
            EventPairRow(
                id=p.id,
                left_id=p.left,
                right_id=p.right,
                left_event_id=p.left_event,
                right_event_id=p.right_event,
                chance=p.chance,
                worth=p.worth,
                verdict=p.verdict,
                decided_by=p.decided_by,
                waits=p.decided_by == "rule",
                body=_json(p),
            )
            for p in linked.event_pairs
        ],
        BATCH,
    )


CORROBORATE_TABLES = (FindingRow, ContradictionRow)


def write_corroborated(made: Corroborated) -> None:
    """Replace all that `corroborate` made."""
    for table in CORROBORATE_TABLES:
        table.objects.all()._raw_delete(using="default")
    FindingRow.objects.bulk_create(
        [
            FindingRow(id=f.id, event_id=f.event, question=f.question, grade=f.grade, body=_json(f))
            for f in made.findings
        ],
        BATCH,
    )
    ContradictionRow.objects.bulk_create(
        [
            ContradictionRow(id=c.id, event_id=c.event, kind=c.kind, words=c.words, body=_json(c))
            for c in made.contradictions
        ],
        BATCH,
    )
    counts = Counter(c.event for c in made.contradictions)
    events = list(EventRow.objects.filter(id__in=counts))
    for event in events:
        event.n_contradictions = counts[event.id]
    EventRow.objects.bulk_update(events, ["n_contradictions"], BATCH)


ANSWER_TABLES = (ResponseRow, SilenceRow, CommitmentRow)


def write_answered(made: Answered) -> None:
    """Replace all that `respond` made."""
    for table in ANSWER_TABLES:
        table.objects.all()._raw_delete(using="default")
    ResponseRow.objects.bulk_create(
        [
            ResponseRow(
                id=r.id,
                event_id=r.event,
                party_id=r.party,
                claim_id=r.claim,
                speech_act=r.speech_act,
                naming=r.naming.level,
                said_earliest=r.said.earliest if r.said else None,
                said_latest=r.said.latest if r.said else None,
                told_by=r.told_by,
                body=_json(r),
            )
            for r in made.responses
        ],
        BATCH,
    )
    SilenceRow.objects.bulk_create(
        [
            SilenceRow(event_id=s.event, party_id=s.party, state=s.state, body=_json(s))
            for s in made.silences
        ],
        BATCH,
    )
    CommitmentRow.objects.bulk_create(
        [
            CommitmentRow(id=c.id, event_id=c.event, party_id=c.party, body=_json(c))
            for c in made.commitments
        ],
        BATCH,
    )
    answered: dict[str, int] = defaultdict(int)
    for response in made.responses:
        answered[response.party] += 1
    parties = list(PartyRow.objects.filter(id__in=answered))
    for party in parties:
        party.n_responses = answered[party.id]
    PartyRow.objects.bulk_update(parties, ["n_responses"], BATCH)


def figure_rows(figures: Sequence[Figure], first: int = 0) -> list[FigureRow]:
    """The rows of figures, in their order."""
    return [
        FigureRow(
            id=f.id,
            position=position,
            kind=f.kind,
            basis=f.basis,
            event_id=f.event,
            harm=f.harm,
            title=f.title,
            body=_json(f),
        )
        for position, f in enumerate(figures, start=first)
    ]
