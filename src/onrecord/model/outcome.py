"""What a stage gives back: what it made, and what it could not use and why."""

from typing import Generic, TypeVar

from msgspec import Struct

Made = TypeVar("Made")


class SetAside(Struct, frozen=True, kw_only=True):
    """An input that a stage could not use, with a reason that a reader understands."""

    stage: str
    subject: str  # id, path or cell of what was set aside
    reason: str  # a sentence: what is wrong, and the way out
    code: str  # a short stable word for the kind of reason, e.g. "empty", "zip-bomb"
    part: bool = False  # a part of an input that is used otherwise: a totals row, a column


class Outcome(Struct, Generic[Made], frozen=True, kw_only=True):
    """The result of a stage. Inputs = used + set aside: nothing leaves silently."""

    made: tuple[Made, ...]
    set_aside: tuple[SetAside, ...] = ()
