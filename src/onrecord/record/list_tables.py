"""Linked lists as tables: one row a person, one row a record; and the files that hold them."""

import csv
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

import msgspec
from msgspec import Struct

from onrecord.errors import InputError
from onrecord.frames.parquet import write_parquet
from onrecord.link.releases import NUMBER
from onrecord.model.material import Linked
from onrecord.record.gravest import gravest_harm
from onrecord.record.lists import LinkedLists, OneList
from onrecord.record.previous import FIELDS


class Rows(Struct, frozen=True, kw_only=True):
    """A table: the names of its columns, and its rows in their order, to be read once."""

    columns: tuple[str, ...]
    rows: Iterable[tuple[Any, ...]]

    def dicts(self) -> Iterable[dict[str, Any]]:
        """The rows by name of column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)


def persons_table(found: LinkedLists, linked: Linked) -> Rows:
    """One row a person: what `onrecord estimate` and other tools of the field take.

    ``parted`` is the chance that the person is two or more, ``joined`` that somebody else's records
    are theirs too; ``in_<list>`` is 1 where the list has them. ``linked``: all, or those harmed.
    """
    lists = sorted(found.lists, key=lambda one: (one.label, one.rendition))
    return Rows(
        columns=("person", "name", "harm", "n_records", "doubtful", "parted", "joined",
                 *(f"in_{one.label}" for one in lists)),
        rows=_person_rows(linked, lists),
    )  # fmt: skip


def _person_rows(linked: Linked, lists: Sequence[OneList]) -> Iterator[tuple[Any, ...]]:
    records = {record.id: record for record in linked.records}
    for person in linked.persons:
        own = [records[record] for record in person.records]
        held = {record.rendition for record in own}
        yield (
            person.id, person.name, gravest_harm(own) or "", len(own), int(person.doubtful),
            round(person.parted, 4), round(person.joined, 4),
            *(int(one.rendition in held) for one in lists),
        )  # fmt: skip


def records_table(found: LinkedLists) -> Rows:
    """One row a record: whose it is, where it stands, what it says; as --previous takes it.

    ``chance`` is the highest chance that the record and another one of its person are one; None
    where the person has no other. ``number`` is the row's own in its list; ``cells`` is JSON.
    """
    return Rows(
        columns=("person", "record", "list", "sheet", "row", "chance", "number", *FIELDS, "cells"),
        rows=_record_rows(found),
    )


def _record_rows(found: LinkedLists) -> Iterator[tuple[Any, ...]]:
    releases = found.since.releases if found.since is not None else ()
    ids = {own: now for release in releases for own, now in release.ids.items()}
    person = {record: one.id for one in found.linked.persons for record in one.records}
    chances = _chances(found.linked, person)
    for one in sorted(found.lists, key=lambda one: one.label):
        named = ((ids.get(row.record.id, row.record.id), row) for row in one.rows)
        for now, row in sorted(named, key=lambda pair: (pair[1].record.row, pair[0])):
            yield (
                person.get(now, ""), now, one.label, row.sheet, row.record.row, chances.get(now),
                row.said.get(NUMBER), *(getattr(row.record, field) for field in FIELDS),
                msgspec.json.encode(row.said).decode(),
            )  # fmt: skip


def _chances(linked: Linked, person: Mapping[str, str]) -> dict[str, float]:
    best: dict[str, float] = {}
    for pair in linked.pairs:
        if person.get(pair.left) == person.get(pair.right) is not None:
            for record in (pair.left, pair.right):
                best[record] = max(best.get(record, 0.0), round(pair.chance, 4))
    return best


def write_table(table: Rows, path: Path) -> None:
    """Write a table as its path's ending says; a file that is there stays until the new one is."""
    with written_whole(path) as beside:
        _WRITERS[table_path(path).suffix.lower()](table, beside)


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A place beside a path to write to, which is moved there when everything is written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".onrecord-") as folder:
            beside = Path(folder) / path.name
            yield beside
            beside.replace(path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror or error})") from error


def table_path(path: Path) -> Path:
    """The path, where its ending is one of a table; InputError where not."""
    if path.suffix.lower() not in _WRITERS:
        endings = ", ".join(_WRITERS)
        raise InputError(f"{path}: a table is written as {endings}, not as {path.suffix!r}")
    return path


def print_csv(table: Rows, to: TextIO) -> None:
    """Write the table as CSV, row by row."""
    csv.writer(to, lineterminator="\n").writerows(chain([table.columns], table.rows))
    to.flush()


def _write_csv(table: Rows, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        print_csv(table, file)


def _write_lines(table: Rows, path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(row) + b"\n" for row in table.dicts())


def _write_parquet(table: Rows, path: Path) -> None:
    columns: Sequence[Sequence[Any]] = list(zip(*table.rows, strict=True))
    columns = columns or [()] * len(table.columns)
    write_parquet(dict(zip(table.columns, columns, strict=True)), path)


_WRITERS: dict[str, Callable[[Rows, Path], None]] = {
    ".csv": _write_csv,
    ".jsonl": _write_lines,
    ".parquet": _write_parquet,
}
