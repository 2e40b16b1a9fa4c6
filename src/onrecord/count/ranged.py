"""Ranged figures: from the fewest to the most that independent origins say, nothing added up."""

from collections.abc import Sequence

from onrecord.count.ground import Ground
from onrecord.count.origin_range import OriginRange, origin_ranges
from onrecord.count.wording import interval, nothing_accepted, number_of, people, within
from onrecord.model.canonical import identify
from onrecord.model.event import Event
from onrecord.model.figure import Figure, Input
from onrecord.model.toll import TollReading

METHOD = "onrecord-range 1"
CASE_METHOD = "onrecord-range-case 1"


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
    origin says more than that. Nothing is added up.
    """
    admitted = [reading for reading in readings if ground.admits(reading.claim)]
    lineages = ground.lineages(event.id, harm)
    origins = origin_ranges(admitted, lineages, ground.documents, event)
    speaking = [one for one in origins if one.lower is not None or one.upper is not None]
    numbered = [one for one in speaking if not one.vague] or speaking
    lower, upper = _ends(numbered)
    found = bool(numbered)
    return Figure(
        id=identify("figure", "ranged", ground.basis, event.id, harm, METHOD),
        kind="ranged",
        basis=ground.basis,
        title=f"{people(harm).capitalize()}, as sources say",
        event=event.id,
        harm=harm,
        definition=(
            f"{people(harm).capitalize()} {within(event)}, as independent origins state their "
            "number. Whom each of them counts (civilians, combatants, all) is as in its words."
        ),
        method=METHOD,
        lower=lower,
        upper=upper,
        calculation=_calculation(origins, numbered, (lower, upper), n_named) if found else (),
        inputs=tuple(_inputs(origins, numbered)),
        reason=None if found else _reason(harm, event, readings, admitted),
    )


def _ends(origins: Sequence[OriginRange]) -> tuple[int | None, int | None]:
    lowers = [one.lower for one in origins if one.lower is not None]
    uppers = [one.upper for one in origins if one.upper is not None]
    lower, upper = min(lowers, default=None), max(uppers, default=None)
    # An origin that says "at least 40" is not bounded by another that says 12.
    if upper is not None and lowers and max(lowers) > upper:
        upper = None
    return lower, upper


def _calculation(
    origins: Sequence[OriginRange],
    numbered: Sequence[OriginRange],
    ends: tuple[int | None, int | None],
    n_named: float | None,
) -> tuple[str, ...]:
    lower, upper = ends
    count = number_of(len(numbered), "independent origin gives", "independent origins give")
    steps = [f"{count} a number; a repeated report counts once.", *(one.step for one in origins)]
    if lower is not None:
        steps.append(f"Lower end: every one of them says at least {lower:,}.")
    steps.append(_upper_step(numbered, upper))
    steps.append(_agreement(numbered))
    if any(one.against for one in origins):
        steps.append("A denial is listed as against, and moves no number.")
    if n_named is not None and upper is not None and n_named > upper:
        steps.append(
            f"More people are named in records ({n_named:,.0f}) than any source states here "
            f"({upper:,}): the sources' number is too low, or some records belong elsewhere."
        )
    return tuple(step for step in steps if step)


def _upper_step(numbered: Sequence[OriginRange], upper: int | None) -> str:
    stated = [one.upper for one in numbered if one.upper is not None]
    if upper is not None:
        return f"Upper end: the most that any of them states is {upper:,}."
    if stated:
        return (
            f"No upper end: one origin states at most {max(stated):,}, another says more than that "
            "and states no end."
        )
    return "No upper end: none of them states one."


def _agreement(numbered: Sequence[OriginRange]) -> str:
    if len(numbered) < 2:
        return ""
    lower = max((one.lower for one in numbered if one.lower is not None), default=None)
    upper = min((one.upper for one in numbered if one.upper is not None), default=None)
    if lower is not None and upper is not None and lower > upper:
        return "They cannot all be right about the same people at the same time."
    return f"If all of them are right, the number is {interval(lower, upper)}."


def _inputs(origins: Sequence[OriginRange], numbered: Sequence[OriginRange]) -> list[Input]:
    inputs: list[Input] = []
    vague = "set aside: it says that there were several and gives no number"
    for one in origins:
        for given in one.inputs:
            left_out = one not in numbered and given.role == "used"
            inputs.append(Input(id=given.id, role=vague, words=given.words) if left_out else given)
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
        return f"The only claims about {people(harm)} {within(event)} deny it."
    return f"No source states how many {people(harm)} there were {within(event)}."


def case_range(
    harm: str,
    event_figures: Sequence[Figure],
    apart: Sequence[TollReading],
    ground: Ground,
    waiting: bool,
) -> Figure:
    """What sources say for the whole case: no sum, for events and sources may overlap.

    The lower end is the largest lower end of any one event, or of any one origin whose claim
    belongs to no event. There is no upper end: no source counts the whole case, and a sum would
    count twice whoever stands in two events' tolls.

    Parameters
    ----------
    event_figures : the ranged figures of the harm, one an event
    apart : readings of claims that belong to no event
    waiting : whether claims about the harm wait for a decision
    """
    admitted = [reading for reading in apart if ground.admits(reading.claim)]
    alone = [one for one in origin_ranges(admitted, (), ground.documents, None) if not one.vague]
    given = [figure for figure in event_figures if figure.lower is not None]
    lowers = [figure.lower for figure in given if figure.lower is not None]
    lowers += [float(one.lower) for one in alone if one.lower is not None]
    lower = max(lowers, default=None)
    return Figure(
        id=identify("figure", "ranged", ground.basis, None, harm, CASE_METHOD),
        kind="ranged",
        basis=ground.basis,
        title=f"{people(harm).capitalize()}, as sources say",
        event=None,
        harm=harm,
        definition=(
            f"{people(harm).capitalize()} in any event of the case, as far as a source's number "
            "for one of them bounds it."
        ),
        method=CASE_METHOD,
        lower=lower,
        calculation=_case_steps(given, alone, lower) if lower is not None else (),
        inputs=(*_case_inputs(given, lower), *(i for one in alone for i in one.inputs)),
        reason=None if lower is not None else _case_reason(harm, waiting),
    )


def _case_steps(
    figures: Sequence[Figure], alone: Sequence[OriginRange], lower: float | None
) -> tuple[str, ...]:
    return (
        f"{number_of(len(figures), 'event has', 'events have')} a ranged figure; "
        f"{number_of(len(alone), 'origin states', 'origins state')} a number that belongs to no "
        "event.",
        "They are not added up: a source's number for one event may hold people of another.",
        f"Lower end: the largest of their lower ends, {lower:,.0f}.",
        "No upper end: nothing shows that the events are apart, and no source bounds them all.",
    )


def _case_inputs(figures: Sequence[Figure], lower: float | None) -> list[Input]:
    return [
        Input(
            id=figure.id,
            role="used" if figure.lower == lower else "set aside: another one is larger",
            words=interval(figure.lower, figure.upper),
        )
        for figure in figures
    ]


def _case_reason(harm: str, waiting: bool) -> str:
    if waiting:
        return nothing_accepted(harm, None)
    return f"No source states a number of {people(harm)}."
