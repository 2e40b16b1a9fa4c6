"""What one independent origin says of the number of people, taken together."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from msgspec import Struct

from onrecord.count.wording import interval
from onrecord.model.event import Event
from onrecord.model.figure import Input
from onrecord.model.finding import Lineage
from onrecord.model.material import Document
from onrecord.model.toll import TollReading
from onrecord.model.where import Where

# A body is a person who died; families, houses and communities are not numbers of people.
PEOPLE = frozenset({"person", "body"})
WITHOUT_NUMBER = "plural"  # "civilians", "families": vocab/quantities.toml


class OriginRange(Struct, frozen=True, kw_only=True):
    """The number that one origin gives, with what each of its claims contributed.

    ``lower``/``upper`` None: the origin does not bound that end. ``vague``: it says a plural and
    no number. ``against``: it denies. An origin that bounds nothing has neither end.
    """

    lineage: str
    origin: str
    lower: int | None
    upper: int | None
    vague: bool
    against: bool
    step: str
    inputs: tuple[Input, ...]


def origin_ranges(
    readings: Sequence[TollReading],
    lineages: Sequence[Lineage],
    documents: Mapping[str, Document],
    event: Event | None,
) -> list[OriginRange]:
    """One range an independent origin, sorted by the origin's words; every reading is in one.

    A claim that no lineage holds is an origin of its own document.
    """
    lineage_of = {claim: lineage for lineage in lineages for claim in lineage.claims}
    groups: dict[tuple[str, str], list[TollReading]] = {}
    for reading in readings:
        lineage = lineage_of.get(reading.claim)
        key = (
            (lineage.origin, lineage.id)
            if lineage
            else (_title(documents, reading.rendition), reading.rendition)
        )
        groups.setdefault(key, []).append(reading)
    return [
        _range_of(origin, lineage, group, documents, event)
        for (origin, lineage), group in sorted(groups.items())
    ]


def _title(documents: Mapping[str, Document], rendition: str) -> str:
    document = documents.get(rendition)
    return document.title or document.name if document else rendition


def _range_of(
    origin: str,
    lineage: str,
    readings: Sequence[TollReading],
    documents: Mapping[str, Document],
    event: Event | None,
) -> OriginRange:
    inputs: list[Input] = []
    stands = _set_apart(readings, inputs)
    latest = _latest(stands, documents, inputs)
    wholes = _wholes(latest, event, inputs)
    used = _without_repeats(wholes, lineage, inputs)
    numbered = [r for r in used if r.quantity.convention != WITHOUT_NUMBER]
    _without_number(used, numbered, inputs)
    counted = numbered or used
    lower, upper, agree = _acts(counted) if _only_acts(counted) else _together(counted)
    # A part of the event bounds it from below only.
    only_parts = bool(counted) and all(_is_part(reading, event) for reading in counted)
    inputs += [_input(reading, "used") for reading in counted]
    return OriginRange(
        lineage=lineage,
        origin=origin,
        lower=lower,
        upper=None if only_parts else upper,
        vague=bool(counted) and not numbered,
        against=any(reading.denied for reading in readings),
        step=_step(origin, counted, (lower, None if only_parts else upper), agree, readings),
        inputs=tuple(inputs),
    )


def _input(reading: TollReading, role: str) -> Input:
    return Input(id=reading.claim, role=role, words=reading.quantity.text)


def _set_apart(readings: Sequence[TollReading], inputs: list[Input]) -> list[TollReading]:
    """Those that state a number of people; denials and other units are told apart."""
    stands = []
    for reading in readings:
        unit = reading.quantity.unit
        if reading.denied:
            inputs.append(_input(reading, "against: the source denies it"))
        elif unit not in PEOPLE:
            inputs.append(_input(reading, f"set aside: it counts by the {unit}, not people"))
        else:
            stands.append(reading)
    return stands


def _latest(
    readings: Sequence[TollReading], documents: Mapping[str, Document], inputs: list[Input]
) -> list[TollReading]:
    """The newest count of everything so far replaces the origin's older ones."""
    newest = max(
        (day for r in readings if r.stated_as == "toll" and (day := _as_of(r, documents))),
        default=None,
    )
    kept = []
    for reading in readings:
        day = _as_of(reading, documents)
        replaced = (
            newest is not None
            and day is not None
            and day < newest
            and reading.stated_as == "toll"
            and reading.quantity.cumulative is not False
        )
        if replaced:
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


