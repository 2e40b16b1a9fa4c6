"""Whose text it is that several documents of an event share."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from onrecord.corroborate.copying import joins_of
from onrecord.corroborate.credit import credited, is_acronym_of
from onrecord.corroborate.grouping import roots
from onrecord.corroborate.origin import Origin, Speakers
from onrecord.model.claim import Claim
from onrecord.model.material import Document


class SharedText(Struct, frozen=True, kw_only=True):
    """Claims that stand in one text, told by several documents in their own words.

    ``sources`` is whose text it was: one origin where a credit, a chain of attribution or the
    dates of publication tell, else those of all the documents, which then cannot be told apart.
    """

    claims: tuple[str, ...]
    sources: tuple[Origin, ...]
    reasons: tuple[str, ...]


def shared_texts(
    claims: Sequence[Claim],
    documents: Mapping[str, Document],
    origins: Mapping[str, Origin],
    speaking: Speakers,
) -> tuple[SharedText, ...]:
    """The texts that these documents share, or credit to another, with the claims in them."""
    joins = joins_of(claims, documents, origins)
    pairs = [(join.left, join.right) for join in joins]
    root = roots((claim.id for claim in claims), pairs)
    reasons: dict[str, list[str]] = defaultdict(list)
    for join in joins:
        if join.reason is not None:
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
    quoted = {
        origins[claim.id].key: origins[claim.id] for claim in group if not origins[claim.id].own
    }
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
