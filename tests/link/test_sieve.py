"""The sieve: pairs that share a key and nothing else are not compared, and stand for each other."""

import sys
from pathlib import Path

import numpy as np
import pytest
from link_builders import record, records_of

from onrecord.link.engine.candidates import candidates, own_list
from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.sieve import met, passes, sieve_of
from onrecord.link.engine.table import Table, table_of

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import FREE_OF_DUPLICATES, population_lists

MANY = 4000


def strangers(*more: dict[str, object]) -> Table:
    """Samir Darwish of all ages, in many places, and others after them."""
    rows = [
        record(str(at), "Samir Khalil Darwish" if at % 2 else "Walid Omar Nassar", of="AB"[at % 2],
               age=at % 80, place=f"Town{at % 53}", day=f"2031-{1 + at % 12:02}-{1 + at % 28:02}")
        for at in range(MANY)
    ]  # fmt: skip
    rows += [record(str(MANY + at), **said) for at, said in enumerate(more)]  # type: ignore[arg-type]
    return table_of(rows)


def passed(table: Table, *pairs: tuple[int, int]) -> list[bool]:
    sieve = sieve_of(table, own_list(table, np.zeros(len(table.lists), np.bool_)))
    left, right = np.array(pairs, np.int32).T
    return passes(sieve, left, right).tolist()


def test_what_is_common_says_less_than_what_is_rare() -> None:
    common = {"name": "Samir Darwish", "age": 30}
    rare = {"name": "Wadia Zurayq", "age": 30}
    far = {"name": "Wadia Zurayq", "age": 70, "place": "Elsewhere", "day": "2031-01-01"}
    table = strangers(common, common | {"age": 80}, rare, rare | {"age": None}, far)
    first = MANY
    assert passed(table, (first, first + 1), (first + 2, first + 3), (first + 3, first + 4)) == [
        False, True, True,
    ]  # fmt: skip


def test_a_name_passes_in_another_order_and_another_script() -> None:
    table = strangers(
        {"name": "Wadia Zurayq"}, {"name": "Zurayq Wadia"}, {"name": "وديع زريق"},
        {"name": "Wadia Zurayq Hamdan"}, {"name": "Zurayq Wadia Omar"},
    )  # fmt: skip
    n = MANY
    assert passed(table, (n, n + 1), (n, n + 2), (n, n + 3), (n, n + 4)) == [True] * 4


def test_names_that_stand_in_each_others_columns_pass() -> None:
    table = strangers(
        {"name": "", "given_name": "Wadia", "family_name": "Zurayq"},
        {"name": "", "given_name": "Zurayq", "family_name": "Wadia"},
        {"name": "", "given_name": "Zurayq", "family_name": "Hamdan"},
    )
    assert passed(table, (MANY, MANY + 1), (MANY, MANY + 2)) == [True, False]


def test_the_order_of_records_changes_neither_what_passes_nor_what_is_set_aside() -> None:
    rows = [record(str(at), f"{own} {father} Darwish", of="AB"[at % 2], age=at % 70)
            for at, (own, father) in enumerate(
                (own, father) for own in ("Samir", "Walid", "Omar", "Hana") * 20
                for father in ("Khalil", "Nabil", "Adel") * 5
            )]  # fmt: skip
    turned = rows[::-1]
    found = []
    for records in (rows, turned):
        table = table_of(records)
        met_ = candidates(table, np.zeros(2, np.bool_))
        ids = np.array([int(one.id.removeprefix("record-")) for one in records])
        for left, right in ((met_.left, met_.right), met_.aside):
            pairs = np.sort(np.stack([ids[left], ids[right]]), axis=0)
            found.append(set(map(tuple, pairs.T.tolist())))
    assert found[0] == found[2] and found[1] == found[3]
    assert found[0] and found[1] and not found[0] & found[1]


def test_pairs_set_aside_stand_for_all_that_did_not_pass() -> None:
    table = strangers()
    sieve = sieve_of(table, own_list(table, np.zeros(2, np.bool_)))._replace(each=16)
    block = np.arange(0, MANY, 8, dtype=np.int32)
    whole = np.zeros(1, np.int64), np.array([len(block)])
    passing, aside, _ = met(sieve, block, *whole)
    in_all = len(block) * (len(block) - 1) // 2
    assert len(aside) * 16 == np.clip(
        len(aside) * 16, *(0.8, 1.2) * np.array(in_all - len(passing))
    )


@pytest.mark.parametrize("size", [3, 40, 290])
def test_many_looked_at_together_pass_as_each_pair_by_itself_would(size: int) -> None:
    made = population_lists(2000, 5)
    table = table_of(records_of(made.columns))
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
    sieve = sieve_of(table, own_list(table, free))._replace(each=8)
    # Namesakes, so that many sums are near the least; in no order of their own.
    by_name = np.argsort(table.given + 1000 * table.family, kind="stable").astype(np.int32)
    for start in (0, 700, 1400):
        block = by_name[start : start + size]
        codes, aside, _ = met(sieve, block, np.zeros(1, np.int64), np.array([size]))
        a, b = (block[side] for side in np.triu_indices(size, 1))
        left, right = np.minimum(a, b), np.maximum(a, b)
        alone = passes(sieve, left, right)
        every = left * np.int64(len(table)) + right
        assert set(codes.tolist()) == set(every[alone].tolist())
        assert not set(aside.tolist()) & set(codes.tolist())


def test_a_block_whose_records_are_all_alike_is_a_crowd() -> None:
    table = table_of([record(str(at), "Wadia Zurayq", of=str(at % 2)) for at in range(400)])
    sieve = sieve_of(table, own_list(table, np.zeros(2, np.bool_)))
    few, many = np.arange(150, dtype=np.int32), np.arange(151, dtype=np.int32)
    start = np.zeros(1, np.int64)
    for block, crowds in ((few, False), (many, True)):
        passing, _, crowd = met(sieve, block, start, np.array([len(block)]))
        assert crowd.tolist() == [crowds]
        assert (len(passing) == 0) == crowds


def test_pairs_compared_are_told_apart_from_pairs_met() -> None:
    table = strangers()
    free = np.zeros(2, np.bool_)
    linked, found = link_table(table, free_of_duplicates=free), candidates(table, free)
    assert linked.n_candidates == len(found)
    assert linked.n_met == len(found) + len(found.aside[0]) * found.worth
