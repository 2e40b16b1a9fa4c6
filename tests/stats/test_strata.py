"""Strata: draws are added up, and nothing that has no estimate slips in."""

import math
from dataclasses import replace

import numpy as np
import pytest

from onrecord.errors import MalformedTable
from onrecord.stats import (
    Draws,
    Estimated,
    Histories,
    NotEstimable,
    Variation,
    lincoln_petersen,
    log_linear,
)
from onrecord.stats.strata import Stratum, add_up, stratified
from onrecord.stats.stratified_table import StratifiedTable, read_strata, stratified_table

BOTH, FIRST, SECOND = (True, True), (True, False), (False, True)
ONE = {FIRST: 150, SECOND: 100, BOTH: 50}
OTHER = {FIRST: 90, SECOND: 80, BOTH: 40}
ALONE = {FIRST: 30}


def table(**cells) -> StratifiedTable:
    return stratified_table(["A", "B"], ["place"], {(name,): c for name, c in cells.items()})


def made(name: str, people: np.ndarray, n_documented: int = 10, **changes) -> Stratum:
    """A stratum whose draws are given."""
    result = Estimated(
        method="made up 1",
        kind="estimated",
        statistic="posterior median",
        estimate=float(np.median(people)),
        lower=float(people.min()),
        upper=float(people.max()),
        level=0.95,
        interval="credible",
        standard_error=float(people.std()),
        n_documented=n_documented,
        table=name,
        assumptions=(),
        draws=Draws(people=people, of="posterior"),
    )
    return Stratum(name=(name,), n_documented=n_documented, result=replace(result, **changes))


def test_variances_of_independent_strata_add_up_and_intervals_do_not():
    rng = np.random.default_rng(3)
    strata = [made(name, rng.normal(1000, 50, (1, 20_000))) for name in "abcd"]
    together = add_up(strata, digest="0", n_draws=20_000)
    assert isinstance(together, Estimated)
    # The error of a standard deviation of n normal draws is about sd / sqrt(2 n).
    assert abs(together.standard_error - 100) < 4 * 100 / math.sqrt(2 * 20_000)
    assert together.upper - together.lower < 0.6 * 4 * 2 * 1.96 * 50


def test_strata_that_share_their_replicates_keep_their_dependence():
    shared = np.random.default_rng(4).normal(1000, 50, (2, 4000))
    strata = [made("a", shared), made("b", shared), made("c", 3000 - shared)]
    together = add_up(strata, digest="0", shared_replicates=True)
    assert isinstance(together, Estimated)
    assert np.allclose(together.draws.people, 3000 + shared)
    assert together.seed is None
    apart = add_up(strata, digest="0")
    assert isinstance(apart, Estimated)
    assert apart.standard_error > 1.5 * together.standard_error


def test_shared_replicates_must_be_equally_many():
    strata = [made("a", np.ones((1, 50)) * 20), made("b", np.ones((1, 60)) * 20)]
    with pytest.raises(ValueError, match="equally many"):
        add_up(strata, digest="0", shared_replicates=True)


def test_permuting_strata_changes_nothing():
    forward = stratified(table(north=ONE, south=OTHER), log_linear)
    backward = stratified(table(south=OTHER, north=ONE), log_linear)
    assert forward.together == backward.together
    assert [s.name for s in forward.strata] == [("north",), ("south",)]


def test_the_same_seed_gives_the_same_draws_and_another_does_not():
    strata = table(north=ONE, south=OTHER)
    first, again, other = (stratified(strata, log_linear, seed=s).together for s in (5, 5, 6))
    assert np.array_equal(first.draws.people, again.draws.people)
    assert not np.array_equal(first.draws.people, other.draws.people)


def test_the_total_of_two_independent_strata_is_about_the_sum_of_both():
    """Lincoln–Petersen by hand: 200·150/50 = 600 and 130·120/40 = 390."""
    found = stratified(table(north=ONE, south=OTHER), lincoln_petersen).together
    assert isinstance(found, Estimated)
    assert found.diagnostics["sum_of_estimates"] == 600 + 390
    assert abs(found.estimate - 990) < 0.02 * 990
    assert found.n_documented == 300 + 210
    assert found.lower > 510
    assert "would add up to" in found.notes[-1]


