"""A case of an earlier version is brought to the tables of this one when it is opened."""

from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from onrecord.record.case import NEWEST_TABLES, create_case, open_case


def test_the_newest_tables_are_those_of_the_last_migration() -> None:
    names = [name for app, name in MigrationLoader(None).disk_migrations if app == "record"]
    assert max(names) == NEWEST_TABLES


def test_a_case_with_older_tables_gets_the_newer_ones(tmp_path: Path) -> None:
    case = create_case(tmp_path / "case", title="A case", country=None, by="tester")
    call_command("migrate", "record", "0003", verbosity=0)
    assert "event_pair" not in connection.introspection.table_names()
    connection.close()
    open_case(case.root)
    assert "event_pair" in connection.introspection.table_names()
    assert ("record", NEWEST_TABLES) in MigrationRecorder(connection).applied_migrations()
