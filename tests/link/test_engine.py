"""The linkage in bulk: candidates, the mixture, clusters, and what is refused."""

import sys
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import record, records_of
from msgspec import structs

from onrecord.link.engine import training
from onrecord.link.engine.candidates import candidates
from onrecord.link.engine.clusters import APART, cluster, tangles
from onrecord.link.engine.encoding import encoded_words
from onrecord.link.engine.kinds import SAME, published
from onrecord.link.engine.levels import COMPARISONS, Comparer
from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.mixture import Belief, Mixture, fit
from onrecord.link.engine.named import named
from onrecord.link.engine.patterns import Patterns, counted, decoded, encoded, shows, without
from onrecord.link.engine.table import table_of
from onrecord.link.engine.training import exact_given_name, train
from onrecord.link.engine.typed import slips, telling, typed
from onrecord.model.party import Record
from onrecord.names.channel import chunks_of
from onrecord.names.letters import letters
from onrecord.names.model import NameModel

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import FREE_OF_DUPLICATES, population_lists

N = len(COMPARISONS)
EVERY_LIST_MAY_REPEAT = np.zeros(9, np.bool_)


def level(comparison: str, left: object, right: object) -> str | None:
    """The level of one comparison of two records."""
    found = Comparer(table_of([left, right]))(np.zeros(1, np.int32), np.ones(1, np.int32))  # type: ignore[list-item]
    names = COMPARISONS[comparison]
    number = int(found[0, list(COMPARISONS).index(comparison)])
    return names[number - 1] if number else None


def test_patterns_tell_which_levels_they_show() -> None:
    rng = np.random.default_rng(5)
    levels = np.stack([rng.integers(0, len(n) + 1, 500) for n in COMPARISONS.values()], axis=1)
    for at, (comparison, names) in enumerate(COMPARISONS.items()):
        found = shows(encoded(levels.astype(np.uint8)), comparison, names[:2])
        assert found.tolist() == np.isin(levels[:, at], (1, 2)).tolist(), comparison


def test_the_parts_of_a_name_in_one_cell_are_told_by_their_places() -> None:
    who = named("Samir Khalil Yusuf Darwish", None, None, None)
    assert [part[0].text for part in (who.given, who.father, who.elder, who.family)] == [
        "samir", "khalil", "yusuf", "darwish",
    ]  # fmt: skip


def test_two_names_of_two_scripts_are_told_apart_where_each_has_a_closer_one() -> None:
    names = ("Hasan Darwish", "حسن درويش", "Hussein Darwish", "حسين درويش")
    pairs = np.array([[0, 0], [1, 3]], np.int32)  # Hasan beside حسن, and beside حسين
    shown = []
    for times in (2, 3):  # what stands there thrice is no slip of a pen
        rows = [record(f"{of} {at}", name) for of in range(times) for at, name in enumerate(names)]
        given = Comparer(table_of(rows))(*pairs)[:, 0]
        shown.append([COMPARISONS["given name"][level - 1].split(" (")[0] for level in given])
    assert shown == [["same", "unclear"], ["same", "different"]]


