"""Tolls that cannot both hold, and parts that exceed or do not add up to their whole."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Literal

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_version import Count, compare, distinct, grew, representatives
from onrecord.corroborate.wording import quoted, told_by, toll_words
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.finding import Contradiction
from onrecord.vocab import term

Kind = Literal["tolls_disjoint", "part_exceeds_whole", "parts_do_not_add_up"]

_KINDS: tuple[Kind, ...] = ("tolls_disjoint", "part_exceeds_whole")
# Words that say that the parts which follow are all of them.
_EXHAUSTIVE = re.compile(
    r"\b(?:compris(?:ed|es|ing)|consist(?:ed|s|ing)\s+of|made\s+up\s+of|namely|the\s+rest"
    r"|the\s+remain(?:ing|der)|the\s+others?|all\s+of\s+them|respectively)\b",
    re.IGNORECASE,
)


def toll_conflicts(harm: str, counts: Sequence[Count], evidence: Evidence) -> list[Contradiction]:
    """The contradictions among the numbers given of one harm of one event.

    Every number is held against the nearest larger one that it cannot stand beside, so that n
    rival numbers make at most n - 1 sentences and not n².
    """
    held = [count for count in counts if not count.reading.denied]
    claims = {claim.id: claim for claim in evidence.claims}
    found = [*_rivals(harm, held, evidence, claims), *_parts(harm, held, evidence, claims)]
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.id)


def exclusions(counts: Sequence[Count]) -> dict[str, frozenset[str]]:
    """For each number that is given, by its key, the keys of those that it cannot stand beside."""
    groups = distinct(sorted((one for one in counts if not one.reading.denied), key=_size))
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
    groups = list(distinct(sorted(counts, key=_size)).values())
    for place, smaller in enumerate(groups):
        pair = _first_conflict(smaller, groups[place + 1 :])
        if pair is not None:
            yield _contradiction(harm, *pair, evidence, claims)


def _first_conflict(
    smaller: Sequence[Count], larger: Iterable[Sequence[Count]]
) -> tuple[Kind, list[Count], list[Count]] | None:
    few = representatives(smaller)
    for group in larger:
        many = representatives(group)
        for kind in _KINDS:
            left = [a for a in smaller if any(_clash(a, b) == kind for b in many)]
            right = [b for b in group if any(_clash(a, b) == kind for a in few)]
            if left and right:
                return kind, _once(left), _once(right)
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
    said = f"{_said(many, larger, evidence, claims)}; {_said(few, smaller, evidence, claims)}"
    if kind == "part_exceeds_whole":
        verdict = f"the first is a part of the second and exceeds it ({label})"
        return _made("part_exceeds_whole", [*smaller, *larger], f"{said}: {verdict}.", evidence)
    verdict = f"as numbers of the same people ({label}) they cannot both hold"
    return _made(
        "tolls_disjoint", [*smaller, *larger], f"{said}: {verdict}{_dates(few, many)}.", evidence
    )


def _dates(few: Count, many: Count) -> str:
    if grew(many, few):
        return f"; the smaller one was counted later, up to {few.until}"
    if None in (few.until, many.until):
        return ", unless people were counted in between: the date of one of them is not known"
    return ""


def _parts(
    harm: str, counts: Sequence[Count], evidence: Evidence, claims: Mapping[str, Claim]
) -> Iterable[Contradiction]:
    """Parts held against the whole that their own words name ("12 of the 47 killed")."""
    by_document: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        by_document[count.reading.rendition].append(count)
    for told in by_document.values():
        for whole, parts in _parts_of_wholes(told):
            words = _parts_verdict(whole, parts, claims)
            if words is not None:
                kind, verdict = words
                said = "; ".join(_said(one, [one], evidence, claims) for one in [whole, *parts])
                label = term("harms", harm).label
                yield _made(kind, [whole, *parts], f"{said}: {verdict} ({label}).", evidence)


def _parts_of_wholes(told: Sequence[Count]) -> Iterable[tuple[Count, list[Count]]]:
    """Each whole with the parts that one sentence gives of it."""
    groups: dict[tuple[str, tuple[str, int]], list[Count]] = defaultdict(list)
    wholes: dict[str, Count] = {}
    for part in (count for count in told if count.reading.part_of is not None):
        for whole in told:
            if _names_as_whole(part, whole):
                wholes[whole.reading.claim] = whole
                groups[(whole.reading.claim, part.sentence)].append(part)
                break
    for (claim, _), parts in sorted(groups.items()):
        yield wholes[claim], sorted(parts, key=_size)


def _names_as_whole(part: Count, whole: Count) -> bool:
    words = part.reading.part_of
    if words is None or part.reading.claim == whole.reading.claim:
        return False
    return re.search(rf"(?<!\w){re.escape(whole.reading.quantity.text)}(?!\w)", words) is not None


def _parts_verdict(
    whole: Count, parts: Sequence[Count], claims: Mapping[str, Claim]
) -> tuple[Kind, str] | None:
    largest = max(part.lower for part in parts)
    lower, upper = sum(part.lower for part in parts), sum(part.upper for part in parts)
    if largest > whole.upper:
        return "part_exceeds_whole", f"a part of {largest} exceeds its whole"
    if len(parts) < 2:
        return None
    if lower > whole.upper:
        return "parts_do_not_add_up", f"the parts come to at least {lower}, more than the whole"
    exhaustive = _EXHAUSTIVE.search(claims[parts[0].reading.claim].text) is not None
    if exhaustive and upper < whole.lower:
        return (
            "parts_do_not_add_up",
            f"the words give all parts, and these come to {upper:.0f} at most, less than the whole",
        )
    return None


def _said(
    count: Count, alike: Sequence[Count], evidence: Evidence, claims: Mapping[str, Claim]
) -> str:
    claim = claims[count.reading.claim]
    others = len({one.reading.rendition for one in alike}) - 1
    more = f" and {others} other document{'s' if others > 1 else ''}" if others else ""
    words = quoted(claim, count.reading.quantity.start)
    return f"{told_by(claim, evidence)}{more} says {toll_words(count.reading)} ({words})"


def _made(kind: Kind, counts: Iterable[Count], words: str, evidence: Evidence) -> Contradiction:
    ids = tuple(sorted({count.reading.claim for count in counts}))
    return Contradiction(
        id=identify("contradiction", evidence.event.id, kind, ids),
        event=evidence.event.id,
        kind=kind,
        claims=ids,
        words=words,
    )


def _size(count: Count) -> tuple[float, float, str]:
    return (count.lower, count.upper, count.reading.claim)


def _once(counts: Iterable[Count]) -> list[Count]:
    return list({count.reading.claim: count for count in counts}.values())
