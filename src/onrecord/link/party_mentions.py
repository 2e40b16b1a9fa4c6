"""Every mention of a party in a claim, with the role that it plays there."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from onrecord.model.claim import (
    Act,
    Attribute,
    Claim,
    Displacement,
    Relation,
    Statement,
    Toll,
)
from onrecord.model.party import Mention

Role = Literal[
    "perpetrator", "victim", "speaker", "on_behalf_of", "addressee", "named", "subject",
    "object", "displaced",
]  # fmt: skip
UNSTATED = -1  # the start of a mention whose words do not stand in the text


class RoleMention(Struct, frozen=True, kw_only=True):
    """A mention at a role of a claim."""

    claim: str
    document: str
    role: Role
    mention: Mention


def party_mentions(claim: Claim) -> tuple[RoleMention, ...]:
    """The mentions of parties in a claim, in the order of its fields.

    A victim of a table's row is a record, linked as a person and not as a party. A speaker whom
    the text does not name ("we", or no words at all) has the name that the document gives, with
    start -1.
    """
    return tuple(
        RoleMention(claim=claim.id, document=claim.rendition, role=role, mention=mention)
        for role, mention in _mentions(claim)
        if not (role == "victim" and claim.cell is not None)
    )


def _mentions(claim: Claim) -> Iterator[tuple[Role, Mention]]:
    match claim.body:
        case Act() | Toll() as harm:
            yield from (("perpetrator", m) for m in harm.perpetrators)
            yield from (("victim", m) for m in harm.victims)
        case Displacement() as moved:
            yield from (("displaced", m) for m in moved.displaced)
        case Statement() as said:
            yield from _of_statement(said)
        case Relation() as tie:
            yield "subject", tie.subject
            yield "object", tie.object
        case Attribute() as quality if claim.cell is None:
            yield "subject", quality.subject
        case _:
            return


def _of_statement(said: Statement) -> Iterator[tuple[Role, Mention]]:
    speaker = _resolved(said.speaker, said.speaker_name, "person")
    if speaker is not None:
        yield "speaker", speaker
    principal = _resolved(said.on_behalf_of, said.on_behalf_of_name, "organisation")
    if principal is not None:
        yield "on_behalf_of", principal
    if said.addressee is not None:
        yield "addressee", said.addressee
    if said.names_perpetrator.mention is not None:
        yield "named", said.names_perpetrator.mention


def _resolved(
    mention: Mention | None, name: str | None, kind: Literal["person", "organisation"]
) -> Mention | None:
    """The mention under its resolved name; words of its own where the text has none for it."""
    if name is None:
        return mention
    if mention is None:
        return Mention(text=name, start=UNSTATED, end=UNSTATED, kind=kind, name=name)
    if mention.name or mention.refers_to:
        return mention
    settled = mention.kind if mention.kind not in ("category", "unknown") else kind
    return Mention(text=mention.text, start=mention.start, end=mention.end, kind=settled, name=name)
