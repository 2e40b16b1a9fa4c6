"""Each rendition goes to the reader that can read it, or is set aside with a reason."""

import pytest

from onrecord.model.rendition import Rendition
from onrecord.model.source import Context
from onrecord.read import reader
from onrecord.read.reader import read


def prose(text: str, language: str | None = "en") -> Rendition:
    return Rendition(id="r1", capture="0" * 64, extractor="test", extractor_version="1", text=text,
                     shape="prose", language=language, right_to_left=False)  # fmt: skip


def test_english_prose_gives_claims():
    outcome = read(prose("Soldiers killed 12 farmers in Hareth."), Context())
    assert {claim.kind for claim in outcome.made} == {"act", "toll"}
    assert outcome.set_aside == ()
    assert {claim.suggested_by for claim in outcome.made} == {"english-rules 1"}


@pytest.mark.parametrize(("text", "language", "code"), [
    ("قُتل أكثر من ستين شخصاً.", "ar", "language"),
    ("قُتل أكثر من ستين شخصاً بينهم أطفال ونساء في القرية يوم الخميس الماضي.", None, "language"),
    ("  \n ", "en", "empty"),
])  # fmt: skip
def test_what_cannot_be_read_is_set_aside_and_named(text, language, code):
    outcome = read(prose(text, language), Context())
    assert outcome.made == ()
    (aside,) = outcome.set_aside
    assert (aside.stage, aside.subject, aside.code) == ("read", "r1", code)
    assert len(aside.reason) > 20


def test_arabic_prose_is_named_as_such():
    (aside,) = read(prose("قُتل أكثر من ستين شخصاً.", "ar"), Context()).set_aside
    assert aside.reason.startswith("no reader for Arabic prose yet")


def test_a_short_text_of_unknown_language_in_latin_letters_is_tried():
    assert read(prose("Soldiers killed 12 farmers.", None), Context()).made


def test_a_text_beyond_the_limit_is_set_aside(monkeypatch):
    monkeypatch.setattr(reader, "MAX_CHARACTERS", 10)
    (aside,) = read(prose("Soldiers killed 12 farmers."), Context()).set_aside
    assert (aside.code, "split it" in aside.reason) == ("too-long", True)


def test_words_without_an_end_are_set_aside_and_the_rest_is_read():
    endless = "killed and " * 800
    outcome = read(prose(f"Soldiers killed 12 farmers.\n\nThey {endless}went.\n"), Context())
    assert outcome.made
    assert [aside.code for aside in outcome.set_aside] == ["no-sentence"]
