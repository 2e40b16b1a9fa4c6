"""How many are missing where every list may depend on every other: interactions shrunk together.

A log-linear model with all its interactions fits any table and says nothing of those on no list.
Here none is left out and none is free: each is drawn towards a mean that all pairs (triples, …) of
lists of the table share, by a strength that the table tells too. With the means alone the model is
that of people who differ in ease (quasi-symmetry); the spread about them lets some lists lean
together and others avoid each other. What the table cannot tell stays as wide as the prior has it.
"""

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.interpolate import PchipInterpolator
from scipy.special import logsumexp, pdtr

from onrecord.stats.histories import Floats, Histories, Ints

ALL_ORDERS_UP_TO = 6  # lists; beyond, a model of all orders has too many coefficients to be quick
TRIPLES_UP_TO = 8
FLAT = 1e-4  # precision of the lists' own effects: a standard deviation of 100
LEAST_MISSING = 0.5
MOST_MISSING = 8.0  # logs above the documented: three thousand times as many
COARSE, FINE = 17, 36
NEGLIGIBLE = 14.0  # logs below the highest, where a point is left out
STEPS, HALVINGS, LONGEST_STEP, SETTLED = 60, 25, 3.0, 1e-6
LIMITS = (-60.0, 40.0)  # of log means


@dataclass(frozen=True, kw_only=True)
class Strength:
    """What is known of dependence before a table is seen.

    Interactions are those of effect coding (-1 off a list, +1 on it), where 4 times that of a
    pair is its log odds ratio, averaged over the other lists.

    Attributes
    ----------
    pairs_mean, pairs_mean_spread : normal prior of the mean that all pairs share
    mean_decay : by what the spread of the mean of all triples is smaller than that of all pairs,
        and so on; these have the mean nought
    spread_median, spread_log_sd : log-normal prior of the spread of pairs about their mean
    decays : by what an interaction of one more list is smaller, to its prior weight
    """

    pairs_mean: float
    pairs_mean_spread: float
    mean_decay: float
    spread_median: float
    spread_log_sd: float
    decays: tuple[tuple[float, float], ...]


SPREADS = (0.01, 0.03, 0.06, 0.1, 0.17, 0.27, 0.45, 0.75)


@dataclass(frozen=True, eq=False)
class Missing:
    """The posterior of the number on no list; its expectation's logarithm is on a grid.

    Given its expectation the number is Poisson.

    Attributes
    ----------
    log_missing : (n_points,) evenly spaced
    density : (n_points,) positive, integrates to 1
    pairs_mean : posterior mean of the mean that all pairs share
    spread, decay : posterior means of the spread about it, and of the decay
    at_edge : probability within the last step of the grid's upper end, where it was cut
    """

    log_missing: Floats
    density: Floats
    pairs_mean: float
    spread: float
    decay: float
    at_edge: float

    def quantile(self, probability: float) -> int:
        """The least number on no list that is not exceeded with this probability."""
        below, above = -1, int(self._numbers[-1] * 2 + 100)
        while above - below > 1:
            middle = (below + above) // 2
            reached = float(self._masses @ pdtr(middle, self._numbers)) >= probability
            below, above = (below, middle) if reached else (middle, above)
        return above

    @property
    def mean(self) -> float:
        """Mean of the number on no list."""
        return float(self._masses @ self._numbers)

    def draw(self, shape: tuple[int, int], rng: np.random.Generator) -> Floats:
        """Draws of the number on no list."""
        logs = np.interp(rng.random(shape), np.cumsum(self._masses), self.log_missing)
        found: Floats = rng.poisson(np.exp(logs)).astype(np.float64)
        return found

    @property
    def _numbers(self) -> Floats:
        found: Floats = np.exp(self.log_missing)
        return found

    @property
    def _masses(self) -> Floats:
        found: Floats = self.density / self.density.sum()
        return found


