"""The page of a figure's methods: overlaps, asking every method, what it shows afterwards."""

from typing import Any

import pytest
from django.urls import reverse

from onrecord.model.progress import silent
from onrecord.record.estimates import stored_estimates, table_of_figure
from onrecord.record.models import EstimateRow, FigureRow, ReceiptRow
from onrecord.record.run import drop_derived, record_digest
from onrecord.record.verify import verify_case


@pytest.fixture
def figure(case: Any) -> FigureRow:
    """The estimate of all killed, from accepted claims."""
    rows = FigureRow.objects.filter(kind="estimated", basis="accepted", event=None, harm="killed")
    return rows.order_by("position")[0]


def address(figure: FigureRow) -> str:
    return reverse("methods", args=[figure.pk])


def test_a_figure_leads_to_its_methods_and_a_count_has_none(visitor: Any, figure: Any) -> None:
    assert address(figure) in visitor.page(reverse("figure", args=[figure.pk]))
    documented = FigureRow.objects.filter(kind="documented")[0]
    assert visitor.get(address(documented)).status_code == 404


def test_before_anybody_asked_the_page_shows_the_lists_and_their_overlap(
    visitor: Any, figure: Any
) -> None:
    page = visitor.page(address(figure))
    for one in figure.figure.overlaps.lists:
        assert one.name in page
        assert reverse("document", args=[one.rendition]) in page
    assert "Ask every method" in page
    assert "By civilian status" in page


def test_asking_shows_every_method_with_its_status_and_what_each_list_does(
    visitor: Any, case: Any, figure: Any
) -> None:
    answer = visitor.post(address(figure), address(figure))
    assert answer.status_code == 302
    page = visitor.page(address(figure))
    for method in ("chao", "log-linear", "decomposable-graphs", "latent-classes"):
        assert f'<th scope="row">{method}</th>' in page
    assert "a lower bound" in page
    assert "Without each list in turn" in page
    assert 'type="range"' in page
    assert page.count('src="data:image/svg+xml;base64,') == 4
    holds = {check.name: check.state for check in verify_case(case, progress=silent).checks}
    assert holds["receipts"] == "passed"


def test_what_was_asked_is_not_part_of_the_record_and_goes_with_what_is_derived(
    visitor: Any, figure: Any
) -> None:
    before = record_digest()
    visitor.post(address(figure), address(figure))
    assert record_digest() == before
    drop_derived()
    assert not EstimateRow.objects.exists()


def test_answers_of_another_table_or_of_older_code_are_not_shown(visitor: Any, figure: Any) -> None:
    visitor.post(address(figure), address(figure))
    table = table_of_figure(figure.figure)
    assert not isinstance(table, str)
    assert stored_estimates(table) is not None
    ReceiptRow.objects.filter(stage="estimate").update(code="older")
    assert stored_estimates(table) is None
