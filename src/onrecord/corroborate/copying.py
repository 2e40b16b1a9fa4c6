"""Copies among the documents of an event: which claims stand in one text.

Rule: whole documents are near-identical from a resemblance of 0.7 of their five-word runs; a
document lies in a longer one from a containment of 0.7; a passage of at least twelve words is a
copy of another from a resemblance of 0.6 of its three-word runs, or a containment of 0.8.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

from msgspec import Struct

from onrecord.corroborate.likeness import (
    Copy,
    Fingerprint,
    Thresholds,
    fingerprint,
    near_copies,
    share_within,
)
from onrecord.corroborate.origin import Origin
from onrecord.model.claim import Claim
from onrecord.model.material import Document

DOCUMENTS = Thresholds(width=5, resemblance=0.7, containment=0.7, least=16)
PASSAGES = Thresholds(width=3, resemblance=0.6, containment=0.8, least=10)
# The share of a passage's five-word runs that must stand in the other document too.
_PASSAGE_IN_DOCUMENT = 0.6


class Join(Struct, frozen=True, kw_only=True):
    """Two claims that stand in one text, and why; no reason within one document."""

    left: str  # claim ids
    right: str
    reason: str | None


def joins_of(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
) -> list[Join]:
    """Join the claims of an event that stand in near-identical documents or passages."""
    return [
        *_document_joins(claims, documents, origins),
        *_passage_joins(claims, documents, origins),
    ]


def _document_joins(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
) -> list[Join]:
    """Join the claims that two near-identical documents make in their own words."""
    prints = {name: fingerprint(doc.text, DOCUMENTS.width) for name, doc in documents.items()}
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if origins[claim.id].own:
            told[claim.rendition].append(claim)
    joins: list[Join] = []
    for copy in near_copies(prints, DOCUMENTS):
        left = _within(told[copy.left], None if copy.whole else prints[copy.right])
        right = _within(told[copy.right], None if copy.whole else prints[copy.left])
        if left and right:
            reason = _copy_reason(copy, documents)
            chain = [*left, *right]
            joins += [Join(left=chain[0].id, right=other.id, reason=reason) for other in chain[1:]]
    return joins


def _within(claims: Sequence[Claim], other: Fingerprint | None) -> list[Claim]:
    """The claims whose passage stands in the other document too; all where ``other`` is None."""
    if other is None:
        return list(claims)
    return [
        claim
        for claim in claims
        if share_within(fingerprint(claim.text, DOCUMENTS.width), other) >= _PASSAGE_IN_DOCUMENT
    ]


def _copy_reason(copy: Copy, documents: Mapping[str, Document]) -> str:
    left, right = sorted((documents[copy.left].title, documents[copy.right].title))
    if documents[copy.left].capture == documents[copy.right].capture:
        return f"the same bytes: “{left}” and “{right}”"
    if copy.whole:
        return f"near-identical text ({copy.resemblance:.2f}): “{left}” and “{right}”"
    return f"the text of one lies in the other ({copy.containment:.2f}): “{left}” and “{right}”"


def _passage_joins(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
) -> list[Join]:
    """Join claims of different documents whose passages are near-identical."""
    at: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.cell is None:  # two lists may hold the same row and still be two lists
            at[f"{claim.rendition} {claim.start} {claim.end}"].append(claim)
    prints = {name: fingerprint(told[0].text, PASSAGES.width) for name, told in at.items()}
    joins: list[Join] = []
    for copy in near_copies(prints, PASSAGES):
        left, right = at[copy.left], at[copy.right]
        reason = _passage_reason(copy, documents[left[0].rendition], documents[right[0].rendition])
        chain = _told_alike(left, right, origins)
        joins += [Join(left=a.id, right=b.id, reason=reason) for a, b in pairwise(chain)]
    return joins


def _passage_reason(copy: Copy, left: Document, right: Document) -> str | None:
    if left.id == right.id:
        return None
    titles = sorted((left.title, right.title))
    alike = max(copy.resemblance, copy.containment)
    return f"near-identical passages ({alike:.2f}): “{titles[0]}” and “{titles[1]}”"


def _told_alike(
    left: Sequence[Claim], right: Sequence[Claim], origins: Mapping[str, Origin]
) -> list[Claim]:
    """The claims of two copies that have one origin: those told in the documents' own words.

    Where one copy quotes somebody for all that the other tells as its own, the other left the
    attribution out, and all of them go together.
    """
    own = [[claim for claim in told if origins[claim.id].own] for told in (left, right)]
    if all(own):
        return [*own[0], *own[1]]
    return [*left, *right] if any(map(len, own)) and not _mixed(left, right, own) else []


def _mixed(left: Sequence[Claim], right: Sequence[Claim], own: Sequence[Sequence[Claim]]) -> bool:
    return any(0 < len(mine) < len(told) for mine, told in zip(own, (left, right), strict=True))
