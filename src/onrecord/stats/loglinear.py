"""Hierarchical log-linear models of the overlaps: all fitted, one selected, all shown."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from scipy.special import gammaln

from onrecord.stats.footing import UNTOLD as NOT_TOLD
from onrecord.stats.hierarchy import (
    ALL_MODELS_UP_TO,
    Model,
    all_models,
    counts_by_mask,
    model_name,
    neighbours,
    terms_array,
)
from onrecord.stats.histories import Floats, Histories
from onrecord.stats.lattice import EXTENDED, UNSETTLED, UNTOLD, fit_each

Criterion = Literal["bic", "aic", "aicc"]
MOST_LISTS = 10  # 1,023 cells; beyond it a table of whole numbers is nearly all noughts
NO_ESTIMATE = "its maximum likelihood estimate does not exist on this table (empty overlaps)"
NOT_SETTLED = "its iterations did not converge"


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One hierarchical model fitted to a table.

    Attributes
    ----------
    model : its interaction terms, masks over ``Histories.lists``
    name : its largest terms, ``[A·B, B·C]``
    extended : some coefficients are at infinity: empty overlaps are fitted as nought
    estimate : of everybody; the people on a list plus exp(constant)
    log_missing, log_missing_error : the constant, log of the number that no list holds, and its
        standard error
    standard_error : of ``estimate``, by the delta method and the Poisson variation of those on no
        list, as in Rcapture
    log_likelihood : Poisson, with the factorials
    n_parameters : constant, main effects and interactions
    deviance : twice the log-likelihood ratio against the saturated model
    aic, aicc, bic : smaller is better. The sample size in ``aicc`` and ``bic`` is the number of
        people on a list, as in Rcapture
    """

    model: Model
    name: str
    extended: bool
    estimate: float
    log_missing: float
    log_missing_error: float
    standard_error: float
    log_likelihood: float
    n_parameters: int
    deviance: float
    aic: float
    aicc: float
    bic: float

    def criterion(self, name: Criterion) -> float:
        """The value of the named criterion."""
        return {"bic": self.bic, "aic": self.aic, "aicc": self.aicc}[name]


@dataclass(frozen=True, kw_only=True)
class Unfitted:
    """A model that gives no estimate on a table, and why."""

    model: Model
    name: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Search:
    """Every model that was tried: those that fit, best first, and those that do not."""

    fits: tuple[Fit, ...]
    unfitted: tuple[Unfitted, ...]
    how: str
    criterion: Criterion


def search_models(table: Histories, *, criterion: Criterion = "bic") -> Search:
    """Fit all hierarchical models for two to five lists; search stepwise beyond.

    Up to five lists every model is tried (1, 8, 113 and 6,893 for 2, 3, 4 and 5 lists). Beyond,
    a search starts at independence and takes, as long as the criterion improves, the best model
    with one term more or one term less; all models that it looked at are reported. It ends where
    no neighbour is better, which need not be the best of all models: a term of three lists is
    tried only once its three pairs are in.
    """
    if table.n_lists <= ALL_MODELS_UP_TO:
        models = all_models(table.n_lists)
        fits, unfitted = fit_models(table, models)
        how = f"all {len(models):,} hierarchical models of {table.n_lists} lists"
    else:
        fits, unfitted = _stepwise(table, criterion)
        how = (
            f"stepwise search from independence by {criterion.upper()}, one term added or removed "
            f"at a time, {len(fits) + len(unfitted):,} models tried; not all models were tried"
        )
    ranked = sorted(fits, key=lambda fit: (fit.criterion(criterion), fit.name))
    return Search(fits=tuple(ranked), unfitted=tuple(unfitted), how=how, criterion=criterion)


