"""After a decision: bring up to date what depends on it, at once where that is quick."""

from django.db import transaction
from django.db.models import Max

import onrecord.record.ready  # noqa: F401
from onrecord import pipeline
from onrecord.errors import CaseBusy
from onrecord.model.judgement import Judgement
from onrecord.model.progress import Progress, silent
from onrecord.record.case import Case, sole_writer
from onrecord.record.decisions import PAIR_KINDS, decision_about
from onrecord.record.material import linked_of_event, material_of_event
from onrecord.record.models import EventClaim, FigureRow, ReceiptRow, Tally
from onrecord.record.reading import case_places
from onrecord.record.rows import BATCH, figure_rows
from onrecord.record.run import CASE, STAGES, run
from onrecord.record.tally import set_or_add, set_tally, tallies

INLINE = 5_000  # claims up to which the whole case is brought up to date at once


def refresh(case: Case, judgement: Judgement, *, progress: Progress = silent) -> bool:
    """Bring up to date what a decision touches; False where `onrecord run` has to do it.

    A small case is run at once: what a decision about columns or a protected name touches is read
    again, then all is linked and counted again. In a large case only the figures of the events
    that the claim belongs to are counted at once; what has to be read again, links, findings and
    the figures of the whole case wait for the next run, and say so.
    """
    root = decision_about(judgement)
    if root.kind in ("grade", "sample"):
        return True
    if root.kind in PAIR_KINDS:
        wait_for_linking(undone=judgement.kind == "undo")
    count = Tally.objects.filter(name="claims").values_list("value", flat=True).first() or 0
    if count <= INLINE:
        try:
            with sole_writer(case):
                run(case, progress=progress)
        except CaseBusy:
            return False
        return True
    ReceiptRow.objects.filter(stage__in=STAGES).update(current=False)
    if root.kind in ("accept", "reject"):
        for event in _events_of(root.target):
            _recount(case, event)
    return False


def wait_for_linking(*, undone: bool = False) -> None:
    """Note that a judgement on a pair waits to be linked, and how many persons there were before.

    What was linked is kept as it is, and the next run links it again.
    """
    counts = tallies()
    current = ReceiptRow.objects.filter(stage="link", unit=CASE, current=True)
    if current.exists() or "judging.since" not in counts:
        since, before = 0, counts.get("persons", 0)
    else:
        since, before = counts["judging.since"], counts["judging.persons_before"]
    since += -1 if undone and since else 1
    set_tally({"judging.since": since, "judging.persons_before": before})
    ReceiptRow.objects.filter(stage__in=STAGES).update(current=False)


def _events_of(claim: str) -> list[str]:
    rows = EventClaim.objects.filter(claim=claim).values_list("event", flat=True)
    return sorted(set(rows))


def _recount(case: Case, event: str) -> None:
    """Count one event again, on both bases."""
    material = material_of_event(event, case_places(case))
    linked, corroborated = linked_of_event(event)
    figures = pipeline.count_event(material, linked, corroborated, basis="accepted")
    figures += pipeline.count_event(material, linked, corroborated, basis="with_suggestions")
    with transaction.atomic():
        counted = FigureRow.objects.filter(event=event)
        n_before = counted.count()
        counted.delete()
        first = FigureRow.objects.aggregate(last=Max("position"))["last"] or 0
        FigureRow.objects.bulk_create(figure_rows(figures, first + 1), BATCH)
        set_or_add("figures", len(figures) - n_before)
