"""How long each page takes, and how many rows the database reads for it, on a large case.

The bundled case is multiplied to 10,000 documents and 200,000 claims: its derived rows are copied
under new identifiers, with the same links among them. Parties are not copied, so that those of the
large case answer thousands of times. Then every page is asked for as a browser asks, without the
network: ``median`` and ``p95`` are milliseconds of the whole answer in this process; ``read`` and
``handed`` are counted by SQLite row by row (rows_read.py says how), in a run of their own.

    python benchmarks/pages.py                     build in a temporary folder, 10,000 documents
    python benchmarks/pages.py --documents 2000 --claims 40000 --repeats 10 --keep FOLDER
"""

import argparse
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.test import Client

from onrecord.record.bundled import TITLE, apply_bundled_decisions, bundled_folder
from onrecord.record.case import Case, create_case, open_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run
from onrecord.web.door import Door
from onrecord.web.served import Served, begin
from rows_read import rows_read

PORT = 8000
LINE = "{:38} {:>8} {:>8} {:>8} {:>7} {:>7} {:>7}"
ALLOWED_EXCESS = 60  # rows that a page may read beyond those it is handed, at any size
_ID = re.compile(r"\b(?!party|decision|arrival)([a-z_]+)-([0-9a-f]{18})[0-9a-f]{6}\b")
COPIED = (  # in the order in which they refer to one another
    "document", "document_word", "rendition_text", "cell", "sheet", "claim", "event", "event_pair",
    "event_claim", "event_link", "party_mention", "person", "record", "pair", "finding",
    "contradiction", "response", "silence", "commitment", "figure", "set_aside",
)  # fmt: skip


def build_bundled(root: Path) -> Case:
    """The bundled case, as `onrecord demo` makes it."""
    case = create_case(root, title=TITLE, country=None, by="benchmark")
    with sole_writer(case):
        add(case, [bundled_folder() / "documents"], by="benchmark")
        run(case)
        apply_bundled_decisions(case)
        run(case)
    return case


