"""Across documents: which happenings of different documents are one event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.link.closeness import Apart, Closeness, closeness, conflict, related
from onrecord.link.days import span
from onrecord.link.gathering import Gathering
from onrecord.names.fold import fold

# What must speak for one event: of happenings with place and days, with one of them, with neither.
_ENOUGH = (5.0, 5.0, 4.0)
_MARGIN = 1.0  # the best must stand out by this much: what fits two events joins none
_LOOKED_AT = 200  # with more candidates than this, something undated cannot fit exactly one
_ANY = "any month"
_SAME_WORDS = 40  # characters of a passage that, word for word, is no coincidence


def gather(
    happenings: Sequence[Gathering], texts: Mapping[str, str], apart: Apart
) -> list[Gathering]:
    """Join the happenings of all documents into events, the best anchored first.

    ``texts`` gives each claim's words: passages that are the same word for word, copied from one
    wire, go to the same event. Something vague joins an event only if it fits exactly one.

    What is told of a region or of several places at once is gathered apart from what is told of
    one place, and joined with it only where there is one such place: a report on a valley does
    not make one event of what happened in its towns.
    """
    copies = _joined_by_words(happenings, texts, apart)
    order = sorted(copies, key=lambda g: (_tier(g), _length(g), g.days.first or 0, g.key))
    parts = _gathered([g for g in order if g.pinned], apart)
    events = _Events()
    for event in parts:
        events.add(event)
    for whole in _gathered([g for g in order if g.wide], apart):
        _add_whole(whole, events, apart)
    for happening in order:
        if not (happening.pinned or happening.wide):
            events.take(happening, apart)
    return _once_more(events, [g for g in events.all() if not g.wide], apart)


def _gathered(order: Sequence[Gathering], apart: Apart) -> list[Gathering]:
    events = _Events()
    for happening in order:
        events.take(happening, apart)
    return _once_more(events, events.all(), apart)


def _once_more(events: "_Events", asked: Iterable[Gathering], apart: Apart) -> list[Gathering]:
    """Ask what fits again, the smaller first: later reports may say that two were one."""
    for event in sorted(asked, key=lambda g: (len(g.claims), g.key)):
        events.forget(event)
        events.take(event, apart)
    return events.all()


def _add_whole(whole: Gathering, events: "_Events", apart: Apart) -> None:
    """Add an event told of a whole; it takes in the one event of its kind within it, if only one.

    Two or more within it stay events of their own.
    """
    within = [
        (event, found)
        for event in events.near(whole)
        if event.pinned
        and event.family == whole.family
        and (found := closeness(whole, event)).score >= _ENOUGH[_tier(whole)]
        and conflict(whole, event, apart) is None
        and not _told_apart(whole, event)
    ]
    if len(within) == 1:
        event, found = within[0]
        events.forget(event)
        whole.absorb(event, found.reasons)
    events.add(whole)


def _tier(gathering: Gathering) -> int:
    """0 with place and days, 1 with one of them, 2 with neither."""
    return 2 - int(gathering.located) - int(gathering.dated)


def _length(gathering: Gathering) -> int:
    return span(gathering.days) or 10**6


def _best(
    happening: Gathering, candidates: Iterable[Gathering], apart: Apart
) -> tuple[Gathering, Closeness] | None:
    fitting: list[tuple[Gathering, Closeness]] = []
    other_wholes: list[Gathering] = []
    for looked_at, event in enumerate(candidates):
        if looked_at >= _LOOKED_AT and not happening.dated:
            return None
        if not related(happening.family, event.family):
            continue
        if (happening.pinned and event.wide) or _told_apart(happening, event):
            if event.wide and not happening.located:
                other_wholes.append(event)
            continue
        found = closeness(happening, event)
        if found.score >= _ENOUGH[_tier(happening)] and conflict(happening, event, apart) is None:
            fitting.append((event, found))
    # Nor does what a document tells apart from a whole go with a part of it that it does not name.
    fitting = [item for item in fitting if not any(_within(item[0], w) for w in other_wholes)]
    fitting.sort(key=lambda item: (-item[1].score, item[0].key))
    if not _rivalled(fitting):
        return fitting[0] if fitting else None
    best = fitting[0][1].score
    return _whole_of([item for item in fitting if best - item[1].score < _MARGIN])


def _whole_of(
    rivals: Sequence[tuple[Gathering, Closeness]],
) -> tuple[Gathering, Closeness] | None:
    """The one rival that is told of a whole which all the others lie within, if there is one."""
    wide = [item for item in rivals if item[0].wide]
    if len(wide) != 1:
        return None
    return wide[0] if all(_within(event, wide[0][0]) for event, _ in rivals) else None


def _within(part: Gathering, whole: Gathering) -> bool:
    return part is whole or part.place_fit(whole) in ("same", "near")


def _told_apart(left: Gathering, right: Gathering) -> bool:
    """Whether a document tells of both: of two happenings, unless of one as the other's whole."""
    whole = left.told_as_a_whole ^ right.told_as_a_whole
    return bool((left.told_in & right.told_in) - whole)


