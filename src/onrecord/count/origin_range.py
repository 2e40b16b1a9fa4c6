"""What one independent origin says of the number of the same people, taken together."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from onrecord.count.toll_part import place_keys
from onrecord.count.wording import interval
from onrecord.model.figure import Input
from onrecord.model.finding import Lineage
from onrecord.model.material import Document
from onrecord.model.toll import TollReading

SEVERAL = "set aside: it says that there were some and gives no number"


class OriginRange(Struct, frozen=True, kw_only=True):
    """The number that one origin gives, with what each of its claims contributed.

    ``lower``/``upper`` None: the origin does not bound that end. ``vague``: it says a plural, or
    tells of one person, and gives no number.
    """

    lineage: str
    origin: str
    lower: int | None
    upper: int | None
    vague: bool
    step: str
    inputs: tuple[Input, ...]


def origin_ranges(
    readings: Sequence[TollReading],
    lineages: Sequence[Lineage],
    documents: Mapping[str, Document],
) -> list[OriginRange]:
    """One range an independent origin, sorted by the origin's words; every reading is in one.

    ``readings`` are numbers of people, of the same part of an event, none denied. A claim that
    no lineage holds is of an origin of its own document.
    """
    lineage_of = {claim: lineage for lineage in lineages for claim in lineage.claims}
    groups: dict[tuple[str, str], list[TollReading]] = {}
    for reading in readings:
        lineage = lineage_of.get(reading.claim)
        key = (
            (" ".join(lineage.origin.split()), lineage.id)
            if lineage
            else (_title(documents, reading.rendition), reading.rendition)
        )
        groups.setdefault(key, []).append(reading)
    return [
        _range_of(origin, lineage, group, documents)
        for (origin, lineage), group in sorted(groups.items())
    ]


def _title(documents: Mapping[str, Document], rendition: str) -> str:
    document = documents.get(rendition)
    return document.title or document.name if document else rendition


def is_vague(reading: TollReading) -> bool:
    """Does it say that there were some, and no number? ("civilians", an act against "a man")"""
    convention = reading.quantity.convention
    return convention == "plural" or (convention == "one" and reading.stated_as == "act")


def _range_of(
    origin: str, lineage: str, readings: Sequence[TollReading], documents: Mapping[str, Document]
) -> OriginRange:
    inputs: list[Input] = []
    latest = _latest(readings, documents, inputs)
    once = _without_repeats(latest, lineage, inputs)
    tolls = _without_acts(_without_vague(once, inputs), inputs)
    counted = _without_places(tolls, inputs)
    lower, upper, agree = _acts(counted) if _only_acts(counted) else _together(counted)
    inputs += [_input(reading, "used") for reading in counted]
    return OriginRange(
        lineage=lineage,
        origin=origin,
        lower=lower,
        upper=upper,
        vague=all(is_vague(reading) for reading in counted),
        step=_step(origin, counted, interval(lower, upper), agree),
        inputs=tuple(inputs),
    )


def _input(reading: TollReading, role: str) -> Input:
    return Input(id=reading.claim, role=role, words=reading.quantity.text)


def _latest(
    readings: Sequence[TollReading], documents: Mapping[str, Document], inputs: list[Input]
) -> list[TollReading]:
    """The newest toll replaces the origin's older ones, unless it counts a day of its own."""
    days = [_as_of(r, documents) for r in readings if r.stated_as == "toll" and not is_vague(r)]
    newest = max((day for day in days if day is not None), default=None)
    kept = []
    for reading in readings:
        day = _as_of(reading, documents)
        counts_on = reading.stated_as == "toll" and reading.quantity.cumulative is not False
        if newest is not None and day is not None and day < newest and counts_on:
            inputs.append(_input(reading, f"set aside: the same origin counts again on {newest}"))
        else:
            kept.append(reading)
    return kept


def _as_of(reading: TollReading, documents: Mapping[str, Document]) -> date | None:
    if reading.as_of is not None and reading.as_of.latest is not None:
        return reading.as_of.latest
    document = documents.get(reading.rendition)
    published = document.bibliography.published if document else None
    return published.latest if published else None


