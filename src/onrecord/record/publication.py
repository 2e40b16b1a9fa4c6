"""Gather a case for publication, and write the folder whole or not at all."""

import hashlib
import os
import shutil
import tempfile
from collections import Counter
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from msgspec import Struct, structs

import onrecord.record.ready  # noqa: F401
from onrecord import pipeline
from onrecord.errors import CaseError, CaseExists
from onrecord.model.claim import Attribute, Claim
from onrecord.model.judgement import ReviewState
from onrecord.model.material import Counted, Material
from onrecord.model.outcome import Outcome, SetAside
from onrecord.publish.publication import (
    Exhibit,
    Linkage,
    Private,
    Publication,
    PublishedFile,
    Redaction,
    SampleTold,
)
from onrecord.record.case import Case
from onrecord.record.judging import judged_pairs
from onrecord.record.ledger import append_entry, catch_up_mirror
from onrecord.record.linkage_quality import LinkageQuality, linkage_quality
from onrecord.record.material import gather_material, stored_counted, stored_linked
from onrecord.record.models import Capture, ClaimRow, LedgerEntry, PersonRow, ReceiptRow
from onrecord.record.protection import withheld_names
from onrecord.record.reading import case_places
from onrecord.record.run import CASE, STAGES, receipt_of
from onrecord.record.weights_shown import rests_on, weights_shown
from onrecord.vocab import terms

MANIFEST = "manifest.json"


class PublishReport(Struct, frozen=True, kw_only=True):
    """What was written: how many files, the manifest's digest, and what was left out and why."""

    n_files: int
    manifest: str
    set_aside: tuple[SetAside, ...]


