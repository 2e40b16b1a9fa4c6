"""What a person decides. Append-only: a judgement is undone only by another one."""

from datetime import datetime
from typing import Any, Literal

from msgspec import Struct

DecisionKind = Literal[
    "accept",  # target: claim
    "reject",  # target: claim
    "amend",  # target: claim; body {"claim": the whole amended claim as JSON}
    "same",  # target: subject id; other: subject id (records, parties, claims of events)
    "different",
    "unsure",
    "map_columns",  # target: capture; body {"mapping": {column: field}, "header_row": int, …}
    "protect",  # target: source; body {"pseudonym": …}
    "grade",  # target: source; body {"grade": …}
    "release",  # target: capture; other: capture that it takes the place of; body: who was who
    "sample",  # target: digest of what `link` made; body {"of": …, "seed": …, "strata": […]}
    "weights",  # target: digest of the weights; body {"weights": …, "learned_from": …}
    "undo",  # target: decision
]


class Judgement(Struct, frozen=True, kw_only=True):
    """A decision in force or undone: who, when, what, because of what."""

    id: str
    kind: DecisionKind
    target: str
    other: str | None = None
    by: str
    at: datetime  # aware, UTC
    because: str = ""
    body: dict[str, Any] = {}


ReviewState = Literal["suggested", "accepted", "rejected", "superseded"]
