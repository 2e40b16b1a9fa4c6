"""``places.csv``: the places that a case knows and no gazetteer does."""

from onrecord.model.canonical import identify
from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.source import Place
from onrecord.preserve.csv_rows import Row, read_rows

PLACES = "places.csv"
COLUMNS = frozenset({"name", "aliases", "kind", "latitude", "longitude", "country", "within"})
KINDS = ("country", "region", "settlement", "site")


def read_places(content: bytes) -> Outcome[Place]:
    """The places of a table: name, aliases (";" between them), kind, latitude, longitude, country.

    ``within`` names a wider place in which it lies; of one name there may be a place in each.

    MalformedTable when it is no table with a column "name". A row without a name, with a kind
    that is none of KINDS, or with coordinates off the globe is set aside.
    """
    rows = read_rows(content, table=PLACES, needed="name", known=COLUMNS)
    made: list[Place] = []
    aside = list(rows.set_aside)
    for row in rows.rows:
        place = _place(row)
        if isinstance(place, Place):
            made.append(place)
        else:
            aside.append(place)
    return Outcome(made=tuple(made), set_aside=tuple(aside))


def _place(row: Row) -> Place | SetAside:
    name = row.cells.get("name")
    if name is None:
        return _aside(row, "no-name", "the row names no place; write its name in 'name'")
    kind = row.cells.get("kind", "settlement").lower()
    country = row.cells.get("country", "").upper() or None
    if country is not None and not (len(country) == 2 and country.isalpha()):
        return _aside(row, "not-understood", f"country {country!r} is no code of two letters")
    try:
        latitude, longitude = _degrees(row, "latitude", 90), _degrees(row, "longitude", 180)
    except ValueError as error:
        return _aside(row, "not-understood", str(error))
    if (latitude is None) != (longitude is None):
        return _aside(row, "not-understood", "latitude and longitude go together; give both")
    within = row.cells.get("within")
    own = (name, kind, country) if within is None else (name, kind, country, within)
    for known in KINDS:
        if known == kind:
            return Place(
                name=name,
                aliases=_aliases(row.cells.get("aliases", "")),
                gazetteer="case",
                gazetteer_id=identify("place", *own),
                kind=known,  # type: ignore[arg-type]  # one of KINDS, as the model lists them
                country=country,
                latitude=latitude,
                longitude=longitude,
                within=within,
            )
    return _aside(row, "not-understood", f"kind {kind!r} is none of {', '.join(KINDS)}")


def _aliases(words: str) -> tuple[str, ...]:
    return tuple(alias.strip() for alias in words.replace("؛", ";").split(";") if alias.strip())


def _degrees(row: Row, name: str, limit: int) -> float | None:
    words = row.cells.get(name)
    if words is None:
        return None
    try:
        degrees = float(words.replace(",", "."))
    except ValueError:
        raise ValueError(f"{name} {words!r} is no number of degrees, such as 35.36") from None
    if not -limit <= degrees <= limit:
        raise ValueError(f"{name} {words} lies off the globe (-{limit} to {limit})")
    return degrees


def _aside(row: Row, code: str, reason: str) -> SetAside:
    subject = f"{PLACES}, line {row.line}"
    return SetAside(stage="preserve", subject=subject, reason=reason, code=code)
