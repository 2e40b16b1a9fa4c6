"""The exact posterior over decomposable graphs and over how many people no list holds.

It is a table of graphs by numbers, and nothing is drawn. Most of that table is nought for all
purposes: log-gamma is convex with a falling second derivative, which bounds each graph over a
stretch of numbers from its ends; stretches that provably hold nothing are left out, and what they
could hold at most is added up. The others are smooth, and are summed up as such.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.stats.graph_likelihood import GraphLikelihood, likelihood_of
from onrecord.stats.graphs import DecomposableGraphs, decomposable_graphs, saturated_graph
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.missing_numbers import (
    AT_A_TIME,
    Grid,
    cuts,
    numbers_to,
    reach_of,
    these_numbers,
)
from onrecord.stats.smooth_sum import summed

# A stretch of a graph whose every number lies below the leader by this (2e-15) is left out.
NEGLIGIBLE = 34.0


@dataclass(frozen=True, eq=False)
class GraphPosterior:
    """Weights of graphs and of the number that no list holds; both add up to 1.

    Attributes
    ----------
    n_documented : people on at least one list
    graphs : the graphs averaged over
    delta : prior observations a cell
    reciprocal : whether the prior of N is 1/N, or flat
    n_missing : (n_points,) int array, ascending, people on no list
    widths : (n_points,) int array, how many whole numbers each point stands for, from itself on
    mass : (n_points,) float array, posterior probability
    weights : (n_graphs,) float array, posterior probability of each graph
    means : (n_graphs,) float array, mean number of everybody given each graph; 0 where the graph
        was left out everywhere
    log_evidence : log of what was normalised away: compares sets of graphs on one table and grid
    neglected : what the stretches left out can hold at most, as a share of everything
    off : the largest error of a polynomial that was seen where it was checked, added up as if it
        were everywhere in its stretch, as a share of everything
    """

    n_documented: int
    graphs: DecomposableGraphs
    delta: float
    reciprocal: bool
    n_missing: Ints
    widths: Ints
    mass: Floats
    weights: Floats
    means: Floats
    log_evidence: float
    neglected: float
    off: float

    @property
    def middles(self) -> Floats:
        """(n_points,) array: the middles of what the points stand for."""
        return Grid(points=self.n_missing, widths=self.widths).middles

    @property
    def mean(self) -> float:
        """Posterior mean of everybody."""
        return self.n_documented + float(self.mass @ self.middles)

    @property
    def standard_deviation(self) -> float:
        """Posterior standard deviation of everybody."""
        away = self.middles - (self.mean - self.n_documented)
        return float(np.sqrt(self.mass @ away**2))

    @property
    def mass_at_end(self) -> float:
        """Probability of the last half of the grid's reach: near 0 where that is far enough."""
        return float(self.mass[self.n_missing > self.n_missing[-1] / 2].sum())

    def quantiles(self, shares: Sequence[float] | Floats) -> Ints:
        """Of everybody: the smallest numbers whose cumulated probability reaches the shares.

        Where a point of the grid stands for several numbers, they share its probability alike.
        """
        wanted = np.asarray(shares, dtype=np.float64)
        below = np.concatenate([[0.0], np.cumsum(self.mass)])
        at = np.clip(np.searchsorted(below, wanted) - 1, 0, len(self.mass) - 1)
        within = (wanted - below[at]) / np.where(self.mass[at] > 0, self.mass[at], 1.0)
        inside = np.clip(np.ceil(within * self.widths[at]) - 1, 0, self.widths[at] - 1)
        found: Ints = self.n_documented + self.n_missing[at] + inside.astype(np.int64)
        return found


def graph_posterior(
    table: Histories,
    *,
    delta: float | None = None,
    grid: Sequence[int] | Ints | None = None,
    saturated: bool = False,
    reciprocal: bool = True,
) -> GraphPosterior:
    """Posterior over all decomposable graphs, equal before seeing data, and over N, exactly.

    Parameters
    ----------
    table : 2 to 6 lists
    delta : prior observations in each cell of the full table; those of a margin are their sums.
        2**-n_lists by default, one observation in all
    grid : numbers of people on no list to spread the posterior over, ascending; each counts
        alike. By default every number up to 32,767 and ever thinner beyond (each point then
        counts for the numbers that it stands for), until the last half of it holds less than a
        millionth of the posterior, or to 10,000 times the documented
    saturated : average over the graph that joins all lists as well
    reciprocal : prior of N proportional to 1/N; flat otherwise

    Raises
    ------
    ValueError : more than six lists, a ``delta`` that is not above 0, a grid that does not ascend
        from 0 or more

    References
    ----------
    Madigan & York (1997), Biometrika 84(1), 19–31, doi:10.1093/biomet/84.1.19; R package dga.
    """
    spread = 2.0**-table.n_lists if delta is None else float(delta)
    return _of(table, decomposable_graphs(table.n_lists, saturated), spread, grid, reciprocal)


