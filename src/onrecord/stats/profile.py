"""Profile-likelihood intervals for the number of people under a log-linear model."""

import math
from collections.abc import Callable

import numpy as np
from scipy.optimize import brentq
from scipy.special import gammaln
from scipy.stats import chi2

from onrecord.errors import InputError
from onrecord.stats.footing import footing
from onrecord.stats.hierarchy import Model, design, full_table, model_name, terms_of
from onrecord.stats.histories import Floats, Histories
from onrecord.stats.poisson import fit_poisson

# Beyond a million times the people on the lists, "not bounded" is the honest word.
FARTHEST = 1e6


def profile_interval(
    table: Histories, model: Model, estimate: float, level: float
) -> tuple[float, float | None]:
    """Interval of the numbers N at which the multinomial profile likelihood is high enough.

    For each N the model is fitted to the table completed with N - n people on no list; the
    interval holds the N whose log-likelihood is within half the chi-square quantile of the best.
    N moves continuously, factorials by the gamma function.

    Parameters
    ----------
    table : the overlaps
    model : a hierarchical model whose estimate exists on the table
    estimate : a value near the best N, from which to search
    level : between 0 and 1

    Returns
    -------
    lower : not below the people on a list
    upper : None where the likelihood never falls far enough: the table does not bound N

    References
    ----------
    Cormack (1992), Biometrics 48(2), 567–576, doi:10.2307/2532310.
    Coull & Agresti (1999), Biometrics 55(1), 294–301, doi:10.1111/j.0006-341X.1999.00294.x.
    """
    n = table.n_documented
    height = _profile(table, model)
    # An N half a person above n is the least at which a fit with the empty cell is regular.
    best, top = _highest(height, n, max(estimate, n + 0.5))
    floor = top - float(chi2.ppf(level, 1)) / 2
    lower = float(n)
    if height(float(n)) < floor:
        lower = float(brentq(lambda total: height(total) - floor, n, best, xtol=1e-6))
    far = max(2 * (best - n), 2.0)
    while height(n + far) > floor:
        far *= 2
        if far > FARTHEST * n:
            return lower, None
    upper = float(brentq(lambda total: height(total) - floor, best, n + far, xtol=1e-6))
    return lower, upper


def _profile(table: Histories, model: Model) -> Callable[[float], float]:
    """Log-likelihood at N, maximised over the model's other parameters."""
    cells, counts = full_table(table)
    found = footing(table.n_lists, cells, counts, model)
    if isinstance(found, str):
        raise InputError(f"{model_name(model, table.lists)} has no interval: {found}")
    n = table.n_documented
    left = np.concatenate([[0], cells[found.face]])
    matrix = (design(left, terms_of(model, table.n_lists)) @ found.basis)[None]

    def height(total: float) -> float:
        missing = total - n
        completed = np.concatenate([[missing], counts[found.face]])
        if missing > 0:
            coefficients = fit_poisson(matrix, completed).coefficients[0]
            chances = np.exp(np.clip(matrix[0] @ coefficients, -500, 500)) / total
            likelihood = (completed * np.log(np.maximum(chances, 1e-300))).sum()
        else:
            likelihood = _at_nobody_missing(matrix[0], completed)
        return float(likelihood + gammaln(total + 1) - gammaln(missing + 1))

    return height


def _at_nobody_missing(matrix: Floats, completed: Floats) -> float:
    # With nought in the first cell the estimate may lie at infinity; half a hundredth of a
    # person is near enough for the likelihood, which is continuous there.
    nearly = completed.copy()
    nearly[0] = 0.005
    coefficients = fit_poisson(matrix[None], nearly).coefficients[0]
    chances = np.exp(np.clip(matrix @ coefficients, -500, 500))
    chances /= chances.sum()
    return float((completed[1:] * np.log(np.maximum(chances[1:], 1e-300))).sum())


def _highest(height: Callable[[float], float], n: int, near: float) -> tuple[float, float]:
    """The best N and its log-likelihood, by golden section on log(N - n)."""
    ratio = (math.sqrt(5) - 1) / 2
    low, high = math.log(max(near - n, 0.5)) - 3.0, math.log(max(near - n, 0.5)) + 1.5
    while high - low > 1e-5:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        if height(n + math.exp(left)) >= height(n + math.exp(right)):
            high = right
        else:
            low = left
    best = n + math.exp((low + high) / 2)
    return best, height(best)
