"""places.csv brings the places that no gazetteer knows."""

import pytest

from onrecord.preserve.places_table import read_places

HEADER = "name,aliases,kind,latitude,longitude,country\n"


def test_a_row_is_a_place_of_the_case():
    content = HEADER + "Sel Maran,Sal Marran; سل مران ;,settlement,30.5,-10.25,vr\n"
    (place,) = read_places(content.encode()).made
    assert (place.name, place.kind, place.country) == ("Sel Maran", "settlement", "VR")
    assert place.aliases == ("Sal Marran", "سل مران")
    assert (place.latitude, place.longitude) == (30.5, -10.25)
    assert place.gazetteer == "case"


def test_the_identifier_does_not_depend_on_the_order_of_rows():
    rows = ["Sel Maran,,settlement,,,VR\n", "Ost,,region,,,VR\n"]
    forth = read_places((HEADER + rows[0] + rows[1]).encode()).made
    back = read_places((HEADER + rows[1] + rows[0]).encode()).made
    assert {p.gazetteer_id for p in forth} == {p.gazetteer_id for p in back}
    assert len({p.gazetteer_id for p in forth}) == 2


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",x,region,,,VR", "names no place"),
        ("A,,planet,,,VR", "none of country, region"),
        ("A,,site,91,0,VR", "off the globe"),
        ("A,,site,0,181,VR", "off the globe"),
        ("A,,site,north,0,VR", "no number of degrees"),
        ("A,,site,1,,VR", "go together"),
        ("A,,site,,,Varenna", "two letters"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside(row: str, words: str):
    outcome = read_places((HEADER + row + "\n").encode())
    assert outcome.made == ()
    assert words in outcome.set_aside[0].reason


def test_two_places_of_one_name_lie_within_two_others():
    header = HEADER.replace("\n", ",within\n")
    rows = "Rawda,,settlement,,,VR,Ost\nRawda,,settlement,,,VR,Orlan\nRawda,,settlement,,,VR,\n"
    made = read_places((header + rows).encode()).made
    assert [place.within for place in made] == ["Ost", "Orlan", None]
    assert len({place.gazetteer_id for place in made}) == 3
    (bare,) = read_places((HEADER + "Rawda,,settlement,,,VR\n").encode()).made
    assert bare.gazetteer_id == made[2].gazetteer_id
