"""Run every stage that has something new to do, and keep what it made with a receipt.

A unit of work is a capture (for `read`) or the whole case (for the stages after it). It is done
again only when the digest of its code, its parameters or its inputs differs from its receipt's.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from typing import Any

import msgspec
from django.db import transaction
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord import pipeline
from onrecord.model.canonical import digest
from onrecord.model.material import Answered, Corroborated, Counted, Linked, Material
from onrecord.model.outcome import SetAside
from onrecord.model.progress import Progress, silent
from onrecord.model.receipt import Receipt
from onrecord.model.source import Place
from onrecord.record.case import Case
from onrecord.record.claims_going_on import bring_in_line, following_digest, keep_following
from onrecord.record.code_digest import code_digest
from onrecord.record.decisions import PAIR_KINDS, standing
from onrecord.record.estimates import STAGE as ESTIMATE
from onrecord.record.estimates import forget_estimates
from onrecord.record.material import (
    CURRENT,
    Made,
    gather_material,
    ordered,
    stored_corroborated,
    stored_linked,
)
from onrecord.record.models import (
    Arrival,
    Capture,
    ClaimBefore,
    ClaimRow,
    ContradictionRow,
    Decision,
    DocumentRow,
    EventRow,
    FigureRow,
    LedgerEntry,
    PairRow,
    PartyRow,
    PersonRow,
    ReceiptRow,
    RecordRow,
    SetAsideRow,
)
from onrecord.record.reading import (
    Surroundings,
    case_places,
    read_capture,
    reading_inputs,
    surroundings,
)
from onrecord.record.releases import Decided, decided_releases, set_aside_earlier
from onrecord.record.rows import (
    BATCH,
    figure_rows,
    write_answered,
    write_corroborated,
    write_linked,
)
from onrecord.record.saved_weights import saved_weights
from onrecord.record.tally import set_tally

CASE = "case"  # the unit of the stages that work on the whole case
Releases = Callable[[], tuple[Decided, ...]]
Maker = Callable[[Case, str], None]
FOLLOW = "follow"  # claims of a list into its later releases
STAGES = ("link", "corroborate", "respond", "count")


class StageRun(Struct, frozen=True, kw_only=True):
    """What a run did of one stage."""

    stage: str
    n_done: int
    n_up_to_date: int
    n_made: int
    n_set_aside: int


class RunReport(Struct, frozen=True, kw_only=True):
    """What a run did. ``digest`` covers the receipts of every unit: same digest, same record."""

    stages: tuple[StageRun, ...]
    set_aside: tuple[SetAside, ...]
    digest: str

    @property
    def did_nothing(self) -> bool:
        """Was everything up to date?"""
        return all(stage.n_done == 0 for stage in self.stages)


def run(case: Case, *, fresh: bool = False, progress: Progress = silent) -> RunReport:
    """Bring the record up to date; ``fresh`` drops everything derived first."""
    if fresh:
        drop_derived()
    reading = _run_reading(case, progress)
    releases = cache(decided_releases)  # matched once a run, if anything goes by them
    _follow_claims(releases)
    makers: dict[str, Maker] = {"link": partial(_make_links, releases), **_MAKERS}
    later = tuple(_run_stage(case, stage, makers[stage], progress) for stage in STAGES)
    write_tallies()
    return RunReport(
        stages=(reading, *later),
        set_aside=tuple(
            set_aside_of(row)
            for row in SetAsideRow.objects.exclude(stage="preserve").order_by("stage", "id")
        ),
        digest=record_digest(),
    )


def drop_derived() -> None:
    """Forget everything derived; what was received and decided stays."""
    with transaction.atomic():
        write_linked(Linked(), {})
        SetAsideRow.objects.exclude(stage="preserve").delete()
        keep_following(())
        forget_estimates()
        ReceiptRow.objects.all().delete()
        for capture in DocumentRow.objects.values_list("capture", flat=True):
            forget_document(capture)


def record_digest() -> str:
    """One digest of the receipts of all stages: two records with the same digest are the same.

    Estimates that somebody asked for belong to a table, not to the record (record.estimates).
    """
    rows = ReceiptRow.objects.exclude(stage=ESTIMATE).order_by("stage", "unit")
    return digest([msgspec.to_builtins(receipt_of(row)) for row in rows])


def receipt_of(row: ReceiptRow) -> Receipt:
    """The receipt that a row holds."""
    return Receipt(**{name: getattr(row, name) for name in Receipt.__struct_fields__})


# --- reading, a capture at a time --------------------------------------------------------------


def _run_reading(case: Case, progress: Progress) -> StageRun:
    captures = list(Capture.objects.filter(arrivals__role="document").distinct().order_by("sha256"))
    around = surroundings(case)
    done = made = 0
    for number, capture in enumerate(captures):
        progress("read", number, len(captures))
        inputs = reading_inputs(case, capture, around)
        if _is_current("read", capture.sha256, inputs):
            continue
        made += _read_unit(case, capture, around, inputs)
        done += 1
    progress("read", len(captures), len(captures))
    return StageRun(
        stage="read",
        n_done=done,
        n_up_to_date=len(captures) - done,
        n_made=made,
        n_set_aside=SetAsideRow.objects.filter(stage="read").count(),
    )


def _is_current(stage: str, unit: str, inputs: str) -> bool:
    row = ReceiptRow.objects.filter(stage=stage, unit=unit, current=True).first()
    return (
        row is not None
        and row.inputs == inputs
        and row.code == code_digest(stage)
        and row.parameters == _parameters(stage)
    )


def _parameters(stage: str) -> str:
    """The digest of what a stage goes by: for `link`, the weights that were saved, if any."""
    kept = saved_weights() if stage == "link" else None
    return digest({}) if kept is None else kept.decision.target


def _read_unit(case: Case, capture: Capture, around: Surroundings, inputs: str) -> int:
    """Read one capture and replace what was made of it; returns the number of claims."""
    reading = read_capture(case, capture, around)
    with transaction.atomic():
        forget_document(capture.sha256)
        SetAsideRow.objects.filter(stage="read", unit=capture.sha256).delete()
        if reading.document is not None:
            reading.document.save(force_insert=True)
            reading.write()
        _keep_set_aside("read", capture.sha256, reading.set_aside)
        _keep_receipt("read", capture.sha256, inputs, reading.outputs, len(reading.claims),
                      len(reading.set_aside))  # fmt: skip
    return len(reading.claims)


def forget_document(capture: str) -> None:
    """Drop what was read from a capture, and all that was linked, for it leads there."""
    documents = DocumentRow.objects.filter(capture=capture)
    if not documents.exists():
        return
    if EventRow.objects.exists() or PairRow.objects.exists():
        write_linked(Linked(), {})
    ReceiptRow.objects.filter(stage__in=STAGES).update(current=False)
    documents.delete()


def set_aside_of(row: SetAsideRow) -> SetAside:
    """What a row of the table holds."""
    return SetAside(
        stage=row.stage, subject=row.subject, reason=row.reason, code=row.code, part=row.part
    )


def kept_set_aside(stage: str, unit: str) -> tuple[SetAside, ...]:
    """What a stage set aside of a unit, as it was kept."""
    return tuple(
        set_aside_of(row)
        for row in SetAsideRow.objects.filter(stage=stage, unit=unit).order_by("id")
    )


def _keep_set_aside(stage: str, unit: str, set_aside: tuple[SetAside, ...]) -> None:
    SetAsideRow.objects.bulk_create(
        [
            SetAsideRow(
                stage=stage, unit=unit, subject=s.subject, code=s.code, reason=s.reason, part=s.part
            )
            for s in set_aside
        ],
        BATCH,
    )


def _keep_receipt(
    stage: str, unit: str, inputs: str, outputs: str, n_used: int, n_set_aside: int
) -> None:
    ReceiptRow.objects.filter(stage=stage, unit=unit).delete()
    ReceiptRow.objects.create(
        stage=stage,
        unit=unit,
        code=code_digest(stage),
        parameters=_parameters(stage),
        inputs=inputs,
        outputs=outputs,
        n_used=n_used,
        n_set_aside=n_set_aside,
    )


def _follow_claims(releases: Releases) -> None:
    """Let what was decided of a list's claims go on into its later releases."""
    decisions = standing(("release",))
    receipt = ReceiptRow.objects.filter(stage=FOLLOW, unit=CASE)
    if not decisions and not receipt.exists():
        return
    read = ReceiptRow.objects.filter(
        stage="read", unit__in=[name for made in decisions for name in (made.target, made.other)]
    )
    outputs = list(read.order_by("unit").values_list("unit", "outputs"))
    inputs = digest([[made.id for made in decisions], outputs])
    with transaction.atomic():
        if not _is_current(FOLLOW, CASE, inputs):
            keep_following(releases())
            n = ClaimBefore.objects.count()
            _keep_receipt(FOLLOW, CASE, inputs, following_digest(), n, 0)
        if bring_in_line():
            ReceiptRow.objects.filter(stage__in=STAGES).update(current=False)
        if not decisions:
            receipt.delete()


