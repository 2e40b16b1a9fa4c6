"""Overlaps of the lists of a case: who is named on which, all together and by stratum."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

from onrecord.count.documented import Named, named_people
from onrecord.count.ground import Naming
from onrecord.errors import MalformedTable
from onrecord.model.overlap import ListedIn, OverlapCell, Overlaps
from onrecord.model.party import Record
from onrecord.names import fold
from onrecord.stats import Histories, from_cells
from onrecord.vocab import terms

NOT_STATED = "not stated"
TWO_THINGS = "stated differently"


def overlaps_of(harm: str, namings: Iterable[Naming]) -> Overlaps:
    """Whom the lists of persons name under one harm; names in running text stand on no list."""
    people = named_people(harm, [naming for naming in namings if naming.record.row > 0])
    renditions = {n.record.list_name: n.record.rendition for one in people for n in one.namings}
    sizes = Counter(name for one in people for name in _on(one))
    return Overlaps(
        lists=tuple(
            ListedIn(name=name, rendition=renditions[name], n_people=sizes[name])
            for name in sorted(renditions)
        ),
        cells=_cells((_on(one), None) for one in people),
        strata={
            by: _cells((_on(one), _stratum(one, said)) for one in people)
            for by, said in STRATA.items()
        },
    )


def _on(one: Named) -> tuple[str, ...]:
    return tuple(sorted({naming.record.list_name for naming in one.namings}))


def _cells(people: Iterable[tuple[tuple[str, ...], str | None]]) -> tuple[OverlapCell, ...]:
    counts = Counter(people)
    keys = sorted(counts, key=lambda key: (key[1] or "", key[0]))
    return tuple(
        OverlapCell(on=on, stratum=stratum, n_people=counts[on, stratum]) for on, stratum in keys
    )


def _stratum(one: Named, said: Callable[[Record], str | None]) -> str:
    """What the records of a person say, where one says something and none says another thing."""
    told = {words for naming in one.namings if (words := said(naming.record))}
    if not told:
        return NOT_STATED
    return told.pop() if len(told) == 1 else TWO_THINGS


def _month(record: Record) -> str | None:
    """The month, where the date is known to it: 2021-09."""
    if record.earliest is None or record.latest is None:
        return None
    return record.earliest[:7] if record.earliest[:7] == record.latest[:7] else None


def _place(record: Record) -> str | None:
    return fold(record.place) or None if record.place else None


def civilian_status(words: str | None) -> str | None:
    """The term of vocab/statuses.toml that a list's words stand for; None: not stated.

    A word that the vocabulary does not know is kept as it is written, and is no civilian.
    """
    if words is None or not fold(words):
        return None
    for status in terms("statuses").values():
        if fold(words) in {fold(known) for known in status.words}:
            return status.label
    return fold(words)


STRATA: dict[str, Callable[[Record], str | None]] = {
    "place": _place,
    "month": _month,
    "sex": lambda record: record.sex,
    "civilian_status": lambda record: civilian_status(record.status),
}


def table_of(found: Overlaps) -> Histories | str:
    """The table that the estimates start from, or why there is none, in a sentence."""
    names = [one.name for one in found.lists]
    cells = [[name in cell.on for name in names] for cell in found.cells]
    try:
        return from_cells(names, cells, [cell.n_people for cell in found.cells])
    except MalformedTable as problem:
        return str(problem)


def as_rows(found: Overlaps, by: str | None = None) -> tuple[list[str], list[Sequence[str]]]:
    """The overlaps as the header and rows of a table that ``onrecord estimate`` reads."""
    names = [one.name for one in found.lists]
    cells = found.cells if by is None else found.strata[by]
    rows: list[Sequence[str]] = [
        [
            *([] if by is None else [cell.stratum or NOT_STATED]),
            *("1" if name in cell.on else "0" for name in names),
            str(cell.n_people),
        ]
        for cell in cells
    ]
    return [*([] if by is None else [by]), *names, "count"], rows
