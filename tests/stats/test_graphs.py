"""Decomposable graphs: that they are all there, and what they are made of."""

from itertools import combinations

import numpy as np
import pytest

from onrecord.stats.graphs import decomposable_graphs, saturated_graph


@pytest.mark.parametrize(("n_lists", "count"), [(2, 2), (3, 8), (4, 61), (5, 822), (6, 18_154)])
def test_there_are_as_many_as_are_known(n_lists, count):
    """Labelled chordal graphs: OEIS A058862; Madigan & York (1997) for five lists."""
    assert len(decomposable_graphs(n_lists, True)) == count
    assert len(decomposable_graphs(n_lists)) == count - 1


def has_hollow_cycle(n_lists: int, edges: int) -> bool:
    """Do four lists or more stand in a cycle with nothing across it? The definition, by hand."""
    joined = {pair for bit, pair in enumerate(combinations(range(n_lists), 2)) if edges >> bit & 1}
    for size in range(4, n_lists + 1):
        for some in combinations(range(n_lists), size):
            inside = [pair for pair in joined if set(pair) <= set(some)]
            degrees = [sum(vertex in pair for pair in inside) for vertex in some]
            if all(degree == 2 for degree in degrees) and is_connected(some, inside):
                return True
    return False


def is_connected(vertices, pairs) -> bool:
    reached = {vertices[0]}
    for _ in vertices:
        reached |= {v for pair in pairs if reached & set(pair) for v in pair}
    return reached == set(vertices)


def test_they_are_those_without_a_hollow_cycle():
    listed = set(decomposable_graphs(5, True).edges.tolist())
    for edges in range(1 << 10):
        assert (edges in listed) != has_hollow_cycle(5, edges)


def test_a_chain_of_three_lists_has_two_cliques_and_the_list_between_them():
    graphs = decomposable_graphs(3)
    chain = next(g for g in range(len(graphs)) if graphs.name(g, "ABC") == "[A·B, B·C]")
    assert graphs.cliques(chain) == (0b011, 0b110)
    assert graphs.separators(chain) == (0b010,)


def test_independent_lists_are_separated_by_nothing():
    graphs = decomposable_graphs(4)
    assert graphs.name(0, "ABCD") == "[A, B, C, D]"
    assert graphs.separators(0) == (0, 0, 0)


def test_the_graph_of_all_lists_is_one_clique():
    alone = saturated_graph(6)
    assert (len(alone), alone.cliques(0), alone.separators(0)) == (1, (0b111111,), ())


@pytest.mark.parametrize("n_lists", [3, 4, 5])
def test_cliques_are_the_largest_sets_of_joined_lists(n_lists):
    graphs = decomposable_graphs(n_lists, True)
    pairs = list(combinations(range(n_lists), 2))
    for graph, edges in enumerate(graphs.edges.tolist()):
        joined = {1 << a | 1 << b for bit, (a, b) in enumerate(pairs) if edges >> bit & 1}
        complete = [
            mask
            for mask in range(1, 1 << n_lists)
            if all(1 << a | 1 << b in joined for a, b in pairs if mask >> a & 1 and mask >> b & 1)
        ]
        largest = [m for m in complete if not any(m != o and m & o == m for o in complete)]
        assert sorted(graphs.cliques(graph)) == largest


def test_every_list_is_in_one_clique_more_than_it_is_in_separators():
    graphs = decomposable_graphs(6, True)
    masks = np.arange(64)
    for vertex in range(6):
        assert (graphs.powers[:, masks >> vertex & 1 == 1].sum(axis=1) == 1).all()


@pytest.mark.parametrize("n_lists", [1, 7])
def test_too_few_and_too_many_lists_are_refused(n_lists):
    with pytest.raises(ValueError, match="2 to 6 lists"):
        decomposable_graphs(n_lists)
