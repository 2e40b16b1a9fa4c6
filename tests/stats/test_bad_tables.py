"""Tables that tell nothing are refused in a sentence with the way out, by every method alike."""

import math

import pytest

from onrecord.errors import InputError, MalformedTable
from onrecord.stats import (
    Estimated,
    NotEstimable,
    chao_by_frequency,
    chao_lower_bound,
    from_cells,
    log_linear,
    log_linear_average,
)
from onrecord.stats.closed_population import closed_population
from onrecord.stats.sparse import sparse


def resampled(table):
    return log_linear(table, interval="bootstrap", n_bootstrap=100)


def few(table):
    return sparse(table, n_bootstrap=100)


METHODS = {
    "log_linear": log_linear,
    "log_linear_average": log_linear_average,
    "log_linear by bootstrap": resampled,
    "sparse": few,
    "chao_lower_bound": chao_lower_bound,
    "chao_by_frequency": chao_by_frequency,
}


def results(name, table):
    return closed_population(table) if name == "closed_population" else (METHODS[name](table),)


EACH = pytest.mark.parametrize("name", [*METHODS, "closed_population"])


def test_one_list_is_refused_before_any_method():
    with pytest.raises(MalformedTable, match="two lists or more"):
        from_cells(["A"], [[True]], [5])


def test_two_lists_of_which_one_is_empty_are_refused():
    with pytest.raises(MalformedTable, match="only one list"):
        from_cells(["A", "B"], [[True, False]], [5])


@EACH
def test_without_overlap_there_is_no_estimate(name):
    table = from_cells(["A", "B", "C"], [[1, 0, 0], [0, 1, 0], [0, 0, 1]], [50, 40, 30])
    for result in results(name, table):
        assert isinstance(result, NotEstimable)
        assert "without overlap" in result.reason
        assert "documented count" in result.reason


@EACH
def test_lists_that_hold_the_same_people_are_called_copies(name):
    table = from_cells(["A", "B"], [[1, 1]], [50])
    for result in results(name, table):
        assert isinstance(result, NotEstimable)
        assert "copies" in result.reason


@EACH
def test_twenty_five_lists_get_a_sentence_or_a_number(name):
    lists = [f"L{i:02d}" for i in range(25)]
    alone = [[i == on for i in range(25)] for on in range(25)]
    pairs = [[i in (on, on + 1) for i in range(25)] for on in range(24)]
    table = from_cells(lists, alone + pairs, [20] * 25 + [3] * 24)
    for result in results(name, table):
        if isinstance(result, Estimated):  # by frequencies: any number of lists
            assert name == "chao_by_frequency"
        else:
            assert "25 lists" in result.reason
            assert "erge lists" in result.reason


@EACH
def test_one_huge_cell_gives_finite_figures_or_a_reason(name):
    """2**53 people in one cell, hundreds in the others: what is told is told in finite numbers."""
    patterns = [[bool(mask >> i & 1) for i in range(3)] for mask in range(1, 8)]
    table = from_cells(["A", "B", "C"], patterns, [2**53, 400, 300, 500, 200, 150, 90])
    for result in results(name, table):
        if isinstance(result, Estimated):
            given = (result.estimate, result.lower, result.upper, result.standard_error)
            assert all(math.isfinite(one) for one in given if one is not None)
        else:
            assert result.reason.endswith(".")


@EACH
def test_huge_counts_alike_are_counted_as_small_ones(name):
    patterns = [[bool(mask >> i & 1) for i in range(3)] for mask in range(1, 8)]
    counts = [500, 400, 130, 500, 120, 110, 30]
    small = results(name, from_cells(["A", "B", "C"], patterns, counts))
    large = results(name, from_cells(["A", "B", "C"], patterns, [c * 2**43 for c in counts]))
    for one, other in zip(small, large, strict=True):
        if isinstance(one, Estimated) and isinstance(other, Estimated):
            assert other.estimate >= 2**43 * sum(counts)
            if "closed" in one.method or "Chao" in one.method:  # no choice of model in between
                assert other.estimate == pytest.approx(2**43 * one.estimate, rel=1e-6)


@pytest.mark.parametrize(
    ("setting", "wrong"),
    [
        ({"threshold": 1.0}, "p-value"),
        ({"threshold": -0.1}, "p-value"),
        ({"n_bootstrap": 3}, "100 or more"),
        ({"level": 1.5}, "no probability"),
    ],
)
def test_settings_out_of_range_are_refused_with_the_range(setting, wrong):
    table = from_cells(["A", "B"], [[1, 0], [0, 1], [1, 1]], [5, 6, 3])
    with pytest.raises(InputError, match=wrong):
        sparse(table, **setting)
