"""Everybody on a list, one by one, with what is known of them, in one canonical order."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from onrecord.errors import MalformedTable
from onrecord.stats.covariate_basis import Covariate
from onrecord.stats.histories import Bools, Histories, from_cells

MISSING_KIND = "(missing)"


@dataclass(frozen=True, eq=False)
class People:
    """People on at least one list; the order in which they were written is no input.

    Attributes
    ----------
    lists : names of the lists that hold somebody, sorted
    histories : (n_people, n_lists) bool array, no all-False row
    covariates : for each name a (n_people,) array: of float, NaN where a number is missing; or of
        str, "(missing)" where a category is
    """

    lists: tuple[str, ...]
    histories: Bools
    covariates: Mapping[str, Covariate]

    @property
    def n_documented(self) -> int:
        """How many people are on at least one list."""
        return len(self.histories)

    @property
    def digest(self) -> str:
        """SHA-256 of the people, one a line, with exact numbers."""
        columns = (*self.histories.astype(np.int64).T, *self.covariates.values())
        rows = zip(*(column.tolist() for column in columns), strict=True)
        head = "\t".join([*self.lists, *self.covariates])
        lines = [head, *("\t".join(map(repr, row)) for row in rows)]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def overlaps(self) -> Histories:
        """The same people counted by the lists that hold them, without their covariates."""
        cells, counts = np.unique(self.histories, axis=0, return_counts=True)
        return from_cells(self.lists, cells.tolist(), counts.tolist())

    def n_on_both(self, pair: tuple[int, int]) -> int:
        """How many people are on both lists of a pair of columns."""
        return int((self.histories[:, pair[0]] & self.histories[:, pair[1]]).sum())


def people_of(
    histories: ArrayLike,
    covariates: Mapping[str, ArrayLike] | ArrayLike,
    names: Sequence[str] | None = None,
) -> People:
    """Checked people in canonical order.

    Parameters
    ----------
    histories : (n_people, n_lists) of 0 and 1, no row of noughts
    covariates : (n_people, n_covariates) float array, or for each name a (n_people,) array of
        numbers (NaN where missing) or of text ("" or None where missing)
    names : of the lists; "list 1", "list 2", … by default

    Raises
    ------
    MalformedTable : a sentence that says what is wrong and what to do
    """
    on = np.asarray(histories)
    if on.ndim != 2 or on.shape[0] == 0 or not np.isin(on, (0, 1)).all():
        raise MalformedTable(
            "histories is no table of 0 and 1 with one row a person and one column a list"
        )
    on = on.astype(np.bool_)
    empty = np.flatnonzero(~on.any(axis=1))
    if empty.size:
        raise MalformedTable(
            f"person {empty[0] + 1} is on no list; people on no list cannot have been counted: "
            "remove the row, their number is what is estimated"
        )
    given = list_names(names, on.shape[1])
    columns = _columns(covariates, len(on))
    held = sorted(
        (index for index in range(len(given)) if on[:, index].any()), key=given.__getitem__
    )
    order = _order(on[:, held], columns)
    return People(
        lists=tuple(given[index] for index in held),
        histories=on[order][:, held],
        covariates={name: columns[name][order] for name in sorted(columns)},
    )


def list_names(names: Sequence[str] | None, n_lists: int) -> list[str]:
    """The names as given, checked, or "list 1", "list 2", …"""
    if names is None:
        width = len(str(n_lists))
        return [f"list {index + 1:0{width}}" for index in range(n_lists)]
    if len(names) != n_lists or len(set(names)) != n_lists:
        raise MalformedTable(
            f"names holds {len(set(names))} different names for {n_lists} lists; give each list one"
        )
    return list(names)


def _order(on: Bools, columns: Mapping[str, Covariate]) -> list[int]:
    # Numbers as text sort oddly, but by what they say alone: that is all that is needed.
    written = [columns[name].astype(np.str_) for name in sorted(columns, reverse=True)]
    order: list[int] = np.lexsort([*written, *on.T[::-1]]).tolist()
    return order


def _columns(
    covariates: Mapping[str, ArrayLike] | ArrayLike, n_people: int
) -> dict[str, Covariate]:
    if isinstance(covariates, Mapping):
        return {name: _column(name, values, n_people) for name, values in covariates.items()}
    table = np.asarray(covariates)
    if table.ndim != 2:
        raise MalformedTable(
            f"covariates has {table.ndim} dimensions; give one row a person and one column a "
            "covariate, or a column for each name"
        )
    width = len(str(table.shape[1]))
    names = [f"covariate {index + 1:0{width}}" for index in range(table.shape[1])]
    return {
        name: _column(name, values, n_people) for name, values in zip(names, table.T, strict=True)
    }


def _column(name: str, values: ArrayLike, n_people: int) -> Covariate:
    column = np.asarray(values)
    if column.shape != (n_people,):
        raise MalformedTable(
            f"{name} has the shape {column.shape}, histories has {n_people} rows; give one value a "
            "person, in the same order"
        )
    if column.dtype.kind not in "fiu":
        written = np.array(["" if value is None else str(value) for value in column.tolist()])
        return np.where(written == "", MISSING_KIND, written)
    numbers = column.astype(np.float64)
    if np.isinf(numbers).any():
        raise MalformedTable(f"{name} holds an infinite number; give NaN where it is not known")
    return numbers
