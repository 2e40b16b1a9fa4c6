"""Whether an estimate exists is known before anything is fitted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.stats import Estimated, fit_models, from_cells, log_linear
from onrecord.stats.existence import facial_set
from onrecord.stats.hierarchy import all_models, design, terms_of
from onrecord.stats.poisson import fit_poisson

CELLS = np.arange(1, 8)


def matrix(*terms):
    return design(CELLS, terms_of(frozenset(terms), 3))


def test_an_empty_overlap_forbids_its_interaction():
    counts = np.array([5, 6, 0, 7, 3, 2, 0.0])  # nobody is on both A and B
    assert not facial_set(matrix(0b011), counts).all()
    assert facial_set(matrix(), counts).all()


def test_the_facial_set_leaves_out_the_cells_whose_means_go_to_nought():
    counts = np.array([5, 6, 0, 7, 3, 2, 0.0])
    assert facial_set(matrix(0b011), counts).tolist() == [1, 1, 0, 1, 1, 1, 0]


def test_without_any_overlap_even_independence_has_no_estimate():
    counts = np.array([5, 6, 0, 7, 0, 0, 0.0])
    assert not facial_set(matrix(), counts).all()


def test_no_estimate_although_no_margin_of_the_model_is_empty():
    """Every pair of lists overlaps, but [AB, AC, BC] fits seven cells by seven terms."""
    counts = np.array([5, 6, 4, 0, 3, 2, 1.0])
    model = (0b011, 0b101, 0b110)
    margins = matrix(*model).T @ counts
    assert (margins > 0).all()
    assert not facial_set(matrix(*model), counts).all()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 3), min_size=7, max_size=7), st.sampled_from(all_models(3)))
def test_a_fit_reproduces_its_margins_exactly_when_its_estimate_exists(written, model):
    """Birch (1963): the estimate, where it exists, has positive means and the table's margins."""
    counts = np.array(written, dtype=float)
    terms = matrix(*model)
    fitted = fit_poisson(terms[None], counts).coefficients[0]
    means = np.exp(np.clip(terms @ fitted, -500, 500))
    settled = np.allclose(terms.T @ means, terms.T @ counts, atol=1e-7) and means.min() > 1e-4
    assert settled == facial_set(terms, counts).all()


PATTERNS = [[bool(mask >> i & 1) for i in range(3)] for mask in range(1, 8)]


def test_an_extended_estimate_is_the_limit_of_ever_smaller_counts():
    """Nobody is on A and B: as their count goes to nought the estimate goes to the extended one."""
    counts = [50, 60, 0, 70, 30, 20, 0]
    model = frozenset({0b011})
    fits, _ = fit_models(from_cells(["A", "B", "C"], PATTERNS, counts), [model])
    nearly = np.array(counts) + np.array([0, 0, 1e-6, 0, 0, 0, 1e-6])
    limit = fit_poisson(matrix(*model)[None], nearly)
    assert fits[0].extended
    assert fits[0].log_missing == pytest.approx(limit.coefficients[0, 0], rel=1e-4)
    assert fits[0].log_missing_error == pytest.approx(limit.covariances[0, 0, 0] ** 0.5, rel=1e-4)


def test_extended_estimates_can_be_refused():
    table = from_cells(["A", "B", "C"], PATTERNS, [50, 60, 0, 70, 30, 20, 0])
    fits, unfitted = fit_models(table, [frozenset({0b011})], extended=False)
    assert fits == []
    assert "does not exist" in unfitted[0].reason


def test_a_model_that_cannot_tell_the_missing_is_left_out():
    """A and B never meet, nor do A and C: with both terms nothing ties A to the others."""
    counts = [50, 60, 0, 70, 0, 0, 0]
    table = from_cells(["A", "B", "C"], PATTERNS, counts)
    fits, unfitted = fit_models(table, [frozenset({0b011, 0b101, 0b110})])
    assert fits == []
    assert "does not tell" in unfitted[0].reason


def test_the_interval_of_an_extended_estimate_holds_it():
    table = from_cells(["A", "B", "C"], PATTERNS, [500, 600, 0, 700, 300, 200, 0])
    result = log_linear(table)
    assert isinstance(result, Estimated)
    assert result.diagnostics["extended"] is True
    assert result.upper is not None
    assert result.lower < result.estimate < result.upper


def test_models_without_an_estimate_are_named_with_the_reason():
    patterns = [[True, False], [False, True], [True, True]]
    table = from_cells(["A", "B"], patterns, [5, 0, 3])
    fits, unfitted = fit_models(table, all_models(2))
    assert fits == []
    assert [one.name for one in unfitted] == ["[A, B]"]
    assert "does not tell" in unfitted[0].reason


@pytest.mark.parametrize(("n_lists", "n_models"), [(2, 1), (3, 8), (4, 113), (5, 6893)])
def test_there_are_as_many_hierarchical_models_as_antichain_covers_less_one(n_lists, n_models):
    """OEIS A006126: 2, 9, 114, 6894; the saturated model is left out."""
    models = all_models(n_lists)
    assert len(models) == len(set(models)) == n_models