def test_one_stratum_alone_keeps_its_interval():
    alone = lincoln_petersen(stratified_histories())
    found = stratified(table(north=ONE), lincoln_petersen, n_draws=40_000).together
    assert isinstance(found, Estimated)
    assert isinstance(alone, Estimated)
    assert math.isclose(found.lower, alone.lower, rel_tol=0.01)
    assert math.isclose(found.upper, alone.upper, rel_tol=0.01)


def stratified_histories() -> Histories:
    north = table(north=ONE).table(("north",))
    assert isinstance(north, Histories)
    return north


def test_a_stratum_without_estimate_leaves_the_total_without_one():
    found = stratified(table(north=ONE, south=ALONE), log_linear)
    assert isinstance(found.together, NotEstimable)
    assert "Stratum south has no estimate" in found.together.reason
    assert "Merge it with another stratum" in found.together.reason
    assert [s.result.status for s in found.strata] == ["ok", "not estimable"]


def test_documented_people_alone_enter_only_when_asked_and_loudly():
    strata = table(north=ONE, south=ALONE)
    found = stratified(strata, lincoln_petersen, documented_only=[("south",)]).together
    assert isinstance(found, Estimated)
    assert found.kind == "lower bound"
    assert found.diagnostics["sum_of_estimates"] == 600 + 30
    assert found.n_documented == 330
    assert found.assumptions[0].startswith("NOT ALL STRATA ARE ESTIMATED: 1 (south)")
    assert found.notes[0] == found.assumptions[0]
    assert found.draws.people.min() >= 330


def test_a_stratum_that_is_not_there_cannot_be_asked_for():
    with pytest.raises(ValueError, match="no stratum west"):
        stratified(table(north=ONE), log_linear, documented_only=[("west",)])


def test_nothing_but_documented_people_is_no_estimate():
    strata = table(south=ALONE, west={SECOND: 20})
    found = stratified(strata, log_linear, documented_only=[("south",), ("west",)]).together
    assert isinstance(found, NotEstimable)
    assert found.n_documented == 50


def test_a_fragile_stratum_makes_the_total_fragile():
    people = np.full((1, 100), 50.0)
    weak = made("b", people, doubts=("It hangs on one list.",), lower=None, upper=None)
    found = add_up([made("a", people), weak], digest="0")
    assert isinstance(found, Estimated)
    assert (found.status, found.lower) == ("fragile", None)
    assert found.doubts == ("Stratum b: It hangs on one list.",)


def test_a_stratum_without_bound_above_cannot_be_added():
    endless = made("b", np.full((1, 9), 50.0), draws=None, upper=None)
    found = add_up([made("a", np.full((1, 9), 50.0)), endless], digest="0")
    assert isinstance(found, NotEstimable)
    assert "Stratum b cannot be added up" in found.reason


def test_sensitivities_that_all_strata_share_are_added():
    def rows(*settings: tuple[str, float]) -> tuple[Variation, ...]:
        return tuple(Variation(what="prior", setting=s, estimate=e) for s, e in settings)

    people = np.full((1, 9), 50.0)
    strata = [
        made("a", people, sensitivity=rows(("weak", 40), ("strong", 60))),
        made("b", people, sensitivity=rows(("weak", 45))),
    ]
    found = add_up(strata, digest="0")
    assert [(row.setting, row.estimate) for row in found.sensitivity] == [("weak", 85)]


def test_strata_are_read_with_those_that_have_no_table():
    text = "sex,A,B,count\nf,1,0,150\nf,0,1,100\nf,1,1,50\nmissing,1,0,7\nm,1,0,0\n"
    read = read_strata(text)
    assert (read.lists, read.columns) == (("A", "B"), ("sex",))
    assert read.names == (("f",), ("missing",))
    assert (read.documented(("missing",)), read.n_documented) == (7, 307)
    assert "only one list" in str(read.table(("missing",)))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,B,count\n1,0,5\n0,1,4\n1,1,3\n", "no column tells strata apart"),
        ("sex,A,B,count\nf,1,0,-5\nf,0,1,4\n", "a count is 0 or more"),
    ],
)
def test_bad_strata_are_refused_with_a_sentence(text, words):
    with pytest.raises(MalformedTable, match=words):
        read_strata(text)


def test_a_stratum_must_name_each_column():
    with pytest.raises(MalformedTable, match="1 values, there are 2"):
        stratified_table(["A", "B"], ["age", "sex"], {("f",): ONE})
