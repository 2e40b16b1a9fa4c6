"""Reading one capture: its rendition, its bibliography, its claims under the decisions."""

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord import pipeline
from onrecord.errors import MalformedTable, Unreadable
from onrecord.model.canonical import digest
from onrecord.model.claim import Claim
from onrecord.model.judgement import Judgement
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context, Place
from onrecord.preserve.bibliography import bibliography_of
from onrecord.preserve.places_table import read_places
from onrecord.record.case import Case
from onrecord.record.decisions import standing, standing_about
from onrecord.record.document_words import index_words
from onrecord.record.models import Arrival, Capture, ClaimRow, DocumentRow
from onrecord.record.protection import (
    Withheld,
    cover,
    names_to_cover,
    withheld_names,
    withhold,
    withhold_speaker,
)
from onrecord.record.renditions import without_text, write_text
from onrecord.record.review import CLAIM_KINDS, Reviewed, review
from onrecord.record.rows import BATCH, claim_row
from onrecord.record.sheets import write_sheets


class Reading(Struct, frozen=True, kw_only=True):
    """What reading a capture made: a document and its claims, or the reason why not."""

    document: DocumentRow | None
    rendition: Rendition | None
    claims: tuple[Claim, ...]  # as the reader suggests them
    reviewed: tuple[Reviewed, ...]  # under the decisions in force
    set_aside: tuple[SetAside, ...]

    @property
    def outputs(self) -> str:
        """The digest of what was made, before any decision."""
        return reading_outputs(self.rendition, self.claims, self.set_aside)

    def write(self) -> None:
        """Keep the text and the claims; the document row must be saved."""
        if self.document is not None and self.rendition is not None:
            write_text(self.rendition)
            write_sheets(self.rendition)
            index_words(self.document)
            ClaimRow.objects.bulk_create([claim_row(r) for r in self.reviewed], BATCH)


def reading_outputs(
    rendition: Rendition | None, claims: tuple[Claim, ...], set_aside: tuple[SetAside, ...]
) -> str:
    """The digest of what a reader made; claims in the order of their ids."""
    return digest([rendition, sorted(claims, key=lambda c: c.id), set_aside])


def stored_reading(capture: str) -> tuple[Claim, ...]:
    """The claims that the reader suggested for a capture, as they were kept."""
    rows = ClaimRow.objects.filter(document__capture=capture, origin="derived").order_by("id")
    return tuple(row.claim for row in rows)


def case_places(case: Case) -> tuple[Place, ...]:
    """The case's own gazetteer: every places.csv that arrived, the newest of each name."""
    newest: dict[str, str] = {}
    for arrival in Arrival.objects.filter(role="places").order_by("seq"):
        newest[arrival.name] = arrival.capture_id
    found = [
        place
        for _, capture in sorted(newest.items())
        for place in read_places(case.blobs.read(capture)).made
    ]
    return tuple(sorted(set(found), key=lambda place: (place.gazetteer_id, place.name)))


class Surroundings(Struct, frozen=True, kw_only=True):
    """What reading a capture needs of the case: gathered once, used for every capture."""

    places: tuple[Place, ...]
    withheld: tuple[Withheld, ...]
    mappings: dict[str, tuple[Mapping, ...]]  # by capture
    judgements: dict[str, tuple[Judgement, ...]]  # about claims, by rendition


def surroundings(case: Case) -> Surroundings:
    """The case's gazetteer, protected names, mappings of columns and judgements about claims."""
    judged: dict[str, list[Judgement]] = {}
    for judgement in standing(CLAIM_KINDS):
        judged.setdefault(judgement.body["claim"]["rendition"], []).append(judgement)
    mappings = {
        judgement.target: msgspec.convert(judgement.body["mappings"], tuple[Mapping, ...])
        for judgement in standing(("map_columns",))  # the last decision wins
    }
    return Surroundings(
        places=case_places(case),
        withheld=withheld_names(),
        mappings=mappings,
        judgements={rendition: tuple(made) for rendition, made in judged.items()},
    )


