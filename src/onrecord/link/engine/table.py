"""Records as columns of numbers, ready to be compared in bulk."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.link.engine.located import SpotNumbers, Spots
from onrecord.link.engine.named import NameReader, Numbers
from onrecord.link.engine.typed import Typed, one_after_another, telling, typed
from onrecord.link.engine.units import MISSING, Unit, UnitNumbers, Units
from onrecord.model.party import Record
from onrecord.names.fold import fold
from onrecord.names.parts import Part, parse_name

Ints = NDArray[np.int32]


class Table(Struct, frozen=True, kw_only=True):
    """Records as arrays of one length; -1 where a record does not say.

    ``given``, ``father``, ``elder`` (a further part before the last) and ``family`` are numbers in
    ``names``, ``place`` in ``places``, ``spot`` in ``spots``. Where a name has two parts and no
    columns, the second is in ``family`` and ``short`` is True: it may be the father's. ``parts``
    counts the parts of the name, ``columned`` says that the list keeps them in columns.
    ``first_day`` and ``last_day`` are ordinals of dates. ``rendition`` numbers the lists. ``born``,
    ``identity`` (a number that is a person's own) and ``address`` are as written. ``youngest`` and
    ``oldest`` bound the age at the event, and are equal where it is said; ``mother`` is a number in
    ``names``, and so are ``kin_given`` and ``kin_family`` of somebody to whom there is a ``tie``, a
    place in `kin.TIES`.
    """

    names: Units
    places: Units
    spots: Spots
    given: Ints
    father: Ints
    elder: Ints
    family: Ints
    short: NDArray[np.bool_]
    columned: NDArray[np.bool_]
    parts: Ints
    age: Ints
    youngest: Ints
    oldest: Ints
    mother: Ints
    tie: Ints
    kin_given: Ints
    kin_family: Ints
    sex: Ints  # 0 female, 1 male
    place: Ints
    spot: Ints
    first_day: Ints
    last_day: Ints
    rendition: Ints
    born: Typed
    identity: Typed
    address: Typed
    lists: tuple[str, ...]
    nameless: dict[int, str]  # position → why it names nobody

    def __len__(self) -> int:
        return len(self.given)


def table_of(records: Sequence[Record], *, known: Table | None = None) -> Table:
    """Make records ready for comparison; their order is that of the arrays.

    An identity number that many share is dropped. ``known``: a table whose names, places and lists
    keep their numbers in this one.
    """
    names = UnitNumbers(known.names if known else None)
    places = UnitNumbers(known.places if known else None)
    spots = SpotNumbers(known.spots if known else None)
    lists = {name: at for at, name in enumerate(known.lists if known else ())}
    of_list = [record.rendition for record in records]
    for name in dict.fromkeys(of_list):
        lists.setdefault(name, len(lists))
    reader = NameReader(names)
    roles, nameless = reader.roles(records)
    age, youngest, oldest = _ages(records)
    tie, kin_given, kin_family = reader.kin(records)
    first, last = _days(records)
    return Table(
        given=roles.given, father=roles.father, elder=roles.elder, family=roles.family,
        short=roles.short == 1, columned=roles.columned == 1, parts=roles.parts, tie=tie,
        kin_given=kin_given, kin_family=kin_family, age=age, youngest=youngest, oldest=oldest,
        mother=reader.column([record.mother_name for record in records]),
        sex=Numbers(lambda sex: _SEXES.get(sex, MISSING)).of([record.sex for record in records]),
        place=Numbers(lambda text: places.number(_place(text))).of([r.place for r in records]),
        spot=_column(spots.number(record.located) for record in records),
        first_day=first, last_day=last, rendition=_column(map(lists.__getitem__, of_list)),
        born=typed([record.born for record in records]),
        identity=telling(typed([record.identity for record in records])),
        address=typed([record.address for record in records]),
        names=names.units(), places=places.units(), spots=spots.spots(), lists=tuple(lists),
        nameless=nameless,
    )  # fmt: skip


def _column(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)


def put_together(table: Table, more: Table) -> Table:
    """One table of both: ``more`` was made with ``known=table``, and its records follow."""
    columns: dict[str, object] = {}
    for field in structs.fields(Table):
        one, other = getattr(table, field.name), getattr(more, field.name)
        if isinstance(one, Typed):
            columns[field.name] = one_after_another(one, other)
        elif isinstance(one, np.ndarray):
            columns[field.name] = np.concatenate([one, other])
    nameless = {**table.nameless, **{len(table) + at: why for at, why in more.nameless.items()}}
    return structs.replace(more, nameless=nameless, **columns)


def of_somebody(table: Table) -> Table:
    """The table without the records that name nobody; the others keep their order."""
    if not table.nameless:
        return table
    kept = np.ones(len(table), np.bool_)
    kept[list(table.nameless)] = False
    columns: dict[str, object] = {}
    for field in structs.fields(Table):
        one = getattr(table, field.name)
        if isinstance(one, Typed):
            columns[field.name] = Typed(one.codes[kept], one.lengths[kept], one.keys[kept])
        elif isinstance(one, np.ndarray):
            columns[field.name] = one[kept]
    return structs.replace(table, nameless={}, **columns)


def _ages(records: Sequence[Record]) -> tuple[Ints, Ints, Ints]:
    """The age that each is said to have, and the youngest and the oldest that each may be."""
    age = _column(MISSING if record.age is None else record.age for record in records)
    youngest, oldest = age.copy(), age.copy()
    for at in np.flatnonzero(age == MISSING).tolist():
        low, high = records[at].youngest, records[at].oldest
        if low is not None and high is not None:
            youngest[at], oldest[at] = low, high
    return age, youngest, oldest


def _days(records: Sequence[Record]) -> tuple[Ints, Ints]:
    """The first and the last day of each event, where both are said."""
    ordinals = Numbers(lambda text: date.fromisoformat(text).toordinal())
    first = ordinals.of([record.earliest for record in records])
    last = ordinals.of([record.latest for record in records])
    said = (first >= 0) & (last >= 0)
    return np.where(said, first, MISSING), np.where(said, last, MISSING)


_SEXES = {"female": 0, "male": 1}


@lru_cache(maxsize=1 << 15)
def _place(text: str) -> Unit:
    parsed = parse_name(text)
    return parsed.parts or (Part(text=fold(text), forms=(fold(text),)),)
