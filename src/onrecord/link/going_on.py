"""What goes on through releases of lists: records, judgements on them, and persons."""

from collections.abc import Iterable, Sequence

from msgspec import structs

from onrecord.link.identifiers import carry, remembered
from onrecord.model.judgement import Judgement
from onrecord.model.party import Person, Record
from onrecord.model.release import Release


def going_on(records: Iterable[Record], releases: Sequence[Release]) -> tuple[Record, ...]:
    """The records, each under the identifier that its row goes on with."""
    ids = _ids(releases)
    renamed = (structs.replace(r, id=ids[r.id]) if r.id in ids else r for r in records)
    return tuple(sorted(renamed, key=lambda record: record.id))


def following(
    judgements: Iterable[Judgement], releases: Sequence[Release]
) -> tuple[Judgement, ...]:
    """The judgements, on the records that the rows they name go on as.

    A row may have been judged before anybody said that its list is a release of another.
    """
    ids = _ids(releases)
    return tuple(
        structs.replace(j, target=ids.get(j.target, j.target), other=ids.get(j.other, j.other))
        if j.other is not None and ids.keys() & {j.target, j.other}
        else j
        for j in judgements
    )


def named_as_issued(persons: Sequence[Person], releases: Sequence[Release]) -> tuple[Person, ...]:
    """The persons under the identifiers that were issued when releases were decided."""
    if not releases:
        return tuple(persons)
    issued = remembered(release.issued for release in reversed(releases))
    carried = carry(issued, [person.records for person in persons])
    return tuple(
        structs.replace(person, id=identifier)
        for person, identifier in zip(persons, carried.ids, strict=True)
    )


def _ids(releases: Iterable[Release]) -> dict[str, str]:
    return {own: goes_on for release in releases for own, goes_on in release.ids.items()}
