"""The log-linear estimate: the selected model with its interval, and what other models say."""

import math
from collections.abc import Sequence
from typing import Literal

from onrecord.stats.bootstrap import (
    RESAMPLED,
    check_replicates,
    diagnostics_of,
    doubts_about,
    draws_of,
    ends,
    median_of,
    notes_on,
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
)
from onrecord.stats.histories import Histories
from onrecord.stats.interval import log_normal, log_normal_wald
from onrecord.stats.loglinear import MOST_LISTS, Criterion, Fit, Search, search_models
from onrecord.stats.obstacle import obstacle
from onrecord.stats.profile import profile_interval
from onrecord.stats.selected_anew import bootstrap_of_selection

IntervalKind = Literal["profile likelihood", "log-normal", "bootstrap"]
SELECTED = "log-linear, model selected by {} 1"
SELECTED_ANEW = "log-linear, model selected anew by {} 1"
AVERAGED = "log-linear, models averaged by {} 1"
STRUCTURE = "Dependence between lists is as the model {} has it, and all lists together interact no further."  # noqa: E501
SOME_STRUCTURE = "Dependence between lists is as one of the hierarchical models has it, whichever the criterion selects on resampled tables, and all lists together interact no further."  # noqa: E501
AVERAGE_STRUCTURE = "Dependence between lists is as one of the hierarchical models has it; each model weighs exp(-difference/2) of its {}."  # noqa: E501
# A difference of ten is "very strong" evidence (Kass & Raftery 1995, JASA 90, 773–795).
NEAR = 10.0


def log_linear(
    table: Histories,
    *,
    criterion: Criterion = "bic",
    level: float = 0.95,
    interval: IntervalKind = "profile likelihood",
    search: Search | None = None,
    n_bootstrap: int = 1000,
    seed: int = 1,
) -> Result:
    """Everybody, by the hierarchical log-linear model that the criterion selects.

    Parameters
    ----------
    table : 2 to 10 lists
    criterion : "bic" (default), "aic" or "aicc"; the sample size in them is the people on a list
    level : of the interval
    interval : "profile likelihood" (default) or "log-normal", both of the selected model; or
        "bootstrap", bias-corrected and accelerated, which selects the model again on every
        resampled table, so that it holds the doubt about the model (``selected_anew``)
    search : a search made before on the same table by the same criterion, to spare another
    n_bootstrap, seed : resampled tables, and the seed of their drawing, for "bootstrap" alone

    Returns
    -------
    Estimated with every model tried in ``tried``, best first, or NotEstimable. An interval of the
    selected model leaves out the doubt about the model, which
    ``diagnostics["models_near_lowest"]`` and ``["models_near_highest"]`` show.

    Raises
    ------
    InputError : too few bootstrap replicates, or a level that is no probability

    References
    ----------
    Fienberg (1972), Biometrika 59(3), 591–603; Bishop, Fienberg & Holland (1975), Discrete
    Multivariate Analysis, chapter 6; Baillargeon & Rivest (2007), J. Stat. Software 19(5).

    Examples
    --------
    >>> from onrecord.stats import log_linear, from_cells
    >>> table = from_cells(
    ...     ["A", "B", "C"],
    ...     [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)],
    ...     [60, 48, 44, 14, 11, 12, 4],
    ... )
    >>> result = log_linear(table)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (390, 318, 490)
    """
    if interval == "bootstrap":
        check_replicates(n_bootstrap, level)
    method = SELECTED.format(criterion.upper())
    found = _searched(table, criterion, search)
    if isinstance(found, str):
        return _none(method, table, found)
    if not found.fits:
        return _none(method, table, _nothing_fits(found), found)
    if interval == "bootstrap":
        return _resampled(
            SELECTED_ANEW.format(criterion.upper()), table, found, level, n_bootstrap, seed
        )
    best = found.fits[0]
    lower, upper = _interval(table, best, level, interval)
    return Estimated(
        method=method,
        kind="estimated",
        statistic="maximum likelihood estimate",
        estimate=best.estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval=interval,
        standard_error=best.standard_error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=(CLOSED, STRUCTURE.format(best.name), ALIKE, MATCHED, REAL),
        diagnostics=_diagnostics(table, found, level),
        tried=_tried(found),
        notes=_notes(found, upper),
    )


def _resampled(
    method: str, table: Histories, search: Search, level: float, n_bootstrap: int, seed: int
) -> Estimated:
    best = search.fits[0]
    replicates, found, n_models = bootstrap_of_selection(
        table, search, n_bootstrap=n_bootstrap, seed=seed, level=level
    )
    doubts = doubts_about(found, best.estimate)
    lower, upper = (None, None) if isinstance(found, str) or doubts else ends(found)
    return Estimated(
        method=method,
        kind="estimated",
        statistic="maximum likelihood estimate",
        estimate=best.estimate,
        median=median_of(replicates),
        lower=lower,
        upper=upper,
        level=level,
        interval=RESAMPLED,
        standard_error=best.standard_error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=(CLOSED, SOME_STRUCTURE, ALIKE, MATCHED, REAL),
        doubts=doubts,
        seed=seed,
        diagnostics={
            **_diagnostics(table, search, level),
            "models_per_replicate": n_models,
            **diagnostics_of(found, replicates, n_bootstrap),
        },
        tried=_tried(search),
        notes=(*_about_model(search), *notes_on(found, len(replicates), n_bootstrap)),
        draws=draws_of(replicates),
    )