def test_patterns_are_counted_in_order_and_each_pair_knows_its_own() -> None:
    codes = np.random.default_rng(3).integers(0, 4000, 20_000) * 987_654_321
    found, where = counted(codes)
    expected, counts = np.unique(codes, return_counts=True)
    assert found.codes.tolist() == expected.tolist()
    assert found.counts.tolist() == counts.tolist()
    assert (found.codes[where] == codes).all()


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [(34, 35, "within a year"), (19, 91, "digits turned"), (3, 5, "within three years"),
     (2, 9, "far"), (30, None, None)],
)  # fmt: skip
def test_ages_have_levels(left: int | None, right: int | None, expected: str | None) -> None:
    assert level(
        "age", record("1", "Samir Darwish", age=left), record("2", "Samir", age=right)
    ) == (expected)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [((30, 35), (34, 34), "overlapping"), ((30, 39), (35, 44), "overlapping widely"),
     ((30, 35), (38, 38), "within three years"), ((0, 17), (25, 25), "within ten years"),
     ((0, 17), (30, 39), "far"), ((30, 30), (30, 30), None), ((30, 35), (None, None), None)],
)  # fmt: skip
def test_ages_as_ranges_are_compared_by_what_lies_between_them(
    left: tuple[int | None, int | None], right: tuple[int | None, int | None], expected: str | None
) -> None:
    rows = [record(str(n), "Samir Darwish") for n in range(2)]
    said = [
        structs.replace(row, age=low) if low == high else
        structs.replace(row, youngest=low, oldest=high)
        for row, (low, high) in zip(rows, (left, right), strict=True)
    ]  # fmt: skip
    assert level("age range", *said) == expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("Fatima", "فاطمة", "same"), ("Fatima", "Huda", "different"), ("Fatima", None, None)],
)
def test_mothers_are_compared_as_names_are(
    left: str, right: str | None, expected: str | None
) -> None:
    rows = [record("1", "Samir Darwish"), record("2", "Samir Darwish", of="B")]
    said = [structs.replace(r, mother_name=m) for r, m in zip(rows, (left, right), strict=True)]
    assert level("mother's name", *said) == expected


@pytest.mark.parametrize("other", ["علي حسن درويش", "Ali Hassan Darwish", "Aly Hasan Darwish"])
def test_a_last_ya_without_its_dots_is_the_same_name(other: str) -> None:
    egyptian = record("1", "على حسن درويش")
    assert str(level("given name", egyptian, record("2", other, of="B"))).startswith("same")


def test_the_second_of_two_parts_may_be_the_fathers_name() -> None:
    two, three = record("1", "Samir Khalil"), record("2", "Samir Khalil Darwish", of="B")
    assert str(level("father's name", two, three)).startswith("same")
    assert level("family name", two, three) is None


def test_a_name_written_family_first_is_turned() -> None:
    left, right = record("1", "Darwish Samir"), record("2", "Samir Darwish", of="B")
    assert level("order", left, right) == "turned"
    assert str(level("given name", left, right)).startswith("same")


def in_columns(number: str, given: str, father: str, family: str, of: str = "A") -> Record:
    said = {"given_name": given, "father_name": father, "family_name": family}
    return record(number, of=of, **said)


def test_own_and_family_name_in_each_others_columns_are_read_as_turned() -> None:
    swapped = in_columns("1", "Darwish", "Khalil", "Samir")
    for other in (in_columns("2", "Samir", "Khalil", "Darwish", of="B"),
                  record("2", "Samir Khalil Darwish", of="B")):  # fmt: skip
        assert level("order", swapped, other) == level("order", other, swapped) == "turned"
        for part in ("given name", "father's name", "family name"):
            assert str(level(part, swapped, other)).startswith("same")
    brother = in_columns("2", "Walid", "Khalil", "Darwish", of="B")
    assert level("order", swapped, brother) is None


def test_records_of_a_list_free_of_duplicates_do_not_meet() -> None:
    rows = [record(str(n), "Samir Khalil Darwish", of="AB"[n % 2], age=30) for n in range(4)]
    table = table_of(rows)
    free = np.array([True, False])
    met = candidates(table, free)
    pairs = set(zip(met.left.tolist(), met.right.tolist(), strict=True))
    assert pairs == {(0, 1), (0, 3), (1, 2), (1, 3), (2, 3)}


def test_one_damaged_field_does_not_keep_two_records_from_meeting() -> None:
    whole = record("1", "Samir Khalil Darwish", age=34, place="Ardun", day="2031-03-07")
    damaged = [
        record("2", "Abu Walid Darwish", of="B", age=34, place="Ardun", day="2031-03-07"),
        record("2", "Samir Khalil Nassar", of="B", age=34, place="Ardun", day="2031-03-07"),
        record("2", "Samir Darwish", of="B"),
        record("2", "Darwish Samir", of="B", place="Elsewhere"),
        record("2", "سمير درويش", of="B", age=60),
    ]
    for other in damaged:
        assert len(candidates(table_of([whole, other]), EVERY_LIST_MAY_REPEAT)) == 1, other.name