def _without_repeats(
    readings: Sequence[TollReading], lineage: str, inputs: list[Input]
) -> list[TollReading]:
    """One reading for each number; a toll is kept before an act that says the same."""
    seen: set[tuple[int | None, int | None]] = set()
    kept = []
    for reading in sorted(readings, key=lambda r: (r.stated_as == "act", r.rendition, r.claim)):
        bounds = (reading.quantity.at_least, reading.quantity.at_most)
        if bounds in seen:
            inputs.append(_input(reading, f"repeats {lineage}"))
        else:
            kept.append(reading)
        seen.add(bounds)
    return kept


def _without_vague(readings: Sequence[TollReading], inputs: list[Input]) -> list[TollReading]:
    numbered = [reading for reading in readings if not is_vague(reading)]
    if numbered:
        inputs += [_input(reading, SEVERAL) for reading in readings if is_vague(reading)]
    return numbered or list(readings)


def _without_acts(readings: Sequence[TollReading], inputs: list[Input]) -> list[TollReading]:
    """Where the origin gives a toll, the people of its single acts are among them."""
    tolls = [reading for reading in readings if reading.stated_as != "act"]
    if not tolls:
        return list(readings)
    words = tolls[0].quantity.text
    inputs += [_input(r, f"contained in “{words}”") for r in readings if r.stated_as == "act"]
    return tolls


def _without_places(readings: Sequence[TollReading], inputs: list[Input]) -> list[TollReading]:
    """Within one origin, a count of fewer places lies in its count of more, or of no named one."""
    kept = []
    for reading in readings:
        wider = [one for one in readings if _holds_place(one, reading)]
        if wider:
            inputs.append(_input(reading, f"contained in “{wider[0].quantity.text}”"))
        else:
            kept.append(reading)
    return kept


def _holds_place(wide: TollReading, narrow: TollReading) -> bool:
    if narrow.stated_as == "act" or is_vague(wide):
        return False
    outer, inner = place_keys(wide.places).keys(), place_keys(narrow.places).keys()
    # A part that is larger than its whole is a rival of it, and both are shown.
    most, least = wide.quantity.at_most, narrow.quantity.at_least
    fits = most is None or least is None or least <= most
    return fits and bool(inner) and (not outer or inner < outer)


def _only_acts(readings: Sequence[TollReading]) -> bool:
    return all(reading.stated_as == "act" for reading in readings)


def _acts(readings: Sequence[TollReading]) -> tuple[int | None, int | None, bool]:
    """Several single acts may be the same or apart: at least the largest, and no upper end."""
    lowers = [r.quantity.at_least for r in readings if r.quantity.at_least is not None]
    alone = len(readings) == 1 and not is_vague(readings[0])
    return max(lowers, default=None), _upper(readings[0]) if alone else None, True


def _together(readings: Sequence[TollReading]) -> tuple[int | None, int | None, bool]:
    """What all the readings say together; where they cannot all hold, from least to most."""
    lowers = [r.quantity.at_least for r in readings if r.quantity.at_least is not None]
    uppers = [upper for r in readings if (upper := _upper(r)) is not None]
    lower, upper = max(lowers, default=None), min(uppers, default=None)
    if lower is None or upper is None or lower <= upper:
        return lower, upper, True
    open_ended = any(_upper(r) is None for r in readings)
    return min(lowers), None if open_ended else max(uppers), False


def _upper(reading: TollReading) -> int | None:
    """A count of everything so far bounds from below: its own words leave room for more."""
    return None if reading.quantity.cumulative else reading.quantity.at_most


def _step(origin: str, counted: Sequence[TollReading], ends: str, agree: bool) -> str:
    words = ", ".join(f"“{r.quantity.text}”{_marks(r)}" for r in counted)
    several_acts = len(counted) > 1 and _only_acts(counted)
    why = ""
    if not agree:
        why = "; its own numbers cannot all hold, so the widest range is taken"
    elif several_acts:
        why = "; single acts, not added up because they may be the same ones"
    return f"{origin}: {words}, that is {ends}{why}."


def _marks(reading: TollReading) -> str:
    marks: list[str] = [reading.certainty] if reading.certainty != "stated" else []
    marks += ["so far"] if reading.quantity.cumulative else []
    marks += [f"in {place}" for place in place_keys(reading.places).values()]
    return f" ({', '.join(marks)})" if marks else ""
