"""Everybody from lists and covariates: what the estimate must do, and what it must refuse."""

import math

import numpy as np
import pytest

from onrecord.errors import InputError, MalformedTable
from onrecord.stats import Estimated, NotEstimable, chapman
from onrecord.stats.doubly_robust import doubly_robust
from onrecord.stats.influence import Chances, ratio, targeted, widening
from onrecord.stats.people import people_of

PEOPLE = 3000


def logistic(score):
    return 1 / (1 + np.exp(-score))


def population(seed, n_lists=2, n=PEOPLE):
    """People whom age and place make easy or hard to record, on every list alike."""
    rng = np.random.default_rng(seed)
    age = rng.uniform(0, 90, n)
    place = rng.choice(["east", "north"], n)
    score = 0.3 - ((age - 35) / 35) ** 2 + 0.8 * (place == "north")
    chances = np.column_stack([logistic(score - 0.3 * k) for k in range(n_lists)])
    on = rng.random(chances.shape) < chances
    seen = on.any(axis=1)
    return on[seen], {"age": age[seen], "place": place[seen]}


def test_it_covers_the_truth_where_the_plain_estimator_does_not():
    """Eight populations; benchmarks/stats_doubly_robust.py has the full table."""
    given = held = plain_held = 0
    for seed in range(8):
        on, covariates = population(seed)
        result = doubly_robust(on, covariates)
        plain = chapman(people_of(on, covariates).overlaps)
        assert isinstance(result, Estimated)
        assert isinstance(plain, Estimated)
        assert plain.estimate < result.estimate
        if result.lower is not None and result.upper is not None:
            given += 1
            held += result.lower <= PEOPLE <= result.upper
        plain_held += plain.lower <= PEOPLE <= plain.upper
    # Of eight intervals at 95 %, two or more would miss by chance once in 18 times.
    assert given >= 4
    assert held >= given - 1
    assert plain_held == 0


@pytest.mark.parametrize("wrong", ["first", "second"])
def test_one_list_learned_wrongly_does_no_harm(wrong):
    """Double robustness: with the chance of both right, either list's chance may be wrong."""
    rng = np.random.default_rng(5)
    x = rng.uniform(-1, 1, 400_000)
    p, q = logistic(0.2 + x), logistic(-0.4 + 1.5 * x)
    on_first, on_second = rng.random(len(x)) < p, rng.random(len(x)) < q
    seen = on_first | on_second
    some = (p + q - p * q)[seen]
    right = {"first": p[seen] / some, "second": q[seen] / some, "both": (p * q)[seen] / some}
    learned = right | {wrong: 0.8 * right[wrong].mean() + 0 * x[seen]}
    found = ratio(Chances(**learned), on_first[seen], on_second[seen])
    truth = len(x) / seen.sum()
    error = found.parts.std() / math.sqrt(seen.sum())
    assert abs(found.one_step - truth) < 4 * error
    assert abs(found.plug_in - truth) > 10 * error


def test_the_targeted_estimate_mends_a_chance_learned_wrongly():
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 1, 100_000)
    p, q = logistic(0.2 + x), logistic(-0.4 + x)
    on_first, on_second = rng.random(len(x)) < p, rng.random(len(x)) < q
    seen = on_first | on_second
    some = (p + q - p * q)[seen]
    off = Chances(p[seen] / some, q[seen] / some, 0.9 * (p * q)[seen] / some)
    found = ratio(off, on_first[seen], on_second[seen])
    tilted, converged = targeted(off, on_first[seen], on_second[seen], 0.001)
    truth = len(x) / seen.sum()
    error = found.parts.std() / math.sqrt(seen.sum())
    assert converged
    assert abs(tilted - truth) < 4 * error
    assert abs(found.plug_in - truth) > 10 * error


def test_order_of_rows_and_lists_changes_nothing():
    on, covariates = population(1, n_lists=3, n=700)
    order = np.random.default_rng(0).permutation(len(on))
    turned = {name: values[order] for name, values in reversed(covariates.items())}
    one = doubly_robust(on, covariates, names=["A", "B", "C"])
    other = doubly_robust(on[order][:, [2, 0, 1]], turned, names=["C", "A", "B"])
    assert one == other


def test_the_same_seed_gives_the_same_result_and_another_one_within_its_error():
    on, covariates = population(2, n=900)
    results = [doubly_robust(on, covariates, seed=seed) for seed in (1, 1, 2)]
    assert results[0] == results[1]
    assert results[0] != results[2]
    first, _, other = results
    assert isinstance(first, Estimated)
    assert isinstance(other, Estimated)
    assert first.standard_error is not None
    assert abs(first.estimate - other.estimate) < first.standard_error


