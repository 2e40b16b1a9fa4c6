"""Hierarchical log-linear models of the overlaps: all fitted, one selected, all shown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from onrecord.stats.existence import facial_set, has_full_rank
from onrecord.stats.hierarchy import (
    ALL_MODELS_UP_TO,
    Model,
    all_models,
    design,
    full_table,
    model_name,
    neighbours,
    terms_of,
)
from onrecord.stats.histories import Bools, Floats, Histories, Ints
from onrecord.stats.poisson import PoissonFits, fit_poisson

Criterion = Literal["bic", "aic", "aicc"]
MOST_LISTS = 10  # 1,023 cells; beyond it a table of whole numbers is nearly all noughts
BATCH = 1500  # models fitted at a time: bounds memory at about 15 MB a term for five lists
NO_ESTIMATE = "its maximum likelihood estimate does not exist on this table (empty overlaps)"


@dataclass(frozen=True, kw_only=True)
class Fit:
    """One hierarchical model fitted to a table.

    Attributes
    ----------
    model : its interaction terms, masks over ``Histories.lists``
    name : its largest terms, ``[A·B, B·C]``
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
    with one term more or one term less; all models that it looked at are reported.
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


def fit_models(table: Histories, models: Iterable[Model]) -> tuple[list[Fit], list[Unfitted]]:
    """Fit the given hierarchical models; those without an estimate come back with the reason.

    Parameters
    ----------
    table : at most ``MOST_LISTS`` lists
    models : sets of interaction terms, hierarchical (with a term, all terms inside it)
    """
    cells, counts = full_table(table)
    fits: list[Fit] = []
    unfitted: list[Unfitted] = []
    ordered = sorted(models, key=lambda model: (len(model), sorted(model)))
    for _, group in groupby(ordered, key=len):
        same_size = list(group)
        for first in range(0, len(same_size), BATCH):
            batch = same_size[first : first + BATCH]
            exist = _estimates_exist(table.n_lists, cells, counts, batch)
            fits += _fit_batch(table, cells, counts, [m for m, ok in exist if ok], unfitted)
            unfitted += [_without(table, model, NO_ESTIMATE) for model, ok in exist if not ok]
    return fits, unfitted


def _without(table: Histories, model: Model, reason: str) -> Unfitted:
    return Unfitted(model=model, name=model_name(model, table.lists), reason=reason)


def _estimates_exist(
    n_lists: int, cells: Ints, counts: Floats, models: Sequence[Model]
) -> list[tuple[Model, bool]]:
    """Cheap certain answers first; the linear programme only where rank leaves it open."""
    if (counts > 0).all():
        return [(model, True) for model in models]
    designs = _designs(n_lists, cells, models)
    sure: Bools = has_full_rank(designs[:, counts > 0])
    hopeless: Bools = ((designs * counts[None, :, None]).sum(axis=1) == 0).any(axis=1)
    return [
        (model, bool(sure[i] or (not hopeless[i] and facial_set(designs[i], counts).all())))
        for i, model in enumerate(models)
    ]


def _designs(n_lists: int, cells: Ints, models: Sequence[Model]) -> Floats:
    return np.stack([design(cells, terms_of(model, n_lists)) for model in models])


def _fit_batch(
    table: Histories,
    cells: Ints,
    counts: Floats,
    models: Sequence[Model],
    unfitted: list[Unfitted],
) -> list[Fit]:
    if not models:
        return []
    fitted = fit_poisson(_designs(table.n_lists, cells, models), counts)
    for model, converged in zip(models, fitted.converged, strict=True):
        if not converged:
            unfitted.append(_without(table, model, "its iterations did not converge"))
    saturated = _saturated_log_likelihood(counts)
    return [
        _as_fit(table, model, fitted, i, saturated)
        for i, model in enumerate(models)
        if fitted.converged[i]
    ]


def _saturated_log_likelihood(counts: Floats) -> float:
    return sum(
        float(count) * math.log(count) - float(count) - math.lgamma(count + 1)
        for count in counts
        if count > 0
    )


def _as_fit(
    table: Histories, model: Model, fitted: PoissonFits, index: int, saturated: float
) -> Fit:
    missing = math.exp(float(fitted.coefficients[index, 0]))
    variance = float(fitted.covariances[index, 0, 0])
    log_likelihood = float(fitted.log_likelihoods[index])
    k = fitted.coefficients.shape[1]
    n = table.n_documented
    aic = 2 * k - 2 * log_likelihood
    return Fit(
        model=model,
        name=model_name(model, table.lists),
        estimate=n + missing,
        log_missing=float(fitted.coefficients[index, 0]),
        log_missing_error=math.sqrt(variance),
        standard_error=math.sqrt(missing + missing**2 * variance),
        log_likelihood=log_likelihood,
        n_parameters=k,
        deviance=2 * (saturated - log_likelihood),
        aic=aic,
        aicc=aic + 2 * k * (k + 1) / (n - k - 1) if n > k + 1 else math.inf,
        bic=k * math.log(n) - 2 * log_likelihood,
    )
