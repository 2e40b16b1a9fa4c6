"""A name is found by how it is written, so that the parser never sees one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.english.names import PLACEHOLDER, find_names, mask
from onrecord.read.english.phrases import without_titles


def names(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(("text", "found"), [
    ("Fighters of the Kesh Brigade fled.", ["Kesh Brigade"]),
    ("Free Dawn Army said so.", ["Free Dawn Army"]),
    ("They met Gen. Omar al-Kesh in St. Anna.", ["Gen. Omar al-Kesh", "St. Anna"]),
    ("It was the Popular Front for the Liberation of Varenna.",
     ["Popular Front for the Liberation of Varenna"]),
    ("Killing of Omar was denied.", ["Omar"]),
    ("The pro-Kesh men and U.S.-backed fighters met.", ["Kesh", "U.S."]),
    ("Pro-Kesh men met.", ["Kesh"]),
    ("On Friday 6 March they may go.", []),
    ("“Many were killed,” he said. Witnesses agreed.", []),
    ("Varenna’s army left.", ["Varenna"]),
    ("She met Mira d’Arven al-Vosk.", ["Mira d’Arven al-Vosk"]),
    ("Hope, a spokeswoman, left.", ["Hope"]),
    ("Dawn attacked. We saw Dawn there.", ["Dawn", "Dawn"]),
    ("THE GUARD AND KESHTAR FLED TO THE HILLS.", ["KESHTAR"]),
])  # fmt: skip
def test_names_are_found_by_capitals_and_ordinary_words(text, found):
    assert names(text) == found


@pytest.mark.parametrize(("name", "bare"), [
    ("Secretary of State Orso Talin", "Orso Talin"),
    ("UN Human Rights Chief Mira Vosk", "Mira Vosk"),
    ("Foreign Minister Orso Talin", "Orso Talin"),
    ("Interior Ministry", "Interior Ministry"),
    ("Kesh Brigade", "Kesh Brigade"),
])  # fmt: skip
def test_offices_are_told_from_the_name(name, bare):
    assert without_titles(name) == bare


@given(st.lists(st.sampled_from(
    ["Kesh", "Orso Talin", "the", "army", "killed", "12", "men", ".", ",", "“", "”", "al-Vosk",
     "said", "\n", "İstanbul", "é", "On", "Friday", "U.S.", "pro-Kesh"]), max_size=30))  # fmt: skip
def test_every_masked_character_leads_back_to_its_own(pieces):
    text = " ".join(pieces)
    masked = mask(text, 0, len(text), find_names(text))
    for at, letter in enumerate(masked.text):
        inside = any(s <= at < s + len(PLACEHOLDER) for s in masked.names)
        if not inside:
            start, end = masked.original(at, at + 1)
            assert text[start:end] == letter or text[start:end].isspace()
    for start, name in masked.names.items():
        assert masked.original(start, start + len(PLACEHOLDER)) == name
