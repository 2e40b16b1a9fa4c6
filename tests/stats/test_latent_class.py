"""Latent classes: what must hold on any table, and what is said where there is no answer."""

from importlib import import_module

import numpy as np
import pytest

from onrecord.stats import Histories, from_cells
from onrecord.stats.convergence import convergence
from onrecord.stats.estimate import Estimated, NotEstimable
from onrecord.stats.latent_class import latent_class, latent_class_sensitivity
from onrecord.stats.latent_class_chains import passes

LISTS = ("A", "B", "C", "D")
MODULE = import_module("onrecord.stats.latent_class")  # the package names a function so


def four_lists(*, order: tuple[int, ...] = (0, 1, 2, 3), times: int = 1) -> Histories:
    """320 people in two classes of different reach."""
    cells = {
        "1000": 60, "0100": 50, "0010": 55, "0001": 40, "1100": 22, "1010": 20, "1001": 15,
        "0110": 18, "0101": 12, "0011": 13, "1110": 6, "1101": 4, "1011": 3, "0111": 1, "1111": 1,
    }  # fmt: skip
    histories = [[history[place] == "1" for place in order] for history in cells]
    return from_cells(
        [LISTS[place] for place in order], histories, [count * times for count in cells.values()]
    )


def people(result: Estimated | NotEstimable) -> np.ndarray:
    assert result.draws is not None
    return result.draws.people


def test_result_says_its_method_seed_priors_and_diagnostics():
    table = four_lists()
    result = latent_class(table, n_classes=5)
    assert isinstance(result, Estimated)
    assert result.method == "latent classes (Dirichlet process) 1"
    assert (result.statistic, result.seed, result.status) == ("posterior median", 1, "ok")
    assert result.priors["concentration"] == "Gamma(0.25, 0.25)"
    assert result.lower is not None and result.upper is not None
    assert table.n_documented <= result.lower < result.estimate < result.upper
    assert result.diagnostics["r_hat"] < 1.01
    assert result.diagnostics["bulk_ess"] >= 400
    assert result.diagnostics["median_error"] <= 0.005 * result.estimate
    assert people(result).min() >= table.n_documented


def test_same_seed_gives_the_same_bytes_whatever_the_threads():
    alone = latent_class(four_lists(), n_classes=3, draws=500, most_draws=500, threads=1)
    together = latent_class(four_lists(), n_classes=3, draws=500, most_draws=500, threads=4)
    assert people(alone).tobytes() == people(together).tobytes()
    assert alone == together


def test_another_seed_gives_other_draws_of_the_same_answer():
    one, other = (latent_class(four_lists(), n_classes=5, seed=seed) for seed in (1, 2))
    assert isinstance(one, Estimated) and isinstance(other, Estimated)
    assert people(one).tobytes() != people(other).tobytes()
    assert one.estimate == pytest.approx(other.estimate, rel=0.02)


def test_order_of_lists_changes_nothing():
    given = latent_class(four_lists(), n_classes=3, draws=500, most_draws=500)
    turned = latent_class(four_lists(order=(3, 1, 0, 2)), n_classes=3, draws=500, most_draws=500)
    assert people(given).tobytes() == people(turned).tobytes()


def test_three_lists_are_in_doubt_and_keep_their_draws():
    table = from_cells(
        ("A", "B", "C"),
        [[True, False, False], [False, True, False], [False, False, True], [True, True, False],
         [True, False, True], [False, True, True], [True, True, True]],
        [244, 48, 60, 142, 111, 4, 12],
    )  # fmt: skip
    result = latent_class(table)
    assert isinstance(result, Estimated)
    assert result.status == "fragile"
    assert "do not identify" in result.doubts[0]
    assert (result.lower, result.upper) == (None, None)
    assert people(result).shape[0] == 4


def test_two_lists_are_not_enough():
    table = from_cells(("A", "B"), [[True, False], [False, True], [True, True]], [40, 30, 20])
    result = latent_class(table)
    assert isinstance(result, NotEstimable)
    assert "two-list estimate" in result.reason


def test_lists_without_overlap_are_refused():
    table = from_cells(LISTS, np.eye(4, dtype=bool).tolist(), [10, 20, 30, 40])
    result = latent_class(table)
    assert isinstance(result, NotEstimable)
    assert "No person is on two lists" in result.reason


def test_more_people_than_there_are_is_refused():
    result = latent_class(four_lists(times=10**10))
    assert isinstance(result, NotEstimable)
    assert "Check the counts" in result.reason


def test_what_did_not_converge_says_what_was_seen_and_keeps_the_draws():
    result = latent_class(four_lists(), draws=100, most_draws=100)
    assert isinstance(result, NotEstimable)
    assert "R-hat" in result.reason or "effective draws" in result.reason
    assert people(result).shape == (4, 80)
    assert len(str(result.diagnostics["chain_medians"]).split(", ")) == 4


def test_ctrl_c_keeps_what_was_drawn():
    def interrupt(drawn: int, most: int) -> None:
        if drawn >= 2000:
            raise KeyboardInterrupt

    result = latent_class(
        four_lists(), n_classes=3, draws=40_000, most_draws=40_000, progress=interrupt
    )
    assert isinstance(result, Estimated)
    assert result.status == "fragile"
    assert "Stopped by hand" in result.doubts[0]
    assert people(result).shape == (4, 1600)