# --- the stages that work on the whole case ----------------------------------------------------


def _run_stage(case: Case, stage: str, make: Maker, progress: Progress) -> StageRun:
    progress(stage, 0, 1)
    inputs = stage_inputs(stage, case_places(case))
    fresh = not _is_current(stage, CASE, inputs)
    if fresh:
        make(case, inputs)
    progress(stage, 1, 1)
    row = ReceiptRow.objects.get(stage=stage, unit=CASE)
    return StageRun(
        stage=stage,
        n_done=int(fresh),
        n_up_to_date=int(not fresh),
        n_made=row.n_used,
        n_set_aside=row.n_set_aside,
    )


def stage_inputs(stage: str, places: tuple[Place, ...]) -> str:
    """The digest of what a stage works on, from receipts and identifiers, without the texts."""
    current = ClaimRow.objects.filter(state__in=CURRENT).order_by("id")
    read = ReceiptRow.objects.filter(stage="read").order_by("unit")
    parts: dict[str, Any] = {
        "read": list(read.values_list("unit", "inputs", "outputs")),
        "claims": list(current.values_list("id", flat=True)),
        "judgements": [j.id for j in standing(PAIR_KINDS)],
        "releases": [j.id for j in standing(("release",))],
        "places": places,
    }
    if stage == "count":
        accepted = ClaimRow.objects.filter(state="accepted").order_by("id")
        parts["accepted"] = list(accepted.values_list("id", flat=True))
    before = STAGES[: STAGES.index(stage)]
    parts["before"] = list(
        ReceiptRow.objects.filter(stage__in=before)
        .order_by("stage")
        .values_list("stage", "outputs")
    )
    return digest(parts)


