"""Decisions: entered in the ledger, applied to what they are about, undone only by another one."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
from django.db import transaction
from django.db.models import F, Q
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.errors import DecisionRefused, PassageMismatch
from onrecord.link.engine.kept import why_not_fitting
from onrecord.model.canonical import canonical, digest, identify
from onrecord.model.claim import Claim
from onrecord.model.claim_line import grounded_values
from onrecord.model.judgement import DecisionKind, Judgement
from onrecord.model.mapping import FIELDS, Mapping
from onrecord.model.match_weights import MatchWeights
from onrecord.record.case import Case
from onrecord.record.issued import anybody_issued, issued_now
from onrecord.record.learned import learned_from_now, learned_now
from onrecord.record.ledger import append_entry, catch_up_mirror, now
from onrecord.record.models import (
    Arrival,
    Capture,
    ClaimRow,
    Decision,
    DocumentRow,
    EventPairRow,
    EventRow,
    PairRow,
    RecordRow,
)
from onrecord.record.pair_rows import show_event_verdict, show_verdict
from onrecord.record.renditions import text_between
from onrecord.record.review import CLAIM_KINDS, Reviewed, in_force, review
from onrecord.record.rows import claim_row
from onrecord.record.tally import set_or_add

PAIR_KINDS = ("same", "different", "unsure")
SampleOf = Literal["persons", "events"]


class Asked(Struct, frozen=True, kw_only=True):
    """A decision that somebody asks for; see `decide`."""

    kind: str
    target: str
    other: str | None = None
    because: str = ""
    body: dict[str, Any] = {}


class UnderWhat(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The body of a judgement on a pair: what its judge was asked, and what they had seen.

    ``sample`` is the decision that drew the pair, ``asked`` the chance that it had to be drawn.
    ``blind``: the judge saw neither the machine's chance nor what others said. ``settles``: it was
    made to settle a disagreement of judges.
    """

    sample: str = ""
    asked: float = 0.0
    blind: bool = False
    settles: bool = False


class Drawn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pair of an audit sample: its records or claims, and what linking said of them when drawn.

    ``chance`` is None where linking keeps none for the pair.
    """

    left: str
    right: str
    chance: float | None


class Stratum(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Pairs of one kind: how many there were, and those that were drawn, in the order drawn."""

    name: str
    joined: bool  # whether linking makes one of both
    possible: bool = True  # whether it joins them, or compared them and did not rule them out
    size: int
    drawn: tuple[Drawn, ...]


