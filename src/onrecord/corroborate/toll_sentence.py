"""Contradictions between numbers of people, put in words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_version import Count
from onrecord.corroborate.wording import quoted, told_by, toll_words
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.finding import Contradiction

Kind = Literal["tolls_disjoint", "part_exceeds_whole", "parts_do_not_add_up"]


def said(
    count: Count, alike: Sequence[Count], evidence: Evidence, claims: Mapping[str, Claim]
) -> str:
    """Who says which number, in which words; ``alike`` are those that say the same."""
    claim = claims[count.reading.claim]
    others = len({one.reading.rendition for one in alike}) - 1
    more = f" and {others} other document{'s' if others > 1 else ''}" if others else ""
    words = quoted(claim, count.reading.quantity.start)
    verb = "say" if others else "says"
    return f"{told_by(claim, evidence)}{more} {verb} {toll_words(count.reading)} ({words})"


def made(kind: Kind, counts: Iterable[Count], words: str, evidence: Evidence) -> Contradiction:
    """A contradiction between numbers of people, with the claims on both sides."""
    ids = tuple(sorted({count.reading.claim for count in counts}))
    return Contradiction(
        id=identify("contradiction", evidence.event.id, kind, ids),
        event=evidence.event.id,
        kind=kind,
        claims=ids,
        words=words,
    )


def size(count: Count) -> tuple[float, float, str]:
    """For putting counts in order: by their ends, then by claim."""
    return (count.lower, count.upper, count.reading.claim)
