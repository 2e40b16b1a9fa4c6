"""Chances of each of several outcomes given covariates: ridge regression, predicted out of fold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from onrecord.stats.covariate_basis import Basis
from onrecord.stats.histories import Bools, Floats, Ints

# Penalties of the mean log-likelihood, strongest first: each fit starts where the last one ended.
PENALTIES = (1.0, 0.1, 0.01, 0.001, 0.0001)
LEAST_CHANCE = 1e-12


@dataclass(frozen=True, eq=False)
class OutOfFold:
    """Chances for each person by the best of the regressions, fitted without that person's fold.

    Attributes
    ----------
    chances : (n_people, n_outcomes) float array, rows add up to 1
    basis, penalty : of the regression chosen
    loss : (n_bases, n_penalties) float array, mean logarithmic loss out of fold of each tried
    """

    chances: Floats
    basis: str
    penalty: float
    loss: Floats


def out_of_fold(bases: Sequence[Basis], outcome: Ints, folds: Ints) -> OutOfFold:
    """Cross-fitted chances by the basis and penalty that predict best out of fold.

    Parameters
    ----------
    bases : the ways to write the covariates
    outcome : (n_people,) int array, 0 to n_outcomes - 1
    folds : (n_people,) int array; who is in a fold is predicted by a fit to the others

    Notes
    -----
    Choice and prediction use the same folds. The candidates are few and fixed beforehand, so that
    the prediction for a fold stays, candidate by candidate, independent of the people in it.

    References
    ----------
    van der Laan, Polley & Hubbard (2007), Statistical Applications in Genetics and Molecular
    Biology 6(1), article 25 (the discrete super learner), doi:10.2202/1544-6115.1309.
    """
    n_outcomes = int(outcome.max()) + 1
    chances = np.empty((len(bases), len(PENALTIES), len(outcome), n_outcomes))
    for place, basis in enumerate(bases):
        for fold in np.unique(folds):
            out = folds == fold
            chances[place][:, out] = _path(basis.columns, outcome, out, n_outcomes)
    said = np.take_along_axis(chances, outcome[None, None, :, None], axis=3)[..., 0]
    loss: Floats = -np.log(np.maximum(said, LEAST_CHANCE)).mean(axis=2)
    basis_at, penalty_at = divmod(int(loss.argmin()), len(PENALTIES))
    return OutOfFold(
        chances=chances[basis_at, penalty_at],
        basis=bases[basis_at].name,
        penalty=PENALTIES[penalty_at],
        loss=loss,
    )


def _path(columns: Floats, outcome: Ints, out: Bools, n_outcomes: int) -> Floats:
    """(n_penalties, n_out, n_outcomes) chances for those out, fitted to the others."""
    indicator = np.eye(n_outcomes)[:, outcome[~out]]
    logs = np.log(np.clip(indicator.mean(axis=1), 1e-6, None))
    coefficients = np.zeros((n_outcomes, columns.shape[1] + 1))
    coefficients[:, 0] = logs - logs.mean()
    train = np.ascontiguousarray(columns[~out])
    predicted = []
    for penalty in PENALTIES:
        coefficients = fit_multinomial(train, indicator, penalty, coefficients)
        predicted.append(np.exp(log_chances(columns[out], coefficients)).T)
    return np.stack(predicted)


def log_chances(columns: Floats, coefficients: Floats) -> Floats:
    """(n_outcomes, n_people) logarithms of the chances under fitted coefficients."""
    # Outcomes first: there are four at most, and numpy is slow to reduce so short a last axis.
    scores = coefficients[:, 1:] @ columns.T + coefficients[:, :1]
    scores -= scores.max(axis=0)
    logs: Floats = scores - np.log(np.exp(scores).sum(axis=0))
    return logs


def fit_multinomial(columns: Floats, indicator: Floats, penalty: float, start: Floats) -> Floats:
    """Multinomial logistic regression with a ridge penalty, the same for every outcome.

    No outcome is a reference, so that the order of the outcomes changes nothing; the penalty
    makes the coefficients unique, and an all but invisible one the constants.

    Parameters
    ----------
    columns : (n_people, n_columns) float array, standardised
    indicator : (n_outcomes, n_people) array of 0 and 1
    penalty : half of it times the sum of squares is added to minus the mean log-likelihood
    start : (n_outcomes, n_columns + 1) coefficients, the constants first

    Returns
    -------
    (n_outcomes, n_columns + 1) float array
    """
    weight = np.full(start.shape, penalty)
    weight[:, 0] = 1e-8

    def loss(flat: Floats) -> tuple[float, Floats]:
        coefficients = flat.reshape(start.shape)
        logs = log_chances(columns, coefficients)
        gap = (np.exp(logs) - indicator) / len(columns)
        slope = weight * coefficients
        value = -np.vdot(indicator, logs) / len(columns) + np.vdot(slope, coefficients) / 2
        slope[:, 0] += gap.sum(axis=1)
        slope[:, 1:] += gap @ columns
        return float(value), slope.ravel()

    options = {"maxiter": 500, "gtol": 1e-5, "ftol": 1e-9}
    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options=options)
    fitted: Floats = found.x.reshape(start.shape)
    return fitted
