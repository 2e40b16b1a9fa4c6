"""No page reads more rows than it is handed, and a constant; the counter counts what is read."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse

from onrecord.record.case import create_case, sole_writer
from onrecord.record.columns import mapped_table
from onrecord.record.intake import add
from onrecord.record.models import Capture, ClaimRow, DocumentRow, EventRow, FigureRow, PersonRow
from onrecord.record.reading import read_capture, surroundings

ALLOWED = 60  # rows beyond those that the page is handed, whatever the size of the case


def counter() -> ModuleType:
    path = Path(__file__).parents[2] / "benchmarks" / "rows_read.py"
    spec = importlib.util.spec_from_file_location("rows_read", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["rows_read"] = module
    spec.loader.exec_module(module)
    return module


def test_the_counter_counts_a_scan_row_by_row(case: Any) -> None:
    with counter().rows_read() as count:
        assert not list(DocumentRow.objects.filter(extractor="none has this"))
    assert (count.read, count.handed) == (DocumentRow.objects.count(), 0)


def test_the_counter_counts_what_an_index_finds_and_no_more(case: Any) -> None:
    claim = ClaimRow.objects.all()[0]
    with counter().rows_read() as count:
        assert list(ClaimRow.objects.filter(id=claim.id)) == [claim]
    assert (count.queries, count.read, count.handed) == (1, 1, 1)


def test_a_table_that_is_joined_by_its_key_counts_once_a_row(case: Any) -> None:
    claim = ClaimRow.objects.all()[0]
    with counter().rows_read() as count:
        list(ClaimRow.objects.filter(id=claim.id).select_related("document"))
    assert (count.read, count.handed) == (2, 2)


LISTS = ("home", "documents", "claims", "events", "responses", "persons", "pairs", "figures",
         "ledger", "set_aside", "api_claims", "api_figures", "api_responses")  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_a_list_reads_what_it_shows(visitor: Any, name: str) -> None:
    with counter().rows_read() as count:
        visitor.get(reverse(name))
    assert count.read - count.handed <= ALLOWED, count.worst


def test_a_page_of_one_thing_reads_what_it_shows(visitor: Any) -> None:
    for table, name in ((DocumentRow, "document"), (EventRow, "event"), (FigureRow, "figure"),
                        (PersonRow, "person")):  # fmt: skip
        for row in table.objects.all()[:5]:
            with counter().rows_read() as count:
                visitor.get(reverse(name, args=[row.pk]))
            assert count.read - count.handed <= ALLOWED, count.worst
    for row in FigureRow.objects.filter(kind="estimated")[:5]:
        with counter().rows_read() as count:
            visitor.get(reverse("methods", args=[row.pk]))
        assert count.read - count.handed <= ALLOWED, count.worst
    for row in DocumentRow.objects.filter(shape="table"):
        with counter().rows_read() as count:
            visitor.get(reverse("columns", args=[row.pk]))
        assert count.read - count.handed <= ALLOWED, count.worst


def test_the_columns_of_a_long_list_are_told_from_its_first_rows(tmp_path: Path) -> None:
    """A list of 700 rows whose totals row stands last: its words are shown, most are not read."""
    lines = ["Name,Age,Place", *(f"Person {n} Testname,{n % 90},Marsa" for n in range(1, 701))]
    listed = tmp_path / "list.csv"
    listed.write_text("\n".join([*lines, "Total,700,"]), encoding="utf-8")
    case = create_case(tmp_path / "case", title="A long list", country=None, by="tester")
    with sole_writer(case):
        add(case, [listed], by="tester")
    reading = read_capture(case, Capture.objects.get(), surroundings(case))
    document = reading.document
    assert document is not None
    document.save(force_insert=True)
    reading.write()
    with counter().rows_read() as count:
        [sheet] = mapped_table(case, document).sheets
    assert [(line.number, line.text) for line in sheet.totals] == [(702, "Total · 700")]
    assert sheet.columns[1].examples == ("1", "2", "3")
    assert not sheet.problems
    assert count.read - count.handed <= ALLOWED, count.worst
    assert count.handed < 3 * 205 + ALLOWED  # 200 rows of three cells, the header, the total