def test_a_million_rows_of_one_name_would_not_be_compared_with_each_other() -> None:
    rows = [record(str(n), "Samir Khalil Darwish") for n in range(2000)]
    met = candidates(table_of(rows), EVERY_LIST_MAY_REPEAT)
    assert len(met) == 0
    assert any(len(block) == 2000 for block in met.crowded)


def test_of_a_crowded_block_those_are_told_that_no_other_key_brings_to_anybody() -> None:
    """400 called Samir Khalil, two of each family, and 200 of whom no more is known."""
    families = [record(str(n), f"Samir Khalil Dar{chr(97 + n // 2 % 20)}{chr(97 + n // 40)}ish")
                for n in range(400)]  # fmt: skip
    plain = [record(str(400 + n), "Samir Khalil") for n in range(200)]
    linked = link_table(table_of([*families, *plain]))
    assert linked.crowded
    told = {at for block in linked.met_nobody() for at in block.tolist()}
    assert told == set(range(400, 600))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("19780412", "19780412", 0), ("19780412", "19784012", 1), ("19780412", "1978-04-13", 1),
     ("4711", "471", 1), ("", "471", -1)],
)  # fmt: skip
def test_slips_of_typing_are_counted(left: str, right: str, expected: int) -> None:
    column = typed([left, right])
    one = np.zeros(1, np.int32), np.ones(1, np.int32)
    assert slips(column.codes, column.lengths, *one).tolist() == [expected]


def test_an_identity_number_that_all_share_identifies_nobody() -> None:
    column = telling(typed(["0000"] * 50 + ["4711", "4711"]))
    assert (column.keys[:50] == -1).all()
    assert (column.keys[50:] >= 0).all()


def test_a_mistyped_identity_number_still_joins_two_names_that_agree() -> None:
    rows = [record("1", "Samir Darwish"), record("2", "Samir Darwish", of="B")]
    numbers = ["471108151", "471180151"]
    said = [structs.replace(r, identity=n) for r, n in zip(rows, numbers, strict=True)]
    levels = Comparer(table_of(said))
    found = levels(np.zeros(1, np.int32), np.ones(1, np.int32))
    assert found[0, list(COMPARISONS).index("identity number")] == 2  # one slip


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("19560604", "1956-06-04", "same"), ("1956-06-04", "1965-06-04", "one slip"),
     ("1956-06-04", "1975-06-04", "two slips"), ("04.06.1956", "04.06.1975", "two slips"),
     ("1956-06-04", "1958-06-14", "different")],
)  # fmt: skip
def test_of_a_birth_date_one_part_may_be_another(left: str, right: str, expected: str) -> None:
    rows = [record("1", "Samir Darwish"), record("2", "Samir Darwish", of="B")]
    born = [structs.replace(r, born=day) for r, day in zip(rows, (left, right), strict=True)]
    levels = Comparer(table_of(born))
    found = levels(np.zeros(1, np.int32), np.ones(1, np.int32))
    assert COMPARISONS["born"][found[0, list(COMPARISONS).index("born")] - 1] == expected


@pytest.mark.parametrize("name", ["Krueger Krueg", "Horstx Krueger", "Hrost Krueger"])
def test_a_slip_of_typing_that_sounds_otherwise_is_not_another_name(name: str) -> None:
    own = level("given name", record("1", "Horst Krueger"), record("2", name, of="B"))
    assert own == ("different" if name.startswith("Krueger") else "faint")


def test_a_family_name_written_first_in_three_parts_is_turned() -> None:
    left, right = record("1", "Darwish Samir Khalil"), record("2", "Samir Khalil Darwish", of="B")
    assert len(candidates(table_of([left, right]), EVERY_LIST_MAY_REPEAT)) == 1
    assert level("order", left, right) == "turned"
    assert str(level("father's name", left, right)).startswith("same")


