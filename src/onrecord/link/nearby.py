"""Which happenings one may be compared with: at its place and about its time, the best first.

A happening stands at a day: the first that it states, else the last before it appeared. What may be
one with it stands near that day, so the nearest come first; of equal anchor, those at its own
places. What has no day comes last.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain

from onrecord.link.days import EPISODE, span
from onrecord.link.gathering import Gathering
from onrecord.names.fold import fold

# Days between which two can be one: both of a week or less, both dated, and others.
_CLOSE, _MONTH, _REACH = 8, 45, 95
_UNKNOWN = "unknown to the gazetteer"
_NOWHERE = "nowhere"
_ALL = "all"

Timed = tuple[int, int]  # a day, and the number of a happening


class Nearby:
    """Grows by adding happenings, each with a number; those added first of equals come first."""

    def __init__(self) -> None:
        self._by: dict[tuple[object, int], list[Timed]] = defaultdict(list)
        self._timeless: dict[tuple[object, int], list[int]] = defaultdict(list)

    def add(self, number: int, happening: Gathering) -> None:
        """Make a happening one that others are near to."""
        day, anchor = _day(happening), _anchor(happening)
        keys = (_ALL, *(_places_of(happening) if happening.located else (_NOWHERE,)))
        for key in dict.fromkeys(keys):
            if day is None:
                self._timeless[key, anchor].append(number)
            else:
                insort(self._by[key, anchor], (day, number))

    def near(self, happening: Gathering) -> Iterator[int]:
        """Those that it may be one with, each once: what says where and when comes first."""
        seen: set[int] = set()
        for anchor in range(_ANCHORS):
            for keys in _keys(happening):
                for number in self._at(keys, anchor, happening):
                    if number not in seen:
                        seen.add(number)
                        yield number

    def _at(self, keys: Sequence[object], anchor: int, happening: Gathering) -> Iterator[int]:
        day = _day(happening)
        if day is None:
            for key in keys:
                yield from (number for _, number in self._by.get((key, anchor), ()))
        else:
            reach = _reach(happening, anchor)
            around = (_around(self._by.get((key, anchor), ()), day, reach) for key in keys)
            yield from (number for _, number in merge(*around))
        yield from chain.from_iterable(self._timeless.get((key, anchor), ()) for key in keys)


def _keys(happening: Gathering) -> tuple[Sequence[object], ...]:
    """Where to look: at its own places, then around them and where no place is known."""
    spots = happening.common_spots()
    if not happening.located:
        return ((_ALL,),)
    own = tuple(dict.fromkeys(key for spot in spots for key in (spot.key, fold(spot.name))))
    if any(spot.point is None for spot in spots):
        return own, (_ALL,)
    cells = dict.fromkeys(cell for spot in spots for cell in _cells(spot.point))
    return own, (*cells, _UNKNOWN, _NOWHERE)


def _around(listed: Sequence[Timed], day: int, reach: int) -> Iterator[Timed]:
    """What stands within reach of a day, with how far off, the nearest first."""
    after = bisect_left(listed, (day, -1))
    before = after - 1
    while before >= 0 or after < len(listed):
        back = day - listed[before][0] if before >= 0 else reach + 1
        ahead = listed[after][0] - day if after < len(listed) else reach + 1
        if min(back, ahead) > reach:
            return
        if ahead <= back:
            yield ahead, listed[after][1]
            after += 1
        else:
            yield back, listed[before][1]
            before -= 1


def _anchor(happening: Gathering) -> int:
    """How little it says: 0 where it says where, and when to within a week."""
    when = 2 if not happening.dated else int(span(happening.days) > EPISODE)
    return 2 * when + int(not happening.located)


_ANCHORS = 6


def _reach(happening: Gathering, anchor: int) -> int:
    """How many days off those of an anchor can be one with a happening."""
    most = max(_anchor(happening) // 2, anchor // 2)
    if most == 2:
        return _REACH
    return _MONTH if most else _CLOSE


def _day(happening: Gathering) -> int | None:
    days = happening.days if happening.dated else happening.presumed
    return days.first if happening.dated else days.last if days.last is not None else days.first


def _places_of(happening: Gathering) -> Iterable[object]:
    for spot in happening.common_spots():
        yield spot.key
        yield fold(spot.name)
        yield _UNKNOWN if spot.point is None else _cell(spot.point)


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return int(point[0] // 1), int(point[1] // 1)


def _cells(point: tuple[float, float] | None) -> list[object]:
    """The cell of one degree that holds a point, and the eight around it."""
    if point is None:
        return []
    row, column = _cell(point)
    return [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
