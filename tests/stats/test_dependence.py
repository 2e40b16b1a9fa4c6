"""What dependence that no list can show would do."""

from itertools import product

import pytest

from onrecord.stats import from_cells
from onrecord.stats.dependence import EVERY_TWO, dependence_bounds


def two_lists():
    return from_cells(["A", "B"], [(1, 0), (0, 1), (1, 1)], [15, 10, 5])


def test_with_two_lists_theta_is_the_odds_ratio_between_them():
    """n10 n01 / n11 = 30 are missing if the lists are independent, theta times so many if not."""
    rows = {row.value: row for row in dependence_bounds(two_lists())}
    for theta, row in rows.items():
        missing = row.estimate - 30
        assert missing * 5 / (15 * 10) == pytest.approx(theta)


def test_the_rows_rise_and_never_fall_below_the_documented():
    rows = dependence_bounds(two_lists())
    estimates = [row.estimate for row in rows]
    assert estimates == sorted(estimates)
    assert all(row.lower >= 30 for row in rows)


def test_a_table_that_tells_nothing_has_no_rows():
    assert dependence_bounds(from_cells(["A", "B"], [(1, 0), (0, 1)], [15, 10])) == ()


def test_the_ratio_that_made_the_table_fits_best():
    """Three lists of a million people; every two have the odds ratio 2 by construction."""
    cells = list(product((0, 1), repeat=3))
    weights = [2.0 ** (a * b + a * c + b * c) * 0.4 ** (a + b + c) for a, b, c in cells]
    counts = [round(1e6 * weight / sum(weights)) for weight in weights]
    table = from_cells(["A", "B", "C"], cells[1:], counts[1:])
    every = [row for row in dependence_bounds(table) if row.what == EVERY_TWO]
    [best] = [row for row in every if "deviance" not in row.setting]
    assert best.value == 2.0
    assert best.estimate == pytest.approx(1e6, rel=1e-3)


def test_each_pair_alone_is_varied_as_well():
    cells = [cell for cell in product((0, 1), repeat=3) if any(cell)]
    rows = dependence_bounds(from_cells(["A", "B", "C"], cells, [40, 30, 9, 25, 8, 7, 3]))
    pairs = {row.what for row in rows} - {EVERY_TWO}
    assert pairs == {f"odds ratio of {a} and {b}" for a, b in ("AB", "AC", "BC")}
    with pytest.raises(ValueError, match="not all positive"):
        dependence_bounds(two_lists(), odds_ratios=[0])
