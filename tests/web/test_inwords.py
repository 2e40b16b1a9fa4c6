"""Values in words."""

from datetime import date

import pytest

from onrecord.model.figure import Figure
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.web.answers import said_words
from onrecord.web.inwords import (
    figure_number,
    interval,
    quantity_meaning,
    when_meaning,
    where_meaning,
)


@pytest.mark.parametrize(
    ("at_least", "at_most", "words"),
    [(111, 111, "111"), (200, 999, "200 to 999"), (12, None, "at least 12"),
     (None, 30, "at most 30"), (None, None, "not bounded"), (3000, 12500, "3,000 to 12,500")],
)  # fmt: skip
def test_an_interval_says_which_end_is_open(
    at_least: int | None, at_most: int | None, words: str
) -> None:
    assert interval(at_least, at_most) == words


def test_a_quantity_says_what_is_counted_where_that_is_not_people() -> None:
    assert quantity_meaning(Quantity(text="hundreds", at_least=200, at_most=999)) == "200 to 999"
    families = Quantity(text="40 families", at_least=40, at_most=40, unit="family")
    assert quantity_meaning(families) == "40 (family)"


def test_a_date_that_the_source_leaves_open_stays_open() -> None:
    assert when_meaning(When(text="since Friday")) == "left open: the source does not bound it"


def test_a_date_says_from_what_it_was_reckoned() -> None:
    friday = When(
        text="since Friday",
        earliest=date(2021, 9, 17),
        latest=date(2021, 9, 18),
        basis="resolved",
        resolved_against="published 2021-09-18",
    )
    assert when_meaning(friday) == (
        "2021-09-17 to 2021-09-18, reckoned from “published 2021-09-18”"
    )


def test_a_place_is_no_more_exact_than_its_words() -> None:
    region = Where(text="the coast", name="Ardal Province", precision="region")
    assert where_meaning(region) == "somewhere within Ardal Province"
    assert where_meaning(Where(text="churches", precision="unnamed")) == "a place without a name"


def figure(**values: float | str | None) -> Figure:
    return Figure(
        id="figure-1",
        kind="estimated",
        basis="accepted",
        title="t",
        event=None,
        harm="killed",
        definition="d",
        method="m",
        **values,  # type: ignore[arg-type]
    )


def test_a_figure_is_its_value_with_its_interval_or_its_interval_or_nothing() -> None:
    assert figure_number(figure(value=12)) == "12"
    assert figure_number(figure(lower=40)) == "at least 40"
    assert figure_number(figure(value=57, lower=44, upper=81, level=0.95)) == (
        "57 (95% interval 44 to 81)"
    )
    assert figure_number(figure(reason="too few lists")) == ""


def test_the_day_of_an_answer_is_as_open_as_it_is() -> None:
    def said(earliest: date | None, latest: date | None) -> str:
        return said_words(When(text="", earliest=earliest, latest=latest))

    day, later = date(2021, 9, 19), date(2021, 9, 21)
    assert said(day, day) == "on 2021-09-19"
    assert said(None, later) == "by 2021-09-21"
    assert said(day, None) == "on or after 2021-09-19"
    assert said(day, later) == "between 2021-09-19 and 2021-09-21"
    assert said(None, None) == said_words(None) == "on a day that nobody gives"
