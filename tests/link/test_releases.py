"""release: which rows of a list go on in its next release, and what changed. Names are invented."""

from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import record
from msgspec import structs

from onrecord.link.releases import Change, ListRow, Released, follow, release

PEOPLE = (
    ("Samir Khalil Darwish", "34", "Ardun", "2031-03-07"),
    ("Layla Hasan Qabbar", "12", "Ardun", "2031-03-07"),
    ("Tariq Yusuf Melhem", "51", "Besh", "2031-03-09"),
    ("Nadia Omar Zakkour", "27", "Besh", "2031-03-09"),
    ("Walid Rami Shahin", "63", "Corvel", "2031-04-01"),
)


def row(at: int, name: str, age: str, place: str, day: str, *, of: str = "old",
        number: str | None = None) -> ListRow:  # fmt: skip
    said = {"name": name, "age": age, "place": place, "when": day}
    made = record(f"{of}-{at}", name, of=of, age=int(age) if age else None, place=place, day=day)
    return ListRow(
        record=structs.replace(made, row=at),
        sheet="table",
        said=said | ({"row_number": number} if number else {}),
    )


def rows(people: tuple[tuple[str, ...], ...] = PEOPLE, *, of: str = "old",
         numbers: list[str] | None = None) -> list[ListRow]:  # fmt: skip
    return [
        row(at, *person, of=of, number=numbers[at] if numbers else None)
        for at, person in enumerate(people)
    ]


def goes_on(found: Released) -> dict[str, str]:
    return {own.removeprefix("record-"): old.removeprefix("record-")
            for own, old in found.ids.items()}  # fmt: skip


def test_rows_that_say_the_same_go_on_wherever_they_stand() -> None:
    found = release(rows(), rows(PEOPLE[::-1], of="new"))
    assert goes_on(found) == {f"new-{4 - n}": f"old-{n}" for n in range(5)}
    assert {one.how for one in found.followed} == {"words"}
    assert (found.changed, found.added, found.withdrawn) == ((), (), ())


def test_a_row_that_is_missing_is_withdrawn_and_one_that_was_not_there_is_added() -> None:
    found = release(rows(PEOPLE[:4]), rows(PEOPLE[1:], of="new"))
    assert [one.record.name for one in found.withdrawn] == ["Samir Khalil Darwish"]
    assert [one.record.name for one in found.added] == ["Walid Rami Shahin"]
    assert len(found.followed) == 3


def test_a_row_that_was_corrected_goes_on_and_the_change_is_told() -> None:
    corrected = ("Samir Khaleel Darwish", "35", "Ardun", "2031-03-07")
    found = release(rows(), rows((corrected, *PEOPLE[1:]), of="new"))
    (one,) = found.changed
    assert (one.how, one.record, one.row_before) == ("likeness", "record-old-0", 0)
    assert one.chance is not None and one.chance >= 0.5
    assert one.changes == (
        Change(field="age", before="34", now="35"),
        Change(field="name", before="Samir Khalil Darwish", now="Samir Khaleel Darwish"),
    )


def test_a_cell_that_was_emptied_and_one_that_was_filled_are_changes() -> None:
    before = rows((("Samir Khalil Darwish", "", "Ardun", "2031-03-07"),))
    now = rows((("Samir Khalil Darwish", "34", "", "2031-03-07"),), of="new")
    (one,) = release(before, now).changed
    assert one.changes == (
        Change(field="age", before=None, now="34"), Change(field="place", before="Ardun", now=None),
    )  # fmt: skip


def test_numbers_that_the_list_keeps_lead_from_row_to_row() -> None:
    corrected = ("Saad K. D.", "34", "Ardun", "2031-03-07")
    found = release(
        rows(numbers=["k1", "k2", "k3", "k4", "k5"]),
        rows((*PEOPLE[:0:-1], corrected), of="new", numbers=["k5", "k4", "k3", "k2", "k1"]),
    )
    assert goes_on(found) == {f"new-{4 - n}": f"old-{n}" for n in range(5)}
    assert {one.how for one in found.followed} == {"number"}


