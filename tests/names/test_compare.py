"""compare_names: spellings and scripts that should meet, and names that should not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.names import compare_names

MEET = 0.9

ONE_PERSON = [
    ("محمد خليل درويش", "Mohamed Khalil Darwish"),
    ("حسين علي الخطيب", "Hussain Ali al-Khatib"),
    ("عبد الرحمن قاسم", "Abderrahmane Kassem"),
    ("عبدالرحمن قاسم", "Abdul Rahman Qasim"),
    ("صلاح الدين جابر", "Salaheddine Jaber"),
    ("نور الدين شاهين", "Noureddine Chahine"),
    ("فاطمة الزهراء ياسين", "Fatima Zahra Yassin"),
    ("خديجة مصطفى", "Khadija Mustafa"),
    ("على حسن", "Ali Hassan"),
    ("غياث شحادة", "Ghiath Shehadeh"),
    ("رائد عيسى", "Raed Issa"),
    ("ذياب ظافر", "Dhiab Zafer"),
    ("جمال القذافي", "Gamal Kadhafi"),
    ("Jamal Qaddafi", "Djamal Gueddafi"),
    ("Youssef Boutros", "Yusuf Butrus"),
    ("Moussa Cheikho", "Musa Shaykhu"),
    ("Abd al-Aziz Nassar", "Abdelaziz Nasar"),
]

TWO_PERSONS = [
    ("Hasan Ali Deeb", "Hussein Ali Deeb"),
    ("حسن علي ديب", "Hussein Ali Deeb"),
    ("Amin Saleh", "Amina Saleh"),
    ("أحمد يونس", "محمد يونس"),
    ("أحمد يونس", "Hamid Younes"),
    ("عبد الرحمن قاسم", "Abdul Rahim Qasim"),
    ("Samir Haddad", "Samira Haddad"),
    ("Ziad Karam", "Riad Karam"),
]


@pytest.mark.parametrize(("left", "right"), ONE_PERSON)
def test_spellings_of_one_name_meet(left: str, right: str) -> None:
    assert compare_names(left, right).score >= MEET


@pytest.mark.parametrize(("left", "right"), TWO_PERSONS)
def test_names_of_two_persons_stay_apart(left: str, right: str) -> None:
    assert compare_names(left, right).score < MEET


def test_a_title_and_a_kunya_are_no_part_of_the_name() -> None:
    assert compare_names("Dr. Samir Karam", "Karam, Samir").score == 1.0
    assert compare_names("الحاج سمير كرم", "سمير كرم").score == 1.0
    assert compare_names("Abu Ali Samir Karam", "Samir Karam").score == 1.0


def test_presentation_forms_tatweel_and_marks_do_not_matter() -> None:
    assert compare_names("ﻣﺤﻤﺪ ﻋﻠﻲ", "محـــمد عليّ").score == 1.0
    assert compare_names("\u200fمحمد علي\u200e", "محمد علي").score == 1.0


def test_a_missing_grandfather_costs_little_and_is_said() -> None:
    found = compare_names("Munir Basil Anwar Karam", "Munir Basil Karam")
    assert found.score >= MEET
    assert "grandfather's name missing on the right" in found.reasons


def test_a_single_part_never_makes_a_match() -> None:
    assert compare_names("Munir", "Munir").score <= 0.6


def test_the_same_parts_in_another_order_are_recognised_and_said() -> None:
    found = compare_names("Karam Munir", "Munir Karam")
    assert 0.8 < found.score < MEET
    assert found.reasons[0] == "the same parts in another order"


@pytest.mark.parametrize(
    "nobody",
    ["unknown male", "Unknown", "child of Munir Karam", "His wife", "2 bodies", "مجهول الهوية",
     "غير معروف", "زوجة منير كرم", "طفلة", "N/A", "—", "", "unidentified woman, aged 30",
     "wife of Munir", "Infant daughter of Munir Karam", "femme inconnue"],
)  # fmt: skip
def test_who_is_not_named_matches_nobody_by_name(nobody: str) -> None:
    found = compare_names(nobody, nobody)
    assert found.score == 0.0
    assert found.reasons[0].startswith("no name on the left")


@pytest.mark.parametrize("somebody", ["Munir Karam", "منير كرم", "Baby Karam", "Sami Infante"])
def test_a_name_is_a_name(somebody: str) -> None:
    assert compare_names(somebody, somebody).score > 0.5


def test_the_reasons_say_which_part_differs() -> None:
    found = compare_names("Hasan Ali Deeb", "Walid Ali Deeb")
    assert "given name differs (hasan / walid)" in found.reasons


def test_the_reasons_name_the_part_that_is_missing_and_what_agrees_across_scripts() -> None:
    found = compare_names("سمير الخطيب", "Samir Basil el Khateeb")
    assert found.reasons == (
        "given name agrees after transliteration",
        "family name agrees after transliteration",
        "father's name missing on the left",
    )


def test_a_million_characters_are_compared_as_one_name_of_some() -> None:
    long = "Samir " * 170_000
    assert compare_names(long, "Samir Samir").score <= 1.0
    assert compare_names("سمير" * 250_000, "Samir").score <= 0.6
    assert compare_names("—" * 1_000_000, "Samir").reasons[0].startswith("no name on the left")


NAMES = st.lists(
    st.sampled_from(
        ["Munir", "Basil", "Abd al-Karim", "Karam", "سمير", "عبد الله", "Abu Zayd", "Haddad",
         "حداد", "Noureddine", "Dr", "unknown", "al-Masri", "المصري", "ben"]
    ),
    min_size=1,
    max_size=5,
).map(" ".join)  # fmt: skip


@given(NAMES, NAMES)
def test_the_comparison_is_symmetric(left: str, right: str) -> None:
    assert compare_names(left, right).score == compare_names(right, left).score


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_can_be_compared(left: str, right: str) -> None:
    assert 0.0 <= compare_names(left, right).score <= 1.0