def multiply(root: Path, n_documents: int, n_claims: int) -> None:
    """Copy the derived rows of a case until it holds so many documents and claims."""
    database = sqlite3.connect(root / "record.sqlite3", isolation_level=None)
    database.create_function("of_copy", 2, _of_copy, deterministic=True)
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA foreign_keys=OFF")
    have = _n(database, "document")
    copies = -(-n_documents // have) - 1
    columns = {table: _columns(database, table) for table in COPIED}
    for table in COPIED:
        database.execute(f"CREATE TEMP TABLE base_{table} AS SELECT * FROM {table}")
    database.execute("BEGIN")
    for copy in range(1, copies + 1):
        for table in COPIED:
            database.execute(_copying(table, columns[table], copy))
    copy = copies
    while _n(database, "claim") < n_claims:  # more claims in the same documents
        copy += 1
        claims = ", ".join(
            f"of_copy({c}, {copy})" if c in ('"id"', '"body"') else c for c in columns["claim"]
        )
        database.execute(f"INSERT INTO claim SELECT {claims} FROM base_claim")
    database.execute("COMMIT")
    _tally(database)
    database.execute("ANALYZE")
    database.close()


def _of_copy(value: object, copy: int) -> object:
    """A text with every identifier in it made that of a copy; anything else as it is."""
    if not isinstance(value, str):
        return value
    return _ID.sub(lambda found: f"{found[1]}-{found[2]}{copy:06x}", value)


def _columns(database: sqlite3.Connection, table: str) -> list[str]:
    """A table's columns, without a number that the database gives itself."""
    info = database.execute(f"PRAGMA table_info({table})").fetchall()
    kept = [name for _, name, kind, _, _, key in info if not (key and kind.lower() == "integer")]
    return [f'"{name}"' for name in kept]


def _copying(table: str, columns: list[str], copy: int) -> str:
    values = ", ".join(
        f"position + {copy * 1000}" if column == '"position"' else f"of_copy({column}, {copy})"
        for column in columns
    )
    return f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM base_{table}"


def _n(database: sqlite3.Connection, table: str) -> int:
    count: int = database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def _tally(database: sqlite3.Connection) -> None:
    counts = {"documents": "document", "claims": "claim", "events": "event", "persons": "person"}
    for name, table in counts.items():
        database.execute("UPDATE tally SET value = ? WHERE name = ?", (_n(database, table), name))
    for name, where in (
        ("claims.suggested", "state = 'suggested'"),
        ("claims.accepted", "state = 'accepted'"),
    ):
        value = database.execute(f"SELECT count(*) FROM claim WHERE {where}").fetchone()[0]
        database.execute("UPDATE tally SET value = ? WHERE name = ?", (value, name))
    value = database.execute("SELECT count(*) FROM pair WHERE waits").fetchone()[0]
    database.execute("UPDATE tally SET value = ? WHERE name = 'pairs.waiting'", (value,))


def pages(database: sqlite3.Connection) -> dict[str, list[str]]:
    """Each page by name, with the addresses of it that are asked for in turn."""

    def some(what: str, address: str, n: int = 12) -> list[str]:
        rows = [row[0] for row in database.execute(what)]
        return [address.format(row) for row in rows[:: max(1, len(rows) // n)][:n]]

    return {
        "home": ["/"],
        "documents": ["/documents/"],
        "documents, a word": ["/documents/?q=valley"],
        "documents, a kind": ["/documents/?kind=article"],
        "document": some("SELECT id FROM document WHERE shape='prose'", "/documents/{}/"),
        "document, a table": some("SELECT id FROM document WHERE shape='table'", "/documents/{}/"),
        "columns of a table": some(
            "SELECT id FROM document WHERE shape='table'", "/documents/{}/columns/"
        ),
        "claims": ["/claims/"],
        "claims, suggested": ["/claims/?state=suggested"],
        "claims, accepted tolls": ["/claims/?state=accepted&kind=toll"],
        "events": ["/events/"],
        "events, by date": ["/events/?sort=date"],
        "events, contradictions": ["/events/?sort=contradictions"],
        "event": some("SELECT id FROM event ORDER BY n_claims DESC LIMIT 600", "/events/{}/"),
        "responses": ["/responses/"],
        "responses, as of a day": ["/responses/?as_of=2021-09-20"],
        "persons": ["/persons/"],
        "person": some("SELECT id FROM person LIMIT 500", "/persons/{}/"),
        "pairs that wait": ["/pairs/"],
        "pairs of events": ["/events/pairs/"],
        "weights": ["/pairs/weights/"],
        "figures": ["/figures/"],
        "figure": some("SELECT id FROM figure LIMIT 500", "/figures/{}/"),
        "methods of a figure": some(
            "SELECT id FROM figure WHERE kind='estimated' LIMIT 500", "/figures/{}/methods/"
        ),
        "ledger": ["/ledger/"],
        "set aside": ["/set-aside/"],
        "api: claims": ["/api/claims"],
        "api: figures": ["/api/figures"],
    }


def second_pages(client: Client, found: dict[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """Every page, and where a list goes on, a page far down in it."""
    for name, addresses in found.items():
        yield name, addresses
        address = addresses[0]
        path = address.split("?")[0]
        for _ in range(5):
            more = re.search(r'href="\?([^"]+)" rel="next"', client.get(address).content.decode())
            if more is None:
                break
            address = f"{path}?{more[1].replace('&amp;', '&')}"
        else:
            yield f"{name}, its sixth page", [address]


def measure(
    client: Client, addresses: list[str], repeats: int
) -> tuple[list[float], tuple[int, int, int, str]]:
    """Milliseconds of every answer, and (queries, read, handed, worst) of the costliest."""
    costs = []
    for address in addresses:
        with rows_read() as count:
            answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        costs.append((count.queries, count.read, count.handed, count.worst[1]))
    costliest = max(costs, key=lambda cost: (cost[1] - cost[2], cost[1]))
    times = []
    for turn in range(max(repeats, len(addresses))):
        address = addresses[turn % len(addresses)]
        started = time.perf_counter()
        client.get(address)
        times.append((time.perf_counter() - started) * 1000)
    return times, costliest


def main() -> int:
    """Build, measure, print a table; 1 where a page reads more than it is handed and a constant."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=40)
    parser.add_argument("--case", type=Path, help="a case to multiply, in place of the bundled one")
    parser.add_argument("--keep", type=Path, help="build here, and use what was built here before")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        root = asked.keep or Path(temporary) / "case"
        if not (root / "case.toml").exists():
            started = time.perf_counter()
            if asked.case:
                shutil.copytree(asked.case, root)
            else:
                build_bundled(root)
                connection.close()
            multiply(root, asked.documents, asked.claims)
            print(f"built in {time.perf_counter() - started:.0f} s", file=sys.stderr)
        return report(open_case(root), asked.repeats)


def report(case: Case, repeats: int) -> int:
    """Print the table of a case."""
    door = Door(PORT)
    begin(Served(case=case, door=door, by="benchmark"))
    client = Client(HTTP_HOST=f"127.0.0.1:{PORT}")
    client.get(door.new_address().split(str(PORT), 1)[1])
    client.get("/")  # reads the names that are withheld: once a process, and after an arrival
    with sqlite3.connect(case.root / "record.sqlite3") as database:
        size = {table: _n(database, table) for table in ("document", "claim", "event", "response")}
        found = {name: addresses for name, addresses in pages(database).items() if addresses}
    print(", ".join(f"{n:,} {table}s" for table, n in size.items()))
    print(LINE.format("page", "median", "p95", "queries", "read", "handed", "beyond"))
    too_many = []
    for name, addresses in second_pages(client, found):
        times, (queries, read, handed, worst) = measure(client, addresses, repeats)
        p95 = statistics.quantiles(times, n=20)[-1]
        counts = (f"{n:,}" for n in (queries, read, handed, read - handed))
        times_shown = (f"{ms:.1f}" for ms in (statistics.median(times), p95))
        print(LINE.format(name, *times_shown, *counts), flush=True)
        if read - handed > ALLOWED_EXCESS:
            too_many.append(f"{name}: most by {worst}")
    for line in too_many:
        print(line, file=sys.stderr)
    return int(bool(too_many))


if __name__ == "__main__":
    sys.exit(main())
