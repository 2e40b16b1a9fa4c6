"""Protected words leave no trace, and every other word keeps its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.publication import Private, Redaction
from onrecord.publish.redaction import Cover

COVER = Cover(
    [
        Redaction(words="Salma Verrin", pseudonym="Witness S"),
        Redaction(words="Salma", pseudonym="Witness S"),
        Redaction(words="سلمى", pseudonym="الشاهدة س"),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salma Verrin said", "Witness S said"),
        ("SALMA  VERRIN said", "Witness S said"),
        ("Salma-Verrin said", "Witness S said"),
        ("Sálma Verrín said", "Witness S said"),
        ("Sa\u0301lma said", "Witness S said"),
        ("Salma's house", "Witness S's house"),
        ("Salma\nVerrin", "Witness S"),
        ("قالت سلمى ذلك", "قالت الشاهدة س ذلك"),
        ("قالت سَلْمى ذلك", "قالت الشاهدة س ذلك"),
        ("Nothing here", "Nothing here"),
    ],
)
def test_a_name_is_covered_in_every_spelling_of_its_letters(text, expected):
    assert COVER(text) == expected


@pytest.mark.parametrize("text", ["Salmanca said", "وسلمى قالت", "al\u200cSalma"])
def test_a_longer_word_that_holds_a_name_is_withheld_and_given_to_nobody(text):
    assert "[name withheld]" in COVER(text)
    assert "Witness" not in COVER(text)


def test_the_length_of_a_name_that_was_covered_before_is_covered_too():
    assert COVER("█████ ██████ said") == COVER("██ ███ said") == "[name withheld] said"


def test_a_short_word_is_covered_where_it_stands_alone():
    cover = Cover([Redaction(words="Bo", pseudonym="B.")])
    assert cover("Bo took the boat") == "B. took the boat"


def test_no_redactions_change_nothing():
    assert Cover([])("Salma Verrin") == "Salma Verrin"


@given(st.lists(st.sampled_from(["Salma", "Salma Verrin", "saw", "a", "gunman", "سلمى", "."])))
def test_no_protected_word_is_left(parts):
    covered = COVER(" ".join(parts)).casefold()
    assert not any(name in covered for name in ("salma", "verrin", "سلمى"))


@given(st.text(alphabet="abc ", max_size=20), st.text(alphabet="abc ", max_size=20))
def test_words_around_a_covered_name_keep_their_places(before, after):
    text = f"{before} Salma {after}"
    found = COVER.covered(text)
    start, end = found.span(len(before) + 7, len(text))
    assert found.text[start:end] == after
    assert found.text[slice(*found.span(0, len(before)))] == before


def test_a_place_inside_a_covered_name_widens_to_the_whole_of_what_stands_there():
    found = COVER.covered("I saw Salma there")
    start, end = found.span(8, 17)
    assert found.text[start:end] == "Witness S there"


def test_private_words_give_way_at_their_place_alone():
    text = "Salma Verrin\t0412-7731\tPort Selm\t0412-7731"
    at = text.index("0412")
    number = Private(rendition="r", start=at, end=at + 9, instead="[identity number withheld]")
    found = COVER.covered(text, [number])
    assert found.text == "Witness S\t[identity number withheld]\tPort Selm\t0412-7731"
    start = text.index("Port")
    assert found.text[slice(*found.span(start, start + 9))] == "Port Selm"


def test_private_words_that_a_name_runs_into_leave_nothing_behind():
    text = "lives at Salma Verrin street 4"
    crossing = Private(rendition="r", start=15, end=len(text), instead="[address withheld]")
    found = COVER.covered(text, [crossing])
    assert found.text == "lives at Witness S"
    assert found.span(0, len(text)) == (0, len(found.text))


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 6)), max_size=12))
def test_no_private_character_is_left(spans):
    text = "".join(chr(0x4E00 + place) for place in range(50))
    private = [
        Private(rendition="r", start=start, end=start + length, instead="[]")
        for start, length in spans
    ]
    found = COVER.covered(text, private)
    hidden = {text[place] for p in private for place in range(p.start, p.end)}
    assert not hidden & set(found.text)
    assert set(text) - hidden == set(found.text) - {"[", "]"}
    for place, character in enumerate(text):
        if character not in hidden:
            assert found.text[slice(*found.span(place, place + 1))] == character
