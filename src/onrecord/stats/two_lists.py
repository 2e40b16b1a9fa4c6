"""Two lists: the estimators of Lincoln–Petersen and of Chapman."""

import math

from onrecord.stats.estimate import (
    ALIKE,
    CLOSED,
    INDEPENDENT,
    MATCHED,
    REAL,
    Diagnostic,
    Estimated,
    NotEstimable,
    Result,
)
from onrecord.stats.histories import Histories
from onrecord.stats.interval import log_normal
from onrecord.stats.obstacle import obstacle

ASSUMPTIONS = (CLOSED, INDEPENDENT, ALIKE, MATCHED, REAL)
# With fewer than seven matches Chapman's estimator may be biased (Robson & Regier 1964).
FEW_MATCHES = 7


def lincoln_petersen(table: Histories, *, level: float = 0.95) -> Result:
    """Everybody, from two lists: size of one times size of the other, by their overlap.

    Parameters
    ----------
    table : exactly two lists
    level : of the interval, log-normal in those on no list

    References
    ----------
    Petersen (1896), Report of the Danish Biological Station 6; Lincoln (1930), USDA Circular 118.
    Variance: Sekar & Deming (1949), JASA 44, 101–115, doi:10.1080/01621459.1949.10483294.
    """
    method = "Lincoln–Petersen 1"
    reason = _why_not(table)
    if reason is not None:
        return _none(method, table, reason)
    first, second, both = _sizes(table)
    estimate = first * second / both
    variance = first * second * (first - both) * (second - both) / both**3
    return _number(method, table, estimate, variance, level)


def chapman(table: Histories, *, level: float = 0.95) -> Result:
    """Everybody, from two lists, by Chapman's estimator: nearly unbiased with a small overlap.

    Parameters
    ----------
    table : exactly two lists
    level : of the interval, log-normal in those on no list

    References
    ----------
    Chapman (1951), University of California Publications in Statistics 1, 131–160.
    Variance: Seber (1970), Biometrika 57, 13–31; Wittes (1972), Biometrics 28, 592–597.

    Examples
    --------
    >>> from onrecord.stats import chapman, from_cells
    >>> two = from_cells(["A", "B"], [(1, 0), (0, 1), (1, 1)], [15, 10, 5])
    >>> result = chapman(two)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (55, 39, 100)
    """
    method = "Chapman 1"
    reason = _why_not(table)
    if reason is not None:
        return _none(method, table, reason)
    first, second, both = _sizes(table)
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    spread = (first + 1) * (second + 1) * (first - both) * (second - both)
    return _number(method, table, estimate, spread / ((both + 1) ** 2 * (both + 2)), level)


def _sizes(table: Histories) -> tuple[int, int, int]:
    first, second = table.list_sizes
    return first, second, table.n_on_several


def _why_not(table: Histories) -> str | None:
    if table.n_lists != 2:
        return (
            f"The method takes two lists, the table has {table.n_lists}; use Chao's lower bound or "
            "log-linear models, which use all overlaps at once."
        )
    reason = obstacle(table)
    if reason is not None:
        return reason
    first, second, both = _sizes(table)
    if both in (first, second):
        inner, outer = table.lists if both == first else table.lists[::-1]
        return (
            f"Everybody on {inner} is on {outer} too, so that {outer} would miss nobody: one list "
            "may be made from the other. Estimate only with lists made independently."
        )
    return None


def _none(method: str, table: Histories, reason: str) -> NotEstimable:
    return NotEstimable.on(table, method, reason, assumptions=ASSUMPTIONS)


def _number(
    method: str, table: Histories, estimate: float, variance: float, level: float
) -> Estimated:
    error = math.sqrt(variance)
    lower, upper = log_normal(table.n_documented, estimate, error, level)
    few = table.n_on_several < FEW_MATCHES
    diagnostics: dict[str, Diagnostic] = {"n_on_both": table.n_on_several}
    return Estimated(
        method=method,
        kind="estimated",
        statistic="point estimate",
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval="log-normal",
        standard_error=error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=ASSUMPTIONS,
        diagnostics=diagnostics,
        notes=("Fewer than seven people are on both lists: the estimate may be far off.",)
        if few
        else (),
    )
