"""Parts that exceed, or do not add up to, the whole that their own words name."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_sentence import Kind, made, said, size
from onrecord.corroborate.toll_version import Count
from onrecord.model.claim import Claim
from onrecord.model.finding import Contradiction
from onrecord.vocab import term

# Words that say that the parts which follow are all of them.
_EXHAUSTIVE = re.compile(
    r"\b(?:compris(?:ed|es|ing)|consist(?:ed|s|ing)\s+of|made\s+up\s+of|namely|the\s+rest"
    r"|the\s+remain(?:ing|der)|the\s+others?|all\s+of\s+them|respectively)\b",
    re.IGNORECASE,
)


def part_conflicts(
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
                told_words = "; ".join(
                    said(one, [one], evidence, claims) for one in [whole, *parts]
                )
                label = term("harms", harm).label
                yield made(kind, [whole, *parts], f"{told_words}: {verdict} ({label}).", evidence)


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
        yield wholes[claim], sorted(parts, key=size)


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
