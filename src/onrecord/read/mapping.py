"""A mapping of columns to fields, suggested by the headers and by what stands below them."""

import itertools
import re
from collections.abc import Callable, Sequence

from msgspec import Struct

from onrecord.model.mapping import Mapping
from onrecord.read.cell_words import (
    fate_of,
    is_age,
    is_date,
    is_number,
    is_sex,
    is_totals_label,
    is_unknown,
)
from onrecord.read.header import field_of_name, header_of
from onrecord.read.table_rows import (
    Table,
    TableRow,
    column_list,
    first_words,
    rows_of,
    sheet_names,
)
from onrecord.vocab import terms

LOOKED_AT = 200  # cells of a column that are looked at
LABELLED = 3  # of the first cells of a row, one may say that it adds others up
MOSTLY = 0.7
HARDLY = 0.3
HALF = 0.5
FAR_APART = 100  # of numbers of a register, on average
PERSON_FIELDS = ("name", "given_name", "father_name", "family_name")
ONCE = frozenset(
    {
        "given_name", "family_name", "father_name", "mother_name", "age", "birth_date", "sex",
        "when", "harm", "status", "identity_number", "row_number",
    }
)  # fmt: skip
_TESTS: dict[str, Callable[[str], bool]] = {
    "sex": is_sex,
    "when": is_date,
    "harm": lambda words: fate_of(words) is not None,
    "age": is_age,
}
_HOLDS = {"sex": "sexes", "when": "dates", "harm": "words for what happened", "age": "ages"}


class _Column(Struct, frozen=True, kw_only=True):
    """A column with its words, without those that say that something is not known."""

    name: str
    words: tuple[str, ...]

    def share(self, test: Callable[[str], bool]) -> float:
        return sum(map(test, self.words)) / len(self.words) if self.words else 0.0

    @property
    def share_of_different(self) -> float:
        return len(set(self.words)) / len(self.words) if self.words else 0.0


def suggest_mapping(table: Table, sheet: str | None = None) -> Mapping:
    """A mapping of one sheet, by default of the first that looks like a list or a table of tolls.

    Each column's reason says in words why it was mapped so; a person confirms or changes it.
    """
    if sheet is not None:
        return _suggested(table, sheet)
    names = sheet_names(table)
    mappings = [_suggested(table, name) for name in names]
    return next((m for m in mappings if is_list(m)), mappings[0])


def suggest_mappings(table: Table) -> tuple[Mapping, ...]:
    """A mapping of every sheet that looks like a list of persons or a table of tolls."""
    mappings = (_suggested(table, name) for name in sheet_names(table))
    return tuple(mapping for mapping in mappings if is_list(mapping))


def is_list(mapping: Mapping) -> bool:
    """Does the mapping have a column of persons or of numbers of people?"""
    fields = mapping.columns.values()
    return any(field in PERSON_FIELDS or field.startswith("n_") for field in fields)


def _suggested(table: Table, sheet: str) -> Mapping:
    rows = _top(table, sheet)
    names = column_list(table, sheet)
    header_rows = _header_rows(rows, names)
    totals = tuple(
        number
        for number, words in first_words(table, sheet, LABELLED)
        if number > header_rows and any(map(is_totals_label, words))
    )
    records = [row for row in rows if row.number > header_rows and row.number not in totals]
    fields, reasons = _fields(_columns(names, records))
    totals += _unlabelled_totals(table, sheet, header_rows, totals, fields)
    harm, why = _harm_of_list(sheet, rows, header_rows, fields)
    return Mapping(
        sheet=sheet,
        header_rows=header_rows,
        columns=fields,
        totals_rows=tuple(sorted(totals)),
        harm=harm,
        reasons=(*reasons, *why, *_totals_reason(totals)),
    )


def _top(table: Table, sheet: str) -> list[TableRow]:
    """The first rows: all in which a header is looked for, and more records than are looked at."""
    rows, n_records = [], 0
    for row in rows_of(table, sheet):
        rows.append(row)
        n_records += not any(is_totals_label(filled.span.text) for filled in row.cells[:LABELLED])
        if min(row.number, n_records) > 2 * LOOKED_AT:
            break
    return rows


def _header_rows(rows: Sequence[TableRow], names: Sequence[str]) -> int:
    """Lines above the first record, found as the rendition found its columns."""
    grid: list[list[str]] = []
    for row in rows:
        if row.number > 2 * LOOKED_AT:
            break
        grid += [[]] * (row.number - 1 - len(grid))
        by_name = {filled.cell.column: filled.span.text for filled in row.cells}
        grid.append([by_name.get(name, "") for name in names])
    return header_of(grid).last


