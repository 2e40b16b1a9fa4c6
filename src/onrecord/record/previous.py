"""What came of lists before, read from the records that `onrecord link` wrote, and what goes on."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
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
    if not path.is_file():
        raise InputError(f"{path}: no such file; --previous takes what --records wrote")
    if path.suffix == ".parquet":
        yield from read_parquet(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        if path.suffix == ".jsonl":
            decoder = msgspec.json.Decoder(dict[str, Any])
            yield from (decoder.decode(line) for line in file if line.strip())
        else:
            yield from csv.DictReader(file)


def _row(path: Path, number: int, row: dict[str, Any]) -> ListRow:
    missing = [name for name in NEEDED if row.get(name) is None]
    if missing:
        raise InputError(
            f"{path}, record {number}: no column {', '.join(missing)}; --previous takes the table "
            "of records that onrecord link --records wrote, as CSV or JSON Lines"
        )
    try:
        cells = row["cells"]
        said = msgspec.json.decode(cells, type=dict[str, str]) if isinstance(cells, str) else cells
        words = {field: row.get(field) or None for field in FIELDS if field != "age"}
        age = row.get("age")
        record = Record(
            id=row["record"], rendition=row["list"], list_name=row["list"], row=int(row["row"]),
            claims=(), age=None if age in (None, "") else int(age), **words,
        )  # fmt: skip
    except (ValueError, TypeError) as error:
        raise InputError(f"{path}, record {number}: {error}") from error
    return ListRow(record=record, sheet=row["sheet"], said=said)
