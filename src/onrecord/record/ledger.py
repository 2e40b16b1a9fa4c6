"""The ledger: every entry's hash covers the one before it; the database refuses to change any.

``hash`` is SHA-256 of the canonical JSON of {at, body, by, kind, previous, seq}; the first
entry's ``previous`` is 64 zeros. A body holds identifiers and digests, never a name that could
be protected. A copy, one JSON line an entry, is kept beside the database.
"""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

import onrecord.record.ready  # noqa: F401
from onrecord.errors import LedgerBroken
from onrecord.model.canonical import canonical, digest
from onrecord.record.models import LedgerEntry
from onrecord.record.tally import add_to_tally

GENESIS = "0" * 64
TAIL = 1 << 20  # bytes; an entry is far shorter, its body holds ids and digests


def now() -> str:
    """The machine's time in UTC, to the microsecond, as the ledger writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")


def append_entry(*, kind: str, by: str, body: dict[str, Any]) -> LedgerEntry:
    """Append an entry in the transaction at hand; a change and its entry are one transaction."""
    with transaction.atomic():
        last = LedgerEntry.objects.order_by("-seq").first()
        entry = LedgerEntry(
            seq=last.seq + 1 if last else 1,
            at=now(),
            kind=kind,
            by=by,
            body=canonical(body).decode(),
            previous=last.hash if last else GENESIS,
        )
        entry.hash = entry_hash(entry)
        entry.save(force_insert=True)
        add_to_tally(ledger=1)
        return entry


def entry_hash(entry: LedgerEntry) -> str:
    """What the hash of an entry must be."""
    return digest(
        {
            "at": entry.at,
            "body": entry.body,
            "by": entry.by,
            "kind": entry.kind,
            "previous": entry.previous,
            "seq": entry.seq,
        }
    )


def entry_line(entry: LedgerEntry) -> str:
    """The entry as a line of the mirror and of a bundle."""
    fields = ("seq", "at", "kind", "by", "body", "previous", "hash")
    return json.dumps({name: getattr(entry, name) for name in fields}, ensure_ascii=False)


def chain_problems() -> Iterator[str]:
    """What does not hold in the chain, entry by entry."""
    previous, expected = GENESIS, 1
    for entry in LedgerEntry.objects.order_by("seq").iterator():
        if entry.seq != expected:
            yield f"ledger entry {expected} is missing: the next one is {entry.seq}"
        if entry.previous != previous:
            yield (
                f"ledger entry {entry.seq} follows {entry.previous[:12]}…, but the entry before "
                f"it has hash {previous[:12]}…"
            )
        if entry_hash(entry) != entry.hash:
            yield f"ledger entry {entry.seq} does not have the hash {entry.hash[:12]}… it states"
        previous, expected = entry.hash, entry.seq + 1


def catch_up_mirror(mirror: Path) -> None:
    """Append to the mirror what the database has and it lacks; drop a last line that is torn.

    Raises LedgerBroken where the mirror has entries that the database does not: the database
    was then cut or replaced, and only a person can say why.
    """
    last = _last_mirrored(mirror)
    if last and not LedgerEntry.objects.filter(seq=last[0], hash=last[1]).exists():
        raise LedgerBroken(
            f"{mirror}: entry {last[0]} ({last[1][:12]}…) is not in the database; the database "
            "has lost or changed what was decided: restore it from a copy"
        )
    missing = LedgerEntry.objects.filter(seq__gt=last[0] if last else 0).order_by("seq")
    lines = [entry_line(entry) + "\n" for entry in missing.iterator()]
    if not lines:
        return
    with mirror.open("a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def _last_mirrored(mirror: Path) -> tuple[int, str] | None:
    """Seq and hash of the mirror's last whole line; a torn line after it is cut off."""
    if not mirror.exists() or not (size := mirror.stat().st_size):
        return None
    with mirror.open("rb") as file:
        file.seek(max(0, size - TAIL))
        tail = file.read()
    whole = tail.rfind(b"\n") + 1
    if whole < len(tail):  # killed while it wrote: the database has the entry
        os.truncate(mirror, size - len(tail) + whole)
        return _last_mirrored(mirror)
    try:
        line = json.loads(tail[: whole - 1].rsplit(b"\n", 1)[-1])
        return int(line["seq"]), str(line["hash"])
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerBroken(
            f"{mirror}: its last line is not a ledger entry; run onrecord verify, and restore "
            "the file from a copy"
        ) from error


def mirror_problems(mirror: Path) -> Iterator[str]:
    """Where the copy beside the database and the database differ."""
    if not mirror.exists():
        yield f"{mirror}: the ledger's copy is missing"
        return
    hashes = dict(LedgerEntry.objects.values_list("seq", "hash"))
    seen = 0
    for number, raw in enumerate(mirror.read_bytes().splitlines(), start=1):
        try:
            line = json.loads(raw)
            seq, stated = int(line["seq"]), str(line["hash"])
        except (ValueError, KeyError, TypeError):
            yield f"{mirror}: line {number} is not a ledger entry"
            continue
        seen += 1
        if hashes.get(seq) != stated:
            yield f"{mirror}: line {number} (entry {seq}) is not in the database as written there"
    if seen < len(hashes):
        yield f"{mirror}: holds {seen} of {len(hashes)} entries"
