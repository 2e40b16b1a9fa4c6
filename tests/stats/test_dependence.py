"""What dependence between lists would do to the number."""

from itertools import pairwise
from pathlib import Path

import pytest

from onrecord.stats import Histories, from_cells, read_table
from onrecord.stats.dependence import EVERY_TWO, dependence_bounds

TABLES = Path(__file__).resolve().parents[1] / "golden" / "tables"


def two_lists(first: int, second: int, both: int) -> Histories:
    return from_cells(
        ["A", "B"], [(True, False), (False, True), (True, True)], [first, second, both]
    )


def test_with_two_lists_the_missing_are_those_of_independence_times_the_odds_ratio():
    """Gerritse et al. (2015): missing = only A × only B / both × odds ratio."""
    rows = dependence_bounds(two_lists(60, 90, 30), odds_ratios=(0.5, 1.0, 3.0))
    assert [row.estimate for row in rows] == [
        pytest.approx(180 + 60 * 90 / 30 * ratio) for ratio in (0.5, 1.0, 3.0)
    ]
    assert [row.value for row in rows] == [0.5, 1.0, 3.0]


def test_a_ratio_of_one_is_independence():
    """Rcapture 1.4-4 on the Kosovo table: closedp.t(x, dfreq = TRUE)$results["Mt", "abundance"]."""
    table = read_table((TABLES / "kosovo_1999.csv").read_text(encoding="utf-8")).pooled
    (row,) = dependence_bounds(table, odds_ratios=(1.0,), of_a_pair=())
    assert row.estimate == pytest.approx(7394.586662, abs=1e-5)


def test_the_more_lists_lean_together_the_more_people_are_missing():
    table = read_table((TABLES / "kosovo_1999.csv").read_text(encoding="utf-8")).pooled
    every = [row for row in dependence_bounds(table) if row.what == EVERY_TWO]
    assert all(less.estimate < more.estimate for less, more in pairwise(every))


def test_each_pair_is_varied_alone():
    table = read_table((TABLES / "spina.csv").read_text(encoding="utf-8")).pooled
    rows = dependence_bounds(table, odds_ratios=(), of_a_pair=(2.0,))
    assert [row.what for row in rows] == [
        "odds ratio of S1 and S2",
        "odds ratio of S1 and S3",
        "odds ratio of S2 and S3",
    ]


def test_a_ratio_that_the_table_contradicts_says_how_badly_it_fits():
    table = read_table((TABLES / "kosovo_1999.csv").read_text(encoding="utf-8")).pooled
    every = [row for row in dependence_bounds(table) if row.what == EVERY_TWO]
    assert sum("above the best" not in row.setting for row in every) == 1


def test_where_overlaps_tell_nothing_there_are_no_rows():
    assert dependence_bounds(two_lists(20, 30, 0)) == ()


def test_a_ratio_of_nought_is_refused():
    with pytest.raises(ValueError, match="not all positive"):
        dependence_bounds(two_lists(60, 90, 30), odds_ratios=(0.0,))
