"""Which judgements are in force, and what they make of a reader's suggestions."""

from collections.abc import Iterable, Sequence

from msgspec import Struct, convert

from onrecord.model.claim import Claim
from onrecord.model.judgement import Judgement, ReviewState

CLAIM_KINDS = ("accept", "reject", "amend")


class Reviewed(Struct, frozen=True, kw_only=True):
    """A claim, the state of its review, the claim it supersedes, and who suggests it."""

    claim: Claim
    state: ReviewState
    supersedes: str = ""
    origin: str = "derived"  # "decided" where only a decision holds it


def in_force(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that nothing in force undoes, oldest first; undoing ones are left out.

    An undo may itself be undone: the later judgement is looked at first.
    """
    undone: set[str] = set()
    standing: list[Judgement] = []
    for judgement in reversed(judgements):
        if judgement.id in undone:
            continue
        if judgement.kind == "undo":
            undone.add(judgement.target)
        else:
            standing.append(judgement)
    return tuple(reversed(standing))


def review(suggested: Iterable[Claim], standing: Iterable[Judgement]) -> tuple[Reviewed, ...]:
    """Suggestions under the judgements about them, in the order of the document.

    A decision carries the claim that it is about, so a claim that was accepted stays when a
    later reader no longer suggests it.
    """
    claims = {claim.id: claim for claim in suggested}
    derived = set(claims)
    state: dict[str, ReviewState] = dict.fromkeys(claims, "suggested")
    supersedes: dict[str, str] = {}
    for judgement in standing:
        decided = convert(judgement.body["claim"], Claim)
        if judgement.kind == "amend":
            claims.setdefault(decided.id, decided)
            state[judgement.target] = "superseded"
            state[decided.id] = "accepted"
            supersedes[decided.id] = judgement.target
            original = judgement.body.get("original")
            if original is not None:
                claims.setdefault(judgement.target, convert(original, Claim))
        else:
            claims.setdefault(decided.id, decided)
            state[decided.id] = "accepted" if judgement.kind == "accept" else "rejected"
    reviewed = [
        Reviewed(
            claim=claim,
            state=state[claim.id],
            supersedes=supersedes.get(claim.id, ""),
            origin="derived" if claim.id in derived else "decided",
        )
        for claim in claims.values()
    ]
    return tuple(sorted(reviewed, key=lambda r: (r.claim.start, r.claim.end, r.claim.id)))
