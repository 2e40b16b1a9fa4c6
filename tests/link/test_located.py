"""Gazetteer.located: which entry of a gazetteer a record's place is, and within which areas."""

from math import isnan, nan

import msgspec
import pytest
from link_builders import place, table

from onrecord.link.located import DEEPEST, Gazetteer
from onrecord.link.records import records_of
from onrecord.model.canonical import canonical
from onrecord.model.party import Record
from onrecord.model.source import Place
from onrecord.model.where import Located, Where


def entry(
    name: str,
    within: str | None = None,
    kind: str = "settlement",
    *,
    at: tuple[float, float] = (nan, nan),
    aliases: tuple[str, ...] = (),
) -> Place:
    latitude, longitude = (None if isnan(degrees) else degrees for degrees in at)
    return Place(
        name=name, aliases=aliases, gazetteer="case", gazetteer_id=f"{name}/{within}",
        kind=kind, within=within, latitude=latitude, longitude=longitude,
    )  # type: ignore[arg-type]  # fmt: skip


CASE = (
    entry("Orlan", kind="region", at=(30.0, 30.0)),
    entry("Ost", kind="region"),
    entry("Lower Orlan", "Orlan", "region"),
    entry("Sel Maran", "Lower Orlan", at=(30.1, 30.1), aliases=("Salmaran", "سل مران")),
    entry("Rawda", "Orlan", at=(30.2, 30.0)),
    entry("Rawda", "Ost", at=(33.0, 31.0)),
    entry("Tor", "Tor", at=(30.0, 30.2)),
    entry("Far Tor"),
)


def found(*cells: str, places: tuple[Place, ...] = CASE, country: str | None = None,
          ) -> Located | None:  # fmt: skip
    return Gazetteer(places).located([Where(text=cell) for cell in cells], country)


def test_a_name_in_any_script_is_the_place_and_the_areas_around_it() -> None:
    one = found("Sel Maran")
    assert one == found("سل مران") == found("Salmaran") is not None
    assert one.areas == ("case:Lower Orlan/Orlan", "case:Orlan/None")
    assert one.point == (30.1, 30.1) and not one.is_area


def test_an_area_tells_two_places_of_one_name_apart() -> None:
    assert found("Rawda") is None
    in_orlan = found("Rawda, Orlan")
    assert in_orlan is not None and in_orlan.key == "case:Rawda/Orlan"
    assert in_orlan == found("Orlan - Rawda") == found("Rawda", "Orlan") == found("Rawda (Orlan)")
    assert found("Rawda", "Ost governorate") == found("Rawda / Ost") != in_orlan


def test_a_place_that_no_gazetteer_knows_is_known_to_be_within_its_area() -> None:
    unknown = found("Nowhere", "Orlan")
    assert unknown is not None and not unknown.known and unknown.areas == ("case:Orlan/None",)
    assert found("Nowhere, Orlan") == unknown
    contradicted = found("Sel Maran", "Ost")
    assert contradicted is not None and not contradicted.known
    assert found("Nowhere") is None and found() is None


def test_an_area_without_a_town_is_an_area_however_it_is_called() -> None:
    one = found("Orlan")
    assert one is not None and one.is_area and one == found("Orlan province")
    assert one == found("the province of Orlan") and found("the of Orlan") is None
    assert found("governorate") is None


def test_a_circle_in_the_gazetteer_ends_where_it_closes() -> None:
    circle = (entry("A", "B", "region"), entry("B", "C", "region"), entry("C", "A", "region"))
    one = found("A", places=circle)
    assert one is not None and one.areas == ("case:B/C", "case:C/A")
    itself = found("Tor")
    assert itself is not None and itself.areas == ()


def test_geonames_knows_the_division_of_a_city_and_a_region_by_its_city() -> None:
    homs, rastan, region = (
        found(words, country="SY")
        for words in ("Homs, Homs governorate", "Ar Rastan, Homs", "Homs governorate")
    )
    assert homs is not None and rastan is not None and region is not None
    assert region.is_area and region.key == "area:SY.11"
    assert rastan.areas == homs.areas == ("area:SY.11", "country:SY") and rastan.key != homs.key


def test_a_region_that_is_called_by_its_chief_town_is_around_the_town() -> None:
    def of_column(name: str, entry_of: Place) -> Located | None:
        where = Where(text=name, gazetteer="case", gazetteer_id=entry_of.gazetteer_id,
                      precision="region")  # fmt: skip
        return Gazetteer(CASE).located([where], None)

    around, region = of_column("Tor", CASE[6]), of_column("Orlan", CASE[0])
    assert around is not None and around.is_area and around.point == (30.0, 30.2)
    assert region == found("Orlan") and around.key != "case:Tor/Tor"


def test_a_place_of_the_case_may_lie_within_an_area_of_geonames() -> None:
    hamlet = Place(name="Little Orlan", gazetteer="case", gazetteer_id="x", kind="settlement",
                   country="SY", within="Homs")  # fmt: skip
    one = found("Little Orlan", places=(hamlet,))
    assert one is not None and one.areas == ("area:SY.11", "country:SY")


def test_a_gazetteer_of_ten_thousand_places_finds_each_and_a_long_chain_ends() -> None:
    places = [entry(f"Town {n}", f"Town {n - 1}" if n else "Town 9999") for n in range(10_000)]
    known = Gazetteer(places)
    found = [known.located([Where(text=place.name)], None) for place in places[::100]]
    assert [one.key for one in found if one] == [f"case:{p.gazetteer_id}" for p in places[::100]]
    assert all(one is not None and len(one.areas) <= DEEPEST + 1 for one in found)


def test_a_record_keeps_where_it_is_in_a_file() -> None:
    made = table("List", [{"name": "Ara Sel", "place": "x"}], {"x": Where(text="Sel Maran")})
    (record,) = records_of(made.claims, [made.document], CASE)
    assert record.located is not None
    assert msgspec.json.decode(canonical(record), type=Record) == record


def test_a_country_is_a_country() -> None:
    where = Where(text="Syria", name="Syria", gazetteer="geonames", gazetteer_id="163843",
                  country="SY", precision="country")  # fmt: skip
    one = Gazetteer().located([where], None)
    assert one is not None and one.is_country and one.key == "country:SY"


@pytest.mark.parametrize("known", [True, False])
def test_the_record_of_a_row_has_what_the_gazetteer_knows(known: bool) -> None:
    where = place("Sel Maran", 30.1, 30.1) if known else Where(text="Salmaran")
    made = table("List", [{"name": "Ara Sel", "place": "x"}], {"x": where})
    (record,) = records_of(made.claims, [made.document], CASE)
    assert record.located is not None and record.located.point == (30.1, 30.1)
    (bare,) = records_of(made.claims, [made.document])
    assert (bare.located is None) is not known


def test_a_region_whose_division_is_unknown_is_not_its_country() -> None:
    where = Where(text="Ost", name="Ost", gazetteer="geonames", gazetteer_id="0", country="SY",
                  latitude=30.0, longitude=30.0, precision="region")  # fmt: skip
    one = Gazetteer().located([where], None)
    assert one is not None and one.key == "geonames:0" and one.is_area and not one.is_country