def _columns(names: Sequence[str], records: Sequence[TableRow]) -> list[_Column]:
    words: dict[str, list[str]] = {name: [] for name in names}
    for row in records[:LOOKED_AT]:
        for filled in row.cells:
            if not is_unknown(filled.span.text):
                words[filled.cell.column].append(filled.span.text)
    return [_Column(name=name, words=tuple(words[name])) for name in names]


def _fields(columns: Sequence[_Column]) -> tuple[dict[str, str], list[str]]:
    fields: dict[str, str] = {}
    reasons: dict[str, str] = {}
    for column in columns:
        fields[column.name], reasons[column.name] = _field(column)
    _settle_names(columns, fields, reasons)
    _settle_numbers(columns, fields, reasons)
    _settle_identity(columns, fields, reasons)
    _settle_repeats(columns, fields, reasons)
    return fields, [reasons[column.name] for column in columns]


def _field(column: _Column) -> tuple[str, str]:
    """The field of one column by its header, checked against its cells; else by its cells."""
    named = _named(column.name)
    said = terms("columns")[named].label if named else ""
    held = next((field for field, test in _TESTS.items() if column.share(test) >= MOSTLY), None)
    if named in _TESTS and column.words and column.share(_TESTS[named]) < HARDLY:
        if held is not None:
            return held, f"{column.name!r} is called {said}, but its cells are {_HOLDS[held]}"
        return "note", f"{column.name!r} is called {said}, but its cells are not {_HOLDS[named]}"
    if named is not None:
        return named, f"{column.name!r} is a header for: {said}"
    if held is not None and not (held == "age" and _is_counter(column)):
        return held, f"nothing in {column.name!r} says what it is; its cells are {_HOLDS[held]}"
    return "ignore", f"{column.name!r} is no name that we know; map it if it matters"


def _named(header: str) -> str | None:
    """The field of a header: of all its words, or of its lowest row."""
    return field_of_name(header) or field_of_name(header.rsplit(" / ", 1)[-1])


def _is_counter(column: _Column) -> bool:
    """1, 2, 3 …: numbers of rows and not ages."""
    figures = [int(word) for word in column.words if word.isdecimal()]
    return len(figures) > 2 and all(b - a == 1 for a, b in itertools.pairwise(figures))


