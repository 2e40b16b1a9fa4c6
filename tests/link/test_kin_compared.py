"""What rows say of kin, and what two records say of it together."""

import pytest
from link_builders import record, table
from msgspec import structs
from test_engine import level

from onrecord.link.engine.table import table_of
from onrecord.link.persons import link_persons
from onrecord.link.records import records_of as records_of_claims
from onrecord.model.party import Record


def only(*rows: dict[str, str]) -> list[Record]:
    made = table("List", [{"name": "Ara Sel", **row} for row in rows])
    return sorted(records_of_claims(made.claims, [made.document]), key=lambda r: r.row)


def test_a_tie_tells_the_sex_where_the_list_does_not() -> None:
    assert [r.sex for r in only({"kinship": "wife of Cal"}, {"kinship": "child of Cal"})] == \
        ["female", None]  # fmt: skip
    assert only({"kinship": "wife of Cal", "sex": "m"})[0].sex == "male"


def test_the_above_is_who_stands_in_the_row_above() -> None:
    first, second, third = only(
        {"name": "Cal Tor Sel", "kinship": "son of Tor"},
        {"name": "Bina Sel", "kinship": "sister of the above"},
        {"name": "Dun Sel", "kinship": "brother of Cal Tor Sel"},
    )
    assert second.kin == "sister of the above [Cal Tor Sel]"
    assert (second.father_name, second.sex) == ("Tor", "female")
    assert (first.kin, third.father_name) == ("son of Tor", "Tor")


def test_nobody_stands_above_the_first_row() -> None:
    (alone,) = only({"kinship": "brother of the above"})
    assert (alone.kin, alone.father_name) == ("brother of the above", None)


def pair(left: str | None, right: str | None, **said: object) -> tuple[Record, Record]:
    one = record("1", "Huda Karim Nasser", sex="female", kin=left)
    return one, record("2", "Huda Nasser", of="B", sex="female", kin=right, **said)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("wife of Samir Darwish", "زوجة سمير درويش", "same"),
        ("wife of Samir Darwish", "husband: Sameer", "same"),
        ("wife of Khalil", "wife of Samir", "another"),
        ("wife of Samir Darwish", "wife of Samir Qasim", "another"),
        ("mother of Khalil", "mother of Samir", None),
        ("sister of Khalil", "sister of Samir", None),
        ("sister of Samir", "sister of Samir", "same"),
        ("daughter of Karim", "daughter of Karim", None),
        ("wife of Samir", "mother of Samir", None), ("wife of Samir", None, None),
        ("mother of 3", "mother of 4", None),
    ],
)  # fmt: skip
def test_ties_have_levels(left: str | None, right: str | None, expected: str | None) -> None:
    assert level("kin", *pair(left, right)) == expected
    assert level("kin", *pair(left, right)[::-1]) == expected


@pytest.mark.parametrize(
    ("age", "own", "expected"),
    [(7, None, "too young"), (30, None, None), (7, 30, None), (None, None, None)],
)
def test_a_wife_is_no_child_of_seven(
    age: int | None, own: int | None, expected: str | None
) -> None:
    one, other = pair("wife of Samir", None, age=age)
    assert level("kin", structs.replace(one, age=own), other) == expected


@pytest.mark.parametrize("kin", ["wife of Samir Darwish", "mother of Samir Darwish"])
def test_somebody_named_as_kin_is_another_person(kin: str) -> None:
    wife = record("1", "Huda Nasser", sex="female", kin=kin)
    samir = record("2", "Samir Khalil Darwish", sex="male")
    assert level("kin", wife, samir) == level("kin", samir, wife) == "kin of each other"
    assert level("kin", wife, record("2", "Samir Khalil Qasim")) is None


def test_a_son_who_bears_his_fathers_name_is_likelier_his_kin_than_him() -> None:
    """Of two Samir Darwish killed together the son's row names the father."""

    def chances(kin: str | None) -> tuple[float, float]:
        said = {"place": "Varen", "day": "2031-05-02"}
        rows = [record("1", "Samir Darwish", **said, kin=kin),
                record("2", "Samir Darwish", of="B", **said)]  # fmt: skip
        (one,) = link_persons(rows, ()).pairs
        return one.chance, one.co_victim

    (plain, together), (told, kin) = chances(None), chances("son of Samir Darwish")
    assert told < plain and kin > together


def test_who_names_no_kin_is_compared_as_before() -> None:
    rows = [record(str(n), "Samir Darwish", kin=said) for n, said in enumerate(("", None, "uncle"))]
    assert (table_of(rows).tie == -1).all()
    assert level("kin", *rows[:2]) is None


def test_ten_thousand_rows_of_one_long_tie_are_read() -> None:
    words = "wife of " + "Samir " * 500
    rows = [record(str(n), "Huda Nasser", kin=words) for n in range(10_000)]
    assert set(table_of(rows).tie.tolist()) == {1}
