"""Poisson log-linear models by iteratively reweighted least squares, many at a time."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from onrecord.stats.histories import Bools, Floats

MOST_STEPS = 200
TOLERANCE = 1e-12


@dataclass(frozen=True, eq=False)
class PoissonFits:
    """Fits of ``n_models`` models of ``n_terms`` terms each to the same counts.

    Attributes
    ----------
    coefficients : (n_models, n_terms) array
    covariances : (n_models, n_terms, n_terms) array, inverse of the Fisher information
    log_likelihoods : (n_models,) array, with the factorials, as R's ``logLik`` gives it
    converged : (n_models,) bool array
    """

    coefficients: Floats
    covariances: Floats
    log_likelihoods: Floats
    converged: Bools


def fit_poisson(designs: Floats, counts: Floats, face: Bools | None = None) -> PoissonFits:
    """Maximum likelihood for counts ~ Poisson(exp(design @ coefficients)).

    Every model's estimate must exist (see ``existence``) and its design have full column rank.

    Parameters
    ----------
    designs : (n_models, n_cells, n_terms) array; all 0 in the rows of cells outside the face
    counts : (n_cells,) array, non-negative, not necessarily whole; 0 outside the face
    face : (n_models, n_cells) bool array, False for cells whose mean is nought; all by default

    References
    ----------
    McCullagh & Nelder (1989), Generalized Linear Models, 2nd edition, section 2.5.
    """
    fitted = np.ones(designs.shape[:2]) if face is None else face.astype(np.float64)
    means = np.broadcast_to(counts + 0.5, designs.shape[:2])
    scores = np.log(means)
    coefficients = np.zeros((designs.shape[0], designs.shape[2]))
    old = np.full(designs.shape[0], np.inf)
    converged = np.zeros(designs.shape[0], dtype=np.bool_)
    for _ in range(MOST_STEPS):
        coefficients = _weighted_least_squares(designs, means, scores + (counts - means) / means)
        scores = np.clip(np.einsum("mcp,mp->mc", designs, coefficients), -500, 500)
        means = np.exp(scores)
        deviances = _half_deviance(counts, means * fitted)
        converged = np.abs(deviances - old) <= TOLERANCE * (np.abs(deviances) + 1.0)
        if converged.all():
            break
        old = deviances
    information = np.einsum("mcp,mc,mcq->mpq", designs, means, designs, optimize=True)
    log_likelihoods = (counts * scores - means * fitted - gammaln(counts + 1)).sum(axis=1)
    return PoissonFits(coefficients, np.linalg.pinv(information), log_likelihoods, converged)


def _weighted_least_squares(designs: Floats, weights: Floats, response: Floats) -> Floats:
    weighted = designs * weights[:, :, None]
    information = np.swapaxes(weighted, 1, 2) @ designs
    right = np.einsum("mcp,mc->mp", weighted, response)
    try:
        solved: Floats = np.linalg.solve(information, right[:, :, None])[:, :, 0]
    except np.linalg.LinAlgError:
        # One singular matrix stops the whole batch; the pseudo-inverse solves the others as well.
        solved = (np.linalg.pinv(information) @ right[:, :, None])[:, :, 0]
    return solved


def _half_deviance(counts: Floats, means: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = np.where(counts > 0, counts * np.log(counts / means), 0.0)
    total: Floats = (logs - counts + means).sum(axis=1)
    return total