def _settle_names(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """Words such as "nom" and "الاسم" are a whole name or a part, by what stands beside them."""
    given = [name for name, field in fields.items() if field == "given_name"]
    family = [name for name, field in fields.items() if field == "family_name"]
    whole = [column for column in columns if fields[column.name] == "name"]
    if family and not given and len(whole) == 1 and _has_single_words(whole[0]):
        fields[whole[0].name] = "given_name"
        reasons[whole[0].name] = f"{whole[0].name!r} stands beside {family[0]!r}: the given name"
    elif not whole and len(given) + len(family) == 1:
        alone = (given or family)[0]
        fields[alone] = "name"
        reasons[alone] = f"{alone!r} is the only column of names: the whole name"
    elif not whole and not given and not family:
        _find_names(columns, fields, reasons)
    _unswap_names(columns, fields, reasons)


def _has_single_words(column: _Column) -> bool:
    return column.share(lambda words: " " not in words) >= MOSTLY


def _find_names(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """Without a header for names: the first free column of different words, two and more a cell."""
    if any(field.startswith("n_") for field in fields.values()):
        return
    for column in columns:
        looks = column.share(_looks_like_a_name) >= MOSTLY and column.share_of_different >= 0.8
        if fields[column.name] == "ignore" and looks and len(column.words) >= 3:
            fields[column.name] = "name"
            reasons[column.name] = f"the cells of {column.name!r} look like names of persons"
            return


def _looks_like_a_name(words: str) -> bool:
    parts = words.split()
    are_letters = all(c.isalpha() or c in " .-'’" for c in words)
    return 2 <= len(parts) <= 6 and are_letters and not words.islower() and len(words) <= 60


def _unswap_names(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """Names differ from row to row and places repeat; where not, the columns were exchanged."""
    names = [c for c in columns if fields[c.name] == "name"]
    places = [c for c in columns if fields[c.name] == "place"]
    if len(names) != 1 or len(places) != 1 or min(len(names[0].words), len(places[0].words)) < 6:
        return
    name, place = names[0], places[0]
    if name.share_of_different <= 0.5 and place.share_of_different >= 0.9 and \
            place.share(_looks_like_a_name) >= MOSTLY:  # fmt: skip
        fields[name.name], fields[place.name] = "place", "name"
        reasons[name.name] = f"{name.name!r} is called name, but its cells repeat as places do"
        reasons[place.name] = f"{place.name!r} is called place, but its cells differ as names do"


def _settle_numbers(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """A column called "killed" holds numbers in a table of tolls, words in a list of persons."""
    has_persons = any(field in PERSON_FIELDS for field in fields.values())
    for column in columns:
        if not fields[column.name].startswith("n_"):
            continue
        if column.words and column.share(is_number) < HALF:
            held = column.share(lambda words: fate_of(words) is not None) >= MOSTLY
            fields[column.name] = "harm" if held else "note"
            reasons[column.name] = f"{column.name!r} does not hold numbers"
        elif has_persons:
            fields[column.name] = "ignore"
            reasons[column.name] = f"{column.name!r} counts, but each row is one person"


def _settle_identity(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """A column called "ID" holds numbers of the rows, or of the persons: its cells tell."""
    for column in columns:
        field = fields[column.name]
        if field == "row_number" and _is_register(column):
            fields[column.name] = "identity_number"
            reasons[column.name] = f"the cells of {column.name!r} are long numbers far apart"
        elif field == "identity_number" and _is_counter(column):
            fields[column.name] = "row_number"
            reasons[column.name] = f"{column.name!r} counts the rows"


def _is_register(column: _Column) -> bool:
    """Numbers of a register of persons: seven digits and more, and far from each other.

    Those of a list's own rows lie close together, and one slip makes one of the next.
    """
    figures = [int(word) for word in column.words if word.isdecimal() and len(word) >= 7]
    if len(figures) < max(3, MOSTLY * len(column.words)):
        return False
    return max(figures) - min(figures) > FAR_APART * len(figures)


def _settle_repeats(
    columns: Sequence[_Column], fields: dict[str, str], reasons: dict[str, str]
) -> None:
    """Only the first column of a field that a person has once; the others are notes."""
    seen: dict[str, str] = {}
    for column in columns:
        field = fields[column.name]
        if field in ONCE and field in seen:
            fields[column.name] = "note"
            reasons[column.name] = f"{seen[field]!r} gives the {field} already"
        seen.setdefault(field, column.name)


def _unlabelled_totals(
    table: Table, sheet: str, header_rows: int, totals: Sequence[int], fields: dict[str, str]
) -> tuple[int, ...]:
    """The last row of a table of tolls, where every number in it is the sum of those above."""
    numbers = [name for name, field in fields.items() if field.startswith("n_")]
    if not numbers:
        return ()
    rows = [
        row
        for row in rows_of(table, sheet)
        if row.number > header_rows and row.number not in totals
    ]
    named = [f for f in rows[-1].cells if fields.get(f.cell.column) == "place"] if rows else []
    if len(rows) < 3 or named:
        return ()
    *above, last = ({f.cell.column: f.span.text for f in row.cells} for row in rows)
    sums = [sum(_whole(row.get(name, "")) for row in above) for name in numbers]
    stated = [_whole(last.get(name, "")) for name in numbers]
    return (rows[-1].number,) if sums == stated and any(sums) else ()


def _whole(words: str) -> int:
    found = re.search(r"\d+", words.replace(",", ""))
    return int(found[0]) if found else 0


def _totals_reason(totals: Sequence[int]) -> tuple[str, ...]:
    if not totals:
        return ()
    numbers = ", ".join(map(str, sorted(totals)))
    return (f"row {numbers} adds the others up: it is no victim and no toll of its own",)


def _harm_of_list(
    sheet: str, rows: Sequence[TableRow], header_rows: int, fields: dict[str, str]
) -> tuple[str | None, tuple[str, ...]]:
    """What the whole list says happened: by its title lines, its sheet's name or its headers."""
    if "harm" in fields.values() or not any(f in PERSON_FIELDS for f in fields.values()):
        return None, ()
    titles = [row.line.text for row in rows if row.number <= header_rows and len(row.cells) == 1]
    said = [(fate_of(words), f"the line {words[:80]!r} above the header") for words in titles]
    said.append((fate_of(sheet), f"the name of the sheet, {sheet!r},"))
    said += [(fate_of(name), f"the header {name!r}") for name in fields]
    fates = [(fate, where) for fate, where in said if fate is not None]
    acts = {fate.act_type for fate, _ in fates}
    if len(acts) != 1:
        return None, ()
    act = acts.pop()
    return act, (f"{fates[0][1]} says that those on the list suffered: {act}",)
