"""Draws from any result."""

import math
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from onrecord.stats import Draws, Estimated
from onrecord.stats.draws import draws_of, spread, summary


def result(**changes) -> Estimated:
    """A made-up estimate of 1,000 people, 400 of them documented."""
    made = Estimated(
        method="made up 1",
        kind="estimated",
        statistic="maximum likelihood estimate",
        estimate=1000.0,
        lower=700.0,
        upper=1800.0,
        level=0.95,
        interval="profile likelihood",
        standard_error=250.0,
        n_documented=400,
        table="0",
        assumptions=(),
    )
    return replace(made, **changes)


def drawn(made: Estimated, n: int = 40_000) -> np.ndarray:
    found = draws_of(made, n, np.random.default_rng(7))
    assert isinstance(found, Draws)
    assert found.people.shape == (1, n)
    return found.people


def quantile_error(people: np.ndarray, share: float) -> float:
    """Standard error of a sample quantile, from the order statistics around it."""
    n = people.size
    away = math.sqrt(share * (1 - share) / n)
    low, high = np.quantile(people, [max(share - away, 0), min(share + away, 1)])
    return (high - low) / 2


@pytest.mark.parametrize(("share", "end"), [(0.025, 700), (0.5, 1000), (0.975, 1800)])
def test_draws_give_the_interval_back_that_they_were_made_of(share, end):
    people = drawn(result())
    assert abs(np.quantile(people, share) - end) < 4 * quantile_error(people, share)


def test_a_withheld_interval_is_drawn_by_the_standard_error():
    people = drawn(result(lower=None, upper=None, doubts=("It hangs on one list.",)))
    width = math.sqrt(math.log1p((250 / 600) ** 2))
    end = 400 + 600 * math.exp(norm.ppf(0.975) * width)
    assert abs(np.quantile(people, 0.975) - end) < 4 * quantile_error(people, 0.975)


def test_draws_that_a_result_carries_are_taken_and_each_once_before_any_twice():
    own = Draws(people=np.arange(1000.0, 1200.0).reshape(4, 50), of="posterior")
    found = draws_of(result(draws=own), 200, np.random.default_rng(1))
    assert isinstance(found, Draws)
    assert found.of == "posterior"
    assert sorted(found.people[0]) == list(range(1000, 1200))
    assert drawn(result(draws=own), 500).shape == (1, 500)


def test_no_draw_lies_below_the_documented_count():
    assert drawn(result(lower=400.0)).min() >= 400
    assert (drawn(result(estimate=400.0, lower=400.0)) == 400).all()


def test_what_is_not_bounded_above_cannot_be_drawn_and_says_why():
    rng = np.random.default_rng(1)
    unbounded = draws_of(result(upper=None), 10, rng)
    assert isinstance(unbounded, str)
    assert "does not bound" in unbounded
    doubted = result(lower=None, upper=None, standard_error=None, doubts=("Doubt.",))
    assert "no standard error" in str(draws_of(doubted, 10, rng))


def test_variance_within_and_between_add_up_to_that_of_the_mixture():
    rng = np.random.default_rng(2)
    parts = [rng.normal(mean, 3, 500) for mean in (10, 20, 40)]
    found = spread(parts, [1, 1, 1])
    assert math.isclose(found.within + found.between, np.concatenate(parts).var(), rel_tol=1e-9)
    assert 0.9 < found.share_between < 1


def test_a_summary_is_of_all_chains():
    found = summary(np.array([[1.0, 2.0], [3.0, 4.0]]), 0.5)
    assert (found.mean, found.median) == (2.5, 2.5)
