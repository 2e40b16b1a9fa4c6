"""Values of the model in the words that the pages and the published folder use."""

from datetime import date

import pytest

from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where
from onrecord.publish.wording import interval_words, place_words, quantity_words, when_words


@pytest.mark.parametrize(
    ("at_least", "at_most", "words"),
    [(111, 111, "111"), (200, 999, "200 to 999"), (12, None, "at least 12"),
     (None, 30, "at most 30"), (None, None, "no number"), (3000, 12500, "3,000 to 12,500")],
)  # fmt: skip
def test_an_interval_says_which_end_is_open(
    at_least: int | None, at_most: int | None, words: str
) -> None:
    assert interval_words(at_least, at_most) == words


def test_a_quantity_says_what_is_counted_where_that_is_not_people() -> None:
    assert quantity_words(Quantity(text="hundreds", at_least=200, at_most=999)) == "200 to 999"
    families = Quantity(text="40 families", at_least=40, at_most=40, unit="family")
    assert quantity_words(families) == "40 (family)"


def test_a_date_that_the_source_leaves_open_stays_open() -> None:
    assert when_words(When(text="since Friday")) == ("left open: nothing in the source bounds it")


def test_a_date_says_from_what_it_was_reckoned() -> None:
    friday = When(
        text="since Friday",
        earliest=date(2021, 9, 17),
        latest=date(2021, 9, 18),
        basis="resolved",
        resolved_against="published 2021-09-18",
    )
    assert when_words(friday) == (
        "17 September 2021 to 18 September 2021, reckoned from published 2021-09-18"
    )


def test_a_place_is_no_more_exact_than_its_words() -> None:
    region = Where(text="the coast", name="Ardal Province", precision="region")
    assert place_words(region) == "within Ardal Province"
    assert place_words(Where(text="churches", precision="unnamed")) == ""
