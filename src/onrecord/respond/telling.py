"""Who speaks in a statement, who tells of it, and when it was said."""

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from onrecord.model.claim import Claim, Statement
from onrecord.model.event import PartyLink
from onrecord.model.material import Document
from onrecord.model.party import Party
from onrecord.model.party_name import calls_itself, name_key, parties_by_name
from onrecord.model.source import Bibliography
from onrecord.model.when import When

ITSELF = "itself"
_FOR = re.compile(r"\s+(?:for|on behalf of)\s+", re.IGNORECASE)


class Telling(Struct, frozen=True, kw_only=True):
    """What is needed to say of any statement of the case who made it and who tells of it."""

    documents: dict[str, Document]
    links: dict[tuple[str, str], tuple[str, ...]]  # (claim, role) → parties
    parties: dict[str, Party]
    by_name: dict[str, str]

    def party_of(self, claim: Claim) -> str | None:
        """The party that answers: the one on whose behalf it is said, else the speaker.

        Where the text names neither, it is the document's own speaker; None when that one is no
        party of the case either.
        """
        own = self.own_parties(self.documents[claim.rendition])
        if own and self._calls_itself(claim):
            return own[0]
        for role in ("on_behalf_of", "speaker"):
            for party in self.links.get((claim.id, role), ()):
                return party
        return own[0] if own else None

    def own_parties(self, document: Document) -> tuple[str, ...]:
        """The parties whose own words the document holds, the one spoken for first."""
        found = (self.by_name.get(name_key(name)) for name in _own_names(document.bibliography))
        return tuple(dict.fromkeys(party for party in found if party is not None))

    def told_by(self, claim: Claim) -> str:
        """ "itself" where the document is the statement, or holds its speaker's own words."""
        document = self.documents[claim.rendition]
        speaks = {
            party
            for role in ("on_behalf_of", "speaker")
            for party in self.links.get((claim.id, role), ())
        }
        own = set(self.own_parties(document))
        # A speaker who was linked to nobody ("it also calls for …") was taken for the document's.
        if speaks & own or (own and (not speaks or self._calls_itself(claim))):
            return ITSELF
        body = claim.body
        unnamed = isinstance(body, Statement) and body.speaker is None and body.on_behalf_of is None
        alone = all(voice.kind == "document" for voice in claim.attribution)
        return ITSELF if unnamed and alone else document.id

    def _calls_itself(self, claim: Claim) -> bool:
        """Is the speaker "the Ministry" in a document that the Ministry of … published?"""
        body = claim.body
        if not isinstance(body, Statement) or body.on_behalf_of or body.speaker is None:
            return False
        names = _own_names(self.documents[claim.rendition].bibliography)
        return any(calls_itself(body.speaker.text, name) for name in names)

    def said(self, claim: Claim) -> When | None:
        """When it was said: as the words say, else the day on which the party published it.

        Of a statement that another document tells of, that one's publication gives the last day
        on which it can have been said, and no first day.
        """
        document = self.documents[claim.rendition]
        stated = _stated(claim)
        if stated is not None and (stated.earliest or stated.latest):
            return stated
        published = document.bibliography.published
        if published is None or (published.earliest is None and published.latest is None):
            return stated
        if self.told_by(claim) == ITSELF:
            return published
        return When(
            text=published.text,
            latest=published.latest,
            basis="resolved",
            resolved_against=f"told by a document published {published.text}",
            precision="interval",
        )


def telling(
    documents: Iterable[Document], parties: Iterable[Party], party_links: Iterable[PartyLink]
) -> Telling:
    """Index the documents, the parties and the links between mentions and parties of a case."""
    listed = tuple(parties)
    links: dict[tuple[str, str], set[str]] = defaultdict(set)
    for link in party_links:
        links[(link.claim, link.role)].add(link.party)
    return Telling(
        documents={document.id: document for document in documents},
        links={at: tuple(sorted(found)) for at, found in links.items()},
        parties={party.id: party for party in listed},
        by_name=parties_by_name(listed),
    )


def _own_names(bibliography: Bibliography) -> list[str]:
    speaker = _FOR.split(bibliography.speaker or "")
    behalf = [bibliography.on_behalf_of or "", *speaker[1:]]
    return [name for name in (*behalf, speaker[0], bibliography.publisher or "") if name]


def _stated(claim: Claim) -> When | None:
    """The statement's own date; one inside what is said is the date of what is spoken of."""
    body = claim.body
    if not isinstance(body, Statement) or body.when is None:
        return None
    content, start = body.content, body.when.start
    inside = content is not None and start is not None and content.start <= start < content.end
    return None if inside else body.when
