"""One case is one folder, one database, one key.

    CASE/case.toml          title, country, format version
    CASE/record.sqlite3     tables and ledger
    CASE/blobs/sha256/…     sealed bytes
    CASE/ledger/ledger.jsonl  the ledger again, line by line, to tell when the database lost some

A process works on one case at a time; opening another closes the first one's connections.
"""

import fcntl
import json
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from msgspec import Struct, convert

import onrecord.record.ready  # noqa: F401  (first: the tables need Django set up)
from onrecord.errors import CaseBusy, CaseError, CaseExists, NoCase
from onrecord.record.blobs import Blobs
from onrecord.record.ledger import append_entry, catch_up_mirror

FORMAT = 1
NEWEST_TABLES = "0006_event_lesson"  # the migration that a case of an earlier version may lack


class CaseFile(Struct, frozen=True, kw_only=True):
    """What case.toml says. ``country``: ISO 3166-1 alpha-2 of the country the case is about."""

    format: int
    title: str
    country: str | None = None


class Case(Struct, frozen=True, kw_only=True):
    """An open case: its folder, what case.toml says, and its sealed bytes."""

    root: Path
    file: CaseFile
    blobs: Blobs

    @property
    def mirror(self) -> Path:
        """The ledger's copy on disk, a line an entry."""
        return self.root / "ledger" / "ledger.jsonl"


def create_case(root: Path, *, title: str, country: str | None, by: str) -> Case:
    """Make an empty case in a folder that does not exist yet, or is empty."""
    if (root / "case.toml").exists():
        raise CaseExists(f"{root}: a case lies here already; open it, or choose another folder")
    if root.exists() and any(root.iterdir()):
        raise CaseExists(f"{root}: the folder is not empty; a case wants a folder of its own")
    if country is not None and (len(country) != 2 or not country.isalpha()):
        raise CaseError(f"country {country!r}: expected two letters of ISO 3166-1, such as SY")
    (root / "ledger").mkdir(parents=True)
    (root / "blobs").mkdir()
    file = CaseFile(format=FORMAT, title=title, country=country.upper() if country else None)
    _connect(root)
    call_command("migrate", verbosity=0, interactive=False)
    case = Case(root=root, file=file, blobs=Blobs(root / "blobs"))
    append_entry(kind="case", by=by, body={"title": title, "format": FORMAT})
    catch_up_mirror(case.mirror)
    # Last: a folder is a case when case.toml is in it.
    (root / "case.toml").write_text(_as_toml(file), encoding="utf-8")
    return case


def _as_toml(file: CaseFile) -> str:
    """A JSON string is a TOML string, but for DEL, which a title does not need."""
    lines = [f"format = {file.format}", f"title = {json.dumps(file.title, ensure_ascii=False)}"]
    if file.country:
        lines.append(f'country = "{file.country}"')
    return "\n".join(lines).replace("\x7f", "") + "\n"


def open_case(root: Path) -> Case:
    """Open a case for reading and deciding; NoCase when none lies there."""
    stated = root / "case.toml"
    if not stated.is_file():
        raise NoCase(f"{root}: no case lies here (no case.toml); make one: onrecord init {root}")
    try:
        file = convert(tomllib.loads(stated.read_text(encoding="utf-8")), CaseFile)
    except (ValueError, UnicodeDecodeError) as error:
        raise CaseError(f"{stated}: {error}; it should say format, title and country") from error
    if file.format != FORMAT:
        raise CaseError(
            f"{stated}: format {file.format}, this version reads {FORMAT}; use the version of "
            "OnRecord that made the case"
        )
    if not (root / "record.sqlite3").is_file():
        raise CaseError(f"{root}: record.sqlite3 is missing; restore it from a copy")
    _connect(root)
    if ("record", NEWEST_TABLES) not in MigrationRecorder(connection).applied_migrations():
        call_command("migrate", verbosity=0, interactive=False)
    return Case(root=root, file=file, blobs=Blobs(root / "blobs"))


@contextmanager
def sole_writer(case: Case) -> Iterator[None]:
    """Hold the case for a long write (add, run); CaseBusy when another process holds it."""
    with (case.root / ".writer").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CaseBusy(
                f"{case.root}: another process is adding to this case or running it; "
                "wait until it is done (reading and serving go on meanwhile)"
            ) from None
        yield


def _connect(root: Path) -> None:
    """Point Django at the case's database, for every thread of this process."""
    connections.close_all()
    connections.settings["default"]["NAME"] = str((root / "record.sqlite3").resolve())
    connection.settings_dict["NAME"] = connections.settings["default"]["NAME"]
