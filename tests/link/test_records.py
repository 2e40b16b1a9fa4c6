"""records_of: what a row says of a person, in a form in which lists can be compared."""

from datetime import date

import pytest
from link_builders import days, table

from onrecord.link.birth_dates import birth_date, order_of
from onrecord.link.records import identity_of, records_of
from onrecord.model.party import Record


def only(**said: str) -> Record:
    made = table("List", [{"name": "Ara Sel", **said}])
    (record,) = records_of(made.claims, [made.document])
    return record


def test_what_a_row_says_beyond_the_name_is_in_the_record() -> None:
    record = only(mother_name="Bina", address="12 Mill Lane", identity_number="401237781",
                  kinship="wife of Cal Tor", birth_date="1984-03-07")  # fmt: skip
    assert (record.mother_name, record.address, record.kin) == \
        ("Bina", "12 Mill Lane", "wife of Cal Tor")  # fmt: skip
    assert (record.identity, record.born, record.father_name) == ("401237781", "1984-03-07", None)


def test_a_fathers_column_goes_before_the_words_of_kinship() -> None:
    assert only(father_name="Dun", kinship="son of Karim").father_name == "Dun"


@pytest.mark.parametrize(
    ("words", "kept"),
    [("401237781", True), ("٤٠١٢٣٧٧٨١", True), ("AB-12.345", True), ("17", False),
     ("00000000", False), (None, False)],
)  # fmt: skip
def test_a_short_number_or_one_digit_over_and_over_identifies_nobody(
    words: str | None, kept: bool
) -> None:
    assert identity_of(words) == (words if kept else None)


def test_birth_dates_are_compared_in_one_form_by_the_order_of_their_own_list() -> None:
    assert order_of(["7/3/1984", "25/3/1984"]) == "day first"
    assert order_of(["7/3/1984", "3/25/1984"]) == "month first"
    assert order_of(["7/3/1984", "25/3/1984", "3/25/1984"]) is None
    assert birth_date("7/3/1984", "day first") == "1984-03-07"
    assert birth_date("7/3/1984", "month first") == "1984-07-03"
    assert birth_date("\u200f٢٥/٣/١٩٨٤", None) == "1984-03-25"
    assert birth_date("7/3/1984", None) is None
    assert birth_date("spring 1984", None) == "spring 1984"


def test_a_year_of_birth_alone_is_not_compared_with_days() -> None:
    assert birth_date("1984", None) is None
    assert birth_date("c. 1984", None) is None


def test_an_age_is_worked_out_where_the_list_gives_a_birth_date_alone() -> None:
    rows = [
        {"name": "Ara Sel", "birth_date": "1984-03-07"},
        {"name": "Bo Tor", "birth_date": "1984"},
    ]
    made = table("List", rows, when=days(date(2031, 3, 7)))
    exact, by_year = sorted(records_of(made.claims, [made.document]), key=lambda r: r.row)
    assert (exact.age, exact.youngest, exact.ages) == (47, None, "47")
    assert (by_year.age, by_year.youngest, by_year.oldest) == (None, 46, 47)
    assert by_year.ages == "46 to 47"


def test_an_age_that_is_not_said_to_the_year_is_a_range() -> None:
    record = only(age="30-35", birth_date="1984-03-07")
    assert (record.age, record.youngest, record.oldest) == (None, 30, 35)
    assert only(age="unclear").ages is None


@pytest.mark.parametrize(
    ("words", "age", "ages"),
    [("34 years", 34, None), ("18 months", 1, None), ("8 months", 0, None), ("٣٤ سنة", 34, None),
     ("about 30", None, (27, 33)), ("حوالي ٣٠", None, (27, 33)), ("over 60", None, (60, 120)),
     ("under 5", None, (0, 4)), ("130", None, None), ("9" * 5000, None, None),
     ("30 or 5000", None, None)],
)  # fmt: skip
def test_words_beside_a_number_count(
    words: str, age: int | None, ages: tuple[int, int] | None
) -> None:
    record = only(age=words)
    assert (record.age, record.youngest, record.oldest) == (age, *(ages or (None, None)))


def test_a_row_that_does_not_say_what_happened_is_a_record_only_where_that_is_asked_for() -> None:
    made = table("List", [{"name": "Ara Sel", "age": "34"}])
    silent = [claim for claim in made.claims if claim.kind != "act"]
    assert records_of(silent, [made.document]) == ()
    (record,) = records_of(silent, [made.document], without_acts=True)
    assert (record.name, record.age, record.harm) == ("Ara Sel", 34, None)


@pytest.mark.parametrize(
    ("age", "born", "ages"),
    [("child", "2024-03-08", "6"), ("about 40", "1990", "40 to 41"),
     ("about 60", "1990", "54 to 66"), ("34", "1990", "34"), (None, "1990-05", "40")],
)  # fmt: skip
def test_a_birth_narrows_a_range_of_ages_that_allows_it(
    age: str | None, born: str, ages: str
) -> None:
    row = {"name": "Ara Sel", "birth_date": born} | ({"age": age} if age else {})
    made = table("List", [row], when=days(date(2031, 3, 7)))
    (record,) = records_of(made.claims, [made.document])
    assert record.ages == ages
