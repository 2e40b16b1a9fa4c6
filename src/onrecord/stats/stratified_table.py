"""Overlaps by stratum as they were counted, those strata included that have no table of their own.

A stratum whose people are all on one list has no table of overlaps, but it has people; a person
whose age nobody wrote down is in a stratum that is not known. Both must be kept to be dealt with.
"""

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.errors import MalformedTable
from onrecord.stats.histories import Histories, from_cells
from onrecord.stats.overlap_table import ON, read_table

Name = tuple[str, ...]
History = tuple[bool, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class StratifiedTable:
    """People by stratum and by the lists that they are on.

    Attributes
    ----------
    lists : names of the lists
    columns : what the strata are told apart by, such as age and sex
    cells : for each stratum, a value of each column, the people of each history; each stratum
        has somebody
    """

    lists: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[Name, Mapping[History, int]]

    @property
    def names(self) -> tuple[Name, ...]:
        """The strata in a fixed order."""
        return tuple(sorted(self.cells))

    @property
    def n_documented(self) -> int:
        """People on at least one list, in all strata."""
        return sum(self.documented(name) for name in self.cells)

    def documented(self, name: Name) -> int:
        """People of one stratum on at least one list."""
        return sum(self.cells[name].values())

    def table(self, name: Name) -> Histories | str:
        """The overlaps of one stratum, or why there are none to speak of."""
        histories = self.cells[name]
        try:
            return from_cells(self.lists, list(histories), list(histories.values()))
        except MalformedTable as problem:
            return str(problem)

    @property
    def digest(self) -> str:
        """SHA-256 of the strata and their histories in a fixed order."""
        order = sorted(range(len(self.lists)), key=lambda index: self.lists[index])
        lines = [repr((self.columns, [self.lists[index] for index in order]))]
        for name in self.names:
            people = self.cells[name]
            rows = sorted((tuple(h[index] for index in order), n) for h, n in people.items() if n)
            lines.append(repr((name, rows)))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def stratified_table(
    lists: Sequence[str],
    columns: Sequence[str],
    cells: Mapping[Name, Mapping[History, int]],
) -> StratifiedTable:
    """Checked as one table of everybody; strata without people are left out.

    Raises
    ------
    MalformedTable : as for a table of overlaps, or a stratum that does not name each column
    """
    everybody: Counter[History] = Counter()
    for name, people in cells.items():
        if len(name) != len(columns):
            raise MalformedTable(
                f"stratum {', '.join(name)} has {len(name)} values, there are {len(columns)} "
                "columns of strata"
            )
        for history, count in people.items():
            if count < 0 or count != int(count):
                raise MalformedTable(
                    f"stratum {', '.join(name)} has the count {count}; people are whole numbers, "
                    "0 or more"
                )
            everybody[history] += count
    from_cells(lists, list(everybody), list(everybody.values()))
    kept = {name: dict(people) for name, people in cells.items() if sum(people.values()) > 0}
    return StratifiedTable(lists=tuple(lists), columns=tuple(columns), cells=kept)


def read_strata(text: str) -> StratifiedTable:
    """Read a table with a ``count``, 0/1 columns and columns of strata, as ``read_table`` does.

    Raises
    ------
    MalformedTable : a sentence that names the row, what is wrong and what to do
    """
    read = read_table(text)
    if not read.stratum_columns:
        raise MalformedTable(
            "no column tells strata apart; a column of strata holds words such as `female`, "
            "beside the 0/1 columns of the lists"
        )
    text = text.lstrip("\ufeff")
    first = text.partition("\n")[0]
    rows = csv.DictReader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    rows.fieldnames = [name.strip() for name in rows.fieldnames or ()]
    columns = read.stratum_columns
    lists = [name for name in rows.fieldnames if name not in (*columns, "count")]
    cells: dict[Name, dict[History, int]] = {}
    for row in rows:
        name = tuple(row[column].strip() for column in columns)
        history = tuple(row[one].strip() in ON for one in lists)
        cells.setdefault(name, {})[history] = int(float(row["count"]))
    return stratified_table(lists, columns, cells)
