"""Chao's lower bound: at least so many people, however unequal their chances of being recorded."""

import math
from dataclasses import dataclass

import numpy as np

from onrecord.stats.estimate import (
    CLOSED,
    EVERYBODY_REACHABLE,
    MATCHED,
    POSITIVE,
    REAL,
    SAME_REACH,
    Diagnostic,
    Estimated,
    NotEstimable,
    Result,
)
from onrecord.stats.existence import facial_set
from onrecord.stats.hierarchy import design, full_table
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.interval import log_normal
from onrecord.stats.obstacle import obstacle
from onrecord.stats.poisson import PoissonFits, fit_poisson

ASSUMPTIONS = (CLOSED, POSITIVE, EVERYBODY_REACHABLE, MATCHED, REAL)
OF_FREQUENCY = (*ASSUMPTIONS[:2], SAME_REACH, *ASSUMPTIONS[2:])
BY_LIST = "Chao's lower bound, lists of different reach (Mth) 1"
BY_FREQUENCY = "Chao's lower bound, lists of equal reach (Mh) 1"
MOST_LISTS = 12  # 4,095 cells; Mh takes any number of lists


@dataclass(frozen=True, eq=False)
class _Bound:
    missing: float
    standard_error: float
    diagnostics: dict[str, Diagnostic]


def chao_lower_bound(table: Histories, *, level: float = 0.95) -> Result:
    """A lower bound where people differ and lists differ in reach (model Mth).

    A log-linear model with one effect a list, and heterogeneity as a convex function of the
    number of lists k that a person is on: effects of max(k - 2, 0), max(k - 3, 0), … Those that
    come out negative are set to nought, lowest first, as in Rcapture. While all are positive only
    those on one and on two lists speak of those on none. With two lists it is the estimator of
    Lincoln and Petersen.

    Parameters
    ----------
    table : 2 to 12 lists
    level : of the interval, log-normal in those on no list

    References
    ----------
    Chao (1987), Biometrics 43(4), 783–791, doi:10.2307/2531532.
    Rivest & Baillargeon (2007), Biometrics 63(4), 999–1006,
    doi:10.1111/j.1541-0420.2007.00779.x; R package Rcapture, ``closedp.t``, "Mth Chao".

    Examples
    --------
    >>> from onrecord.stats import chao_lower_bound, from_cells
    >>> table = from_cells(
    ...     ["A", "B", "C"],
    ...     [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)],
    ...     [60, 48, 44, 14, 11, 12, 4],
    ... )
    >>> result = chao_lower_bound(table)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (400, 323, 523)
    """
    if table.n_lists > MOST_LISTS:
        return _none(BY_LIST, table, _too_many(table.n_lists))
    return _result(BY_LIST, table, level, obstacle(table) or _by_list(table))


def chao_by_frequency(table: Histories, *, level: float = 0.95) -> Result:
    """A lower bound from the numbers on exactly one and exactly two lists (model Mh).

    N >= n + (t - 1)/t · f1² / (2 f2), for t lists of about equal reach. Where lists differ in
    size, ``chao_lower_bound`` is the better bound.

    Parameters
    ----------
    table : two lists or more, any number
    level : of the interval, log-normal in those on no list

    References
    ----------
    Chao (1987), Biometrics 43(4), 783–791; variance as in Chao, Gotelli, Hsieh, Sander, Ma,
    Colwell & Ellison (2014), Ecological Monographs 84(1), 45–67, appendix G.
    """
    return _result(BY_FREQUENCY, table, level, obstacle(table) or _by_frequency(table))


def below_bound(bound: Result, estimate: Result) -> str | None:
    """What it means that an estimate lies below Chao's bound; None where it does not."""
    if not isinstance(bound, Estimated) or not isinstance(estimate, Estimated):
        return None
    if estimate.estimate > bound.estimate - 0.5:  # half a person: the same but for rounding
        return None
    return (
        f"This estimate ({estimate.estimate:,.0f}) lies below Chao's lower bound "
        f"({bound.estimate:,.0f}): people who are hard to reach, or lists that avoid each other, "
        "may be at work, and this table does not settle which. Report both."
    )


