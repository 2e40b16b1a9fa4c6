"""Tables of lists of forced recruitment in Colombia, by stratum: more lists of known length.

The recommended rule was chosen on half of them (by the hash of the table's name, see
``HiddenList.held_out``), and checked on the other half. The records are those of the Joint Project
of JEP, CEV and HRDAG, replicate R1, which the R package verdata carries as a CSV.

    python benchmarks/stats_colombia.py verdata-reclutamiento-R1.csv FOLDER
    python benchmarks/stats_within_lists.py --tables FOLDER --methods recommended
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

PERIODS = ((1985, 1993), (1994, 1998), (1999, 2001), (2002, 2003), (2004, 2006), (2007, 2016))
FEWEST_PEOPLE, SHORTEST_LIST, MOST_LISTS, FEWEST_LISTS = 700, 25, 6, 4
Row = Mapping[str, str]


def strata(row: Row) -> Iterator[str]:
    """The strata that a person is in: one of period, one of department, one of who and sex."""
    year = int(row["yy_hecho"]) if row["yy_hecho"].isdigit() else 0
    yield from (f"recl_{first}_{last}" for first, last in PERIODS if first <= year <= last)
    yield f"recl_dept_{row['dept_code_hecho']}"
    yield f"recl_{row['p_str'].replace('-', '_')}_{row['sexo']}"


def overlaps(rows: list[Row]) -> tuple[list[str], Counter[tuple[int, ...]]]:
    """The longest lists of a stratum, and who is on which of them."""
    columns = [name for name in rows[0] if name.startswith("in_")]
    sizes = {name: sum(row[name] == "1" for row in rows) for name in columns}
    long = [name for name in columns if sizes[name] >= SHORTEST_LIST]
    lists = sorted(long, key=lambda name: -sizes[name])[:MOST_LISTS]
    cells = Counter(tuple(int(row[name]) for name in lists) for row in rows)
    del cells[(0,) * len(lists)]
    return lists, cells


def main() -> None:
    """Write one table a stratum that is large enough."""
    source, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    by_stratum: dict[str, list[Row]] = defaultdict(list)
    with source.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            for stratum in strata(row):
                by_stratum[stratum].append(row)
    for stratum, rows in sorted(by_stratum.items()):
        lists, cells = overlaps(rows)
        if len(rows) < FEWEST_PEOPLE or len(lists) < FEWEST_LISTS:
            continue
        written = [",".join([*lists, "count"])]
        written += [",".join(map(str, (*cell, count))) for cell, count in sorted(cells.items())]
        (folder / f"{stratum}.csv").write_text("\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
