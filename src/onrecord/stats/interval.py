"""Intervals for the number of people: log-normal on those whom no list holds."""

import math

from scipy.stats import norm


def log_normal(
    n_documented: int, estimate: float, standard_error: float, level: float
) -> tuple[float, float]:
    """Interval for the whole population, log-normal in the number that no list holds.

    Parameters
    ----------
    n_documented : people on at least one list
    estimate : of everybody, at least ``n_documented``
    standard_error : of ``estimate``
    level : between 0 and 1, such as 0.95

    Returns
    -------
    lower, upper : ``lower >= n_documented``; both equal ``estimate`` where nobody is missing

    References
    ----------
    Chao (1987), Biometrics 43(4), 783–791, doi:10.2307/2531532 (equation 9).
    Burnham, Anderson, White, Brownie & Pollock (1987), AFS Monograph 5, p. 212.
    """
    missing = estimate - n_documented
    if missing <= 0:
        return float(n_documented), float(n_documented)
    spread = math.sqrt(math.log1p((standard_error / missing) ** 2))
    factor = math.exp(float(norm.ppf((1 + level) / 2)) * spread)
    return n_documented + missing / factor, n_documented + missing * factor


def log_normal_wald(
    n_documented: int, log_missing: float, log_missing_error: float, level: float
) -> tuple[float, float]:
    """Interval from the constant of a log-linear model: n + exp(constant ± z · its error).

    Parameters
    ----------
    n_documented : people on at least one list
    log_missing, log_missing_error : the constant and its standard error
    level : between 0 and 1
    """
    reach = float(norm.ppf((1 + level) / 2)) * log_missing_error
    return n_documented + math.exp(log_missing - reach), n_documented + math.exp(
        log_missing + reach
    )