def test_numbers_that_count_the_rows_anew_are_not_used_and_it_is_told() -> None:
    counted = [str(n) for n in range(1, 6)]
    newcomer = ("Adam Musa Rahal", "8", "Ardun", "2031-03-07")
    found = release(rows(numbers=counted), rows((newcomer, *PEOPLE[:4]), of="new", numbers=counted))
    assert goes_on(found) == {f"new-{n + 1}": f"old-{n}" for n in range(4)}
    assert [one.record.name for one in found.added] == ["Adam Musa Rahal"]
    assert "counted anew" in found.remarks[0]


def test_a_number_given_to_somebody_else_does_not_make_them_one() -> None:
    kept = ["k1", "k2", "k3", "k4", "k5"]
    other = ("Huda Salim Nakhle", "70", "Deir", "2032-01-01")
    found = release(rows(numbers=kept), rows((*PEOPLE[:4], other), of="new", numbers=kept))
    assert [one.record.name for one in found.withdrawn] == ["Walid Rami Shahin"]
    assert [one.record.name for one in found.added] == ["Huda Salim Nakhle"]


def test_a_row_that_was_withdrawn_comes_back_as_the_record_that_it_was() -> None:
    gone = rows()[:2]
    found = release(rows()[2:], rows(of="new"), withdrawn=gone)
    assert {one.own: one.record for one in found.back} == {
        "record-new-0": "record-old-0", "record-new-1": "record-old-1",
    }  # fmt: skip
    assert found.added == ()


def test_through_several_releases_a_row_is_the_record_that_it_was_first() -> None:
    second, third = rows(PEOPLE[1:], of="second"), rows(of="third")
    found = follow([rows(), second, third])
    assert found[0].ids == {f"record-second-{n}": f"record-old-{n + 1}" for n in range(4)}
    assert found[1].ids == {f"record-third-{n}": f"record-old-{n}" for n in range(5)}
    assert [one.own for one in found[1].back] == ["record-third-0"]


def test_everything_withdrawn_and_added_again_is_everything_as_it_was() -> None:
    empty = release(rows(), [])
    assert len(empty.withdrawn) == 5
    again = release([], rows(of="new"), withdrawn=empty.withdrawn)
    assert goes_on(again) == {f"new-{n}": f"old-{n}" for n in range(5)}


def test_a_new_column_is_told_once_and_is_no_change_of_every_row() -> None:
    now = [structs.replace(r, said=r.said | {"Remarks": "seen"}) for r in rows(of="new")]
    found = release(rows(), now)
    assert (found.new_columns, found.changed) == (("Remarks",), ())
    assert release(now, rows()).lost_columns == ("Remarks",)


def test_rows_of_one_namesake_after_another_go_on_in_their_order() -> None:
    alike = (("Unknown man", "", "Ardun", "2031-03-07"),) * 3
    found = release(rows(alike), rows(alike[:2], of="new"))
    assert goes_on(found) == {"new-0": "old-0", "new-1": "old-1"}
    assert len(found.withdrawn) == 1


def test_lists_that_share_no_column_of_names_are_not_matched_by_what_is_left() -> None:
    old = [structs.replace(r, said={"place": r.said["place"], "x": "1", "y": "2"}) for r in rows()]
    nobody = [structs.replace(r, record=structs.replace(r.record, name=None)) for r in old]
    now = [structs.replace(r, said={"place": r.said["place"]}) for r in nobody]
    assert release(nobody, now).followed == ()


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(5)), st.permutations(range(4)))
def test_the_order_in_which_rows_are_given_changes_nothing(old: list[int], new: list[int]) -> None:
    corrected = ("Nadia Omar Zakour", "28", "Besh", "2031-03-09")
    before, now = rows(), rows((*PEOPLE[:3], corrected), of="new")
    assert release([before[n] for n in old], [now[n] for n in new]) == release(before, now)
