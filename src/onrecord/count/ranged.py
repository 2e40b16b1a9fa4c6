"""Ranged figures: from the fewest to the most that independent origins say, nothing added up."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from onrecord.count.ground import Ground
from onrecord.count.origin_range import SEVERAL, OriginRange, origin_ranges
from onrecord.count.toll_part import part_of_event
from onrecord.count.wording import interval, nothing_accepted, number_of, people, within
from onrecord.model.canonical import identify
from onrecord.model.event import Event
from onrecord.model.figure import Figure, Input
from onrecord.model.finding import Lineage
from onrecord.model.material import Document
from onrecord.model.toll import TollReading

METHOD = "onrecord-range 1"
EVERYBODY = ""  # the part that is the whole
# A body is a person who died; families, houses and communities are not numbers of people.
PEOPLE = frozenset({"person", "body"})


class PartRange(Struct, frozen=True, kw_only=True):
    """What independent origins say of one part of an event's people ("": all of them)."""

    part: str
    origins: tuple[OriginRange, ...]
    speaking: tuple[OriginRange, ...]  # those whose number is used
    lower: int | None
    upper: int | None

    @property
    def vague(self) -> bool:
        """Does no origin give a number?"""
        return all(one.vague for one in self.speaking)


def part_ranges(
    readings: Sequence[TollReading],
    lineages: Sequence[Lineage],
    documents: Mapping[str, Document],
) -> list[PartRange]:
    """One range for each part of the event's people that is counted; all of them come first."""
    by_part: dict[str, list[TollReading]] = {}
    for reading in readings:
        by_part.setdefault(part_of_event(reading), []).append(reading)
    return [
        _part_range(part, origin_ranges(found, lineages, documents))
        for part, found in sorted(by_part.items())
    ]


def _part_range(part: str, origins: Sequence[OriginRange]) -> PartRange:
    speaking = [one for one in origins if not one.vague] or list(origins)
    lowers = [one.lower for one in speaking if one.lower is not None]
    uppers = [one.upper for one in speaking if one.upper is not None]
    upper = max(uppers, default=None)
    # An origin that says "at least 40" is not bounded by another that says 12.
    if upper is not None and lowers and max(lowers) > upper:
        upper = None
    return PartRange(
        part=part,
        origins=tuple(origins),
        speaking=tuple(speaking),
        lower=min(lowers, default=None),
        upper=upper,
    )


def ranged_figure(
    harm: str,
    event: Event,
    readings: Sequence[TollReading],
    ground: Ground,
    n_named: float | None,
) -> Figure:
    """What sources say of the number of people, by the rule onrecord-range 1.

    Each independent origin gives one range (see ``origin_range``). The lower end is the smallest
    lower end of any origin that gives a number: every origin says at least so many. The upper
    end is the largest upper end that an origin states; None where none does, or where another
    origin says more than that. Counts of a part (women, soldiers) speak only
    where no origin counts everybody; then the largest of them bounds from below. Nothing is
    added up.
    """
    admitted = [reading for reading in readings if ground.admits(reading.claim)]
    stands, apart = _set_apart(admitted)
    parts = part_ranges(stands, ground.lineages(event.id, harm), ground.documents)
    used = _parts_used(parts)
    lower, upper = _ends(used)
    found = lower is not None or upper is not None
    return Figure(
        id=identify("figure", "ranged", ground.basis, event.id, harm, METHOD),
        kind="ranged",
        basis=ground.basis,
        title=f"{people(harm).capitalize()}, as sources say",
        event=event.id,
        harm=harm,
        definition=_definition(harm, event, used),
        method=METHOD,
        lower=lower,
        upper=upper,
        calculation=_calculation(parts, used, (lower, upper), apart, n_named) if found else (),
        inputs=(*_inputs(parts, used), *apart),
        reason=None if found else _reason(harm, event, readings, admitted),
    )


def _set_apart(readings: Sequence[TollReading]) -> tuple[list[TollReading], list[Input]]:
    """Readings that state a number of people; denials and other units with their roles."""
    stands: list[TollReading] = []
    apart: list[Input] = []
    for reading in readings:
        unit, words = reading.quantity.unit, reading.quantity.text
        if reading.denied:
            role = "against: the source denies it"
            apart.append(Input(id=reading.claim, role=role, words=words))
        elif unit not in PEOPLE:
            role = f"set aside: it counts by the {unit}, not people"
            apart.append(Input(id=reading.claim, role=role, words=words))
        else:
            stands.append(reading)
    return stands, apart


def _parts_used(parts: Sequence[PartRange]) -> list[PartRange]:
    """The count of everybody where one gives a number; else all counts of parts that do.

    A count of everybody that ends below a count of some is itself one of some.
    """
    numbered = [part for part in parts if not part.vague]
    whole = [part for part in numbered if part.part == EVERYBODY]
    if whole and not _exceeded(whole[0], numbered):
        return whole
    return numbered or list(parts)


