"""Sparse tables: two-list interactions chosen stepwise by p-value, with a BCa bootstrap."""

import math
from dataclasses import dataclass

import numpy as np

from onrecord.errors import InputError
from onrecord.stats.bootstrap import (
    RESAMPLED,
    Corrected,
    acceleration_of,
    bias_corrected,
    check_replicates,
    diagnostics_of,
    doubts_about,
    draws_of,
    each_left_out,
    ends,
    estimate_each,
    median_of,
    notes_on,
    resampled,
)
from onrecord.stats.estimate import (
    ALIKE,
    CLOSED,
    MATCHED,
    REAL,
    Diagnostic,
    Estimated,
    NotEstimable,
    Result,
    Variation,
)
from onrecord.stats.hierarchy import counts_by_mask, interactions, model_name, terms_of
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.interval import log_normal_wald
from onrecord.stats.lattice import superset_sums
from onrecord.stats.obstacle import obstacle
from onrecord.stats.sparse_steps import admissible, step_up, step_up_each

METHOD = "sparse log-linear, pairs of lists chosen by p-value 1"
PAIRS = "Lists depend on each other in pairs at most, and only the pairs chosen by p-value do; a pair that shares nobody and is chosen could not have shared anybody."  # noqa: E501
ASSUMPTIONS = (CLOSED, PAIRS, ALIKE, MATCHED, REAL)
MOST_LISTS = 10
THRESHOLDS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1)


@dataclass(frozen=True, kw_only=True)
class SparseFit:
    """The model that the steps end with.

    Attributes
    ----------
    pairs : masks of the pairs of lists taken, in the order of the steps
    p_values : of each pair when it was taken; one tail, may be 0 where below 1e-308
    empty : of each pair, does it share nobody
    log_missing, log_missing_error : the constant and its standard error; the constant is infinite
        where the table does not bound those on no list
    """

    pairs: tuple[int, ...]
    p_values: tuple[float, ...]
    empty: tuple[bool, ...]
    log_missing: float
    log_missing_error: float


def fit_sparse(table: Histories, *, threshold: float = 0.02) -> SparseFit:
    """Start from independence; take the pair of lists with the smallest p-value, and again.

    The p-value of a pair is the smaller Poisson tail of its overlap under the model so far. Only
    models that have an estimate are looked at; a pair that shares nobody has its parameter at
    minus infinity and its cells at nought. It ends when no p-value is below the threshold.

    Parameters
    ----------
    table : 2 to 10 lists
    threshold : 0 or more, below 1

    Raises
    ------
    InputError : a threshold out of its range

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116(535), 1297–1306, doi:10.1080/01621459.2019.1708748;
    R package SparseMSE, ``estimatepopulation.0(X, pthresh=threshold)``. Where p-values tie below
    1e-308 the package takes the first pair, this the smaller by its logarithm.
    """
    _check_threshold(threshold)
    counts = counts_by_mask(table)
    pairs = _pairs(table.n_lists)
    chosen, log_p, constant, variance = step_up(counts, pairs, _log(threshold))
    taken = [int(pairs[number]) for number in chosen]
    margins = superset_sums(counts)
    return SparseFit(
        pairs=tuple(taken),
        p_values=tuple(math.exp(one) for one in log_p),
        empty=tuple(bool(margins[pair] == 0) for pair in taken),
        log_missing=float(constant),
        log_missing_error=math.sqrt(float(variance)),
    )


def sparse(
    table: Histories,
    *,
    threshold: float = 0.02,
    n_bootstrap: int = 5000,
    seed: int = 1,
    level: float = 0.95,
) -> Result:
    """Everybody, by the sparse log-linear method, with a bias-corrected bootstrap interval.

    The choice of pairs is repeated on every resampled table, so that the interval holds the doubt
    about it.

    Parameters
    ----------
    table : 2 to 10 lists
    threshold : the p-value below which a pair of lists enters the model, 0 or more, below 1
    n_bootstrap : resampled tables, 100 or more
    seed : of the resampling
    level : of the interval

    Returns
    -------
    Estimated with each step in ``tried`` and other thresholds in ``sensitivity``; or NotEstimable.
    Fragile where the bootstrap gives no interval, or none that holds the estimate.

    Raises
    ------
    InputError : a threshold, a level or a number of replicates out of its range

    References
    ----------
    Chan, Silverman & Vincent (2021), JASA 116(535), 1297–1306, doi:10.1080/01621459.2019.1708748.

    Examples
    --------
    >>> from onrecord.stats import sparse, from_cells
    >>> table = from_cells(
    ...     ["A", "B", "C"],
    ...     [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)],
    ...     [60, 48, 44, 14, 11, 12, 4],
    ... )
    >>> result = sparse(table, n_bootstrap=200)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (390, 320, 466)
    """
    _check_threshold(threshold)
    check_replicates(n_bootstrap, level)
    reason = _refusal(table)
    if reason is not None:
        return _none(table, reason, seed)
    fit = fit_sparse(table, threshold=threshold)
    if math.isinf(fit.log_missing):
        return _none(table, UNBOUNDED, seed)
    n = table.n_documented
    estimate = n + math.exp(fit.log_missing)
    replicates, found = _bootstrap(table, estimate, threshold, n_bootstrap, seed, level)
    doubts = doubts_about(found, estimate)
    lower, upper = (None, None) if isinstance(found, str) or doubts else ends(found)
    return Estimated(
        method=METHOD,
        kind="estimated",
        statistic="maximum likelihood estimate",
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval=RESAMPLED,
        standard_error=None,
        n_documented=n,
        table=table.digest,
        assumptions=ASSUMPTIONS,
        median=median_of(replicates),
        doubts=doubts,
        seed=seed,
        diagnostics={
            **_of_fit(table, fit, threshold, level),
            **diagnostics_of(found, replicates, n_bootstrap),
        },
        tried=_steps(table, fit),
        sensitivity=_by_threshold(table),
        notes=(*_impossible(table, fit), *notes_on(found, len(replicates), n_bootstrap)),
        draws=draws_of(replicates),
    )


