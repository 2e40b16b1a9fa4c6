"""Intervals: of the profile likelihood and log-normal."""

import math

from scipy.stats import chi2

from onrecord.stats import Estimated, chapman, from_cells, lincoln_petersen, log_linear
from onrecord.stats.interval import log_normal


def two_lists(first, second, both):
    return from_cells(
        ["A", "B"], [[True, False], [False, True], [True, True]], [first, second, both]
    )


def multinomial(total, first, second, both):
    """Log-likelihood at N of two independent lists, with each list's chance at its best."""
    n = first + second + both
    chances = (first + both) / total, (second + both) / total
    log = math.lgamma(total + 1) - math.lgamma(total - n + 1)
    for on, chance in zip((first + both, second + both), chances, strict=True):
        log += on * math.log(chance) + (total - on) * math.log(1 - chance)
    return log


def test_the_profile_interval_of_two_lists_is_that_of_its_closed_form():
    """For two lists the profile has a closed form: its height at both ends is the threshold."""
    result = log_linear(two_lists(150, 100, 50))
    assert isinstance(result, Estimated)
    assert result.upper is not None
    top = max(multinomial(n / 10, 150, 100, 50) for n in range(3001, 12000))
    for end in (result.lower, result.upper):
        drop = 2 * (top - multinomial(end, 150, 100, 50))
        assert math.isclose(drop, chi2.ppf(0.95, 1), rel_tol=1e-4)


def test_a_wider_level_gives_a_wider_interval():
    narrow = log_linear(two_lists(150, 100, 50), level=0.8)
    wide = log_linear(two_lists(150, 100, 50), level=0.99)
    assert isinstance(narrow, Estimated)
    assert isinstance(wide, Estimated)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_lincoln_petersen_and_its_variance_by_hand():
    """200 and 150 with 50 on both: 600; variance 200·150·150·100/50³ = 3,600."""
    result = lincoln_petersen(two_lists(150, 100, 50))
    assert isinstance(result, Estimated)
    assert (result.estimate, result.standard_error) == (600, 60)


def test_chapman_and_its_variance_by_hand():
    """201·151/51 - 1; variance 201·151·150·100/(51²·52)."""
    result = chapman(two_lists(150, 100, 50))
    assert isinstance(result, Estimated)
    assert math.isclose(result.estimate, 201 * 151 / 51 - 1)
    assert math.isclose(result.standard_error**2, 201 * 151 * 150 * 100 / (51**2 * 52))


def test_the_log_normal_interval_is_never_below_the_documented_count():
    lower, upper = log_normal(100, 101, 50, 0.95)
    assert 100 <= lower < 101 < upper


def test_nobody_missing_gives_an_interval_of_no_width():
    assert log_normal(100, 100, 0, 0.95) == (100, 100)
