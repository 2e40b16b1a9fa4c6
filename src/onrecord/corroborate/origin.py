"""From whom a claim comes: the upstream voice in its chain of attribution."""

import re
from collections.abc import Iterable, Mapping

from msgspec import Struct

from onrecord.corroborate.voice import is_named, is_pronoun
from onrecord.model.claim import Claim, Statement, Voice
from onrecord.model.material import Document
from onrecord.model.party_name import calls_itself, name_key
from onrecord.model.source import Bibliography

_FOR = re.compile(r"\s+(?:for|on behalf of)\s+", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:unknown|unnamed|anonymous|not (?:known|said|stated))\b", re.IGNORECASE)


# After these words a name belongs to somebody else: "a critic of the Union".
_BETWEEN = frozenset({"of", "for", "from", "in", "at", "with", "against", "near", "the", "a", "an"})


class Origin(Struct, frozen=True, kw_only=True):
    """The upstream source of a claim. Claims with one ``key`` come from one source.

    ``own``: no voice of the chain is named, so that the document (or whoever it speaks for) is
    the origin. ``unnamed`` holds the words of the unnamed voice beyond it ("witnesses").
    """

    key: str
    words: str
    own: bool
    unnamed: str | None = None

    def in_words(self) -> str:
        """The origin as a reader reads it: "witnesses (the Coastal Herald)"."""
        return f"{self.unnamed} ({self.words})" if self.unnamed else self.words


class Speakers(Struct, frozen=True, kw_only=True):
    """Who speaks in each document, and under which key each name is known."""

    own: dict[str, Origin]  # by rendition id
    keys: dict[str, str]  # name key → origin key

    surnames: dict[str, str]  # last word of a speaker's name → origin key
    short: dict[tuple[str, str], Voice]  # (rendition, "committee") → the voice that is meant

    def key_of(self, name: str) -> str:
        """The key of the origin that goes by this name, with or without an office before it.

        "spokesperson Ana Sol" and, alone, "Sol" are Ana Sol, who speaks in one of the documents;
        in "a critic of the Union" the words before the name make it somebody else.
        """
        words = name_key(name).split()
        for start in range(len(words)):
            if start and words[start - 1] in _BETWEEN:
                continue
            key = self.keys.get(" ".join(words[start:]))
            if key is not None and (start == 0 or len(words) - start > 1):
                return key
        whole = " ".join(words)
        return self.surnames.get(whole, f"name:{whole}")


def speakers(
    documents: Iterable[Document], claims: Iterable[Claim], by_name: Mapping[str, str]
) -> Speakers:
    """Who speaks in each of these documents, and in these claims that they hold.

    A name that the case knows as an alias of a party has that party's key, and the person who
    speaks in one publisher's documents alone has that publisher's: "spokesperson N. said" told by
    another is the same origin as the publisher's own release.
    """
    keys = {name: f"party:{party}" for name, party in by_name.items()}
    listed = tuple(documents)
    own = {document.id: _own_voice(document, keys) for document in listed}
    persons = _personal_keys(listed, own, keys)
    return Speakers(
        own=own,
        keys={**persons, **keys},
        surnames=_surnames(persons, keys),
        short=_short_names(claims),
    )


def origin_of(claim: Claim, speaking: Speakers) -> Origin:
    """The innermost named voice of the chain, else the document's own.

    A statement comes from the one on whose behalf it is made, whoever tells of it.
    """
    name = _speaker_of(claim)
    if name is not None:
        return Origin(key=speaking.key_of(name), words=name, own=False)
    own = speaking.own[claim.rendition]
    unnamed: str | None = None
    for told in reversed(claim.attribution):
        voice = speaking.short.get((claim.rendition, name_key(told.holder)), told)
        key = speaking.key_of(voice.holder)
        if key == own.key or calls_itself(voice.holder, own.words):
            break
        if is_named(voice):
            return Origin(key=key, words=voice.holder, own=False, unnamed=unnamed)
        unnamed = unnamed or _words_of(voice)
    return Origin(key=own.key, words=own.words, own=True, unnamed=unnamed)


def own_name(bibliography: Bibliography) -> str | None:
    """Whose assertion the document's own words are: on behalf of whom, else who published it.

    In a testimony it is the witness who speaks, not the organisation that took it down.
    """
    if bibliography.on_behalf_of:
        return bibliography.on_behalf_of
    first, second = bibliography.publisher, bibliography.speaker
    if (bibliography.kind or "").casefold() == "testimony":
        return _said(second)
    return _said(first) or _said(second)


def _said(name: str | None) -> str | None:
    """None where nobody said, also where the words say so ("unknown outlet")."""
    return name if name and not _NOBODY.match(name.strip()) else None


def _own_voice(document: Document, keys: Mapping[str, str]) -> Origin:
    name = own_name(document.bibliography)
    words = name or f"the document “{document.title}”"
    if document.bibliography.protection == "protected":
        # The name makes the key, so that one witness heard twice is one origin; it is not shown.
        words = f"a protected source (“{document.title}”)"
    if name is None:
        return Origin(key=f"capture:{document.capture}", words=words, own=True)
    key = name_key(name)
    return Origin(key=keys.get(key, f"name:{key}"), words=words, own=True)


def _personal_keys(
    documents: Iterable[Document], own: Mapping[str, Origin], keys: Mapping[str, str]
) -> dict[str, str]:
    speaks_for: dict[str, set[str]] = {}
    for document in documents:
        speaker = _said(document.bibliography.speaker)
        if speaker and document.bibliography.protection == "open":
            person = name_key(_FOR.split(speaker)[0])
            speaks_for.setdefault(person, set()).add(own[document.id].key)
    return {
        person: next(iter(owners))
        for person, owners in speaks_for.items()
        if len(owners) == 1 and person not in keys
    }


def _short_names(claims: Iterable[Claim]) -> dict[tuple[str, str], Voice]:
    """What "the committee" stands for in a document that names one committee, and one alone."""
    meant: dict[tuple[str, str], dict[str, Voice]] = {}
    for claim in claims:
        for voice in claim.attribution:
            words = name_key(voice.holder).split()
            if len(words) > 1 and is_named(voice):
                heads = meant.setdefault((claim.rendition, words[-1]), {})
                known = heads.setdefault(" ".join(words), voice)
                heads[" ".join(words)] = min(known, voice, key=lambda one: one.holder)
    return {at: next(iter(full.values())) for at, full in meant.items() if len(full) == 1}


def _surnames(persons: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """The last words of the speakers' names, where only one of them bears it."""
    bearers: dict[str, set[str]] = {}
    for person, key in persons.items():
        if len(person.split()) > 1:
            bearers.setdefault(person.split()[-1], set()).add(key)
    return {
        name: next(iter(found))
        for name, found in bearers.items()
        if len(found) == 1 and name not in keys
    }


def _speaker_of(claim: Claim) -> str | None:
    body = claim.body
    if not isinstance(body, Statement):
        return None
    mention = body.on_behalf_of or body.speaker
    names = (
        body.on_behalf_of_name,
        body.on_behalf_of and body.on_behalf_of.text,
        body.speaker_name,
        mention and mention.text,
    )
    return next((name for name in names if name and not is_pronoun(name)), None)


def _words_of(voice: Voice) -> str | None:
    if voice.kind == "document" or is_pronoun(voice.holder):
        return None
    return "unnamed sources" if voice.holder == "unnamed" else voice.holder
