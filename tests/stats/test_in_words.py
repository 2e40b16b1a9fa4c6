"""The paragraph that may be quoted says no more than the result does."""

from dataclasses import replace
from pathlib import Path

from onrecord.stats import chao_lower_bound, from_cells, log_linear, read_table
from onrecord.stats.estimate import Estimated
from onrecord.stats.in_words import in_words

KOSOVO = read_table(
    (Path(__file__).parents[1] / "golden" / "tables" / "kosovo_1999.csv").read_text("utf-8")
).pooled


def estimated() -> Estimated:
    result = log_linear(KOSOVO)
    assert isinstance(result, Estimated)
    return result


def test_an_estimate_is_given_with_its_interval_and_what_it_rests_on():
    result = estimated()
    told = in_words(result, n_lists=4, of="people killed")
    assert told.startswith("4,400 people killed are on at least one of 4 lists.")
    assert "about 10,400 in all" in told
    assert "goes from 8,900 to 12,200" in told
    assert all(assumption in told for assumption in result.assumptions)


def test_rounding_never_makes_an_interval_narrower():
    for lower, upper in ((4_512.3, 9_876.5), (4_400.0, 4_400.0), (4_401.0, 4_409.9)):
        result = replace(estimated(), lower=lower, upper=upper, estimate=(lower + upper) / 2)
        words = in_words(result, n_lists=4).split("goes from ")[1].split(". ")[0]
        shown_lower, shown_upper = (int(end.replace(",", "")) for end in words.split(" to "))
        assert 4_400 <= shown_lower <= lower
        assert shown_upper >= upper


def test_a_lower_bound_is_called_one():
    told = in_words(chao_lower_bound(KOSOVO), n_lists=4)
    assert "lower bound: at least about" in told
    assert "the true number may lie above it" in told


def test_a_fragile_number_is_not_to_be_quoted():
    result = replace(estimated(), lower=None, upper=None, doubts=("The prior decides.",))
    told = in_words(result, n_lists=4)
    assert "should not be quoted as a finding" in told
    assert "no interval is given: The prior decides." in told
    assert "goes from" not in told


def test_what_cannot_be_estimated_leaves_the_documented_count():
    table = from_cells(["A", "B"], [(True, False), (False, True)], [15, 10])
    told = in_words(log_linear(table), n_lists=2)
    assert told.startswith("25 people are on at least one of 2 lists.")
    assert "cannot be said" in told
    assert "The documented count stands" in told


def test_no_upper_end_is_said_in_words():
    told = in_words(replace(estimated(), upper=None), n_lists=4)
    assert "has no upper end" in told
