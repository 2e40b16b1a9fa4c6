"""Damage of one bit anywhere is found and named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from onrecord.model.progress import silent
from onrecord.record.case import Case
from onrecord.record.decisions import decide
from onrecord.record.intake import add
from onrecord.record.models import ClaimRow
from onrecord.record.refresh import refresh
from onrecord.record.run import run
from onrecord.record.verify import verify_case

WORDS = "At least 12 people were killed in Orlan on 7 May 2021, residents told the Northern Post.\n"


@pytest.fixture
def filled(case: Case, tmp_path: Path) -> Case:
    source = tmp_path / "article.txt"
    source.write_text(WORDS)
    add(case, [source], by="tester")
    run(case)
    claim = ClaimRow.objects.order_by("id").first()
    assert claim is not None
    refresh(case, decide(case, "accept", claim.id, by="tester", because="read twice"))
    return case


def _failed(case: Case) -> dict[str, tuple[str, ...]]:
    checks = verify_case(case, progress=silent).checks
    return {check.name: check.problems for check in checks if check.state == "failed"}


def _sql(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%%\\_no\\_%%' "
            "ESCAPE '\\'"
        )
        for (trigger,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            cursor.execute(statement)


def _flip_a_bit(case: Case) -> None:
    (path,) = (case.blobs.root / "sha256").glob("??/*")
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[10] ^= 1
    path.write_bytes(content)


def _remove_the_blob(case: Case) -> None:
    (path,) = (case.blobs.root / "sha256").glob("??/*")
    path.unlink()


DAMAGES: dict[str, tuple[Callable[[Case], None], str]] = {
    "a bit of the sealed bytes": (_flip_a_bit, "sealed bytes"),
    "the sealed bytes are gone": (_remove_the_blob, "sealed bytes"),
    "an arrival's name": (lambda c: _sql("UPDATE arrival SET name = 'x'"), "received and decided"),
    "an arrival is gone": (lambda c: _sql("DELETE FROM arrival"), "received and decided"),
    "a decision's reason": (
        lambda c: _sql("UPDATE decision SET because = 'x'"),
        "received and decided",
    ),
    "a decision is gone": (lambda c: _sql("DELETE FROM decision"), "received and decided"),
    "the words of a claim": (
        lambda c: _sql("UPDATE claim SET body = replace(body, '12 people', '13 people')"),
        "passages",
    ),
    "a character of the text": (
        lambda c: _sql("UPDATE rendition_text SET text = replace(text, '12', '13')"),
        "passages",
    ),
    "a figure": (lambda c: _sql("UPDATE figure SET body = replace(body, '12', '13')"), "receipts"),
    "an event is gone": (
        lambda c: _sql(
            "DELETE FROM event_claim",
            "DELETE FROM finding",
            "DELETE FROM response",
            "DELETE FROM silence",
            "DELETE FROM figure",
            "DELETE FROM event",
        ),
        "receipts",
    ),
    "a line of the ledger's copy": (
        lambda c: c.mirror.write_text("".join(c.mirror.read_text().splitlines(True)[:-1])) and None,
        "ledger copy",
    ),
}


def test_an_untouched_case_holds(filled: Case) -> None:
    assert _failed(filled) == {}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_found_and_named(filled: Case, damage: str) -> None:
    spoil, check = DAMAGES[damage]
    spoil(filled)
    failed = _failed(filled)
    assert check in failed
    assert all(failed[check])
