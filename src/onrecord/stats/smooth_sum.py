"""Sums of a smooth posterior over whole numbers, by polynomials through a few of its points.

Within a stretch of numbers the density is computed at Chebyshev's points and a polynomial goes
through them. It is checked between these points; where it is off by more than rounding the stretch
is halved, down to where every number of it is computed.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from onrecord.stats.graph_likelihood import GraphLikelihood
from onrecord.stats.histories import Floats, Ints

NODES = 16  # of the polynomial through a stretch
OFF = 1e-9  # the polynomial may be off by this share of the stretch's highest point
ROUNDING = 4e-16  # or by this share of the log-gammas that go into it


@dataclass(frozen=True, eq=False)
class Stretch:
    """Of some graphs over some points: mass a point, weight and weighted sum of x a graph."""

    mass: Floats
    weights: Floats
    sums: Floats
    off: float


def summed(
    likelihood: GraphLikelihood, of: Ints, middles: Floats, widths: Ints, leader: float
) -> Stretch:
    """By a polynomial; where it is off, each half by one; where that is short, number by number."""
    if len(middles) > 3 * NODES:
        smooth = _smooth(likelihood, of, middles, widths, leader)
        if smooth is not None:
            return smooth
        half = len(middles) // 2
        left = summed(likelihood, of, middles[:half], widths[:half], leader)
        right = summed(likelihood, of, middles[half:], widths[half:], leader)
        return Stretch(
            mass=np.concatenate([left.mass, right.mass]),
            weights=left.weights + right.weights,
            sums=left.sums + right.sums,
            off=max(left.off, right.off),
        )
    density = np.exp(likelihood.at(middles, of) - leader) * widths
    return Stretch(
        mass=density.sum(axis=0), weights=density.sum(axis=1), sums=density @ middles, off=0.0
    )


def _smooth(
    likelihood: GraphLikelihood, of: Ints, middles: Floats, widths: Ints, leader: float
) -> Stretch | None:
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
    return Stretch(
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
