"""A gathering: traces taken to be of one happening, with what they say together."""

from collections import Counter
from collections.abc import Iterable

from onrecord.link.days import EPISODE, Days, hull, span
from onrecord.link.spots import Fit, Spot, best_fit
from onrecord.link.traces import Family, Side, Trace
from onrecord.model.quantity import Quantity
from onrecord.model.toll import TollReading

_FAMILIES: tuple[Family, ...] = (
    "killing", "attack", "ill_treatment", "custody", "property", "flight", "unsaid",
)  # fmt: skip
_RECENT = 60  # days: how far back an undated report is presumed to reach, for linking alone
_SUPPORT = 3  # a place counts for the whole where one in three that say where say so


class Gathering:
    """Grows by absorbing others.

    Its days run from the first to the last that its traces state; they grow only as far as
    `closeness` allows, so that no chain of neighbours spreads over time. What a trace states to
    within a month and not to within a week dates what nothing closer does, and widens nothing: "in
    March" does not make one event of what happened on the second and on the eleventh.
    """

    def __init__(self, traces: Iterable[Trace], reasons: Iterable[str] = ()) -> None:
        self.traces: list[Trace] = []
        self.told_in: set[str] = set()  # documents that tell of it in sentences, not in rows
        self.told_as_a_whole: set[str] = set()  # those that told of it as "violence" at first
        self.reasons: dict[str, None] = dict.fromkeys(reasons)
        self.claims: set[str] = set()
        self._longest = 0
        self._stated = Days()
        self._within = Days()
        self._loose = Days()
        self._presumed = Days()
        self.spots: dict[str, Spot] = {}
        self.countries: set[str] = set()
        self.perpetrators: set[str] = set()
        self.victims: set[str] = set()
        self.named: set[str] = set()  # perpetrators by a proper name
        self.tolls: dict[str, Quantity] = {}  # the largest of each harm that tells of one happening
        self.published = Days()  # when the first of its documents appeared
        self.words: set[str] = set()
        self.sites: set[str] = set()
        self.singular = self.plural = False
        self._wide = False
        self.of_several = False  # whether a trace speaks of several places at once
        self._common: tuple[Spot, ...] | None = None
        self._family: Family | None = None
        self._located: set[str] = set()  # documents that say where
        self._support: dict[str, set[str]] = {}  # documents by place
        self._families: Counter[Family] = Counter()
        self._sides: Counter[Side] = Counter()
        for trace in traces:
            self._add(trace)

    @property
    def key(self) -> str:
        """The smallest claim id: what the event's id is made of."""
        return min(self.claims)

    @property
    def days(self) -> Days:
        """From the first to the last stated day; else what is stated more loosely."""
        for days in (self._stated, self._within):
            if days.first is not None:
                return days
        return self._loose

    @property
    def longest(self) -> int:
        """The days of the longest interval that dates it; 0 where days are stated more closely."""
        return self._longest if self._stated.first is None else 0

    @property
    def presumed(self) -> Days:
        """The days; where nothing is stated, what the dates of the documents let presume."""
        stated = self.days
        bounded = stated.first is not None or stated.last is not None
        return stated if bounded else self._presumed

    @property
    def umbrella(self) -> bool:
        """Whether it is told of as "violence" or the like, and of no side's victims."""
        return self._families["unsaid"] > 0 and not self._sides

    @property
    def denied(self) -> bool:
        """Whether every claim denies it."""
        return all(trace.denied for trace in self.traces)

    @property
    def located(self) -> bool:
        """Whether any trace says where, more closely than a country."""
        return bool(self._located)

    @property
    def wide(self) -> bool:
        """Whether a trace speaks of a region or of several places at once: of a whole."""
        return self._wide

    @property
    def pinned(self) -> bool:
        """Whether it is told of one place, and nowhere of a whole."""
        return self.located and not self._wide

    @property
    def dated(self) -> bool:
        """Whether a trace states days to within a month."""
        return self._stated.first is not None or self._within.first is not None

    @property
    def family(self) -> Family:
        """The kind of harm that most traces speak of; anchored traces count ten times."""
        if self._family is None:
            commonest: Family = min(_FAMILIES, key=self._rank)
            self._family = commonest
        return self._family

    def _rank(self, family: Family) -> tuple[int, int]:
        return -self._families[family], _FAMILIES.index(family)

    @property
    def side(self) -> Side | None:
        """The side of more than two in three mentions of victims; None where there is none."""
        armed, civilian = self._sides["armed"], self._sides["civilian"]
        if armed > 2 * civilian:
            return "armed"
        return "civilian" if civilian > 2 * armed else None

    def absorb(self, other: "Gathering", reasons: Iterable[str]) -> None:
        """Take in the traces of another gathering, with the reasons for doing so."""
        for trace in other.traces:
            self._add(trace)
        self.told_as_a_whole |= other.told_as_a_whole
        self.reasons.update({**other.reasons, **dict.fromkeys(reasons)})

    def common_spots(self) -> tuple[Spot, ...]:
        """The places that at least a third of the documents that say where name, or all."""
        if self._common is None:
            least = len(self._located)
            often = [k for k, told in self._support.items() if len(told) * _SUPPORT >= least]
            self._common = tuple(self.spots[key] for key in sorted(often or self.spots))
        return self._common

    @property
    def told(self) -> tuple[object, ...]:
        """All by which it is compared with others, to see whether anything was added to it."""
        return (
            self.common_spots(), self.days, self.presumed, self.longest, self.family, self.side,
            self.umbrella, self.wide, self.of_several, self.singular, self.plural, self.published,
            *(len(kept) for kept in (self.perpetrators, self.victims, self.named, self.words,
                                     self.sites, self.countries, self.told_as_a_whole)),
            tuple(map(_size, self.tolls.values())),
        )  # fmt: skip

    def place_fit(self, other: "Gathering") -> Fit | None:
        """How the places of two gatherings fit; None where a side has none."""
        return best_fit(self.common_spots(), other.common_spots())

    def _add_days(self, trace: Trace) -> None:
        if not trace.days.known:
            self._loose = _meet(self._loose, trace.days)
        elif span(trace.days) <= EPISODE:
            self._stated = hull([self._stated, trace.days])
        else:
            self._within = hull([self._within, trace.days])
            self._longest = max(self._longest, span(trace.days))
        self._presumed = _meet(self._presumed, _presumed(trace))

    def _add_toll(self, toll: TollReading) -> None:
        if toll.denied or toll.quantity.cumulative is True:
            return
        largest = self.tolls.get(toll.harm)
        if largest is None or _size(toll.quantity) > _size(largest):
            self.tolls[toll.harm] = toll.quantity

    def _add(self, trace: Trace) -> None:
        self._common = self._family = None
        self.traces.append(trace)
        self.claims.add(trace.claim)
        if not trace.row:
            self.told_in.add(trace.document)
        self._add_days(trace)
        self.spots.update({spot.key: spot for spot in trace.spots})
        self.countries |= trace.countries
        self.perpetrators |= trace.perpetrator_parties
        self.victims |= trace.victim_parties
        self.named |= trace.named
        for toll in trace.tolls:
            self._add_toll(toll)
        self.published = _earlier(self.published, trace.published)
        self.words |= {trace.word} - {""}
        self.sites |= trace.sites
        self.singular |= trace.plural is False
        self.plural |= trace.plural is True
        self._wide |= trace.wide
        self.of_several |= trace.of_several
        for spot in trace.spots:
            self._located.add(trace.document)
            self._support.setdefault(spot.key, set()).add(trace.document)
        self._families[trace.family] += 10 if trace.anchored else 1
        if trace.victims is not None:
            self._sides[trace.victims] += 1


def _size(quantity: Quantity) -> tuple[int, int, str]:
    least, most = quantity.at_least or 0, quantity.at_most
    return least, 10**9 if most is None else most, quantity.text


def _earlier(left: Days, right: Days) -> Days:
    """The days of the two that begin first; those that are known where others are not."""
    return min(left, right, key=lambda days: (days.first is None, days.first or 0))


def _meet(left: Days, right: Days) -> Days:
    """The days that both allow; the left ones where there are none (a judgement joined them)."""
    firsts = [d for d in (left.first, right.first) if d is not None]
    lasts = [d for d in (left.last, right.last) if d is not None]
    met = Days(first=max(firsts, default=None), last=min(lasts, default=None))
    if met.first is not None and met.last is not None and met.first > met.last:
        return left
    return met


def _presumed(trace: Trace) -> Days:
    """The stated days; for an undated claim of a dated text, the 60 days before it appeared."""
    if trace.days.first is not None or trace.days.last is not None or trace.row:
        return trace.days
    last = trace.published.last
    return Days() if last is None else Days(first=last - _RECENT, last=last)
