"""Count: documented, ranged and estimated figures, never mixed, each with its way of calculation.

documented   named people, linked, each counted once               documented.py
ranged       what independent origins say, nothing added up        ranged.py, case_range.py
estimated    who is on no list, from the overlap of lists          estimated.py, onrecord.stats
"""

from collections.abc import Iterable, Sequence

from onrecord.count.case_range import case_range
from onrecord.count.documented import documented_figure
from onrecord.count.estimated import estimated_figures
from onrecord.count.ground import NOT_PEOPLE, Basis, Ground, Naming, ground_of
from onrecord.count.ranged import ranged_figure
from onrecord.model.event import Event
from onrecord.model.figure import Figure
from onrecord.model.material import Corroborated, Counted, Linked, Material
from onrecord.model.outcome import SetAside
from onrecord.model.toll import TollReading
from onrecord.vocab import terms

STAGE = "count"


def count(
    material: Material, linked: Linked, corroborated: Corroborated, *, basis: Basis
) -> Counted:
    """All figures of a case on one basis: of the case first, then of each event in its order.

    basis "accepted": only claims that a person accepted count, and persons whom at least one
    accepted claim names. "with_suggestions": all current claims count. Figures keep their ids
    while their numbers change; one without a number says why.

    What counts nowhere comes back set aside: claims that number something other than people, and
    persons without a name.
    """
    ground = ground_of(material, linked, corroborated, basis=basis)
    by_event = [figures_of_event(event, ground) for event in linked.events]
    of_events = [figure for figures in by_event for figure in figures]
    figures = (*figures_of_case(linked.events, of_events, ground), *of_events)
    return Counted(figures=figures, set_aside=_set_aside(ground))


def figures_of_event(event: Event, ground: Ground) -> tuple[Figure, ...]:
    """The figures of one event, harm by harm in the order of the vocabulary.

    ``ground`` may be that of the case or, to count one event again after a decision, one made by
    ``ground()`` from what belongs to the event alone; the figures are the same.
    """
    readings = _people_only(ground.readings(sorted(event.claims)))
    namings = [n for claim in sorted(event.claims) for n in ground.namings.get(claim, ())]
    figures: list[Figure] = []
    for harm in _harms(readings, namings):
        of_harm = [reading for reading in readings if reading.harm == harm]
        named = documented_figure(harm, event, namings, ground)
        if any(naming.harm == harm for naming in namings):
            figures.append(named)
        if of_harm:
            figures.append(ranged_figure(harm, event, of_harm, ground, named.value))
        if _lists(harm, namings) >= 2:
            figures += estimated_figures(harm, event, namings, ground)
    return tuple(figures)


def figures_of_case(
    events: Sequence[Event], event_figures: Sequence[Figure], ground: Ground
) -> tuple[Figure, ...]:
    """The figures of the whole case; ``event_figures`` are those of all its events."""
    readings = _people_only(ground.readings(list(ground.claims)))
    in_events = {claim for event in events for claim in event.claims}
    namings = [naming for found in ground.namings.values() for naming in found]
    figures: list[Figure] = []
    for harm in _harms(readings, namings):
        of_harm = [reading for reading in readings if reading.harm == harm]
        figures.append(documented_figure(harm, None, namings, ground))
        if of_harm:
            apart = [reading for reading in of_harm if reading.claim not in in_events]
            ranges = [f for f in event_figures if f.kind == "ranged" and f.harm == harm]
            waiting = not any(ground.admits(reading.claim) for reading in of_harm)
            figures.append(case_range(harm, ranges, apart, ground, waiting))
        if _lists(harm, namings) >= 1:
            figures += estimated_figures(harm, None, namings, ground)
    return tuple(figures)


def _people_only(readings: Iterable[TollReading]) -> list[TollReading]:
    return [reading for reading in readings if reading.harm not in NOT_PEOPLE]


def _harms(readings: Iterable[TollReading], namings: Iterable[Naming]) -> list[str]:
    found = {reading.harm for reading in readings} | {naming.harm for naming in namings}
    return [harm for harm in terms("harms") if harm in found - NOT_PEOPLE]


def _lists(harm: str, namings: Iterable[Naming]) -> int:
    return len({n.record.list_name for n in namings if n.harm == harm and n.record.row > 0})


def _set_aside(ground: Ground) -> tuple[SetAside, ...]:
    other_tolls = (
        SetAside(
            stage=STAGE,
            subject=reading.claim,
            reason="It numbers property, or people attacked without a harm that the source states; "
            "figures count people harmed, and this is shown with its event.",
            code="not-people",
        )
        for reading in ground.readings(list(ground.claims))
        if reading.harm in NOT_PEOPLE and ground.admits(reading.claim)
    )
    nameless = {
        naming.person.id
        for found in ground.namings.values()
        for naming in found
        if not naming.person.name.strip() and ground.admits(naming.claim.id)
    }
    return (
        *other_tolls,
        *(
            SetAside(
                stage=STAGE,
                subject=person,
                reason="The record names nobody, and documented figures count named people; "
                "correct the name in an amendment if the source gives one.",
                code="nameless",
            )
            for person in sorted(nameless)
        ),
    )
