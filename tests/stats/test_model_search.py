"""Which models are tried, and which is selected."""

import itertools
import math

import pytest

from onrecord.stats import Estimated, Histories, fit_models, from_cells, log_linear, search_models
from onrecord.stats.hierarchy import all_models, generating_terms, inside, model_name, neighbours
from onrecord.stats.log_linear_estimate import model_weights


def expected(n_people: int, chances: tuple[float, ...], together: float = 1.0) -> Histories:
    """The rounded expected table of independent lists; the first two overlap ``together`` times."""
    patterns, counts = [], []
    for history in itertools.product([True, False], repeat=len(chances)):
        share = math.prod(p if on else 1 - p for p, on in zip(chances, history, strict=True))
        if any(history):
            patterns.append(history)
            counts.append(round(n_people * share * (together if all(history[:2]) else 1)))
    return from_cells([f"L{i}" for i in range(len(chances))], patterns, counts)


@pytest.mark.parametrize("n_lists", [2, 3, 4, 5])
def test_every_model_is_hierarchical(n_lists):
    for model in all_models(n_lists):
        for term in model:
            assert all(part in model for part in inside(term) if part.bit_count() > 1)


def test_a_step_adds_or_removes_one_term_and_stays_hierarchical():
    known = set(all_models(4))
    for model in all_models(4):
        for other in neighbours(model, 4):
            assert len(model ^ other) == 1
            assert other in known


def test_a_model_is_named_by_its_largest_terms():
    model = frozenset({0b0011, 0b0101, 0b0110, 0b0111})
    assert generating_terms(model) == (0b0111,)
    assert model_name(model, ["A", "B", "C", "D"]) == "[A·B·C, D]"


def test_six_lists_are_searched_and_said_not_to_be_tried_in_full():
    table = expected(20_000, (0.3, 0.25, 0.2, 0.3, 0.25, 0.2), together=1.6)
    search = search_models(table)
    assert "not all models were tried" in search.how
    best = search.fits[0]
    around, _ = fit_models(table, neighbours(best.model, 6))
    assert all(best.bic <= other.bic for other in around)
    assert "L0·L1" in best.name


def test_dependence_of_two_lists_is_found_and_allowed_for():
    """Overlap of the first two lists is doubled: independence falls short, [L0·L1] does not."""
    table = expected(50_000, (0.2, 0.2, 0.3, 0.3), together=2.0)
    result = log_linear(table)
    assert isinstance(result, Estimated)
    assert result.diagnostics["model"] == "[L0·L1, L2, L3]"
    independent, _ = fit_models(table, [frozenset()])
    assert independent[0].estimate < result.lower


def test_weights_of_models_add_up_to_one_and_fall_with_the_criterion():
    weights = model_weights(search_models(expected(9_000, (0.3, 0.2, 0.3))))
    assert math.isclose(sum(weights), 1)
    assert weights == sorted(weights, reverse=True)


def test_criteria_can_be_chosen():
    table = expected(3_000, (0.3, 0.2, 0.3, 0.2), together=1.3)
    for criterion in ("aic", "aicc", "bic"):
        fits = search_models(table, criterion=criterion).fits
        values = [fit.criterion(criterion) for fit in fits]
        assert values == sorted(values)
