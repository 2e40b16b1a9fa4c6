"""What rows of lists say without a claim for each cell is what their claims say together."""

import hashlib
from functools import partial
from pathlib import Path

import pytest
from msgspec import structs

from onrecord.errors import Unreadable
from onrecord.link.birth_dates import order_of
from onrecord.link.located import Gazetteer
from onrecord.link.records import ListOf, record_of_row, records_of, with_those_above
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside
from onrecord.model.party import Record
from onrecord.model.source import Bibliography, Context
from onrecord.preserve.media_type import media_type
from onrecord.read.mapping import suggest_mappings
from onrecord.read.rendition import is_table, render, tables_of
from onrecord.read.table import claims_of_table, persons_of_table, words_of_field
from onrecord.read.table_rows import column_list, rows_of, sheet_names

REPOSITORY = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in ("tests/damaged/exhibits", "examples/velmara/documents")
    for path in (REPOSITORY / folder).iterdir()
    if path.suffix in (".csv", ".xlsx", ".tsv")
)
ARABIC = (
    "الرقم,الاسم,العمر,المحافظة,المدينة,تاريخ الوفاة,تاريخ الميلاد\n"
    "1,أمل   سالم درويش ,٣٤,الشمال,تل عدن,25/03/2021,3/7/1984\n"
    "2,مجهول,,الشمال,غير معروف,4/3/2021,\n"
    "3,كريم سالم,12,,,,25/12/2001\n"
    "المجموع,3,,,,,\n"
)


def _context() -> Context:
    return Context(bibliography=Bibliography(title="Killed in the north"))


def _both(content: bytes, name: str) -> tuple[list[Record], list[Record]]:
    """The records by claims and by rows; also: both ways see the same rows, columns, mappings."""
    kind, capture = media_type(content, name), hashlib.sha256(content).hexdigest()
    rendition = render(content, capture=capture, media_type=kind, name=name)
    table = tables_of(content, capture=capture, media_type=kind, name=name)
    assert table.id == rendition.id
    assert table.tables.set_aside == rendition.set_aside
    assert sheet_names(table) == sheet_names(rendition)
    for sheet in sheet_names(table):
        assert column_list(table, sheet) == column_list(rendition, sheet)
        assert list(rows_of(table, sheet)) == list(rows_of(rendition, sheet))
    mappings = suggest_mappings(table)
    assert mappings == suggest_mappings(rendition)
    claims = claims_of_table(rendition, mappings, _context())
    aside: list[SetAside] = []
    document = Document(
        id=rendition.id, capture=capture, name=name, title="list", bibliography=Bibliography(),
        shape="table", language=None, text="",
    )  # fmt: skip
    births = [w for m in mappings for w in words_of_field(table, m, "birth_date")]
    of = ListOf("list", order_of(births), partial(Gazetteer().located, country=None))
    by_rows = with_those_above(
        {
            (table.id, row.sheet, row.row): record_of_row(row, table.id, of)
            for row in persons_of_table(table, mappings, _context(), aside)
        }
    )
    assert tuple(aside) == claims.set_aside
    by_claims = records_of(claims.made, [document], without_acts=True)
    bare = [structs.replace(record, claims=()) for record in by_claims]
    return bare, sorted(by_rows, key=lambda record: record.id)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_rows_and_claims_make_the_same_records(path: Path) -> None:
    content = path.read_bytes()
    if not is_table(media_type(content, path.name)):
        return
    try:
        by_claims, by_rows = _both(content, path.name)
    except Unreadable as error:
        with pytest.raises(Unreadable) as found:
            tables_of(content, capture="0" * 64, media_type=media_type(content, path.name),
                      name=path.name)  # fmt: skip
        assert found.value.code == error.code
        return
    assert by_rows == by_claims


def test_rows_and_claims_of_an_arabic_list_make_the_same_records() -> None:
    by_claims, by_rows = _both(ARABIC.encode(), "list.csv")
    assert by_rows == by_claims
    first = next(record for record in by_rows if record.row == 2)
    assert (first.name, first.age, first.place) == ("أمل   سالم درويش", 34, "تل عدن")
    assert (first.earliest, first.born) == ("2021-03-25", "1984-07-03")


def test_place_and_date_are_a_rows_own_where_the_list_does_not_say_what_happened() -> None:
    content = b"Name,Place,Date\nAra Sel,Tel Adan,2021-03-25\nBina Tor,,2021-03-26\n"
    table = tables_of(content, capture="0" * 64, media_type="text/csv", name="list.csv")
    rows = list(persons_of_table(table, suggest_mappings(table), Context(), []))
    assert [(row.harm, [place.text for place in row.places]) for row in rows] == [
        (None, ["Tel Adan"]), (None, []),
    ]  # fmt: skip
    assert [row.when.earliest.day for row in rows if row.when and row.when.earliest] == [25, 26]


@pytest.mark.parametrize(
    ("header", "cells", "kin"),
    [
        ("Husband", ("Cal Tor", ""), ["Husband: Cal Tor", None]),
        ("Kinship", ("wife of Cal Tor", "brother of the above"),
         ["wife of Cal Tor", "brother of the above [Ara Dun Sel]"]),
    ],
)  # fmt: skip
def test_rows_and_claims_say_the_same_of_kin(
    header: str, cells: tuple[str, str], kin: list[str | None]
) -> None:
    lines = [
        f"Name,Outcome,{header}",
        f"Ara Dun Sel,killed,{cells[0]}",
        f"Bo Sel,killed,{cells[1]}",
    ]
    by_claims, by_rows = _both("\n".join(lines).encode(), "list.csv")
    assert by_rows == by_claims
    assert [record.kin for record in sorted(by_rows, key=lambda record: record.row)] == kin
