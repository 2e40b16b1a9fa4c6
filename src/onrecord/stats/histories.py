"""Who is on which lists, counted: the table that every method here starts from."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.errors import MalformedTable

# float64 holds every integer up to 2**53; a larger cell would be changed without a word.
LARGEST_CELL = 2**53

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Histories:
    """People by the lists that they are on, in one canonical order.

    Lists are sorted by name and cells by history, so that the order in which a table was
    written is no input of any estimate.

    Attributes
    ----------
    lists : tuple of str, length n_lists
    histories : (n_cells, n_lists) bool array, one row per observed inclusion pattern, no
        all-False row, no row twice
    counts : (n_cells,) int array, people per pattern, all positive
    empty_lists : lists that hold nobody, left out of ``lists``; they change no estimate
    """

    lists: tuple[str, ...]
    histories: Bools
    counts: Ints
    empty_lists: tuple[str, ...] = ()

    @property
    def n_lists(self) -> int:
        """How many lists there are."""
        return len(self.lists)

    @property
    def n_documented(self) -> int:
        """How many people are on at least one list."""
        return int(self.counts.sum())

    @property
    def list_sizes(self) -> tuple[int, ...]:
        """How many people each list holds, in the order of ``lists``."""
        return tuple(int(size) for size in self.counts @ self.histories)

    @property
    def n_on_several(self) -> int:
        """How many people are on two lists or more."""
        return int(self.counts[self.histories.sum(axis=1) >= 2].sum())

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical table, written as CSV."""
        return hashlib.sha256(self.as_csv().encode()).hexdigest()

    def as_csv(self) -> str:
        """The table as CSV: one 0/1 column a list and ``count``."""
        lines = [",".join([*self.lists, "count"])]
        for history, count in zip(self.histories, self.counts, strict=True):
            lines.append(",".join([*(str(int(on)) for on in history), str(int(count))]))
        return "\n".join(lines) + "\n"


def tabulate(lists: Sequence[str], people: Iterable[Iterable[str]]) -> Histories:
    """Count people, each given by the names of the lists that hold them.

    Parameters
    ----------
    lists : names of the lists, all different, two or more
    people : for each person the lists that they are on, at least one

    Raises
    ------
    MalformedTable : a person on no list, or on a list that ``lists`` does not name
    """
    _check_lists(lists)
    cells: Counter[tuple[bool, ...]] = Counter()
    for number, person in enumerate(people, start=1):
        on = set(person)
        unknown = on.difference(lists)
        if unknown:
            raise MalformedTable(f"person {number} is on {sorted(unknown)[0]!r}, which is no list")
        cells[tuple(name in on for name in lists)] += 1
    return from_cells(lists, list(cells), list(cells.values()))


def from_cells(
    lists: Sequence[str], histories: Sequence[Sequence[bool]], counts: Sequence[int]
) -> Histories:
    """A checked table in canonical order; cells with a count of nought are left out.

    Lists that hold nobody are left out as well and named in ``empty_lists``.

    Raises
    ------
    MalformedTable : fewer than two lists (or two that hold somebody), a list named twice, a
        negative, fractional or too large count, the same history twice, a count for the history
        that is on no list, or nobody at all
    """
    _check_lists(lists)
    everyone = range(len(lists))
    cells: dict[tuple[bool, ...], int] = {}
    for history, count in zip(histories, counts, strict=True):
        key = tuple(bool(on) for on in history)
        _check_cell(key, count, cells)
        cells[key] = count
    people = {key: count for key, count in cells.items() if count > 0}
    if not people:
        raise MalformedTable("the table counts nobody; give at least one row with a count above 0")
    order = sorted(
        (index for index in everyone if any(key[index] for key in people)),
        key=lambda index: lists[index],
    )
    return _in_order(lists, order, people)


def _in_order(
    lists: Sequence[str], order: Sequence[int], people: Mapping[tuple[bool, ...], int]
) -> Histories:
    if len(order) < 2:
        raise MalformedTable(
            f"only one list ({lists[order[0]]!r}) holds anybody; an estimate of those whom no list "
            "holds needs the overlap of two lists or more"
        )
    rows = sorted((tuple(key[index] for index in order), count) for key, count in people.items())
    return Histories(
        lists=tuple(lists[index] for index in order),
        histories=np.array([key for key, _ in rows], dtype=np.bool_),
        counts=np.array([count for _, count in rows], dtype=np.int64),
        empty_lists=tuple(sorted(set(lists) - {lists[index] for index in order})),
    )


def _check_lists(lists: Sequence[str]) -> None:
    if len(lists) < 2:
        raise MalformedTable(
            f"the table has {len(lists)} list; an estimate of those whom no list holds needs the "
            "overlap of two lists or more"
        )
    twice = [name for name, times in Counter(lists).items() if times > 1]
    if twice:
        raise MalformedTable(f"two lists are called {twice[0]!r}; give each list its own name")


def _check_cell(history: tuple[bool, ...], count: int, seen: dict[tuple[bool, ...], int]) -> None:
    written = ",".join(str(int(on)) for on in history)
    if count != int(count):
        raise MalformedTable(f"history {written} has the count {count}; people are whole numbers")
    if count < 0:
        raise MalformedTable(f"history {written} has the count {count}; a count is 0 or more")
    if count > LARGEST_CELL:
        raise MalformedTable(
            f"history {written} has the count {count}, more than 2**53; check the table"
        )
    if history in seen:
        raise MalformedTable(
            f"history {written} stands in two rows; add their counts into one row, or remove the "
            "repeated row"
        )
    if not any(history) and count > 0:
        raise MalformedTable(
            f"history {written} has the count {count}: people on no list cannot have been counted; "
            "remove the row, their number is what is estimated"
        )
