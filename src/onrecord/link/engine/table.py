"""Records as columns of numbers, ready to be compared in bulk."""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from onrecord.link.engine.located import SpotNumbers, Spots
from onrecord.link.engine.typed import Typed, one_after_another, telling, typed
from onrecord.link.engine.units import Unit, UnitNumbers, Units
from onrecord.model.party import Record
from onrecord.names.fold import fold
from onrecord.names.kin import TIES, kin_of
from onrecord.names.name_words import words
from onrecord.names.parts import Part, parse_name, part_of

Ints = NDArray[np.int32]
MISSING = -1


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


class Named(Struct, frozen=True):
    """The parts of one record's name by their role; ``nameless`` says why there are none."""

    given: Unit = ()
    father: Unit = ()
    elder: Unit = ()
    family: Unit = ()
    short: bool = False
    columned: bool = False
    nameless: str | None = None


def named(name: str | None, given: str | None, father: str | None, family: str | None) -> Named:
    """Tell given, father's and family name apart: by the columns, else by their places."""
    own = _parts(given)
    if own:
        return Named(own, _parts(father), (), _parts(family), False, True)
    plain = _plain_parts(name or "")
    return _by_position(plain) if plain is not None else _parsed(name or "")


@lru_cache(maxsize=1 << 16)
def _parsed(name: str) -> Named:
    """The parts of a name of which some word hangs on its neighbours."""
    parsed = parse_name(name)
    if parsed.nameless is not None:
        return Named(nameless=parsed.nameless)
    if parsed.kunya and len(parsed.parts) < 2:  # "Abu Samir Darwish": no given name is said
        return _by_position((parsed.kunya, *parsed.parts))
    return _by_position(parsed.parts)


def _parts(text: str | None) -> tuple[Part, ...]:
    """The parts of a column; what "Abu Samir" alone calls somebody."""
    if not text:
        return ()
    plain = _plain_part(text)
    if plain is not None:
        return (plain,)
    parsed = parse_name(text)
    return parsed.parts or ((parsed.kunya,) if parsed.kunya else ())


def _plain_parts(text: str) -> tuple[Part, ...] | None:
    """The parts of a name whose words all stand for themselves; None where they must be read."""
    parts = [_plain_part(word) for word in text.split()]
    return tuple(part for part in parts if part) if len(parts) > 1 and all(parts) else None


@lru_cache(maxsize=1 << 17)
def _plain_part(word: str) -> Part | None:
    """The part that a word makes wherever it stands; None if that hangs on its neighbours."""
    if not word.isalpha() or len(word) < 3:
        return None
    folded = fold(word)
    if not folded.isalpha() or len(folded) < 2 or folded in _among_others():
        return None
    if _SERVANT.match(folded) or _FAITH.search(folded):
        return None
    part = part_of(folded)
    return None if part.head else part


@cache
def _among_others() -> frozenset[str]:
    """Words that are read with what stands beside them."""
    return frozenset().union(*(words(group) for group in _GROUPS))


_GROUPS = ("titles", "connectors", "kunyas", "articles", "unknown", "stated_unknown", "someone",
           "joining", "kin", "kin_before_a_name")  # fmt: skip
_SERVANT = re.compile("^ab[aei]?d|^عبد")
_FAITH = re.compile("d+[ie]+ne?$|^الدين$|^.{0,2}l+ah?$|^ال?ل[هة]$")


def _by_position(chain: tuple[Part, ...]) -> Named:
    if len(chain) <= 2:
        return Named(chain[:1], (), (), chain[1:], len(chain) == 2)
    elder = chain[-2:-1] if len(chain) > 3 else ()
    return Named(chain[:1], chain[1:2], elder, chain[-1:])


def table_of(records: Sequence[Record], *, known: Table | None = None) -> Table:
    """Make records ready for comparison; their order is that of the arrays.

    An identity number that many share is dropped. ``known``: a table whose names, places and lists
    keep their numbers in this one.
    """
    names = UnitNumbers(known.names if known else None)
    places = UnitNumbers(known.places if known else None)
    spots = SpotNumbers(known.spots if known else None)
    lists = {name: at for at, name in enumerate(known.lists if known else ())}
    nameless: dict[int, str] = {}
    reader = _Reader(names)
    place_of = _Once(lambda text: places.number(_place(text)))
    day_of = _Once(lambda text: date.fromisoformat(text).toordinal())
    who = array("i")
    for at, record in enumerate(records):
        found = reader.read(record)
        if isinstance(found, str):
            nameless[at], found = found, _NOBODY
        who.extend(found)
    (given, father, elder, family, parts, brief, in_columns) = (
        np.array(who, np.int32).reshape(len(records), len(_NOBODY)).T.copy()
    )
    age, youngest, oldest = _ages(records)
    tie, kin_given, kin_family = reader.kin(records)
    dated = [record if record.earliest and record.latest else None for record in records]
    return Table(
        given=given, father=father, elder=elder, family=family, short=brief == 1,
        columned=in_columns == 1, parts=parts, tie=tie,
        kin_given=kin_given, kin_family=kin_family, age=age, youngest=youngest, oldest=oldest,
        mother=_column(reader.mother(record) for record in records),
        sex=_column(_SEXES.get(record.sex or "", MISSING) for record in records),
        place=_column(place_of[r.place] if r.place else MISSING for r in records),
        spot=_column(spots.number(record.located) for record in records),
        first_day=_column(day_of[r.earliest or ""] if r else MISSING for r in dated),
        last_day=_column(day_of[r.latest or ""] if r else MISSING for r in dated),
        rendition=_column(lists.setdefault(record.rendition, len(lists)) for record in records),
        born=typed([record.born for record in records]),
        identity=telling(typed([record.identity for record in records])),
        address=typed([record.address for record in records]),
        names=names.units(), places=places.units(), spots=spots.spots(), lists=tuple(lists),
        nameless=nameless,
    )  # fmt: skip


