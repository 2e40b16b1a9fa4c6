"""Fits by sums over the lattice of histories are those of the design matrix."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from onrecord.stats.existence import facial_set
from onrecord.stats.footing import Footing, footing
from onrecord.stats.hierarchy import all_models, design, terms_array, terms_of
from onrecord.stats.lattice import EXTENDED, FITTED, UNTOLD, fit_each, superset_sums
from onrecord.stats.poisson import fit_poisson

CELLS = np.arange(1, 16)
MODELS = all_models(4)


def tables(most: int):
    return st.lists(st.one_of(st.just(0), st.integers(0, most)), min_size=15, max_size=15)


def faces_by_scipy(matrix, counts):
    """The facial set cell by cell: can an empty cell's slope be negative, and no other positive?"""
    people = counts > 0
    face = np.ones(len(counts), dtype=bool)
    for cell in np.flatnonzero(~people):
        answer = linprog(
            matrix[cell],
            A_ub=np.vstack([matrix[~people], -matrix[[cell]]]),
            b_ub=np.concatenate([np.zeros((~people).sum()), np.ones(1)]),
            A_eq=matrix[people] if people.any() else None,
            b_eq=np.zeros(people.sum()) if people.any() else None,
            bounds=(None, None),
        )
        face[cell] = answer.fun > -1e-7
    return face


@settings(deadline=None, max_examples=60)
@given(tables(2), st.sampled_from(MODELS))
def test_the_facial_set_is_that_of_a_linear_programme_for_each_cell(written, model):
    counts = np.array(written, dtype=float)
    matrix = design(CELLS, terms_of(model, 4))
    assert facial_set(matrix, counts).tolist() == faces_by_scipy(matrix, counts).tolist()


@settings(deadline=None, max_examples=80)
@given(tables(40), st.sampled_from(MODELS))
def test_a_fit_is_that_of_the_design_matrix_on_what_the_model_stands_on(written, model):
    counts = np.array(written, dtype=float)
    terms, n_terms = terms_array([model], 4)
    status, constants, variances, _ = fit_each(terms, n_terms, np.concatenate([[0.0], counts]))
    stands = footing(4, CELLS, counts, model)
    if not isinstance(stands, Footing):
        assert status[0] == UNTOLD
        return
    assert status[0] == (EXTENDED if stands.extended else FITTED)
    matrix = design(CELLS, terms_of(model, 4))[stands.face] @ stands.basis
    fitted = fit_poisson(matrix[None], counts[stands.face])
    constant = stands.basis[0]
    assert constants[0] == pytest.approx(constant @ fitted.coefficients[0], abs=1e-6)
    variance = constant @ fitted.covariances[0] @ constant
    assert variances[0] == pytest.approx(variance, rel=1e-5, abs=1e-9)


def test_superset_sums_are_margins():
    counts = np.arange(8.0)
    expected = [sum(c for cell, c in enumerate(counts) if cell & t == t) for t in range(8)]
    assert superset_sums(counts).tolist() == expected


@pytest.mark.parametrize("scale", [1, 10**6, 2**40])
def test_multiplying_every_count_multiplies_those_on_no_list(scale):
    counts = np.array([0, 50, 60, 11, 70, 13, 8, 3.0])
    terms, n_terms = terms_array(all_models(3), 3)
    _, small, wide, _ = fit_each(terms, n_terms, counts)
    _, large, narrow, _ = fit_each(terms, n_terms, counts * scale)
    assert large == pytest.approx(small + np.log(scale), abs=1e-9)
    assert narrow * scale == pytest.approx(wide, rel=1e-7)
