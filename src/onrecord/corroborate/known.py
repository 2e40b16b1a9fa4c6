"""What corroboration knows of the whole case, whichever event it looks at."""

from collections.abc import Iterable

from msgspec import Struct

from onrecord.model.claim import Claim, Relation
from onrecord.model.event import PartyLink
from onrecord.model.party import Party
from onrecord.model.party_name import parties_by_name

# Relations under which an act of the one can be told as an act of the other.
_UNDER = ("part_of", "controlled_by")


class Known(Struct, frozen=True, kw_only=True):
    """Parties by id and by name, and which of them a source says belong under another."""

    parties: dict[str, Party] = {}
    by_name: dict[str, str] = {}
    ties: frozenset[tuple[str, str]] = frozenset()

    def tied(self, left: str, right: str) -> bool:
        """Does a source say that one of the two is part of or under the control of the other?"""
        return (left, right) in self.ties or (right, left) in self.ties


def known(
    parties: Iterable[Party], party_links: Iterable[PartyLink], claims: Iterable[Claim]
) -> Known:
    """Index the parties of a case, and the relation claims that tie them to each other."""
    listed = tuple(parties)
    return Known(
        parties={party.id: party for party in listed},
        by_name=parties_by_name(listed),
        ties=_ties(party_links, claims),
    )


def _ties(party_links: Iterable[PartyLink], claims: Iterable[Claim]) -> frozenset[tuple[str, str]]:
    ends: dict[tuple[str, str], set[str]] = {}
    for link in party_links:
        if link.role in ("subject", "object"):
            ends.setdefault((link.claim, link.role), set()).add(link.party)
    return frozenset(
        (subject, whole)
        for claim in claims
        if isinstance(claim.body, Relation)
        and claim.body.relation in _UNDER
        and claim.polarity == "positive"
        and claim.stance != "denies"
        for subject in ends.get((claim.id, "subject"), ())
        for whole in ends.get((claim.id, "object"), ())
    )
