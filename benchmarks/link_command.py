"""Claim: `onrecord link` goes from lists in files to persons in files at a few times what plain
Splink takes for the pairs alone, and comes to the end with a million rows.

Four lists of invented people (`victim_lists.py`, families, two scripts, Arabic digits in one) are
written as CSV, and the command is run on them as anybody runs it: reading, columns taken, linking,
draws of who is who, lists B and D looked through for duplicates; persons, records and a report are
written. Splink, with plain settings (`link_persons.py`), reads the same rows from one CSV and
writes its clusters; it draws nothing, explains nothing and reads one script. Printed: CPU seconds
(user and system) and wall seconds of each whole process, its peak memory, and how many times
Splink's CPU seconds ours takes. Seeds below 100 were used while the command was made faster; the
default is 1000.

    python benchmarks/link_command.py [--records 10000,100000] [--most 1000000] [--seed 1000]
                                      [--no-peer]
"""

import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct

from link_persons import FIELDS, Material, pandas, peer
from victim_lists import FREE_OF_DUPLICATES, LISTS, VictimLists, victim_lists

MIB, GIB = 1 << 20, 1 << 30
ALL = "all.csv"
ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
HEADERS = {
    "A": ("No", "First name", "Father's name", "Family name", "Age", "Sex", "Place",
          "Date of death"),
    "B": ("الرقم", "الاسم", "العمر", "الجنس", "المكان", "تاريخ الوفاة"),
    "C": ("No", "Nom", "Age", "Sexe", "Lieu", "Date du décès"),
    "D": ("الرقم", "الاسم الأول", "اسم الأب", "العائلة", "العمر", "الجنس", "المكان",
          "تاريخ الوفاة"),
}  # fmt: skip
SEXES = {
    "A": {"female": "F", "male": "M"}, "B": {"female": "أنثى", "male": "ذكر"},
    "C": {"female": "femme", "male": "homme"}, "D": {"female": "أنثى", "male": "ذكر"},
}  # fmt: skip


class Spent(Struct, frozen=True):
    """What a process took."""

    cpu: float  # seconds
    wall: float  # seconds
    peak: int  # bytes


def written(made: VictimLists, folder: Path) -> list[Path]:
    """The lists as files, and all rows in one file with the person of each, for the peer."""
    paths = [folder / f"{name}.csv" for name in LISTS]
    files = [path.open("w", encoding="utf-8", newline="") for path in paths]
    writers = {name: csv.writer(file) for name, file in zip(LISTS, files, strict=True)}
    for name, writer in writers.items():
        writer.writerow(HEADERS[name])
    with (folder / ALL).open("w", encoding="utf-8", newline="") as file:
        together = csv.writer(file)
        fields = [field for field in FIELDS if field in made.columns]
        together.writerow([*fields, "person"])
        columns = zip(*(made.columns[field] for field in fields), made.person, strict=True)
        for number, (*row, person) in enumerate(columns, start=1):
            said = dict(zip(fields, row, strict=True))
            writers[str(said["list"])].writerow(_row(number, said))
            together.writerow([*row, person])
    for opened in files:
        opened.close()
    return paths


def _row(number: int, said: dict[str, str | int | None]) -> list[object]:
    name = str(said["list"])
    names = ("given_name", "father_name", "family_name") if name in "AD" else ("name",)
    age = "" if said["age"] is None else str(said["age"])
    day = str(said["earliest"] or "")
    return [
        number,
        *(said[field] for field in names),
        age.translate(ARABIC_DIGITS) if name == "D" else age,
        SEXES[name].get(str(said["sex"]), ""),
        said["place"],
        day if said["earliest"] == said["latest"] else day[:7],
    ]


def spent(command: Sequence[str | Path], log: Path) -> Spent:
    """Run a command to its end; it must end well (3: a part of a file was set aside)."""
    began = time.monotonic()
    with log.open("wb") as told:
        child = subprocess.Popen(command, stdout=told, stderr=told)
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 3):
        raise SystemExit(f"{command[:4]}: {log.read_text(encoding='utf-8')[-2000:]}")
    return Spent(used.ru_utime + used.ru_stime, time.monotonic() - began, used.ru_maxrss * 1024)


def ours(paths: Sequence[Path], folder: Path) -> Spent:
    """The command, as anybody runs it."""
    free = [word for name in FREE_OF_DUPLICATES for word in ("--free-of-duplicates", name)]
    out = ["--persons", folder / "persons.csv", "--records", folder / "records.csv", "--report",
           folder / "report.html"]  # fmt: skip
    command = [sys.executable, "-m", "onrecord.cli", "link", *paths, *free, *out]
    return spent(command, folder / "ours.log")


def splink(folder: Path) -> Spent:
    """Plain Splink, in a process of its own, from the file of all rows to a file of clusters."""
    return spent([sys.executable, __file__, "--peer-in", folder], folder / "splink.log")


def run_peer(folder: Path) -> None:
    """What the peer's process does."""
    with (folder / ALL).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells: dict[str, list[str | int | None]] = {
        field: [row[field] or None for row in rows] for field in FIELDS if field in rows[0]
    }
    cells["age"] = [None if age is None else int(age) for age in cells["age"]]
    person = np.array([int(row["person"]) for row in rows])
    found = peer(Material(cells, person, FREE_OF_DUPLICATES), with_skeletons=False)
    with (folder / "clusters.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(enumerate(found.cluster.tolist()))


def told(n: int, seed: int, *, with_peer: bool) -> str:
    """The line of one size."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = written(victim_lists(n, seed), folder)
        size = sum(path.stat().st_size for path in paths)
        mine = ours(paths, folder)
        line = (
            f"{n:>9,} {size / MIB:>7.1f} {mine.cpu:>8.1f} {1e6 * mine.cpu / n:>8.0f} "
            f"{mine.wall:>8.1f} {mine.peak / GIB:>6.2f}"
        )
        if not with_peer:
            return line
        other = splink(folder)
        return (
            f"{line} {other.cpu:>9.1f} {other.wall:>8.1f} {other.peak / GIB:>6.2f} "
            f"{mine.cpu / other.cpu:>6.1f}"
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--records", default="10000,100000")
    parser.add_argument("--most", type=int, help="one size more, such as 1000000")
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--no-peer", action="store_true")
    parser.add_argument("--peer-in", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peer_in is not None:
        run_peer(asked.peer_in)
        return
    with_peer = not asked.no_peer and pandas is not None
    print(__doc__)
    beside = f" {'CPU s':>9} {'wall s':>8} {'GiB':>6} {'times':>6}" if with_peer else ""
    print(f"{'':>17} onrecord link, the whole process{'   Splink, plain' if with_peer else ''}")
    print(f"{'rows':>9} {'MiB':>7} {'CPU s':>8} {'µs a row':>8} {'wall s':>8} {'GiB':>6}{beside}")
    sizes = [int(n) for n in asked.records.split(",")]
    for n in [*sizes, *([asked.most] if asked.most else [])]:
        print(told(n, asked.seed, with_peer=with_peer), flush=True)


if __name__ == "__main__":
    main()