def _make_links(releases_of: Releases, case: Case, inputs: str) -> None:
    releases = releases_of()
    kept = saved_weights()
    material = gather_material(
        case_places(case),
        tuple(one.release for one in releases),
        None if kept is None else kept.weights,
    )
    linked = pipeline.link(material)
    earlier = set_aside_earlier(releases)
    linked = msgspec.structs.replace(linked, set_aside=(*linked.set_aside, *earlier))
    reviewed = {
        claim: (document, state)
        for claim, document, state in ClaimRow.objects.filter(state__in=CURRENT)
        .values_list("id", "document", "state")
        .iterator()
    }
    with transaction.atomic():
        write_linked(linked, reviewed)
        # What stood on the old links went with them, whatever its receipt says.
        ReceiptRow.objects.filter(stage__in=STAGES[1:]).update(current=False)
        _keep_stage("link", inputs, linked, len(linked.events) + len(linked.persons))


def _make_findings(case: Case, inputs: str) -> None:
    made: Corroborated = pipeline.corroborate(gather_material(case_places(case)), stored_linked())
    with transaction.atomic():
        write_corroborated(made)
        _keep_stage("corroborate", inputs, made, len(made.findings))


def _make_responses(case: Case, inputs: str) -> None:
    made: Answered = pipeline.respond(gather_material(case_places(case)), stored_linked())
    with transaction.atomic():
        write_answered(made)
        _keep_stage("respond", inputs, made, len(made.responses))


def _make_figures(case: Case, inputs: str) -> None:
    material, linked = gather_material(case_places(case)), stored_linked()
    made = count_both(material, linked, stored_corroborated())
    with transaction.atomic():
        FigureRow.objects.all().delete()
        FigureRow.objects.bulk_create(figure_rows(made.figures), BATCH)
        _keep_stage("count", inputs, made, len(made.figures))


def count_both(material: Material, linked: Linked, corroborated: Corroborated) -> Counted:
    """The figures on accepted claims, then those with suggestions; never mixed."""
    accepted = pipeline.count(material, linked, corroborated, basis="accepted")
    suggested = pipeline.count(material, linked, corroborated, basis="with_suggestions")
    return Counted(
        figures=accepted.figures + suggested.figures,
        set_aside=tuple(dict.fromkeys(accepted.set_aside + suggested.set_aside)),
    )


_MAKERS: dict[str, Maker] = {
    "corroborate": _make_findings,
    "respond": _make_responses,
    "count": _make_figures,
}


def _keep_stage(stage: str, inputs: str, made: Made, n_used: int) -> None:
    SetAsideRow.objects.filter(stage=stage, unit=CASE).delete()
    _keep_set_aside(stage, CASE, made.set_aside)
    _keep_receipt(stage, CASE, inputs, digest(ordered(made)), n_used, len(made.set_aside))


# --- counts that pages show ----------------------------------------------------------------------


def write_tallies() -> None:
    """Count what pages show, once a run."""
    counts = Counter({f"claims.{s}": 0 for s in ("suggested", "accepted", "rejected")})
    counts.update(dict(_state_counts()))
    set_tally(dict(counts) | _table_counts())


def _state_counts() -> Iterator[tuple[str, int]]:
    for name in ("state", "kind"):
        found = Counter(ClaimRow.objects.values_list(name, flat=True).iterator())
        yield from ((f"claims.{key}", n) for key, n in found.items())


def _table_counts() -> dict[str, int]:
    return {
        "documents": DocumentRow.objects.count(),
        "captures": Capture.objects.count(),
        "arrivals": Arrival.objects.count(),
        "claims": ClaimRow.objects.count(),
        "decisions": Decision.objects.count(),
        "set_aside": SetAsideRow.objects.count(),
        "events": EventRow.objects.count(),
        "parties": PartyRow.objects.count(),
        "persons": PersonRow.objects.count(),
        "records": RecordRow.objects.count(),
        "pairs.waiting": PairRow.objects.filter(waits=True).count(),
        "contradictions": ContradictionRow.objects.count(),
        "figures": FigureRow.objects.count(),
        "ledger": LedgerEntry.objects.count(),
    }
