"""What differs between two records is marked, and told in words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.substitutes import SHOWN
from onrecord.link.reasons import ELSEWHERE, PLURALS
from onrecord.model.party import Record, Step
from onrecord.model.where import Located
from onrecord.record.differences import Line, graphemes, marked, side_by_side
from onrecord.record.waterfall import effect, finding, odds


def record(**said: Any) -> Record:
    fields = {"id": "record-1", "rendition": "r", "list_name": "l", "row": 1, "claims": ()}
    return Record(**{**fields, **said})


def line(label: str, left: dict[str, Any], right: dict[str, Any]) -> Line:
    lines = {one.label: one for one in side_by_side(record(**left), record(**right))}
    return lines[label]


def marks(left: str, right: str) -> tuple[list[str], list[str]]:
    sides = marked(left, right)
    return tuple([s.text for s in side if s.marked] for side in sides)  # type: ignore[return-value]


def test_letters_are_marked_where_words_are_written_nearly_alike() -> None:
    assert marks("Mohammed Hasan", "Mohammad Hassan") == (["e"], ["a", "s"])


def test_a_word_is_marked_whole_where_another_one_stands() -> None:
    assert marks("Omar Hasan", "Zaid Hasan") == (["Omar"], ["Zaid"])


def test_a_word_that_only_one_has_is_marked() -> None:
    assert marks("Ali Omar Khaled", "Ali Khaled") == (["Omar"], [])
    found = line("name", {"name": "Ali Omar Khaled"}, {"name": "Ali Khaled"})
    assert (found.how, found.words) == ("nearly", "one has more words than the other")


def test_arabic_letters_keep_the_marks_that_stand_on_them() -> None:
    assert graphemes("عَلِيّ") == ["عَ", "لِ", "يّ"]
    assert marks("محمد علي حسن", "محمد علي حسين") == ([], ["ي"])


def test_capitals_and_vowel_signs_are_no_difference() -> None:
    assert line("name", {"name": "JOSÉ"}, {"name": "Jose"}).how == "same"
    assert line("name", {"name": "عليّ"}, {"name": "علي"}).how == "same"


def test_two_scripts_are_compared_after_transliteration_and_parts_that_differ_marked() -> None:
    same = line("name", {"name": "خالد حسن"}, {"name": "Khaled Hassan"})
    assert (same.how, same.words) == ("same", "two scripts; the same after transliteration")
    longer = line("name", {"name": "Noor Zaatrour"}, {"name": "نور محمد زعترور"})
    assert longer.words == "two scripts; father's name said by the second only"
    assert [s.text for s in longer.right if s.marked] == ["محمد"]
    assert not any(s.marked for s in longer.left)


@pytest.mark.parametrize(
    ("left", "right", "how", "words"),
    [
        (30, 30, "same", "the same"),
        (30, 31, "nearly", "1 year apart"),
        (23, 32, "differs", "9 years apart; the digits are turned"),
    ],
)
def test_ages_are_told_by_how_far_they_are_apart(
    left: int, right: int, how: str, words: str
) -> None:
    found = line("age", {"age": left}, {"age": right})
    assert (found.how, found.words) == (how, words)


def test_ages_as_ranges_are_told_by_what_lies_between_them() -> None:
    found = line("age", {"youngest": 30, "oldest": 35}, {"age": 33})
    assert (found.how, found.words) == ("nearly", "they allow for each other")
    found = line("age", {"youngest": 30, "oldest": 35}, {"age": 41})
    assert (found.how, found.words) == ("differs", "6 years apart")


def test_dates_are_compared_by_the_days_that_they_allow() -> None:
    month = {"when": "March 2021", "earliest": "2021-03-01", "latest": "2021-03-31"}
    day = {"when": "4.3.2021", "earliest": "2021-03-04", "latest": "2021-03-04"}
    later = {"when": "9.3.2021", "earliest": "2021-03-09", "latest": "2021-03-09"}
    same = {"when": "2021-03-04", "earliest": "2021-03-04", "latest": "2021-03-04"}
    assert line("date", month, day).words == "they allow for each other"
    assert line("date", day, same).how == "same"
    assert line("date", day, later).words == "5 days apart"


def test_what_only_one_says_is_told_and_what_neither_says_is_left_out() -> None:
    lines = side_by_side(record(name="Ali", sex="male"), record(name="Ali"))
    assert [(one.label, one.how) for one in lines] == [("name", "same"), ("sex", "one")]


LETTERS = st.text("abcxyzäé علنوسمدي-'\u064b\u0651\u200f", max_size=24)


@settings(max_examples=150, deadline=None)
@given(LETTERS, LETTERS)
def test_the_stretches_are_the_words_of_the_source(left: str, right: str) -> None:
    for side, text in zip(marked(left, right), (left, right), strict=True):
        assert "".join(s.text for s in side).split() == text.split()


def test_what_the_lists_write_elsewhere_is_told_by_what_it_is_about() -> None:
    told = [
        finding(Step(comparison=ELSEWHERE, level=level, weight=weight))
        for level, weight in (("father's name", 1.5), ("place", -1.5))
    ]
    assert told == [
        "elsewhere in these lists the two fathers' names often stand for one",
        "elsewhere in these lists the two places seldom stand for one",
    ]
    assert {*SHOWN} == {*PLURALS}


def test_a_step_is_told_in_words() -> None:
    step = Step(comparison="given name", level="same (one in 300)", weight=5.32)
    assert finding(step) == "given name agrees (rare: one in 300)"
    assert effect(step.weight) == "speaks for one person, ×40"
    assert effect(-2.0) == "speaks against, ÷4"
    assert effect(0.05) == "says next to nothing"
    assert odds(-11) == "2,000 to 1 against"
    assert odds(3.5849625) == "12 to 1 for one person"


ORLAN = Located(key="case:orlan", point=(30.0, 30.0), is_area=True)
SEL = Located(key="case:sel", point=(30.1, 30.1), areas=("case:orlan",))
FAR = Located(key="case:far", point=(39.0, 30.1))


@pytest.mark.parametrize(
    ("left", "right", "how", "words"),
    [
        (SEL, SEL, "same", "two names of one place"), (FAR, SEL, "differs", "far apart"),
        (SEL, ORLAN, "nearly", "one lies within the other"), (SEL, None, "differs", "different"),
    ],
)  # fmt: skip
def test_places_of_two_names_are_compared_on_the_map(
    left: Located, right: Located | None, how: str, words: str
) -> None:
    found = line("place", {"place": "Sel Maran", "located": left},
                 {"place": "Tor", "located": right})  # fmt: skip
    assert (found.how, found.words) == (how, words)


def test_ties_in_two_languages_are_compared_by_whom_they_name() -> None:
    found = line("kin", {"kin": "wife of Samir Darwish"}, {"kin": "زوجة سمير درويش"})
    assert found.how == "same" and "after transliteration" in found.words
    assert line("kin", {"kin": "wife of Samir"}, {"kin": "sister of Samir"}).how == "differs"


def test_every_level_of_places_and_kin_has_words_of_its_own() -> None:
    told = [finding(Step(comparison=comparison, level=level, weight=1.0))
            for comparison in ("location", "kin") for level in COMPARISONS[comparison]]  # fmt: skip
    assert len(set(told)) == len(told) and not any(":" in words.split("(")[0] for words in told)
