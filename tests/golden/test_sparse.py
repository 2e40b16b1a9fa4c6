"""The sparse method against figures obtained with R's SparseMSE 2.0.1 (Debian's R 4.2.2).

X is the table of tests/golden/tables, its list columns in order of name, `count` last.
"""

from pathlib import Path

import numpy as np
import pytest

from onrecord.stats import Estimated, read_table
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


@pytest.mark.parametrize("name", ["UKdat", "UKdat_5"])
def test_the_uk_lies_where_silverman_published_it(name):
    """Silverman (2014): 10,000 to 13,000 potential victims of trafficking in 2013."""
    result = sparse(table_of(name), n_bootstrap=100)
    assert isinstance(result, Estimated)
    assert 10_000 < result.estimate < 13_000
