"""The exact posterior over decomposable graphs and over how many people no list holds.

Given a graph, the chances of the overlaps have a hyper-Dirichlet prior and integrate out; what is
left is a sum of log-gamma functions, one a clique and one less a separator, of x + what the table
says, where x is the number that no list holds. So the posterior is a table of graphs by x, and
nothing is drawn.

Two things make it fast. Most of the table is nought for all purposes: log-gamma is convex with a
falling second derivative, which bounds each graph over a stretch of x from its ends; stretches that
provably hold nothing are left out, and what they could hold at most is added up. And within a
stretch the posterior is smooth: it is computed at Chebyshev's points and a polynomial goes through
them; the polynomial is checked between these points, and where it is off by more than rounding the
stretch is halved, down to where every number of it is computed.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import gammaln, polygamma

from onrecord.stats.graphs import DecomposableGraphs, decomposable_graphs, saturated_graph
from onrecord.stats.hierarchy import full_table
from onrecord.stats.histories import Floats, Histories, Ints

# A stretch of a graph whose every x lies below the leader by this (2e-15) is left out.
NEGLIGIBLE = 34.0
# Every number up to here is looked at; beyond, every second, fourth, … with each doubling, so that
# the steps stay below 1/16,000 of x, far below the spread of any posterior of so many people.
ALL_UP_TO = 1 << 15
MASS_AT_END = 1e-6
FARTHEST = 10_000  # times the documented: where the search for the end of the posterior ends
STRETCHES = 64  # bounded at a time: holds memory for six lists at some 40 MB
NODES = 16  # of the polynomial through a stretch
OFF = 1e-9  # the polynomial may be off by this share of the stretch's highest point
ROUNDING = 4e-16  # or by this share of the log-gammas that go into it


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
    def mean(self) -> float:
        """Posterior mean of everybody."""
        return self.n_documented + float(self.mass @ _middles(self.n_missing, self.widths))

    @property
    def standard_deviation(self) -> float:
        """Posterior standard deviation of everybody."""
        away = _middles(self.n_missing, self.widths) - (self.mean - self.n_documented)
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


@dataclass(frozen=True, eq=False)
class _Likelihood:
    """The log posterior of graphs at x, but for one constant: ``powers @ terms(x)``.

    The terms are one for each set of lists, the last for what all graphs share. ``shifts`` has,
    for each set, the people on none of its lists but on another, plus the prior observations of
    that cell; ``constants`` what does not hang on x.
    """

    n: int
    powers: Floats  # (n_graphs, 2**n_lists + 1)
    constants: Floats
    shifts: Floats
    reciprocal: bool  # prior 1/N; otherwise flat

    def at(self, x: Floats, graphs: Ints | slice) -> Floats:
        """(n_graphs, n_points) array."""
        powers = self.powers[graphs]
        used = np.flatnonzero(powers.any(axis=0))
        of_sets = used[:-1]
        terms = np.empty((len(used), len(x)))
        terms[:-1] = (
            gammaln(x[None, :] + self.shifts[of_sets, None]) + self.constants[of_sets, None]
        )
        terms[-1] = self.constants[-1] + gammaln(x + self.n + 1) - gammaln(x + 1)
        if self.reciprocal:
            terms[-1] -= np.log(x + self.n)
        found: Floats = (powers if len(used) == powers.shape[1] else powers[:, used]) @ terms
        return found

    def most_concave(self, x: Floats) -> Floats:
        """(n_graphs, n_points - 1) array: at least minus the second derivative between points.

        That is a sum of trigammas whose powers add up to nought, so that the one of the largest
        shift may be taken from each: what is left is positive and falls in x.
        """
        last = polygamma(1, x + max(float(self.shifts.max()), self.n + 1.0))
        curves = polygamma(1, x[None, :] + self.shifts[:, None]) - last
        bends = self.powers[:, :-1]
        most: Floats = np.minimum(bends, 0) @ -curves[:, :-1]
        most -= np.maximum(bends, 0) @ curves[:, 1:]
        shared = polygamma(1, x + 1) - last, polygamma(1, x + self.n + 1) - last
        most += shared[0][:-1] - shared[1][1:]  # -log N is convex: left out
        return np.maximum(most, 0, out=most)


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
    mass = found.mass * (found.n_documented + _middles(found.n_missing, found.widths))
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
    likelihood = _likelihood(table, graphs, delta, reciprocal)
    if grid is None:
        leader, reach = _reach(likelihood)
        points, widths = _grid(reach)
    else:
        points, widths = _checked(grid)
        leader = _leader(likelihood, points)
    return _posterior(likelihood, graphs, delta, points, widths, leader)


def _likelihood(
    table: Histories, graphs: DecomposableGraphs, delta: float, reciprocal: bool
) -> _Likelihood:
    cells, counts = full_table(table)
    n_sets = 1 << table.n_lists
    n = table.n_documented
    shifts, constants = np.zeros(n_sets), np.zeros(n_sets)
    for lists in range(n_sets):
        margin = np.bincount(cells & lists, weights=counts, minlength=n_sets)
        prior = delta * 2.0 ** (table.n_lists - lists.bit_count())
        others = [cell for cell in range(1, n_sets) if cell & lists == cell]
        shifts[lists] = margin[0] + prior
        constants[lists] = gammaln(margin[others] + prior).sum() - (len(others) + 1) * gammaln(
            prior
        )
    shared = np.ones((len(graphs), 1))
    return _Likelihood(
        n=n,
        powers=np.hstack([graphs.powers, shared]),
        constants=np.append(constants, -gammaln(counts + 1).sum()),
        shifts=shifts,
        reciprocal=reciprocal,
    )


def _reach(likelihood: _Likelihood) -> tuple[float, int]:
    """The highest log posterior seen from afar, and where the posterior has all but ended.

    Only a guide to the grid: what lies at its end is measured on the grid.
    """
    farthest = FARTHEST * likelihood.n
    x = np.unique(np.round(np.geomspace(1, farthest + 1, 6 * farthest.bit_length()) - 1))
    highest, above = -np.inf, np.full(len(x), -np.inf)
    for first in range(0, len(x), STRETCHES):
        part = slice(first, first + STRETCHES)
        heights = likelihood.at(x[part], slice(None))
        top = heights.max(axis=0)
        above[part] = top + np.log(np.exp(heights - top).sum(axis=0))
        highest = max(highest, float(heights.max()))
    density = np.exp(above - above.max()) * np.gradient(x)
    from_here = np.cumsum(density[::-1])[::-1] / density.sum()
    # Half the end must lie where next to nothing is left; a tenth of the limit allows for the
    # roughness of this look.
    nothing_left = x[from_here < MASS_AT_END / 10]
    reach = 2 * nothing_left[0] if len(nothing_left) else farthest
    return highest, int(min(max(reach, 2 * likelihood.n, 1000), farthest))


def _grid(reach: int) -> tuple[Ints, Ints]:
    parts = [np.arange(min(reach, ALL_UP_TO - 1) + 1)]
    widths = [np.ones(len(parts[0]), dtype=np.int64)]
    start, step = ALL_UP_TO, 2
    while start <= reach:
        end = min(2 * start, reach + 1)
        parts.append(np.arange(start, end, step))
        widths.append(np.full(len(parts[-1]), step))
        start, step = 2 * start, 2 * step
    return np.concatenate(parts), np.concatenate(widths)


def _checked(grid: Sequence[int] | Ints) -> tuple[Ints, Ints]:
    points = np.asarray(grid, dtype=np.int64)
    if points.ndim != 1 or len(points) == 0 or points[0] < 0 or (np.diff(points) <= 0).any():
        raise ValueError(
            "the grid of people on no list must ascend from 0 or more, no number twice"
        )
    return points, np.ones(len(points), dtype=np.int64)


def _leader(likelihood: _Likelihood, points: Ints) -> float:
    some = points[:: max(1, len(points) // 200)].astype(np.float64)
    return max(
        float(likelihood.at(some[first : first + STRETCHES], slice(None)).max())
        for first in range(0, len(some), STRETCHES)
    )


def _middles(points: Ints, widths: Ints) -> Floats:
    """A point begins the numbers that it stands for: the density is taken at their middle."""
    middles: Floats = points + (widths - 1) / 2
    return middles


def _cuts(points: Ints, n: int) -> Ints:
    """Where stretches begin: twice x^(2/3) long, or x / n^(1/3) where that is longer.

    So the third power of their length, times what the second derivative varies by, stays small,
    and the bound near the function.
    """
    cuts = [0]
    while cuts[-1] < len(points):
        x = int(points[cuts[-1]])
        length = 2 * max((x + 1) ** (2 / 3), x / n ** (1 / 3))
        # A whole number: searching for a fraction would make all of the grid fractions each time.
        reach = np.int64(x + math.ceil(length))
        cuts.append(max(cuts[-1] + 1, int(np.searchsorted(points, reach))))
    return np.array(cuts)


def _posterior(
    likelihood: _Likelihood,
    graphs: DecomposableGraphs,
    delta: float,
    points: Ints,
    widths: Ints,
    leader: float,
) -> GraphPosterior:
    cuts = _cuts(points, likelihood.n)
    mass = np.zeros(len(points))
    weights, sums = np.zeros(len(graphs)), np.zeros(len(graphs))
    neglected = off = 0.0
    middles = _middles(points, widths)
    for first in range(0, len(cuts) - 1, STRETCHES):
        ends = cuts[first : first + STRETCHES + 1]
        most, many = _most(likelihood, middles, ends), np.add.reduceat(widths, ends[:-1])
        kept = most > leader - NEGLIGIBLE
        neglected += float((np.exp(np.minimum(most, leader) - leader) * ~kept).sum(axis=0) @ many)
        for stretch in np.flatnonzero(kept.any(axis=0)).tolist():
            part, of = slice(ends[stretch], ends[stretch + 1]), np.flatnonzero(kept[:, stretch])
            found = _stretch(likelihood, of, middles[part], widths[part], leader)
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


@dataclass(frozen=True, eq=False)
class _Stretch:
    """Of some graphs over some points: mass a point, weight and weighted sum of x a graph."""

    mass: Floats
    weights: Floats
    sums: Floats
    off: float


def _stretch(
    likelihood: _Likelihood, of: Ints, middles: Floats, widths: Ints, leader: float
) -> _Stretch:
    """By a polynomial; where it is off, each half by one; where that is short, number by number."""
    if len(middles) > 3 * NODES:
        smooth = _smooth(likelihood, of, middles, widths, leader)
        if smooth is not None:
            return smooth
        half = len(middles) // 2
        left = _stretch(likelihood, of, middles[:half], widths[:half], leader)
        right = _stretch(likelihood, of, middles[half:], widths[half:], leader)
        return _Stretch(
            mass=np.concatenate([left.mass, right.mass]),
            weights=left.weights + right.weights,
            sums=left.sums + right.sums,
            off=max(left.off, right.off),
        )
    density = np.exp(likelihood.at(middles, of) - leader) * widths
    return _Stretch(
        mass=density.sum(axis=0), weights=density.sum(axis=1), sums=density @ middles, off=0.0
    )


def _smooth(
    likelihood: _Likelihood, of: Ints, middles: Floats, widths: Ints, leader: float
) -> _Stretch | None:
    nodes, checks = _nodes(middles[0], middles[-1])
    density = np.exp(likelihood.at(np.concatenate([nodes, checks]), of) - leader)
    through = _polynomials(nodes, np.concatenate([checks, middles]))
    seen = density.sum(axis=0)
    height = through @ seen[:NODES]
    off = float(np.abs(height[: len(checks)] - seen[NODES:]).max())
    # Log-gamma of large numbers is itself no better than its last digits, here as anywhere.
    if off > seen.max() * max(OFF, ROUNDING * float(gammaln(middles[-1] + likelihood.n))):
        return None
    over = through[len(checks) :] * widths[:, None]
    return _Stretch(
        mass=np.maximum(height[len(checks) :], 0) * widths,
        weights=np.maximum(density[:, :NODES] @ over.sum(axis=0), 0),
        sums=np.maximum(density[:, :NODES] @ (middles @ over), 0),
        off=off,
    )


def _nodes(first: float, last: float) -> tuple[Floats, Floats]:
    """Chebyshev's points of the second kind between two numbers, and points between them."""
    angles = np.pi * np.arange(NODES) / (NODES - 1)
    between = (angles[:-1] + angles[1:])[::3] / 2
    middle, half = (first + last) / 2, (last - first) / 2
    return middle - half * np.cos(angles), middle - half * np.cos(between)


