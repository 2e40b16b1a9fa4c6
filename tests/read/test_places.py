"""A place is resolved where a gazetteer and the country allow it, and left open elsewhere."""

import pytest

from onrecord.model.source import Place
from onrecord.read.places import country_of_people, resolve_place


def place(text: str, words: str, country: str | None = None, places: tuple[Place, ...] = ()):
    start = text.index(words)
    return resolve_place(text, start, start + len(words), country=country, places=places)


@pytest.mark.parametrize(("words", "name"), [
    ("Latakia", "Latakia"), ("Tartus", "Ţarţūs"), ("Jableh", "Jablah"), ("اللاذقية", "Latakia"),
])  # fmt: skip
def test_spellings_in_either_script_mean_the_same_city(words, name):
    where = place(f"in {words} today", words, "SY")
    assert (where.name, where.country, where.gazetteer) == (name, "SY", "geonames")


def test_a_province_is_a_region_and_near_is_near():
    text = "in the provinces of Latakia and Tartus, near the city of Jableh, in Hama governorate"
    precision = {w: place(text, w, "SY").precision for w in ("Latakia", "Tartus", "Jableh", "Hama")}
    assert precision == {
        "Latakia": "region",
        "Tartus": "region",
        "Jableh": "near",
        "Hama": "region",
    }


def test_a_name_of_towns_in_several_countries_needs_a_country():
    assert place("in Geneva today", "Geneva").precision == "unresolved"
    assert place("in Geneva today", "Geneva", "CH").country == "CH"


def test_the_largest_is_meant_within_one_country():
    assert place("in Tripoli", "Tripoli", "LY").country == "LY"
    assert place("in Tripoli", "Tripoli", "LB").country == "LB"


def test_georgia_is_a_state_only_in_texts_about_the_united_states():
    assert place("in Georgia", "Georgia").country == "GE"
    assert place("in Georgia", "Georgia", "US").precision == "region"


def test_the_gazetteer_of_the_case_comes_first():
    own = Place(name="Tel Orva", aliases=("Latakia",), gazetteer="case", gazetteer_id="p1",
                kind="settlement", country=None, latitude=1.0, longitude=2.0)  # fmt: skip
    where = place("in Latakia", "Latakia", "SY", (own,))
    assert (where.name, where.gazetteer, where.gazetteer_id) == ("Tel Orva", "case", "p1")


def test_a_name_that_no_gazetteer_holds_stays_unresolved():
    where = place("in Hareth-on-Sel", "Hareth-on-Sel", "SY")
    assert (where.precision, where.name, where.country) == ("unresolved", None, None)


def test_a_people_points_to_its_country():
    assert country_of_people("Syrians") == "SY"
    assert country_of_people("Lanterns") is None
