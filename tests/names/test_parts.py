"""parse_name: the parts of a name, and what is no part of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.names import fold, parse_name
from onrecord.names.blocking import part_keys


def parts(text: str) -> list[tuple[str | None, str]]:
    return [(part.head, part.text) for part in parse_name(text).parts]


@pytest.mark.parametrize(
    "text",
    [
        "Abd al-Rahman",
        "Abdul Rahman",
        "Abdulrahman",
        "Abderrahman",
        "abd ar-rahman",
        "ABD-EL-RAHMAN",
    ],
)
def test_servant_of_is_one_part_however_it_is_written(text: str) -> None:
    assert parts(text) == [("abd", "rahman")]


@pytest.mark.parametrize("text", ["Abdo", "Abdi", "Abida", "Abdeen"])
def test_a_name_that_only_begins_like_servant_of_is_simple(text: str) -> None:
    assert parts(f"{text} Karam")[0] == (None, text.lower())


def test_allah_names_and_faith_names_are_one_part() -> None:
    assert parts("Abdallah Karam")[0] == ("abd", "allah")
    assert parts("Nasr Allah Karam")[0] == ("allah", "nasr")
    assert parts("صلاح الدين كرم")[0] == ("din", "صلاح")
    assert parts("Salah ad-Din Karam")[0] == ("din", "salah")


def test_abu_in_a_family_name_stays_with_it() -> None:
    assert parts("Munir Abu Zayd") == [(None, "munir"), ("abu", "zayd")]


def test_son_of_between_names_is_no_part() -> None:
    assert parts("Munir bin Basil Karam") == parts("Munir Basil Karam")


def test_the_article_falls_away_with_and_without_hyphen() -> None:
    assert parts("Munir al-Masri") == parts("Munir Al Masri")


def test_the_original_is_kept() -> None:
    written = "  الحاج محمّـــد  "
    assert parse_name(written).original == written


def test_arabic_in_the_order_of_the_eye_is_turned_to_that_of_reading() -> None:
    logical = "ﺳﻤﻴﺮ ﻛﺮﻡ"
    assert fold(logical) == fold(logical[::-1]) == "سمير كرم"
    assert fold(("ﻓﺎﻃﻤﺔ ﻻﻣﻊ")[::-1] + " 12") == "12 فاطمة لامع"


def test_plain_arabic_letters_stay_in_their_order() -> None:
    assert fold("سمير كرم") == "سمير كرم"
    assert fold("ريمس") == "ريمس"


def test_a_lam_alef_that_lost_its_order_after_the_article_is_mended() -> None:
    assert fold("األحمد") == fold("الأحمد")
    assert fold("اإلسماعيلي") == fold("الإسماعيلي")
    assert fold("آل سعود") == fold(fold("آل سعود"))


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(min_codepoint=0x600, max_codepoint=0xFEFF), max_size=40))
def test_any_arabic_text_can_be_taken_apart(text: str) -> None:
    name = parse_name(text)
    assert name.original == text
    assert bool(name.parts or name.kunya) == (name.nameless is None)


def test_digits_of_any_script_fold_to_ascii() -> None:
    assert fold("٣٤ ۳۴ 34") == "34 34 34"


@pytest.mark.parametrize(
    ("left", "right"),
    [("القذافي", "Qaddafi"), ("Kadhafi", "Gaddafi"), ("محمد", "Mouhamed"), ("ثابت", "Sabit"),
     ("ثابت", "Thabet"), ("خالد", "Khaled"), ("ضياء", "Diaa"), ("يوسف", "Youssef")],
)  # fmt: skip
def test_spellings_share_a_blocking_key(left: str, right: str) -> None:
    a, b = parse_name(left).parts[0], parse_name(right).parts[0]
    assert part_keys(a) & part_keys(b)


@pytest.mark.parametrize(
    "words",
    ["unknown male, about 30", "Unidentified woman in a grey coat", "man, unknown, c. 45 years",
     "name not known", "رجل مجهول، حوالي 30 عاما", "مجهول الهوية", "unknown child approx. 5"],
)  # fmt: skip
def test_a_description_of_somebody_unknown_is_no_name(words: str) -> None:
    assert parse_name(words).nameless is not None


@pytest.mark.parametrize("words", ["Majhoul Darwish", "Samir Khalil, about 30", "حسن خليل"])
def test_a_name_beside_a_description_stays_a_name(words: str) -> None:
    assert parse_name(words).nameless is None