def _stepwise(table: Histories, criterion: Criterion) -> tuple[list[Fit], list[Unfitted]]:
    independent: Model = frozenset()
    fits, unfitted = fit_models(table, [independent])
    tried = {independent}
    best = fits[0] if fits else None
    while best is not None:
        fresh = [m for m in neighbours(best.model, table.n_lists) if m not in tried]
        tried.update(fresh)
        more, without = fit_models(table, fresh)
        fits += more
        unfitted += without
        leader = min(fits, key=lambda fit: (fit.criterion(criterion), fit.name))
        best = leader if leader != best else None
    return fits, unfitted


def fit_models(
    table: Histories, models: Iterable[Model], *, extended: bool = True
) -> tuple[list[Fit], list[Unfitted]]:
    """Fit the given hierarchical models; those without an estimate come back with the reason.

    Parameters
    ----------
    table : at most ``MOST_LISTS`` lists
    models : sets of interaction terms, hierarchical (with a term, all terms inside it)
    extended : admit extended estimates (see ``footing``), as R's packages do; without, only
        models whose estimate is finite in all coefficients

    Notes
    -----
    An extended estimate counts all parameters of its model, those at infinity too, as R does.
    """
    listed = sorted(models, key=lambda model: (len(model), sorted(model)))
    terms, n_terms = terms_array(listed, table.n_lists)
    by_mask = counts_by_mask(table)
    status, constants, variances, tops = fit_each(terms, n_terms, by_mask)
    factorials = float(gammaln(by_mask + 1).sum())
    saturated = _saturated_log_likelihood(by_mask)
    fits: list[Fit] = []
    unfitted: list[Unfitted] = []
    for number, model in enumerate(listed):
        reason = _reason(int(status[number]), extended=extended)
        if reason is not None:
            unfitted.append(_without(table, model, reason))
            continue
        found = _Solution(
            log_missing=float(constants[number]),
            variance=float(variances[number]),
            log_likelihood=float(tops[number]) - factorials,
            extended=int(status[number]) == EXTENDED,
        )
        fits.append(_as_fit(table, model, found, saturated))
    return fits, unfitted


@dataclass(frozen=True)
class _Solution:
    log_missing: float
    variance: float
    log_likelihood: float
    extended: bool


def _reason(status: int, *, extended: bool) -> str | None:
    if status == EXTENDED and not extended:
        return NO_ESTIMATE
    return {UNTOLD: NOT_TOLD, UNSETTLED: NOT_SETTLED}.get(status)


def _without(table: Histories, model: Model, reason: str) -> Unfitted:
    return Unfitted(model=model, name=model_name(model, table.lists), reason=reason)


def _saturated_log_likelihood(counts: Floats) -> float:
    return sum(
        float(count) * math.log(count) - float(count) - math.lgamma(count + 1)
        for count in counts
        if count > 0
    )


def _as_fit(table: Histories, model: Model, found: _Solution, saturated: float) -> Fit:
    missing = math.exp(found.log_missing)
    k = 1 + table.n_lists + len(model)
    n = table.n_documented
    cost = -2 * found.log_likelihood
    return Fit(
        model=model,
        name=model_name(model, table.lists),
        extended=found.extended,
        estimate=n + missing,
        log_missing=found.log_missing,
        log_missing_error=math.sqrt(found.variance),
        standard_error=math.sqrt(missing + missing**2 * found.variance),
        log_likelihood=found.log_likelihood,
        n_parameters=k,
        deviance=2 * (saturated - found.log_likelihood),
        aic=cost + penalty("aic", k, n),
        aicc=cost + penalty("aicc", k, n),
        bic=cost + penalty("bic", k, n),
    )


def penalty(criterion: Criterion, n_parameters: int, n_documented: int) -> float:
    """What the criterion adds to minus twice the log-likelihood."""
    if criterion == "bic":
        return n_parameters * math.log(n_documented)
    if criterion == "aic":
        return 2.0 * n_parameters
    left = n_documented - n_parameters - 1
    return 2 * n_parameters * (1 + (n_parameters + 1) / left) if left > 0 else math.inf
