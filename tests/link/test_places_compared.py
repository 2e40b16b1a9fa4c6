"""Two records' places: on the map where both are known, by their words where not."""

from math import nan

import numpy as np
import pytest
from link_builders import record, records_of
from msgspec import structs
from test_engine import level

from onrecord.link.engine.levels import COMPARISONS, Comparer
from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.located import apart
from onrecord.link.engine.standing import link_more, standing
from onrecord.link.engine.table import put_together, table_of
from onrecord.link.persons import link_persons
from onrecord.model.canonical import canonical
from onrecord.model.party import Record
from onrecord.model.where import Located
from victim_lists import FREE_OF_DUPLICATES, population_lists

ORLAN = Located(key="case:orlan", point=(30.0, 30.0), areas=("country:VR",), is_area=True)
OST = Located(key="case:ost", point=(33.0, 33.0), areas=("country:VR",), is_area=True)
IN_ORLAN, IN_OST = ("case:orlan", "country:VR"), ("case:ost", "country:VR")
SEL = Located(key="case:sel", point=(30.1, 30.1), areas=IN_ORLAN)
BESIDE = Located(key="case:beside", point=(30.13, 30.1), areas=IN_ORLAN)
NEAR = Located(key="case:near", point=(30.25, 30.1), areas=IN_OST)
SAME_REGION = Located(key="case:tor", point=(30.9, 30.1), areas=IN_ORLAN)
ELSEWHERE = Located(key="case:rawda", point=(33.1, 33.0), areas=IN_OST)
NO_POINT = Located(key="case:nowhere", areas=IN_OST)
SAID = Located(key="said:little sel", known=False, areas=IN_ORLAN)
SAID_ELSE = Located(key="said:upper tor", known=False, areas=IN_ORLAN)
VARENNA = Located(key="country:VR", is_area=True, is_country=True)
ABROAD = Located(key="country:ZZ", is_area=True, is_country=True)
BY_ITSELF = Located(key="case:alone", point=(30.2, 30.3))
FAR_AWAY = Located(key="case:far", point=(39.0, 39.0))
UNTOLD = Located(key="case:untold")


def pair(left: Located | None, right: Located | None, words: tuple[str, str] = ("Sel", "Tor"),
         ) -> tuple[Record, Record]:  # fmt: skip
    one, other = (record(str(n), "Samir Darwish", place=p) for n, p in enumerate(words))
    return structs.replace(one, located=left), structs.replace(other, located=right)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (SEL, BESIDE, "next to each other"), (SEL, NEAR, "within 25 km"),
        (SEL, ORLAN, "one within the other"), (SEL, SAME_REGION, "one region"),
        (SEL, ELSEWHERE, "far"), (SEL, NO_POINT, "far"), (SEL, OST, "far"),
        (ORLAN, OST, "far"), (SAID, ORLAN, "one within the other"), (SAID, SEL, "one region"),
        (SAID, NO_POINT, "far"), (BY_ITSELF, ORLAN, "one within the other"),
        (FAR_AWAY, ORLAN, "far"), (SEL, ABROAD, "far"), (SEL, VARENNA, None),
        (VARENNA, VARENNA, None), (SEL, UNTOLD, None), (SEL, None, None), (ORLAN, None, None),
    ],
)  # fmt: skip
def test_places_on_the_map_have_levels(
    left: Located | None, right: Located | None, expected: str | None
) -> None:
    assert level("location", *pair(left, right)) == expected
    assert level("location", *pair(right, left)) == expected


def test_one_place_under_two_names_is_the_same() -> None:
    assert str(level("location", *pair(SEL, SEL))).startswith("same")


def test_words_are_compared_only_where_the_map_says_nothing() -> None:
    assert level("place", *pair(SEL, BESIDE)) is None
    assert level("place", *pair(SEL, UNTOLD)) == level("place", *pair(SEL, None)) == "different"
    assert level("place", *pair(SEL, VARENNA)) is None


