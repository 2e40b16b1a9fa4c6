"""Pairs of records worth comparing, found in bulk without comparing all with all.

Two records meet when they share a key of one of the rules; each rule forgives other damage. Of the
pairs that meet those go on of which a first look says that they may be one person (`sieve.py`). A
key that too many records share is made finer by place, day, age or a further name, each alone, then
by two of them; what is still too large cannot be told apart, is given up, and is told.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.blocks import (
    Codes,
    Field,
    Keys,
    Met,
    Positions,
    distinct,
    distinct_of_sorted,
    keyed,
    meetings,
)
from onrecord.link.engine.lanes import in_lanes
from onrecord.link.engine.sieve import Sieve, sieve_of
from onrecord.link.engine.table import Table
from onrecord.link.engine.units import MISSING

LARGEST_BLOCK = 300  # records that share a key and all meet each other


class Candidates(Struct, frozen=True, kw_only=True):
    """Positions of the records of each pair, the smaller first, in order.

    ``aside`` are pairs that are learned from alone: each counts as ``worth`` that met and did not
    pass. ``crowded`` holds the positions of each block that was given up, see `in_order`.
    """

    left: Positions
    right: Positions
    aside: tuple[Positions, Positions]
    worth: int
    crowded: Sequence[Positions]

    def __len__(self) -> int:
        return len(self.left)


def candidates(
    table: Table, free_of_duplicates: NDArray[np.bool_], largest: int = LARGEST_BLOCK
) -> Candidates:
    """Every pair that meets and passes, but none within a list that is free of duplicates.

    ``free_of_duplicates`` tells it of each list, by its number.
    """
    return met(table, sieve_of(table, own_list(table, free_of_duplicates)), largest)


def met(table: Table, sieve: Sieve, largest: int = LARGEST_BLOCK) -> Candidates:
    """The same with a sieve that is made, row by row of the table, perhaps of more records."""

    def of_rule(keyed: tuple[Positions, Keys, Sequence[Field]]) -> Met:
        passed, aside, crowded = meetings(*keyed, sieve, largest)
        return Met([distinct(passed)], aside, crowded)

    found = Met([], [], [])
    for more in in_lanes(of_rule, keyed_by_rule(table)):
        found.add(more)
    left, right = pairs_of(distinct_of_sorted(found.passed), len(table))
    aside = pairs_of(distinct(found.aside), len(table))
    return Candidates(
        left=left, right=right, aside=aside, worth=sieve.worth, crowded=in_order(found.crowded)
    )


def pairs_of(codes: Codes, n: int) -> tuple[Positions, Positions]:
    """The positions, among n, that codes stand for."""
    wide = max(1, n)
    return (codes // wide).astype(np.int32), (codes % wide).astype(np.int32)


def own_list(table: Table, free_of_duplicates: NDArray[np.bool_]) -> Positions:
    """By record, the number of its list where that holds nobody twice; else -1."""
    own = np.where(free_of_duplicates[table.rendition], table.rendition, MISSING)
    return own.astype(np.int32)


def in_order(blocks: Iterable[Positions]) -> list[Positions]:
    """Each block once, its positions sorted: the same, whichever engine gave them up."""
    distinct_blocks = {tuple(np.unique(block).tolist()) for block in blocks}
    return [np.array(block, np.int32) for block in sorted(distinct_blocks)]


def keyed_by_rule(table: Table) -> Iterator[tuple[Positions, Keys, Sequence[Field]]]:
    """By rule: positions and their keys, and the fields that make its large blocks finer.

    A record's keys hang on no other record, so a table may be keyed part by part (see `spark.py`).
    """
    for number, (fields, finer) in enumerate(_rules(table)):
        # The first rule takes own and family name in either order.
        yield (*keyed(number, fields, either_way=number == 0), finer)
    yield (*_family_first(table, number + 1), (_of(table.places.keys, table.place), _ages(table)))


def _family_first(table: Table, rule: int) -> tuple[Positions, Keys]:
    """Keys of three parts, and of a name in one cell also as if it began with the family's."""
    in_one_cell = ~table.columned & (table.father >= 0)
    last = np.where(table.elder >= 0, table.elder, table.family)
    usual = (table.given, table.father, table.family)
    turned = (np.where(in_one_cell, part, MISSING) for part in (table.father, last, table.given))
    keys = [
        keyed(rule, [_of(table.names.keys, part) for part in order]) for order in (usual, turned)
    ]
    positions, found = (np.concatenate(column) for column in zip(*keys, strict=True))
    return positions, found


def _rules(table: Table) -> Iterator[tuple[Sequence[Field], Sequence[Field]]]:
    """The fields whose values two records must share, and those that make large blocks finer."""
    given, father, elder, family = (
        _of(table.names.keys, unit)
        for unit in (table.given, table.father, table.elder, table.family)
    )
    # A second part without columns may be the father's name or the family's.
    father = np.where((table.short & (table.father < 0))[:, None], family, father)
    further = np.concatenate([family, elder], axis=1)
    begins = _of(table.names.heads, table.family)
    age, place, day = _ages(table), _of(table.places.keys, table.place), _days(table)
    # What makes a block finer is no field with which another rule brings the same pairs together.
    yield (given, further), (place, day, age, father)
    yield (further,), (father, place, day, age)
    yield (given, father), (place, day, age, begins)
    yield (given, place), (day, age)
    yield (given, day), (age, begins)
    yield (place, day), (age,)
    address = _column(table.address.keys)
    for column in (table.born, table.identity, table.address):
        yield (_column(column.keys),), (given, further, place, address)


def _column(keys: Positions) -> Field:
    return keys[:, None]


def _of(keys: NDArray[np.int32], unit: NDArray[np.int32]) -> Field:
    """The keys of the units, without columns that hold none."""
    if not len(keys):
        return np.full((len(unit), 1), MISSING, np.int32)
    used = max(1, int((keys >= 0).any(axis=0).sum()))
    return np.where(unit[:, None] >= 0, keys[unit, :used], MISSING)


def _ages(table: Table) -> Field:
    """Two keys an age: spells that overlap, so that ages three years apart still meet."""
    said = table.age >= 0
    keys = [np.where(said, table.age // 3 + more, MISSING) for more in (0, 1)]
    return np.stack(keys, axis=1)


def _days(table: Table) -> Field:
    """Two keys a date: spells of eight days that overlap; a date by month has none."""
    said = (table.first_day >= 0) & (table.last_day - table.first_day < 8)
    return np.stack([np.where(said, table.first_day // 4 + more, MISSING) for more in (0, 1)], 1)
