"""Intervals of days: when something may have happened, with either end open."""

from datetime import date

from msgspec import Struct

from onrecord.model.when import When

EPISODE = 7  # days that one event lasts at most, but for what a source says of it
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
    return gap(left, right) > 0


def gap(left: Days, right: Days) -> int:
    """Days between two intervals: 0 where they share a day or an end is open, 1 for neighbours."""
    gaps = [
        later.first - earlier.last
        for earlier, later in ((left, right), (right, left))
        if earlier.last is not None and later.first is not None
    ]
    return max([*gaps, 0])


def span(days: Days) -> int:
    """The number of days of an interval, both ends counted; 0 where an end is open."""
    if days.first is None or days.last is None:
        return 0
    return days.last - days.first + 1


def hull(days: list[Days]) -> Days:
    """The smallest interval that holds all those of a list that are bounded at both ends."""
    firsts = [d.first for d in days if d.first is not None and d.last is not None]
    lasts = [d.last for d in days if d.first is not None and d.last is not None]
    return Days(first=min(firsts, default=None), last=max(lasts, default=None))


def day(ordinal: int) -> date:
    """The date of an ordinal."""
    return date.fromordinal(ordinal)
