"""carry: persons keep their identifiers when records come, go, join and part."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.link.identifiers import Merged, Split, carry, default_id, remembered

RECORDS = [f"record-{letter}" for letter in "abcdefghij"]


@st.composite
def partitions(draw: st.DrawFn) -> list[tuple[str, ...]]:
    """Some of the records, in some groups."""
    places = draw(st.lists(st.integers(0, 4), min_size=len(RECORDS), max_size=len(RECORDS)))
    groups = [tuple(r for r, at in zip(RECORDS, places, strict=True) if at == n) for n in range(4)]
    return [group for group in groups if group]  # place 4: not there


def named(groups: list[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return dict(zip(carry({}, groups).ids, groups, strict=True))


def test_who_was_not_known_is_named_by_the_smallest_record() -> None:
    found = carry({}, [("record-b", "record-a"), ("record-c",)])
    assert found.ids == (default_id(["record-a"]), default_id(["record-c"]))
    assert found.added == tuple(sorted(found.ids))


def test_a_person_who_gains_a_smaller_record_keeps_the_identifier() -> None:
    found = carry({"person-x": ["record-b"]}, [("record-a", "record-b")])
    assert (found.ids, found.kept, found.added) == (("person-x",), ("person-x",), ())


def test_of_two_who_merge_the_one_with_more_records_stays_and_the_other_is_told() -> None:
    before = {"person-x": ["record-a"], "person-y": ["record-b", "record-c"]}
    found = carry(before, [("record-a", "record-b", "record-c")])
    assert found.ids == ("person-y",)
    assert found.merged == (Merged(person="person-x", into="person-y"),)


def test_of_one_who_splits_the_larger_part_stays_and_the_others_are_told() -> None:
    found = carry({"person-x": ["record-a", "record-b", "record-c"]},
                  [("record-a",), ("record-b", "record-c")])  # fmt: skip
    assert found.ids == (default_id(["record-a"]), "person-x")
    assert found.split == (Split(person="person-x", parts=(default_id(["record-a"]),)),)


def test_a_part_that_leaves_never_takes_the_name_of_the_part_that_stays() -> None:
    first = default_id(["record-a"])
    found = carry({first: ["record-a", "record-b", "record-c"]},
                  [("record-a",), ("record-b", "record-c")])  # fmt: skip
    assert found.ids[1] == first
    assert found.ids[0] != first
    again = carry({found.ids[0]: ["record-a", "record-d", "record-e"], first: ["record-b"]},
                  [("record-a",), ("record-d", "record-e"), ("record-b",)])  # fmt: skip
    assert len(set(again.ids)) == 3


def test_somebody_of_whom_no_record_is_left_is_told() -> None:
    found = carry({"person-x": ["record-a"], "person-y": ["record-b"]}, [("record-a",)])
    assert (found.kept, found.gone) == (("person-x",), ("person-y",))


@given(partitions(), partitions())
def test_no_two_persons_have_one_identifier(
    before: list[tuple[str, ...]], now: list[tuple[str, ...]]
) -> None:
    once = carry(named(before), now)
    assert len(set(once.ids)) == len(now)
    twice = carry(dict(zip(once.ids, now, strict=True)), before)
    assert len(set(twice.ids)) == len(before)


@given(partitions(), partitions())
def test_the_order_of_records_and_persons_changes_nothing(
    before: list[tuple[str, ...]], now: list[tuple[str, ...]]
) -> None:
    def turned(groups: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        return [tuple(reversed(group)) for group in reversed(groups)]

    plain = carry(named(before), now)
    other = carry(named(turned(before)), turned(now))
    assert other.ids == tuple(reversed(plain.ids))
    assert (other.kept, other.merged, other.split, other.added, other.gone) == (
        plain.kept, plain.merged, plain.split, plain.added, plain.gone,
    )  # fmt: skip


@given(partitions(), partitions())
def test_an_untouched_person_keeps_the_identifier(
    before: list[tuple[str, ...]], now: list[tuple[str, ...]]
) -> None:
    known = named(before)
    found = dict(zip(carry(known, now).ids, now, strict=True))
    for person, records in known.items():
        if set(records) in [set(cluster) for cluster in now]:
            assert set(found[person]) == set(records)


@given(partitions(), partitions())
def test_everybody_of_before_is_kept_merged_or_gone_and_nobody_is_two_of_these(
    before: list[tuple[str, ...]], now: list[tuple[str, ...]]
) -> None:
    known = named(before)
    found = carry(known, now)
    told = [*found.kept, *(one.person for one in found.merged), *found.gone]
    assert sorted(told) == sorted(known)
    living = {record for cluster in now for record in cluster}
    assert all(not living & set(known[person]) for person in found.gone)


@given(partitions(), partitions())
def test_going_back_to_the_groups_of_before_gives_what_went_on_its_identifier_back(
    before: list[tuple[str, ...]], now: list[tuple[str, ...]]
) -> None:
    """As a case does it: each time from what was issued, not from what came of it."""
    known = named(before)
    carry(known, now)
    assert set(carry(known, before).ids) == set(known)


@given(partitions())
def test_withdrawing_everybody_and_adding_them_again_gives_the_same_identifiers(
    before: list[tuple[str, ...]],
) -> None:
    known = {f"person-{n}": group for n, group in enumerate(before)}
    issued = [{}, known]  # the newest first: a release that held nobody
    assert carry(remembered(issued), before).ids == tuple(known)


def test_a_newer_snapshot_goes_before_an_older_one() -> None:
    newer, older = {"person-x": ["record-a"]}, {"person-y": ["record-a", "record-b"]}
    assert remembered([newer, older]) == {"person-x": ("record-a",), "person-y": ("record-b",)}
