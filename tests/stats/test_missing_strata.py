"""Strata that were not written down: imputed, and never left out."""

import numpy as np
import pytest

from onrecord.stats import Estimated, NotEstimable, lincoln_petersen
from onrecord.stats.imputation import impute, incomplete, without_missing
from onrecord.stats.missing_strata import over_missing_strata, variations
from onrecord.stats.strata import stratified
from onrecord.stats.stratified_table import StratifiedTable, stratified_table

BOTH, FIRST, SECOND = (True, True), (True, False), (False, True)
WOMEN = {FIRST: 150, SECOND: 100, BOTH: 50}
MEN = {FIRST: 450, SECOND: 100, BOTH: 60}


def by_sex(**cells) -> StratifiedTable:
    return stratified_table(["A", "B"], ["sex"], {(name,): c for name, c in cells.items()})


SOME_MISSING = by_sex(f=WOMEN, m=MEN, missing={FIRST: 80, SECOND: 20})


def test_everybody_gets_a_stratum_and_keeps_the_lists():
    gaps = incomplete(SOME_MISSING)
    whole = impute(SOME_MISSING, gaps, np.random.default_rng(1))
    assert whole.names == (("f",), ("m",))
    assert whole.n_documented == SOME_MISSING.n_documented
    for history in (FIRST, SECOND, BOTH):
        given = sum(people.get(history, 0) for people in SOME_MISSING.cells.values())
        assert sum(people.get(history, 0) for people in whole.cells.values()) == given


def test_strata_are_lent_by_people_on_the_same_lists():
    of_first = next(gap for gap in incomplete(SOME_MISSING) if gap.history == FIRST)
    assert (of_first.strata, of_first.donors) == ((("f",), ("m",)), (150, 450))
    of_any = incomplete(SOME_MISSING, donors="known values")[0]
    assert of_any.donors == (300, 610)


def test_what_is_known_is_kept():
    two = stratified_table(
        ["A", "B"],
        ["age", "sex"],
        {("old", "f"): WOMEN, ("old", "m"): MEN, ("young", "f"): MEN, ("missing", "f"): {FIRST: 9}},
    )
    (gap,) = incomplete(two)
    assert gap.strata == (("old", "f"), ("young", "f"))


def test_shares_of_the_imputed_are_those_of_the_donors():
    """80 people, of whom a quarter belongs to the women: the mean over imputations is 20."""
    gaps = incomplete(SOME_MISSING)
    given = [
        impute(SOME_MISSING, gaps, np.random.default_rng(k)).cells["f",][FIRST] - 150
        for k in range(400)
    ]
    assert abs(np.mean(given) - 20) < 4 * np.std(given) / 20
    plain = [
        impute(SOME_MISSING, gaps, np.random.default_rng(k), proper=False).cells["f",][FIRST] - 150
        for k in range(400)
    ]
    # A binomial of 80 and 1/4 has variance 15; drawing the shares first adds to it.
    assert np.var(plain) == pytest.approx(15, rel=0.3)
    assert np.var(given) > np.var(plain)


def test_nothing_missing_is_plain_stratification():
    table = by_sex(f=WOMEN, m=MEN)
    assert (
        over_missing_strata(table, lincoln_petersen).together
        == stratified(table, lincoln_petersen).together
    )


def test_leaving_people_out_lowers_the_estimate_and_imputing_them_does_not():
    imputed = over_missing_strata(SOME_MISSING, lincoln_petersen).together
    complete = stratified(without_missing(SOME_MISSING), lincoln_petersen).together
    assert isinstance(imputed, Estimated)
    assert isinstance(complete, Estimated)
    assert imputed.estimate > complete.estimate + 100
    assert imputed.n_documented == 1010
    rows = variations(SOME_MISSING, lincoln_petersen)
    assert rows[0].estimate == complete.estimate
    assert rows[1].setting.endswith("whatever lists they are on")


def test_variance_is_that_within_and_between_imputations():
    result = over_missing_strata(SOME_MISSING, lincoln_petersen, imputations=10).together
    assert isinstance(result, Estimated)
    told = result.diagnostics
    rubin = told["variance_within"] + 1.1 * told["variance_between"]
    assert told["variance_rubin"] == pytest.approx(rubin)
    assert result.standard_error == pytest.approx(rubin**0.5)
    assert result.draws.people.shape == (10, 400)
    assert told["variance_between"] > 0


def test_each_stratum_has_its_own_result_over_imputations():
    found = over_missing_strata(SOME_MISSING, lincoln_petersen)
    assert [stratum.name for stratum in found.strata] == [("f",), ("m",)]
    women = found.strata[0].result
    assert isinstance(women, Estimated)
    assert women.n_documented >= 300
    assert women.draws.people.min() >= 300


def test_a_history_without_donors_is_lent_by_others_with_a_doubt():
    table = stratified_table(
        ["A", "B", "C"],
        ["sex"],
        {
            ("f",): {(True, False, False): 150, (False, True, False): 100, (True, True, False): 50},
            ("missing",): {(False, False, True): 7},
        },
    )
    (gap,) = incomplete(table)
    assert (gap.widened, gap.donors) == (True, (300,))
    result = over_missing_strata(table, lincoln_petersen_of_first_two).together
    assert isinstance(result, Estimated)
    assert (result.status, result.lower) == ("fragile", None)
    assert result.doubts[0].startswith("7 people lack a stratum and nobody on the same lists")


def lincoln_petersen_of_first_two(table):
    """C overlaps with nothing: a method that looks at A and B alone."""
    first_two = stratified_table(
        ["A", "B"],
        ["any"],
        {("x",): {FIRST: 150, SECOND: 100, BOTH: 50}},
    ).table(("x",))
    return lincoln_petersen(first_two)


def test_people_that_fit_no_known_stratum_leave_no_estimate():
    table = stratified_table(
        ["A", "B"],
        ["age", "sex"],
        {("old", "f"): WOMEN, ("young", "missing"): {FIRST: 9}},
    )
    result = over_missing_strata(table, lincoln_petersen).together
    assert isinstance(result, NotEstimable)
    assert "9 people with the stratum young, missing have nobody" in result.reason


def test_a_stratum_without_estimate_in_some_imputations_leaves_none():
    table = by_sex(f=WOMEN, m={FIRST: 60}, missing={FIRST: 80, SECOND: 20})
    found = over_missing_strata(table, lincoln_petersen)
    assert isinstance(found.together, NotEstimable)
    assert "imputations there is no estimate: Stratum m" in found.together.reason


def test_the_same_seed_gives_the_same_draws():
    first, again = (over_missing_strata(SOME_MISSING, lincoln_petersen, seed=4) for _ in range(2))
    assert np.array_equal(first.together.draws.people, again.together.draws.people)


def test_one_imputation_is_refused():
    with pytest.raises(ValueError, match="one imputation hides the doubt"):
        over_missing_strata(SOME_MISSING, lincoln_petersen, imputations=1)