def test_words_that_agree_hold_where_a_gazetteer_lacks_the_place() -> None:
    agreeing = pair(SAID, SAID, ("Little Sel", "ليتل سل"))
    assert level("location", *agreeing) is None and level("place", *agreeing) != "different"
    assert level("location", *pair(SAID, SAID_ELSE)) == "one region"


def test_an_area_beside_a_place_that_is_in_no_gazetteer_says_nothing() -> None:
    assert level("place", *pair(ORLAN, None)) is None
    assert str(level("place", *pair(ORLAN, None, ("Orlan", "Orlan")))).startswith("same")


def test_a_pair_of_places_says_the_same_either_way_round_and_anywhere_on_earth() -> None:
    poles = (
        Located(key="case:north", point=(90.0, 0.0)),
        Located(key="case:same", point=(90.0, 99.0)),
    )
    assert level("location", *pair(*poles)) == "next to each other"
    line = Located(key="case:e", point=(0.0, 179.99)), Located(key="case:w", point=(0.0, -179.99))
    assert level("location", *pair(*line)) == "next to each other"
    table = table_of(pair(*line))
    (km,) = apart(table.spots, table.spot[:1], table.spot[1:])
    assert km == pytest.approx(2.22, abs=0.01)
    broken = Located(key="case:nan", point=(nan, 1.0))
    assert level("location", *pair(SEL, broken)) is None


def _with_places(rows: list[Record]) -> list[Record]:
    """Where the records of list D are; those are never compared with each other."""
    town = {name: Located(key=f"case:{name}", point=(30.0 + at % 90 / 9, 30.0))
            for at, name in enumerate(sorted({r.place for r in rows if r.place}))}  # fmt: skip
    return [
        structs.replace(r, located=town[r.place]) if r.place and r.list_name == "D" else r
        for r in rows
    ]


def test_places_that_only_one_side_knows_change_no_byte() -> None:
    rows = records_of(population_lists(120, 5).columns)
    plain, mapped = (
        link_persons(some, (), free_of_duplicates=FREE_OF_DUPLICATES, n_draws=5)
        for some in (rows, _with_places(rows))
    )
    assert canonical(plain) == canonical(mapped)


def test_ten_thousand_places_are_as_well_as_ten() -> None:
    rng = np.random.default_rng(3)
    spots = [
        Located(key=f"case:{n}", point=(float(lat), float(lon)), areas=(f"case:area-{n % 50}",))
        for n, (lat, lon) in enumerate(rng.uniform(30, 33, (10_000, 2)))
    ]
    rows = [
        structs.replace(record(str(n), "Samir Darwish", place=f"Town {n}"), located=spot)
        for n, spot in enumerate(spots)
    ]
    table = table_of(rows)
    left, right = rng.integers(10_000, size=(2, 50_000)).astype(np.int32)
    levels = Comparer(table)(left, right)[:, list(COMPARISONS).index("location")]
    km = apart(table.spots, table.spot[left], table.spot[right])
    other = left != right
    assert len(table.spots) == 10_000
    assert ((levels == 5) == (km <= 5))[other].all() and (levels[~other] <= 4).all()
    assert ((levels == 6) == ((km > 5) & (km <= 25)))[other].all()


def test_new_records_keep_the_numbers_of_places_that_stand() -> None:
    made = population_lists(100, 5)
    rows = _with_places(records_of(made.columns))
    first, last = rows[:-10], [structs.replace(r, located=SEL) for r in rows[-10:]]
    table = table_of(first)
    more = table_of(last, known=table)
    whole = put_together(table, more)
    assert whole.spots.own[: len(table.spots)].tolist() == table.spots.own.tolist()
    assert set(whole.spot[-10:].tolist()) == {whole.spots.found[SEL]}
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists], np.bool_)
    added = link_more(standing(table, link_table(table, free_of_duplicates=free), free), more)
    assert len(added.standing.linkage.cluster) == len(rows)