def surroundings_of(case: Case, capture: str) -> Surroundings:
    """What reading one capture depends on, without the judgements about claims."""
    made = standing_about(("map_columns",), capture)
    return Surroundings(
        places=case_places(case),
        withheld=withheld_names(),
        mappings={
            one.target: msgspec.convert(one.body["mappings"], tuple[Mapping, ...]) for one in made
        },
        judgements={},
    )


def reading_inputs(case: Case, capture: Capture, around: Surroundings) -> str:
    """The digest of what reading a capture depends on."""
    arrivals = Arrival.objects.filter(capture=capture, role="document").order_by("seq")
    return digest(
        {
            "capture": capture.sha256,
            "media_type": capture.media_type,
            "arrivals": sorted({(arrival.name, arrival.stated) for arrival in arrivals}),
            "country": case.file.country,
            "places": around.places,
            "mappings": around.mappings.get(capture.sha256),
            "withheld": names_to_cover(around.withheld, capture.sha256),
        }
    )


def read_capture(case: Case, capture: Capture, around: Surroundings) -> Reading:
    """Render and read one capture. What cannot be read comes back as set aside, with its reason."""
    arrivals = list(Arrival.objects.filter(capture=capture, role="document").order_by("seq"))
    covered = names_to_cover(around.withheld, capture.sha256)
    name = cover(arrivals[-1].name, covered)
    try:
        rendition = pipeline.render(
            case.blobs.read(capture.sha256),
            capture=capture.sha256,
            media_type=capture.media_type,
            name=name,
        )
    except Unreadable as error:
        reason = SetAside(stage="read", subject=name, reason=str(error), code=error.code)
        return Reading(document=None, rendition=None, claims=(), reviewed=(), set_aside=(reason,))
    rendition = withhold(rendition, covered)
    bibliography = withhold_speaker(
        _bibliography(case, rendition, arrivals), around.withheld, capture.sha256
    )
    context = Context(bibliography=bibliography, places=around.places)
    outcome = _read(rendition, context, around.mappings.get(capture.sha256), name)
    reviewed = review(outcome.made, around.judgements.get(rendition.id, ()))
    return Reading(
        document=_document_row(name, capture, rendition, bibliography, reviewed),
        rendition=rendition,
        claims=outcome.made,
        reviewed=reviewed,
        set_aside=tuple(
            msgspec.structs.replace(s, subject=s.subject.replace(rendition.id, name))
            for s in outcome.set_aside
        ),
    )


def _read(
    rendition: Rendition, context: Context, mappings: tuple[Mapping, ...] | None, name: str
) -> Outcome[Claim]:
    """Read a rendition; a mapping that does not fit its table is a reason, not a failure."""
    try:
        return pipeline.read(rendition, context, mappings)
    except MalformedTable as error:
        reason = SetAside(stage="read", subject=name, reason=str(error), code="mapping-unfit")
        return Outcome(made=(), set_aside=(reason,))


def _bibliography(case: Case, rendition: Rendition, arrivals: list[Arrival]) -> Bibliography:
    """What the file says of itself, under what the newest arrival that states something says."""
    stated = [s for s in (arrival.stated_bibliography for arrival in arrivals) if s is not None]
    known = bibliography_of(rendition.headings, stated[-1] if stated else None)
    if known.country is None and case.file.country is not None:
        return msgspec.structs.replace(known, country=case.file.country)
    return known


def _document_row(
    name: str,
    capture: Capture,
    rendition: Rendition,
    known: Bibliography,
    reviewed: tuple[Reviewed, ...],
) -> DocumentRow:
    published = known.published
    return DocumentRow(
        id=rendition.id,
        capture=capture,
        name=name,
        title=known.title or name,
        publisher=known.publisher or "",
        speaker=known.speaker or "",
        kind=known.kind or "",
        published=published.text if published else "",
        published_earliest=published.earliest if published else None,
        published_latest=published.latest if published else None,
        language=known.language or rendition.language or "",
        right_to_left=rendition.right_to_left,
        shape=rendition.shape,
        extractor=f"{rendition.extractor} {rendition.extractor_version}",
        protection=known.protection,
        n_characters=len(rendition.text),
        n_claims=len(reviewed),
        n_suggested=sum(r.state == "suggested" for r in reviewed),
        bibliography_json=msgspec.json.encode(known).decode(),
        rendition_json=without_text(rendition),
    )
