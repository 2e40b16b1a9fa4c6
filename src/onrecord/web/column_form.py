"""The form of a table's columns: what it shows of each sheet, and the mapping that it posts."""

import re
from collections.abc import Mapping as Posted
from collections.abc import Sequence

from msgspec import Struct

from onrecord.errors import DecisionRefused
from onrecord.model.mapping import FIELDS, Mapping
from onrecord.record.columns import Column, MappedSheet, MappedTable, field_words
from onrecord.vocab import terms
from onrecord.web.withholding import covered_text

NUMBER = re.compile(r"[0-9]{1,7}")
KINDS = (
    ("The person", ("name", "given_name", "father_name", "family_name", "mother_name", "kinship",
                    "age", "birth_date", "sex", "status", "occupation", "origin",
                    "group_identity")),
    ("The person, withheld when the record is published", ("identity_number", "address")),
    ("What happened", ("harm", "place", "when", "perpetrator", "cause", "source")),
    ("Numbers of people, in a table of tolls", tuple(f for f in FIELDS if f.startswith("n_"))),
    ("Kept in the text, nothing is claimed", ("row_number", "note")),
)  # fmt: skip


class Choice(Struct, frozen=True):
    """An entry of a select."""

    key: str
    words: str


class Group(Struct, frozen=True):
    """Entries of a select that belong together."""

    label: str
    choices: tuple[Choice, ...]


class ShownColumn(Struct, frozen=True, kw_only=True):
    """A row of the form: a column, and what may be said of it."""

    key: str  # of its control: headers are the source's words, and no names of ours
    header: str
    examples: tuple[str, ...]
    field: str
    suggested: str  # in words; empty where the suggestion is what the form says
    why: str


class ShownSheet(Struct, frozen=True, kw_only=True):
    """A sheet as its part of the form needs it."""

    key: str
    name: str
    columns: tuple[ShownColumn, ...]
    harm: str
    header_rows: int
    totals_rows: str
    headers: tuple[tuple[int, str], ...]
    totals: tuple[tuple[int, str], ...]
    remarks: tuple[str, ...]
    problems: tuple[str, ...]
    is_read: bool


def field_groups() -> tuple[Group, ...]:
    """Every field but "not used", by what it speaks of."""
    return tuple(
        Group(label, tuple(Choice(field, field_words(field)) for field in fields))
        for label, fields in KINDS
    )


def harm_choices() -> tuple[Choice, ...]:
    """What a list as a whole can say of everyone on it."""
    acts = terms("acts")
    return tuple(Choice(act, acts[act].label) for act in terms("fates"))


def shown_sheets(table: MappedTable, sheets: Sequence[MappedSheet]) -> tuple[ShownSheet, ...]:
    """The sheets as the form shows them, what is withheld in them covered."""
    return tuple(_shown_sheet(table, sheet, number) for number, sheet in enumerate(sheets))


def _shown_sheet(table: MappedTable, sheet: MappedSheet, number: int) -> ShownSheet:
    def shown(words: str) -> str:
        return covered_text(table.document, words)

    mapping = sheet.mapping
    return ShownSheet(
        key=f"s{number}",
        name=shown(mapping.sheet),
        columns=tuple(
            ShownColumn(
                key=f"s{number}-c{place}",
                header=shown(column.header),
                examples=tuple(map(shown, column.examples)),
                field=column.field,
                suggested=_suggested(column),
                why=shown(column.why),
            )
            for place, column in enumerate(sheet.columns)
        ),
        harm=mapping.harm or "",
        header_rows=mapping.header_rows,
        totals_rows=", ".join(map(str, mapping.totals_rows)),
        headers=tuple((line.number, shown(line.text)) for line in sheet.headers),
        totals=tuple((line.number, shown(line.text)) for line in sheet.totals),
        remarks=tuple(map(shown, sheet.remarks)),
        problems=tuple(map(shown, sheet.problems)),
        is_read=sheet.is_read,
    )


def _suggested(column: Column) -> str:
    return "" if column.field == column.suggested else field_words(column.suggested)


def posted_mappings(table: MappedTable, posted: Posted[str, str]) -> tuple[Mapping, ...]:
    """The mapping of every sheet that a form says; DecisionRefused where it says none."""
    return tuple(
        _posted_mapping(sheet, f"s{number}", posted) for number, sheet in enumerate(table.sheets)
    )


def _posted_mapping(sheet: MappedSheet, key: str, posted: Posted[str, str]) -> Mapping:
    harm = posted.get(f"{key}-harm", "")
    if harm and harm not in terms("fates"):
        raise DecisionRefused(f"{harm!r} is nothing that a list can say of everyone on it")
    return Mapping(
        sheet=sheet.mapping.sheet,
        header_rows=_whole(posted.get(f"{key}-header_rows", "")),
        columns={
            column.header: _field(posted.get(f"{key}-c{place}", ""))
            for place, column in enumerate(sheet.columns)
        },
        totals_rows=_rows(posted.get(f"{key}-totals_rows", "")),
        harm=harm or None,
    )


def _field(key: str) -> str:
    if key not in FIELDS:
        raise DecisionRefused(f"{key!r} is no field; choose one for every column")
    return key


def _whole(words: str) -> int:
    if not NUMBER.fullmatch(words.strip()):
        raise DecisionRefused(f"header rows: {words!r} is no number of lines")
    return int(words)


def _rows(words: str) -> tuple[int, ...]:
    numbers = [part for part in re.split(r"[\s,;]+", words) if part]
    strange = [part for part in numbers if not NUMBER.fullmatch(part)]
    if strange:
        raise DecisionRefused(
            f"rows that add others up: {strange[0]!r} is no number of a row; write 12, 41"
        )
    return tuple(sorted({int(part) for part in numbers}))
