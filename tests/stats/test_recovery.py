"""Populations whose number is known; in full in benchmarks/stats_recovery.py."""

import numpy as np
import pytest

from onrecord.stats import Estimated, Histories, tabulate
from onrecord.stats.log_linear_estimate import log_linear_average
from onrecord.stats.recommended import recommended

N_PEOPLE, N_POPULATIONS = 2000, 6
CHANCES = np.array([0.3, 0.2, 0.15, 0.1])
HARD, EASY = np.array([0.12, 0.08, 0.06, 0.04]), np.array([0.55, 0.45, 0.35, 0.25])


def independent(rng: np.random.Generator) -> np.ndarray:
    return rng.random((N_PEOPLE, 4)) < CHANCES


def leaning_together(rng: np.random.Generator) -> np.ndarray:
    on = independent(rng)
    on[:, 1] |= on[:, 0] & (rng.random(N_PEOPLE) < 0.25)
    return on


def avoiding_each_other(rng: np.random.Generator) -> np.ndarray:
    on = independent(rng)
    on[:, 1] &= ~(on[:, 0] & (rng.random(N_PEOPLE) < 0.6))
    return on


def two_classes(rng: np.random.Generator) -> np.ndarray:
    easy = rng.random((N_PEOPLE, 1)) < 0.3
    return rng.random((N_PEOPLE, 4)) < np.where(easy, EASY, HARD)


def table_of(on: np.ndarray) -> Histories:
    lists = ["A", "B", "C", "D"]
    people = ([name for name, one in zip(lists, row, strict=True) if one] for row in on)
    return tabulate(lists, [person for person in people if person])


def held(draw, method) -> int:
    count = 0
    for seed in range(N_POPULATIONS):
        result = method(table_of(draw(np.random.default_rng(seed))))
        assert isinstance(result, Estimated)
        count += result.lower <= N_PEOPLE <= result.upper
    return count


@pytest.mark.parametrize("draw", [independent, leaning_together, avoiding_each_other])
def test_the_recommended_interval_holds_the_number_whichever_way_lists_lean(draw):
    assert held(draw, lambda table: recommended(table, fast=True)) >= N_POPULATIONS - 1


def test_classes_of_people_defeat_the_averaged_log_linear_models_and_less_so_the_recommended():
    """No model tried has classes; interactions that share a mean come near them."""
    averaged = held(two_classes, log_linear_average)
    recommended_held = held(two_classes, lambda table: recommended(table, fast=True))
    assert averaged < recommended_held
