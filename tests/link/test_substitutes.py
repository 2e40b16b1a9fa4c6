"""Names and places that lists write for one another, read off the lists themselves."""

import sys
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from onrecord.link.duplicates import duplicates_in
from onrecord.link.engine.kept import Kept
from onrecord.link.engine.kinds import SAME
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Linkage, link_table
from onrecord.link.engine.patterns import decoded
from onrecord.link.engine.substitutes import SHOWN, learned_from_pairs, moved_by
from onrecord.link.engine.table import Table, table_of
from onrecord.link.engine.training import kinds_of
from onrecord.link.persons import link_persons
from onrecord.link.releases import ListRow
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import COLUMNS, FREE_OF_DUPLICATES, victim_lists

POPULATION = 23


@pytest.fixture(scope="module")
def records() -> list[Record]:
    rows = zip(*(victim_lists(20_000, POPULATION).columns[name] for name in COLUMNS), strict=True)
    return [
        Record(id=f"{i:>05}", rendition=str(li), list_name=str(li), row=1, claims=(), name=na,
               given_name=gi, father_name=fa, family_name=fm, age=ag, sex=se, place=pl,
               earliest=ea, latest=la)
        for i, li, na, gi, fa, fm, ag, se, pl, ea, la in rows
    ]  # type: ignore[arg-type]  # fmt: skip


def linked(records: list[Record]) -> tuple[Table, Linkage]:
    table = table_of(records)
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
    return table, link_table(table, free_of_duplicates=free)


@pytest.fixture(scope="module")
def both(records: list[Record]) -> tuple[Table, Linkage]:
    return linked(records)


def test_chances_fit_the_truth_better_for_it(both: tuple[Table, Linkage]) -> None:
    _, linkage = both
    person = victim_lists(20_000, POPULATION).person
    compared = linkage.compared
    same = person[compared.left] == person[compared.right]

    def loss(chance: np.ndarray) -> float:
        right = np.clip(np.where(same, chance, 1 - chance), 1e-9, 1)
        return float(-np.log(right).sum())

    plain = kinds_of(compared.pattern, linkage.trained.mixture)[:, SAME]
    assert loss(linkage.same) < 0.97 * loss(plain)


def test_equal_values_and_turned_names_are_no_substitutes(both: tuple[Table, Linkage]) -> None:
    table, linkage = both
    assert linkage.substitutes is not None
    moved = linkage.substitutes.shift_by(table, *linkage.compared.columns)
    assert (np.abs(moved) > 0.5).sum() > 100
    left, right = linkage.compared.left, linkage.compared.right
    columns = (table.given, table.father, table.family, table.place)
    for of_comparison, column in zip(moved.T, columns, strict=True):
        alike = (column[left] == column[right]) | (column[left] < 0) | (column[right] < 0)
        assert not of_comparison[alike].any()
    at = list(COMPARISONS).index("order")
    turned = decoded(linkage.compared.pattern)[:, at] == COMPARISONS["order"].index("turned") + 1
    assert turned.any() and not moved[turned].any()


def test_the_order_of_pairs_and_of_their_records_moves_no_byte(
    both: tuple[Table, Linkage],
) -> None:
    table, linkage = both
    left, right, pattern = linkage.compared.columns
    learned, shift = learned_from_pairs(table, left, right, pattern, linkage.same)
    order = np.random.default_rng(4).permutation(len(left))
    again, _ = learned_from_pairs(
        table, right[order], left[order], pattern[order], linkage.same[order]
    )
    assert learned.code.tobytes() == again.code.tobytes()
    assert learned.moved.tobytes() == again.moved.tobytes()
    assert shift == pytest.approx(learned.shift(table, left, right, pattern), abs=1e-12)


def test_of_two_spellings_as_close_those_of_one_person_speak_for_it(
    both: tuple[Table, Linkage],
) -> None:
    """Two pairs of given names that are written nearly alike: one is one person's, one never is."""
    table, linkage = both
    compared = linkage.compared
    near = decoded(compared.pattern)[:, 0] == COMPARISONS["given name"].index("near") + 1
    given = np.sort(np.stack([table.given[compared.left], table.given[compared.right]], 1), axis=1)
    names, counts = np.unique(given[near], axis=0, return_counts=True)
    first, second = names[np.argsort(-counts, kind="stable")[:2]]
    of_first, of_second = ((given == pair).all(axis=1) & near for pair in (first, second))
    same = np.full(len(near), 0.5)
    same[of_first], same[of_second] = 1.0, 0.0
    learned, _ = learned_from_pairs(table, *compared.columns, same)
    moved = learned.shift_by(table, *compared.columns)[:, SHOWN.index("given name")]
    assert counts.max() > 3
    assert moved[of_first].max() > 0.1 and moved[of_second].min() < -0.1


def test_odds_are_moved_and_what_is_left_is_shared() -> None:
    chance = np.array([[0.5, 0.3], [0.0, 0.9], [1.0, 0.0], [0.2, 0.8]])
    moved = moved_by(chance, np.log([4.0, 4.0, 0.25, 4.0]))
    assert moved[0] == pytest.approx([0.8, 0.12])
    assert moved[1] == pytest.approx([0.0, 0.9])
    assert moved[2] == pytest.approx([1.0, 0.0])
    assert moved[3] == pytest.approx([0.5, 0.5])


def test_the_steps_of_a_pair_add_up_and_say_what_the_lists_say(records: list[Record]) -> None:
    pairs = link_persons(records, ()).pairs
    said = [r for pair in pairs for r in pair.reasons if r.startswith("elsewhere in these lists")]
    assert any("often" in r for r in said) and any("seldom" in r for r in said)
    for pair in pairs:
        if 0.001 < pair.chance < 0.999:
            whole = sum(step.weight for step in pair.steps)
            assert whole == pytest.approx(pair.match_weight, abs=0.02)


def test_small_tables_read_nothing_off_themselves(records: list[Record]) -> None:
    _, linkage = linked(records[:900])
    assert linkage.substitutes is None


def test_weights_that_are_used_again_read_it_off_anew_unless_told_not_to(
    both: tuple[Table, Linkage],
) -> None:
    table, linkage = both
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
    kept = Kept(trained=linkage.trained)
    again = link_table(table, free_of_duplicates=free, kept=kept)
    assert again.same.tobytes() == linkage.same.tobytes()
    plain = link_table(table, free_of_duplicates=free, kept=structs.replace(kept, reads_off=False))
    assert plain.substitutes is None and linkage.substitutes is not None


def test_a_list_that_holds_nobody_twice_is_not_told_to(records: list[Record]) -> None:
    """Its own pairs are of two people, however alike their names: they teach nothing."""
    _, linkage = linked(records)
    rows = [
        ListRow(record=record, sheet="", said={"name": record.name or "", "row": record.id})
        for record in records
        if record.list_name == "B"
    ]
    plain, read_off = (
        duplicates_in(rows, Kept(trained=linkage.trained, reads_off=reads_off))
        for reads_off in (False, True)
    )
    assert len(rows) > 4000 and len(plain) < len(read_off)
