"""What came of lists before, read from the records that `onrecord link` wrote, and what goes on."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from onrecord.errors import InputError
from onrecord.frames.parquet import read_parquet
from onrecord.link.identifiers import Carried, carry
from onrecord.link.releases import ListRow, Released, release
from onrecord.model.party import Record
from onrecord.model.release import Release

FIELDS = (
    "name", "given_name", "father_name", "mother_name", "family_name", "kin", "age", "sex", "born",
    "identity", "address", "place", "when", "earliest", "latest", "harm", "status",
)  # fmt: skip
_WANTED = "--previous takes the table that onrecord link --records wrote"
NEEDED = ("person", "record", "list", "sheet", "row", "cells")


class Previous(Struct, frozen=True, kw_only=True):
    """Records and persons of before: the rows of each list by its label, and who was who."""

    lists: dict[str, tuple[ListRow, ...]]
    persons: dict[str, tuple[str, ...]]


class Since(Struct, frozen=True, kw_only=True):
    """What each list changed since then, by its label; what `link` goes by."""

    changes: dict[str, Released]
    releases: tuple[Release, ...]
    persons: dict[str, tuple[str, ...]]

    def became(self, now: Iterable[Sequence[str]]) -> Carried:
        """What became of the persons of before, by the records that persons have now."""
        return carry(self.persons, list(now))


def read_previous(path: Path, renamed: dict[str, str] | None = None) -> Previous:
    """Read the table of records that `onrecord link --records` wrote, in any of its forms.

    ``renamed`` leads from the label of a list now to the one that it had.
    """
    now = {before: label for label, before in (renamed or {}).items()}
    lists: dict[str, list[ListRow]] = {}
    persons: dict[str, list[str]] = {}
    for number, row in enumerate(_rows(path), start=1):
        made = _row(path, number, row)
        label = str(row["list"])
        lists.setdefault(now.get(label, label), []).append(made)
        if row["person"]:
            persons.setdefault(str(row["person"]), []).append(made.record.id)
    return Previous(
        lists={label: tuple(rows) for label, rows in lists.items()},
        persons={person: tuple(records) for person, records in persons.items()},
    )


def since(previous: Previous, now: Mapping[str, Sequence[ListRow]]) -> Since:
    """Match the rows of each list, by its label, with those that the list had before."""
    changes = {
        label: release(previous.lists.get(label, ()), now.get(label, ()))
        for label in sorted({*previous.lists, *now})
    }
    releases = tuple(
        Release(rendition=label, before=label, ids=found.ids, issued=previous.persons)
        for label, found in changes.items()
    )
    return Since(changes=changes, releases=releases, persons=previous.persons)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a table; InputError where it is none."""
    if not path.is_file():
        raise InputError(f"{path}: no such file; {_WANTED}")
    try:
        yield from _READERS.get(path.suffix.lower(), _csv)(path)
    except (csv.Error, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise InputError(f"{path}: not a table ({error}); {_WANTED}") from error


def _csv(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    with path.open("rb") as file:
        yield from (decoder.decode(line) for line in file if line.strip())


_READERS: dict[str, Callable[[Path], Iterator[dict[str, Any]]]] = {
    ".csv": _csv,
    ".jsonl": _lines,
    ".parquet": read_parquet,
}


def _row(path: Path, number: int, row: dict[str, Any]) -> ListRow:
    missing = [name for name in NEEDED if row.get(name) is None]
    if missing:
        raise InputError(f"{path}, record {number}: no column {', '.join(missing)}; {_WANTED}")
    said = {field: row[field] for field in FIELDS if row.get(field) not in (None, "")}
    stands = {"id": row["record"], "rendition": row["list"], "list_name": row["list"]}
    try:
        whole = said | stands | {"row": row["row"], "claims": ()}
        record = msgspec.convert(whole, Record, strict=False)  # a CSV file holds words alone
        cells = msgspec.json.decode(str(row["cells"]), type=dict[str, str])
    except msgspec.MsgspecError as error:
        raise InputError(f"{path}, record {number}: {error}; {_WANTED}") from error
    return ListRow(record=record, sheet=str(row["sheet"]), said=cells)
