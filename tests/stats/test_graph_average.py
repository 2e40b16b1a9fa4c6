"""Averages over decomposable graphs: what must hold on any table."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.stats import Estimated, NotEstimable, from_cells
from onrecord.stats.graph_average import graph_average
from onrecord.stats.graph_posterior import (
    graph_posterior,
    saturated_alone,
    share_of,
    together,
    under_flat_prior,
)
from onrecord.stats.graphs import decomposable_graphs
from onrecord.stats.histories import Histories


@st.composite
def tables(draw):
    """Two to four lists that overlap, each holding somebody of its own."""
    n_lists = draw(st.integers(2, 4))
    patterns = [tuple(bool(m >> i & 1) for i in range(n_lists)) for m in range(1, 1 << n_lists)]
    counts = [draw(st.integers(0, 60)) for _ in patterns]
    counts[-1] += 3
    for mask, _ in enumerate(patterns, start=1):
        if mask.bit_count() == 1:
            counts[mask - 1] += 5
    return [chr(65 + i) for i in range(n_lists)], patterns, counts


def plain(table: Histories, delta: float, x: np.ndarray) -> np.ndarray:
    """The posterior over x, summed up as the formula stands, graph by graph and cell by cell."""
    p, n = table.n_lists, table.n_documented
    logs = []
    graphs = decomposable_graphs(p)
    for graph in range(len(graphs)):
        log = np.array([math.lgamma(n + m + 1) - math.lgamma(m + 1) - math.log(n + m) for m in x])
        parts = [(1, c) for c in graphs.cliques(graph)]
        parts += [(-1, s) for s in graphs.separators(graph)]
        for sign, lists in parts:
            log += sign * np.array([of_margin(table, lists, delta, m) for m in x])
        logs.append(log)
    whole = np.exp(np.array(logs) - np.max(logs)).sum(axis=0)
    return whole / whole.sum()


def of_margin(table: Histories, lists: int, delta: float, missing: int) -> float:
    """Log Dirichlet-multinomial of the table summed over all but some lists, missing people in."""
    chosen = [i for i in range(table.n_lists) if lists >> i & 1]
    cells = {}
    for history, count in zip(table.histories, table.counts, strict=True):
        key = tuple(history[chosen].tolist())
        cells[key] = cells.get(key, 0) + int(count)
    nobody = (False,) * len(chosen)
    cells[nobody] = cells.get(nobody, 0) + missing
    prior = delta * 2 ** (table.n_lists - len(chosen))
    size = prior * 2 ** len(chosen)
    log = math.lgamma(size) - math.lgamma(size + sum(cells.values()))
    return log + sum(math.lgamma(prior + n) - math.lgamma(prior) for n in cells.values())


@settings(deadline=None, max_examples=8)
@given(tables(), st.sampled_from([1.0, 0.5, 0.0625]))
def test_the_posterior_is_the_formula(written, delta):
    table = from_cells(*written)
    x = np.unique(np.round(np.geomspace(1, 4000, 40))).astype(int)
    ours = graph_posterior(table, delta=delta, grid=x).mass
    assert np.abs(ours - plain(table, delta, x)).sum() < 1e-9


@settings(deadline=None, max_examples=15)
@given(tables(), st.sampled_from([1.0, 0.0625]))
def test_what_is_left_out_and_smoothed_changes_nothing(written, delta):
    """Every whole number one by one, without stretches, against the polynomials through them."""
    table = from_cells(*written)
    x = np.arange(2500)
    smooth = graph_posterior(table, delta=delta, grid=x)
    parts = [x[first : first + 20] for first in range(0, len(x), 20)]  # too short to smooth
    separate = [graph_posterior(table, delta=delta, grid=part) for part in parts]
    logs = np.concatenate([np.full(len(p.mass), p.log_evidence) for p in separate])
    mass = np.concatenate([p.mass for p in separate]) * np.exp(logs - logs.max())
    assert np.abs(smooth.mass - mass / mass.sum()).sum() / 2 < 1e-8
    assert smooth.neglected < 1e-12
    assert smooth.off < 1e-6


@settings(deadline=None, max_examples=20)
@given(tables())
def test_weights_and_posterior_add_up_to_one(written):
    found = graph_posterior(from_cells(*written))
    assert math.isclose(found.mass.sum(), 1, rel_tol=1e-9)
    assert math.isclose(found.weights.sum(), 1, rel_tol=1e-7)
    assert math.isclose(found.weights @ found.means, found.mean, rel_tol=1e-6)
    assert (found.mass >= 0).all()


@settings(deadline=None, max_examples=10)
@given(tables(), st.randoms(use_true_random=False))
def test_order_of_lists_and_rows_changes_nothing(written, random):
    lists, patterns, counts = written
    columns, rows = list(range(len(lists))), list(range(len(patterns)))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = from_cells(
        [lists[c] for c in columns],
        [[patterns[r][c] for c in columns] for r in rows],
        [counts[r] for r in rows],
    )
    assert graph_average(shuffled) == graph_average(from_cells(lists, patterns, counts))


@settings(deadline=None, max_examples=10)
@given(tables())
def test_other_names_of_the_lists_change_no_number(written):
    """Names decide the order of lists; the estimate does not hang on it."""
    lists, patterns, counts = written
    table = from_cells(lists, patterns, counts)
    renamed = from_cells(list(reversed(lists)), patterns, counts)
    assert np.array_equal(
        graph_posterior(table).quantiles([0.1, 0.5, 0.9]),
        graph_posterior(renamed).quantiles([0.1, 0.5, 0.9]),
    )


@settings(deadline=None, max_examples=10)
@given(tables())
def test_a_list_that_holds_nobody_changes_nothing(written):
    lists, patterns, counts = written
    more = from_cells([*lists, "Z"], [(*pattern, False) for pattern in patterns], counts)
    assert graph_average(more) == graph_average(from_cells(lists, patterns, counts))


@settings(deadline=None, max_examples=15)
@given(tables())
def test_nothing_lies_below_the_documented_count(written):
    table = from_cells(*written)
    result = graph_average(table)
    if isinstance(result, Estimated):
        assert result.draws is not None
        numbers = [result.estimate, result.mean, result.draws.people.min()]
        numbers += [result.lower] if result.lower is not None else []
        numbers += [row.lower for row in result.sensitivity]
        assert all(table.n_documented <= n < math.inf for n in numbers)


@settings(deadline=None, max_examples=10)
@given(tables())
def test_the_graph_of_all_lists_is_added_as_if_it_had_been_there(written):
    """On one grid: share and quantiles are those of an average over all graphs.

    The average leaves out where a graph has next to nothing, and says how much that is at most.
    """
    table = from_cells(*written)
    x = np.arange(2000)
    without = graph_posterior(table, grid=x)
    alone = saturated_alone(table, delta=without.delta, grid=x)
    whole = graph_posterior(table, grid=x, saturated=True)
    share = share_of(alone, without)
    assert math.isclose(share, whole.weights[-1], rel_tol=1e-6, abs_tol=whole.neglected)
    shares = [0.1, 0.5, 0.9]
    assert np.abs(together(without, alone).quantiles(shares) - whole.quantiles(shares)).max() <= 1


@settings(deadline=None, max_examples=10)
@given(tables())
def test_a_flat_prior_weighs_every_number_alike(written):
    table = from_cells(*written)
    x = np.arange(2000)
    weighed = under_flat_prior(graph_posterior(table, grid=x))
    computed = graph_posterior(table, grid=x, reciprocal=False)
    assert np.abs(weighed.mass - computed.mass).sum() < 1e-8


def test_a_thinned_grid_gives_what_every_whole_number_gives():
    table = from_cells("AB", [[True, False], [False, True], [True, True]], [3000, 2500, 150])
    thin = graph_posterior(table)
    assert thin.widths.max() > 1
    every = graph_posterior(table, grid=np.arange(thin.n_missing[-1] + thin.widths[-1]))
    shares = [0.025, 0.5, 0.975]
    assert thin.quantiles(shares).tolist() == every.quantiles(shares).tolist()
    assert math.isclose(thin.mean, every.mean, rel_tol=1e-9)


@pytest.mark.parametrize("times", [1, 300])
def test_a_large_table_is_as_narrow_as_it_should_be(times):
    """600,000 and 500,000 with 100,000 on both, and 300 times so many: N about 3,000,000.

    With the variance of Lincoln and Petersen, n1 n2 (n1 - m)(n2 - m) / m³.
    """
    counts = [500_000 * times, 400_000 * times, 100_000 * times]
    table = from_cells("AB", [[True, False], [False, True], [True, True]], counts)
    found = graph_posterior(table)
    variance = times * 600_000 * 500_000 * 500_000 * 400_000 / 100_000**3
    assert math.isclose(found.mean, 3_000_000 * times, rel_tol=1e-3)
    assert math.isclose(found.standard_deviation, math.sqrt(variance), rel_tol=1e-2)


def four(counts: dict[str, int]) -> Histories:
    """A table of four lists, histories written `1100`."""
    return from_cells("ABCD", [[c == "1" for c in key] for key in counts], list(counts.values()))


INDEPENDENT = four(
    {
        f"{m:04b}": round(2000 * math.prod((0.3, 0.7)[f"{m:04b}"[i] == "0"] for i in range(4)))
        for m in range(1, 16)
    }
)


def test_independent_lists_give_back_the_population_that_they_were_drawn_from():
    result = graph_average(INDEPENDENT)
    assert isinstance(result, Estimated)
    assert result.status == "ok"
    assert result.lower < 2000 < result.upper
    assert result.tried[0]["model"] == "[A, B, C, D]"


def test_draws_are_the_quantiles_of_the_posterior():
    result = graph_average(INDEPENDENT)
    assert isinstance(result, Estimated)
    people = result.draws.people
    assert people.shape == (1, 4096)
    assert abs(people.mean() - result.mean) < 0.5
    assert abs(np.median(people[0, :512]) - result.median) < 2
    assert np.quantile(people, 0.025) == pytest.approx(result.lower, abs=2)


def test_model_weights_are_listed_with_what_is_left_out():
    result = graph_average(INDEPENDENT)
    weights = [row["weight"] for row in result.tried]
    assert len(weights) == result.diagnostics["n_graphs"] == 60
    assert weights == sorted(weights, reverse=True)
    assert math.isclose(sum(weights), result.diagnostics["weight_listed"], rel_tol=1e-6)


def test_the_sensitivity_has_every_prior_that_is_promised():
    result = graph_average(INDEPENDENT)
    of_cells = [row.value for row in result.sensitivity if row.what == "prior observations a cell"]
    assert of_cells == [1, 1 / 2, 1 / 8, 1 / 16]
    assert {row.setting for row in result.sensitivity} >= {
        "flat instead of 1/N",
        "averaged over as well",
    }


def test_an_interval_that_the_prior_decides_is_withheld():
    """Three people in common of some 400: nearly everything is left to the prior."""
    sparse = four({"1000": 150, "0100": 120, "0010": 90, "0001": 60, "1100": 2, "0110": 1})
    result = graph_average(sparse)
    assert isinstance(result, Estimated)
    assert (result.status, result.lower, result.upper) == ("fragile", None, None)
    assert "The prior decides more than the table" in result.doubts[0]


def test_a_posterior_without_an_end_says_so():
    """One person in common of two long lists, under next to no prior."""
    table = from_cells("AB", [[True, False], [False, True], [True, True]], [40_000, 30_000, 1])
    result = graph_average(table, delta=1e-6)
    assert isinstance(result, Estimated)
    assert result.diagnostics["runs_against_end"]
    assert any("runs against the end" in doubt for doubt in result.doubts)


def test_seven_lists_and_lists_without_overlap_are_refused_with_a_way_out():
    seven = from_cells("ABCDEFG", [[i == j or j == 6 for j in range(7)] for i in range(7)], [5] * 7)
    apart = from_cells("AB", [[True, False], [False, True]], [10, 10])
    for table, words in ((seven, "Merge lists"), (apart, "No person is on two lists")):
        result = graph_average(table)
        assert isinstance(result, NotEstimable)
        assert words in result.reason


@pytest.mark.parametrize("delta", [0.0, -1.0, math.inf, math.nan])
def test_a_prior_that_is_none_is_refused(delta):
    with pytest.raises(ValueError, match="above 0"):
        graph_posterior(INDEPENDENT, delta=delta)


@pytest.mark.parametrize("grid", [[], [3, 2], [1, 1], [-1, 4]])
def test_a_grid_that_does_not_ascend_is_refused(grid):
    with pytest.raises(ValueError, match="ascend"):
        graph_posterior(INDEPENDENT, grid=grid)


def drawn(on: np.ndarray) -> Histories:
    """The table of people by lists, those on none left out."""
    histories, counts = np.unique(on[on.any(axis=1)], axis=0, return_counts=True)
    return from_cells("ABCD", histories.tolist(), counts.tolist())


def covered(chances: np.ndarray, seeds: range) -> int:
    """In how many populations of 1,000 the 95 % interval holds the truth."""
    held = 0
    for seed in seeds:
        rng = np.random.default_rng(seed)
        people = chances[rng.integers(len(chances), size=1000)]
        result = graph_average(drawn(rng.random(people.shape) < people))
        assert isinstance(result, Estimated)
        lower, upper = np.quantile(result.draws.people, [0.025, 0.975])
        held += lower <= 1000 <= upper
    return held


def test_intervals_hold_the_truth_where_lists_are_independent():
    """20 populations: 14 or fewer of them by chance once in 30,000 at 95 %."""
    assert covered(np.array([[0.3, 0.2, 0.25, 0.15]]), range(20)) >= 15


def test_intervals_miss_the_truth_where_people_differ_and_the_result_says_so():
    """Two kinds of people, one hard to reach on all lists: what the method cannot see."""
    assert covered(np.array([[0.5, 0.4, 0.45, 0.5], [0.05] * 4]), range(8)) <= 2
    result = graph_average(INDEPENDENT)
    assert isinstance(result, Estimated)
    assert any("nothing in this result shows it" in note for note in result.notes)
