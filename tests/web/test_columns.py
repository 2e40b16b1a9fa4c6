"""The page of a table's columns: suggested, tried, kept, undone."""

import re
from typing import Any

import pytest
from django.urls import reverse

from onrecord.model.mapping import FIELDS
from onrecord.record.columns import mapping_decision
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.web.column_form import field_groups

HOSPITAL = "marsa-torin-hospital.csv"


def table(name: str = HOSPITAL) -> DocumentRow:
    return DocumentRow.objects.get(name__endswith=name)


def address(row: DocumentRow) -> str:
    return reverse("columns", args=[row.id])


def as_it_stands(page: str, **changes: str) -> dict[str, str]:
    """What a browser posts when only some of the form was changed."""
    fields = dict(re.findall(r'<input id="(s\d[^"]*)"[^>]*value="([^"]*)"', page))
    for name, options in re.findall(r'<select id="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields[name] = chosen.group(1) if chosen else ""
    return fields | changes


def field_of(page: str, header: str) -> str:
    """The name of the control of a column."""
    found = re.search(rf'for="([^"]+)">What the column <bdi>{header}</bdi>', page)
    assert found is not None, header
    return found.group(1)


def post(visitor: Any, row: DocumentRow, do: str, **changes: str) -> Any:
    fields = as_it_stands(visitor.page(address(row)), **changes)
    return visitor.post(address(row), address(row), do=do, **fields)


def test_a_document_that_is_a_table_leads_to_its_columns(visitor: Any) -> None:
    row = table()
    assert address(row) in visitor.page(reverse("document", args=[row.id]))
    prose = DocumentRow.objects.filter(shape="prose")[0]
    assert address(prose) not in visitor.page(reverse("document", args=[prose.id]))
    assert visitor.get(address(prose)).status_code == 404
    assert visitor.get(address(row).replace(row.id, "nothing")).status_code == 404


def test_the_page_says_what_a_machine_suggests_and_why(visitor: Any) -> None:
    page = visitor.page(address(table()))
    assert "A machine suggests this mapping" in page
    assert "&#x27;admission&#x27; is no name that we know" in page
    assert "Halun bridge" in page
    fields = as_it_stands(page)
    assert fields[field_of(page, "outcome")] == "harm"
    assert fields["s0-header_rows"] == "1"
    assert "Undo the decision" not in page


def test_whatever_a_machine_may_suggest_can_be_chosen() -> None:
    offered = {choice.key for group in field_groups() for choice in group.choices}
    assert offered == set(FIELDS) - {"ignore"}


def test_every_control_has_a_label(visitor: Any) -> None:
    for row in DocumentRow.objects.filter(shape="table"):
        page = visitor.page(address(row))
        controls = re.findall(r'<(?:select|input) id="([^"]+)"', page)
        assert len(controls) > 5
        assert all(f'for="{control}"' in page for control in [*controls, "because"]
                   if control != "keys-off")  # fmt: skip


def test_arabic_headers_keep_their_own_direction(visitor: Any) -> None:
    page = visitor.page(address(table("relatives-association-list.xlsx")))
    assert re.search(r'<th scope="row" dir="auto"><bdi>[^<]*[\u0600-\u06ff]', page)


def test_a_preview_says_what_the_first_rows_would_say_and_keeps_nothing(visitor: Any) -> None:
    row = table()
    answer = post(visitor, row, "preview")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall(r"<h4>Row \d+</h4>", page)) == 3
    assert "act: killing" in page
    assert "Sami Delhari" in page
    assert mapping_decision(row.capture_id) is None
    other = field_of(page, "outcome")
    page = post(visitor, row, "preview", **{other: "ignore"}).content.decode()
    assert "act: killing" not in page
    assert "does not say what happened" in page
    assert "not kept yet" in page


def test_a_kept_mapping_is_a_decision_that_is_read_by_at_once_and_undone(visitor: Any) -> None:
    row = table()

    def acts() -> list[str]:
        rows = ClaimRow.objects.filter(document__name=row.name, kind="act", state="suggested")
        return [claim.claim.body.act_type for claim in rows.order_by("start")]

    assert acts() == []  # the bundled decisions accept whatever the list says
    page = visitor.page(address(row))
    n_accepted = ClaimRow.objects.filter(document=row, state="accepted").count()
    assert n_accepted > 0
    changes = {field_of(page, "outcome"): "note", "s0-harm": "abduction"}
    answer = post(visitor, row, "keep", because="the register is of prisoners", **changes)
    assert answer.status_code == 302
    assert set(acts()) == {"abduction"}
    assert ClaimRow.objects.filter(document=row, state="accepted").count() == n_accepted
    page = visitor.page(answer.headers["Location"])
    assert "decided by a person" in page
    assert "the register is of prisoners" in page
    assert "A machine suggests this mapping" not in page
    assert "has not been read" not in page
    assert as_it_stands(page)["s0-harm"] == "abduction"
    post(visitor, row, "undo")
    assert mapping_decision(row.capture_id) is None
    assert acts() == []


def test_a_suggestion_may_be_kept_as_it_stands_but_only_once(visitor: Any) -> None:
    row = table()
    assert post(visitor, row, "keep").status_code == 302
    again = post(visitor, row, "keep")
    assert again.status_code == 400
    assert "nothing was changed" in again.content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"s0-header_rows": "many"}, "is no number of lines"),
        ({"s0-header_rows": "9999"}, "the first record stands below the header"),
        ({"s0-totals_rows": "x"}, "is no number of a row"),
        ({"s0-totals_rows": "9999"}, "row 9999 is no row below the header"),
        ({"s0-harm": "property"}, "is nothing that a list can say"),
        ({"s0-c0": "luck"}, "is no field"),
        ({"s0-c0": "age"}, "a row has one age"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_in_words(
    visitor: Any, changes: dict[str, str], said: str
) -> None:
    row = table()
    answer = post(visitor, row, "keep", **changes)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert mapping_decision(row.capture_id) is None


def test_undoing_what_nobody_decided_is_refused(visitor: Any) -> None:
    answer = post(visitor, table(), "undo")
    assert answer.status_code == 400
    assert "nothing to undo" in answer.content.decode()
