"""Lineages: which claims of an event come from one origin, and so count once.

Two claims are of one lineage when the same upstream voice stands in their chains, when the
documents that make them in their own words have the same publisher or speaker, or when one text
was copied from the other. Each join keeps its reason in words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from onrecord.corroborate.grouping import roots
from onrecord.corroborate.origin import Origin, Speakers, origin_of, speakers
from onrecord.corroborate.shared_text import SharedText, shared_texts
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.finding import Lineage
from onrecord.model.material import Document


class _Traced(Struct, frozen=True, kw_only=True):
    """Where each claim comes from, and the origins that cannot be told apart."""

    origins: dict[str, Origin]  # by claim id
    same: list[tuple[str, str]]  # pairs of origin keys
    reasons: dict[str, list[str]]  # by origin key


def lineages(
    event: str,
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    by_name: Mapping[str, str],
) -> tuple[Lineage, ...]:
    """The lineages of an event's claims, sorted by id; every claim is in exactly one.

    ``documents`` holds the documents of these claims by rendition id; ``by_name`` leads from the
    key of a name to the party that bears it.
    """
    used = {claim.rendition: documents[claim.rendition] for claim in claims}
    speaking = speakers(used.values(), claims, by_name)
    traced = _trace(claims, used, speaking)
    root = roots((origin.key for origin in traced.origins.values()), traced.same)
    members: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        members[root[traced.origins[claim.id].key]].append(claim)
    reasons: dict[str, list[str]] = defaultdict(list)
    for key, said in sorted(traced.reasons.items()):
        reasons[root[key]].extend(said)
    made = (
        _lineage(event, group, traced.origins, used, reasons[key])
        for key, group in sorted(members.items())
    )
    return tuple(sorted(made, key=lambda lineage: lineage.id))


def _trace(
    claims: Sequence[Claim], documents: Mapping[str, Document], speaking: Speakers
) -> _Traced:
    origins = {claim.id: origin_of(claim, speaking) for claim in claims}
    traced = _Traced(origins=origins, same=[], reasons=defaultdict(list))
    for shared in shared_texts(claims, documents, origins, speaking):
        _adopt(shared, traced)
    return traced


def _adopt(shared: SharedText, traced: _Traced) -> None:
    """Give the claims that stand in a shared text the origin of that text.

    Where nobody can tell whose it was, each keeps its own, and the origins are joined.
    """
    first, *others = shared.sources
    traced.same.extend((first.key, other.key) for other in others)
    traced.reasons[first.key].extend(shared.reasons)
    for claim in () if others else shared.claims:
        unnamed = traced.origins[claim].unnamed
        traced.origins[claim] = Origin(key=first.key, words=first.words, own=True, unnamed=unnamed)


def _lineage(
    event: str,
    claims: Sequence[Claim],
    origins: Mapping[str, Origin],
    documents: Mapping[str, Document],
    copied: Sequence[str],
) -> Lineage:
    ids = tuple(sorted(claim.id for claim in claims))
    renditions = sorted({claim.rendition for claim in claims})
    captures = {documents[rendition].capture for rendition in renditions}
    reasons = _voice_reasons([origins[claim] for claim in ids], len(renditions))
    if len(captures) < len(renditions):
        reasons.append("the same sealed bytes were received more than once")
    return Lineage(
        id=identify("lineage", event, ids),
        origin=_in_words([origins[claim] for claim in ids]),
        claims=ids,
        documents=tuple(renditions),
        reasons=tuple(dict.fromkeys([*reasons, *copied])),
    )


def _in_words(origins: Sequence[Origin]) -> str:
    """One phrase for the origin; where its claims differ in the unnamed voices, all of them."""
    by_key: dict[str, str] = {}
    for origin in sorted(origins, key=lambda origin: (len(origin.words), origin.words)):
        by_key.setdefault(origin.key, origin.words)
    named = " or ".join(sorted(by_key.values()))
    unnamed = ", ".join(sorted({origin.unnamed for origin in origins if origin.unnamed}))
    if not unnamed:
        return named
    if any(origin.unnamed is None for origin in origins):
        return f"{named} (also quoting {unnamed})"
    return f"{unnamed} ({named})"


def _voice_reasons(origins: Sequence[Origin], n_documents: int) -> list[str]:
    """Why claims without copied text are one lineage: who speaks in all of them."""
    if len(origins) == 1:
        return []
    words = min((origin.words for origin in origins), key=lambda words: (len(words), words))
    where = "one document" if n_documents == 1 else f"{n_documents} documents"
    if all(origin.own for origin in origins):
        return [f"the same publisher or speaker: {words}, {len(origins)} claims in {where}"]
    return [f"the same upstream voice: {words}, {len(origins)} claims in {where}"]
