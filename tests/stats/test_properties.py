"""What must hold on any table."""

import math

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.stats import (
    Estimated,
    Histories,
    chao_by_frequency,
    chao_lower_bound,
    chapman,
    from_cells,
    lincoln_petersen,
    log_linear,
    log_linear_average,
)

METHODS = (
    chao_by_frequency,
    chao_lower_bound,
    chapman,
    lincoln_petersen,
    log_linear,
    log_linear_average,
)


@st.composite
def cells(draw):
    """A table of 2 to 4 lists with sparse and full cells; every list holds somebody."""
    n_lists = draw(st.integers(2, 4))
    patterns = [
        tuple(bool(mask >> i & 1) for i in range(n_lists)) for mask in range(1, 1 << n_lists)
    ]
    size = st.one_of(st.just(0), st.integers(1, 12), st.integers(1, 5000))
    counts = [draw(size) for _ in patterns]
    counts[-1] = counts[-1] or 1
    return [chr(65 + i) for i in range(n_lists)], patterns, counts


@settings(deadline=None, max_examples=20)
@given(cells(), st.randoms(use_true_random=False))
def test_order_of_lists_and_rows_changes_nothing(written, random):
    lists, patterns, counts = written
    columns = list(range(len(lists)))
    rows = list(range(len(patterns)))
    random.shuffle(columns)
    random.shuffle(rows)
    shuffled = from_cells(
        [lists[c] for c in columns],
        [[patterns[r][c] for c in columns] for r in rows],
        [counts[r] for r in rows],
    )
    table = from_cells(lists, patterns, counts)
    for method in METHODS:
        assert method(shuffled) == method(table)


@settings(deadline=None, max_examples=40)
@given(cells())
def test_no_estimate_lies_below_the_documented_count_and_none_is_nan(written):
    table = from_cells(*written)
    for method in METHODS:
        result = method(table)
        if isinstance(result, Estimated):
            numbers = [result.estimate, result.lower, result.upper, result.standard_error]
            assert all(math.isfinite(number) for number in numbers if number is not None)
            assert table.n_documented <= result.lower <= result.estimate + 1e-6
            assert result.upper is None or result.estimate <= result.upper + 1e-6
        else:
            assert result.reason


@settings(deadline=None, max_examples=30)
@given(cells(), st.integers(2, 9))
def test_multiplying_all_counts_multiplies_the_estimate(written, times):
    """The same shares in a larger population: the estimate grows in proportion."""
    lists, patterns, counts = written
    small = chao_lower_bound(from_cells(lists, patterns, counts))
    large = chao_lower_bound(from_cells(lists, patterns, [times * count for count in counts]))
    assert isinstance(small, Estimated) == isinstance(large, Estimated)
    if isinstance(small, Estimated) and isinstance(large, Estimated):
        assert math.isclose(large.estimate, times * small.estimate, rel_tol=1e-6)


def independent(n_people: int, chances: tuple[float, ...]) -> Histories:
    """The expected table of a population of independent lists, rounded."""
    patterns, counts = [], []
    for mask in range(1, 1 << len(chances)):
        history = [bool(mask >> i & 1) for i in range(len(chances))]
        share = math.prod(p if on else 1 - p for p, on in zip(chances, history, strict=True))
        patterns.append(history)
        counts.append(round(n_people * share))
    return from_cells([chr(65 + i) for i in range(len(chances))], patterns, counts)


def test_independent_lists_give_back_the_population_that_they_were_drawn_from():
    result = log_linear(independent(100_000, (0.3, 0.2, 0.4)))
    assert isinstance(result, Estimated)
    assert math.isclose(result.estimate, 100_000, rel_tol=1e-3)
    assert result.diagnostics["model"] == "[A, B, C]"