def _polynomials(nodes: Floats, x: Floats) -> Floats:
    """(n_points, n_nodes) array: the polynomials that are 1 at one node and 0 at the others.

    The barycentric formula: Berrut & Trefethen (2004), SIAM Review 46(3), 501–517,
    doi:10.1137/S0036144502417715.
    """
    signs = np.where(np.arange(len(nodes)) % 2 == 0, 1.0, -1.0)
    signs[[0, -1]] /= 2
    away = x[:, None] - nodes
    at_node = away == 0
    shares = signs / np.where(at_node, 1.0, away)
    found: Floats = shares / shares.sum(axis=1, keepdims=True)
    on = at_node.any(axis=1)
    found[on] = at_node[on]
    return found


def _most(likelihood: _Likelihood, middles: Floats, ends: Ints) -> Floats:
    """(n_graphs, n_stretches) array: at least the log posterior anywhere in each stretch.

    A function lies above its chord by at most an eighth of its squared length times the largest
    concavity; cliques bend the log posterior up and separators down, each least at the right end
    of a stretch and most at its left.
    """
    x = np.append(middles[ends[:-1]], middles[ends[-1] - 1])
    heights = likelihood.at(x, slice(None))
    above = likelihood.most_concave(x)
    above *= np.diff(x) ** 2 / 8
    above += np.maximum(heights[:, :-1], heights[:, 1:])
    return above
