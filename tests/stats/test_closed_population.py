"""What each model of the closed-population family says, and what it leaves unsaid."""

import itertools
import math

import pytest

from onrecord.stats import Estimated, NotEstimable, fit_models, from_cells
from onrecord.stats.closed_population import MODELS, closed_population


def expected(n_people, chances):
    """The rounded expected table of independent lists."""
    patterns, counts = [], []
    for history in itertools.product([True, False], repeat=len(chances)):
        share = math.prod(p if on else 1 - p for p, on in zip(chances, history, strict=True))
        if any(history):
            patterns.append(history)
            counts.append(round(n_people * share))
    return from_cells([f"L{i}" for i in range(len(chances))], patterns, counts)


def by_name(table):
    return {
        model.name: result for model, result in zip(MODELS, closed_population(table), strict=False)
    }


def test_one_chance_for_all_is_recovered_by_m0():
    found = by_name(expected(10_000, (0.2, 0.2, 0.2, 0.2)))["M0"]
    assert isinstance(found, Estimated)
    assert found.status == "ok"
    assert found.estimate == pytest.approx(10_000, rel=1e-3)
    assert found.lower < 10_000 < found.upper


def test_lists_of_different_reach_contradict_m0_and_not_mt():
    found = by_name(expected(10_000, (0.1, 0.3, 0.2, 0.4)))
    assert found["M0"].status == "fragile"
    assert found["M0"].lower is None
    assert "contradicts" in found["M0"].doubts[0]
    assert found["Mt"].status == "ok"
    assert found["Mt"].estimate == pytest.approx(10_000, rel=1e-3)


def test_mt_is_the_log_linear_model_of_independence():
    table = expected(3_000, (0.1, 0.3, 0.2))
    fits, _ = fit_models(table, [frozenset()])
    found = by_name(table)["Mt"]
    assert found.estimate == pytest.approx(fits[0].estimate, rel=1e-9)
    assert found.diagnostics["bic"] == pytest.approx(fits[0].bic, rel=1e-9)


@pytest.mark.parametrize("form", ["Poisson2", "Darroch", "Gamma3.5"])
def test_a_form_of_heterogeneity_is_never_without_doubt(form):
    found = by_name(expected(10_000, (0.2, 0.2, 0.2, 0.2)))[f"Mth {form}"]
    assert found.status == "fragile"
    assert "Link 2003" in found.doubts[-1]
    assert {other.setting for other in found.sensitivity} == {"Poisson2", "Darroch", "Gamma3.5"}


def test_chaos_bounds_are_called_bounds():
    kinds = {name: one.kind for name, one in by_name(expected(900, (0.3, 0.2, 0.4))).items()}
    assert {name for name, kind in kinds.items() if kind == "lower bound"} == {
        "Mh Chao",
        "Mth Chao",
    }


def test_two_lists_carry_no_heterogeneity():
    for name, result in by_name(expected(900, (0.3, 0.2))).items():
        assert isinstance(result, Estimated) == (name in ("M0", "Mt")), name
        if name not in ("M0", "Mt"):
            assert "nothing tells how people differ" in result.reason
            assert (result.kind == "lower bound") == ("Chao" in name)


def test_a_model_without_an_estimate_says_so():
    """All are on two lists: a curve through one point says nothing of those on none."""
    table = from_cells(["A", "B", "C"], [[1, 1, 0], [1, 0, 1], [0, 1, 1]], [30, 20, 10])
    found = by_name(table)["Mh Darroch"]
    assert isinstance(found, NotEstimable)
    assert "no estimate" in found.reason