UNBOUNDED = "Under the model that the steps end with, the table does not bound how many are on no list: too many overlaps are empty. Merge small lists, or report the documented count alone."  # noqa: E501


def _check_threshold(threshold: float) -> None:
    if not 0 <= threshold < 1:
        raise InputError(f"the threshold {threshold} is no p-value; give one from 0 to below 1")


def _refusal(table: Histories) -> str | None:
    if table.n_lists > MOST_LISTS:
        return (
            f"The table has {table.n_lists} lists, the method takes up to {MOST_LISTS}: nearly all "
            "overlaps of so many lists are empty. Merge lists of the same kind and estimate again."
        )
    reason = obstacle(table)
    if reason is not None:
        return reason
    counts = counts_by_mask(table)
    mains = np.array(terms_of(frozenset(), table.n_lists), dtype=np.int64)
    if not admissible(mains, counts, superset_sums(counts)):
        return (
            "Even the model of independent lists has no estimate on this table: too many overlaps "
            "are empty, or one list holds nobody whom another does not. Merge lists, or report the "
            "documented count alone."
        )
    return None


def _pairs(n_lists: int) -> Ints:
    masks = [mask for mask in interactions(n_lists) if mask.bit_count() == 2]
    if n_lists == 2:  # the one pair of two lists is the saturated model, never admissible
        masks = []
    return np.array(masks, dtype=np.int64)


def _log(threshold: float) -> float:
    return math.log(threshold) if threshold > 0 else -math.inf


def _bootstrap(
    table: Histories, estimate: float, threshold: float, n_bootstrap: int, seed: int, level: float
) -> tuple[Floats, Corrected | str]:
    counts, pairs = counts_by_mask(table), _pairs(table.n_lists)

    def constants(tables: Floats) -> Floats:
        found: Floats = step_up_each(tables, pairs, _log(threshold))
        return found

    drawn, less = resampled(counts, n_bootstrap, seed), each_left_out(counts)
    n = table.n_documented
    replicates = n + np.exp(estimate_each(drawn, constants))
    left_out = n - 1 + np.exp(estimate_each(less, constants))
    acceleration = acceleration_of(left_out, counts[counts > 0])
    return replicates, bias_corrected(replicates, estimate, acceleration, level)


def _names(table: Histories, pair: int) -> str:
    return "·".join(name for index, name in enumerate(table.lists) if pair >> index & 1)


def _of_fit(
    table: Histories, fit: SparseFit, threshold: float, level: float
) -> dict[str, Diagnostic]:
    low, high = log_normal_wald(table.n_documented, fit.log_missing, fit.log_missing_error, level)
    return {
        "model": model_name(frozenset(fit.pairs), table.lists),
        "threshold": threshold,
        "log_normal_lower": low,
        "log_normal_upper": high,
    }


def _steps(table: Histories, fit: SparseFit) -> tuple[dict[str, Diagnostic], ...]:
    return tuple(
        {"step": step, "pair": _names(table, pair), "p_value": p, "shares_nobody": empty}
        for step, (pair, p, empty) in enumerate(
            zip(fit.pairs, fit.p_values, fit.empty, strict=True), start=1
        )
    )


def _by_threshold(table: Histories) -> tuple[Variation, ...]:
    return tuple(_at_threshold(table, threshold) for threshold in THRESHOLDS)


def _at_threshold(table: Histories, threshold: float) -> Variation:
    fit = fit_sparse(table, threshold=threshold)
    bounded = math.isfinite(fit.log_missing)
    return Variation(
        what="p-value threshold",
        setting=f"{threshold:g}",
        estimate=table.n_documented + math.exp(fit.log_missing) if bounded else None,
        value=threshold,
        reason=None if bounded else UNBOUNDED,
    )


def _impossible(table: Histories, fit: SparseFit) -> tuple[str, ...]:
    return tuple(
        f"The lists {_names(table, pair)} share nobody, and the model takes it that they could not."
        for pair, empty in zip(fit.pairs, fit.empty, strict=True)
        if empty
    )


def _none(table: Histories, reason: str, seed: int) -> NotEstimable:
    return NotEstimable.on(table, METHOD, reason, assumptions=ASSUMPTIONS, seed=seed)