def publish_case(
    case: Case, out: Path, *, by: str, include_unreviewed: bool = False, whole_texts: bool = False
) -> PublishReport:
    """Write the record of a case as a folder; CaseExists where something lies there already.

    CaseError where a stage has not been run on what is in the case now: a page would then show
    a number that no longer follows from the claims beside it.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise CaseExists(f"{out}: something lies here already; publish into a new folder")
    _check_up_to_date(case)
    made = publication_of(case, include_unreviewed=include_unreviewed, whole_texts=whole_texts)
    outcome: Outcome[PublishedFile] = pipeline.publish(made)
    _write(out, outcome.made)
    digest = _sha256(outcome.made)
    append_entry(
        kind="publication",
        by=by,
        body={"manifest": digest, "files": len(outcome.made), "unreviewed": include_unreviewed},
    )
    catch_up_mirror(case.mirror)
    return PublishReport(n_files=len(outcome.made), manifest=digest, set_aside=outcome.set_aside)


def publication_of(case: Case, *, include_unreviewed: bool, whole_texts: bool) -> Publication:
    """Everything that is published of a case; see publish.publication.Publication."""
    whole = gather_material(case_places(case))
    shown = frozenset(claim.id for claim in whole.claims) if include_unreviewed else whole.accepted
    # Their identifiers are made of the words too: of a number, that would let it be guessed.
    shown -= {claim.id for claim in whole.claims if _is_private(claim)}
    linked = pipeline.narrow(stored_linked(), whole, shown)
    material = _only(whole, shown)
    last = LedgerEntry.objects.order_by("seq").last()
    events = linkage_quality(case, "events")
    return Publication(
        title=case.file.title,
        documents=material.documents,
        claims=material.claims,
        states=_states(material),
        linked=linked,
        corroborated=pipeline.corroborate(material, linked),
        answered=pipeline.respond(material, linked),
        counted=_figures(include_unreviewed),
        exhibits=_exhibits(),
        redactions=_redactions(),
        private=_private(),
        include_unreviewed=include_unreviewed,
        whole_texts=whole_texts,
        ledger_head=last.hash if last else "",
        ledger_at=datetime.fromisoformat(last.at) if last else None,
        software=f"onrecord {version('onrecord')}",
        receipts=tuple(receipt_of(row) for row in ReceiptRow.objects.order_by("stage", "unit")),
        linkage=_linkage(case),
        events_told=_sample_told(events) if events.sample else None,
    )


def _sample_told(quality: LinkageQuality) -> SampleTold:
    """What is published of a quality; without a sample there is the paragraph alone."""
    return SampleTold(
        paragraph=quality.paragraph,
        strata=quality.strata,
        assumes=quality.assumes if quality.sample else (),
        does_not_say=quality.does_not_say if quality.sample else (),
    )


def _linkage(case: Case) -> Linkage | None:
    """How records were linked; None where no two were compared."""
    shown = weights_shown()
    if shown.linked_by is None:
        return None
    judged = judged_pairs(case).values()
    made = None if shown.saved is None else shown.saved.decision
    return Linkage(
        linked_by=shown.linked_by,
        comparisons=shown.comparisons,
        rests_on=tuple(rests_on(shown.linked_by.weights)),
        n_persons=PersonRow.objects.count(),
        saved=None if made is None else made.id,
        saved_at=None if made is None else made.at,
        judged=dict(Counter(pair.newest.kind for pair in judged)),
        n_judges=len({verdict.by for pair in judged for verdict in pair.verdicts}),
        how_well=_sample_told(linkage_quality(case)),
    )


def _check_up_to_date(case: Case) -> None:
    current = ReceiptRow.objects.filter(stage__in=STAGES, unit=CASE, current=True).count()
    if current < len(STAGES):
        raise CaseError(
            f"{case.root}: decisions or documents are newer than the figures; run it first: "
            f"onrecord run {case.root}"
        )


def _only(material: Material, shown: frozenset[str]) -> Material:
    """The material with the shown claims, and the documents that hold one."""
    claims = tuple(claim for claim in material.claims if claim.id in shown)
    holding = {claim.rendition for claim in claims}
    documents = tuple(document for document in material.documents if document.id in holding)
    return structs.replace(material, claims=claims, documents=documents)


def _states(material: Material) -> dict[str, ReviewState]:
    return {
        claim.id: "accepted" if claim.id in material.accepted else "suggested"
        for claim in material.claims
    }


def _figures(include_unreviewed: bool) -> Counted:
    counted = stored_counted()
    if include_unreviewed:
        return counted
    return Counted(figures=tuple(f for f in counted.figures if f.basis == "accepted"))


def _exhibits() -> tuple[Exhibit, ...]:
    return tuple(
        Exhibit(capture=row.sha256, size=row.size, media_type=row.media_type)
        for row in Capture.objects.order_by("sha256")
    )


def _redactions() -> tuple[Redaction, ...]:
    """Renditions hold no protected name any more; this is the second wall."""
    found = []
    for one in withheld_names():
        found.append(Redaction(words=one.name, pseudonym=one.pseudonym))
        found += [
            Redaction(words=part, pseudonym=one.pseudonym, capture=one.capture)
            for part in one.parts[1:]
        ]
    return tuple(found)


def _is_private(claim: Claim) -> bool:
    return isinstance(claim.body, Attribute) and terms("attributes")[claim.body.attribute].withheld


def _private() -> tuple[Private, ...]:
    """Identity numbers and addresses, whatever was decided of the claims that they make."""
    withheld = {
        key: f"[{one.label} withheld]" for key, one in terms("attributes").items() if one.withheld
    }
    rows = ClaimRow.objects.filter(kind="attribute", term__in=withheld)
    claims = (row.claim for row in rows.order_by("id").iterator(chunk_size=5_000))
    return tuple(
        Private(
            rendition=claim.rendition,
            start=claim.body.value.start,
            end=claim.body.value.end,
            instead=withheld[claim.body.attribute],
        )
        for claim in claims
        if isinstance(claim.body, Attribute)
    )


def _sha256(made: tuple[PublishedFile, ...]) -> str:
    return next(hashlib.sha256(file.data).hexdigest() for file in made if file.path == MANIFEST)


def _write(out: Path, made: tuple[PublishedFile, ...]) -> None:
    """Write beside the place first, and move it there when every file is on the disk."""
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}-"))
    try:
        for file in made:
            path = beside / file.path
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as target:
                target.write(file.data)
                target.flush()
                os.fsync(target.fileno())
        beside.chmod(0o755)
        if out.exists():
            out.rmdir()
        beside.rename(out)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