def missing_posterior(table: Histories, strength: Strength) -> Missing:
    """The posterior of the number on no list, by nested Laplace approximations.

    For every strength of dependence on a grid and every number missing on another, the
    interactions are integrated out by a normal approximation at their mode. The prior is flat in
    the logarithm of the number missing and in the lists' own effects. Interactions of all orders
    up to six lists, of three lists up to eight, of pairs beyond.

    References
    ----------
    King & Brooks (2001), Biometrika 88(2), 317–336, doi:10.1093/biomet/88.2.317 (normal priors of
    the interactions with a common variance; there models are selected, here none is).
    Darroch, Fienberg, Glonek & Junker (1993), JASA 88(423), 1137–1148,
    doi:10.1080/01621459.1993.10476387 (the means alone: quasi-symmetry).
    Rue, Martino & Chopin (2009), JRSS B 71(2), 319–392 (nested Laplace approximations).
    """
    model = _model(table, strength)
    reach = math.log(max(table.n_documented, 10)) + MOST_MISSING
    points = np.linspace(math.log(LEAST_MISSING), reach, COARSE)
    begun = np.tile(model.means, (len(model.weights), COARSE, 1))
    found, modes = _scan(model, np.arange(len(model.weights)), points, begun)
    kept = np.flatnonzero((found > found.max() - NEGLIGIBLE).any(axis=1))
    inside = np.flatnonzero((found > found.max() - NEGLIGIBLE).any(axis=0))
    first, last = max(inside[0] - 1, 0), min(inside[-1] + 1, COARSE - 1)
    fine = np.linspace(points[first], points[last], FINE)
    near = np.abs(fine[:, None] - points[None]).argmin(axis=1)
    found, modes = _scan(model, kept, fine, modes[kept][:, near])
    return _posterior(model, kept, fine, found, modes, last == COARSE - 1)


@dataclass(frozen=True, eq=False)
class _Model:
    """Cells, and the coefficients with their priors for each strength of dependence.

    ``matrix`` (n_cells, n_terms) is relative to the cell of no list, whose log mean is the
    offset; ``orders`` (n_terms,), negative for the means of an order; ``precisions``
    (n_strengths, n_terms), ``means`` (n_terms,), ``weights`` (n_strengths,) log prior with the
    normalising constants; ``strengths`` (n_strengths, 2).
    """

    matrix: Floats
    orders: Ints
    counts: Floats
    means: Floats
    precisions: Floats
    weights: Floats
    strengths: Floats


def _model(table: Histories, strength: Strength) -> _Model:
    matrix, orders = _effects(table.n_lists)
    counts = np.zeros(1 << table.n_lists)
    counts[table.histories @ (1 << np.arange(table.n_lists))] = table.counts
    decays = strength.decays if table.n_lists > 2 else ((1.0, 1.0),)
    strengths = np.array([(spread, decay) for spread in SPREADS for decay, _ in decays])
    prior = np.array([math.log(weight) for _ in SPREADS for _, weight in decays])
    prior -= (np.log(strengths[:, 0] / strength.spread_median) / strength.spread_log_sd) ** 2 / 2
    precisions = np.array([_precisions(orders, strength, *one) for one in strengths])
    return _Model(
        matrix=matrix,
        orders=orders,
        counts=counts[1:],
        means=np.where(orders == -2, strength.pairs_mean, 0.0),
        precisions=precisions,
        weights=prior + 0.5 * np.log(precisions[:, orders != 1]).sum(axis=1),
        strengths=strengths,
    )


def _effects(n_lists: int) -> tuple[Floats, Ints]:
    """Effect coding of all cells but the first, relative to it, and the order of each term.

    The mean that all terms of an order share is a column too; its order is marked by a minus.
    """
    highest = n_lists if n_lists <= ALL_ORDERS_UP_TO else 3 if n_lists <= TRIPLES_UP_TO else 2
    signs = 2.0 * ((np.arange(1 << n_lists)[:, None] >> np.arange(n_lists)) & 1) - 1
    terms = [t for order in range(1, highest + 1) for t in combinations(range(n_lists), order)]
    columns = np.column_stack([signs[:, term].prod(axis=1) for term in terms])
    orders = np.array([len(term) for term in terms])
    shared = [o for o in range(2, highest + 1) if o == 2 or (orders == o).sum() > 1]
    means = [columns[:, orders == order].sum(axis=1) for order in shared]
    columns = np.column_stack([columns, *means])
    return columns[1:] - columns[0], np.append(orders, [-order for order in shared])


def _precisions(orders: Ints, strength: Strength, spread: float, decay: float) -> Floats:
    beyond = np.maximum(np.abs(orders) - 2.0, 0.0)
    own = spread * decay**beyond
    shared = strength.pairs_mean_spread * strength.mean_decay**beyond
    found: Floats = np.select([orders >= 2, orders <= -2], [own**-2.0, shared**-2.0], FLAT)
    return found