def test_who_is_known_by_a_kunya_alone_keeps_the_family_name() -> None:
    for who in (
        named("Abu Samir Darwish", None, None, None), named(None, "Abu Samir", None, "Darwish")
    ):  # fmt: skip
        assert [part[0].text for part in (who.given, who.family)] == ["samir", "darwish"]
        assert who.nameless is None


def test_words_are_encoded_in_bulk_as_they_are_one_by_one() -> None:
    spelling = NameModel.shipped().spelling
    words = ["darwish", "درويش", "عبد", "x", "", "木村"]
    found = encoded_words(words)
    for at, (alphabet, plain) in enumerate(letters(word) for word in words):
        rows = slice(found.starts[at], found.starts[at + 1])
        if plain:
            channel = spelling.channels[f"{alphabet}-{alphabet}"]
            assert found.own[rows].tolist() == chunks_of(plain, channel.first).tolist()
            crossing = spelling.channels["arabic-latin"]
            side = crossing.first if alphabet == "arabic" else crossing.second
            assert found.across[rows].tolist() == chunks_of(plain, side).tolist()
            assert found.common[at] == pytest.approx(spelling.letters[alphabet].chance(plain))
        else:
            assert found.alphabet[at] == -1


# -- the mixture


def test_the_fit_finds_the_shares_from_which_patterns_were_drawn() -> None:
    """Two kinds, four comparisons of two levels; 20,000 pairs drawn from a known mixture."""
    dice = np.random.default_rng(1007)
    true_share, m, u = 0.2, 0.9, 0.1
    same = dice.random(20_000) < true_share
    agrees = dice.random((20_000, 4)) < np.where(same, m, u)[:, None]
    patterns, counts = np.unique(
        np.where(agrees, 1, 2).astype(np.uint8), axis=0, return_counts=True
    )
    start = np.where(((patterns == 1).sum(axis=1) > 2)[:, None], [0.8, 0.2], [0.2, 0.8])
    found = fit(
        patterns, counts.astype(float), np.zeros(len(patterns), np.uint8), start,
        Belief([np.ones((1, 2, 2))] * 4, np.zeros((4, 2)), np.ones(2)),
    )  # fmt: skip
    assert found.share[SAME] == pytest.approx(true_share, abs=0.01)
    assert [table[0, SAME, 0] for table in found.level] == pytest.approx([m] * 4, abs=0.02)


def test_of_two_records_what_is_published_decides_and_that_is_said() -> None:
    rows = [record("1", "Samir Khalil Darwish"), record("2", "Samir Khalil Darwish", of="B")]
    trained = link_table(table_of(rows)).trained
    assert trained.of_all_pairs and "1 of them" in str(trained.why_not)
    for learned, fixed in zip(trained.mixture.level, published().level, strict=True):
        assert np.abs(learned[:, SAME] - fixed[:, SAME]).max() < 0.9


@pytest.mark.parametrize("share", [0.35, 0.10])
def test_small_lists_are_linked_as_well_as_large_ones(share: float) -> None:
    """Four lists of 200 people: neither too many persons nor too few."""
    made = population_lists(200, 2000, share)
    table = table_of(records_of(made.columns))
    linked = link_table(table, free_of_duplicates=np.isin(table.lists, FREE_OF_DUPLICATES))
    left, right = linked.compared.left, linked.compared.right
    joined = linked.cluster[left] == linked.cluster[right]
    same = made.person[left] == made.person[right]
    assert (joined & same).sum() > 0.92 * max(joined.sum(), same.sum())
    assert abs(linked.same.sum() - same.sum()) < 0.08 * same.sum()


def test_lists_that_share_nobody_are_not_joined() -> None:
    made = population_lists(300, 2001)
    _, first = np.unique(made.person, return_index=True)
    rows = records_of(made.columns)
    linked = link_table(table_of([rows[at] for at in first.tolist()]))
    assert len(np.unique(linked.cluster)) >= len(first) - 2
    assert linked.same.sum() < 3


