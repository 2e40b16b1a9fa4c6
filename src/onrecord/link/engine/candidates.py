"""Pairs of records worth comparing, found in bulk without comparing all with all.

Two records meet when they share a key of one of the rules; each rule forgives other damage. A key
that too many records share is made finer by place, day, age or a further name, each alone, then by
two of them; what is still too large cannot be told apart, is given up, and is told.
"""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.blocks import (
    Codes,
    Field,
    Keys,
    Positions,
    distinct,
    keyed,
    meetings,
)
from onrecord.link.engine.table import MISSING, Table

# Tables of up to so many records, and how many of them may all be compared with each other.
LARGEST_BLOCKS = ((50_000, 150), (300_000, 50))
LARGEST_OF_MORE = 30
_NO_AGE = 10_000


class Candidates(Struct, frozen=True, kw_only=True):
    """Positions of the records of each pair, the smaller first, in order.

    ``crowded`` holds the positions of each block that was given up, see `in_order`.
    """

    left: Positions
    right: Positions
    crowded: Sequence[Positions]

    def __len__(self) -> int:
        return len(self.left)


def candidates(
    table: Table, free_of_duplicates: NDArray[np.bool_], largest: int | None = None
) -> Candidates:
    """Every pair that shares a key, but none within a list that is free of duplicates.

    ``free_of_duplicates`` tells it of each list, by its number.
    """
    if largest is None:
        largest = largest_block(len(table))
    own_list = np.where(free_of_duplicates[table.rendition], table.rendition, MISSING)
    found: list[Codes] = []
    crowded: list[Positions] = []
    for positions, keys, finer in keyed_by_rule(table):
        codes, too_large = meetings(positions, keys, finer, own_list.astype(np.int32), largest)
        found.append(distinct(codes))
        crowded += too_large
    together = distinct(found)
    n = max(1, len(table))
    return Candidates(
        left=(together // n).astype(np.int32),
        right=(together % n).astype(np.int32),
        crowded=in_order(crowded),
    )


def in_order(blocks: Iterable[Positions]) -> list[Positions]:
    """Each block once, its positions sorted: the same, whichever engine gave them up."""
    distinct_blocks = {tuple(np.unique(block).tolist()) for block in blocks}
    return [np.array(block, np.int32) for block in sorted(distinct_blocks)]


def largest_block(n: int) -> int:
    """How many records may all be compared with each other in a table of ``n``."""
    return next((largest for most, largest in LARGEST_BLOCKS if n <= most), LARGEST_OF_MORE)


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
    # Keys that forgive much take an age as well; where none is said, that too must agree.
    spell = np.where((table.age < 0)[:, None], np.array([_NO_AGE, MISSING]), _ages(table))
    age, place, day = _ages(table), _of(table.places.keys, table.place), _days(table)
    yield (given, further), (place, day, age, father)
    yield (given, father), (place, day, age, begins)
    yield (father, family, spell), (place, day)
    yield (given, place), (day, age)
    yield (family, place), (day, age)
    yield (family, day), (age,)
    yield (given, begins, spell), (place, day)
    yield (given, day), (age, place)
    yield (family, _ages(table, years=1), table.sex[:, None]), (place, day)
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


def _ages(table: Table, years: int = 3) -> Field:
    """Two keys an age: spells that overlap, so that ages ``years`` apart still meet."""
    said = table.age >= 0
    keys = [np.where(said, table.age // years + more, MISSING) for more in (0, 1)]
    return np.stack(keys, axis=1)


def _days(table: Table) -> Field:
    """Two keys a date: spells of eight days that overlap; a date by month has none."""
    said = (table.first_day >= 0) & (table.last_day - table.first_day < 8)
    return np.stack([np.where(said, table.first_day // 4 + more, MISSING) for more in (0, 1)], 1)
