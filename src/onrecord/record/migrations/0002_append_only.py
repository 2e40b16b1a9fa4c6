"""What was received or decided is never changed: the database itself refuses it."""

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SEALED = {
    "capture": ("sha256",),
    "arrival": ("id", "seq"),
    "ledger": ("seq", "hash"),
    "decision": ("id", "seq"),
}


def _forbid(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(
            "CREATE FUNCTION onrecord_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION '% is append-only: what was received or decided is never "
            "changed', TG_TABLE_NAME; END $$"
        )
    for table in SEALED:
        for statement in _statements(editor.connection.vendor, table):
            editor.execute(statement)


def _statements(vendor: str, table: str) -> list[str]:
    if vendor == "postgresql":
        return [
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "EXECUTE FUNCTION onrecord_append_only()"
        ]
    refusal = (
        f"RAISE(ABORT, '{table} is append-only: what was received or decided is never changed')"
    )
    # INSERT OR REPLACE deletes without firing DELETE triggers, so it is refused on its own.
    taken = " OR ".join(f"{column} = NEW.{column}" for column in SEALED[table])
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT {refusal}; END"
        for verb in ("UPDATE", "DELETE")
    ] + [
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {taken}) BEGIN SELECT {refusal}; END"
    ]


class Migration(migrations.Migration):
    """Triggers on every received or decided table."""

    dependencies = [("record", "0001_tables")]
    operations = [migrations.RunPython(_forbid)]