def test_ctrl_c_before_the_first_draw_gives_a_sentence(monkeypatch):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.stats.latent_class_chains.warm_up", interrupt)
    result = latent_class(four_lists())
    assert isinstance(result, NotEstimable)
    assert "Stopped by hand before anything was drawn" in result.reason


def test_an_answer_found_elsewhere_is_a_doubt_where_chains_cross_seldom(monkeypatch):
    def scout(*_: object) -> np.ndarray:
        return np.tile([np.log(0.01), 0.0, 0.0], (10, 1))  # a hundredth is seen, and likely at that

    monkeypatch.setattr("onrecord.stats.latent_class_chains.scout", scout)
    monkeypatch.setattr("onrecord.stats.latent_class_chains.ENOUGH_TRIPS", 10**9)
    result = latent_class(four_lists(), n_classes=3)
    assert isinstance(result, Estimated)
    assert result.status == "fragile"
    assert "settled near 32,000" in result.doubts[0]


def test_chains_that_never_cross_are_doubted(monkeypatch):
    monkeypatch.setattr("onrecord.stats.latent_class_chains.FEWEST_TRIPS", 10**9)
    result = latent_class(four_lists(), n_classes=3)
    assert isinstance(result, Estimated)
    assert result.status == "fragile"
    assert "may have missed an answer" in result.doubts[0]
    assert result.diagnostics["draws_per_chain"] >= 0.8 * (2000 + 1500)  # it waited for them first


def test_chains_caught_in_other_classes_do_not_pass():
    agreeing = convergence(np.random.default_rng(1).normal(1000, 10, (4, 1000)))
    assert passes(agreeing, 1.0)
    assert not passes(agreeing, 1.2)


def test_progress_is_told_after_each_block():
    told: list[tuple[int, int]] = []
    latent_class(
        four_lists(), n_classes=3, draws=2000, most_draws=3000,
        progress=lambda drawn, most: told.append((drawn, most)),
    )  # fmt: skip
    assert told[:2] == [(1000, 3000), (2000, 3000)]


def test_a_chance_to_be_seen_near_nought_gives_a_finite_number():
    """25 lists, most people on one: sums of tiny chances, none of which may become nought."""
    lists = [f"list {number:02}" for number in range(25)]
    singles = np.eye(25, dtype=bool).tolist()
    pairs = [[place in (first, first + 1) for place in range(25)] for first in range(0, 24, 2)]
    table = from_cells(lists, singles + pairs, [12] * 25 + [3] * 12)
    result = latent_class(table, n_classes=4, draws=300, most_draws=300)
    assert np.isfinite(people(result)).all()
    assert people(result).min() >= table.n_documented


def many_histories() -> Histories:
    """25 lists of 3,000 people, nearly all of whom have a history of their own."""
    on = np.random.default_rng(1).random((3000, 25)) < 0.25
    cells, counts = np.unique(on[on.any(axis=1)], axis=0, return_counts=True)
    lists = [f"list {number:02}" for number in range(25)]
    return from_cells(lists, cells.tolist(), counts.tolist())


def test_25_lists_with_too_many_histories_are_refused_with_a_way_out():
    result = latent_class(many_histories())
    assert isinstance(result, NotEstimable)
    assert "25 lists make 2,9" in result.reason
    assert "merge lists" in result.reason and "2,000 histories" in result.reason


def test_fewer_classes_are_the_way_out_where_they_suffice(monkeypatch):
    monkeypatch.setattr(MODULE, "MOST_PLACES", 50)
    result = latent_class(four_lists())
    assert isinstance(result, NotEstimable)
    assert "allow 3 classes at most" in result.reason
    taken = latent_class(four_lists(), n_classes=3, draws=100, most_draws=100)
    assert taken.draws is not None


def test_dear_draws_are_fewer(monkeypatch):
    monkeypatch.setattr(MODULE, "MOST_PASSED", 16 * 3 * 300)
    result = latent_class(four_lists(), n_classes=3, draws=100)
    assert people(result).shape[1] == 0.8 * 310  # whole rounds of ten are drawn


def test_sensitivity_has_a_row_for_each_prior():
    rows = latent_class_sensitivity(
        four_lists(), settings=((3, 0.25, 0.25), (3, 5.0, 1.0)), most_draws=4000
    )
    assert [row.setting for row in rows] == [
        "at most 3 classes, concentration ~ Gamma(0.25, 0.25)",
        "at most 3 classes, concentration ~ Gamma(5, 1)",
    ]
    assert all((row.estimate is None) != (row.reason is None) for row in rows)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"n_classes": 1}, "2 to 100"),
        ({"concentration": (0.0, 1.0)}, "shape and rate"),
        ({"n_chains": 1}, "two or more"),
        ({"draws": 10}, "100 or more"),
        ({"level": 95.0}, "0.95"),
    ],
)
def test_arguments_out_of_range_are_refused_in_words(wrong, words):
    with pytest.raises(ValueError, match=words):
        latent_class(four_lists(), **wrong)
