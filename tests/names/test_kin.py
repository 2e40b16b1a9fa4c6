"""kin_of: what a list says of somebody's kin."""

import pytest

from onrecord.names.kin import Kin, as_told, fathers_name, kin_of


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("wife of Samir Darwish", Kin(tie="spouse", sex="female", name="Samir Darwish")),
        ("زوجة سمير درويش", Kin(tie="spouse", sex="female", name="سمير درويش")),
        ("The widow of Samir", Kin(tie="spouse", sex="female", name="Samir")),
        ("épouse de Samir", Kin(tie="spouse", sex="female", name="Samir")),
        ("husband: Samir Darwish", Kin(tie="spouse", name="Samir Darwish")),
        ("father of 3", Kin(tie="parent", sex="male")),
        ("mother of Samir", Kin(tie="parent", sex="female", name="Samir")),
        ("Brother of the above", Kin(tie="sibling", sex="male", above=True)),
        ("شقيق السابق", Kin(tie="sibling", sex="male", above=True)),
        ("sister of the above [Samir Khalil Darwish]",
         Kin(tie="sibling", sex="female", name="Samir Khalil Darwish")),
        ("son", Kin(tie="child", sex="male")), ("his wife", Kin(tie="spouse", sex="female")),
        ("neighbour of Samir", None), ("Samir Darwish", None), ("husband: unknown", None),
        ("name: Samir", None), ("", None), (None, None), (" : ", None), ("[", None),
        ("of of", None),
    ],
)  # fmt: skip
def test_ties_are_read_from_their_words(words: str | None, expected: Kin | None) -> None:
    assert kin_of(words) == expected


@pytest.mark.parametrize(
    ("words", "father"),
    [
        ("son of Karim", "Karim"), ("Daughter of Abd al-Rahman", "Abd al-Rahman"),
        ("ابن كريم", "كريم"), ("fille de Karim", "Karim"), ("wife of Karim", None), ("son", None),
        (None, None), ("son of Abd al-Rahman Darwish", "Abd al-Rahman"),
        ("ابنة عبد الرحمن خليل درويش", "عبد الرحمن"),
        ("brother of Samir Khalil Darwish", "Khalil"), ("sister of Samir Darwish", None),
        ("brother of Samir Abd al-Rahman Darwish", "Abd al-Rahman"), ("father of Samir", None),
    ],
)  # fmt: skip
def test_a_tie_may_tell_the_fathers_name(words: str | None, father: str | None) -> None:
    assert fathers_name(kin_of(words)) == father


def test_a_column_that_names_the_tie_is_told_with_its_cell() -> None:
    assert as_told("Samir Darwish", "Name of husband") == "Name of husband: Samir Darwish"
    assert as_told("wife of Samir", "husband") == "wife of Samir"
    assert as_told("Samir Darwish", "relation") == "Samir Darwish"


@pytest.mark.parametrize(
    "words",
    ["husband:" * 5000 + "Samir", ":" * 100_000, "son of " + "Samir " * 200_000,
     "ابن " + "سمير" * 100_000, "[" * 50_000, "wife of [" + "x" * 100_000 + "]"],
)  # fmt: skip
def test_of_a_cell_that_holds_a_whole_page_the_beginning_is_read(words: str) -> None:
    kin = kin_of(words)
    assert kin is None or len(kin.name or "") <= 300
    assert len(fathers_name(kin) or "") <= 300
