"""Rival perpetrators: versions of who did it that no source puts together."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from msgspec import Struct

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_scope import described, place_keys
from onrecord.corroborate.versions import Draft
from onrecord.corroborate.wording import quoted, told_by
from onrecord.model.canonical import identify
from onrecord.model.claim import Act, Claim, Toll
from onrecord.model.finding import Contradiction
from onrecord.vocab import term

# What can be told apart from another: "the gunmen" may be anybody, and rivals nobody.
_NAMED = frozenset({"person", "armed_group", "state_body", "government", "state", "organisation"})
_VERBS = {"stated": "names", "hedged": "names, with reserve,", "alleged": "relays an allegation of"}


class _Deed(Struct, frozen=True, kw_only=True):
    """What a claim says was done: which harm, to whom, where. Empty: not said."""

    harm: str
    victims: frozenset[str]
    places: frozenset[str]


def rival_perpetrators(
    drafts: Sequence[Draft], evidence: Evidence
) -> tuple[dict[str, frozenset[str]], tuple[Contradiction, ...]]:
    """Which versions exclude each other, by key, and each such pair as a contradiction.

    Two are rivals when both are parties that can be told apart; they are said of the same deed
    (harm, and victims and places that do not differ); no origin says both; and no source says
    that the one is part of, or under the control of, the other.
    """
    found: dict[str, set[str]] = {draft.key: set() for draft in drafts}
    words: list[Contradiction] = []
    deeds = {draft.key: _deeds(draft) for draft in drafts}
    said = {draft.key: _origins(draft, evidence) for draft in drafts}
    for left, right in combinations([d for d in drafts if _can_rival(d, evidence)], 2):
        if said[left.key] & said[right.key] or _tied(left, right, evidence):
            continue
        pair = _same_deed(deeds[left.key], deeds[right.key])
        if pair is not None:
            found[left.key].add(right.key)
            found[right.key].add(left.key)
            words.append(_in_words((left, pair[0]), (right, pair[1]), evidence))
    return {key: frozenset(keys) for key, keys in found.items()}, tuple(words)


def _can_rival(draft: Draft, evidence: Evidence) -> bool:
    party = evidence.known.parties.get(draft.party or "")
    return bool(draft.claims) and party is not None and party.kind in _NAMED


def _tied(left: Draft, right: Draft, evidence: Evidence) -> bool:
    return evidence.known.tied(str(left.party), str(right.party))


def _origins(draft: Draft, evidence: Evidence) -> frozenset[str]:
    return frozenset(evidence.lineage_of[claim.id] for claim in draft.claims)


def _deeds(draft: Draft) -> dict[_Deed, Claim]:
    """The different deeds that a version is said of, each with the first claim that says so."""
    deeds: dict[_Deed, Claim] = {}
    for claim in draft.claims:
        deeds.setdefault(_deed(claim), claim)
    return deeds


def _deed(claim: Claim) -> _Deed:
    match claim.body:
        case Act() as act:
            harm = term("acts", act.act_type).harm or act.act_type
            return _Deed(harm=harm, victims=described(act.victims), places=place_keys(act.places))
        case Toll() as toll:
            return _Deed(
                harm=toll.harm, victims=described(toll.victims), places=place_keys(toll.places)
            )
        case _:
            raise TypeError(f"{claim.id} is a {claim.kind}: only acts and tolls name perpetrators")


def _same_deed(
    left: Mapping[_Deed, Claim], right: Mapping[_Deed, Claim]
) -> tuple[Claim, Claim] | None:
    for a, claim in left.items():
        for b, other in right.items():
            if a.harm == b.harm and _meet(a.victims, b.victims) and _meet(a.places, b.places):
                return claim, other
    return None


def _meet(left: frozenset[str], right: frozenset[str]) -> bool:
    return not left or not right or bool(left & right)


def _in_words(
    left: tuple[Draft, Claim], right: tuple[Draft, Claim], evidence: Evidence
) -> Contradiction:
    ids = tuple(sorted({claim.id for draft, _ in (left, right) for claim in draft.claims}))
    said = "; ".join(_said(draft, claim, evidence) for draft, claim in (left, right))
    return Contradiction(
        id=identify("contradiction", evidence.event.id, "rival_versions", ids),
        event=evidence.event.id,
        kind="rival_versions",
        claims=ids,
        words=f"{said}: no source in the case says that both did it.",
    )


def _said(draft: Draft, claim: Claim, evidence: Evidence) -> str:
    verb = _VERBS[claim.certainty]
    return f"{told_by(claim, evidence)} {verb} {draft.value} as perpetrator ({quoted(claim)})"
