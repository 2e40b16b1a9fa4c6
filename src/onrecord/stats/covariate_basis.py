"""Covariates of people as columns of numbers for a regression: plain, bent, and combined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.stats.histories import Bools, Floats

Covariate = Floats | NDArray[np.str_]

# A category of fewer people has no regression coefficient worth the name: such are joined.
FEWEST_OF_A_KIND = 20
RARE = "(rare)"
# Harrell, Regression Modeling Strategies (2nd ed. 2015), table 2.3: five knots.
KNOTS = (0.05, 0.275, 0.5, 0.725, 0.95)
MOST_COLUMNS = 150


@dataclass(frozen=True, eq=False)
class Basis:
    """One way to write the covariates as columns, each with mean 0 and variance 1.

    Attributes
    ----------
    name : what the columns hold, in words
    columns : (n_people, n_columns) float array
    """

    name: str
    columns: Floats


def bases(covariates: Mapping[str, Covariate]) -> tuple[Basis, ...]:
    """The ways that are tried, from plain to rich; a way that adds no column is left out.

    A number enters as it is, then as a restricted cubic spline with five knots; a category by one
    column a kind, kinds of fewer than 20 people as one; then all products of two covariates,
    where that makes no more than 150 columns. A missing number (NaN) has a column of its own and
    stands at the mean in the others.

    Parameters
    ----------
    covariates : for each name a (n_people,) array, of float (a number) or str (a category)

    References
    ----------
    Stone & Koo (1985), Proceedings of the Statistical Computing Section, ASA, 45–48 (the spline).
    """
    plain = [_plain(covariates[name]) for name in sorted(covariates)]
    bent = [_bent(covariates[name]) for name in sorted(covariates)]
    mains = _standardised(plain)
    found = [Basis("effects of each covariate", mains)]
    smooth = _standardised([*plain, *bent])
    if smooth.shape[1] > mains.shape[1]:
        found.append(Basis("smooth effects of each covariate", smooth))
    products = [_products(left, right) for left, right in combinations(plain, 2)]
    combined = _standardised([*plain, *bent, *products])
    if smooth.shape[1] < combined.shape[1] <= MOST_COLUMNS:
        found.append(Basis("smooth effects, and of two covariates together", combined))
    return tuple(found)


def kinds(values: NDArray[np.str_]) -> NDArray[np.str_]:
    """The categories with those of fewer than 20 people joined as "(rare)"."""
    names, place, sizes = np.unique(values, return_inverse=True, return_counts=True)
    named: NDArray[np.str_] = np.where(sizes < FEWEST_OF_A_KIND, RARE, names)[place]
    return named


def _plain(values: Covariate) -> Floats:
    if values.dtype.kind != "f":
        joined = kinds(values.astype(np.str_))
        indicator: Floats = (joined[:, None] == np.unique(joined)[None, :]).astype(np.float64)
        return indicator
    scaled, missing = _scaled(values.astype(np.float64))
    return np.column_stack([scaled, missing.astype(np.float64)])


def _scaled(values: Floats) -> tuple[Floats, Bools]:
    """A number in its standard deviations from its mean, nought where missing; and where."""
    missing: Bools = np.isnan(values)
    known = values[~missing]
    if known.size == 0 or known.std() == 0:
        return np.zeros(len(values)), missing
    return np.where(missing, 0.0, (values - known.mean()) / known.std()), missing


def _bent(values: Covariate) -> Floats:
    """The restricted cubic spline of a number without its linear part; nothing of a category."""
    none = np.empty((len(values), 0))
    if values.dtype.kind != "f":
        return none
    scaled, missing = _scaled(values.astype(np.float64))
    if missing.all():
        return none
    knots = np.unique(np.quantile(scaled[~missing], KNOTS))
    if len(knots) < 3:
        return none
    last, before = knots[-1], knots[-2]

    def cube(knot: float) -> Floats:
        return np.maximum(scaled - knot, 0.0) ** 3

    curves = [
        cube(knot)
        - cube(before) * (last - knot) / (last - before)
        + cube(last) * (before - knot) / (last - before)
        for knot in knots[:-2]
    ]
    return np.column_stack(curves)


def _products(left: Floats, right: Floats) -> Floats:
    return (left[:, :, None] * right[:, None, :]).reshape(len(left), -1)


def _standardised(parts: Sequence[Floats]) -> Floats:
    columns = np.column_stack(parts)
    spread = columns.std(axis=0)
    kept = spread > 1e-9
    scaled: Floats = (columns[:, kept] - columns[:, kept].mean(axis=0)) / spread[kept]
    return scaled
