"""The sparse method's steps: what is taken, what is refused, and what is said of it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from scipy.stats import poisson

from onrecord.stats import Estimated, NotEstimable, fit_models, from_cells
from onrecord.stats.hierarchy import design
from onrecord.stats.lattice import superset_sums
from onrecord.stats.sparse import fit_sparse, sparse
from onrecord.stats.sparse_steps import LARGE, admissible, log_tail

PAIRS = [0b0011, 0b0101, 0b1001, 0b0110, 0b1010, 0b1100]
PATTERNS = [[bool(mask >> i & 1) for i in range(4)] for mask in range(1, 16)]


@pytest.mark.parametrize("mean", [1e-3, 0.7, 4.0, 60.0, 2e4, 3e6, 4e7])
@pytest.mark.parametrize("away", [-30.0, -4.0, -0.4, 0.0, 0.4, 4.0, 30.0])
def test_a_tail_is_the_smaller_of_the_two(mean, away):
    count = float(max(0, round(mean + away * math.sqrt(mean))))
    expected = min(poisson.logcdf(count, mean), poisson.logsf(count - 1, mean))
    digits = 2e-6 if max(count, mean) <= LARGE else 2e-4
    if math.isfinite(expected):
        assert log_tail(count, mean) == pytest.approx(expected, rel=digits, abs=digits)
    else:
        assert log_tail(count, mean) < -700


def test_a_tail_too_small_for_a_float_still_tells_two_pairs_apart():
    assert log_tail(10.0, 4000.0) < log_tail(100.0, 4000.0) < -1000


def exists_by_scipy(terms, counts):
    """Chan, Silverman & Vincent (2021), section 2: a strictly positive table with the margins.

    Maximise s with A x = A n, x >= s over the cells without an empty overlap; and full rank.
    """
    cells = np.arange(1, 16)
    margins = design(cells, terms).T @ counts
    void = [term for term, margin in zip(terms, margins, strict=True) if margin == 0]
    if any(term.bit_count() == 1 for term in void):
        return False
    left = np.array([not any(cell & term == term for term in void) for cell in cells])
    kept = [term for term in terms if term not in void]
    matrix = design(cells[left], kept)
    n_cells = int(left.sum())
    answer = linprog(
        np.append(np.zeros(n_cells), -1.0),
        A_eq=np.column_stack([matrix.T, np.zeros(len(kept))]),
        b_eq=matrix.T @ counts[left],
        A_ub=np.column_stack([-np.eye(n_cells), np.ones(n_cells)]),
        b_ub=np.zeros(n_cells),
    )
    return bool(-answer.fun > 1e-9 and np.linalg.matrix_rank(matrix) == len(kept))


@settings(deadline=None, max_examples=80)
@given(
    st.lists(st.one_of(st.just(0), st.integers(0, 3)), min_size=15, max_size=15).filter(any),
    st.sets(st.sampled_from(PAIRS)),
)
def test_a_model_is_admitted_when_the_linear_programme_of_the_paper_admits_it(written, pairs):
    counts = np.array(written, dtype=float)
    terms = [0, 1, 2, 4, 8, *sorted(pairs)]
    by_mask = np.concatenate([[0.0], counts])
    found = admissible(np.array(terms, dtype=np.int64), by_mask, superset_sums(by_mask))
    assert found == exists_by_scipy(terms, counts)


FULL = [400, 380, 60, 350, 45, 40, 9, 300, 41, 30, 5, 33, 6, 5, 1]


def test_a_threshold_of_nought_leaves_the_lists_independent():
    table = from_cells(list("ABCD"), PATTERNS, FULL)
    fits, _ = fit_models(table, [frozenset()])
    fit = fit_sparse(table, threshold=0.0)
    assert fit.pairs == ()
    assert fit.log_missing == pytest.approx(fits[0].log_missing, rel=1e-9)
    assert fit.log_missing_error == pytest.approx(fits[0].log_missing_error, rel=1e-9)


def test_the_first_pair_is_the_one_that_independence_fits_worst():
    counts = FULL.copy()
    counts[2] *= 4  # A and B alone
    table = from_cells(list("ABCD"), PATTERNS, counts)
    assert fit_sparse(table).pairs[0] == 0b0011


def test_each_step_and_other_thresholds_are_shown():
    table = from_cells(
        list("ABCD"), PATTERNS, [c * (4 if i == 2 else 1) for i, c in enumerate(FULL)]
    )
    result = sparse(table, n_bootstrap=100)
    assert isinstance(result, Estimated)
    assert result.tried[0]["pair"] == "A·B"
    assert all(step["p_value"] < 0.02 for step in result.tried)
    at_default = next(one for one in result.sensitivity if one.value == 0.02)
    assert at_default.estimate == result.estimate


def test_where_even_independence_has_no_estimate_the_reason_is_told():
    """Everybody of B is on A as well: independence would leave nobody missing."""
    table = from_cells(["A", "B"], [[1, 0], [1, 1]], [50, 20])
    result = sparse(table)
    assert isinstance(result, NotEstimable)
    assert "independent lists has no estimate" in result.reason


def test_a_list_that_overlaps_no_other_is_no_obstacle():
    table = from_cells(list("ABC"), [[1, 0, 0], [0, 1, 0], [1, 1, 0], [0, 0, 1]], [90, 80, 30, 4])
    result = sparse(table, n_bootstrap=200)
    assert isinstance(result, Estimated)
    assert result.estimate > table.n_documented


@settings(deadline=None, max_examples=15)
@given(
    st.lists(st.one_of(st.just(0), st.integers(1, 300)), min_size=14, max_size=14),
    st.permutations(range(4)),
)
def test_the_order_of_lists_changes_nothing(written, order):
    counts = [*written, 7]
    table = from_cells(list("ABCD"), PATTERNS, counts)
    shuffled = from_cells(
        ["ABCD"[i] for i in order], [[row[i] for i in order] for row in PATTERNS], counts
    )
    assert sparse(table, n_bootstrap=100) == sparse(shuffled, n_bootstrap=100)
