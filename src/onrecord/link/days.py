"""Intervals of days: when something may have happened, with either end open."""

from datetime import date

from msgspec import Struct

from onrecord.model.when import When

_SHARP = 31  # days: a longer interval does not tell one event from another


class Days(Struct, frozen=True, kw_only=True):
    """First and last day as ordinals; None: not bounded."""

    first: int | None = None
    last: int | None = None

    @property
    def known(self) -> bool:
        """Whether both ends are bounded, and within a month of each other."""
        return self.first is not None and self.last is not None and self.last - self.first <= _SHARP


def days_of(when: When | None) -> Days:
    """The days that a source's words allow."""
    if when is None:
        return Days()
    return Days(
        first=when.earliest.toordinal() if when.earliest else None,
        last=when.latest.toordinal() if when.latest else None,
    )


def disjoint(left: Days, right: Days) -> bool:
    """Whether no day is allowed by both."""
    return _before(left, right) or _before(right, left)


def _before(left: Days, right: Days) -> bool:
    return left.last is not None and right.first is not None and left.last < right.first


def hull(days: list[Days]) -> Days:
    """The smallest interval that holds all bounded ones of a list; open when none is bounded."""
    bounded = [d for d in days if d.first is not None and d.last is not None]
    sharp = [d for d in bounded if d.known] or bounded
    if not sharp:
        return Days()
    return Days(
        first=min(d.first for d in sharp if d.first is not None),
        last=max(d.last for d in sharp if d.last is not None),
    )


def day(ordinal: int) -> date:
    """The date of an ordinal."""
    return date.fromordinal(ordinal)
