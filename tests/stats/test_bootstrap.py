"""Bias-corrected intervals, and what they say where there are none."""

import math

import numpy as np
import pytest
from scipy.stats import norm

from onrecord.stats import Estimated, from_cells, log_linear
from onrecord.stats.bootstrap import (
    Corrected,
    acceleration_of,
    bias_corrected,
    doubts_about,
    each_left_out,
    ends,
    probability_error,
    quantile,
    resampled,
)
from onrecord.stats.selected_anew import select_each


def test_without_bias_and_skewness_the_interval_is_the_quantiles():
    replicates = np.arange(1.0, 1000.0)
    found = bias_corrected(replicates, 500.5, 0.0, 0.9)
    assert isinstance(found, Corrected)
    assert found.lower_at == pytest.approx(0.05, abs=1e-3)
    assert found.lower == pytest.approx(50, abs=1.5)
    assert found.upper == pytest.approx(950, abs=1.5)


def test_the_interval_of_a_skew_mean_is_second_order_correct():
    """Efron (1987): for a gamma variate's scale BCa is near exact where percentiles are not."""
    shape, estimate = 10, 1.0
    rng = np.random.default_rng(2)
    replicates = rng.gamma(shape, estimate / shape, 200_000)
    found = bias_corrected(replicates, estimate, 1 / (3 * math.sqrt(shape)), 0.9)
    assert isinstance(found, Corrected)
    # Exact: shape·estimate / quantiles of Gamma(shape), 0.6367 and 1.8430 (R: 10/qgamma(.95, 10)).
    assert found.lower == pytest.approx(0.6367, rel=0.01)
    assert found.upper == pytest.approx(1.8430, rel=0.01)


def test_quantiles_are_type_eight():
    """quantile(c(1, 2, 4, 8, 16), c(.1, .5, .83), type=8) in R."""
    values = np.array([1, 2, 4, 8, 16.0])
    found = [quantile(values, at) for at in (0.1, 0.5, 0.83)]
    assert found == pytest.approx([1.0, 4.0, 14.08])


def test_a_quantile_among_the_unbounded_is_unbounded():
    values = np.array([1, 2, 3, math.inf])
    assert quantile(values, 0.5) == pytest.approx(2.5)
    assert math.isinf(quantile(values, 0.99))


def test_no_interval_where_all_replicates_lie_on_one_side():
    assert "above" in bias_corrected(np.array([2.0, 3.0]), 1.0, 0.0, 0.95)
    assert "below" in bias_corrected(np.array([2.0, 3.0]), 4.0, 0.0, 0.95)


def test_no_interval_where_one_person_less_leaves_no_bound():
    acceleration = acceleration_of(np.array([10.0, math.inf]), np.array([3.0, 1.0]))
    found = bias_corrected(np.array([9.0, 11.0]), 10.0, acceleration, 0.95)
    assert "one person less" in found
    assert doubts_about(found, 10.0)


def test_an_interval_that_does_not_hold_the_estimate_is_doubted():
    held = bias_corrected(np.arange(1000.0), 300.0, 0.0, 0.95)
    assert isinstance(held, Corrected)
    assert doubts_about(held, 300.0) == ()
    assert "does not hold" in doubts_about(held, held.upper + 1)[0]


def test_unbounded_replicates_leave_the_upper_end_open():
    replicates = np.concatenate([np.arange(900.0), np.full(100, math.inf)])
    found = bias_corrected(replicates, 450.0, 0.0, 0.95)
    assert isinstance(found, Corrected)
    assert ends(found) == (found.lower, None)


