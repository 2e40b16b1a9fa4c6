"""What must hold for every method that a report asks, on one table of each kind."""

import json
import math
from dataclasses import replace
from itertools import product

import pytest

from onrecord.stats import Estimated, Histories, NotEstimable, from_cells
from onrecord.stats.estimate import Result
from onrecord.stats.methods import METHODS, Asked, estimates, methods_for

ASKED = Asked(seed=3, known={})
SLOW = ("latent-classes",)
QUICK = tuple(name for name in METHODS if name not in SLOW)
CELLS = [cell for cell in product((0, 1), repeat=3) if any(cell)]
COUNTS = [60, 48, 14, 44, 11, 12, 5]


def table() -> Histories:
    return from_cells(["A", "B", "C"], CELLS, COUNTS)


def ask(name: str, of: Histories) -> Result:
    return METHODS[name](of, ASKED)


@pytest.mark.parametrize("name", METHODS)
def test_the_order_of_lists_and_rows_changes_nothing(name):
    order = [5, 2, 0, 6, 1, 4, 3]
    turned = from_cells(
        ["C", "A", "B"],
        [(CELLS[row][2], CELLS[row][0], CELLS[row][1]) for row in order],
        [COUNTS[row] for row in order],
    )
    one, other = ask(name, table()), ask(name, turned)
    assert one == other


@pytest.mark.parametrize("name", QUICK)
def test_a_list_that_holds_nobody_changes_nothing(name):
    more = from_cells(["A", "B", "C", "D"], [(*cell, 0) for cell in CELLS], COUNTS)
    assert ask(name, more) == ask(name, table())


@pytest.mark.parametrize("name", METHODS)
def test_the_same_seed_gives_the_same_bytes(name):
    once, again = ask(name, table()), ask(name, table())
    assert repr(once) == repr(again)
    if once.draws is not None and again.draws is not None:
        assert once.draws.people.tobytes() == again.draws.people.tobytes()


@pytest.mark.parametrize("name", METHODS)
def test_no_number_lies_below_the_documented_and_each_says_what_it_assumes(name):
    result = ask(name, table())
    assert result.assumptions
    assert result.table == table().digest
    if isinstance(result, Estimated):
        assert result.estimate >= result.n_documented
        assert result.lower is None or result.lower >= result.n_documented
        assert result.upper is None or math.isfinite(result.upper)


TELLS_NOTHING = {
    "no overlap": from_cells(["A", "B", "C"], [(1, 0, 0), (0, 1, 0), (0, 0, 1)], [9, 8, 7]),
    "copies": from_cells(["A", "B"], [(1, 1)], [30]),
    "two lists alike": from_cells(["A", "B", "C"], [(1, 1, 0), (0, 0, 1), (1, 1, 1)], [9, 8, 7]),
}


@pytest.mark.parametrize("kind", TELLS_NOTHING)
@pytest.mark.parametrize("name", METHODS)
def test_a_table_that_tells_nothing_gives_a_sentence_and_the_way_out(name, kind):
    result = ask(name, TELLS_NOTHING[kind])
    assert isinstance(result, NotEstimable)
    assert len(result.reason.split()) > 8
    assert result.reason.endswith(".")


def test_many_lists_give_a_number_or_a_sentence():
    names = [f"list {number:02}" for number in range(25)]
    alone = [[at == number for at in range(25)] for number in range(25)]
    pairs = [[at in (number, (number + 1) % 25) for at in range(25)] for number in range(25)]
    many = from_cells(names, [*alone, *pairs], [9] * 25 + [4] * 25)
    for name in QUICK:
        result = ask(name, many)
        assert isinstance(result, Estimated) or len(result.reason.split()) > 8, name


@pytest.mark.parametrize("people", [2**53, 10**9, 10**6])
def test_one_huge_cell_gives_a_number_or_a_sentence(people):
    huge = from_cells(["A", "B", "C"], CELLS, [people, 5, 5, 5, 5, 5, 5])
    for name in QUICK:
        result = ask(name, huge)
        assert isinstance(result, Estimated) or len(result.reason.split()) > 8, name


def test_merging_lists_of_an_independent_population_leaves_the_estimate():
    """Two of three independent lists taken as one are independent of the third."""
    shares = (0.3, 0.2, 0.4)
    counts = [
        round(1e6 * math.prod(p if on else 1 - p for p, on in zip(shares, cell, strict=True)))
        for cell in CELLS
    ]
    three = from_cells(["A", "B", "C"], CELLS, counts)
    merged: dict[tuple[bool, bool], int] = {}
    for (a, b, c), count in zip(CELLS, counts, strict=True):
        merged[bool(a or b), bool(c)] = merged.get((bool(a or b), bool(c)), 0) + count
    two = from_cells(["AB", "C"], list(merged), list(merged.values()))
    for name in ("log-linear", "chao"):
        assert ask(name, two).estimate == pytest.approx(ask(name, three).estimate, rel=1e-3)


def test_results_are_plain_json_but_for_their_draws():
    for name, result in estimates(table(), [name for name in QUICK if "closed" not in name]):
        bare = replace(result, draws=None)
        assert json.dumps([dict(bare.diagnostics), dict(bare.priors)], allow_nan=False), name


def test_every_method_is_asked_of_some_number_of_lists_or_by_name():
    asked = {name for n_lists in range(2, 26) for name in methods_for(n_lists)}
    assert set(METHODS) - asked == {name for name in METHODS if name.startswith("closed-")}


def test_ctrl_c_in_a_sampler_gives_what_was_drawn_and_asks_nothing_more():
    def stop(method: str, drawn: int, most: int) -> None:
        if drawn > 0:
            raise KeyboardInterrupt

    four = [cell for cell in product((0, 1), repeat=4) if any(cell)]
    counts = [40, 30, 9, 25, 8, 7, 3, 22, 6, 5, 2, 4, 2, 1, 1]
    found = estimates(
        from_cells(["A", "B", "C", "D"], four, counts),
        ["latent-classes", "recommended"],
        progress=stop,
    )
    name, result = next(found)
    assert name == "latent-classes"
    assert result.draws is not None
    assert result.status != "ok"
    with pytest.raises(KeyboardInterrupt):
        next(found)
