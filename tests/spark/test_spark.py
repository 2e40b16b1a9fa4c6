"""The linkage on Spark, run on this machine's cores, is the linkage in one process."""

import numpy as np
import pytest
from spark_lists import Lists, assert_the_same, generated, given_up, record

from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Judged, link_table
from onrecord.link.engine.patterns import decoded
from onrecord.link.engine.spark import Spark
from onrecord.link.engine.spark_rows import brought
from onrecord.link.engine.spark_tangles import components
from onrecord.link.engine.table import table_of
from onrecord.model.where import Located
from victim_lists import victim_lists

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def lists() -> Lists:
    return generated(2000, 2002)


def judged(lists: Lists, n: int) -> Judged:
    """Judgements on ``n`` likely pairs by the truth, on strangers against it, and one unsure."""
    linked = link_table(lists.table, free_of_duplicates=lists.free)
    at = np.argsort(np.abs(linked.same - 0.5), kind="stable")[:n]
    left, right = linked.compared.left[at], linked.compared.right[at]
    same = lists.person[left] == lists.person[right]
    known = {(a, b) for a, b in zip(left.tolist(), right.tolist(), strict=True)}
    far = [(a, 1999 - a) for a in range(5) if (a, 1999 - a) not in known]
    sure = np.flatnonzero(linked.same > 0.99)[-3:]
    pairs = [*zip(left.tolist(), right.tolist(), strict=True), *far]
    pairs += zip(
        linked.compared.left[sure].tolist(), linked.compared.right[sure].tolist(), strict=True
    )
    said = [*same.tolist(), *[True] * len(far), *[False] * len(sure)]
    unsure = np.arange(len(pairs)) == len(pairs) - 1
    one, other = np.array(pairs, np.int32).T
    return Judged(one, other, np.array(said), unsure)


def test_lists_are_linked_as_in_one_process(spark: Spark, lists: Lists) -> None:
    wanted = link_table(lists.table, free_of_duplicates=lists.free)
    assert wanted.trained.learned and len(np.unique(wanted.cluster)) < 1500
    found = spark(lists.table, free_of_duplicates=lists.free)
    assert_the_same(found, wanted)
    own = np.flatnonzero(lists.free[lists.table.rendition])
    once = np.stack([found.cluster[own], lists.table.rendition[own]])
    assert len(np.unique(once, axis=1).T) == len(own)


def test_places_on_the_map_and_kin_are_compared_as_in_one_process(spark: Spark) -> None:
    made = victim_lists(1500, 2003, mapped=True)
    words = sorted({str(place) for place in made.columns["place"] if place})
    where = {
        word: Located(key=f"case:{word}", point=(30 + at % 40 / 20, 30 + at // 40 / 20))
        for at, word in enumerate(words)
    }
    table = table_of([
        record(at, name=name or given, place=place, kin=kin, located=where.get(str(place)),
               given_name=given, father_name=father, family_name=family)
        for at, (name, place, kin, given, father, family) in enumerate(zip(
            *(made.columns[one] for one in ("name", "place", "kin", "given_name", "father_name",
                                            "family_name")), strict=True))
    ])  # fmt: skip
    wanted = link_table(table)
    shown = decoded(wanted.compared.pattern)
    assert all(shown[:, list(COMPARISONS).index(one)].any() for one in ("location", "kin"))
    assert_the_same(spark(table), wanted)


def test_lists_that_may_hold_somebody_twice_are_linked_as_in_one_process(
    spark: Spark, lists: Lists
) -> None:
    wanted = link_table(lists.table, threshold=0.3)
    assert_the_same(spark(lists.table, threshold=0.3), wanted)


def test_judged_pairs_hold_as_in_one_process(spark: Spark, lists: Lists) -> None:
    said = judged(lists, 20)
    wanted = link_table(lists.table, free_of_duplicates=lists.free, judged=said)
    found = spark(lists.table, free_of_duplicates=lists.free, judged=said)
    assert_the_same(found, wanted)
    assert found.relearned is None
    together = found.cluster[said.left] == found.cluster[said.right]
    assert together[20:25].all() and not together[25:].any()


def test_what_judged_pairs_teach_is_learned_as_in_one_process(spark: Spark, lists: Lists) -> None:
    said = judged(lists, 150)
    wanted = link_table(lists.table, free_of_duplicates=lists.free, judged=said, threshold=0.4)
    found = spark(lists.table, free_of_duplicates=lists.free, judged=said, threshold=0.4)
    assert wanted.relearned is not None and found.relearned is not None
    assert found.relearned.lesson.weights.chosen == wanted.relearned.lesson.weights.chosen
    assert_the_same(found, wanted)


def test_blocks_too_large_are_parted_or_given_up_as_in_one_process(spark: Spark) -> None:
    nothing_else = [record(at, name="Mahmoud Salim Darwish") for at in range(200)]
    with_ages = [
        record(at, name="Samira Khalil Haddad", age=at % 90, place=f"Town {'abcdef'[at % 6]}")
        for at in range(200, 600)
    ]
    table = table_of([*nothing_else, *with_ages])
    wanted = link_table(table)
    assert any(len(block) == 200 for block in given_up(wanted)) and wanted.n_candidates > 1000
    assert_the_same(spark(table), wanted)


@pytest.mark.parametrize("n", [0, 1, 2])
def test_tables_of_next_to_nothing_are_linked(spark: Spark, n: int) -> None:
    table = table_of([record(at, name="Salim Khalil Darwish", age=30) for at in range(n)])
    assert_the_same(spark(table), link_table(table))


def test_records_without_a_pair_stay_alone(spark: Spark) -> None:
    table = table_of([record(0, name="Salim Darwish"), record(1, name="Huda Rashid")])
    assert spark(table).cluster.tolist() == [0, 1]


def test_components_are_found_in_rounds_as_they_are_at_once(spark: Spark) -> None:
    """A chain of 60, a ring of 9, a star of 20 and pairs by chance, in any order."""
    dice = np.random.default_rng(7)
    chain = [(at, at + 1) for at in range(60)]
    ring = [(100 + at, 100 + (at + 1) % 9) for at in range(9)]
    star = [(200, 201 + at) for at in range(20)]
    chance = [(a, b) for a, b in dice.integers(300, 360, (40, 2)).tolist() if a != b]
    pairs = np.array([*chain, *ring, *star, *chance])
    name = np.concatenate([dice.permutation(300), np.arange(300, 360)])
    one, other = name[dice.permutation(pairs)].T
    rows = list(zip(np.maximum(one, other).tolist(), np.minimum(one, other).tolist(), strict=True))
    frame = spark.session.createDataFrame(rows, "a int, b int")
    at_once, in_rounds = (
        dict(zip(*(column.tolist() for column in brought(components(frame, size))), strict=True))
        for size in (1000, 0)
    )
    assert in_rounds == at_once
    assert all(at_once[a] == at_once[b] for a, b in rows)
    assert len({at_once[name[at]] for at in (0, 100, 200)}) == 3
    assert at_once[name[60]] == name[:61].min()
