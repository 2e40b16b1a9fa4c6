"""How two happenings of different documents compare: a level a comparison, and how rare it is.

A place on which two reports agree tells little in a case where most things happened there, and a
day little where most happened on it. So agreement weighs by *occasions*: the distinct places and
days that the reports of the case tell of. They are counted and not the reports, so that what is
told often does not make its place common.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import log2

from msgspec import Struct

from onrecord.link.days import EPISODE, Days, disjoint, gap, hull, span
from onrecord.link.gathering import Gathering
from onrecord.link.spots import Spot, kilometres
from onrecord.model.quantity import Quantity

GENERAL = frozenset({"attack", "assault", "killing", "violence", "death", "kill", "killed"})
_HARMS = ("killed", "casualties", "injured", "detained", "disappeared", "displaced")
_MANY = 3  # smaller numbers agree by chance
_BESIDE = 5.0  # km: one settlement and the next
_CELL = 0.25  # degrees, more than that
_FEW = 4  # days of an interval that hardly holds a second incident
_FRESH, _NEWS, _OLD = 3, 14, 60  # days


class Level(Struct, frozen=True):
    """What one comparison found. ``one_in``: of so many occasions of the case one is like it."""

    found: str
    one_in: float = 1.0

    @property
    def rarity(self) -> float:
        """log2 of how rare it is: 0 where every occasion of the case is like it."""
        return log2(self.one_in)

    @property
    def words(self) -> str:
        """The level, with how rare it is where that is known: "same (one in 5)"."""
        shown = round(self.one_in)
        return f"{self.found} (one in {shown})" if shown > 1 else self.found


class Occasion(Struct, frozen=True):
    """A place at which something is told to have happened on some days; either may be unknown."""

    place: str | None
    first: int | None
    last: int | None

    def meets(self, first: int, last: int) -> bool:
        """Whether its days are known and one of them is among these."""
        return self.first is not None and self.first <= last and first <= (self.last or 0)


class Occasions(Struct, frozen=True):
    """The occasions that the reports of a case tell of, each once."""

    all: tuple[Occasion, ...]
    place_of: dict[str, str]  # by key of a spot: places that are next to each other are one here
    at: dict[str, int]  # how many there are at each place
    firsts: tuple[int, ...]  # of those that are dated, the first days and the last, each in order
    lasts: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many there are; at least one."""
        return max(1, len(self.all))

    def of_place(self, keys: Iterable[str]) -> float:
        """One in so many is at one of these places."""
        there = max((self.at.get(self.place_of.get(key, key), 1) for key in keys), default=1)
        return (self.n + 1.0) / (there + 0.5)

    def of_days(self, days: Days) -> float:
        """One in so many of those that are dated is within these days."""
        within, dated = self._within(days)
        # A wave of violence lasts some days, however few of them the case tells of.
        return max(1.0, (dated + 3.0) / (max(1, within) + 0.75)) if dated else 1.0

    def _within(self, days: Days) -> tuple[int, int]:
        """How many of those that are dated are within these days, and how many are dated."""
        first, last = days.first, days.last
        if first is None or last is None:
            return 0, 0
        begun = bisect_right(self.firsts, last)
        return begun - bisect_left(self.lasts, first), len(self.firsts)


def occasions_of(happenings: Iterable[Gathering]) -> Occasions:
    """The occasions of a case: a place on some days in a row, or a place that is never dated.

    What is told of a whole is none, and what says no place only where it is of a day of its own.
    """
    told = tuple(happenings)
    place_of = _places(spot for one in told if one.pinned for spot in one.common_spots())
    by_place: dict[str, list[Gathering]] = defaultdict(list)
    for one in sorted(told, key=lambda g: g.key):
        places = {place_of[spot.key] for spot in one.common_spots()} if one.pinned else set()
        for place in sorted(places):
            by_place[place].append(one)
    nowhere = [one for one in told if not one.located and _sharp(one)]
    found = [o for place, there in by_place.items() for o in _at(place, there)]
    found += [
        occasion
        for occasion in (_at(None, nowhere) if nowhere else ())
        if not any(o.meets((occasion.first or 0) - 1, (occasion.last or 0) + 1) for o in found)
    ]
    return Occasions(
        all=tuple(found),
        place_of=place_of,
        at=Counter(o.place for o in found if o.place is not None),
        firsts=tuple(sorted(o.first for o in found if o.first is not None)),
        lasts=tuple(sorted(o.last for o in found if o.last is not None)),
    )