def log_linear_average(
    table: Histories,
    *,
    criterion: Criterion = "bic",
    level: float = 0.95,
    search: Search | None = None,
) -> Result:
    """Everybody, averaged over all models tried: how much the answer hangs on the model.

    Weights are exp(-difference/2) of the criterion; the standard error holds the variation
    between models as well.

    References
    ----------
    Buckland, Burnham & Augustin (1997), Biometrics 53(2), 603–618, doi:10.2307/2533961.
    """
    method = AVERAGED.format(criterion.upper())
    found = _searched(table, criterion, search)
    if isinstance(found, str):
        return _none(method, table, found)
    if not found.fits:
        return _none(method, table, _nothing_fits(found), found)
    weights = model_weights(found)
    estimate = sum(w * fit.estimate for w, fit in zip(weights, found.fits, strict=True))
    error = sum(
        w * math.hypot(fit.standard_error, fit.estimate - estimate)
        for w, fit in zip(weights, found.fits, strict=True)
    )
    lower, upper = log_normal(table.n_documented, estimate, error, level)
    return Estimated(
        method=method,
        kind="estimated",
        statistic="weighted mean of maximum likelihood estimates",
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval="log-normal",
        standard_error=error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=(CLOSED, AVERAGE_STRUCTURE.format(criterion.upper()), ALIKE, MATCHED, REAL),
        diagnostics={"n_models": len(found.fits), "largest_weight": weights[0]},
        tried=_tried(found),
        notes=("A sensitivity analysis: it shows what the choice of one model leaves out.",),
    )


def model_weights(search: Search) -> list[float]:
    """The weight of each fit of a search, in its order; they add up to 1."""
    best = search.fits[0].criterion(search.criterion)
    raw = [math.exp((best - fit.criterion(search.criterion)) / 2) for fit in search.fits]
    whole = math.fsum(raw)
    return [weight / whole for weight in raw]


def _searched(table: Histories, criterion: Criterion, search: Search | None) -> Search | str:
    if table.n_lists > MOST_LISTS:
        return (
            f"The table has {table.n_lists} lists, the method takes up to {MOST_LISTS}: nearly all "
            "overlaps of so many lists are empty. Merge lists of the same kind and estimate again."
        )
    reason = obstacle(table)
    if reason is not None:
        return reason
    if search is not None and search.criterion == criterion:
        return search
    return search_models(table, criterion=criterion)


def _nothing_fits(search: Search) -> str:
    return (
        f"None of the models tried ({search.how}) has an estimate on this table: too many overlaps "
        "are empty. Merge small lists, or report the documented count alone."
    )


def _interval(
    table: Histories, fit: Fit, level: float, interval: IntervalKind
) -> tuple[float, float | None]:
    if interval == "log-normal":
        return log_normal_wald(table.n_documented, fit.log_missing, fit.log_missing_error, level)
    return profile_interval(table, fit.model, fit.estimate, level)


def _near(search: Search) -> Sequence[Fit]:
    limit = search.fits[0].criterion(search.criterion) + NEAR
    return [fit for fit in search.fits if fit.criterion(search.criterion) <= limit]


def _diagnostics(table: Histories, search: Search, level: float) -> dict[str, Diagnostic]:
    best = search.fits[0]
    near = [fit.estimate for fit in _near(search)]
    low, high = log_normal_wald(table.n_documented, best.log_missing, best.log_missing_error, level)
    return {
        "model": best.name,
        "extended": best.extended,
        "aic": best.aic,
        "aicc": None if math.isinf(best.aicc) else best.aicc,
        "bic": best.bic,
        "deviance": best.deviance,
        "degrees_of_freedom": (1 << table.n_lists) - 1 - best.n_parameters,
        "log_normal_lower": low,
        "log_normal_upper": high,
        "search": search.how,
        "n_models_fitted": len(search.fits),
        "n_models_without_estimate": len(search.unfitted),
        "models_near": len(near),
        "models_near_lowest": min(near),
        "models_near_highest": max(near),
    }


def _tried(search: Search) -> tuple[dict[str, Diagnostic], ...]:
    fitted: list[dict[str, Diagnostic]] = [
        {
            "model": fit.name,
            "estimate": fit.estimate,
            "standard_error": fit.standard_error,
            "n_parameters": fit.n_parameters,
            "aic": fit.aic,
            "bic": fit.bic,
        }
        for fit in search.fits
    ]
    without: list[dict[str, Diagnostic]] = [
        {"model": one.name, "reason": one.reason} for one in search.unfitted
    ]
    return (*fitted, *without)


def _notes(search: Search, upper: float | None) -> tuple[str, ...]:
    near = [fit.estimate for fit in _near(search)]
    notes = [
        "The interval is that of the selected model alone; models nearly as good "
        f"({len(near):,} within {NEAR:.0f} of it by {search.criterion.upper()}) give "
        f"{min(near):,.0f} to {max(near):,.0f}."
    ]
    if upper is None:
        notes.append("The table does not bound the number from above at this level.")
    return (*notes, *_about_model(search))


def _about_model(search: Search) -> tuple[str, ...]:
    if not search.fits[0].extended:
        return ()
    return (
        "Under the selected model some overlaps that hold nobody are impossible, and not only "
        "rare (an extended estimate).",
    )


def _none(method: str, table: Histories, reason: str, search: Search | None = None) -> NotEstimable:
    return NotEstimable.on(
        table,
        method,
        reason,
        assumptions=(CLOSED, ALIKE, MATCHED, REAL),
        tried=() if search is None else _tried(search),
    )
