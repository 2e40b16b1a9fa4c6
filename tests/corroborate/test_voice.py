import pytest

from onrecord.corroborate.credit import credited
from onrecord.corroborate.voice import is_named
from onrecord.model.claim import Voice
from onrecord.model.party_name import calls_itself, name_key


@pytest.mark.parametrize(
    ("holder", "kind"),
    [
        ("the Coastal Herald", "outlet"),
        ("the Interior Ministry", "organisation"),
        ("Maryam H.", "witness"),
        ("al-Sabbagh", "person"),
        ("مريم", "witness"),
        ("Interior Ministry spokesman", "official"),
        ("spokesperson Ana Sol", "official"),
    ],
)
def test_named_voices(holder, kind):
    assert is_named(Voice(holder=holder, kind=kind))


@pytest.mark.parametrize(
    ("holder", "kind"),
    [
        ("witnesses", "witness"),
        ("Witnesses", "witness"),
        ("Residents of Karsa", "witness"),
        ("the villagers", "witness"),
        ("Karsa farmer", "witness"),
        ("a newspaper", "outlet"),
        ("local media", "outlet"),
        ("the ministry", "organisation"),
        ("committee", "organisation"),
        ("two officials", "official"),
        ("a spokesman", "official"),
        ("he", "person"),
        ("unnamed", "unnamed"),
        ("this document", "document"),
    ],
)
def test_voices_that_could_be_anybody(holder, kind):
    assert not is_named(Voice(holder=holder, kind=kind))


@pytest.mark.parametrize(
    ("holder", "own", "expected"),
    [
        ("the Office", "OHRV", True),
        ("the Office", "Office for the Coast", True),
        ("the ministry", "Interior Ministry", True),
        ("the ministry", "The Herald", False),
        ("the Herald", "The Herald", False),  # a name, and known as one
        ("the council office", "OHRV", False),
    ],
)
def test_how_a_body_calls_itself(holder, own, expected):
    assert calls_itself(holder, own) is expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("KARSA (Shore Wire) — Gunmen came.", ("Shore Wire",)),
        ("Gunmen came.\nThis story was first published by Shore Wire.", ("Shore Wire",)),
        ("Gunmen came.\nSource: Shore Wire", ("Shore Wire",)),
        ("PORT KARSA, Varenna, 3 May 2031 (Shore Wire) – Gunmen came.", ("Shore Wire",)),
        ("Gunmen came. (SW)", ("SW",)),
        ("Gunmen came.\nWith material from Shore Wire.", ("Shore Wire",)),
        ("(Photo by Odile Marr/Shore Images)\n\nGunmen came.", ()),
        ("A report by Shore Watch says so.", ()),
        ("He said (Shore Wire) was late.", ()),
        ("Gunmen came.", ()),
    ],
)
def test_credits_are_read_from_the_edges_of_a_text(case, text, names):
    case.document("a", text)
    assert credited(case.documents["a"]) == names


def test_a_name_is_compared_without_article_case_and_the_place_of_its_kind():
    assert name_key("the Ministry of the Interior") == name_key("Interior Ministry’s")
    assert name_key("Ministry of Health") != name_key("Interior Ministry")
