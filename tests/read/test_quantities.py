"""Numbers are intervals, by conventions that are written down."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.quantities import find_quantities, read_quantity


@pytest.mark.parametrize(("words", "at_least", "at_most", "convention"), [
    ("hundreds", 200, 999, "hundreds"),
    ("dozens", 24, 99, "dozens"),
    ("tens of thousands", 20000, 99999, "tens_of_thousands"),
    ("several", 2, 9, "a_few"),
    ("several hundred", 200, 999, "hundreds"),
    ("at least 12", 12, None, "minimum"),
    ("more than 40", 41, None, "minimum"),
    ("more than a hundred", 101, None, "minimum"),
    ("at least two dozen", 24, None, "minimum"),
    ("up to 30", 1, 30, "maximum"),
    ("fewer than 30", 1, 29, "maximum"),
    ("some 300", 270, 330, "approximate"),
    ("between 10 and 20", 10, 20, "interval"),
    ("10 to 20", 10, 20, "interval"),
    ("10–20", 10, 20, "interval"),
    ("a dozen", 12, 12, "exact"),
    ("half a dozen", 6, 6, "exact"),
    ("twenty-one", 21, 21, "exact"),
    ("two hundred and six", 206, 206, "exact"),
    ("1,200", 1200, 1200, "exact"),
    ("1.2 million", 1200000, 1200000, "exact"),
    ("٤٠", 40, 40, "exact"),
    ("12 or more", 12, None, "minimum"),
])  # fmt: skip
def test_words_are_read_by_their_convention(words, at_least, at_most, convention):
    quantity = read_quantity(words, 0, len(words))
    assert quantity is not None
    assert (quantity.at_least, quantity.at_most) == (at_least, at_most)
    assert (quantity.convention, quantity.text) == (convention, words)


@pytest.mark.parametrize("words", ["12.5 per cent", "35%", "$40", "the army", "1.5 men"])
def test_shares_money_and_words_are_no_numbers_of_people(words):
    assert [w for w in find_quantities(words, 0, len(words)) if read_quantity(words, *w)] == []


@given(st.integers(1, 10**9))
def test_a_number_in_figures_is_itself(value):
    for words in (str(value), f"{value:,}"):
        quantity = read_quantity(words, 0, len(words))
        assert quantity is not None
        assert (quantity.at_least, quantity.at_most) == (value, value)


@given(st.integers(1, 10**6), st.sampled_from(["about", "some", "around", "nearly"]))
def test_about_holds_the_number_itself(value, about):
    quantity = read_quantity(f"{about} {value}", 0, len(f"{about} {value}"))
    assert quantity is not None
    assert quantity.at_least <= value <= quantity.at_most
