"""Hierarchical log-linear models of the overlaps: all fitted, one selected, all shown."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

import numpy as np

from onrecord.stats.existence import facial_set, has_full_rank
from onrecord.stats.footing import Core, core_of, footing_on
from onrecord.stats.hierarchy import (
    ALL_MODELS_UP_TO,
    Model,
    all_models,
    design,
    full_table,
    model_name,
    neighbours,
)
from onrecord.stats.histories import Bools, Floats, Histories, Ints
from onrecord.stats.poisson import PoissonFits, fit_poisson

Criterion = Literal["bic", "aic", "aicc"]
MOST_LISTS = 10  # 1,023 cells; beyond it a table of whole numbers is nearly all noughts
BATCH = 1500  # models fitted at a time: bounds memory at about 15 MB a term for five lists
NO_ESTIMATE = "its maximum likelihood estimate does not exist on this table (empty overlaps)"
UNSETTLED = "its iterations did not converge"


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
    cells, counts = full_table(table)
    listed = sorted(models, key=lambda model: (len(model), sorted(model)))
    margins = design(np.arange(1 << table.n_lists), tuple(cells)).T @ np.concatenate([[0], counts])
    of_term = [float(counts.sum()), *(float(margin) for margin in margins)]
    masks = [int(cell) for cell in cells]
    cores = {model: core_of(table.n_lists, masks, of_term, model) for model in listed}
    solved = _solve(sorted(set(cores.values()), key=_order), cells, counts)
    saturated = _saturated_log_likelihood(counts)
    fits: list[Fit] = []
    unfitted: list[Unfitted] = []
    for model in listed:
        found = solved[cores[model]]
        if isinstance(found, str):
            unfitted.append(_without(table, model, found))
        elif found.extended and not extended:
            unfitted.append(_without(table, model, NO_ESTIMATE))
        else:
            fits.append(_as_fit(table, model, found, saturated))
    return fits, unfitted


@dataclass(frozen=True)
class _Solution:
    log_missing: float
    variance: float
    log_likelihood: float
    extended: bool


def _order(core: Core) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    return len(core.terms), core.terms, tuple(sorted(core.cells))


def _solve(cores: Sequence[Core], cells: Ints, counts: Floats) -> dict[Core, _Solution | str]:
    """Cores of full rank many at a time; for the others a linear programme finds the face."""
    solved: dict[Core, _Solution | str] = {}
    for _, group in groupby(cores, key=lambda core: len(core.terms)):
        same_size = list(group)
        for first in range(0, len(same_size), BATCH):
            batch = same_size[first : first + BATCH]
            solved |= _solve_batch(batch, cells, counts)
    return solved


def _solve_batch(cores: Sequence[Core], cells: Ints, counts: Floats) -> dict[Core, _Solution | str]:
    faces = np.array([[int(cell) in core.cells for cell in cells] for core in cores])
    designs = np.stack([design(cells, core.terms) for core in cores]) * faces[:, :, None]
    sure = has_full_rank(designs[:, counts > 0])
    solved: dict[Core, _Solution | str] = {}
    if sure.any():
        fitted = fit_poisson(designs[sure], counts, faces[sure])
        for index, number in enumerate(np.flatnonzero(sure).tolist()):
            whole = bool(faces[number].all())
            solved[cores[number]] = _solution(fitted, index, extended=not whole)
    for number in np.flatnonzero(~sure).tolist():
        solved[cores[number]] = _solve_alone(designs[number], faces[number], counts)
    return solved


def _solve_alone(matrix: Floats, face: Bools, counts: Floats) -> _Solution | str:
    within = facial_set(matrix[face], counts[face])
    left = face.copy()
    left[face] = within
    found = footing_on(matrix, left)
    if isinstance(found, str):
        return found
    fitted = fit_poisson((matrix[left] @ found.basis)[None], counts[left])
    constant = found.basis[0]
    if not fitted.converged[0]:
        return UNSETTLED
    return _Solution(
        log_missing=float(constant @ fitted.coefficients[0]),
        variance=float(constant @ fitted.covariances[0] @ constant),
        log_likelihood=float(fitted.log_likelihoods[0]),
        extended=found.extended,
    )


def _solution(fitted: PoissonFits, index: int, *, extended: bool) -> _Solution | str:
    if not fitted.converged[index]:
        return UNSETTLED
    return _Solution(
        log_missing=float(fitted.coefficients[index, 0]),
        variance=float(fitted.covariances[index, 0, 0]),
        log_likelihood=float(fitted.log_likelihoods[index]),
        extended=extended,
    )


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
    aic = 2 * k - 2 * found.log_likelihood
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
        aic=aic,
        aicc=aic + 2 * k * (k + 1) / (n - k - 1) if n > k + 1 else math.inf,
        bic=k * math.log(n) - 2 * found.log_likelihood,
    )
