"""Decomposable graphs on a few lists: every one of them, by its cliques and separators.

A set of lists is a bit mask (bit i: the i-th list). A graph joins lists that may depend on each
other; it is decomposable when its lists can be taken away one by one, each one at a time when its
neighbours are all joined. Then its likelihood is a product over cliques divided by one over
separators, and each list taken away gives one factor of each: itself with its neighbours, over its
neighbours. What cancels is no clique of the graph.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from onrecord.stats.histories import Bools, Ints

MOST_LISTS = 6  # 18,154 graphs; seven lists have 617,675
Powers = NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class DecomposableGraphs:
    """All decomposable graphs on ``n_lists`` lists, fewest edges first.

    Attributes
    ----------
    n_lists : 2 to 6
    edges : (n_graphs,) int array, bit i: the i-th pair of ``itertools.combinations`` is joined
    powers : (n_graphs, 2**n_lists) int8 array: the power to which the likelihood of each set of
        lists is taken, 1 for a clique, -k for what separates cliques k times. Column 0 is the
        empty set: what separates parts that are not joined, and one more, that of the last list
        taken away, so that every row adds up to 0
    """

    n_lists: int
    edges: Ints
    powers: Powers

    def __len__(self) -> int:
        return len(self.edges)

    def cliques(self, graph: int) -> tuple[int, ...]:
        """The cliques of a graph, as masks."""
        return tuple(int(mask) for mask in np.flatnonzero(self.powers[graph] > 0))

    def separators(self, graph: int) -> tuple[int, ...]:
        """The separators of a graph, as masks, each as often as it separates; 0 is the empty set.

        One fewer than there are cliques.
        """
        row = self.powers[graph]
        found = [int(mask) for mask in np.flatnonzero(row < 0) for _ in range(-int(row[mask]))]
        found.remove(0)  # the last list taken away had nothing left to be separated from
        return tuple(found)

    def name(self, graph: int, lists: Sequence[str]) -> str:
        """A graph by its cliques: ``[A·B, B·C]`` says that B alone joins A and C."""
        parts = [
            "·".join(name for index, name in enumerate(lists) if clique >> index & 1)
            for clique in self.cliques(graph)
        ]
        return "[" + ", ".join(parts) + "]"


@lru_cache(maxsize=16)
def decomposable_graphs(n_lists: int, saturated: bool = False) -> DecomposableGraphs:
    """Every decomposable graph on the given number of lists.

    Parameters
    ----------
    n_lists : 2 to 6
    saturated : with the graph that joins all lists, under which nothing observed says how many
        people no list holds; there are 2, 8, 61, 822 and 18,154 graphs for 2 to 6 lists with it,
        one fewer without

    Raises
    ------
    ValueError : fewer than two or more than six lists

    References
    ----------
    Dawid & Lauritzen (1993), Annals of Statistics 21(3), 1272–1317,
    doi:10.1214/aos/1176349260. Counts: sequence A058862 of the OEIS.
    """
    if not 2 <= n_lists <= MOST_LISTS:
        raise ValueError(f"{n_lists} lists; decomposable graphs are for 2 to {MOST_LISTS} lists")
    pairs = list(combinations(range(n_lists), 2))
    edges = np.arange((1 << len(pairs)) - (not saturated), dtype=np.int64)
    neighbours = np.zeros((n_lists, len(edges)), dtype=np.int64)
    for bit, (left, right) in enumerate(pairs):
        joined = edges >> bit & 1
        neighbours[left] |= joined << right
        neighbours[right] |= joined << left
    powers, decomposable = _taken_apart(neighbours)
    order = np.lexsort((edges, np.bitwise_count(edges)))
    order = order[decomposable[order]]
    return DecomposableGraphs(n_lists=n_lists, edges=edges[order], powers=powers[order])


def saturated_graph(n_lists: int) -> DecomposableGraphs:
    """The one graph that joins all lists."""
    whole = decomposable_graphs(n_lists, True)
    return DecomposableGraphs(n_lists=n_lists, edges=whole.edges[-1:], powers=whole.powers[-1:])


def _taken_apart(neighbours: Ints) -> tuple[Powers, Bools]:
    """Take lists away one by one, in all graphs at once; where none can be, it is no such graph."""
    n_lists, n_graphs = neighbours.shape
    left = np.full(n_graphs, (1 << n_lists) - 1, dtype=np.int64)
    powers = np.zeros((n_graphs, 1 << n_lists), dtype=np.int8)
    alive = np.ones(n_graphs, dtype=np.bool_)
    everyone = np.arange(n_graphs)
    for _ in range(n_lists):
        waiting = alive.copy()
        for vertex in range(n_lists):
            around = neighbours[vertex] & left
            goes = waiting & (left >> vertex & 1 == 1) & _all_joined(around, neighbours)
            rows = everyone[goes]
            powers[rows, around[goes] | 1 << vertex] += 1
            powers[rows, around[goes]] -= 1
            left[goes] &= ~(1 << vertex)
            waiting &= ~goes
        alive &= ~waiting
    return powers, alive


def _all_joined(around: Ints, neighbours: Ints) -> Bools:
    joined = np.ones(around.shape, dtype=np.bool_)
    for vertex, of_vertex in enumerate(neighbours):
        alone = around & ~(of_vertex | 1 << vertex)
        joined &= (around >> vertex & 1 == 0) | (alone == 0)
    return joined
