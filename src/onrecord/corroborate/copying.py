"""Texts that several documents of an event share, and whose text it was.

Rule: whole documents are near-identical from a resemblance of 0.7 of their five-word runs; a
document lies in a longer one from a containment of 0.7; a passage of at least twelve words is a
copy of another from a resemblance of 0.6 of its three-word runs, or a containment of 0.8.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

from msgspec import Struct

from onrecord.corroborate.credit import credited, is_acronym_of
from onrecord.corroborate.grouping import roots
from onrecord.corroborate.likeness import (
    Copy,
    Fingerprint,
    Thresholds,
    fingerprint,
    near_copies,
    share_within,
)
from onrecord.corroborate.origin import Origin, Speakers
from onrecord.model.claim import Claim
from onrecord.model.material import Document

DOCUMENTS = Thresholds(width=5, resemblance=0.7, containment=0.7, least=16)
PASSAGES = Thresholds(width=3, resemblance=0.6, containment=0.8, least=10)
# The share of a passage's five-word runs that must stand in the other document too.
_PASSAGE_IN_DOCUMENT = 0.6


class SharedText(Struct, frozen=True, kw_only=True):
    """Claims that stand in one text, told by several documents in their own words.

    ``sources`` is whose text it was: one origin where a credit, a chain of attribution or the
    dates of publication tell, else those of all the documents, which then cannot be told apart.
    """

    claims: tuple[str, ...]
    sources: tuple[Origin, ...]
    reasons: tuple[str, ...]


class _Join(Struct, frozen=True, kw_only=True):
    left: str  # claim ids
    right: str
    reason: str


def shared_texts(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
    speaking: Speakers,
) -> tuple[SharedText, ...]:
    """The texts that these documents share, or credit to another, with the claims in them."""
    joins = [
        *_document_joins(claims, documents, origins),
        *_passage_joins(claims, documents, origins),
    ]
    pairs = [(join.left, join.right) for join in joins]
    root = roots((claim.id for claim in claims), pairs)
    reasons: dict[str, list[str]] = defaultdict(list)
    for join in joins:
        reasons[root[join.left]].append(join.reason)
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[root[claim.id]].append(claim)
    credit = _credits(documents, speaking)
    found = (
        _shared_text(groups[key], reasons[key], documents, origins, credit, speaking)
        for key in sorted(groups)
    )
    return tuple(shared for shared in found if shared is not None)


def _shared_text(
    group: Sequence[Claim],
    reasons: Iterable[str],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
    credit: Mapping[str, Origin | None],
    speaking: Speakers,
) -> SharedText | None:
    own = [claim for claim in group if origins[claim.id].own]
    quoted = {origins[claim.id].key: origins[claim.id] for claim in group if claim not in own}
    told_in = sorted({claim.rendition for claim in own})
    to_whom = {origin.key: origin for name in told_in if (origin := credit[name]) is not None}
    if not own or (len(told_in) == 1 and not quoted and not to_whom):
        return None
    said = sorted(set(reasons))
    if len(to_whom) == 1:
        sources = tuple(to_whom.values())
        said += [
            f"“{documents[name].title}” credits its text to {sources[0].words}"
            for name in told_in
            if credit[name] is not None
        ]
    elif len(quoted) == 1:
        sources = tuple(quoted.values())
    else:
        sources, why = _first_published([documents[name] for name in told_in], speaking)
        said.append(why)
    return SharedText(
        claims=tuple(sorted(claim.id for claim in own)), sources=sources, reasons=tuple(said)
    )


def _first_published(
    documents: Sequence[Document], speaking: Speakers
) -> tuple[tuple[Origin, ...], str]:
    dated = sorted((day, document.id) for document in documents if (day := _last_day(document)))
    if len(dated) == len(documents) and (len(dated) == 1 or dated[0][0] < dated[1][0]):
        first = speaking.own[dated[0][1]]
        return (first,), f"first published by {first.words}, {dated[0][0].isoformat()}"
    own = {speaking.own[document.id].key: speaking.own[document.id] for document in documents}
    ordered = tuple(own[key] for key in sorted(own))
    if len(ordered) == 1:
        return ordered, f"all published by {ordered[0].words}"
    return ordered, "which of them had the text first is not known"


def _last_day(document: Document) -> date | None:
    published = document.bibliography.published
    return published.latest if published else None


def _credits(documents: Mapping[str, Document], speaking: Speakers) -> dict[str, Origin | None]:
    """By rendition id, whose text each document says that it is; None where it does not say."""
    names = {name: credited(document) for name, document in documents.items()}
    spelt = sorted({words for found in names.values() for words in found})
    full = {
        short: next((words for words in spelt if is_acronym_of(short, words)), short)
        for short in spelt
    }
    return {
        name: next((o for o in (_known(full[w], speaking) for w in found)
                    if o.key != speaking.own[name].key), None)
        for name, found in names.items()
    }  # fmt: skip


def _known(words: str, speaking: Speakers) -> Origin:
    return Origin(key=speaking.key_of(words), words=words, own=True)


def _document_joins(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
) -> list[_Join]:
    """Join the claims that two near-identical documents make in their own words."""
    prints = {name: fingerprint(doc.text, DOCUMENTS.width) for name, doc in documents.items()}
    told: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if origins[claim.id].own:
            told[claim.rendition].append(claim)
    joins: list[_Join] = []
    for copy in near_copies(prints, DOCUMENTS):
        left = _within(told[copy.left], None if copy.whole else prints[copy.right])
        right = _within(told[copy.right], None if copy.whole else prints[copy.left])
        if left and right:
            reason = _copy_reason(copy, documents)
            chain = [*left, *right]
            joins += [_Join(left=chain[0].id, right=other.id, reason=reason) for other in chain[1:]]
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
) -> list[_Join]:
    """Join claims of different documents whose passages are near-identical."""
    at: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.cell is None:  # two lists may hold the same row and still be two lists
            at[f"{claim.rendition} {claim.start} {claim.end}"].append(claim)
    prints = {name: fingerprint(told[0].text, PASSAGES.width) for name, told in at.items()}
    joins: list[_Join] = []
    for copy in near_copies(prints, PASSAGES):
        left, right = at[copy.left], at[copy.right]
        if left[0].rendition != right[0].rendition:
            titles = sorted(documents[told[0].rendition].title for told in (left, right))
            alike = max(copy.resemblance, copy.containment)
            reason = f"near-identical passages ({alike:.2f}): “{titles[0]}” and “{titles[1]}”"
            chain = _told_alike(left, right, origins)
            joins += [_Join(left=a.id, right=b.id, reason=reason) for a, b in pairwise(chain)]
    return joins


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
