"""The sparse method against figures obtained with R's SparseMSE 2.0.1 (Debian's R 4.2.2).

X is the table of tests/golden/tables, its list columns in order of name, `count` last.
"""

import math
from pathlib import Path

import numpy as np
import pytest

from onrecord.stats import Estimated, read_table
from onrecord.stats.bootstrap import probability_error, quantile
from onrecord.stats.hierarchy import counts_by_mask
from onrecord.stats.sparse import fit_sparse, sparse

TABLES = Path(__file__).parent / "tables"

# estimatepopulation.0(X)$estimate: point, and the 2.5 % and 97.5 % of its log-normal; the terms of
# ...$MSEfit$fit and of $emptyoverlaps, in the order in which they were added.
POINT = {
    "kosovo_1999": (
        (14341.6638004, 12541.2808282, 16540.1879146),
        ("ABA·OSCE", "HRW·OSCE", "EXH·OSCE", "ABA·EXH", "EXH·HRW"),
    ),
    "gaza_2023_24": (
        (79670.6848108, 77008.1681252, 82481.7020333),
        ("social_media·survey", "hospital·social_media"),
    ),
    "UKdat": (
        (11417.9910915, 9977.28263976, 13145.65650958),
        ("NCA·PF", "LA·NG", "GP·NG", "LA·PF", "GP·PF", "GO·GP", "GO·NG"),
    ),
    "UKdat_5": (
        (11312.99028944, 9884.40283062, 13027.39665454),
        ("LA·NG", "GP·NG", "GP·PFNCA", "LA·PFNCA", "GO·GP", "GO·NG"),
    ),
    "Ned_5": (
        (121521.6137123, 98675.4322695, 150138.9112621),
        ("IO·Z", "P·Z", "P·R", "IO·P", "K·R", "IO·K"),  # K and R share nobody
    ),
    "NewOrl_5": ((1034.151065231, 658.258392061, 1708.602209024), ()),
    "Western": ((2483.38392023, 1657.09366605, 3830.03000099), ("A·E",)),
    "madigan_york_5list": ((609.893939014, 593.230504783, 631.495440962), ("L4·L5", "L1·L3")),
    "spina": ((724.124528302, 700.989309527, 753.951120598), ("S2·S3",)),
    "HIV": ((11124.57846918, 9519.53496126, 13067.54456492), ()),
    "lesbian": (
        (5350.51275775, 4838.61948391, 5961.15218770),
        ("A·D", "C·D", "B·D", "B·C"),
    ),
}

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


def table_of(name):
    return read_table((TABLES / f"{name}.csv").read_text(encoding="utf-8")).pooled


@pytest.mark.parametrize("name", POINT)
def test_the_estimate_is_sparse_mses_to_seven_digits(name):
    result = sparse(table_of(name), n_bootstrap=100)
    assert isinstance(result, Estimated)
    point, low, high = POINT[name][0]
    assert result.estimate == pytest.approx(point, rel=1e-7)
    # R stops its iterations earlier, so that its standard errors hold fewer digits.
    assert result.diagnostics["log_normal_lower"] == pytest.approx(low, rel=1e-6)
    assert result.diagnostics["log_normal_upper"] == pytest.approx(high, rel=1e-6)


@pytest.mark.parametrize("name", POINT)
def test_the_pairs_are_taken_in_sparse_mses_order(name):
    table = table_of(name)
    names = [
        "·".join(one for i, one in enumerate(table.lists) if pair >> i & 1)
        for pair in fit_sparse(table).pairs
    ]
    # R tells the pairs that share nobody apart and not when each was added.
    assert sorted(names) == sorted(POINT[name][1])
    assert [n for n in names if n != "K·R"] == [n for n in POINT[name][1] if n != "K·R"]


def test_a_pair_that_shares_nobody_is_taken_as_impossible():
    table = table_of("Ned_5")
    fit = fit_sparse(table)
    empty = [pair for pair, nobody in zip(fit.pairs, fit.empty, strict=True) if nobody]
    assert [{table.lists[i] for i in range(5) if pair >> i & 1} for pair in empty] == [{"K", "R"}]
    both = [i for i, name in enumerate(table.lists) if name in {"K", "R"}]
    held = (np.arange(32) >> both[0] & 1) & (np.arange(32) >> both[1] & 1)
    assert counts_by_mask(table)[held == 1].sum() == 0


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
    error = math.hypot(
        probability_error(below, told["acceleration"], tail, len(ordered)),
        probability_error(below, told["acceleration"], tail, n_theirs),
    )
    # An end beyond the outermost of their replicates is that replicate: one step of resolution.
    reach = 4 * error + 1 / n_theirs
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
