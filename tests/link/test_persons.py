"""link_persons: who is one person, who is two, and what waits for somebody."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import judged, record

from onrecord.link.engine.kinds import EXPECTED
from onrecord.link.persons import link_persons
from onrecord.model.party import Pair, Person, Record

DAY = "2031-03-07"


def persons(*records: Record) -> set[tuple[str, ...]]:
    return {person.records for person in link_persons(records, ())[1]}


def only_pair(*records: Record) -> Pair:
    (pair,) = link_persons(records, ())[0]
    return pair


def test_a_name_in_two_scripts_with_age_and_place_is_one_person() -> None:
    left = record("1", "سمير خليل درويش", age=34, place="Ardun")
    right = record("2", "Samir Khalil Darwish", of="List B", age=35, place="Ardun")
    assert persons(left, right) == {("record-1", "record-2")}
    assert only_pair(left, right).reasons == (
        "same given, father's and family name after transliteration",
        "age 34 and 35",
        "same place",
    )


def test_one_family_killed_together_stays_as_many_persons_as_it_has_given_names() -> None:
    family = [
        record(str(n), f"{given} Khalil Darwish", age=30 + n, place="Ardun", day=DAY)
        for n, given in enumerate(["Samir", "Nadia", "Walid", "Samira"])
    ]
    assert len(persons(*family)) == 4


def test_the_reason_says_that_relatives_share_the_rest() -> None:
    pair = only_pair(
        record("1", "Walid Khalil Darwish", age=9, place="Ardun", day=DAY),
        record("2", "Nadia Khalil Darwish", of="List B", age=9, place="Ardun", day=DAY),
    )
    assert pair.chance < 0.3
    assert "relatives share the father's name and the family name" in pair.reasons[-1]


def test_a_mothers_name_speaks_for_one_person_and_for_relatives_and_parts_namesakes() -> None:
    said = {"age": 34, "place": "Ardun", "day": DAY}
    one = record("1", "Samir Darwish", mother_name="Fatima", **said)
    chances = [
        only_pair(one, record("2", "Samir Darwish", of="List B", mother_name=mother, **said))
        for mother in (None, "فاطمة", "Huda")
    ]
    silent, same, other = chances
    assert other.chance < silent.chance < same.chance
    assert "same mother's name" in same.reasons and "mother's name differs" in other.reasons
    brother = record("2", "Walid Darwish", of="List B", mother_name="Fatima",
                     **{**said, "age": 26})  # fmt: skip
    pair = link_persons([one, brother], [judged("unsure", "record-1", "record-2")]).pairs[0]
    assert pair.chance < 0.1 < pair.co_victim


def test_ages_as_ranges_are_told_in_words() -> None:
    left = record("1", "Samir Khalil Darwish", youngest=30, oldest=35, place="Ardun")
    right = record("2", "Samir Khalil Darwish", of="List B", age=33, place="Ardun")
    assert "ages 30 to 35 and 33: they allow for each other" in only_pair(left, right).reasons


def test_cousins_with_one_name_wait_for_a_person() -> None:
    left = record("1", "Samir Darwish", place="Ardun", day=DAY)
    right = record("2", "Samir Darwish", of="List B", place="Ardun", day=DAY)
    found, people, _, _ = link_persons([left, right], ())
    assert [pair.verdict for pair in found] == ["unsure"]
    assert [person.doubtful for person in people] == [True, True]


@pytest.mark.parametrize(
    ("left", "right", "reason"),
    [
        ({"sex": "female"}, {"sex": "male"}, "the lists give different sexes"),
        ({"age": 12}, {"age": 61}, "the ages are far apart"),
        ({"age": 2}, {"age": 9}, "the ages are far apart"),
    ],
)
def test_a_contradiction_keeps_two_apart(
    left: dict[str, object], right: dict[str, object], reason: str
) -> None:
    a = record("1", "Samir Khalil Darwish", place="Ardun", day=DAY, **left)
    b = record("2", "Samir Khalil Darwish", of="List B", place="Ardun", day=DAY, **right)
    (pair,) = link_persons([a, b], [judged("unsure", "record-1", "record-2")])[0]
    assert reason in pair.reasons
    assert persons(a, b) == {("record-1",), ("record-2",)}


def test_columns_are_compared_with_a_name_in_one_cell() -> None:
    left = record("1", "Samir Khalil Darwish", age=34)
    right = record("2", "Darwish Samir", of="List B", given_name="Samir", father_name="Khalil",
                   family_name="Darwish", age=34)  # fmt: skip
    assert persons(left, right) == {("record-1", "record-2")}


def test_a_duplicate_within_one_list_is_found() -> None:
    rows = [record("1", "Samir Khalil Darwish", age=34, place="Ardun"),
            record("2", "سمير خليل درويش", age=34, place="Ardun")]  # fmt: skip
    assert persons(*rows) == {("record-1", "record-2")}


def test_records_that_name_nobody_are_set_aside_and_never_linked() -> None:
    rows = [record(str(n), "unknown male", age=30, place="Ardun", day=DAY) for n in range(3)]
    pairs, people, aside, _ = link_persons(rows, ())
    assert not pairs and not people
    assert {entry.subject for entry in aside} == {"record-0", "record-1", "record-2"}
    assert {entry.code for entry in aside} == {"names-nobody"}


def test_a_thousand_rows_of_one_name_are_told_and_not_merged() -> None:
    rows = [record(f"{n:04}", "Samir Khalil Darwish") for n in range(1000)]
    _, people, aside, _ = link_persons(rows, ())
    assert len(people) == 1000
    assert {entry.code for entry in aside} == {"too-many-alike"}


def test_a_judgement_different_parts_what_the_rule_would_join() -> None:
    rows = [record("1", "Samir Khalil Darwish", age=34),
            record("2", "Samir Khalil Darwish", of="List B", age=34)]  # fmt: skip
    pairs, people, _, _ = link_persons(rows, [judged("different", "record-2", "record-1")])
    assert len(people) == 2
    assert (pairs[0].verdict, pairs[0].decided_by) == ("different", "judgement")
    assert not any(person.doubtful for person in people)


def test_a_judgement_same_joins_what_the_rule_would_part() -> None:
    rows = [record("1", "Samir Khalil Darwish", age=34),
            record("2", "Abu Walid", of="List B", age=60)]  # fmt: skip
    _, people, _, _ = link_persons(rows, [judged("same", "record-1", "record-2")])
    assert [person.records for person in people] == [("record-1", "record-2")]
    assert people[0].reasons[0].startswith("judged same by N. Reader")


def test_the_newest_judgement_on_a_pair_holds() -> None:
    rows = [record("1", "Samir Khalil Darwish"), record("2", "Samir Khalil Darwish", of="List B")]
    judgements = [judged("same", "record-1", "record-2", 2),
                  judged("different", "record-1", "record-2", 1)]  # fmt: skip
    assert len(link_persons(rows, judgements)[1]) == 1


def test_judgements_that_contradict_each_other_are_told() -> None:
    rows = [record(n, "Samir Khalil Darwish", of=n) for n in "123"]
    judgements = [judged("same", "record-1", "record-2"), judged("same", "record-2", "record-3", 1),
                  judged("different", "record-1", "record-3", 2)]  # fmt: skip
    _, people, aside, _ = link_persons(rows, judgements)
    assert not any({"record-1", "record-3"} <= set(person.records) for person in people)
    assert [entry.code for entry in aside] == ["judgements-conflict"]


def test_clusters_do_not_chain_over_a_contradiction() -> None:
    """A and C are near to B, which has neither age nor sex, and exclude each other."""
    a = record("a", "Nour Khalil Darwish", age=70, sex="female", place="Ardun")
    b = record("b", "Nour Khalil Darwish", of="List B", place="Ardun")
    c = record("c", "Nour Khalil Darwish", of="List C", age=20, sex="male", place="Ardun")
    pairs, people, _, _ = link_persons([a, b, c], ())
    assert not any({"record-a", "record-c"} <= set(person.records) for person in people)
    assert sum(person.doubtful for person in people) == 2
    assert any("held apart" in " ".join(pair.reasons) for pair in pairs)


def test_a_person_keeps_its_id_when_unrelated_records_come() -> None:
    rows = [record("5", "Samir Khalil Darwish", age=34),
            record("6", "Samir Khalil Darwish", of="List B", age=34)]  # fmt: skip
    (before,) = link_persons(rows, ())[1]
    after = link_persons([*rows, record("1", "Huda Anwar Nassar", age=50)], ())[1]
    assert before in after


def test_what_a_kind_of_pair_shows_sums_to_one() -> None:
    for comparison, kinds in EXPECTED.items():
        for shown in kinds:
            assert sum(shown.values()) == pytest.approx(1.0), comparison


GIVEN = ["Samir", "سمير", "Walid", "Nadia", "Hasan", "Hussein"]
FAMILY = ["Darwish", "درويش", "Nassar"]
RECORDS = st.lists(
    st.builds(
        lambda g, f, s, age, day: (f"{g} {f} {s}", age, day),
        st.sampled_from(GIVEN), st.sampled_from(GIVEN), st.sampled_from(FAMILY),
        st.sampled_from([None, 20, 21, 60]), st.sampled_from([None, DAY]),
    ),
    min_size=2, max_size=9,
)  # fmt: skip


def built(rows: list[tuple[str, int | None, str | None]]) -> list[Record]:
    return [
        record(f"{n}", name, of=f"List {n % 3}", age=age, day=day)
        for n, (name, age, day) in enumerate(rows)
    ]


@settings(max_examples=60, deadline=None)
@given(RECORDS, st.randoms())
def test_order_of_records_does_not_change_persons(rows: list, random: object) -> None:  # type: ignore[type-arg]
    records = built(rows)
    shuffled = list(records)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert link_persons(records, ()) == link_persons(shuffled, ())


@settings(max_examples=60, deadline=None)
@given(RECORDS, st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=4))
def test_no_cluster_holds_a_pair_judged_different(rows: list, pairs: list) -> None:  # type: ignore[type-arg]
    records = built(rows)
    kept = [(a, b) for a, b in pairs if a != b and max(a, b) < len(records)]
    judgements = [judged("different", f"record-{a}", f"record-{b}") for a, b in kept]
    people: tuple[Person, ...] = link_persons(records, judgements)[1]
    for a, b in kept:
        assert not any({f"record-{a}", f"record-{b}"} <= set(p.records) for p in people)
    assert sorted(r for p in people for r in p.records) == sorted(r.id for r in records)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_no_cluster_holds_different_given_names_without_saying_so(rows: list) -> None:  # type: ignore[type-arg]
    """Hasan and Hussein may be one name spelt badly: where all else agrees they are joined."""
    records = {r.id: r for r in built(rows)}
    for person in link_persons(records.values(), ())[1]:
        names = {records[r].name.split()[0].replace("سمير", "Samir") for r in person.records}  # type: ignore[union-attr]
        assert len(names) == 1 or (names == {"Hasan", "Hussein"} and person.doubtful)


@pytest.mark.parametrize("n_alike", [2, 3, 8])
def test_brothers_called_alike_wait_for_a_decision_and_one_answer_parts_them(n_alike: int) -> None:
    brothers = [("Hasan Samir Darwish", 20, DAY)] * n_alike + [("Hussein Samir Darwish", 20, DAY)]
    records = built(brothers)
    pairs, (person,), *_ = link_persons(records, ())
    other = f"record-{n_alike}"
    assert person.doubtful and person.name == "Hasan Samir Darwish"  # as most records call them
    asked = [pair for pair in pairs if other in (pair.left, pair.right)]
    assert asked and all(pair.verdict == "unsure" and pair.worth > 0 for pair in asked)
    assert all("brothers" in " ".join(pair.reasons) for pair in asked)
    parted = link_persons(records, [judged("different", "record-0", other)])[1]
    assert sorted(len(one.records) for one in parted) == [1, n_alike]


def test_dates_far_apart_speak_against_one_person() -> None:
    left = record("1", "Samir Khalil Darwish", day=DAY)
    near = record("2", "Samir Khalil Darwish", of="List B", day=DAY)
    far = record("3", "Samir Khalil Darwish", of="List C", day=str(date(2031, 9, 1)))
    found = link_persons([left, near, far], ())[0]
    weight = {pair.right: pair.match_weight for pair in found if pair.left == left.id}
    assert weight["record-2"] > weight["record-3"] + 3
