"""How long it takes until the next pair to judge stands on the page, in a large case.

Four lists of invented people (victim_lists.py, 2,000 records) are read and linked as a case, whose
rows are then multiplied (pages.py) until there are so many records. One pair is judged after
another as a browser does it: the answer is posted, and the page of the next pair comes back.
``median`` and ``p95`` are milliseconds of the whole answer in this process, ``cpu`` the median of
the processor's time. ``judged``: judgements in force by then. Nothing is linked in a request.

    python benchmarks/judging.py                   100,000 records, in a temporary folder
    python benchmarks/judging.py --records 10000 --judgements 1000 --keep FOLDER
"""

import argparse
import csv
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from django.test import Client

from onrecord.record.audit_sample import drawn_sample
from onrecord.record.case import Case, create_case, open_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.judging import how_far
from onrecord.record.linkage_quality import linkage_quality
from onrecord.record.models import DocumentRow, PairRow, RecordRow
from onrecord.record.run import run
from onrecord.web.door import Door
from onrecord.web.served import Served, begin
from pages import multiply
from victim_lists import LISTS, VictimLists, victim_lists

PORT = 8000
BASE = 2_000  # records that are really read and linked
HEADINGS = {
    "name": "Name", "given_name": "Given name", "father_name": "Father's name",
    "family_name": "Family name", "age": "Age", "sex": "Sex", "place": "Place",
    "earliest": "Date of death",
}  # fmt: skip
LINE = "{:34} {:>8} {:>8} {:>8} {:>8}"
ALLOWED = 200  # milliseconds until the next pair stands there
ANSWERS = ("same", "different", "different", "unsure")


def build_lists(root: Path, seed: int) -> int:
    """A case of four lists, read and linked; returns how many documents it has."""
    made = victim_lists(BASE, seed)
    folder = root.parent / f"{root.name}-lists"
    folder.mkdir()
    for name in LISTS:
        write_list(made, name, folder / f"list-{name}.csv")
    case = create_case(root, title="Invented lists", country=None, by="benchmark")
    with sole_writer(case):
        add(case, [folder], by="benchmark")
        run(case)
    return DocumentRow.objects.count()


def write_list(made: VictimLists, name: str, path: Path) -> None:
    """One of the lists as a CSV file with a heading for each column."""
    with path.open("w", encoding="utf-8", newline="") as opened:
        out = csv.writer(opened)
        out.writerow(HEADINGS.values())
        columns = [made.columns[column] for column in HEADINGS]
        for at, of in enumerate(made.columns["list"]):
            if of == name:
                out.writerow(["" if c[at] is None else c[at] for c in columns])


def visitor(case: Case) -> Client:
    """Somebody inside, who judges in the name of the benchmark."""
    door = Door(PORT)
    begin(Served(case=case, door=door, by="benchmark"))
    client = Client(HTTP_HOST=f"127.0.0.1:{PORT}")
    client.get(door.new_address().split(str(PORT), 1)[1])
    return client


def shown(page: str) -> str:
    """The pair that a page asks about."""
    found = re.search(r'name="pair" value="([^"]+)"', page)
    assert found is not None, "no pair is asked about"
    return found[1]


def timed(act: Callable[[], Any]) -> tuple[Any, float, float]:
    """What an act gave, and its milliseconds by the clock and by the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    made = act()
    return made, 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def told(what: str, times: list[tuple[float, float]], judged: int) -> float:
    """Print a line of the table; the 95th percentile."""
    walls = [wall for wall, _ in times]
    p95 = statistics.quantiles(walls, n=20)[-1] if len(walls) > 1 else walls[0]
    cpu = statistics.median(cpu for _, cpu in times)
    median = statistics.median(walls)
    print(LINE.format(what, f"{median:.1f}", f"{p95:.1f}", f"{cpu:.1f}", f"{judged:,}"), flush=True)
    return p95


def judge_all(case: Case, client: Client, n: int) -> list[float]:
    """Judge n pairs one after another in parts; the 95th percentile of each part."""
    page = client.get("/pairs/").content.decode()
    worst, times = [], []
    for at in range(n):
        fields = {"queue": "doubt", "pair": shown(page), "decision": ANSWERS[at % len(ANSWERS)]}
        answer, *spent = timed(
            lambda fields=fields: client.post(
                "/pairs/judge/", fields, headers={"HX-Request": "true"}
            )
        )
        page = answer.content.decode()
        times.append((spent[0], spent[1]))
        if (at + 1) % max(1, n // 3) == 0:
            judged = how_far(case, "benchmark").judged
            worst.append(told("judge, and the next pair", times, judged))
            times = []
    return worst


def main() -> int:
    """Build, judge, print a table; 1 where the next pair takes longer than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--judgements", type=int, default=300)
    parser.add_argument("--keep", type=Path, help="build here, and use what was built here before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = asked.keep or Path(temporary) / "case"
        if not (root / "case.toml").exists():
            n_documents = build_lists(root, seed=1000)
            connection.close()
            multiply(root, -(-asked.records // BASE) * n_documents, 0)
        return report(open_case(root), asked.judgements)


def report(case: Case, n: int) -> int:
    """Print the table of a case."""
    client = visitor(case)
    n_records, n_pairs = RecordRow.objects.count(), PairRow.objects.count()
    print(f"{n_records:,} records, {n_pairs:,} pairs compared")
    print(LINE.format("", "median", "p95", "cpu", "judged"))
    client.get("/pairs/")
    client.get("/pairs/quality/")
    judged = how_far(case, "benchmark").judged
    told("the page alone", [timed(lambda: client.get("/pairs/"))[1:] for _ in range(20)], judged)
    worst = judge_all(case, client, n)
    undone = [
        timed(
            lambda: client.post(
                "/pairs/judge/",
                {"queue": "doubt", "decision": "undo"},
                headers={"HX-Request": "true"},
            )
        )[1:]
        for _ in range(20)
    ]
    told("undo", undone, how_far(case, "benchmark").judged)
    for what, act in (
        ("draw a sample of 200", lambda: drawn_sample(n=200, seed=1)),
        ("the quality of the linkage", lambda: linkage_quality(case)),
    ):
        told(what, [timed(act)[1:]], how_far(case, "benchmark").judged)
    return int(max(worst) > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
