"""Numbers that say what kind of number they are. The three kinds are never mixed."""

from typing import Literal

from msgspec import Struct

from onrecord.model.overlap import Overlaps


class Input(Struct, frozen=True, kw_only=True):
    """One input of a figure: a claim, a person or a list, and what it contributed."""

    id: str
    role: str  # "used", "repeats <lineage>", "contained in …", "set aside: …"
    words: str = ""


class Figure(Struct, frozen=True, kw_only=True):
    """A number that can be recomputed. Exactly one of ``value`` and ``lower``/``upper`` or neither.

    documented: persons named and linked, ``value``. ranged: from claims, ``lower`` and ``upper``
    (None: not bounded by any source). estimated: ``value`` is the median or point estimate with
    ``lower``/``upper`` at ``level``, and without both where it is fragile: the calculation says
    why. ``reason`` says why there is no number, in a sentence.
    """

    id: str
    kind: Literal["documented", "ranged", "estimated"]
    basis: Literal["accepted", "with_suggestions"]
    title: str
    event: str | None
    harm: str
    definition: str  # who is counted
    method: str  # name and version
    value: float | None = None
    statistic: str | None = None  # "count", "median", "point estimate", "lower bound"
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    assumptions: tuple[str, ...] = ()
    calculation: tuple[str, ...] = ()  # the steps in words, in order
    inputs: tuple[Input, ...] = ()
    reason: str | None = None
    overlaps: Overlaps | None = None  # of the lists that an estimated figure is computed from
