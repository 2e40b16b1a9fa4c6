"""Diagnostics of chains, against ArviZ 0.23.4 and against distributions whose answer is known."""

import numpy as np
import pytest

from onrecord.stats.convergence import (
    bulk_ess,
    convergence,
    effective_draws,
    quantile_error,
    quantile_ess,
    r_hat,
    tail_shape,
)


def autoregressive(rho: float, *, n_chains: int = 4, n_draws: int = 2000) -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal((n_chains, n_draws))
    chains = np.zeros_like(noise)
    for draw in range(1, n_draws):
        chains[:, draw] = rho * chains[:, draw - 1] + noise[:, draw]
    return chains


@pytest.mark.parametrize(
    ("rho", "expected_r_hat", "bulk", "tail"),
    [
        (0.5, 1.0011658812253572, 2426.008563715817, 4732.059163826657),
        (0.95, 1.0183542409590658, 213.8502021788782, 334.15129345754787),
        (-0.5, 1.0000218487614045, 24131.839933523464, 6940.093482259079),
    ],
)
def test_r_hat_and_effective_draws_are_arvizs(rho, expected_r_hat, bulk, tail):
    """arviz.rhat(x), arviz.ess(x), arviz.ess(x, method="tail"), ArviZ 0.23.4, defaults."""
    told = convergence(np.exp(autoregressive(rho)))
    assert told.r_hat == pytest.approx(expected_r_hat, rel=1e-9)
    assert told.bulk_ess == pytest.approx(bulk, rel=1e-9)
    assert told.tail_ess == pytest.approx(tail, rel=1e-9)


def test_effective_draws_of_an_autoregression_are_those_of_theory():
    """n (1 - rho) / (1 + rho): Vehtari et al. (2021), section 3.2."""
    chains = autoregressive(0.8, n_draws=20_000)
    assert effective_draws(chains) == pytest.approx(80_000 * 0.2 / 1.8, rel=0.1)


def test_error_of_the_median_is_the_spread_of_medians_of_other_draws():
    generator = np.random.default_rng(3)
    medians = [np.median(generator.standard_exponential((4, 500))) for _ in range(400)]
    told = [quantile_error(generator.standard_exponential((4, 500)), 0.5) for _ in range(50)]
    assert np.mean(told) == pytest.approx(np.std(medians), rel=0.15)


def test_chains_around_two_answers_do_not_agree():
    chains = np.random.default_rng(1).standard_normal((4, 1000))
    chains[:2] += 5
    assert r_hat(chains) > 1.5
    assert bulk_ess(chains) < 20


def test_chains_of_one_centre_and_two_spreads_do_not_agree():
    """Only the folded R-hat sees it."""
    chains = np.random.default_rng(1).standard_normal((4, 1000))
    chains[:2] *= 4
    assert r_hat(chains) > 1.1


def test_a_chain_that_drifts_does_not_agree_with_itself():
    chains = np.random.default_rng(1).standard_normal((4, 1000)) + np.linspace(0, 3, 1000)
    assert r_hat(chains) > 1.1


def test_order_of_chains_changes_nothing():
    chains = np.exp(autoregressive(0.5))
    assert convergence(chains[::-1]).bulk_ess == pytest.approx(convergence(chains).bulk_ess)


def test_a_quantity_that_never_changes_has_no_error():
    told = convergence(np.full((4, 100), 7.0))
    assert (told.r_hat, told.median_error) == (1.0, 0.0)
    assert told.bulk_ess == 400


def test_tail_quantiles_rest_on_draws_of_their_own():
    chains = autoregressive(0.9)
    assert quantile_ess(chains, 0.05) > 100
    assert quantile_ess(chains, 0.05) != quantile_ess(chains, 0.95)


@pytest.mark.parametrize("shape", [0.2, 0.5, 1.0])
def test_tail_shape_of_a_pareto_distribution_is_its_own(shape):
    draws = np.random.default_rng(5).pareto(1 / shape, 100_000)
    assert tail_shape(draws) == pytest.approx(shape, abs=0.15)


def test_one_chain_cannot_be_compared():
    with pytest.raises(ValueError, match="two chains"):
        convergence(np.zeros((1, 100)))
