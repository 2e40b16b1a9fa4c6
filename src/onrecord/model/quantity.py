"""Numbers as intervals, with the words and the convention that made them so."""

from msgspec import Struct


class Quantity(Struct, frozen=True, kw_only=True):
    """How many, as an interval. ``None`` at an end means that the words do not bound it.

    "hundreds" is 200 to 999 under the convention ``hundreds``; "at least 12" is 12 to None;
    "111" is 111 to 111. ``unit`` is what is counted: person, family, house, body …
    """

    text: str
    start: int | None = None
    end: int | None = None
    at_least: int | None = None
    at_most: int | None = None
    unit: str = "person"
    convention: str = "exact"  # a term of vocab/quantities.toml
    cumulative: bool | None = None  # does it count everything so far? None: not said
