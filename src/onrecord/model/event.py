"""Events: acts gathered in a place and a time, and which came before which."""

from typing import Literal

from msgspec import Struct

from onrecord.model.party import Step
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


class HappeningPair(Struct, frozen=True, kw_only=True):
    """What two documents, or two passages, tell that may be one event, and what speaks for it.

    ``left`` and ``right`` are claims that stand for either side, the smallest id of each; a
    judgement is made on them. ``chance`` is what the comparison gives, with what answers on all
    pairs taught, whatever was judged of this one. ``worth`` of a judgement: by how much it is
    expected to change the events, times the doubt; 0 where there is one.
    """

    id: str
    left: str
    right: str
    left_claims: tuple[str, ...]
    right_claims: tuple[str, ...]
    left_event: str  # the events that they are in; of one event where they were joined
    right_event: str
    match_weight: float  # log2 of the odds; positive speaks for one event
    chance: float
    worth: float
    verdict: Literal["same", "different", "unsure"]
    decided_by: Literal["rule", "judgement"]
    steps: tuple[Step, ...] = ()  # they add up to the match weight


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
