"""Recompute everything, and name what does not hold, what holds, and what cannot be checked."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.errors import PassageMismatch
from onrecord.model.canonical import digest
from onrecord.model.claim_line import grounded_values
from onrecord.model.passage import Span, check_span
from onrecord.model.progress import Progress
from onrecord.record.case import Case
from onrecord.record.claims_going_on import following_digest
from onrecord.record.decisions import judgement_of
from onrecord.record.estimates import STAGE as ESTIMATE
from onrecord.record.estimates import estimates_digest
from onrecord.record.intake import arrival_digest
from onrecord.record.ledger import chain_problems, mirror_problems
from onrecord.record.material import (
    stored_answered,
    stored_corroborated,
    stored_counted,
    stored_linked,
)
from onrecord.record.models import (
    Arrival,
    Capture,
    ClaimRow,
    Decision,
    DocumentRow,
    LedgerEntry,
    ReceiptRow,
    SetAsideRow,
)
from onrecord.record.reading import reading_outputs, stored_reading
from onrecord.record.renditions import stored_rendition, whole_text
from onrecord.record.run import CASE, FOLLOW, kept_set_aside
from onrecord.record.sheets import sheets_of, stored_sheets

State = Literal["passed", "failed", "not checked"]


class Check(Struct, frozen=True, kw_only=True):
    """One check: what was checked, how it went, how many things, and each that does not hold."""

    name: str
    state: State
    n_checked: int
    problems: tuple[str, ...] = ()
    words: str = ""


class Verification(Struct, frozen=True, kw_only=True):
    """All checks of a case or a published folder."""

    checks: tuple[Check, ...]

    @property
    def holds(self) -> bool:
        """Did nothing fail?"""
        return all(check.state != "failed" for check in self.checks)


def verify_case(case: Case, *, progress: Progress) -> Verification:
    """Check the ledger, the sealed bytes, what was decided, every passage and every receipt."""
    steps = (
        _check_ledger, _check_mirror, _check_entries, _check_blobs, _check_passages,
        _check_receipts,
    )  # fmt: skip
    checks = []
    for number, step in enumerate(steps):
        progress("verify", number, len(steps))
        checks.append(step(case))
    progress("verify", len(steps), len(steps))
    return Verification(checks=(*checks, *_unchecked()))


def _result(name: str, n_checked: int, problems: Iterator[str] | list[str], words: str) -> Check:
    found = tuple(problems)
    state: State = "failed" if found else "passed"
    return Check(name=name, state=state, n_checked=n_checked, problems=found, words=words)


def _check_ledger(case: Case) -> Check:
    return _result(
        "ledger",
        LedgerEntry.objects.count(),
        chain_problems(),
        "every entry has its hash and follows from the one before it",
    )


def _check_mirror(case: Case) -> Check:
    return _result(
        "ledger copy",
        LedgerEntry.objects.count(),
        mirror_problems(case.mirror),
        "the copy beside the database has the same entries",
    )


def _check_entries(case: Case) -> Check:
    """Every arrival and decision is in the ledger as it stands, and the other way round."""
    n = Arrival.objects.count() + Decision.objects.count()
    words = "every arrival and decision is in the ledger, with its digest"
    return _result("received and decided", n, _entry_problems(), words)


def _entry_problems() -> Iterator[str]:
    stated = {
        entry.seq: msgspec.json.decode(entry.body)
        for entry in LedgerEntry.objects.order_by("seq").iterator()
    }
    for arrival in Arrival.objects.order_by("seq").iterator():
        body = stated.pop(arrival.seq, {})
        if body.get("digest") != arrival_digest(arrival):
            yield f"arrival {arrival.id} is not what ledger entry {arrival.seq} says"
    for decision in Decision.objects.order_by("seq").iterator():
        body = stated.pop(decision.seq, {})
        if body.get("digest") != digest(judgement_of(decision)):
            yield f"decision {decision.id} is not what ledger entry {decision.seq} says"
    for seq, body in stated.items():
        if "digest" in body:
            yield f"ledger entry {seq} speaks of {body}, which the tables do not hold"


def _check_blobs(case: Case) -> Check:
    words = "every sealed capture is there, with the bytes that its digest names"
    return _result("sealed bytes", Capture.objects.count(), _blob_problems(case), words)


def _blob_problems(case: Case) -> Iterator[str]:
    for problem in case.blobs.check():
        if problem.code != "stray":  # left by a run that was cut off; nothing refers to it
            yield problem.reason
    for capture in Capture.objects.order_by("sha256").iterator():
        if capture.sha256 not in case.blobs:
            yield (
                f"blobs/sha256/{capture.sha256[:2]}/{capture.sha256[:8]}… is missing; "
                "restore it from a copy of the case"
            )
        elif case.blobs.path(capture.sha256).stat().st_size != capture.size:
            yield f"{capture.sha256[:12]}… has another size than the {capture.size} bytes sealed"


def _check_passages(case: Case) -> Check:
    words = "every claim's words are the words at its passage"
    return _result("passages", ClaimRow.objects.count(), _passage_problems(), words)


def _passage_problems() -> Iterator[str]:
    for document in DocumentRow.objects.order_by("id").iterator():
        text = whole_text(document.id)
        for row in ClaimRow.objects.filter(document=document).order_by("start", "id").iterator():
            claim = row.claim
            if (row.text, row.start, row.end) != (claim.text, claim.start, claim.end):
                yield f"claim {claim.id}: its row and its body differ"
            for value in [claim, *grounded_values(claim)]:
                try:
                    check_span(
                        text, Span(text=value.text, start=value.start or 0, end=value.end or 0)
                    )
                except PassageMismatch as error:
                    yield f"claim {claim.id} of {document.title!r}: {error}"


def _check_receipts(case: Case) -> Check:
    n = ReceiptRow.objects.count()
    words = "what each stage made is what its receipt says"
    return _result("receipts", n, _receipt_problems(), words)


def _receipt_problems() -> Iterator[str]:
    for row in ReceiptRow.objects.filter(current=True).order_by("stage", "unit").iterator():
        if row.outputs != _outputs(row.stage, row.unit):
            yield (
                f"{row.stage} of {row.unit}: what is stored is not what was made; "
                "make it again: onrecord run --fresh"
            )


def _outputs(stage: str, unit: str) -> str | None:
    """The digest of what is stored of a unit; None where a table's sheets are not its own."""
    if stage == "read":
        document = DocumentRow.objects.filter(capture=unit).first()
        rendition = stored_rendition(document) if document else None
        if rendition and stored_sheets(rendition.id) != sheets_of(rendition):
            return None
        return reading_outputs(rendition, stored_reading(unit), kept_set_aside("read", unit))
    if stage == FOLLOW:
        return following_digest()
    if stage == ESTIMATE:
        return estimates_digest(unit)
    makers = {
        "link": stored_linked,
        "corroborate": stored_corroborated,
        "respond": stored_answered,
        "count": stored_counted,
    }
    made = makers[stage]()
    return digest(msgspec.structs.replace(made, set_aside=kept_set_aside(stage, CASE)))


def _unchecked() -> Iterator[Check]:
    n_stale = ReceiptRow.objects.filter(current=False).count()
    if n_stale:
        yield Check(
            name="stale stages",
            state="not checked",
            n_checked=n_stale,
            words="some inputs are newer than what was made of them; onrecord run makes it again",
        )
    yield Check(
        name="times",
        state="not checked",
        n_checked=0,
        words="the times in the ledger are this machine's; no trusted timestamp was asked for",
    )
    yield Check(
        name="set aside",
        state="not checked",
        n_checked=SetAsideRow.objects.count(),
        words="inputs that no stage could use; each has its reason (home page, onrecord run)",
    )
