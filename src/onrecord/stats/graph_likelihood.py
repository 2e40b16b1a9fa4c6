"""The log posterior of decomposable graphs and of the number that no list holds, and bounds on it.

Given a graph, the chances of the overlaps have a hyper-Dirichlet prior and integrate out; what is
left is a sum of log-gamma functions, one a clique and one less a separator, of x + what the table
says, where x is the number that no list holds.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, polygamma

from onrecord.stats.graphs import DecomposableGraphs
from onrecord.stats.hierarchy import full_table
from onrecord.stats.histories import Floats, Histories, Ints


@dataclass(frozen=True, eq=False)
class GraphLikelihood:
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

    def most(self, x: Floats) -> Floats:
        """(n_graphs, n_points - 1) array: at least the log posterior anywhere between two points.

        A function lies above its chord by at most an eighth of its squared length times the
        largest concavity.
        """
        heights = self.at(x, slice(None))
        above = self.most_concave(x)
        above *= np.diff(x) ** 2 / 8
        above += np.maximum(heights[:, :-1], heights[:, 1:])
        return above


def likelihood_of(
    table: Histories, graphs: DecomposableGraphs, delta: float, reciprocal: bool
) -> GraphLikelihood:
    """The likelihood of a table under graphs, with the hyper-Dirichlet prior and that of N."""
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
    return GraphLikelihood(
        n=n,
        powers=np.hstack([graphs.powers, shared]),
        constants=np.append(constants, -gammaln(counts + 1).sum()),
        shifts=shifts,
        reciprocal=reciprocal,
    )
