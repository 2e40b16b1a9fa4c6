"""What the later stages work on, gathered from the tables."""

from typing import Any, TypeVar

import msgspec
from django.db.models import QuerySet

import onrecord.record.ready  # noqa: F401
from onrecord.model.claim import Claim
from onrecord.model.clusterings import Clusterings
from onrecord.model.event import PartyLink
from onrecord.model.event_lesson import EventLesson
from onrecord.model.match_weights import MatchWeights
from onrecord.model.material import Answered, Corroborated, Counted, Document, Linked, Material
from onrecord.model.release import Release
from onrecord.model.source import Place
from onrecord.record.decisions import PAIR_KINDS, standing
from onrecord.record.linked_by import stored_linked_by
from onrecord.record.models import (
    ClaimRow,
    ClusteringsRow,
    CommitmentRow,
    ContradictionRow,
    DocumentRow,
    EventLessonRow,
    EventLinkRow,
    EventPairRow,
    EventRow,
    FigureRow,
    FindingRow,
    PairRow,
    PartyMention,
    PartyRow,
    PersonRow,
    RecordRow,
    RenditionText,
    ResponseRow,
    SilenceRow,
)
from onrecord.record.releases import superseded

Made = TypeVar("Made", Linked, Corroborated, Answered, Counted)
CURRENT = ("suggested", "accepted")


def gather_material(
    places: tuple[Place, ...],
    releases: tuple[Release, ...] = (),
    weights: MatchWeights | None = None,
) -> Material:
    """The whole case: every document with its text, every claim that is not rejected.

    Claims of a list whose place a later release has taken are not in it. ``releases`` and
    ``weights``: for `link`.
    """
    rows = ClaimRow.objects.filter(state__in=CURRENT)
    if earlier := superseded():
        rows = rows.exclude(document__capture__in=earlier)
    whole = _material(DocumentRow.objects.all(), rows, places, with_text=True)
    return msgspec.structs.replace(whole, releases=releases, weights=weights)


def material_of_event(event: str, places: tuple[Place, ...]) -> Material:
    """What bears on one event: its claims, and the documents that they are from, without text."""
    rows = ClaimRow.objects.filter(state__in=CURRENT, memberships__event=event)
    documents = DocumentRow.objects.filter(claims__memberships__event=event).distinct()
    return _material(documents, rows, places, with_text=False)


def _material(
    documents: "QuerySet[DocumentRow]",
    rows: "QuerySet[ClaimRow]",
    places: tuple[Place, ...],
    *,
    with_text: bool,
) -> Material:
    texts = _texts() if with_text else {}
    decoder = msgspec.json.Decoder(Claim)
    claims, accepted = [], set()
    for body, state in rows.values_list("body", "state").iterator(chunk_size=5_000):
        claim = decoder.decode(body)
        claims.append(claim)
        if state == "accepted":
            accepted.add(claim.id)
    return Material(
        documents=tuple(sorted((_document(row, texts) for row in documents), key=lambda d: d.id)),
        claims=tuple(sorted(claims, key=lambda c: (c.rendition, c.start, c.id))),
        accepted=frozenset(accepted),
        judgements=standing(PAIR_KINDS),
        places=places,
    )


def _texts() -> dict[str, str]:
    parts: dict[str, list[str]] = {}
    rows = RenditionText.objects.order_by("document", "start").values_list("document", "text")
    for document, text in rows.iterator(chunk_size=2_000):
        parts.setdefault(document, []).append(text)
    return {document: "".join(stretches) for document, stretches in parts.items()}


def _document(row: DocumentRow, texts: dict[str, str]) -> Document:
    return Document(
        id=row.id,
        capture=row.capture_id,
        name=row.name,
        title=row.title,
        bibliography=row.bibliography,
        shape=row.shape,
        language=row.language or None,
        text=texts.get(row.id, ""),
    )