def _scan(model: _Model, kept: Ints, points: Floats, begun: Floats) -> tuple[Floats, Floats]:
    """Log posterior for each strength and number missing, with the modes found."""
    n_strengths, n_points = len(kept), len(points)
    precisions = np.repeat(model.precisions[kept], n_points, axis=0)
    offsets = np.tile(points, n_strengths)
    start = begun.reshape(n_strengths * n_points, -1).copy()
    modes, heights, curvatures = _modes(model, offsets, precisions, start)
    found = (heights - 0.5 * curvatures).reshape(n_strengths, n_points)
    return found + model.weights[kept, None], modes.reshape(n_strengths, n_points, -1)


def _modes(
    model: _Model, offsets: Floats, precisions: Floats, start: Floats
) -> tuple[Floats, Floats, Floats]:
    """Newton's steps, all at once: (n, n_terms) modes, heights, log determinants there."""
    modes = start
    heights = _height(model, offsets, precisions, modes)
    live = np.arange(len(offsets))
    for _ in range(STEPS):
        means = np.exp(_log_means(model, offsets[live], modes[live]))
        gradient = (model.counts - means) @ model.matrix
        gradient -= precisions[live] * (modes[live] - model.means)
        curvature = _curvature(model, means, precisions[live])
        step = np.linalg.solve(curvature, gradient[..., None])[..., 0]
        longest = np.abs(step).max(axis=1, keepdims=True)
        taken: Floats = step * np.minimum(1.0, LONGEST_STEP / np.maximum(longest, 1e-12))
        moved, risen = _uphill(model, offsets[live], precisions[live], modes[live], taken)
        gain = risen - heights[live]
        modes[live], heights[live] = moved, risen
        live = live[np.abs(gain) > SETTLED]
        if len(live) == 0:
            break
    means = np.exp(_log_means(model, offsets, modes))
    roots = np.linalg.cholesky(_curvature(model, means, precisions))
    return modes, heights, 2.0 * np.log(np.einsum("bii->bi", roots)).sum(axis=1)


def _uphill(
    model: _Model, offsets: Floats, precisions: Floats, modes: Floats, step: Floats
) -> tuple[Floats, Floats]:
    """The step, halved until the height does not fall."""
    before = _height(model, offsets, precisions, modes)
    moved = modes + step
    after = _height(model, offsets, precisions, moved)
    for _ in range(HALVINGS):
        fallen = after < before - 1e-9
        if not fallen.any():
            break
        step[fallen] /= 2.0
        moved[fallen] = modes[fallen] + step[fallen]
        after[fallen] = _height(model, offsets[fallen], precisions[fallen], moved[fallen])
    return moved, after


def _log_means(model: _Model, offsets: Floats, modes: Floats) -> Floats:
    # Far from the mode a first step may overshoot; the halving brings it back.
    found: Floats = np.clip(offsets[:, None] + modes @ model.matrix.T, *LIMITS)
    return found


def _height(model: _Model, offsets: Floats, precisions: Floats, modes: Floats) -> Floats:
    logs = _log_means(model, offsets, modes)
    fit = (model.counts * logs - np.exp(logs)).sum(axis=1)
    found: Floats = fit - 0.5 * (precisions * (modes - model.means) ** 2).sum(axis=1)
    return found


def _curvature(model: _Model, means: Floats, precisions: Floats) -> Floats:
    found: Floats = np.matmul(model.matrix.T[None] * means[:, None, :], model.matrix)
    terms = np.arange(model.matrix.shape[1])
    found[:, terms, terms] += precisions
    return found


def _posterior(
    model: _Model, kept: Ints, points: Floats, found: Floats, modes: Floats, cut: bool
) -> Missing:
    whole = logsumexp(found)
    dense = np.linspace(points[0], points[-1], 4001)
    logs = PchipInterpolator(points, logsumexp(found, axis=0) - whole)(dense)
    density = np.exp(logs)
    density /= density.sum() * (dense[1] - dense[0])
    weights = np.exp(found - whole)
    spread, decay = weights.sum(axis=1) @ model.strengths[kept]
    pairs_mean = (weights * modes[:, :, np.flatnonzero(model.orders == -2)[0]]).sum()
    step = points[1] - points[0]
    edge = density[dense > points[-1] - step].sum() * (dense[1] - dense[0]) if cut else 0.0
    return Missing(dense, density, float(pairs_mean), float(spread), float(decay), float(edge))
