"""Rcapture's closed-population models: equal or different reach, and people who differ or do not.

M0, Mt, Mh and Mth of the capture–recapture literature; Mb and Mbh, in which a first capture
changes the next, need occasions in the order of time, which lists do not have.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, xlogy
from scipy.stats import chi2

from onrecord.stats.chao import fit_convex, number_of_lists
from onrecord.stats.estimate import (
    ALIKE,
    CLOSED,
    EVERYBODY_REACHABLE,
    INDEPENDENT,
    MATCHED,
    POSITIVE,
    REAL,
    Diagnostic,
    Estimated,
    Kind,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.existence import facial_set
from onrecord.stats.hierarchy import design, full_table
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.interval import log_normal
from onrecord.stats.obstacle import obstacle
from onrecord.stats.poisson import PoissonFits, fit_poisson

MOST_LISTS = 12
# A fit that chance would give less often than once in a thousand is none.
MISFIT = 1e-3
TWO_LISTS = "With two lists nothing tells how people differ; three or more are needed."
FORMS = ("Poisson2", "Darroch", "Gamma3.5")
EQUAL_REACH = "Equal reach: every list had the same chance to record a person."
FORM = {
    "Poisson2": "People differ in their chance to be recorded, and the odds of one more list grow as those of a Poisson model with base 2.",  # noqa: E501
    "Darroch": "People differ in their chance to be recorded: its logit is normal among those on no list.",  # noqa: E501
    "Gamma3.5": "People differ in their chance to be recorded: its logit is minus a gamma variable with shape 3.5 among those on no list.",  # noqa: E501
}


@dataclass(frozen=True, kw_only=True)
class ClosedModel:
    """One model of the family, by Rcapture's name.

    Attributes
    ----------
    by_list : lists differ in reach (t)
    heterogeneity : how people differ (h): None, "Chao" (a bound), "Poisson2", "Darroch", "Gamma3.5"
    """

    by_list: bool
    heterogeneity: str | None

    @property
    def name(self) -> str:
        """``M0``, ``Mt``, ``Mh Darroch``, ``Mth Chao``, …"""
        if self.heterogeneity is None:
            return "Mt" if self.by_list else "M0"
        return f"{'Mth' if self.by_list else 'Mh'} {self.heterogeneity}"

    @property
    def method(self) -> str:
        """Name and version."""
        return f"closed population, {self.name} 1"

    @property
    def assumptions(self) -> tuple[str, ...]:
        """In words."""
        reach = () if self.by_list else (EQUAL_REACH,)
        if self.heterogeneity is None:
            return (CLOSED, *reach, ALIKE, INDEPENDENT, MATCHED, REAL)
        if self.heterogeneity == "Chao":
            return (CLOSED, *reach, POSITIVE, EVERYBODY_REACHABLE, MATCHED, REAL)
        return (CLOSED, *reach, FORM[self.heterogeneity], INDEPENDENT, MATCHED, REAL)


MODELS = tuple(
    ClosedModel(by_list=by_list, heterogeneity=form)
    for forms in ((None,), ("Chao", *FORMS))
    for by_list in (False, True)
    for form in forms
)


@dataclass(frozen=True, kw_only=True)
class _Fit:
    estimate: float
    standard_error: float
    deviance: float
    degrees_of_freedom: int
    aic: float
    bic: float


def closed_population(table: Histories, *, level: float = 0.95) -> tuple[Result, ...]:
    """Everybody by each model of Rcapture's closed-population family, in its order.

    M0 (one chance for all), Mt (one a list), Mh and Mth (people differ as well), the last two by
    Chao's lower bound and by three forms of heterogeneity. With two lists
    M0 and Mt alone have an estimate, and the others say why they have none.

    Parameters
    ----------
    table : 2 to 12 lists
    level : of the intervals, log-normal in those on no list

    Returns
    -------
    One result a model. A model that the table contradicts is fragile, and every form of
    heterogeneity is: forms that fit the same table alike give different numbers, so that the
    number is assumed with the form. Their intervals are withheld, and each carries the other forms
    as its sensitivity.

    Notes
    -----
    Rcapture's Mb and Mbh need occasions in the order of time; lists have none, and renaming them
    would change the answer. They are left out.

    References
    ----------
    Baillargeon & Rivest (2007), J. Stat. Software 19(5), doi:10.18637/jss.v019.i05; R package
    Rcapture, ``closedp.t``. Otis, Burnham, White & Anderson (1978), Wildlife Monographs 62.
    Link (2003), Biometrics 59(4), 1123–1130, doi:10.1111/j.0006-341X.2003.00129.x.
    """
    reason = _too_many(table.n_lists) if table.n_lists > MOST_LISTS else obstacle(table)
    if reason is not None:
        return tuple(_none(model, table, reason) for model in MODELS)
    cells, counts = full_table(table)
    fits = {
        model: _fit(model, table.n_lists, cells, counts)
        if table.n_lists > 2 or model.heterogeneity is None
        else TWO_LISTS
        for model in MODELS
    }
    return tuple(_result(model, fits, table, level) for model in MODELS)


def _fit(model: ClosedModel, n_lists: int, cells: Ints, counts: Floats) -> _Fit | str:
    sizes = number_of_lists(cells)
    reach = [1 << index for index in range(n_lists)]
    base = design(cells, [0, *reach]) if model.by_list else np.column_stack([sizes**0, sizes])
    base = base.astype(np.float64)
    if model.heterogeneity == "Chao":
        found = fit_convex(base, sizes, counts)
        if found is None:
            return WITHOUT
        fitted, bends = found
        return _figures(fitted, counts, base.shape[1] + len(bends))
    if model.heterogeneity is not None:
        base = np.column_stack([base, _shape(model.heterogeneity, sizes)])
    if not facial_set(base, counts).all():
        return WITHOUT
    return _figures(fit_poisson(base[None], counts), counts, base.shape[1])


def _shape(form: str, sizes: Ints) -> Floats:
    """What a form adds to the log of the number on so many lists."""
    lists = sizes.astype(np.float64)
    shapes: dict[str, Floats] = {
        "Poisson2": 2.0**lists - 1,
        "Darroch": lists**2 / 2,
        "Gamma3.5": math.log(3.5) - np.log(3.5 + lists),
    }
    return shapes[form]


WITHOUT = "The model has no estimate on this table: too many overlaps are empty. Merge small lists, or use Chao's bound by frequencies."  # noqa: E501
UNSETTLED = "The model's iterations did not converge; merge small lists and estimate again."


def _figures(fitted: PoissonFits, counts: Floats, n_parameters: int) -> _Fit | str:
    constant = float(fitted.coefficients[0, 0])
    n = float(counts.sum())
    # A constant so far up is on its way to infinity.
    if not fitted.converged[0] or constant > math.log(n) + 20:
        return UNSETTLED
    missing = math.exp(constant)
    cost = -2 * float(fitted.log_likelihoods[0])
    saturated = 2 * (xlogy(counts, counts) - counts - gammaln(counts + 1)).sum()
    return _Fit(
        estimate=n + missing,
        standard_error=math.sqrt(missing + missing**2 * float(fitted.covariances[0, 0, 0])),
        deviance=cost + float(saturated),
        degrees_of_freedom=len(counts) - n_parameters,
        aic=cost + 2 * n_parameters,
        bic=cost + math.log(n) * n_parameters,
    )


def _result(
    model: ClosedModel, fits: dict[ClosedModel, _Fit | str], table: Histories, level: float
) -> Result:
    fit = fits[model]
    if isinstance(fit, str):
        return _none(model, table, fit)
    bound = model.heterogeneity == "Chao"
    doubts = () if bound else _doubts(model, fit, fits)
    ends = log_normal(table.n_documented, fit.estimate, fit.standard_error, level)
    lower, upper = unless_in_doubt(doubts, *ends)
    return Estimated(
        method=model.method,
        kind="lower bound" if bound else "estimated",
        statistic="lower bound" if bound else "maximum likelihood estimate",
        estimate=fit.estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval="log-normal",
        standard_error=fit.standard_error,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=model.assumptions,
        doubts=doubts,
        diagnostics=_diagnostics(model, fit),
        sensitivity=_other_forms(model, fits) if model.heterogeneity in FORMS else (),
    )


def _diagnostics(model: ClosedModel, fit: _Fit) -> dict[str, Diagnostic]:
    return {
        "model": model.name,
        "deviance": fit.deviance,
        "degrees_of_freedom": fit.degrees_of_freedom,
        "aic": fit.aic,
        "bic": fit.bic,
    }


def _doubts(model: ClosedModel, fit: _Fit, fits: dict[ClosedModel, _Fit | str]) -> tuple[str, ...]:
    doubts = []
    if chi2.sf(fit.deviance, fit.degrees_of_freedom) < MISFIT:
        doubts.append(
            f"The table contradicts the model: its deviance is {fit.deviance:,.1f} on "
            f"{fit.degrees_of_freedom} degrees of freedom."
        )
    if model.heterogeneity is not None:
        known = [one.estimate for one in _forms(model, fits) if isinstance(one, _Fit)]
        doubts.append(
            "How people differ is assumed and not seen: even forms that fit a table equally well "
            "give different numbers (Link 2003). The three forms here give "
            f"{min(known):,.0f} to {max(known):,.0f}."
        )
    return tuple(doubts)


def _forms(model: ClosedModel, fits: dict[ClosedModel, _Fit | str]) -> Sequence[_Fit | str]:
    return [
        fits[other]
        for other in fits
        if other.by_list == model.by_list and other.heterogeneity in FORMS
    ]


def _other_forms(model: ClosedModel, fits: dict[ClosedModel, _Fit | str]) -> tuple[Variation, ...]:
    return tuple(
        Variation(
            what="form of heterogeneity",
            setting=form,
            estimate=fit.estimate if isinstance(fit, _Fit) else None,
            reason=fit if isinstance(fit, str) else None,
        )
        for form, fit in zip(FORMS, _forms(model, fits), strict=True)
    )


def _too_many(n_lists: int) -> str:
    return (
        f"The table has {n_lists} lists, the method takes up to {MOST_LISTS}; merge lists of the "
        "same kind, or use Chao's bound by frequencies."
    )


def _none(model: ClosedModel, table: Histories, reason: str) -> NotEstimable:
    kind: Kind = "lower bound" if model.heterogeneity == "Chao" else "estimated"
    return NotEstimable.on(table, model.method, reason, kind=kind, assumptions=model.assumptions)