def test_a_list_that_holds_nobody_changes_no_number():
    on, covariates = population(2, n=900)
    empty = np.column_stack([on, np.zeros(len(on), bool)])
    assert doubly_robust(empty, covariates, names=["A", "B", "C"]) == doubly_robust(
        on, covariates, names=["A", "B"]
    )


def test_dependence_within_covariates_multiplies_the_estimate():
    result = doubly_robust(*population(4, n=900))
    assert isinstance(result, Estimated)
    rows = [row for row in result.sensitivity if row.value == 2]
    assert rows[0].estimate == pytest.approx(2 * result.estimate)
    assert all(
        row.estimate is None or row.estimate >= result.n_documented for row in result.sensitivity
    )


def test_pairs_that_contradict_each_other_are_a_doubt():
    """The third list is made in part from the first: pairs with it say something else."""
    on, covariates = population(6, n=1500)
    copied = on[:, 0] & (np.random.default_rng(1).random(len(on)) < 0.8)
    result = doubly_robust(np.column_stack([on, copied]), covariates)
    # A part of a list is no list: the pair is set aside with its reason.
    assert any("may be made from the other" in (row.reason or "") for row in result.sensitivity)
    mixed = copied | (np.random.default_rng(2).random(len(on)) < 0.2)
    result = doubly_robust(np.column_stack([on, mixed]), covariates)
    assert isinstance(result, Estimated)
    assert result.status == "fragile"
    assert result.lower is None
    assert any("contradict each other" in doubt for doubt in result.doubts)


def test_people_whom_the_linkage_could_not_match_are_a_doubt():
    """Those who lack the age are never on both lists, as where the linkage needs the age."""
    on, covariates = population(7, n=1500)
    lacking = (np.random.default_rng(1).random(len(on)) < 0.3) & ~on.all(axis=1)
    age = np.where(lacking, np.nan, covariates["age"])
    result = doubly_robust(on, covariates | {"age": age})
    assert isinstance(result, Estimated)
    assert any("Ask whether the linkage could match them" in doubt for doubt in result.doubts)


def test_a_table_in_which_nobody_unlikely_turned_up_has_no_shorter_interval():
    """The deviation of the parts is widened to what the chances say, and never narrowed."""
    flat = np.full(500, 0.5)
    on_first, on_second = np.arange(500) % 3 > 0, np.arange(500) % 3 < 2
    chances = Chances(flat + 0.1, flat + 0.1, np.where(np.arange(500) < 250, 0.05, 0.2))
    nobody_unlikely = (on_first & on_second & (chances.both > 0.1)) | ~(on_first & on_second)
    found = ratio(chances, on_first & nobody_unlikely, on_second & nobody_unlikely)
    assert widening(chances, found.parts) > 1.2
    assert widening(chances, 100 * found.parts) == 1.0


def test_too_few_on_both_lists_is_not_estimable_with_the_way_out():
    on = np.array([[1, 0]] * 60 + [[0, 1]] * 60 + [[1, 1]] * 4, dtype=bool)
    result = doubly_robust(on, np.arange(124.0)[:, None])
    assert isinstance(result, NotEstimable)
    assert "4 people are on both list 1 and list 2" in result.reason
    assert "Chapman" in result.reason


def test_covariates_that_tell_nobody_apart_are_refused():
    on, _ = population(1, n=900)
    result = doubly_robust(on, {"country": np.full(len(on), "one")})
    assert isinstance(result, NotEstimable)
    assert "No covariate tells people apart" in result.reason


ON = [[True, False], [False, True], [True, True]]


@pytest.mark.parametrize(
    ("histories", "covariates", "words"),
    [
        ([[1, 2], [0, 1]], {"x": [1.0, 2.0]}, "no table of 0 and 1"),
        ([[True, False], [False, False]], {"x": [1.0, 2.0]}, "person 2 is on no list"),
        (ON, {"x": [1.0, 2.0]}, "histories has 3 rows"),
        (ON, {"x": [1.0, math.inf, 2.0]}, "holds an infinite number"),
        (ON, [1.0, 2.0, 3.0], "covariates has 1 dimensions"),
    ],
)
def test_people_that_cannot_be_used_say_why(histories, covariates, words):
    with pytest.raises(MalformedTable, match=words):
        doubly_robust(histories, covariates)


@pytest.mark.parametrize("lists", [("A", "Z"), ("A", "A"), (0, 5)])
def test_a_pair_that_is_none_is_refused(lists):
    with pytest.raises(InputError, match="give two different lists of A, B"):
        doubly_robust(ON, {"x": [1.0, 2.0, 3.0]}, names=["A", "B"], lists=lists)


def test_one_fold_is_refused():
    with pytest.raises(InputError, match="2 folds or more"):
        doubly_robust(ON, {"x": [1.0, 2.0, 3.0]}, n_folds=1)
