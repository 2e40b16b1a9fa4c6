"""Where on the map the place of a record is: which entry of a gazetteer, and within which areas.

Words that a reader left open are tried again here: as a name of the case's own gazetteer, as the
name of an area ("Orlan governorate"), and as a place with its area ("Sel Maran, Orlan", or in two
columns). An area tells places of one name apart; where it contradicts the place that the gazetteer
gave, the area is believed, and the place is one that no gazetteer knows.
"""

import re
from collections.abc import Iterable, Sequence

from msgspec import structs

from onrecord.link.case_places import plain
from onrecord.link.spots import is_loose
from onrecord.model.source import Place
from onrecord.model.where import Located, Where
from onrecord.names.geonames import areas, city_named
from onrecord.names.geonames import fold as fold_place

DEEPEST = 5  # areas around a place that are followed outwards, before its country
_PARTS = re.compile(r"[,،;/()\[\]|]| [-–—] ")
_AREA_WORDS = frozenset({
    "governorate", "province", "region", "state", "countryside", "rural", "muhafazat", "wilaya",
    "محافظة", "محافظه", "ولاية", "ولايه", "ريف", "gouvernorat", "departement", "provincia",
    "departamento",
})  # fmt: skip
_BESIDE = frozenset({"of", "the", "de", "du"})


