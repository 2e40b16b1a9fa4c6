"""Bootstrap intervals against those of R's SparseMSE and MultipleSystemsEstimation.

X is the table of tests/golden/tables, its list columns in order of name, `count` last. R's random
numbers are not ours: ends agree within the Monte Carlo errors of both, which are computed.
"""

import math
from pathlib import Path

import numpy as np
import pytest

from onrecord.stats import Estimated, log_linear, read_table
from onrecord.stats.bootstrap import probability_error, quantile
from onrecord.stats.sparse import sparse

TABLES = Path(__file__).parent / "tables"

# estimatepopulation(X, nboot=1000)$ahat, $BCaquantiles at 0.025 and 0.975; nboot=600 for UKdat.
BOOTSTRAP = {
    "UKdat": (-0.0128711648486, 8903.66482327, 15290.56503056, 600),
    "UKdat_5": (-0.0121810813738, 8896.0096502, 15568.21776994, 1000),
    "kosovo_1999": (-0.00416019944561, 12541.0637255, 16547.0461828, 1000),
    "NewOrl_5": (-0.0551614725146, 555.388757188, 1701.012999248, 1000),
    "Western": (-0.0950102557105, 1343.61169029, 3668.56444825, 1000),
    "spina": (0.000554044764524, 702.122873856, 751.506370949, 1000),
}
# quantile($bootreps, c(.1, .25, .5, .75, .9), type=8) of the same calls.
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
QUANTILES = {
    "UKdat": (10554.4, 11232.1, 12125.3, 13672.7, 17074.5),
    "UKdat_5": (10380.3, 10976.4, 11971.3, 13400.9, 17990.4),
    "kosovo_1999": (13127.0, 13636.2, 14303.4, 15043.4, 15718.0),
    "NewOrl_5": (874.9, 1033.2, 1308.9, 1818.8, 2752.2),
    "Western": (2070.7, 2381.6, 2905.1, 3553.2, 4790.3),
    "spina": (708.1, 715.1, 724.0, 732.2, 741.2),
}
# The same intervals by an earlier run of 100 bootstraps (in the tables' README, not ours).
OF_100 = {
    "UKdat": (8999, 16704),
    "UKdat_5": (9589, 22878),
    "NewOrl_5": (609, 1767),
}


# estimate_population_bic(X, nboot=...) of MultipleSystemsEstimation 1.2.0: $popest, the last row of
# $BCaquantiles at 0.025 and 0.975, nboot. 200: of an earlier run, in the tables' README.
BIC = {
    "gaza_2023_24": (64696.0697349, 51441.8675935, 81695.1883545, 1000),
    "HIV": (11124.5784692, 8491.7867591, 13443.4523439, 1000),
    "lesbian": (6349.02421612, 4851.23602516, 11939.2074887, 1000),
    "UKdat_5": (25311.2906125, 11605.5966991, 57304.210371, 200),
    "spina": (724.12452830, 681, 789, 200),
    "madigan_york_5list": (620.47036223, 588, 674, 200),
    "Western": (2483.38392023, 1326, 5290, 200),
    "NewOrl_5": (1034.15106523, 543, 1950, 200),
    "Ned_5": (148788.7589906, 45363, 3253394, 200),
}
# The same intervals by an earlier run of 200 bootstraps (in the tables' README, not ours).
BIC_OF_200 = {
    "gaza_2023_24": (51779, 81651),
    "HIV": (8473, 13595),
    "lesbian": (4785, 13014),
    "UKdat_5": (11232, 86369),
}


def table_of(name):
    return read_table((TABLES / f"{name}.csv").read_text(encoding="utf-8")).pooled


@pytest.mark.parametrize("name", BOOTSTRAP)
def test_the_acceleration_is_sparse_mses_to_six_digits(name):
    result = sparse(table_of(name), n_bootstrap=100)
    assert isinstance(result, Estimated)
    assert result.diagnostics["acceleration"] == pytest.approx(BOOTSTRAP[name][0], rel=2e-6)


def agrees(result, end, theirs, n_theirs):
    """Is an end within four Monte Carlo errors of theirs and ours together, as probabilities?"""
    told = result.diagnostics
    tail = {"lower": 0.025, "upper": 0.975}[end]
    ordered = np.sort(result.draws.people[0])
    below = float((ordered < result.estimate).mean())
    at = told[f"{end}_at"]
    ours = probability_error(below, told["acceleration"], tail, len(ordered))
    theirs_too = probability_error(below, told["acceleration"], tail, n_theirs)
    # The outermost of n replicates lies 1/n from the edge on average, give or take as much.
    reach = 4 * math.hypot(ours, max(theirs_too, 1 / n_theirs)) + 1 / n_theirs
    # Beyond our own outermost replicates nothing can be told.
    edge = 1 / len(ordered)
    low = quantile(ordered, at - reach) if at - reach > edge else -math.inf
    high = quantile(ordered, at + reach) if at + reach < 1 - edge else math.inf
    return low <= theirs <= high


@pytest.mark.parametrize("name", BOOTSTRAP)
def test_the_interval_is_sparse_mses_within_monte_carlo_error(name):
    result = sparse(table_of(name))
    assert isinstance(result, Estimated)
    _, low, high, n_theirs = BOOTSTRAP[name]
    assert agrees(result, "lower", low, n_theirs)
    assert agrees(result, "upper", high, n_theirs)
    if name in OF_100:
        assert agrees(result, "lower", OF_100[name][0], 100)
        assert agrees(result, "upper", OF_100[name][1], 100)


@pytest.mark.parametrize("name", BOOTSTRAP)
def test_the_bootstrap_distribution_is_sparse_mses_within_monte_carlo_error(name):
    result = sparse(table_of(name))
    assert isinstance(result, Estimated)
    assert result.draws is not None
    ours, n_theirs = result.draws.people[0], BOOTSTRAP[name][3]
    for share, theirs in zip(SHARES, QUANTILES[name], strict=True):
        error = math.sqrt(share * (1 - share) * (1 / len(ours) + 1 / n_theirs))
        assert (ours < theirs).mean() == pytest.approx(share, abs=4 * error)


def test_an_interval_three_per_cent_off_would_not_agree():
    """The check above can fail."""
    result = sparse(table_of("kosovo_1999"))
    assert not agrees(result, "lower", BOOTSTRAP["kosovo_1999"][1] * 1.03, 1000)
    assert not agrees(result, "upper", BOOTSTRAP["kosovo_1999"][2] * 0.97, 1000)


@pytest.mark.parametrize("name", BIC)
def test_selecting_by_bic_anew_gives_multiple_systems_estimations_interval(name):
    result = log_linear(table_of(name), interval="bootstrap")
    assert isinstance(result, Estimated)
    estimate, low, high, n_theirs = BIC[name]
    assert result.estimate == pytest.approx(estimate, rel=1e-8)
    assert agrees(result, "lower", low, n_theirs)
    assert agrees(result, "upper", high, n_theirs)
    if name in BIC_OF_200:
        assert agrees(result, "lower", BIC_OF_200[name][0], 200)
        assert agrees(result, "upper", BIC_OF_200[name][1], 200)
