"""Documented figures: persons who are named, linked, and counted once each."""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.count.doubt import doubt_about
from onrecord.count.ground import Ground, Naming
from onrecord.count.wording import nothing_accepted, number_of, people, within
from onrecord.model.canonical import identify
from onrecord.model.event import Event
from onrecord.model.figure import Figure, Input
from onrecord.model.party import Person

METHOD = "named and linked 1"
# Who died is not counted among the injured, though a hospital list may have had them so.
KILLED, INJURED = "killed", "injured"


class Named(Struct, frozen=True, kw_only=True):
    """A person with the namings that let them count under one harm."""

    person: Person
    namings: tuple[Naming, ...]


def documented_figure(
    harm: str, event: Event | None, namings: Sequence[Naming], ground: Ground
) -> Figure:
    """How many named people the records say suffered the harm; each person counts once.

    ``namings`` are those of the event, or of the case, of whatever harm; those that the basis
    does not admit are left out.
    """
    admitted = [naming for naming in namings if ground.admits(naming.claim.id)]
    named = named_people(harm, admitted)
    dead = {n.person.id for n in admitted if n.harm == KILLED} if harm == INJURED else set()
    counted = [one for one in named if one.person.id not in dead]
    also_killed = [one for one in named if one.person.id in dead]
    found = bool(counted)
    return Figure(
        id=identify(
            "figure", "documented", ground.basis, event.id if event else None, harm, METHOD
        ),
        kind="documented",
        basis=ground.basis,
        title=f"Named {people(harm)}",
        event=event.id if event else None,
        harm=harm,
        definition=_definition(harm, event),
        method=METHOD,
        value=len(counted) if found else None,
        statistic="count" if found else None,
        calculation=_calculation(counted, also_killed, ground) if found else (),
        inputs=(*_inputs(counted), *_also_killed(also_killed)),
        reason=None if found else _reason(harm, event, namings, ground),
    )


def named_people(harm: str, namings: Iterable[Naming]) -> list[Named]:
    """The people whom the namings of one harm name, in the order of their names and ids."""
    by_person: dict[str, list[Naming]] = {}
    for naming in namings:
        if naming.harm == harm and naming.person.name.strip():
            by_person.setdefault(naming.person.id, []).append(naming)
    named = [Named(person=found[0].person, namings=tuple(found)) for found in by_person.values()]
    return sorted(named, key=lambda one: (one.person.name, one.person.id))


def _definition(harm: str, event: Event | None) -> str:
    return (
        f"{people(harm).capitalize()} {within(event)} who are named in a record of the case. "
        "Records that were linked to one person count once. Nobody is left out for their status: "
        "civilians, combatants and people of unknown status are counted alike."
    )


def _calculation(
    counted: Sequence[Named], also_killed: Sequence[Named], ground: Ground
) -> tuple[str, ...]:
    records = {naming.record.id for one in counted for naming in one.namings}
    several = sum(len(_records(one)) > 1 for one in counted)
    steps = [
        f"{number_of(len(records), 'record names', 'records name')} a person.",
        f"They were linked to {number_of(len(counted), 'person', 'persons')}, "
        f"{several:,} of them in more than one record.",
    ]
    doubtful = sum(one.person.doubtful for one in counted)
    if doubtful:
        steps.append(
            f"For {doubtful:,} of them a link between records waits for a decision; a link that "
            "is undone raises the count."
        )
    doubt = doubt_about((n for one in counted for n in one.namings), ground.clusterings)
    if doubt is not None and doubt.lowest != doubt.highest:
        steps.append(
            f"Who is who is not certain: in nine of ten of {len(doubt.counts)} clusterings, drawn "
            f"by the chances of the links, they are {doubt.lowest:,} to {doubt.highest:,} persons."
        )
    if also_killed:
        steps.append(
            f"{number_of(len(also_killed), 'person is', 'persons are')} left out here because "
            "another record says that they were killed."
        )
    return tuple(steps)


def _records(one: Named) -> list[Naming]:
    """One naming a record: a record may name its person in several claims."""
    by_record = {naming.record.id: naming for naming in reversed(one.namings)}
    return [by_record[key] for key in sorted(by_record)]


def _inputs(counted: Sequence[Named]) -> list[Input]:
    inputs: list[Input] = []
    for one in counted:
        inputs.append(Input(id=one.person.id, role="used", words=one.person.name))
        first, *rest = _records(one)
        inputs.append(Input(id=first.claim.id, role=f"names {one.person.id}", words=_place(first)))
        inputs += [
            Input(id=again.claim.id, role=f"repeats {one.person.id}", words=_place(again))
            for again in rest
        ]
    return inputs


def _place(naming: Naming) -> str:
    row = f", row {naming.record.row}" if naming.record.row else ""
    return f"{naming.record.list_name}{row}"


def _also_killed(named: Sequence[Named]) -> list[Input]:
    role = "set aside: another record says that this person was killed"
    return [Input(id=one.person.id, role=role, words=one.person.name) for one in named]


def _reason(harm: str, event: Event | None, namings: Sequence[Naming], ground: Ground) -> str:
    waiting = any(n.harm == harm and not ground.admits(n.claim.id) for n in namings)
    if waiting:
        return nothing_accepted(harm, event)
    return f"No record of the case names any of the {people(harm)} {within(event)}."
