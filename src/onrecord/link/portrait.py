"""A record made ready for comparison: its name in parts, its dates as days."""

from datetime import date

from msgspec import Struct

from onrecord.model.party import Record
from onrecord.names.blocking import part_keys
from onrecord.names.fold import fold
from onrecord.names.parts import Part, parse_name

_COLUMNS = ("given_name", "father_name", "family_name")


class Portrait(Struct, frozen=True, kw_only=True):
    """What is compared of a record. ``columns``: the parts by column, where the list has columns.

    ``chain`` holds all parts of the name in order, the person's own name first. ``days`` are the
    ordinals of the first and last day on which it may have happened.
    """

    record: Record
    chain: tuple[Part, ...]
    columns: tuple[tuple[Part, ...], ...] = ()  # given, father, family; () where not filled in
    nameless: str | None = None
    place: str | None = None
    days: tuple[int, int] | None = None


def portray(record: Record) -> Portrait:
    """Make a record ready for comparison; ``nameless`` says why it cannot be linked."""
    columns = _columns(record)
    chain = tuple(part for column in columns for part in column)
    nameless = None
    if not chain or not columns[0]:
        parsed = parse_name(record.name or "")
        columns, nameless = (), parsed.nameless
        chain = parsed.parts or ((parsed.kunya,) if parsed.kunya else ())
    return Portrait(
        record=record,
        chain=chain,
        columns=columns,
        nameless=nameless,
        place=fold(record.place) if record.place else None,
        days=_days(record),
    )


def _columns(record: Record) -> tuple[tuple[Part, ...], ...]:
    values = [getattr(record, column) for column in _COLUMNS]
    if not any(values):
        return ()
    return tuple(parse_name(value).parts if value else () for value in values)


def _days(record: Record) -> tuple[int, int] | None:
    if record.earliest is None or record.latest is None:
        return None
    first, last = date.fromisoformat(record.earliest), date.fromisoformat(record.latest)
    return first.toordinal(), last.toordinal()


def blocking_keys(portrait: Portrait) -> frozenset[str]:
    """The keys under which a record meets those that it should be compared with.

    Two parts of the name (own name and any other, in either order), or one part together with
    what else is known (age and place or day), so that one damaged field does not hide a pair.
    """
    skeletons = [part_keys(part) for part in portrait.chain]
    if not skeletons:
        return frozenset()
    age, place = portrait.record.age, portrait.place
    keys: set[str] = set()
    for own in skeletons[0]:
        for other in {key for rest in skeletons[1:] for key in rest}:
            keys.add("two parts " + "+".join(sorted((own, other))))
        if age is not None:
            keys.update(f"own name, age {own} {years}" for years in (age, age + 1))
        if age is None or len(skeletons) == 1:
            keys.add(f"own name, place {own} {place} {portrait.days}")
    if len(skeletons) > 2:
        for last in skeletons[-1]:
            keys.update(f"father and family {second}+{last} {age}" for second in skeletons[1])
    return frozenset(keys)
