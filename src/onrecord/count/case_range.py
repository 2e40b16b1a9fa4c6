"""The ranged figure of a whole case: a lower end, and never a sum."""

from collections.abc import Sequence

from onrecord.count.ground import Ground
from onrecord.count.ranged import PEOPLE, PartRange, part_ranges
from onrecord.count.wording import interval, nothing_accepted, number_of, people
from onrecord.model.canonical import identify
from onrecord.model.figure import Figure, Input
from onrecord.model.toll import TollReading

METHOD = "onrecord-range-case 1"


def case_range(
    harm: str,
    event_figures: Sequence[Figure],
    apart: Sequence[TollReading],
    ground: Ground,
    waiting: bool,
) -> Figure:
    """What sources say for the whole case: no sum, for events and sources may overlap.

    The lower end is the largest lower end of any one event, or of the claims that belong to no
    event. There is no upper end: no source counts the whole case, and a sum would count twice
    whoever stands in two events' tolls.

    Parameters
    ----------
    event_figures : the ranged figures of the harm, one an event
    apart : readings of claims that belong to no event
    waiting : whether claims about the harm wait for a decision
    """
    stands = [
        reading
        for reading in apart
        if ground.admits(reading.claim) and not reading.denied and reading.quantity.unit in PEOPLE
    ]
    alone = part_ranges(stands, (), ground.documents)
    given = [figure for figure in event_figures if figure.lower is not None]
    lowers = [figure.lower for figure in given if figure.lower is not None]
    lowers += [float(part.lower) for part in alone if part.lower is not None]
    lower = max(lowers, default=None)
    return Figure(
        id=identify("figure", "ranged", ground.basis, None, harm, METHOD),
        kind="ranged",
        basis=ground.basis,
        title=f"{people(harm).capitalize()}, as sources say",
        event=None,
        harm=harm,
        definition=(
            f"{people(harm).capitalize()} in any event of the case, as far as a source's number "
            "for one of them bounds it."
        ),
        method=METHOD,
        lower=lower,
        calculation=_steps(given, alone, lower) if lower is not None else (),
        inputs=_inputs(given, alone, lower),
        reason=None if lower is not None else _reason(harm, waiting),
    )


def _steps(figures: Sequence[Figure], alone: Sequence[PartRange], lower: float) -> tuple[str, ...]:
    origins = sum(len(part.origins) for part in alone)
    return (
        f"{number_of(len(figures), 'event has', 'events have')} a ranged figure; "
        f"{number_of(origins, 'origin states', 'origins state')} a number that belongs to no "
        "event.",
        "They are not added up: a source's number for one event may hold people of another.",
        f"Lower end: the largest of their lower ends, {lower:,.0f}.",
        "No upper end: nothing shows that the events are apart, and no source bounds them all.",
    )


def _inputs(
    figures: Sequence[Figure], alone: Sequence[PartRange], lower: float | None
) -> tuple[Input, ...]:
    inputs = [
        Input(id=figure.id, role=_role(figure.lower, lower), words=interval(figure.lower, None))
        for figure in figures
    ]
    inputs += [
        Input(
            id=given.id,
            role=_role(part.lower, lower) if given.role == "used" else given.role,
            words=given.words,
        )
        for part in alone
        for origin in part.origins
        for given in origin.inputs
    ]
    return tuple(inputs)


def _role(one: float | None, largest: float | None) -> str:
    return "used" if one == largest else "set aside: another lower end is larger"


def _reason(harm: str, waiting: bool) -> str:
    if waiting:
        return nothing_accepted(harm, None)
    return f"No source states a number of {people(harm)}."
