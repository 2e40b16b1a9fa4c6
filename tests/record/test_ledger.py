"""The ledger's chain, its copy, and what the database refuses."""

import json

import pytest
from django.db import DatabaseError, connection

from onrecord.errors import LedgerBroken
from onrecord.record.case import Case
from onrecord.record.ledger import (
    GENESIS,
    append_entry,
    catch_up_mirror,
    chain_problems,
    entry_hash,
    mirror_problems,
)
from onrecord.record.models import LedgerEntry


def _without_triggers() -> None:
    """What an attacker with the file does first."""
    with connection.cursor() as cursor:
        for name in ("update", "delete", "replace"):
            cursor.execute(f"DROP TRIGGER ledger_no_{name}")


def test_every_entry_covers_the_one_before_it(case: Case) -> None:
    append_entry(kind="note", by="a", body={"n": 1})
    first, second = LedgerEntry.objects.order_by("seq")
    assert first.previous == GENESIS
    assert second.previous == first.hash == entry_hash(first)
    assert list(chain_problems()) == []


@pytest.mark.parametrize("table", ["ledger", "capture", "arrival", "decision"])
def test_the_database_refuses_update_and_delete(case: Case, table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                       [table])  # fmt: skip
        assert {row[0] for row in cursor.fetchall()} == {
            f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace",
        }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET body = '{}' WHERE seq = 1",
        "DELETE FROM ledger WHERE seq = 1",
        "REPLACE INTO ledger SELECT * FROM ledger WHERE seq = 1",
        "INSERT OR REPLACE INTO ledger SELECT 9, at, kind, by, '{}', previous, hash FROM ledger",
    ],
)
def test_an_entry_is_never_changed_whatever_the_statement(case: Case, statement: str) -> None:
    before = list(LedgerEntry.objects.values())
    with pytest.raises(DatabaseError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(LedgerEntry.objects.values()) == before


@pytest.mark.parametrize("column", ["at", "kind", "by", "body", "previous", "hash"])
def test_a_changed_column_is_found_and_the_entry_named(case: Case, column: str) -> None:
    append_entry(kind="note", by="a", body={"n": 1})
    append_entry(kind="note", by="a", body={"n": 2})
    _without_triggers()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE ledger SET {column} = %s WHERE seq = 2", ["0" * 64])
    assert any("entry 2" in problem or "entry 3" in problem for problem in chain_problems())


def test_a_missing_entry_is_named(case: Case) -> None:
    append_entry(kind="note", by="a", body={"n": 1})
    append_entry(kind="note", by="a", body={"n": 2})
    _without_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger WHERE seq = 2")
    assert any("entry 2 is missing" in problem for problem in chain_problems())


def test_the_copy_shows_that_the_database_lost_its_last_entry(case: Case) -> None:
    append_entry(kind="note", by="a", body={"n": 1})
    catch_up_mirror(case.mirror)
    _without_triggers()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger WHERE seq = 2")
    assert list(chain_problems()) == []  # a shorter chain is a good chain
    assert any("line 2" in problem for problem in mirror_problems(case.mirror))
    with pytest.raises(LedgerBroken, match="entry 2"):
        catch_up_mirror(case.mirror)


def test_a_line_torn_by_a_kill_is_written_again(case: Case) -> None:
    append_entry(kind="note", by="a", body={"n": 1})
    whole = case.mirror.read_bytes()
    case.mirror.write_bytes(whole + b'{"seq": 2, "at"')
    catch_up_mirror(case.mirror)
    lines = case.mirror.read_text().splitlines()
    assert [json.loads(line)["seq"] for line in lines] == [1, 2]
    assert list(mirror_problems(case.mirror)) == []
