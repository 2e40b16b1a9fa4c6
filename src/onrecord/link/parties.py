"""Parties: mentions of one state, body, group or person, linked by their names and by people."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from onrecord.link.aliases import Aliases, aliases_of
from onrecord.link.at_home import Home, at_home, home_of
from onrecord.link.decided import Decided, against_others, decided_pairs, ordered
from onrecord.link.designation import (
    Designation,
    designation,
    designation_of,
    is_acronym,
    stands_for_nobody,
)
from onrecord.link.grouping import Grouping
from onrecord.link.party_mentions import RoleMention, party_mentions
from onrecord.link.public_bodies import public_body
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.event import PartyLink
from onrecord.model.judgement import Judgement
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside
from onrecord.model.party import Party, PartyKind
from onrecord.model.source import Place


class _Placed(Struct, frozen=True, kw_only=True):
    """A mention, what it says, whom it means by its document, and the id of that party."""

    at: RoleMention
    said: Designation
    meant: Designation
    base: str


def party_id(name: str) -> str:
    """The id of the party of a proper name, whatever its article, case or possessive."""
    return identify("party", " ".join(designation(name, proper=True).key))


def link_parties(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    judgements: Iterable[Judgement],
    places: Iterable[Place] = (),
) -> tuple[tuple[Party, ...], tuple[PartyLink, ...], tuple[SetAside, ...]]:
    """Link every mention of a party; judgements on party ids join parties or keep them apart.

    Names are linked across documents, descriptions ("the gunmen") within one document alone; a
    body of the country that all documents are about is the same with and without "of" it. The
    party of a name has an id made of that name; of joined parties the smallest id stays.
    """
    decided = decided_pairs(judgements)
    by_document: dict[str, list[RoleMention]] = defaultdict(list)
    aside: list[SetAside] = []
    for claim in sorted(claims, key=lambda c: (c.rendition, c.start, c.id)):
        for mention in party_mentions(claim):
            if stands_for_nobody(mention.mention):
                aside.append(_pronoun(mention))
            else:
                by_document[claim.rendition].append(mention)
    listed = tuple(documents)
    texts = {document.id: document.text for document in listed}
    home = home_of(listed, places)
    placed: list[_Placed] = []
    aliases = {
        document: aliases_of([designation_of(m.mention) for m in mentions],
                             [m.mention.kind for m in mentions], texts.get(document, ""))
        for document, mentions in sorted(by_document.items())
    }  # fmt: skip
    known = _known_in_the_case(aliases)
    for document in sorted(by_document):
        placed += _placed(document, by_document[document], aliases[document], known, home, decided)
    parties, links, conflicts = _parties(placed, decided)
    return parties, links, (*conflicts, *aside)


def _pronoun(at: RoleMention) -> SetAside:
    return SetAside(
        stage="link",
        subject=f"{at.claim}#{at.role}",
        reason=f"{at.mention.text!r} stands for somebody whom the reader could not tell; amend the "
        "claim to say whom it means",
        code="pronoun-unresolved",
    )


def _known_in_the_case(aliases: Mapping[str, Aliases]) -> dict[tuple[str, ...], Designation]:
    """Acronyms that documents of the case spell out, all of them in the same way."""
    meant: dict[tuple[str, ...], dict[tuple[str, ...], Designation]] = defaultdict(dict)
    for found in aliases.values():
        for short, full in found.items():
            if is_acronym(short.shown):
                meant[short.key][full.key] = full
    return {short: next(iter(full.values())) for short, full in meant.items() if len(full) == 1}


def _placed(
    document: str,
    mentions: Sequence[RoleMention],
    aliases: Aliases,
    known: Mapping[tuple[str, ...], Designation],
    home: Home,
    decided: Decided,
) -> list[_Placed]:
    by_words: dict[str, Designation] = {}
    found: list[_Placed] = []
    for at in mentions:
        said = designation_of(at.mention)
        if at.mention.refers_to:
            said = by_words.get(at.mention.refers_to) or designation(
                at.mention.refers_to, proper=at.mention.kind != "category"
            )
        meant = _meant(said, aliases, known, home, decided)
        by_words.setdefault(at.mention.text, said)
        if at.mention.name:
            by_words.setdefault(at.mention.name, said)
        found.append(_Placed(at=at, said=said, meant=meant, base=_base(document, meant)))
    return found


def _meant(
    said: Designation,
    aliases: Aliases,
    known: Mapping[tuple[str, ...], Designation],
    home: Home,
    decided: Decided,
) -> Designation:
    """The name that a designation stands for: spelt out here, a public body's, or the case's."""
    if not said.proper:
        return said
    meant = at_home(aliases.get(said, said), home)
    body = public_body(meant)
    if body is not None:
        meant = Designation(key=body.key, shown=body.name, proper=True)
    elif meant == said and is_acronym(said.shown):
        meant = known.get(said.key, said)
    pair = ordered(_name_id(said), _name_id(meant))
    return said if pair in decided and decided[pair][0] != "same" else meant


def _name_id(said: Designation) -> str:
    return identify("party", " ".join(said.key))


def _base(document: str, meant: Designation) -> str:
    if meant.proper:
        return _name_id(meant)
    return identify("party", document, " ".join(meant.key))


def _parties(
    placed: Sequence[_Placed], decided: Decided
) -> tuple[tuple[Party, ...], tuple[PartyLink, ...], tuple[SetAside, ...]]:
    bases = sorted({p.base for p in placed})
    here = {
        pair: verdict
        for pair, verdict in sorted(decided.items())
        if pair[0] in set(bases) and pair[1] in set(bases)
    }
    grouping = Grouping(bases, [pair for pair, (said, _) in here.items() if said != "same"])
    conflicts = tuple(
        against_others(pair, judgement, "party")
        for pair, (said, judgement) in here.items()
        if said == "same" and not grouping.join(*pair)
    )
    of_base = {base: min(grouping.group_of(base)) for base in bases}
    members: dict[str, list[_Placed]] = defaultdict(list)
    for mention in placed:
        members[of_base[mention.base]].append(mention)
    parties = tuple(_party(identifier, members[identifier]) for identifier in sorted(members))
    return parties, tuple(_link(p, of_base[p.base]) for p in placed), conflicts


def _link(placed: _Placed, party: str) -> PartyLink:
    at = placed.at
    return PartyLink(
        claim=at.claim, role=at.role, start=at.mention.start, text=at.mention.text, party=party
    )


def _party(identifier: str, placed: Sequence[_Placed]) -> Party:
    names = Counter(p.meant for p in placed)
    shown = {p.said.shown for p in placed}
    name, kind = _called(names), _kind(placed)
    body = next((b for b in map(public_body, sorted(names, key=_plainness)) if b), None)
    if body is not None:
        name, kind = body.name, body.kind
    return Party(
        id=identifier,
        name=name,
        kind=kind,
        aliases=tuple(sorted(shown - {name})),
        mentions=tuple(dict.fromkeys(f"{p.at.claim}#{p.at.role}" for p in placed)),
    )


def _called(names: Counter[Designation]) -> str:
    """The plainest of the names: no acronym, no description, then the most used, then by words."""
    return min(names, key=lambda said: (*_plainness(said)[:3], -names[said], said.shown)).shown


def _plainness(said: Designation) -> tuple[bool, bool, bool, str]:
    return not said.proper, is_acronym(said.shown), len(said.key) == 1, said.shown


def _kind(placed: Sequence[_Placed]) -> PartyKind:
    if not any(p.said.proper for p in placed):
        return "category"
    counted = Counter(p.at.mention.kind for p in placed if p.said.proper)
    counted.pop("unknown", None)
    return min(counted, key=lambda kind: (-counted[kind], kind)) if counted else "unknown"