class Gazetteer:
    """The places of a case, and GeoNames behind them; each cell is looked up once."""

    def __init__(self, places: Iterable[Place] = ()) -> None:
        self._places = {place.gazetteer_id: place for place in places}
        self._named: dict[str, list[Place]] = {}
        for _, place in sorted(self._places.items()):
            for name in dict.fromkeys(map(plain, (place.name, *place.aliases))):
                self._named.setdefault(name, []).append(place)
        self._around: dict[str, tuple[str, ...]] = {}
        self._known: dict[tuple[object, ...], Located | None] = {}

    def located(self, places: Sequence[Where], country: str | None) -> Located | None:
        """The place that a row names, by its columns, the narrowest first; None for none known."""
        if not places:
            return None
        asked = (country, *[(one.text, one.gazetteer_id, one.precision) for one in places])
        if asked not in self._known:
            self._known[asked] = self._located(places, country)
        return self._known[asked]

    def _located(self, places: Sequence[Where], country: str | None) -> Located | None:
        words = places[0].text
        own = self._own(places[0], country)
        wider = (self._area_called(where.text, country) for where in places[1:])
        area = next((area for area in wider if area is not None), None)
        if not own and area is None:
            within = self._within_one_cell(words, country)
            if within is not None:
                return within
            alone = self._area_called(words, country) if _bare(words) != plain(words) else None
            own = [alone] if alone is not None else []
        return self._fitted(words, own, area)

    def _within_one_cell(self, words: str, country: str | None) -> Located | None:
        """A place and its area in one cell, in either order: "Sel Maran, Orlan"."""
        parts = [part.strip() for part in _PARTS.split(words) if part.strip()]
        if len(parts) not in (2, 3):
            return None
        found = [
            self._fitted(name, self._called(name, country), area)
            for name, around in ((parts[0], parts[-1]), (parts[-1], parts[0]))
            if (area := self._area_called(around, country)) is not None
        ]
        return next((one for one in found if one and one.known), found[0] if found else None)

    def _fitted(self, words: str, own: Sequence[Located], area: Located | None) -> Located | None:
        """The one of several places that lies in the area; without one, the only place."""
        if area is None:
            return own[0] if len(own) == 1 else None
        inside = [one for one in own if area.key in (one.key, *one.areas)]
        if len(inside) == 1:
            return inside[0]
        around = (area.key, *area.areas)
        open_ = [one for one in own if not one.is_area and not _has_areas_like(one, area)]
        if not inside and len(open_) == 1:
            return structs.replace(open_[0], areas=tuple(dict.fromkeys((*around, *open_[0].areas))))
        return Located(key=f"said:{plain(words)}", known=False, areas=around)

    def _own(self, where: Where, country: str | None) -> list[Located]:
        """What the reader found, else what the case calls so."""
        if where.gazetteer_id is None:
            return self._of_case(where.text)
        if where.precision == "country":
            return [Located(key=f"country:{where.country}", is_area=True, is_country=True)]
        if is_loose(where):
            return []
        place = self._places.get(where.gazetteer_id)
        if place is not None and place.kind in ("region", "country"):
            return [self._entry(place)]
        if place is not None and where.precision == "region":  # of which it is the chief town
            chief = self._entry(place)
            return [structs.replace(chief, key=f"around:{place.gazetteer_id}", is_area=True)]
        if place is not None:
            return self._of_case(where.text) or [self._entry(place)]
        point = None
        if where.latitude is not None and where.longitude is not None:
            point = (where.latitude, where.longitude)
        key, around = f"{where.gazetteer}:{where.gazetteer_id}", _around(where)
        if where.precision == "region" and around[:1] != around[-1:]:  # the division is known
            return [Located(key=around[0], point=point, areas=around[1:], is_area=True)]
        return [Located(key=key, point=point, areas=around, is_area=where.precision == "region")]

    def _called(self, words: str, country: str | None) -> list[Located]:
        """The places that words may name."""
        found = self._of_case(words)
        city = None if found else city_named(fold_place(words), country)
        if city is None:
            return found
        return [Located(key=f"geonames:{city.id}", point=(city.latitude, city.longitude),
                        areas=(f"area:{city.area}", f"country:{city.country}"))]  # fmt: skip

    def _of_case(self, words: str) -> list[Located]:
        """Places of the case by a name; of an area and a place in it that share it, the place."""
        found = [self._entry(place) for place in self._named.get(plain(words), ())]
        around = {area for one in found for area in one.areas}
        return [one for one in found if one.key not in around]

    def _area_called(self, words: str, country: str | None) -> Located | None:
        """The area that words name, with or without "governorate"; a city stands for its area."""
        name = _bare(words)
        found = [p for p in self._named.get(name, ()) if p.kind == "region"]
        if len(found) == 1:
            return self._entry(found[0])
        city = None if found or not name else city_named(fold_place(name), country)
        if city is None:
            return None
        return Located(key=f"area:{city.area}", point=(city.latitude, city.longitude),
                       areas=(f"country:{city.country}",), is_area=True)  # fmt: skip

    def _entry(self, place: Place) -> Located:
        point = None
        if place.latitude is not None and place.longitude is not None:
            point = (place.latitude, place.longitude)
        return Located(
            key=_key(place), point=point, areas=self._areas(place),
            is_area=place.kind in ("region", "country"), is_country=place.kind == "country",
        )  # fmt: skip

    def _areas(self, place: Place) -> tuple[str, ...]:
        """The keys of what a place lies within, outwards; a circle in the gazetteer ends it."""
        if place.gazetteer_id in self._around:
            return self._around[place.gazetteer_id]
        found: list[str] = []
        at, seen = place, {place.gazetteer_id}
        while at.within is not None and len(found) < DEEPEST:
            wider = self._wider(at)
            if wider is None:
                area = self._area_called(at.within, at.country)
                found += [] if area is None else [area.key]
                break
            if wider.gazetteer_id in seen:
                break
            seen.add(wider.gazetteer_id)
            found.append(_key(wider))
            at = wider
        country = f"country:{place.country}" if place.country else None
        if country and country not in found and place.kind != "country":
            found.append(country)
        self._around[place.gazetteer_id] = tuple(found)
        return tuple(found)

    def _wider(self, place: Place) -> Place | None:
        """The entry that a place says it lies within: an area before a place of that name."""
        found = [
            other
            for other in self._named.get(plain(place.within or ""), ())
            if other.gazetteer_id != place.gazetteer_id
        ]
        found = [other for other in found if other.kind in ("region", "country")] or found
        return found[0] if len(found) == 1 else None


def _key(place: Place) -> str:
    return f"country:{place.country}" if place.kind == "country" else f"case:{place.gazetteer_id}"


def _around(where: Where) -> tuple[str, ...]:
    """The areas of an entry of GeoNames."""
    area = areas().get(where.gazetteer_id or "") if where.gazetteer == "geonames" else None
    country = (f"country:{where.country}",) if where.country else ()
    return country if area is None else (f"area:{area}", *country)


def _has_areas_like(one: Located, area: Located) -> bool:
    """Whether areas of the place are known by the gazetteer that knows the area."""
    return any(known.split(":")[0] == area.key.split(":")[0] for known in one.areas)


def _bare(words: str) -> str:
    """A name without the words that say that it is an area's; as it is where none says so."""
    said = plain(words).split()
    if not _AREA_WORDS.intersection(said):
        return " ".join(said)
    return " ".join(word for word in said if word not in _AREA_WORDS | _BESIDE)
