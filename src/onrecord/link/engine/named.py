"""Records' names by the roles of their parts, as numbers: by columns, else by their places."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.units import MISSING, Unit, UnitNumbers
from onrecord.model.party import Record
from onrecord.names.fold import fold
from onrecord.names.kin import TIES, kin_of
from onrecord.names.name_words import words
from onrecord.names.parts import Part, parse_name, part_of

Ints = NDArray[np.int32]

_ARTICLE, _END = -2, -3  # in place of a word's number; of a name
_AT_ONCE = 1 << 16  # records whose words are held at the same time


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
    own = _parts(given or "")
    if own:
        return Named(own, _parts(father or ""), (), _parts(family or ""), False, True)
    return _in_one_cell(name or "")


@lru_cache(maxsize=1 << 16)
def _in_one_cell(name: str) -> Named:
    parsed = parse_name(name)
    if parsed.nameless is not None:
        return Named(nameless=parsed.nameless)
    if parsed.kunya and len(parsed.parts) < 2:  # "Abu Samir Darwish": no given name is said
        return _by_position((parsed.kunya, *parsed.parts))
    return _by_position(parsed.parts)


def _by_position(parts: tuple[Part, ...]) -> Named:
    if len(parts) <= 2:
        return Named(parts[:1], (), (), parts[1:], len(parts) == 2)
    elder = parts[-2:-1] if len(parts) > 3 else ()
    return Named(parts[:1], parts[1:2], elder, parts[-1:])


def _parts(text: str) -> tuple[Part, ...]:
    """The parts of a column; what "Abu Samir" alone calls somebody."""
    if not text:
        return ()
    plain = _plain_part(text)
    if plain is not None:
        return (plain,)
    parsed = parse_name(text)
    return parsed.parts or ((parsed.kunya,) if parsed.kunya else ())


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


class Numbers(dict[str | None, int]):
    """A number for each text, made when the text first comes up; -1 for none."""

    def __init__(self, make: Callable[[str], int]) -> None:
        super().__init__({None: MISSING, "": MISSING})
        self._make = make

    def __missing__(self, text: str) -> int:
        made = self[text] = self._make(text)
        return made

    def of(self, texts: Sequence[str | None]) -> NDArray[np.int32]:
        """The numbers of many."""
        return np.fromiter(map(self.__getitem__, texts), np.int32, len(texts))


class Roles(NamedTuple):
    """By record, the numbers of its name's parts by their role, see `table.Table`."""

    given: Ints
    father: Ints
    elder: Ints
    family: Ints
    parts: Ints
    short: Ints  # 1 where the second of two parts may be the father's
    columned: Ints  # 1 where the list keeps the parts in columns


class NameReader:
    """Numbers the parts of names; a cell or a word that was read once is looked up."""

    def __init__(self, names: UnitNumbers) -> None:
        self._names = names
        self._cells = Numbers(self._cell)
        self._words = Numbers(self._word)
        self._n_parts: dict[int, int] = {MISSING: 0}  # of the cells' units

    def roles(self, records: Sequence[Record]) -> tuple[Roles, dict[int, str]]:
        """The names of all, and by position why others name nobody; each as `named` has it."""
        found = np.zeros((len(Roles._fields), len(records)), np.int32)
        nameless: dict[int, str] = {}
        for start in range(0, len(records), _AT_ONCE):
            few = records[start : start + _AT_ONCE]
            roles = Roles(*found[:, start : start + _AT_ONCE])
            self._in_columns(few, roles)
            for at, why in self._in_one_cell(few, roles):
                nameless[start + at] = why
        return Roles(*found), nameless

    def column(self, texts: Sequence[str | None]) -> Ints:
        """The number of what each cell of a column names."""
        return self._cells.of(texts)

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

    def _in_columns(self, records: Sequence[Record], roles: Roles) -> None:
        roles.given[:] = self.column([record.given_name for record in records])
        roles.father[:] = self.column([record.father_name for record in records])
        roles.family[:] = self.column([record.family_name for record in records])
        roles.elder[:] = MISSING
        roles.columned[:] = roles.given >= 0
        n_parts = np.zeros(max(self._n_parts) + 2, np.int32)
        n_parts[list(self._n_parts)] = list(self._n_parts.values())
        roles.parts[:] = n_parts[roles.given] + n_parts[roles.father] + n_parts[roles.family]

    def _in_one_cell(self, records: Sequence[Record], roles: Roles) -> Iterator[tuple[int, str]]:
        """Fill in the roles where there are no columns; give why others name nobody."""
        at = np.flatnonzero(roles.columned == 0)
        names = [records[k].name or "" for k in at.tolist()]
        found, plain = _chained(*self._words_of(names), len(names))
        for role, of_chain in zip(roles, found, strict=True):
            role[at] = of_chain
        for k in np.flatnonzero(~plain).tolist():
            who = _in_one_cell(names[k])
            units = (who.given, who.father, who.elder, who.family)
            for role, unit in zip(roles, units, strict=False):
                role[at[k]] = self._names.number(unit)
            roles.parts[at[k]] = sum(map(len, units)) + len(who.elder)
            roles.short[at[k]] = who.short
            if who.nameless is not None:
                yield int(at[k]), who.nameless

    def _words_of(self, names: Sequence[str]) -> tuple[Ints, NDArray[np.int64]]:
        """The numbers of all words, and of each which name it is part of.

        A list of words for each name would be a million lists for a collector to look through.
        """
        mark = "\0"
        while any(mark in name for name in names):
            mark += "\0"
        self._words[mark] = _END
        found = self._words.of(f" {mark} ".join(names).split())
        del self._words[mark]  # which may be a word of other names
        end = found == _END
        return found[~end], np.cumsum(end)[~end]

    def _cell(self, text: str) -> int:
        """The number of a column's parts."""
        parts = _parts(text)
        number = self._names.number(parts)
        self._n_parts[number] = len(parts)
        return number

    def _word(self, word: str) -> int:
        """The number of the part that a word makes by itself; -1 where its neighbours tell."""
        if word.isalpha() and fold(word) in words("articles"):
            return _ARTICLE
        part = _plain_part(word)
        return self._names.number((part,) if part else ())


def _chained(
    words: Ints, whose: NDArray[np.int64], n_names: int
) -> tuple[Roles, NDArray[np.bool_]]:
    """The roles of names by the numbers of their words as `_by_position` has it; and which have.

    Those have none of which a word hangs on its neighbours. An article goes where one other word
    follows it, as `parse_name` has it.
    """
    article, last = words == _ARTICLE, np.append(whose[1:] != whose[:-1], True)[: len(words)]
    alone = article & (last | np.append(article[1:], False)[: len(words)])
    plain = np.ones(n_names, np.bool_)
    plain[whose[alone | (words == MISSING)]] = False
    words, whose = words[~article], whose[~article]
    n = np.bincount(whose, minlength=n_names)
    plain &= n >= 2
    begin, end = (np.cumsum(n) - n)[plain], (np.cumsum(n) - 1)[plain]
    n = n[plain]
    found = np.zeros((len(Roles._fields), n_names), np.int32)
    roles = Roles(*found)
    roles.given[plain], roles.family[plain] = words[begin], words[end]
    roles.father[plain] = np.where(n > 2, words[begin + 1], MISSING)
    roles.elder[plain] = np.where(n > 3, words[end - 1], MISSING)
    roles.parts[plain] = np.where(n > 3, 5, n)
    roles.short[plain] = n == 2
    return roles, plain