class Sample(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The body of a decision `sample`: with the seed and what was linked it can be drawn again.

    ``of``: what it tells of; where a body does not say, of persons.
    """

    of: SampleOf = "persons"
    seed: int
    strata: tuple[Stratum, ...]


def judgement_of(row: Decision) -> Judgement:
    """The judgement that a row of the table holds."""
    return Judgement(
        id=row.id,
        kind=msgspec.convert(row.kind, DecisionKind),
        target=row.target,
        other=row.other or None,
        by=row.by,
        at=datetime.fromisoformat(row.at),
        because=row.because,
        body=msgspec.json.decode(row.body),
    )


def all_judgements() -> tuple[Judgement, ...]:
    """Every judgement ever made in the case, oldest first."""
    return tuple(judgement_of(row) for row in Decision.objects.order_by("seq"))


def standing(kinds: Collection[str]) -> tuple[Judgement, ...]:
    """The judgements of these kinds that are in force, oldest first."""
    # Kind by kind: asked for several at once, SQLite reads through all decisions in their order.
    found = [row for kind in {*kinds, "undo"} for row in Decision.objects.filter(kind=kind)]
    rows = sorted(found, key=lambda row: row.seq)
    return tuple(j for j in in_force([judgement_of(row) for row in rows]) if j.kind in kinds)


def standing_about(kinds: Collection[str], target: str) -> tuple[Judgement, ...]:
    """The judgements of these kinds about one target that are in force, oldest first."""
    rows = _with_undos(Decision.objects.filter(kind__in=kinds, target=target))
    return tuple(j for j in in_force([judgement_of(row) for row in rows]) if j.kind in kinds)


def decide(
    case: Case,
    kind: str,
    target: str,
    *,
    by: str,
    other: str | None = None,
    because: str = "",
    body: dict[str, Any] | None = None,
) -> Judgement:
    """Make a decision: check it, enter it in the ledger, apply it, in one transaction.

    DecisionRefused where the target does not exist or the decision makes no sense for it.
    What has to be linked or counted anew is left to `record.refresh.refresh`.
    """
    asked = Asked(kind=kind, target=target, other=other, because=because, body=body or {})
    (judgement,) = decide_all(case, [asked], by=by)
    return judgement


def decide_all(case: Case, asked: Iterable[Asked], *, by: str) -> tuple[Judgement, ...]:
    """Make several decisions in one transaction: where one of them is refused, none is made."""
    if not by.strip():
        raise DecisionRefused("a decision says who made it; give a name or initials (--by)")
    with transaction.atomic():
        made = tuple(_decided(one, by.strip()) for one in asked)
    catch_up_mirror(case.mirror)
    return made


def _decided(asked: Asked, by: str) -> Judgement:
    kind = asked.kind
    if kind not in get_args(DecisionKind):
        raise DecisionRefused(f"no such decision: {kind!r}; there are {get_args(DecisionKind)}")
    whole = _checked_body(kind, asked.target, asked.other, asked.body)
    judgement = _enter(kind, asked.target, asked.other, by, asked.because.strip(), whole)
    about = decision_about(judgement)
    if about.kind in CLAIM_KINDS:
        _apply_to_claim(about.target)
    elif about.kind in PAIR_KINDS and about.other is not None:
        _apply_to_pair(about.target, about.other)
    return judgement


def undo_last(case: Case, target: str, *, by: str, because: str = "") -> Judgement:
    """Undo the latest decision in force about a target (or about an amendment of it)."""
    members = _family(target) or {target}
    rows = _with_undos(Decision.objects.filter(target__in=members) | _about_other(members))
    force = in_force([judgement_of(row) for row in rows])
    if not force:
        raise DecisionRefused(f"{target}: no decision about it is in force; nothing to undo")
    return decide(case, "undo", force[-1].id, by=by, because=because)


def _about_other(members: Collection[str]) -> Any:
    return Decision.objects.filter(kind__in=PAIR_KINDS, other__in=members)


def _enter(
    kind: str, target: str, other: str | None, by: str, because: str, body: dict[str, Any]
) -> Judgement:
    at = now()
    judgement = Judgement(
        id=identify("decision", kind, target, other, by, at, because, body),
        kind=msgspec.convert(kind, DecisionKind),
        target=target,
        other=other,
        by=by,
        at=datetime.fromisoformat(at),
        because=because,
        body=body,
    )
    entry = append_entry(
        kind=f"decision.{kind}",
        by=by,
        body={"decision": judgement.id, "target": target, "digest": digest(judgement)},
    )
    Decision.objects.create(
        id=judgement.id,
        seq=entry.seq,
        kind=kind,
        target=target,
        other=other or "",
        by=by,
        at=at,
        because=because,
        body=canonical(body).decode(),
    )
    set_or_add("decisions", 1)
    return judgement


def _checked_body(
    kind: str, target: str, other: str | None, body: dict[str, Any]
) -> dict[str, Any]:
    """The body that the ledger will cover, complete; DecisionRefused where it cannot be."""
    if kind in ("accept", "reject"):
        return {"claim": msgspec.to_builtins(_claim_row(target).claim)}
    if kind == "amend":
        original = _claim_row(target).claim
        amended = _amended(original, body)
        return {
            "claim": msgspec.to_builtins(amended),
            "original": msgspec.to_builtins(original),
        }
    if kind in PAIR_KINDS:
        return _checked_pair(target, other, body)
    if kind == "sample":
        return _checked_sample(body)
    if kind == "undo":
        _check_undo(target)
        return {}
    if kind == "map_columns":
        return _checked_mapping(target, body)
    if kind == "release":
        return _checked_release(target, other)
    if kind == "weights":
        return _checked_weights(target, body)
    if not Arrival.objects.filter(capture=target).exists():
        raise DecisionRefused(f"{target}: no document of this case has these bytes")
    return body


def _claim_row(claim: str) -> ClaimRow:
    row = ClaimRow.objects.filter(id=claim).first()
    if row is None:
        raise DecisionRefused(f"{claim}: the case has no such claim; it may have been read anew")
    return row


def _amended(original: Claim, body: dict[str, Any]) -> Claim:
    """The amended claim, grounded in the same rendition, under an id of its own."""
    try:
        claim = msgspec.convert(body.get("claim"), Claim)
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"the amended claim of {original.id} is not a claim: {error}") \
            from error  # fmt: skip
    if claim.rendition != original.rendition:
        raise DecisionRefused("an amendment stays within the document that the claim is from")
    try:
        check_grounded(claim)
    except PassageMismatch as error:
        raise DecisionRefused(f"the amendment is not in the words of the source: {error}") \
            from error  # fmt: skip
    plain = msgspec.to_builtins(claim) | {"id": "", "suggested_by": "amendment"}
    named = identify("claim", "amendment", original.id, plain)
    return msgspec.structs.replace(claim, id=named, suggested_by="amendment")


def check_grounded(claim: Claim) -> None:
    """PassageMismatch unless every value of the claim has the words that stand at its place."""
    for value in [claim, *grounded_values(claim)]:
        start, end = value.start or 0, value.end or 0
        found = text_between(claim.rendition, start, end)
        if found != value.text:
            raise PassageMismatch(
                f"at [{start}, {end}) the document reads {found!r}, the claim {value.text!r}"
            )


def _checked_pair(target: str, other: str | None, body: dict[str, Any]) -> dict[str, Any]:
    if other is None or other == target:
        raise DecisionRefused("same, different and unsure are said of two things; name both")
    try:
        under = msgspec.convert(body, UnderWhat)
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"not what a judgement on a pair is made under: {error}") from error
    said = {name: value for name, value in msgspec.structs.asdict(under).items() if value}
    for table in (RecordRow, ClaimRow, EventRow):
        if table.objects.filter(id__in=[target, other]).count() == 2:
            return said
    if all(subject.startswith("party-") for subject in (target, other)):
        return said
    raise DecisionRefused(f"{target} and {other}: not two records, claims or parties of this case")


def _checked_sample(body: dict[str, Any]) -> dict[str, Any]:
    try:
        return dict(msgspec.to_builtins(msgspec.convert(body, Sample)))
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"not a sample of pairs: {error}") from error


def _check_undo(target: str) -> None:
    row = Decision.objects.filter(id=target).first()
    if row is None:
        raise DecisionRefused(f"{target}: no such decision; see the ledger for their identifiers")
    chain = _with_undos(Decision.objects.filter(id=target))
    force = {judgement.id for judgement in in_force([judgement_of(r) for r in chain])}
    undone = any(r.kind == "undo" and r.target == target for r in chain)
    if undone and target not in force and row.kind != "undo":
        raise DecisionRefused(f"{target} is undone already")


def _checked_mapping(target: str, body: dict[str, Any]) -> dict[str, Any]:
    if not Capture.objects.filter(sha256=target).exists():
        raise DecisionRefused(f"{target}: the case has no capture with this digest")
    try:
        mappings = msgspec.convert(body.get("mappings"), list[Mapping])
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"not a mapping of columns: {error}") from error
    unknown = {f for m in mappings for f in m.columns.values()} - set(FIELDS)
    if unknown:
        raise DecisionRefused(f"no such field: {sorted(unknown)}; there are {', '.join(FIELDS)}")
    return {"mappings": msgspec.to_builtins(mappings)}


def _checked_release(target: str, other: str | None) -> dict[str, Any]:
    """Who is who now, which is what the release is decided on."""
    if other is None or other == target:
        raise DecisionRefused("a release takes the place of another one; name both captures")
    for capture in (target, other):
        if not Arrival.objects.filter(capture=capture, role="document").exists():
            raise DecisionRefused(f"{capture}: no document of this case has these bytes")
    if not DocumentRow.objects.filter(capture=other, shape="table").exists():
        raise DecisionRefused(f"{other}: no list was read from it; run the case first")
    if not anybody_issued():
        raise DecisionRefused(
            "nobody is linked yet, so that nobody has an identifier to keep; run the case first"
        )
    after = {decision.other: decision.target for decision in standing(("release",))}
    if other in after:
        raise DecisionRefused(
            f"{after[other]} takes its place already; name that as the one before"
        )
    if target in after.values():
        raise DecisionRefused(f"{target} takes the place of another already; undo that first")
    later: str | None = target
    while later in after:
        later = after[later]
        if later == other:
            raise DecisionRefused(f"{other} is itself a later release of {target}")
    return issued_now()


def _checked_weights(target: str, body: dict[str, Any]) -> dict[str, Any]:
    """The weights whole, and what the case learned them from, where it did."""
    own = "weights" not in body
    try:
        weights = learned_now() if own else msgspec.convert(body["weights"], MatchWeights)
    except msgspec.ValidationError as error:
        raise DecisionRefused(f"not the weights of a linkage: {error}") from error
    if digest(weights) != target:
        raise DecisionRefused(f"{target} is not the digest of these weights, {digest(weights)} is")
    why_not = why_not_fitting(weights)
    if why_not is not None:
        raise DecisionRefused(f"pairs cannot be weighed by these weights: {why_not}")
    standing_now = standing(("weights",))
    if standing_now and standing_now[-1].target == target:
        raise DecisionRefused("the links are made by these weights already; there is nothing to do")
    judged = [judgement.id for judgement in standing(PAIR_KINDS)]
    learned_from = {"learned_from": learned_from_now(judged)} if own else {}
    return {"weights": msgspec.to_builtins(weights)} | learned_from


# --- applying a decision to claims ------------------------------------------------------------


def decision_about(judgement: Judgement) -> Judgement:
    """The judgement itself, or the one that a chain of undos is about in the end."""
    while judgement.kind == "undo":
        judgement = judgement_of(Decision.objects.get(id=judgement.target))
    return judgement


def judgements_on(left: str, right: str) -> tuple[Judgement, ...]:
    """The judgements in force on two subjects, whichever of them stands first; oldest first."""
    about = Q(target=left, other=right) | Q(target=right, other=left)
    rows = _with_undos(Decision.objects.filter(about, kind__in=PAIR_KINDS))
    return in_force([judgement_of(row) for row in rows])


def _apply_to_pair(left: str, right: str) -> None:
    """Bring the row of a pair in line with the judgements in force, until it is linked again."""
    row = PairRow.objects.filter(Q(left=left, right=right) | Q(left=right, right=left)).first()
    if row is not None:
        force = judgements_on(left, right)
        set_or_add("pairs.waiting", show_verdict(row, force[-1].kind if force else None))
    for of_events in EventPairRow.objects.filter(left__in=[left, right], right__in=[left, right]):
        force = judgements_on(left, right)
        show_event_verdict(of_events, force[-1].kind if force else None)


def _family(claim: str) -> set[str]:
    """A claim with what it supersedes and all that supersedes it."""
    root = claim
    while above := (
        ClaimRow.objects.filter(id=root).exclude(supersedes="").values_list("supersedes", flat=True)
    ):
        root = above[0]
    members, fresh = {root}, {root}
    while fresh:
        found = ClaimRow.objects.filter(supersedes__in=fresh).values_list("id", flat=True)
        fresh = set(found) - members
        members |= fresh
    return members


def _with_undos(rows: Any) -> list[Decision]:
    """Decisions with the undos about them, and the undos of those, oldest first."""
    found = {row.id: row for row in rows}
    fresh: Collection[str] = list(found)
    while fresh:
        undos = Decision.objects.filter(kind="undo", target__in=fresh)
        fresh = [row.id for row in undos if row.id not in found]
        found.update({row.id: row for row in undos})
    return sorted(found.values(), key=lambda row: row.seq)


def _apply_to_claim(claim: str) -> None:
    """Bring the rows of a claim and its amendments in line with the decisions in force."""
    members = _family(claim)
    amendments = Decision.objects.filter(kind="amend", target__in=members)
    members |= {judgement_of(row).body["claim"]["id"] for row in amendments}
    before = {row.id: row for row in ClaimRow.objects.filter(id__in=members)}
    suggested = [row.claim for row in before.values() if row.origin == "derived"]
    decisions = _with_undos(Decision.objects.filter(target__in=members, kind__in=CLAIM_KINDS))
    after = review(suggested, in_force([judgement_of(row) for row in decisions]))
    _write_reviewed(before, after)


def _write_reviewed(before: dict[str, ClaimRow], after: Iterable[Reviewed]) -> None:
    kept = set()
    for reviewed in after:
        kept.add(reviewed.claim.id)
        row = before.get(reviewed.claim.id)
        if row is None:
            claim_row(reviewed).save(force_insert=True)
            _count_state(reviewed.claim.id, reviewed.claim.rendition, None, reviewed.state)
        elif row.state != reviewed.state:
            _count_state(row.id, row.document_id, row.state, reviewed.state)
            ClaimRow.objects.filter(id=row.id).update(
                state=reviewed.state, supersedes=reviewed.supersedes
            )
    for gone in set(before) - kept:
        _count_state(gone, before[gone].document_id, before[gone].state, None)
        ClaimRow.objects.filter(id=gone).delete()


def _count_state(claim: str, document: str, before: str | None, after: str | None) -> None:
    """Keep the counts that pages show in step with a claim's state."""
    if before:
        set_or_add(f"claims.{before}", -1)
    if after:
        set_or_add(f"claims.{after}", 1)
    whole = int(before is None) - int(after is None)
    waiting = int(after == "suggested") - int(before == "suggested")
    set_or_add("claims", whole)
    DocumentRow.objects.filter(id=document).update(
        n_claims=F("n_claims") + whole, n_suggested=F("n_suggested") + waiting
    )
    EventRow.objects.filter(memberships__claim=claim).update(n_suggested=F("n_suggested") + waiting)
