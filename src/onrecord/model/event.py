"""Events: acts gathered in a place and a time, and which came before which."""

from typing import Literal

from msgspec import Struct

from onrecord.model.when import When
from onrecord.model.where import Where


class Event(Struct, frozen=True, kw_only=True):
    """Claims that speak of the same happening. Undoable by a judgement (same / different).

    ``claims`` are the acts, tolls and displacements of the event; ``statements`` those that
    answer it. ``label`` is made of the act types, places and dates; it asserts nothing more.
    """

    id: str
    label: str
    claims: tuple[str, ...]
    statements: tuple[str, ...] = ()
    act_types: tuple[str, ...] = ()
    places: tuple[Where, ...] = ()
    when: When | None = None
    reasons: tuple[str, ...] = ()  # why these claims are one event, in words


class EventLink(Struct, frozen=True, kw_only=True):
    """A source says that one event came before another. Rival orders are two links."""

    id: str
    earlier: str  # event ids
    later: str
    causal: bool
    claims: tuple[str, ...]  # the sequence claims that say so


class PartyLink(Struct, frozen=True, kw_only=True):
    """A mention at a role of a claim, linked to a party."""

    claim: str
    role: Literal[
        "perpetrator", "victim", "speaker", "on_behalf_of", "addressee", "named", "subject",
        "object", "displaced",
    ]  # fmt: skip
    start: int
    text: str
    party: str