def _wholes(
    readings: Sequence[TollReading], event: Event | None, inputs: list[Input]
) -> list[TollReading]:
    """Where the origin counts the whole event, its counts of parts and single acts lie in it."""
    wholes = [r for r in readings if not _is_part(r, event) and r.stated_as != "act"]
    if not wholes or all(r.quantity.convention == WITHOUT_NUMBER for r in wholes):
        return list(readings)
    for reading in readings:
        if reading not in wholes:
            words = reading.part_of or wholes[0].quantity.text
            inputs.append(_input(reading, f"contained in “{words}”"))
    return wholes


def _is_part(reading: TollReading, event: Event | None) -> bool:
    """Does a reading count only a part: of a larger number, or of the event's places?"""
    if reading.part_of is not None:
        return True
    places = _place_keys(reading.places)
    return event is not None and bool(places) and places < _place_keys(event.places)


def _place_keys(places: Iterable[Where]) -> set[str]:
    return {
        f"{p.gazetteer}:{p.gazetteer_id}" if p.gazetteer_id else (p.name or p.text).casefold()
        for p in places
        if p.precision != "unnamed"
    }


def _without_repeats(
    readings: Sequence[TollReading], lineage: str, inputs: list[Input]
) -> list[TollReading]:
    seen: set[tuple[int | None, int | None]] = set()
    kept = []
    for reading in sorted(readings, key=lambda r: (r.rendition, r.claim)):
        bounds = (reading.quantity.at_least, reading.quantity.at_most)
        if bounds in seen:
            inputs.append(_input(reading, f"repeats {lineage}"))
        else:
            kept.append(reading)
        seen.add(bounds)
    return kept


def _without_number(
    used: Sequence[TollReading], numbered: Sequence[TollReading], inputs: list[Input]
) -> None:
    if not numbered:
        return
    role = "set aside: it says that there were several and gives no number"
    inputs += [_input(r, role) for r in used if r.quantity.convention == WITHOUT_NUMBER]


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


def _only_acts(readings: Sequence[TollReading]) -> bool:
    return len(readings) > 1 and all(reading.stated_as == "act" for reading in readings)


def _acts(readings: Sequence[TollReading]) -> tuple[int | None, int | None, bool]:
    """Several single acts may be the same or apart: at least the largest, and no upper end."""
    lowers = [r.quantity.at_least for r in readings if r.quantity.at_least is not None]
    return max(lowers, default=None), None, True


def _step(
    origin: str,
    counted: Sequence[TollReading],
    ends: tuple[int | None, int | None],
    agree: bool,
    readings: Sequence[TollReading],
) -> str:
    if not counted:
        denies = any(reading.denied for reading in readings)
        return f"{origin}: denies it." if denies else f"{origin}: gives no number of people."
    words = ", ".join(f"“{r.quantity.text}”{_doubt(r)}" for r in counted)
    clash = "" if agree else "; its own numbers cannot all hold, so the widest range is taken"
    alone = (
        "; single acts, not added up because they may be the same ones"
        if _only_acts(counted)
        else ""
    )
    return f"{origin}: {words}, that is {interval(*ends)}{clash}{alone}."


def _doubt(reading: TollReading) -> str:
    marks: list[str] = [reading.certainty] if reading.certainty != "stated" else []
    marks += ["so far"] if reading.quantity.cumulative else []
    return f" ({', '.join(marks)})" if marks else ""
