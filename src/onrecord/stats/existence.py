"""Does the maximum likelihood estimate of a log-linear model exist on this table?"""

import numpy as np
from scipy.optimize import linprog

from onrecord.stats.histories import Bools, Floats

SMALL = 1e-9


def facial_set(design: Floats, counts: Floats) -> Bools:
    """The cells whose mean stays positive when the likelihood is made as large as it can be.

    The estimate exists when these are all cells. A cell outside is empty, and the likelihood
    still grows as its mean goes to nought: some coefficient runs to infinity, and software that
    does not look prints whatever it had reached.

    Parameters
    ----------
    design : (n_cells, n_terms) array
    counts : (n_cells,) array

    Returns
    -------
    (n_cells,) bool array, True for every cell with a positive count

    Notes
    -----
    The estimate fails to exist if and only if there is a direction c with (design @ c) nought on
    every cell with people, nowhere positive, and somewhere negative. Where the rows of the cells
    with people have full rank there is none; else a linear programme looks for it.

    References
    ----------
    Fienberg & Rinaldo (2012), Annals of Statistics 40(2), 996–1023, doi:10.1214/12-AOS986.
    """
    face = counts > 0
    empty = ~face
    directions = _null_space(design[face])
    if not empty.any() or directions.shape[1] == 0:
        return np.ones_like(face)
    outside = np.zeros_like(face)
    while True:
        candidates = empty & ~outside
        slopes = design[candidates] @ directions
        found = _descent(slopes)
        if not found.any():
            return ~outside
        outside[np.flatnonzero(candidates)[found]] = True


def _null_space(rows: Floats) -> Floats:
    _, values, vectors = np.linalg.svd(rows, full_matrices=True)
    rank = int((values > SMALL * max(1.0, values.max(initial=0.0))).sum())
    basis: Floats = vectors[rank:].T
    return basis


def _descent(slopes: Floats) -> Bools:
    """Rows that can be made negative while no row is positive (one programme; may find some)."""
    if slopes.size == 0:
        return np.zeros(slopes.shape[0], dtype=np.bool_)
    answer = linprog(
        slopes.sum(axis=0),
        A_ub=np.vstack([slopes, -slopes]),
        b_ub=np.concatenate([np.zeros(len(slopes)), np.ones(len(slopes))]),
        bounds=(None, None),
        method="highs",
    )
    if answer.x is None:  # unbounded or infeasible cannot happen: u = 0 is feasible, rows bounded
        raise ArithmeticError(f"linear programme of the existence check failed: {answer.message}")
    found: Bools = slopes @ answer.x < -SMALL
    return found


def has_full_rank(designs: Floats) -> Bools:
    """For (n_models, n_cells, n_terms) designs of 0 and 1: do the columns have full rank?"""
    gram = np.swapaxes(designs, 1, 2) @ designs
    values = np.linalg.eigvalsh(gram)
    full: Bools = values[:, 0] > SMALL * np.maximum(values[:, -1], 1.0)
    return full