def saturated_alone(
    table: Histories,
    *,
    delta: float,
    grid: Sequence[int] | Ints | None = None,
    reciprocal: bool = True,
) -> GraphPosterior:
    """The posterior under the one graph that joins all lists: the prior, hardly changed.

    Its ``log_evidence`` beside that of another posterior says what share this graph would take.
    """
    return _of(table, saturated_graph(table.n_lists), delta, grid, reciprocal)


def share_of(one: GraphPosterior, other: GraphPosterior) -> float:
    """What share ``one`` has of the posterior of both together, 0 to 1."""
    return 1 / (1 + math.exp(min(other.log_evidence - one.log_evidence, 700.0)))


def together(one: GraphPosterior, other: GraphPosterior) -> GraphPosterior:
    """The posterior of N over the graphs of both, each on its own grid; quantiles only.

    Weights and means stay those of ``one``.
    """
    share = share_of(one, other)
    points = np.concatenate([one.n_missing, other.n_missing])
    order = np.argsort(points, kind="stable")
    return replace(
        one,
        n_missing=points[order],
        widths=np.concatenate([one.widths, other.widths])[order],
        mass=np.concatenate([share * one.mass, (1 - share) * other.mass])[order],
    )


def under_flat_prior(found: GraphPosterior) -> GraphPosterior:
    """The posterior of N had its prior been flat instead of 1/N, on the same grid.

    The prior of N is a factor that all graphs share; weights and means stay as they were.
    """
    mass = found.mass * (found.n_documented + found.middles)
    return replace(found, mass=mass / mass.sum(), reciprocal=False)


def _of(
    table: Histories,
    graphs: DecomposableGraphs,
    delta: float,
    grid: Sequence[int] | Ints | None,
    reciprocal: bool,
) -> GraphPosterior:
    if not 0 < delta < np.inf:
        raise ValueError(f"delta is {delta}; prior observations a cell are a number above 0")
    likelihood = likelihood_of(table, graphs, delta, reciprocal)
    chosen = numbers_to(reach_of(likelihood)) if grid is None else these_numbers(grid)
    return _posterior(likelihood, graphs, delta, chosen)


def _leader(likelihood: GraphLikelihood, x: Floats) -> float:
    """The highest log posterior of any graph, to within what is lost between two stretches' ends.

    A posterior is no narrower than the root of x, a stretch not much longer than twice x^(2/3):
    what is lost is at most x^(1/3), less than what makes a density overflow.
    """
    best = (-np.inf, 0, 0)
    for first in range(0, len(x), AT_A_TIME):
        heights = likelihood.at(x[first : first + AT_A_TIME], slice(None))
        graph, point = divmod(int(heights.argmax()), heights.shape[1])
        best = max(best, (float(heights[graph, point]), graph, first + point))
    return max(best[0], _climbed(likelihood, best[1], x, best[2]))


def _climbed(likelihood: GraphLikelihood, graph: int, x: Floats, at: int) -> float:
    """How high a graph gets near a point, looked at ever closer."""
    low, high = float(x[max(at - 1, 0)]), float(x[min(at + 1, len(x) - 1)])
    highest = -np.inf
    while high - low > 1:
        near = np.linspace(low, high, 33)
        heights = likelihood.at(near, np.array([graph]))[0]
        top = int(heights.argmax())
        highest = float(heights[top])
        low, high = float(near[max(top - 1, 0)]), float(near[min(top + 1, 32)])
    return highest


def _posterior(
    likelihood: GraphLikelihood,
    graphs: DecomposableGraphs,
    delta: float,
    grid: Grid,
) -> GraphPosterior:
    points, widths, middles = grid.points, grid.widths, grid.middles
    between = cuts(points, likelihood.n)
    x = np.append(middles[between[:-1]], middles[-1])
    leader = _leader(likelihood, x)
    mass = np.zeros(len(points))
    weights, sums = np.zeros(len(graphs)), np.zeros(len(graphs))
    neglected = off = 0.0
    for first in range(0, len(between) - 1, AT_A_TIME):
        ends = between[first : first + AT_A_TIME + 1]
        most = likelihood.most(x[first : first + AT_A_TIME + 1])
        many = np.add.reduceat(widths[: ends[-1]], ends[:-1])
        kept = most > leader - NEGLIGIBLE
        neglected += float((np.exp(np.minimum(most, leader) - leader) * ~kept).sum(axis=0) @ many)
        for stretch in np.flatnonzero(kept.any(axis=0)).tolist():
            part, of = slice(ends[stretch], ends[stretch + 1]), np.flatnonzero(kept[:, stretch])
            found = summed(likelihood, of, middles[part], widths[part], leader)
            mass[part] = found.mass
            weights[of] += found.weights
            sums[of] += found.sums
            off += found.off * float(many[stretch])
    everything = float(mass.sum())
    return GraphPosterior(
        n_documented=likelihood.n,
        graphs=graphs,
        delta=delta,
        reciprocal=likelihood.reciprocal,
        n_missing=points,
        widths=widths,
        mass=mass / everything,
        weights=weights / everything,
        means=np.divide(sums, weights, out=np.zeros(len(graphs)), where=weights > 0)
        + likelihood.n * (weights > 0),
        log_evidence=leader + float(np.log(everything)),
        neglected=neglected / everything,
        off=off / everything,
    )
