"""Which happenings are compared, which exclude each other, and how likely the others are one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from msgspec import Struct

from onrecord.link.closeness import DAYS_EXCLUDE, Apart, conflict, days_of_one_week, related
from onrecord.link.days import span
from onrecord.link.event_weights import weight_of
from onrecord.link.gathering import Gathering
from onrecord.link.likeness import Occasions, levels
from onrecord.names.fold import fold

APART = float("-inf")
_LOOKED_AT = 200  # happenings with which one is compared
_MOST = 8.0  # log2 of odds beyond which a pair says no more
_ANY = "any month"
_UNKNOWN = "unknown to the gazetteer"


class Compared(Struct, frozen=True):
    """Two happenings by their places in the order in which they were given; left is the smaller.

    ``weight``: log2 of the odds that they are one; `APART` where that is excluded, and 0 where they
    can be one by way of others alone.
    """

    left: int
    right: int
    weight: float


def compare(
    happenings: Sequence[Gathering], occasions: Occasions, apart: Apart
) -> tuple[Compared, ...]:
    """Compare the happenings that may be one by place and days, the best anchored first.

    Where more than so many could be meant, each is compared with the best anchored of them.
    """
    order = sorted(range(len(happenings)), key=lambda i: _anchor(happenings[i]))
    index = _Index()
    found: list[Compared] = []
    for here in order:
        happening = happenings[here]
        found += _with(here, index.near(happening), happenings, occasions, apart)
        index.add(here, happening)
    return tuple(sorted(found, key=lambda pair: (pair.left, pair.right)))


def _with(
    here: int,
    candidates: Iterable[int],
    happenings: Sequence[Gathering],
    occasions: Occasions,
    apart: Apart,
) -> Iterable[Compared]:
    open_ones = 0
    for other in candidates:
        left, right = sorted((here, other))
        one, two = happenings[left], happenings[right]
        if beside_its_whole(one, two):
            continue
        weight = APART if excluded(one, two) else weigh(one, two, occasions, apart)
        open_ones += weight > APART
        yield Compared(left, right, weight)
        if open_ones >= _LOOKED_AT:
            return


def weigh(left: Gathering, right: Gathering, occasions: Occasions, apart: Apart) -> float:
    """log2 of the odds that two happenings, or two events, are one; see `Compared`."""
    why_not = conflict(left, right, apart)
    if why_not is None:
        return min(_MOST, weight_of(levels(left, right, occasions), occasions))
    return 0.0 if why_not == DAYS_EXCLUDE and days_of_one_week(left, right) else APART


def excluded(left: Gathering, right: Gathering) -> str | None:
    """Why two happenings cannot be one, whatever joins them with others; None where they can."""
    if told_apart(left, right):
        return "a document tells of both"
    return None if related(left.family, right.family) else "kinds of harm that do not go together"


def told_apart(left: Gathering, right: Gathering) -> bool:
    """Whether a document tells of both: of two happenings, unless of one as the other's whole."""
    whole = left.told_as_a_whole ^ right.told_as_a_whole
    return bool((left.told_in & right.told_in) - whole)


def beside_its_whole(left: Gathering, right: Gathering) -> bool:
    """Whether one document tells of both and not apart: what it says then speaks of neither."""
    return bool(left.told_in & right.told_in) and not told_apart(left, right)


def _anchor(happening: Gathering) -> tuple[int, int, int, str]:
    """What says where and when, and most closely, comes first."""
    unsaid = 2 - int(happening.located) - int(happening.dated)
    return unsaid, span(happening.days) or 10**6, happening.days.first or 0, happening.key


class _Index:
    """Happenings by place and by month, so that not every two are looked at."""

    def __init__(self) -> None:
        self._by: dict[object, list[int]] = defaultdict(list)

    def add(self, number: int, happening: Gathering) -> None:
        months = _months(happening)
        keys: list[object] = [*months, "all"]
        if not happening.located:
            keys += [("nowhere", month) for month in (_ANY, *months)]
        elif not months:
            keys.append("undated")
        for place in _places_of(happening):
            keys += [(place, month) for month in (_ANY, *(months or (None,)))]
        for key in dict.fromkeys(keys):
            self._by[key].append(number)

    def near(self, happening: Gathering) -> list[int]:
        """At the places of a happening, else of its months, else all; at one place come first."""
        months = _months(happening)
        spots = happening.common_spots()
        own = [key for spot in spots for key in (spot.key, fold(spot.name))]
        around = [cell for spot in spots for cell in _cells(spot.point)]
        when = (*months, None) if months else (_ANY,)
        keys: list[object] = [(place, month) for place in (*own, *around) for month in when]
        if not happening.located or any(spot.point is None for spot in spots):
            keys += [*months, "undated"] if months else ["all"]
        else:
            keys += [(_UNKNOWN, month) for month in when]
            keys += [("nowhere", month) for month in months or (_ANY,)]
        return list(dict.fromkeys(chain.from_iterable(self._by.get(key, ()) for key in keys)))


def _places_of(happening: Gathering) -> Iterable[object]:
    for spot in happening.common_spots():
        yield spot.key
        yield fold(spot.name)
        yield _UNKNOWN if spot.point is None else _cell(spot.point)


def _months(happening: Gathering) -> range:
    """Numbers of the 31-day periods that a dated happening and the days beside it touch."""
    days = happening.days
    if not happening.dated or days.first is None or days.last is None:
        return range(0)
    return range((days.first - 1) // 31, (days.last + 1) // 31 + 1)


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return int(point[0] // 1), int(point[1] // 1)


def _cells(point: tuple[float, float] | None) -> list[object]:
    """The cell of one degree that holds a point, and the eight around it."""
    if point is None:
        return []
    row, column = _cell(point)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
