"""The recommended estimate: what it holds, what it does not change with, and when it is silent."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from onrecord.stats import Estimated, Histories, NotEstimable, from_cells, log_linear, read_table
from onrecord.stats.interactions import SPREADS, missing_posterior
from onrecord.stats.recommended import PUBLISHED, recommended

TABLES = Path(__file__).resolve().parents[1] / "golden" / "tables"
TWO = from_cells(["A", "B"], [(True, False), (False, True), (True, True)], [60, 90, 30])


def published(name: str) -> Histories:
    return read_table((TABLES / f"{name}.csv").read_text(encoding="utf-8")).pooled


def estimated(table: Histories, **asked: object) -> Estimated:
    result = recommended(table, fast=True, **asked)  # type: ignore[arg-type]
    assert isinstance(result, Estimated)
    return result


def people_of_lists(table: Histories) -> list[tuple[Histories, int]]:
    """The people of each list as the others see them, and the length of the list."""
    found = []
    for hidden in range(table.n_lists):
        on = table.histories[:, hidden]
        others = [index for index in range(table.n_lists) if index != hidden]
        rows, counts = table.histories[on][:, others], table.counts[on]
        seen = rows.any(axis=1)
        if (counts[seen] @ rows[seen] > 0).sum() < 3 or counts[seen].sum() < 30:
            continue
        names = [table.lists[index] for index in others]
        cells = [tuple(bool(one) for one in row) for row in rows[seen]]
        found.append((from_cells(names, cells, [int(c) for c in counts[seen]]), int(counts.sum())))
    return found


def test_with_two_lists_the_posterior_is_exact():
    """Two lists and a normal log odds ratio: missing = a·b/c · ratio, for gamma a, b and c.

    With flat priors of the logarithms of three Poisson means each mean is gamma distributed with
    its count; the log odds ratio keeps its prior.
    """
    strength = replace(PUBLISHED, spread_median=SPREADS[3], spread_log_sd=1e-3)
    found = missing_posterior(TWO, strength)
    rng = np.random.default_rng(3)
    on_first, on_second, on_both = (rng.gamma(count, size=400_000) for count in (60, 90, 30))
    spread = 4 * math.hypot(strength.pairs_mean_spread, SPREADS[3])
    ratio = np.exp(rng.normal(4 * strength.pairs_mean, spread, size=400_000))
    exact = rng.poisson(on_first * on_second / on_both * ratio)
    for probability in (0.025, 0.5, 0.975):
        assert found.quantile(probability) == pytest.approx(
            np.quantile(exact, probability), rel=0.02
        )


def test_the_interval_holds_most_lists_whose_length_is_known():
    """The people of one list, estimated from the others; the answer is the list's length."""
    held = []
    for name in ("kosovo_1999", "lesbian", "HIV", "madigan_york_5list", "UKdat_5", "UKdat"):
        for seen, length in people_of_lists(published(name)):
            result = estimated(seen)
            assert result.lower is not None and result.upper is not None
            held.append(result.lower <= length <= result.upper)
    assert len(held) == 26
    assert sum(held) >= 0.85 * len(held)


def test_the_interval_is_wider_than_that_of_one_selected_model_and_holds_it():
    table = published("kosovo_1999")
    selected = log_linear(table)
    wide = estimated(table)
    assert isinstance(selected, Estimated)
    assert wide.lower <= selected.estimate <= wide.upper
    assert wide.upper - wide.lower > selected.upper - selected.lower


def test_order_of_lists_and_rows_changes_nothing():
    table = published("kosovo_1999")
    turned = from_cells(
        [f"Z{name}" if index == 0 else name for index, name in enumerate(table.lists)],
        [tuple(bool(on) for on in row) for row in table.histories][::-1],
        [int(count) for count in table.counts][::-1],
    )
    assert turned.lists != table.lists
    first, second = estimated(table), estimated(turned)
    assert first.estimate == pytest.approx(second.estimate, abs=1)
    assert first.upper == pytest.approx(second.upper, abs=2)


def test_the_same_seed_gives_the_same_draws_and_another_the_same_interval():
    first, again = estimated(TWO, seed=5), estimated(TWO, seed=5)
    other = estimated(TWO, seed=6)
    assert np.array_equal(first.draws.people, again.draws.people)
    assert not np.array_equal(first.draws.people, other.draws.people)
    assert (first.lower, first.upper) == (other.lower, other.upper)


def test_draws_agree_with_the_interval_and_never_fall_below_the_documented():
    result = estimated(published("lesbian"))
    drawn = result.draws.people
    assert drawn.min() >= result.n_documented
    assert np.median(drawn) == pytest.approx(result.estimate, rel=0.03)
    assert np.quantile(drawn, 0.975) == pytest.approx(result.upper, rel=0.06)


def test_more_people_narrow_the_interval_but_not_below_what_dependence_leaves_open():
    table = published("lesbian")
    cells = [tuple(bool(on) for on in row) for row in table.histories]
    often = from_cells(list(table.lists), cells, [int(count) * 100 for count in table.counts])
    once, hundredfold = estimated(table), estimated(often)
    spread_once = math.log(once.upper / once.lower)
    spread_hundredfold = math.log(hundredfold.upper / hundredfold.lower)
    assert 0.1 < spread_hundredfold < spread_once


def test_a_higher_level_gives_a_wider_interval():
    narrow, wide = estimated(TWO, level=0.8), estimated(TWO, level=0.95)
    assert wide.lower < narrow.lower < narrow.upper < wide.upper


def test_with_two_lists_the_result_says_that_dependence_is_assumed():
    assert any("two lists" in note for note in estimated(TWO).notes)


def test_other_estimates_outside_the_interval_are_named():
    other = replace(estimated(TWO), estimate=100_000.0, lower=90_000.0, upper=110_000.0)
    assert any(
        "elsewhere (100,000)" in note for note in estimated(TWO, known={"elsewhere": other}).notes
    )


def test_one_person_in_common_gives_a_doubt_and_no_interval():
    thin = from_cells(
        ["A", "B", "C"],
        [(True, False, False), (False, True, False), (False, False, True), (True, True, False)],
        [300, 300, 4, 1],
    )
    result = estimated(thin)
    assert result.status == "fragile"
    assert result.lower is None and result.upper is None
    assert "hardly tell" in result.doubts[0]


def test_no_person_in_common_is_not_estimable():
    apart = from_cells(["A", "B"], [(True, False), (False, True)], [20, 30])
    result = recommended(apart)
    assert isinstance(result, NotEstimable)
    assert "No person is on two lists" in result.reason


def test_eleven_lists_are_too_many():
    lists = [f"L{number}" for number in range(11)]
    cells = [
        tuple(index in (place, (place + 1) % 11) for index in range(11)) for place in range(11)
    ]
    result = recommended(from_cells(lists, cells, [5] * 11))
    assert isinstance(result, NotEstimable)
    assert "Merge lists" in result.reason


def test_the_sensitivity_shows_other_priors_and_dependence():
    result = recommended(published("spina"))
    what = {row.what for row in result.sensitivity}
    assert "prior of the dependence between lists" in what
    assert "odds ratio of every two lists" in what
