"""The numbers of people on no list that a posterior is spread over."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.stats.graph_likelihood import GraphLikelihood
from onrecord.stats.histories import Floats, Ints

# Every number up to here is looked at; beyond, every second, fourth, … with each doubling, so that
# the steps stay below 1/16,000 of x, far below the spread of any posterior of so many people.
ALL_UP_TO = 1 << 15
MASS_AT_END = 1e-6
FARTHEST = 10_000  # times the documented: where the search for the end of the posterior ends
AT_A_TIME = 64  # points: holds memory for six lists at some 40 MB


@dataclass(frozen=True, eq=False)
class Grid:
    """Ascending numbers and how many whole numbers each stands for, from itself on."""

    points: Ints
    widths: Ints

    @property
    def middles(self) -> Floats:
        """The middles of what the points stand for, where the density is taken."""
        middles: Floats = self.points + (self.widths - 1) / 2
        return middles


def numbers_to(reach: int) -> Grid:
    """Every number up to ``ALL_UP_TO``, then thinner with each doubling, to ``reach`` or beyond."""
    parts = [np.arange(min(reach, ALL_UP_TO - 1) + 1)]
    widths = [np.ones(len(parts[0]), dtype=np.int64)]
    start, step = ALL_UP_TO, 2
    while start <= reach:
        end = min(2 * start, reach + 1)
        parts.append(np.arange(start, end, step))
        widths.append(np.full(len(parts[-1]), step))
        start, step = 2 * start, 2 * step
    return Grid(points=np.concatenate(parts), widths=np.concatenate(widths))


def these_numbers(grid: Sequence[int] | Ints) -> Grid:
    """The given numbers, each standing for itself."""
    points = np.asarray(grid, dtype=np.int64)
    if points.ndim != 1 or len(points) == 0 or points[0] < 0 or (np.diff(points) <= 0).any():
        raise ValueError(
            "the grid of people on no list must ascend from 0 or more, no number twice"
        )
    return Grid(points=points, widths=np.ones(len(points), dtype=np.int64))


def reach_of(likelihood: GraphLikelihood) -> int:
    """Where the posterior has all but ended, seen from afar.

    Only a guide to the grid: what lies at its end is measured on the grid.
    """
    farthest = FARTHEST * likelihood.n
    x = np.unique(np.round(np.geomspace(1, farthest + 1, 6 * farthest.bit_length()) - 1))
    above = np.full(len(x), -np.inf)
    for first in range(0, len(x), AT_A_TIME):
        part = slice(first, first + AT_A_TIME)
        heights = likelihood.at(x[part], slice(None))
        top = heights.max(axis=0)
        above[part] = top + np.log(np.exp(heights - top).sum(axis=0))
    density = np.exp(above - above.max()) * np.gradient(x)
    from_here = np.cumsum(density[::-1])[::-1] / density.sum()
    # Half the end must lie where next to nothing is left; a tenth of the limit allows for the
    # roughness of this look.
    nothing_left = x[from_here < MASS_AT_END / 10]
    reach = 2 * nothing_left[0] if len(nothing_left) else farthest
    return int(min(max(reach, 2 * likelihood.n, 1000), farthest))


def cuts(points: Ints, n: int) -> Ints:
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
