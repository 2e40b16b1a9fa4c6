"""What one independent origin says of the number of the same people, taken together."""

import math
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
    """One range an independent origin, fewest first; every reading is in one.

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
    ranges = [
        _range_of(origin, lineage, group, documents) for (origin, lineage), group in groups.items()
    ]
    return sorted(ranges, key=_fewest_first)


def _fewest_first(one: OriginRange) -> tuple[float, float, str, str]:
    # By number before name, so that what parties are called orders nothing but ties.
    return one.lower or 0, math.inf if one.upper is None else one.upper, one.origin, one.lineage


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
    stated = _without_vague(once, inputs)
    lower, upper, counted = _together(stated)
    whole = next((r.quantity.text for r in counted if r.quantity.at_least == lower), "")
    inputs += [_input(r, "used") for r in counted]
    inputs += [_input(r, f"contained in “{whole}”") for r in stated if r not in counted]
    return OriginRange(
        lineage=lineage,
        origin=origin,
        lower=lower,
        upper=upper,
        vague=all(is_vague(reading) for reading in stated),
        step=_step(origin, counted, interval(lower, upper), stated),
        inputs=tuple(inputs),
    )


def _input(reading: TollReading, role: str) -> Input:
    return Input(id=reading.claim, role=role, words=reading.quantity.text)


def _latest(
    readings: Sequence[TollReading], documents: Mapping[str, Document], inputs: list[Input]
) -> list[TollReading]:
    """A newer toll of as many places replaces an older one, unless that counts a day of its own."""
    tolls = [r for r in readings if r.stated_as == "toll" and not is_vague(r)]
    days = {reading.claim: _as_of(reading, documents) for reading in readings}
    kept = []
    for reading in readings:
        newer = [
            day
            for one in tolls
            if (day := days[one.claim]) is not None and _replaces(one, day, reading, days)
        ]
        if newer:
            role = f"set aside: the same origin counts again on {max(newer)}"
            inputs.append(_input(reading, role))
        else:
            kept.append(reading)
    return kept


def _replaces(
    newer: TollReading, day: date, older: TollReading, days: Mapping[str, date | None]
) -> bool:
    before = days[older.claim]
    if before is None or before >= day or older.stated_as != "toll":
        return False
    outer, inner = place_keys(newer.places).keys(), place_keys(older.places).keys()
    as_wide = not outer or (bool(inner) and outer >= inner)
    return as_wide and older.quantity.cumulative is not False


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


def _together(
    readings: Sequence[TollReading],
) -> tuple[int | None, int | None, list[TollReading]]:
    """What all the readings say together, and those that bound it.

    Every number that an origin gives is of people of the event, so that there are at least as
    many as its largest lower end says. Numbers that end below that are of some of them. A
    single act may be one of several: beside others it bounds from below alone.
    """
    lowers = [r.quantity.at_least for r in readings if r.quantity.at_least is not None]
    least = max(lowers, default=0)
    bounding = [r for r in readings if (upper := _upper(r)) is None or upper >= least]
    tolls = [r for r in bounding if r.stated_as != "act"]
    if any(r.quantity.at_least == least for r in tolls):
        bounding = tolls
    closed = tolls or (bounding if len(readings) == 1 else [])
    uppers = [upper for r in closed if (upper := _upper(r)) is not None]
    return max(lowers, default=None), min(uppers, default=None), bounding


def _upper(reading: TollReading) -> int | None:
    """No end for "so far" and for what gives no number: the words leave room for more."""
    if reading.quantity.cumulative or is_vague(reading):
        return None
    return reading.quantity.at_most


def _step(
    origin: str, counted: Sequence[TollReading], ends: str, stated: Sequence[TollReading]
) -> str:
    words = ", ".join(f"“{r.quantity.text}”{_marks(r)}" for r in counted)
    smaller = ", ".join(f"“{r.quantity.text}”{_marks(r)}" for r in stated if r not in counted)
    also = f" It also says {smaller}, taken for some of them." if smaller else ""
    acts = len(stated) > 1 and all(r.stated_as == "act" for r in stated)
    why = "; single acts, not added up because they may be the same ones" if acts else ""
    return f"{origin}: {words}, that is {ends}{why}.{also}"


def _marks(reading: TollReading) -> str:
    marks: list[str] = [reading.certainty] if reading.certainty != "stated" else []
    marks += ["so far"] if reading.quantity.cumulative else []
    marks += [f"in {place}" for place in place_keys(reading.places).values()]
    return f" ({', '.join(marks)})" if marks else ""