def _exceeded(whole: PartRange, parts: Sequence[PartRange]) -> bool:
    lowers = [part.lower for part in parts if part.lower is not None]
    return whole.upper is not None and max(lowers, default=0) > whole.upper


def _counts_everybody(used: Sequence[PartRange]) -> bool:
    return len(used) == 1 and used[0].part == EVERYBODY


def _ends(used: Sequence[PartRange]) -> tuple[int | None, int | None]:
    if _counts_everybody(used):
        return used[0].lower, used[0].upper
    return max((part.lower for part in used if part.lower is not None), default=None), None


def _definition(harm: str, event: Event, used: Sequence[PartRange]) -> str:
    told = f"{people(harm).capitalize()} {within(event)}, as independent origins state their number"
    if used and not _counts_everybody(used):
        return f"{told}; none counts all of them, each only some ({_named(used)})."
    return f"{told}. Whom each of them counts (civilians, combatants, all) is as in its words."


def _calculation(
    parts: Sequence[PartRange],
    used: Sequence[PartRange],
    ends: tuple[int | None, int | None],
    apart: Sequence[Input],
    n_named: float | None,
) -> tuple[str, ...]:
    steps = _whole_steps(used[0]) if _counts_everybody(used) else _parts_steps(used)
    left = [part for part in parts if part not in used and not part.vague]
    if left:
        told = "; ".join(f"{one.part}: {interval(one.lower, one.upper)}" for one in left)
        steps.append(f"Counts of parts, contained in the whole and not added: {told}.")
    if any(given.role.startswith("against") for given in apart):
        steps.append("A denial is listed as against, and moves no number.")
    if n_named is not None and ends[1] is not None and n_named > ends[1]:
        steps.append(
            f"More people are named in records ({n_named:,.0f}) than any source states here "
            f"({ends[1]:,}): the sources' number is too low, or some records belong elsewhere."
        )
    return tuple(step for step in steps if step)


def _whole_steps(part: PartRange) -> list[str]:
    steps = [f"{_speaking(part)}; a repeated report counts once."]
    steps += [one.step for one in part.origins]
    if part.lower is not None:
        steps.append(f"Lower end: the least that any of them says, {part.lower:,}.")
    return [*steps, _upper_step(part), "" if part.vague else _agreement(part.speaking)]


def _speaking(part: PartRange) -> str:
    n = len(part.speaking)
    if part.vague:
        origins = number_of(n, "independent origin says", "independent origins say")
        return f"{origins} that there were some, and none gives a number"
    return f"{number_of(n, 'independent origin gives', 'independent origins give')} a number"


def _named(parts: Sequence[PartRange]) -> str:
    return "; ".join(part.part or "people" for part in parts)


def _parts_steps(parts: Sequence[PartRange]) -> list[str]:
    steps = ["No origin gives a number that can be of everybody; these are of some:"]
    for part in parts:
        steps += [f"{part.part or 'people'}: {one.step}" for one in part.origins]
    several = "; they may overlap and are not added up" if len(parts) > 1 else ""
    steps.append(
        f"Lower end: the largest lower end of any such count{several}. No upper end: nobody counts "
        "everybody."
    )
    return steps


def _upper_step(part: PartRange) -> str:
    stated = [one.upper for one in part.speaking if one.upper is not None]
    if part.upper is not None:
        return f"Upper end: the most that any of them states, {part.upper:,}."
    if stated:
        return (
            f"No upper end: one origin states at most {max(stated):,}, another says more than that "
            "and states no end."
        )
    return "No upper end: none of them states one."


def _agreement(speaking: Sequence[OriginRange]) -> str:
    if len(speaking) < 2:
        return ""
    lower = max((one.lower for one in speaking if one.lower is not None), default=None)
    upper = min((one.upper for one in speaking if one.upper is not None), default=None)
    if lower is not None and upper is not None and lower > upper:
        return "They cannot all be right about the same people at the same time."
    return f"If all of them are right, the number is {interval(lower, upper)}."


def _inputs(parts: Sequence[PartRange], used: Sequence[PartRange]) -> list[Input]:
    inputs: list[Input] = []
    for part in parts:
        for one in part.origins:
            for given in one.inputs:
                role = given.role
                if role == "used" and part not in used:
                    role = SEVERAL if part.vague else f"contained in the whole: {part.part}"
                elif role == "used" and one not in part.speaking:
                    role = SEVERAL
                inputs.append(Input(id=given.id, role=role, words=given.words))
    return inputs


def _reason(
    harm: str,
    event: Event,
    readings: Sequence[TollReading],
    admitted: Sequence[TollReading],
) -> str:
    if readings and not admitted:
        return nothing_accepted(harm, event)
    if any(reading.denied for reading in admitted):
        return f"The only claims about the number of {people(harm)} {within(event)} deny it."
    return f"No source states how many {people(harm)} there were {within(event)}."
