"""Claims of a list that came out again: what was decided of a row holds while its words do.

A row that the new release holds unchanged keeps what was decided of its claims. Of a row that
changed, the decision is told beside the claim, which waits to be decided again. A decision about
the new claim itself always comes first. Nothing is entered in the ledger: this follows from the
releases and the decisions that are there.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

import msgspec
from django.db.models import Count, Q

import onrecord.record.ready  # noqa: F401
from onrecord.model.canonical import canonical, digest
from onrecord.model.claim import Claim
from onrecord.record.decisions import standing
from onrecord.record.models import ClaimBefore, ClaimRow, DocumentRow, ReleaseRow
from onrecord.record.release_told import told
from onrecord.record.releases import Decided, rows_of_list
from onrecord.record.review import CLAIM_KINDS
from onrecord.record.rows import BATCH, term_of

One = TypeVar("One")
ROWS_AT_ONCE = 500
DECIDED = ("accepted", "rejected")
# Where words stand, in which file and who says so: of one list it is no change of the words.
_PLACED = frozenset({"id", "rendition", "start", "end", "cell", "suggested_by", "attribution"})


def claims_before(releases: Iterable[Decided]) -> Iterator[ClaimBefore]:
    """Each claim of a later release that goes on, release after release."""
    held: dict[str, Sequence[str]] = {}  # by record, its claims in the newest release so far
    for one, is_first in _by_chain(releases):
        if is_first:
            held |= {row.record.id: row.record.claims for row in rows_of_list(one.before)}
        own = {row.record.id: row.record.claims for row in rows_of_list(one.document)}
        for some in _batches((*one.changes.followed, *one.changes.back), ROWS_AT_ONCE):
            pairs = [(held.get(row.record, ()), own[row.own]) for row in some]
            claims = ClaimRow.objects.in_bulk(
                {name for pair in pairs for names in pair for name in names}
            )
            for row, pair in zip(some, pairs, strict=True):
                before, now = ([claims[name] for name in names if name in claims] for names in pair)
                yield from _paired(before, now, changed=bool(row.changes))
        held |= {one.changes.ids.get(record, record): claims for record, claims in own.items()}


def _by_chain(releases: Iterable[Decided]) -> Iterator[tuple[Decided, bool]]:
    """Releases, each after the one before it, and whether it is the first to follow its list."""
    after = {one.before.id: one for one in releases}
    later = {one.document.id for one in after.values()}
    for first in sorted(after.keys() - later):
        at = first
        while at in after:
            yield after[at], at == first
            at = after[at].document.id


def _paired(
    before: list[ClaimRow], now: Sequence[ClaimRow], *, changed: bool
) -> Iterator[ClaimBefore]:
    """Claims of one row: those of the same words, if it is unchanged; then those of one kind."""
    for row in now:
        found = next((one for one in before if _alike(one.claim, row.claim)), None)
        same = found is not None and not changed
        if found is None:
            kind = _kind(row.claim)
            found = next((one for one in before if _kind(one.claim) == kind), None)
        if found is not None:
            before.remove(found)
            yield ClaimBefore(claim=row.id, before=found.id, changed=not same)


def _kind(claim: Claim) -> tuple[str, str]:
    return claim.kind, term_of(claim)


def _alike(one: Claim, other: Claim) -> bool:
    return digest(_words(msgspec.to_builtins(one))) == digest(_words(msgspec.to_builtins(other)))


def _words(value: Any) -> Any:
    """A claim without where its words stand."""
    if isinstance(value, dict):
        return {name: _words(part) for name, part in value.items() if name not in _PLACED}
    return [_words(part) for part in value] if isinstance(value, list | tuple) else value


def following_digest() -> str:
    """The digest of which lists and claims go on as which."""
    claims = ClaimBefore.objects.order_by("id").values_list("claim", "before", "changed")
    lists = ReleaseRow.objects.order_by("document").values_list("document", "before", "body")
    return digest([list(claims), list(lists)])


def keep_following(releases: Sequence[Decided]) -> None:
    """Replace which claims go on; those that no longer do wait for a decision of their own."""
    made = list(claims_before(releases))
    ReleaseRow.objects.all().delete()
    ReleaseRow.objects.bulk_create(
        ReleaseRow(
            document=one.document.id, before=one.before.id, body=canonical(told(one)).decode()
        )
        for one in releases
    )
    gone = set(ClaimBefore.objects.values_list("claim", flat=True))
    ClaimBefore.objects.all().delete()
    kept = ClaimBefore.objects.bulk_create(made, BATCH)
    _write(dict.fromkeys(gone - {row.claim for row in kept} - _own(), "suggested"))


def bring_in_line() -> bool:
    """Give claims that go on unchanged the state of those before; True where one was moved."""
    rows = list(ClaimBefore.objects.order_by("id"))
    if not rows:
        return False
    own = _own()
    names = {name for row in rows for name in (row.claim, row.before)}
    states = dict(_states(names))
    moved = {}
    for row in rows:
        if row.claim in own or row.claim not in states:
            continue
        before = "" if row.changed else states.get(row.before, "")
        wanted = before if before in DECIDED else "suggested"
        if states[row.claim] != wanted:
            states[row.claim] = moved[row.claim] = wanted
    _write(moved)
    return bool(moved)


def _own() -> set[str]:
    """Claims about which a decision is in force."""
    return {judgement.target for judgement in standing(CLAIM_KINDS)}


def _states(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    for some in _batches(sorted(names)):
        yield from ClaimRow.objects.filter(id__in=some).values_list("id", "state")


def _batches(many: Sequence[One], most: int = BATCH) -> Iterator[Sequence[One]]:
    return (many[start : start + most] for start in range(0, len(many), most))


def _write(states: dict[str, str]) -> None:
    documents: set[str] = set()
    for state in sorted(set(states.values())):
        for some in _batches(sorted(name for name, wanted in states.items() if wanted == state)):
            rows = ClaimRow.objects.filter(id__in=some)
            documents |= set(rows.values_list("document_id", flat=True))
            rows.update(state=state)
    waiting = Count("claims", filter=Q(claims__state="suggested"))
    for document in DocumentRow.objects.filter(id__in=documents).annotate(waiting=waiting):
        DocumentRow.objects.filter(id=document.id).update(n_suggested=document.waiting)
