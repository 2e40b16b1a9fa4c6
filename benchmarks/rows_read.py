"""How many rows SQLite reads for a query: counted one by one, by SQLite itself.

Every SELECT that Django sends is given one more condition on the table that it reads first,
``likelihood(row_read("table".rowid), 1.0)``, before all others: a function of ours that counts and
says yes, and the word to the planner that it always does. SQLite calls it for each row that its
loop over the table visits, found by an index or by a scan, before any other condition that it
still has to test on the row. The tables that are joined to it are joined by their primary key, so
each of them is read at most once for each of these rows; that most is what is reported.
Where SQLite would read in another way than without the condition, or begin with another table
whose keys are not given, this stops rather than count something else.

``handed`` is what the query gave the page: the rows of its result, times the tables they are
joined from. ``read - handed`` is what was read and not given.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

_TABLE = r'"(?P<table>\w+)"(?: (?P<alias>[A-Z]\d+))?'
_JOINS = r'(?P<joins>(?: (?:INNER|LEFT OUTER) JOIN "\w+"(?: [A-Z]\d+)? ON \([^()]*\))*)'
_BY_KEY = re.compile(r"SEARCH (\w+) USING INDEX sqlite_autoindex_\w+ \(id=\?\)")
_FROM = re.compile(rf"\bFROM {_TABLE}{_JOINS}")


@dataclass
class Count:
    """What the queries of a page read and were handed."""

    queries: int = 0
    read: int = 0
    handed: int = 0
    worst: tuple[int, str] = (0, "")  # of one query: rows read and not handed, and its SQL
    _read_now: int = field(default=0, repr=False)


class PlanChanged(Exception):
    """The conditions that count made SQLite read in another way."""


def counting(sql: str) -> tuple[str, str, int]:
    """A SELECT that counts, the table it reads first, and how many tables its own FROM names."""
    found = _FROM.search(sql)
    if found is None:
        raise PlanChanged(f"cannot tell the tables of {sql}")
    first = found["alias"] or found["table"]
    condition = f' WHERE likelihood(row_read("{first}".rowid), 1.0) '
    tables = 1 + found["joins"].count(" JOIN ")
    following = sql[found.end() :]
    if not following.startswith(" WHERE "):
        return sql[: found.end()] + condition + following, found["table"], tables
    start = found.end() + len(" WHERE ")
    end = _end_of_where(sql, start)
    kept = f"AND ({_inner(sql[start:end])}) "  # it may hold an OR: it stays together
    return sql[: found.end()] + condition + kept + sql[end:], found["table"], tables


def _inner(condition: str) -> str:
    """A condition, with the queries that stand in it counting too."""
    return counting(condition)[0] if " FROM " in condition else condition


def _end_of_where(sql: str, start: int) -> int:
    """Where a WHERE ends: at ORDER BY or LIMIT on its own level, or where its bracket closes."""
    depth = 0
    for found in re.finditer(r"[()]|\b(?:ORDER BY|LIMIT|GROUP BY)\b", sql[start:]):
        if found[0] == "(":
            depth += 1
        elif found[0] == ")":
            depth -= 1
            if depth < 0:
                return start + found.start()
        elif depth == 0:
            return start + found.start()
    return len(sql)


@contextmanager
def rows_read() -> Iterator[Count]:
    """Count what Django's queries read inside the block."""
    count = Count()
    connection.ensure_connection()
    database: sqlite3.Connection = connection.connection

    def row_read(_rowid: int | None) -> int:
        count._read_now += 1
        return 1

    def counted(
        execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if many or not sql.lstrip().startswith("SELECT"):
            return execute(sql, params, many, context)
        with_conditions, first, tables = counting(sql)
        looked_up = _read_before(database, sql, with_conditions, params, first)
        raw = re.sub("%s", "?", with_conditions)
        count._read_now = 0
        n_rows = len(database.execute(raw, params or ()).fetchall())
        count.queries += 1
        count.read += looked_up + count._read_now * tables
        count.handed += n_rows * tables
        count.worst = max(count.worst, (looked_up + (count._read_now - n_rows) * tables, sql))
        return execute(sql, params, many, context)

    database.create_function("row_read", 1, row_read)
    with connection.execute_wrapper(counted):
        yield count


def _read_before(
    database: sqlite3.Connection, before: str, after: str, params: Any, first: str
) -> int:
    """Rows that are looked up by key before the counting loop; PlanChanged where it is no such.

    SQLite may begin with a joined table whose keys are given: one row a parameter at most.
    """
    asked = [f"EXPLAIN QUERY PLAN {sql.replace('%s', '?')}" for sql in (before, after)]
    plans = [[row[3] for row in database.execute(sql, params or ())] for sql in asked]
    # Whether an index alone suffices is not a matter of which rows are read.
    bare = [[step.replace("COVERING INDEX", "INDEX") for step in plan] for plan in plans]
    loops = [step for step in bare[0] if step.startswith(("SEARCH", "SCAN"))]
    places = [n for n, step in enumerate(loops) if re.match(rf"(SEARCH|SCAN) {first}\b", step)]
    if bare[0] != bare[1] or not places or not all(map(_BY_KEY.match, loops[: places[0]])):
        raise PlanChanged(f"{before}\n  without: {plans[0]}\n  counting: {plans[1]}")
    return places[0] * len(params or ())