@pytest.mark.parametrize("tail", [0.025, 0.975])
def test_the_error_of_an_end_is_how_far_seeds_move_it(tail):
    """400 bootstraps of a normal estimate: the spread of the end's true probability."""
    rng = np.random.default_rng(5)
    reached = []
    for _ in range(400):
        replicates = np.sort(rng.normal(0.2, 1.0, 500))
        found = bias_corrected(replicates, 0.0, 0.03, 0.95)
        assert isinstance(found, Corrected)
        end = found.lower if tail < 0.5 else found.upper
        reached.append(norm.cdf(end, 0.2, 1.0))
    computed = probability_error(float(norm.cdf(-0.2)), 0.03, tail, 500)
    # The spread of 400 has a relative error of 1/sqrt(800), 3.5 %; four of them.
    assert np.std(reached) == pytest.approx(computed, rel=0.15)


def test_resampled_tables_hold_as_many_people_and_the_same_for_a_seed():
    counts = np.array([0, 3, 5, 0, 92.0])
    tables = resampled(counts, 50, 7)
    assert (tables.sum(axis=1) == 100).all()
    assert (tables[:, counts == 0] == 0).all()
    assert (tables == resampled(counts, 50, 7)).all()
    assert (tables != resampled(counts, 50, 8)).any()


def test_each_occupied_cell_loses_one_person_once():
    less = each_left_out(np.array([0, 3, 1, 0.0]))
    assert less.tolist() == [[0, 2, 1, 0], [0, 3, 0, 0]]


PATTERNS = [[bool(mask >> i & 1) for i in range(4)] for mask in range(1, 16)]


def test_selecting_the_model_anew_widens_the_interval_where_models_are_near():
    counts = [400, 380, 60, 350, 45, 40, 9, 300, 41, 30, 5, 33, 6, 5, 1]
    table = from_cells(list("ABCD"), PATTERNS, counts)
    alone = log_linear(table)
    anew = log_linear(table, interval="bootstrap", n_bootstrap=300)
    assert isinstance(alone, Estimated)
    assert isinstance(anew, Estimated)
    assert alone.estimate == anew.estimate
    assert alone.upper is not None
    assert anew.upper is not None
    assert anew.upper - anew.lower > alone.upper - alone.lower
    assert anew.diagnostics["models_per_replicate"] == 113
    assert anew.draws is not None
    assert anew.draws.people.shape == (1, 300)


def test_the_same_seed_gives_the_same_bootstrap():
    counts = [400, 380, 60, 350, 45, 40, 9, 300, 41, 30, 5, 33, 6, 5, 1]
    table = from_cells(list("ABCD"), PATTERNS, counts)
    first, again, other = (
        log_linear(table, interval="bootstrap", n_bootstrap=200, seed=seed) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_ctrl_c_keeps_the_replicates_that_were_drawn(monkeypatch):
    counts = [400, 380, 60, 350, 45, 40, 9, 300, 41, 30, 5, 33, 6, 5, 1]
    table = from_cells(list("ABCD"), PATTERNS, counts)
    whole = log_linear(table, interval="bootstrap", n_bootstrap=500)
    monkeypatch.setattr("onrecord.stats.selected_anew.select_each", stopped_at_the_third_part())
    told = log_linear(table, interval="bootstrap", n_bootstrap=5000)
    assert isinstance(told, Estimated)
    assert told.diagnostics["n_bootstrap"] == 500
    assert told.diagnostics["stopped_by_hand"] is True
    assert "after 500 of 5,000 resampled tables" in told.notes[-1]
    assert told.lower is not None
    assert told.draws is not None
    assert whole.diagnostics["stopped_by_hand"] is False


def test_ctrl_c_before_the_first_replicate_ends_it(monkeypatch):
    def stop(*_: object) -> np.ndarray:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.stats.selected_anew.select_each", stop)
    with pytest.raises(KeyboardInterrupt):
        log_linear(from_cells(list("ABCD"), PATTERNS, [9] * 15), interval="bootstrap")


def stopped_at_the_third_part():
    """The kernel, with Ctrl-C pressed in its third part; it works again afterwards."""
    calls = []

    def select(*given: object) -> np.ndarray:
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return select_each(*given)

    return select