def _sharp(happening: Gathering) -> bool:
    """Whether its days hardly hold a second incident."""
    return 0 < span(happening.days) <= _FEW


def _at(place: str | None, there: Sequence[Gathering]) -> list[Occasion]:
    """Those at one place: days in a row, a week at most; one where no days are known."""
    stretches: list[tuple[int, int]] = []
    for first, last in sorted((g.days.first or 0, g.days.last or 0) for g in there if _sharp(g)):
        if stretches and first <= stretches[-1][1] + 1 and last < stretches[-1][0] + EPISODE:
            begun, until = stretches.pop()
            stretches.append((begun, max(until, last)))
        else:
            stretches.append((first, last))
    return [Occasion(place, *days) for days in stretches] or [Occasion(place, None, None)]


def _places(spots: Iterable[Spot]) -> dict[str, str]:
    """Spots by key, each with the smallest key of those that lie next to it, or its own."""
    found: dict[str, str] = {}
    by_cell: dict[tuple[int, int], list[Spot]] = defaultdict(list)
    for spot in sorted({spot.key: spot for spot in spots}.values(), key=lambda s: s.key):
        found[spot.key] = spot.key
        if spot.point is None:
            continue
        row, column = int(spot.point[0] // _CELL), int(spot.point[1] // _CELL)
        around = [(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
        beside = [
            other.key
            for cell in around
            for other in by_cell[cell]
            if other.point is not None and kilometres(spot.point, other.point) <= _BESIDE
        ]
        if beside:
            found[spot.key] = min(beside)
        else:
            by_cell[row, column].append(spot)
    return found


def levels(left: Gathering, right: Gathering, occasions: Occasions) -> dict[str, Level]:
    """The level of every comparison that the two allow, in the order in which they are told."""
    found = {
        "place": _place(left, right, occasions),
        "days": _days(left, right, occasions),
        "kind of harm": _kind(left, right),
        "victims": _victims(left, right),
        "perpetrators": _perpetrators(left, right),
        "toll": _toll(left.tolls, right.tolls),
        "words": _words(left, right),
        "whole": _whole(left, right),
        "document": Level("two paragraphs of one") if told_beside(left, right) else None,
    }
    return {comparison: level for comparison, level in found.items() if level is not None}


def _place(left: Gathering, right: Gathering, occasions: Occasions) -> Level:
    fit = left.place_fit(right)
    if fit is None:
        return Level("one does not say" if left.located or right.located else "neither says")
    if left.wide and right.wide:
        return Level("several in both" if _shared(left, right) > 1 else "one region")
    if left.wide or right.wide:
        return Level("within the other's region")
    keys = {spot.key for spot in left.common_spots()}
    if fit == "same":
        both = keys & {spot.key for spot in right.common_spots()}
        return Level("same", occasions.of_place(both or keys))
    if fit == "alike":
        return Level("names alike", occasions.of_place(keys))
    if min(_distances(left, right), default=0.0) <= _BESIDE:
        return Level("next to each other", occasions.of_place(keys))
    return Level("within reach")


def _shared(left: Gathering, right: Gathering) -> int:
    keys = {spot.key for spot in left.common_spots()}
    return len(keys & {spot.key for spot in right.common_spots()})


def _distances(left: Gathering, right: Gathering) -> list[float]:
    return [
        kilometres(a.point, b.point)
        for a in left.common_spots()
        for b in right.common_spots()
        if a.point is not None and b.point is not None
    ]


def _days(left: Gathering, right: Gathering, occasions: Occasions) -> Level:
    if not (left.dated and right.dated):
        return _told(left, right, occasions)
    both = hull([left.days, right.days])
    rarity = occasions.of_days(both)
    if disjoint(left.days, right.days):
        return Level("consecutive", rarity)
    if span(both) == 1:
        return Level("same", rarity)
    if both in (left.days, right.days):
        return Level("within the other's" if span(both) <= _FEW else "within weeks", rarity)
    return Level("overlapping", rarity)


def _told(left: Gathering, right: Gathering, occasions: Occasions) -> Level:
    """Where one gives no days, by when it appeared; where neither does, by how far apart.

    That is the rarer, the fewer occasions lie in the days before the two appeared.
    """
    if left.dated or right.dated:
        dated, undated = (left, right) if left.dated else (right, left)
        appeared, last = undated.published.last, dated.days.last
        lag = None if appeared is None or last is None else appeared - last
        if lag is None or appeared is None:
            return Level("one does not say")
        words, before = _weeks(lag)
        news = Days(first=appeared - before, last=appeared)
        return Level(f"one appeared {words} after", occasions.of_days(news))
    if left.published.first is None or right.published.first is None:
        return Level("neither says")
    words, before = _weeks(gap(left.published, right.published))
    both = hull([left.published, right.published])
    news = Days(first=(both.first or 0) - before, last=both.last)
    return Level(f"both appeared {words} apart", occasions.of_days(news))


def _weeks(days: int) -> tuple[str, int]:
    """In words, and of how many days before they appeared reports so far apart may tell."""
    if days <= _FRESH:
        return "within days", _FRESH
    return ("within two weeks", _NEWS) if days <= _NEWS else ("weeks", _OLD)


def _kind(left: Gathering, right: Gathering) -> Level:
    both = {left.family, right.family}
    if len(both) == 1:
        return Level("unsaid in both" if "unsaid" in both else "same")
    if both == {"attack", "killing"}:
        return Level("an attack and a killing")
    if "flight" in both:
        return Level("one tells of flight")
    return Level("unsaid in one" if "unsaid" in both else "different")


def _victims(left: Gathering, right: Gathering) -> Level | None:
    if left.side is None or right.side is None:
        return None
    return Level(f"{left.side} in both" if left.side == right.side else "different sides")


def _perpetrators(left: Gathering, right: Gathering) -> Level | None:
    if left.perpetrators & right.perpetrators:
        return Level("one of them in both")
    return Level("different names") if left.named and right.named else None


def _toll(left: Mapping[str, Quantity], right: Mapping[str, Quantity]) -> Level | None:
    """How the largest numbers of either side compare, of the gravest harm that both count."""
    harm = next((harm for harm in _HARMS if harm in left and harm in right), None)
    return None if harm is None else Level(_numbers(left[harm], right[harm]))


def _numbers(left: Quantity, right: Quantity) -> str:
    low, high = sorted((left, right), key=lambda q: q.at_least or 0)
    least = high.at_least or 0
    if (low.at_least, low.at_most) == (high.at_least, high.at_most) and least >= _MANY:
        return "the same number, ten or more" if least >= 10 else "the same number"
    if low.at_most is None or low.at_most >= least:
        return "allow for each other"
    return "one is higher" if least < 3 * low.at_most else "far apart"


def _words(left: Gathering, right: Gathering) -> Level | None:
    if left.words & right.words:
        return Level("one of them in both")
    if left.words and right.words and not GENERAL & (left.words | right.words):
        return Level("different")
    return None


def _whole(left: Gathering, right: Gathering) -> Level | None:
    scopes = {_scope(left), _scope(right)}
    if scopes == {"whole"}:
        return Level("both tell of a whole")
    return Level("one tells of a whole") if scopes == {"whole", "part"} else None


def _scope(happening: Gathering) -> str:
    """Of the violence as a whole, of a part of it, or open."""
    if happening.umbrella or happening.of_several:
        return "whole"
    return "open" if happening.wide or (happening.plural and not happening.located) else "part"


def told_beside(left: Gathering, right: Gathering) -> bool:
    """Whether a document tells of both: of two happenings, unless of one as the other's whole."""
    whole = left.told_as_a_whole ^ right.told_as_a_whole
    return bool((left.told_in & right.told_in) - whole)