def _party_link(row: PartyMention) -> PartyLink:
    fields = {"claim": row.claim_id, "role": row.role, "start": row.start, "text": row.text}
    return msgspec.convert(fields | {"party": row.party_id}, PartyLink)


def _by_place(link: PartyLink) -> tuple[str, str, int, str, str]:
    return link.claim, link.role, link.start, link.party, link.text


# Of what the stages make, what is kept in the order in which it was made.
_AS_MADE = frozenset(
    {"figures", "silences", "clusterings", "linked_by", "event_lesson", "set_aside"}
)


def ordered(made: Made) -> Made:
    """What a stage made as it is kept (111.0 for a float of 111; in the tables' order)."""
    made = msgspec.json.decode(msgspec.json.encode(made), type=type(made))
    changes: dict[str, Any] = {}
    for name in made.__struct_fields__:
        values = getattr(made, name)
        if name == "party_links":
            changes[name] = tuple(sorted(values, key=_by_place))
        elif name not in _AS_MADE:
            changes[name] = tuple(sorted(values, key=lambda value: value.id))
    return msgspec.structs.replace(made, **changes)


def stored_linked() -> Linked:
    """What `link` made, as it was kept."""
    return Linked(
        parties=_values(PartyRow.objects.all(), "party"),
        party_links=tuple(
            sorted((_party_link(m) for m in PartyMention.objects.all().iterator()), key=_by_place)
        ),
        records=_values(RecordRow.objects.all(), "record"),
        pairs=_values(PairRow.objects.all(), "pair"),
        persons=_values(PersonRow.objects.all(), "person"),
        events=_values(EventRow.objects.all(), "event"),
        event_links=_values(EventLinkRow.objects.all(), "link"),
        event_pairs=_values(EventPairRow.objects.all(), "pair"),
        event_lesson=stored_event_lesson(),
        clusterings=stored_clusterings(),
        linked_by=stored_linked_by(),
    )


def stored_clusterings() -> Clusterings | None:
    """The draws of who is who, as they were kept; None where nothing was drawn."""
    row = ClusteringsRow.objects.first()
    return None if row is None else row.clusterings


def stored_event_lesson() -> EventLesson | None:
    """What answers about events taught, as it was kept; None where too few were judged."""
    row = EventLessonRow.objects.first()
    return None if row is None else row.lesson


def linked_of_event(event: str) -> tuple[Linked, Corroborated]:
    """What `link` and `corroborate` made of one event."""
    records = RecordRow.objects.filter(document__claims__memberships__event=event).distinct()
    persons = PersonRow.objects.filter(records__in=records).distinct()
    linked = Linked(
        records=_values(RecordRow.objects.filter(person__in=persons), "record"),
        persons=_values(persons, "person"),
        events=_values(EventRow.objects.filter(id=event), "event"),
        clusterings=stored_clusterings(),
    )
    corroborated = Corroborated(
        findings=_values(FindingRow.objects.filter(event=event), "finding"),
        contradictions=_values(ContradictionRow.objects.filter(event=event), "contradiction"),
    )
    return linked, corroborated


def stored_corroborated() -> Corroborated:
    """What `corroborate` made, as it was kept."""
    return Corroborated(
        findings=_values(FindingRow.objects.all(), "finding"),
        contradictions=_values(ContradictionRow.objects.all(), "contradiction"),
    )


def stored_answered() -> Answered:
    """What `respond` made, as it was kept."""
    return Answered(
        responses=_values(ResponseRow.objects.all(), "response"),
        silences=tuple(row.silence for row in SilenceRow.objects.order_by("id")),
        commitments=_values(CommitmentRow.objects.all(), "commitment"),
    )


def stored_counted() -> Counted:
    """What `count` made, as it was kept."""
    return Counted(figures=tuple(row.figure for row in FigureRow.objects.order_by("position")))


def _values(rows: "QuerySet[Any]", name: str) -> tuple[Any, ...]:
    """The values that rows hold, in the order of their ids."""
    return tuple(getattr(row, name) for row in rows.order_by("pk").iterator())