def _column(numbers: Iterable[int]) -> Ints:
    return np.fromiter(numbers, np.int32)


_ARTICLE = -2  # in place of a word's number


def _without_articles(words: list[int]) -> list[int]:
    """As `parse_name` has it: an article goes where one other word follows it."""
    kept = [word for word in words if word != _ARTICLE]
    parted = zip(words, [*words[1:], _ARTICLE], strict=True)
    alone = any(word == following == _ARTICLE for word, following in parted)
    return [MISSING] if alone else kept


_NOBODY = (MISSING, MISSING, MISSING, MISSING, 0, 0, 0)
_Who = tuple[int, int, int, int, int, int, int]


_Made = TypeVar("_Made")


class _Once(dict[str, _Made]):
    """What is made of each text, made when it first comes up."""

    def __init__(self, make: Callable[[str], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, text: str) -> _Made:
        made = self[text] = self._make(text)
        return made


class _Reader:
    """Numbers the parts of names; a cell or a word that was read once is looked up."""

    def __init__(self, names: UnitNumbers) -> None:
        self._names = names
        self._cells = _Once(self._cell)
        self._words = _Once(self._word)

    def read(self, record: Record) -> _Who | str:
        """Given, father's, elder's, family name, parts, short, columned; or why it names nobody."""
        if record.given_name:
            given, parts = self._cells[record.given_name]
            if parts:
                father, more = self._cells[record.father_name or ""]
                family, most = self._cells[record.family_name or ""]
                return given, father, MISSING, family, parts + more + most, 0, 1
        known = self._words
        words = [known[word] for word in record.name.split()] if record.name else []
        if _ARTICLE in words:
            words = _without_articles(words)
        if len(words) > 1 and MISSING not in words:
            return self._chain(words)
        who = _parsed(record.name or "")
        if who.nameless is not None:
            return who.nameless
        roles = (who.given, who.father, who.elder, who.family)
        given, father, elder, family = (self._names.number(unit) for unit in roles)
        parts = len(who.given) + len(who.father) + 2 * len(who.elder) + len(who.family)
        return given, father, elder, family, parts, int(who.short), 0

    def mother(self, record: Record) -> int:
        """The number of the mother's name."""
        return self._cells[record.mother_name][0] if record.mother_name else MISSING

    def kin(self, records: Sequence[Record]) -> Ints:
        """(3, n_records) the ties of all, and the numbers of given and family name they name."""
        ties = np.full((3, len(records)), MISSING, np.int32)
        number = self._names.number
        for at, record in enumerate(records):
            told = kin_of(record.kin) if record.kin else None
            if told is not None:
                parts = parse_name(told.name).parts if told.name else ()
                given, family = number(parts[:1]), number(parts[-1:] if len(parts) > 1 else ())
                ties[:, at] = TIES.index(told.tie), given, family
        return ties

    def _cell(self, text: str) -> tuple[int, int]:
        """The number of a column's parts, and how many they are."""
        parts = _parts(text)
        return self._names.number(parts), len(parts)

    def _word(self, word: str) -> int:
        """The number of the part that a word makes by itself; -1 where its neighbours tell."""
        if word.isalpha() and fold(word) in words("articles"):
            return _ARTICLE
        part = _plain_part(word)
        return self._names.number((part,) if part else ())

    def _chain(self, words: list[int]) -> _Who:
        """As `_by_position` has it."""
        if len(words) == 2:
            return words[0], MISSING, MISSING, words[1], 2, 1, 0
        if len(words) == 3:
            return words[0], words[1], MISSING, words[2], 3, 0, 0
        return words[0], words[1], words[-2], words[-1], 5, 0, 0


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


_SEXES = {"female": 0, "male": 1}


@lru_cache(maxsize=1 << 15)
def _place(text: str) -> Unit:
    parsed = parse_name(text)
    return parsed.parts or (Part(text=fold(text), forms=(fold(text),)),)
