"""Tolls of one harm of one event that cannot both hold."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_parts import part_conflicts
from onrecord.corroborate.toll_sentence import Kind, made, said, size
from onrecord.corroborate.toll_version import Count, compare, distinct, grew, representatives
from onrecord.model.claim import Claim
from onrecord.model.finding import Contradiction
from onrecord.vocab import term

_KINDS: tuple[Kind, ...] = ("tolls_disjoint", "part_exceeds_whole")


def toll_conflicts(harm: str, counts: Sequence[Count], evidence: Evidence) -> list[Contradiction]:
    """The contradictions among the numbers given of one harm of one event.

    Every number is held against the nearest larger one that it cannot stand beside, and the
    nearest number of a part that exceeds it, so that n rival numbers do not make n² sentences.
    """
    held = [count for count in counts if not count.reading.denied]
    claims = {claim.id: claim for claim in evidence.claims}
    found = [*_rivals(harm, held, evidence, claims), *part_conflicts(harm, held, evidence, claims)]
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.id)


def exclusions(counts: Sequence[Count]) -> dict[str, frozenset[str]]:
    """For each number that is given, by its key, the keys of those that it cannot stand beside."""
    groups = distinct(sorted((one for one in counts if not one.reading.denied), key=size))
    found: dict[str, set[str]] = {key: set() for key in groups}
    decisive = {key: representatives(group) for key, group in groups.items()}
    for (left, smaller), (right, larger) in combinations(decisive.items(), 2):
        if any(_clash(a, b) for a in smaller for b in larger):
            found[left].add(right)
            found[right].add(left)
    return {key: frozenset(keys) for key, keys in found.items()}


def _rivals(
    harm: str, counts: Sequence[Count], evidence: Evidence, claims: Mapping[str, Claim]
) -> Iterable[Contradiction]:
    groups = list(distinct(sorted(counts, key=size)).values())
    for place, smaller in enumerate(groups):
        for kind in _KINDS:
            pair = _first_conflict(kind, smaller, groups[place + 1 :])
            if pair is not None:
                yield _contradiction(harm, kind, *pair, evidence, claims)


def _first_conflict(
    kind: Kind, smaller: Sequence[Count], larger: Iterable[Sequence[Count]]
) -> tuple[list[Count], list[Count]] | None:
    few = representatives(smaller)
    for group in larger:
        many = representatives(group)
        if not any(_clash(a, b) == kind for a in few for b in many):
            continue
        left = [a for a in smaller if any(_clash(a, b) == kind for b in many)]
        right = [b for b in group if any(_clash(a, b) == kind for a in few)]
        return _once(left), _once(right)
    return None


def _clash(smaller: Count, larger: Count) -> Kind | None:
    """Why the two cannot both hold, or None. ``smaller.upper < larger.lower`` is needed."""
    if smaller.upper >= larger.lower:
        return None
    how = compare(smaller, larger)
    # A count goes on: what was counted later may be more, and only then.
    if how in ("apart", "part") or grew(smaller, larger):
        return None
    if how == "whole":
        return "part_exceeds_whole"
    daily = smaller.reading.quantity.cumulative, larger.reading.quantity.cumulative
    return None if False in daily and grew(larger, smaller) else "tolls_disjoint"


def _contradiction(
    harm: str,
    kind: Kind,
    smaller: Sequence[Count],
    larger: Sequence[Count],
    evidence: Evidence,
    claims: Mapping[str, Claim],
) -> Contradiction:
    few, many = smaller[0], larger[0]
    label = term("harms", harm).label
    words = f"{said(many, larger, evidence, claims)}; {said(few, smaller, evidence, claims)}"
    if kind == "part_exceeds_whole":
        verdict = f"the first is a part of the second and exceeds it ({label})"
        return made("part_exceeds_whole", [*smaller, *larger], f"{words}: {verdict}.", evidence)
    verdict = f"as numbers of the same people ({label}) they cannot both hold"
    return made(
        "tolls_disjoint", [*smaller, *larger], f"{words}: {verdict}{_dates(few, many)}.", evidence
    )


def _dates(few: Count, many: Count) -> str:
    if grew(many, few):
        return f"; the smaller one was counted later, up to {few.until}"
    if None in (few.until, many.until):
        return ", unless people were counted in between: the date of one of them is not known"
    return ""


def _once(counts: Iterable[Count]) -> list[Count]:
    return list({count.reading.claim: count for count in counts}.values())