def _rivalled(fitting: Sequence[tuple[Gathering, Closeness]]) -> bool:
    return len(fitting) > 1 and fitting[0][1].score - fitting[1][1].score < _MARGIN


class _Events:
    """Events so far, found by place and by month, so that not every one is looked at."""

    def __init__(self) -> None:
        self._by_place: dict[object, dict[int, Gathering]] = defaultdict(dict)
        self._by_month: dict[int, dict[int, Gathering]] = defaultdict(dict)
        self._all: dict[int, Gathering] = {}

    def take(self, happening: Gathering, apart: Apart) -> None:
        """Join a happening to the event that it fits, or make it one of its own."""
        best = _best(happening, self.near(happening), apart)
        if best is None:
            self.add(happening)
        else:
            event, found = best
            self.forget(event)
            event.absorb(happening, found.reasons)
            self.add(event)

    def add(self, event: Gathering) -> None:
        for index, key in self._keys(event):
            index[key][id(event)] = event
        self._all[id(event)] = event

    def forget(self, event: Gathering) -> None:
        for index, key in self._keys(event):
            index[key].pop(id(event), None)
        del self._all[id(event)]

    def all(self) -> list[Gathering]:
        return list(self._all.values())

    def near(self, happening: Gathering) -> Iterable[Gathering]:
        """Events at the places of a happening, else of its months, else all; oldest first."""
        if happening.located:
            found: dict[int, Gathering] = {}
            when = (*_months(happening), None) if happening.dated else (_ANY,)
            for spot in happening.common_spots():
                for cell in _cells(spot.point) | {spot.key, fold(spot.name)}:
                    for month in when:
                        found.update(self._by_place.get((cell, month), {}))
            return found.values()
        if happening.dated:
            months = _months(happening)
            found = {}
            for month in months:
                found.update(self._by_month.get(month, {}))
            return found.values()
        return self._all.values()

    def _keys(self, event: Gathering) -> list[tuple[dict, object]]:  # type: ignore[type-arg]
        keys: list[tuple[dict, object]] = []  # type: ignore[type-arg]
        when = (_ANY, *(_months(event) or (None,)))
        for spot in event.common_spots():
            cells: list[object] = [spot.key, fold(spot.name)]
            if spot.point is not None:
                cells.append(_cell(spot.point))
            keys += [(self._by_place, (cell, month)) for cell in cells for month in when]
        keys += [(self._by_month, month) for month in _months(event)]
        return keys


def _months(gathering: Gathering) -> range:
    """Numbers of the 31-day periods that a dated gathering and the days beside it touch."""
    days = gathering.days
    if not gathering.dated or days.first is None or days.last is None:
        return range(0)
    return range((days.first - 1) // 31, (days.last + 1) // 31 + 1)


def _cell(point: tuple[float, float]) -> tuple[int, int]:
    return int(point[0] // 1), int(point[1] // 1)


def _cells(point: tuple[float, float] | None) -> set[object]:
    """The cell of one degree that holds a point, and the eight around it."""
    if point is None:
        return set()
    row, column = _cell(point)
    return {(row + i, column + j) for i in (-1, 0, 1) for j in (-1, 0, 1)}


def _joined_by_words(
    happenings: Sequence[Gathering], texts: Mapping[str, str], apart: Apart
) -> list[Gathering]:
    """Happenings that share a passage word for word are one, unless something tells them apart."""
    first: dict[str, Gathering] = {}
    kept: list[Gathering] = []
    for happening in sorted(happenings, key=lambda g: g.key):
        passages = {fold(texts[t.claim]) for t in happening.traces if not t.row}
        long = sorted(p for p in passages if len(p) >= _SAME_WORDS)
        twin = next((first[p] for p in long if p in first), None)
        if (
            twin is not None
            and not twin.told_in & happening.told_in
            and conflict(twin, happening, apart) is None
        ):
            twin.absorb(happening, ["the same passage, word for word, in another document"])
        else:
            twin = happening
            kept.append(happening)
        for passage in long:
            first.setdefault(passage, twin)
    return kept
