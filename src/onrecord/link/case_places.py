"""The case's own gazetteer, for places that the reader left without an entry."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from onrecord.link.party_words import party_words
from onrecord.link.spots import Spot, spot_of
from onrecord.model.source import Place
from onrecord.model.where import Where
from onrecord.names.fold import fold

CasePlaces = Mapping[str, Place]


def case_places(places: Iterable[Place]) -> CasePlaces:
    """The places of a case by each of their names, folded and without article.

    A name that two places share stands for neither.
    """
    meant: dict[str, set[str]] = {}
    by_id = {place.gazetteer_id: place for place in places}
    for place in by_id.values():
        for name in (place.name, *place.aliases):
            meant.setdefault(plain(name), set()).add(place.gazetteer_id)
    return {name: by_id[min(ids)] for name, ids in meant.items() if name and len(ids) == 1}


def completed(where: Where, places: CasePlaces) -> Where:
    """The place with the case's entry, where the reader found none and the words are its name."""
    found = places.get(plain(where.text)) if where.gazetteer_id is None else None
    if found is None or found.kind == "country":
        return where
    return replace(
        where,
        name=found.name,
        gazetteer=found.gazetteer,
        gazetteer_id=found.gazetteer_id,
        country=found.country,
        latitude=found.latitude,
        longitude=found.longitude,
        precision="region" if found.kind == "region" else "exact",
    )


def spots_named_in(text: str, places: CasePlaces) -> tuple[Spot, ...]:
    """The spots of the case's places that a text names, in the order of their names."""
    words = f" {' '.join(word.strip('.,;:()') for word in fold(text).split())} "
    named = {
        place.gazetteer_id: completed(Where(text=place.name), {plain(place.name): place})
        for name, place in places.items()
        if f" {name} " in words
    }
    spots = (spot_of(named[key]) for key in sorted(named))
    return tuple(spot for spot in spots if spot is not None)


def plain(text: str) -> str:
    """A name of a place, folded and without article."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in party_words("articles"):
        words = words[1:]
    return " ".join(words)
