"""Doubt about who is who, carried into the estimate."""

import math

import numpy as np
import pytest

from onrecord.stats import (
    Estimated,
    Histories,
    NotEstimable,
    from_cells,
    lincoln_petersen,
    tabulate,
)
from onrecord.stats.graph_average import graph_average
from onrecord.stats.linkage_doubt import over_clusterings

LISTS = ("A", "B", "C")


def linked(pairs: int) -> Histories:
    """Two lists of 200 and 150 records, of which linkage joins so many pairs."""
    return from_cells(
        "AB", [[True, False], [False, True], [True, True]], [200 - pairs, 150 - pairs, pairs]
    )


def test_a_matching_that_is_sure_adds_nothing():
    table = linked(50)
    once = lincoln_petersen(table)
    found = over_clusterings([table] * 30, lincoln_petersen, n_draws=40_000)
    assert isinstance(once, Estimated)
    assert isinstance(found, Estimated)
    assert found.diagnostics["variance_between"] == 0
    assert found.diagnostics["n_different_tables"] == 1
    for ours, theirs in ((found.lower, once.lower), (found.upper, once.upper)):
        assert math.isclose(ours, theirs, rel_tol=0.01)


def test_doubt_about_the_matching_widens_the_interval_by_what_lies_between():
    sure = over_clusterings([linked(50)], lincoln_petersen)
    unsure = over_clusterings([linked(40), linked(50), linked(65)], lincoln_petersen)
    assert isinstance(sure, Estimated)
    assert isinstance(unsure, Estimated)
    assert unsure.upper - unsure.lower > sure.upper - sure.lower
    within, between = (unsure.diagnostics[f"variance_{x}"] for x in ("within", "between"))
    # Systematic sampling of 4,000 draws from parts of 4,000: variances agree to a few per cent.
    assert math.isclose(unsure.standard_error**2, within + between, rel_tol=0.1)
    assert unsure.diagnostics["share_between"] == pytest.approx(between / (within + between))
    assert "lies between clusterings" in unsure.notes[0]


def test_the_matching_that_joins_most_sets_the_documented_count():
    found = over_clusterings([linked(40), linked(65)], lincoln_petersen)
    assert found.n_documented == 350 - 65
    assert found.diagnostics["n_documented_highest"] == 350 - 40
    assert found.draws.people.min() >= found.n_documented


def test_weights_count_as_repeated_clusterings_do():
    tables = [linked(40), linked(60)]
    weighted = over_clusterings(tables, lincoln_petersen, weights=[3, 1])
    repeated = over_clusterings([*tables, tables[0], tables[0]], lincoln_petersen)
    assert np.array_equal(weighted.draws.people, repeated.draws.people)
    alone = over_clusterings(tables, lincoln_petersen, weights=[0, 2])
    assert alone.diagnostics["n_different_tables"] == 1


def test_the_order_of_clusterings_changes_nothing():
    tables = [linked(40), linked(50), linked(60)]
    assert over_clusterings(tables, lincoln_petersen) == over_clusterings(
        tables[::-1], lincoln_petersen
    )


def test_equal_tables_are_estimated_once():
    seen = []

    def counting(table: Histories):
        seen.append(table.digest)
        return lincoln_petersen(table)

    over_clusterings([linked(50), linked(50), linked(60)], counting)
    assert len(seen) == len(set(seen)) == 2


def test_a_clustering_without_estimate_is_told_and_withholds_the_interval():
    found = over_clusterings([linked(0), linked(50), linked(60), linked(70)], lincoln_petersen)
    assert isinstance(found, Estimated)
    assert (found.status, found.lower) == ("fragile", None)
    assert found.doubts[0].startswith("In 25.0% of the clusterings the method gives no number")


def test_no_clustering_with_an_estimate_is_not_estimable():
    found = over_clusterings([linked(0)], lincoln_petersen)
    assert isinstance(found, NotEstimable)
    assert "No person is on two lists" in found.reason


@pytest.mark.parametrize("weights", [[1], [1, -1], [0, 0], [1, math.nan]])
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(ValueError, match="weight of 0 or more"):
        over_clusterings([linked(40), linked(50)], lincoln_petersen, weights=weights)


def test_the_mixture_is_no_narrower_than_its_parts():
    """1,000 people on three lists of 30 %; each drawn clustering splits some other 12 % of them."""
    rng = np.random.default_rng(5)
    on = rng.random((1000, 3)) < 0.3
    people = [[x for x, held in zip(LISTS, row, strict=True) if held] for row in on]
    tables = []
    for _ in range(5):
        split: list[list[str]] = []
        for person in people:
            parts = [[x] for x in person] if rng.random() < 0.12 else [person]
            split += [part for part in parts if part]
        tables.append(tabulate(LISTS, split))
    mixed = over_clusterings(tables, graph_average)
    alone = [graph_average(table) for table in tables]
    assert isinstance(mixed, Estimated)
    assert all(isinstance(one, Estimated) for one in alone)
    assert mixed.standard_error**2 > 0.9 * np.mean([one.standard_error**2 for one in alone])
    assert min(a.estimate for a in alone) < mixed.estimate < max(a.estimate for a in alone)
