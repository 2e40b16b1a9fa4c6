"""The chart of tolls and the map of places: well formed, described, and true to their numbers."""

from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.where import Where
from onrecord.publish.chart import TollPoint, toll_chart
from onrecord.publish.map_labels import Label, placed_labels
from onrecord.publish.place_map import country_outlines, place_map

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = {
    "features": [
        {
            "properties": {"name": "Squareland"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[9, 9], [11, 9], [11, 11], [9, 11], [9, 9]]],
            },
        },
        {
            "properties": {"name": "Farland"},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [[[[80, 9], [81, 9], [81, 10], [80, 9]]]],
            },
        },
        {"properties": {}, "geometry": None},
    ]
}


def point(number, least, most, when=date(2031, 3, 4), *, accepted=True, told_by="the Gazette"):
    return TollPoint(
        claim=f"claim-{number}",
        href=f"#c-{number}",
        told_by=told_by,
        words="words",
        at_least=least,
        at_most=most,
        when=when,
        accepted=accepted,
    )


def parsed(drawing):
    return ElementTree.fromstring(drawing)


def all_words(drawing):
    return " ".join(parsed(drawing).itertext())


def marks(drawing):
    return [a for a in parsed(drawing).iter(f"{SVG}a") if a.get("class") != "key"]


ENDS = st.tuples(st.none() | st.integers(0, 10**7), st.none() | st.integers(0, 10**7)).map(
    lambda ends: tuple(sorted(ends)) if None not in ends else ends
)


@given(st.lists(st.tuples(ENDS, st.none() | st.dates(), st.booleans(), st.text(max_size=20))))
def test_any_tolls_make_a_well_formed_chart_with_one_link_a_claim(drawn):
    points = [
        point(n, *ends, when, accepted=accepted, told_by=told_by.replace("\ufffe", ""))
        for n, (ends, when, accepted, told_by) in enumerate(drawn)
    ]
    assert {a.get("href") for a in marks(toll_chart(points))} == {p.href for p in points}


def test_order_of_points_does_not_change_the_chart():
    points = [point(n, n, n + 5, date(2031, 3, 1 + n)) for n in range(5)]
    assert toll_chart(points) == toll_chart(points[::-1])


def test_accepted_and_suggested_differ_by_shape_and_in_words():
    drawing = toll_chart([point(1, 3, 3), point(2, 5, 5, accepted=False)])
    accepted, suggested = marks(drawing)
    assert accepted.find(f"{SVG}circle") is not None
    assert accepted.find(f"{SVG}polygon") is None
    assert suggested.find(f"{SVG}polygon") is not None
    assert suggested.find(f"{SVG}circle") is None
    assert "not reviewed" in all_words(drawing)


@pytest.mark.parametrize(("least", "most", "n_arrows"), [(3, None, 1), (None, 9, 1), (3, 9, 0)])
def test_an_open_end_is_an_arrow(least, most, n_arrows):
    (mark,) = marks(toll_chart([point(1, least, most)]))
    assert len(mark.findall(f"{SVG}path")) == n_arrows


def test_undated_points_have_a_column_of_their_own_on_the_right():
    drawing = toll_chart([point(1, 3, 3, None), point(2, 5, 5)])
    dated, undated = marks(drawing)
    assert dated.get("href") == "#c-2"
    assert float(undated.find(f"{SVG}circle").get("cx")) > float(
        dated.find(f"{SVG}circle").get("cx")
    )
    assert "undated" in all_words(drawing)


def test_more_is_drawn_higher_and_a_wide_spread_has_a_logarithmic_scale_that_says_so():
    for most, logarithmic in ((50, False), (5000, True)):
        drawing = toll_chart([point(1, 10, 10), point(2, most, most)])
        heights = [float(a.find(f"{SVG}circle").get("cy")) for a in marks(drawing)]
        assert heights[0] > heights[1]
        assert ("logarithmic" in all_words(drawing)) is logarithmic


def test_a_chart_of_nothing_says_so():
    assert "No source in this record gives a number." in all_words(toll_chart([]))


def place(name, latitude, longitude, precision="exact"):
    return Where(text=name, name=name, latitude=latitude, longitude=longitude, precision=precision)


COORDINATES = st.tuples(
    st.floats(-89, 89),
    st.floats(-180, 180),
    st.sampled_from(["exact", "near", "region", "country", "unresolved"]),
)


@given(st.lists(COORDINATES, max_size=6))
def test_any_places_make_a_well_formed_map_with_every_name(drawn):
    places = [place(f"Place {n}", *where) for n, where in enumerate(drawn)]
    drawing = place_map(places, outline=SQUARE)
    named = {
        t.text.strip("\u2068\u2069")
        for t in parsed(drawing).iter(f"{SVG}text")
        if t.get("class") == "place-name"
    }
    distinct = {(w.latitude, w.longitude, w.precision): w.name for w in reversed(places)}
    assert named == set(distinct.values())


def test_precision_is_shown_by_the_mark():
    for precision in ("exact", "near", "region", "country"):
        drawing = place_map([place("Selm", 10, 10, precision)], outline=None)
        circles = [c.get("class") for c in parsed(drawing).iter(f"{SVG}circle")]
        assert circles == ([] if precision == "country" else [precision])


def test_only_countries_near_the_places_are_drawn():
    drawing = place_map([place("Selm", 10, 10)], outline=SQUARE)
    assert "Squareland" in all_words(drawing)
    assert "Farland" not in all_words(drawing)


def test_without_outlines_the_map_says_so_and_has_its_graticule():
    drawing = place_map([place("Selm", 2.5, -25.2)], outline=None)
    assert "graticule only" in all_words(drawing)
    assert "25.5°W" in all_words(drawing)
    assert "km" in all_words(drawing)


def test_a_place_without_coordinates_is_named_below_the_map():
    unnamed = Where(text="churches", precision="unnamed")
    assert "“churches”" in all_words(place_map([place("Selm", 1, 1), unnamed], outline=None))


def test_places_on_both_sides_of_the_date_line_stand_close_together():
    drawing = place_map([place("West", -17, 179.5), place("East", -17, -179.5)], outline=None)
    east, west = sorted(float(c.get("cx")) for c in parsed(drawing).iter(f"{SVG}circle"))
    assert abs(west - east) < 300


def test_outlines_of_the_build_are_a_collection_of_named_countries_where_they_were_built():
    built = country_outlines()
    assert built is None or len(built["features"]) > 150


def test_names_close_together_do_not_stand_upon_each_other():
    found = placed_labels(
        [Label("Port Selm", 100, 100 + n, 8) for n in range(4)], width=500, height=300
    )
    places = sorted((one.y, one.x) for one in found)
    assert all(abs(a[0] - b[0]) >= 15 or abs(a[1] - b[1]) >= 60 for a, b in pairwise(places))


def test_no_drawing_has_a_style_or_a_script():
    for drawing in (toll_chart([point(1, 2, 3)]), place_map([place("Selm", 1, 1)])):
        assert " style=" not in drawing
        assert "<script" not in drawing
        assert "<title" in drawing
        assert "<desc" in drawing