def _by_list(table: Histories) -> _Bound | str:
    reason = _few_in_common(table)
    if reason is not None:
        return reason
    cells, counts = full_table(table)
    mains = design(cells, [0, *(1 << index for index in range(table.n_lists))])
    found = fit_convex(mains, number_of_lists(cells), counts)
    if found is None:
        return (
            "The bound does not exist on this table: too many overlaps are empty for the reach "
            "of each list to be told. Merge small lists, or use the bound by frequencies."
        )
    fitted, bends = found
    if not fitted.converged[0]:
        return "The bound's iterations did not converge; merge small lists and estimate again."
    missing = math.exp(float(fitted.coefficients[0, 0]))
    error = math.sqrt(missing + missing**2 * float(fitted.covariances[0, 0, 0]))
    return _Bound(missing, error, {"heterogeneity_bends_at": ", ".join(map(str, bends))})


def number_of_lists(cells: Ints) -> Ints:
    """How many lists each cell's people are on."""
    return np.array([int(cell).bit_count() for cell in cells], dtype=np.int64)


def fit_convex(
    base: Floats, sizes: Ints, counts: Floats
) -> tuple[PoissonFits, tuple[int, ...]] | None:
    """Chao's heterogeneity added to a model, with the numbers of lists at which its slope grows.

    Parameters
    ----------
    base : (n_cells, n_terms) design, the constant first
    sizes : (n_cells,) array, on how many lists a cell's people are
    counts : (n_cells,) array

    Returns
    -------
    None where the estimate does not exist
    """
    # Where nobody is on k lists, the effect that bends there runs to minus infinity: set to nought.
    most = int(sizes.max())
    bends = [k - 1 for k in range(3, most + 1) if counts[sizes == k].any()]
    while True:
        matrix = np.column_stack([base, *(np.maximum(sizes - bend, 0) for bend in bends)]).astype(
            np.float64
        )
        if not facial_set(matrix, counts).all():
            return None
        fitted = fit_poisson(matrix[None], counts)
        negative = _negative(fitted, bends, base.shape[1])
        if not negative:
            return fitted, tuple(bends)
        bends.remove(negative[0])


def _negative(fitted: PoissonFits, bends: list[int], n_base: int) -> list[int]:
    effects: Floats = fitted.coefficients[0, n_base:]
    return [k for k, effect in zip(bends, effects, strict=True) if effect < 0]


def _by_frequency(table: Histories) -> _Bound | str:
    reason = _few_in_common(table)
    if reason is not None:
        return reason
    once, twice = _frequency(table, 1), _frequency(table, 2)
    part = (table.n_lists - 1) / table.n_lists
    ratio = once / twice
    variance = twice * (part / 2 * ratio**2 + part**2 * ratio**3 + part**2 / 4 * ratio**4)
    return _Bound(part * once**2 / (2 * twice), math.sqrt(variance), {})


def _frequency(table: Histories, lists: int) -> int:
    return int(table.counts[table.histories.sum(axis=1) == lists].sum())


def _few_in_common(table: Histories) -> str | None:
    if _frequency(table, 1) == 0:
        return (
            "Nobody is on exactly one list, so that the table gives no sign that anybody is "
            "missing; the documented count is the bound."
        )
    if _frequency(table, 2) == 0:
        return (
            "Nobody is on exactly two lists: the bound compares those on one list with those on "
            "two. Check the linkage of the lists."
        )
    return None


def _result(method: str, table: Histories, level: float, bound: _Bound | str) -> Result:
    if isinstance(bound, str):
        return _none(method, table, bound)
    estimate = table.n_documented + bound.missing
    lower, upper = log_normal(table.n_documented, estimate, bound.standard_error, level)
    return Estimated(
        method=method,
        kind="lower bound",
        statistic="lower bound",
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval="log-normal",
        standard_error=bound.standard_error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=_assumptions(method),
        diagnostics={
            "n_on_one_list": _frequency(table, 1),
            "n_on_two_lists": _frequency(table, 2),
            **bound.diagnostics,
        },
        notes=("The interval is that of the bound; the number of people may lie above it.",),
    )


def _none(method: str, table: Histories, reason: str) -> NotEstimable:
    return NotEstimable.on(
        table, method, reason, kind="lower bound", assumptions=_assumptions(method)
    )


def _too_many(n_lists: int) -> str:
    return (
        f"The table has {n_lists} lists, the method takes up to {MOST_LISTS}; merge lists of the "
        "same kind, or use the bound by frequencies."
    )


def _assumptions(method: str) -> tuple[str, ...]:
    return OF_FREQUENCY if method == BY_FREQUENCY else ASSUMPTIONS
