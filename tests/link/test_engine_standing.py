"""New records linked into those that stand: what they touch is settled again, and nothing else.

The lists are those of the benchmark, with a seed that was not used in tuning.
"""

import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest
from link_builders import record, records_of

from onrecord.link.engine.candidates import candidates
from onrecord.link.engine.kept import Kept
from onrecord.link.engine.linkage import Judged, Linkage, link_table
from onrecord.link.engine.standing import Added, Standing, link_more, standing
from onrecord.link.engine.table import Table, table_of
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import FREE_OF_DUPLICATES, victim_lists

SEED, OLD, NEW = 2004, 3000, 300


def generated(n: int, seed: int) -> tuple[list[Record], np.ndarray]:
    made = victim_lists(n, seed)
    return records_of(made.columns), made.person


def free(table: Table) -> np.ndarray:
    return np.array([name in FREE_OF_DUPLICATES for name in table.lists])


def kept(records: list[Record]) -> Standing:
    table = table_of(records)
    return standing(table, link_table(table, free_of_duplicates=free(table)), free(table))


@pytest.fixture(scope="module")
def lists() -> tuple[list[Record], np.ndarray]:
    return generated(OLD + NEW, SEED)


@pytest.fixture(scope="module")
def before(lists: tuple[list[Record], np.ndarray]) -> Standing:
    return kept(lists[0][:OLD])


@pytest.fixture(scope="module")
def added(lists: tuple[list[Record], np.ndarray], before: Standing) -> Added:
    return link_more(before, table_of(lists[0][OLD:], known=before.table))


def with_a_new_record(cluster: np.ndarray) -> set[tuple[int, int]]:
    """The pairs of one cluster of which one record is new."""
    order = np.lexsort((np.arange(len(cluster)), cluster))
    groups = np.split(order, np.flatnonzero(np.diff(cluster[order])) + 1)
    return {(int(a), int(b)) for group in groups for b in group if b >= OLD for a in group if a < b}


def agreement(found: set[tuple[int, int]], wanted: set[tuple[int, int]]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def test_a_cluster_that_no_new_record_touches_stays_as_it_was(
    before: Standing, added: Added
) -> None:
    untouched = np.setdiff1d(np.arange(OLD), added.touched)
    assert 0 < len(added.touched) < OLD / 2
    now = added.standing.linkage.cluster
    assert np.array_equal(now[untouched], before.linkage.cluster[untouched])
    assert not np.isin(now[untouched], now[OLD:]).any()


def test_new_records_join_the_persons_that_linking_all_at_once_would_give_them(
    lists: tuple[list[Record], np.ndarray], added: Added
) -> None:
    records, person = lists
    table = table_of(records)
    whole: Linkage = link_table(table, free_of_duplicates=free(table))
    by_parts = with_a_new_record(added.standing.linkage.cluster)
    at_once, true = with_a_new_record(whole.cluster), with_a_new_record(person)
    assert agreement(by_parts, at_once) > 0.95
    assert agreement(by_parts, true) > agreement(at_once, true) - 0.02


def test_new_records_meet_those_that_they_would_meet_if_all_were_linked(
    lists: tuple[list[Record], np.ndarray], before: Standing, added: Added
) -> None:
    """At this size no block is too large, so the very same pairs come up."""
    table = table_of(lists[0])
    met = candidates(table, free(table))
    n_met = added.standing.linkage.n_candidates - before.linkage.n_candidates
    assert n_met == int((met.right >= OLD).sum())


def test_what_stands_takes_records_again_and_again(
    lists: tuple[list[Record], np.ndarray], before: Standing, added: Added
) -> None:
    records, _ = lists
    half = OLD + NEW // 2
    first = link_more(before, table_of(records[OLD:half], known=before.table)).standing
    second = link_more(first, table_of(records[half:], known=first.table)).standing
    assert len(second.table) == OLD + NEW
    once, twice = (with_a_new_record(stands.linkage.cluster) for stands in (added.standing, second))
    assert agreement(once, twice) > 0.97


def test_a_judgement_on_a_new_record_holds(
    lists: tuple[list[Record], np.ndarray], before: Standing, added: Added
) -> None:
    cluster = added.standing.linkage.cluster
    old, new = sorted(pair for pair in with_a_new_record(cluster) if pair[0] < OLD)[0]
    more = table_of(lists[0][OLD:], known=before.table)
    for same in (False, True):
        stranger = 0 if same else old
        judged = Judged(np.array([stranger], np.int32), np.array([new], np.int32), np.array([same]))
        now = link_more(before, more, judged=judged).standing.linkage.cluster
        assert (now[stranger] == now[new]) is np.bool_(same)


def test_a_record_nobody_shares_a_key_with_stays_alone(before: Standing) -> None:
    stranger = table_of([record("x", "Zygmunt Wojciechowski", of="E")], known=before.table)
    now = link_more(before, stranger)
    assert len(now.touched) == 0
    assert now.standing.linkage.cluster[OLD] == OLD


def test_what_judged_pairs_taught_weighs_new_records_too(
    lists: tuple[list[Record], np.ndarray],
) -> None:
    """As a linkage of all records by the same weights and lesson, for nearly every new pair."""
    records, person = lists
    table = table_of(records[:OLD])
    plain = link_table(table, free_of_duplicates=free(table))
    open_ = np.flatnonzero((plain.same > 0.02) & (plain.same < 0.98))
    at = np.random.default_rng(6).permutation(open_)[:150]
    left, right = plain.compared.left[at], plain.compared.right[at]
    judged = Judged(left, right, person[left] == person[right])
    linkage = link_table(table, free_of_duplicates=free(table), judged=judged)
    assert linkage.relearned is not None
    stands = standing(table, linkage, free(table))
    assert stands.lesson is linkage.relearned.lesson
    more = table_of(records[OLD:], known=table)
    found = link_more(stands, more, judged=judged).standing
    unheard = link_more(msgspec.structs.replace(stands, lesson=None), more, judged=judged).standing
    kept = Kept(trained=linkage.trained, lesson=stands.lesson)
    anew = link_table(found.table, free_of_duplicates=found.free, judged=judged, kept=kept)
    wanted = chances_of(anew)
    apart, without = (
        [abs(chance - wanted[pair]) for pair, chance in chances_of(one.linkage).items()
         if pair in wanted]
        for one in (found, unheard)
    )  # fmt: skip
    assert len(apart) > 300 and sum(difference > 0.02 for difference in apart) < 0.05 * len(apart)
    assert sum(apart) < 0.3 * sum(without)


def chances_of(linkage: Linkage) -> dict[tuple[int, int], float]:
    """The chances of pairs with a new record that are not hopeless."""
    compared, kept = linkage.compared, (linkage.compared.right >= OLD) & (linkage.same > 1e-3)
    pairs = zip(compared.left[kept].tolist(), compared.right[kept].tolist(), strict=True)
    return dict(zip(pairs, linkage.same[kept].tolist(), strict=True))
