"""What a person writes into sources.csv is what is known of the files beside it."""

from datetime import date

import pytest

from onrecord.errors import MalformedTable
from onrecord.preserve.sources_table import read_sources, speaker_and_party

FILES = ("article.txt", "testimonies/first.txt", "café.pdf")
HEADER = "file,title,publisher,speaker,published,url,note,protection,pseudonym,country,language\n"


def _codes(content: str) -> list[str]:
    return [s.code for s in read_sources(content.encode(), FILES).set_aside]


def test_a_row_gives_the_bibliography_of_its_file():
    content = HEADER + (
        "article.txt,The river road,The Herald,Mira Dun for the Lake Council,2021-03-08/2021-03-09,"
        "https://herald.example/1,excerpt,,,vr,EN\n"
    )
    (stated,) = read_sources(content.encode(), FILES).made
    known = stated.bibliography
    assert stated.file == "article.txt"
    assert (known.title, known.publisher) == ("The river road", "The Herald")
    assert (known.speaker, known.on_behalf_of) == ("Mira Dun", "the Lake Council")
    assert known.published is not None
    assert (known.published.earliest, known.published.latest) == (
        date(2021, 3, 8), date(2021, 3, 9),
    )  # fmt: skip
    assert (known.country, known.language) == ("VR", "en")
    assert known.stated_in["published"] == "sources.csv"
    assert "protection" not in known.stated_in


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Mira Dun for the Lake Council", ("Mira Dun", "the Lake Council")),
        ("Mira Dun on behalf of Lake Relief", ("Mira Dun", "Lake Relief")),
        ("Mira Dun for Lake Relief", ("Mira Dun", "Lake Relief")),
        ("the Minister for the Interior", ("the Minister for the Interior", None)),
        ("Varenna Network for Human Rights", ("Varenna Network for Human Rights", None)),
        ("High Commissioner for Human Rights", ("High Commissioner for Human Rights", None)),
        ("Mira Dun", ("Mira Dun", None)),
        ("for the record", ("for the record", None)),
    ],
)
def test_the_party_behind_a_speaker_is_split_off(words: str, expected: tuple[str, str | None]):
    assert speaker_and_party(words) == expected


def test_words_for_not_known_are_nobody_s_name():
    content = HEADER + "article.txt,(untitled),unknown outlet,unknown,n/a,,,,,,\n"
    (stated,) = read_sources(content.encode(), FILES).made
    known = stated.bibliography
    assert (known.title, known.publisher, known.speaker, known.published) == (None,) * 4
    assert known.stated_in == {}


def test_a_title_about_unknown_people_is_a_title():
    content = HEADER + "article.txt,Unknown gunmen enter Sel Maran,,,,,,,,,\n"
    (stated,) = read_sources(content.encode(), FILES).made
    assert stated.bibliography.title == "Unknown gunmen enter Sel Maran"


def test_a_slip_in_protection_protects():
    content = HEADER + "testimonies/first.txt,,,A. B.,,,,protekted,Witness 1,,\n"
    outcome = read_sources(content.encode(), FILES)
    assert outcome.made[0].bibliography.protection == "protected"
    assert outcome.made[0].pseudonym == "Witness 1"
    assert [s.code for s in outcome.set_aside] == ["not-understood"]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("../article.txt,T", "outside-folder"),
        ("/etc/passwd,T", "outside-folder"),
        ("a/../../article.txt,T", "outside-folder"),
        ("C:\\article.txt,T", "outside-folder"),
        ("..\\article.txt,T", "outside-folder"),
        ("gone.txt,T", "no-such-file"),
        (",T", "no-file"),
        ("article.txt,T\narticle.txt,U", "repeated"),
        ("article.txt,T,,,yesterday", "not-understood"),
        ("article.txt,T,,,03/04/2021", "not-understood"),
        ("article.txt,T,,,2021-02-30", "not-understood"),
        ("article.txt" + "," * 11 + "more", "ragged"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside(row: str, code: str):
    assert _codes(HEADER + row + "\n") == [code]


def test_a_name_is_the_same_however_its_accents_are_typed():
    (stated,) = read_sources("file,title\n./cafe\u0301.pdf,T\n".encode(), FILES).made
    assert stated.file == "café.pdf"


def test_backslashes_name_the_same_file():
    (stated,) = read_sources(b"file,title\ntestimonies\\first.txt,T\n", FILES).made
    assert stated.file == "testimonies/first.txt"


def test_a_column_that_nobody_reads_is_set_aside():
    assert _codes("file,title,colour\narticle.txt,T,red\n") == ["column"]


@pytest.mark.parametrize(
    "content",
    [b"name,title\n", b"file,title,title\n", b"", "file\nÉ".encode("cp1252")],
)
def test_what_is_no_table_of_sources_is_named(content: bytes):
    with pytest.raises(MalformedTable, match=r"sources\.csv"):
        read_sources(content, FILES)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_from_any_spreadsheet_program_is_read(encoding: str, delimiter: str):
    content = "file,title\r\narticle.txt,الطريق\r\n".replace(",", delimiter).encode(encoding)
    (stated,) = read_sources(content, FILES).made
    assert stated.bibliography.title == "الطريق"