def test_rows_called_alike_teach_nothing_to_the_others_of_a_small_table() -> None:
    """200 rows of one name, place and day: were they learned from, all would look like one."""
    made = population_lists(100, 2002)
    rows = records_of(made.columns)
    crowd = [record(f"c{n}", "Samir Khalil Darwish", of=str(n % 3), age=30, place="Ardun",
                    day="2031-03-07") for n in range(200)]  # fmt: skip
    alone, beside = link_table(table_of(rows)), link_table(table_of([*rows, *crowd]))
    assert len(np.unique(beside.cluster)) >= len(np.unique(alone.cluster)) + 198
    assert beside.trained.mixture.share[SAME] < alone.trained.mixture.share[SAME]


def test_without_a_pair_that_meets_the_published_weights_are_used() -> None:
    trained = link_table(
        table_of([record("1", "Samir Darwish"), record("2", "Huda Nassar")])
    ).trained
    assert not trained.learned and "no pair" in str(trained.why_not)


def test_published_chances_of_each_kind_sum_to_one() -> None:
    for table in published().level:
        assert table.sum(axis=2) == pytest.approx(np.ones(table.shape[:2]))


def alike_but_for_the_given_name(pairs: int) -> Patterns:
    """Patterns of pairs that agree on all; the given name differs in nine of ten."""
    levels = np.ones((pairs, len(COMPARISONS)), np.uint8)
    for own in ("born", "identity number", "address"):
        levels[:, list(COMPARISONS).index(own)] = 0
    tenth = np.arange(pairs) % 10 == 0
    levels[:, list(COMPARISONS).index("given name")] = np.where(tenth, 1, 11)
    return counted(encoded(levels))[0]


def test_pairs_that_differ_in_the_given_name_alone_are_not_learned_to_be_one_person() -> None:
    """As where a family register is on two lists: Splink's EM gives m = 0.006 on such pairs."""
    trained = train(alike_but_for_the_given_name(10_000), 1000)
    assert exact_given_name(trained.mixture) > 0.8


def test_learning_is_refused_where_families_were_taken_for_duplicates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given_name = list(COMPARISONS).index("given name")

    def gone_wrong(*fitted: object) -> Mixture:
        level = [table.copy() for table in published().level]
        level[given_name][:, SAME] = np.array([0.001] * 10 + [0.99])
        return structs.replace(published(), level=tuple(level))

    monkeypatch.setattr(training, "fit", gone_wrong)
    trained = train(alike_but_for_the_given_name(10_000), 1000)
    assert trained.refused and not trained.learned
    assert "families for duplicates" in str(trained.why_not)
    assert exact_given_name(trained.mixture) > 0.8


def test_learning_is_refused_where_namesakes_were_taken_for_one_person() -> None:
    """Own and family name change columns between two lists of few names: all who share both are
    turned, and nothing else of strangers is."""
    dice = np.random.default_rng(3)
    people = [
        (given, father, family, int(dice.integers(1, 80)))
        for given, father, family in zip(
            dice.choice(["Samir", "Walid", "Omar", "Hana", "Rima", "Tarek", "Nabil", "Adel"], 300),
            dice.choice(["Fadi", "Lina", "Karim", "Jamal", "Huda", "Majed", "Bassam"], 300),
            dice.choice(["Darwish", "Nassar", "Zurayq", "Hamdan", "Khoury", "Barakat"], 300),
            strict=True,
        )
    ]
    rows = [
        structs.replace(in_columns(f"{at}{of}", *names), rendition=of, list_name=of, age=age)
        for of, some in (("A", people[:200]), ("B", people[100:]))
        for at, (given, father, family, age) in enumerate(some)
        for names in [(given, father, family) if of == "A" else (family, father, given)]
    ]
    linked = link_table(table_of(rows))
    assert linked.trained.refused and "namesakes" in str(linked.trained.why_not)
    assert 280 <= len(np.unique(linked.cluster)) <= 300


