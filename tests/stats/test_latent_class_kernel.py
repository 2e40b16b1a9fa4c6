"""The compiled posterior against its definition, written out in numpy."""

import numpy as np
import pytest
from scipy.special import expit

from onrecord.stats import Histories
from onrecord.stats.lanes import LANES
from onrecord.stats.latent_class_kernel import exponentials, log_posterior
from onrecord.stats.tempering import counts_of, work_for

# Cells of a table with holes: ABD is there, AB and B are not.
CELLS = ["1000", "0010", "0001", "1010", "1101", "0011", "1111"]
TABLE = Histories(
    ("A", "B", "C", "D"),
    np.array([[one == "1" for one in cell] for cell in CELLS]),
    np.array([40, 31, 25, 9, 3, 7, 1]),
)
SHAPE, RATE, CLASSES = 0.25, 0.5, 3
SIZE = CLASSES - 1 + 4 * CLASSES


def by_definition(state: np.ndarray) -> tuple[float, float, float]:
    """Log prior, log likelihood and log chance to be seen."""
    sticks = np.exp(state[: CLASSES - 1])
    left = np.exp(-np.append(0.0, np.cumsum(sticks)))
    weights = np.append(left[:-1] * -np.expm1(-sticks), left[-1])
    on = expit(state[CLASSES - 1 :].reshape(4, CLASSES))
    chances = [
        (weights * np.where(cell[:, None], on, 1 - on).prod(axis=0)).sum()
        for cell in TABLE.histories
    ]
    seen = 1 - (weights * (1 - on).prod(axis=0)).sum()
    log_prior = state[: CLASSES - 1].sum() + np.log(on * (1 - on)).sum()
    log_prior -= (SHAPE + CLASSES - 1) * np.log(RATE + sticks.sum())
    return log_prior, float(TABLE.counts @ np.log(chances / seen)), float(np.log(seen))


def compiled(state: np.ndarray, power: float) -> tuple[tuple[float, float, float], np.ndarray]:
    counts = counts_of(TABLE, CLASSES, SHAPE, RATE)
    gradient = np.empty(SIZE + LANES)
    told = log_posterior(state, counts, power, work_for(counts), gradient)
    return told, gradient[:SIZE]


@pytest.mark.parametrize("seed", range(5))
def test_the_posterior_is_its_definition(seed):
    state = np.random.default_rng(seed).normal(0, 2, SIZE)
    assert compiled(state, 1.0)[0] == pytest.approx(by_definition(state), rel=1e-12)


@pytest.mark.parametrize("power", [0.3, 1.0])
def test_the_gradient_is_the_slope_of_the_tempered_posterior(power):
    state = np.random.default_rng(9).normal(0, 2, SIZE)
    slopes = []
    for place in range(SIZE):
        ends = []
        for step in (-1e-5, 1e-5):
            moved = state.copy()
            moved[place] += step
            prior, likelihood, _ = by_definition(moved)
            ends.append(prior + power * likelihood)
        slopes.append((ends[1] - ends[0]) / 2e-5)
    assert compiled(state, power)[1] == pytest.approx(np.array(slopes), abs=1e-5)


def test_a_state_out_of_reach_has_no_posterior():
    state = np.zeros(SIZE)
    state[4] = 700.0
    assert compiled(state, 1.0)[0] == (-np.inf, -np.inf, -np.inf)
    state[4] = np.nan
    assert compiled(state, 1.0)[0] == (-np.inf, -np.inf, -np.inf)


def test_exponentials_are_right_to_the_last_digits():
    values = np.concatenate([np.linspace(-599, 599, 20_001), [0.0, -1e-9, 1e-300]])
    out = np.empty(values.size)
    exponentials(values, out)
    assert np.abs(out / np.exp(values) - 1).max() < 1e-15