def test_learning_is_refused_where_it_makes_more_pairs_than_so_few_records_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    everybody = structs.replace(published(), share=np.array([0.8, 0.1, 0.1]))
    monkeypatch.setattr(training, "fit", lambda *_: everybody)
    patterns = alike_but_for_the_given_name(10_000)
    assert train(patterns, 10_000).learned
    trained = train(patterns, 500)
    assert trained.refused and "8,000 pairs of 500 records" in str(trained.why_not)


@given(st.lists(st.integers(0, 1), min_size=N, max_size=N), st.sampled_from(list(COMPARISONS)))
def test_a_pattern_is_its_levels(filled: list[int], left_out: str) -> None:
    most = [len(levels) for levels in COMPARISONS.values()]
    levels = np.array([[m * f for m, f in zip(most, filled, strict=True)]], np.uint8)
    code = encoded(levels)
    assert decoded(code).tolist() == levels.tolist()
    levels[0, list(COMPARISONS).index(left_out)] = 0
    assert without(code, left_out) == encoded(levels)


# -- clusters


def clusters(
    n: int, pairs: dict[tuple[int, int], float], own: list[int] | None = None
) -> list[int]:
    left, right = (np.array([pair[side] for pair in pairs], np.int32) for side in (0, 1))
    weight = np.array(list(pairs.values()))
    own_list = np.array(own or [-1] * n, np.int32)
    return cluster(n, left, right, weight, own_list, tangles(n, left, right, weight)).tolist()


def test_two_strong_links_do_not_chain_over_a_stronger_contradiction() -> None:
    assert clusters(3, {(0, 1): 4.0, (1, 2): 3.0, (0, 2): -8.0}) == [0, 0, 2]


def test_weak_evidence_adds_up() -> None:
    assert clusters(3, {(0, 1): 4.0, (1, 2): 3.0, (0, 2): -1.0}) == [0, 0, 0]


def test_a_list_that_holds_nobody_twice_is_matched_one_to_one() -> None:
    """Record 1 of the list is the better match; record 2 of the same list stays alone."""
    assert clusters(3, {(0, 1): 4.0, (0, 2): 3.0}, own=[0, 1, 1]) == [0, 0, 2]


def test_a_record_that_came_first_makes_room_for_one_that_fits_better() -> None:
    """1 and 2 are of one list; 1 meets 0 before 3 is there, and does not fit 3."""
    pairs = {(0, 1): 5.0, (0, 2): 4.0, (2, 3): 4.0, (0, 3): 3.0, (1, 3): -3.0}
    assert clusters(4, pairs, own=[-1, 7, 7, -1]) == [0, 1, 0, 0]


def test_judgements_hold_against_any_weight() -> None:
    assert clusters(2, {(0, 1): 9.0, (1, 0): APART}) == [0, 1]
    assert clusters(2, {(0, 1): -9.0, (1, 0): np.inf}, own=[3, 3]) == [0, 0]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.floats(-9, 9)), max_size=25))
def test_no_cluster_could_be_joined_to_another_and_agree_better(
    drawn: list[tuple[int, int, float]],
) -> None:
    pairs = {(min(a, b), max(a, b)): weight for a, b, weight in drawn if a != b}
    found = clusters(8, pairs)
    for a, b in combinations(sorted(set(found)), 2):
        across = [(i, j) for i, j in combinations(range(8), 2) if {found[i], found[j]} == {a, b}]
        assert sum(pairs.get(pair, -6.0) for pair in across) <= 1e-6
    for one in range(8):
        gains = {
            name: sum(pairs.get((min(one, k), max(one, k)), -6.0)
                      for k in range(8) if k != one and found[k] == name)
            for name in set(found)
        }  # fmt: skip
        assert max(0.0, *gains.values()) <= gains[found[one]] + 1e-6
