"""Records: what each row of a list, and each named victim of a text, says of one person."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from msgspec import structs

from onrecord.link.ages import OLDEST, Ages, ages_at, ages_said
from onrecord.link.birth_dates import Order, birth_date, order_of
from onrecord.link.located import Gazetteer
from onrecord.model.canonical import identify
from onrecord.model.claim import Act, Attribute, Claim
from onrecord.model.material import Document
from onrecord.model.party import Mention, Record
from onrecord.model.person_row import PersonRow
from onrecord.model.source import Place
from onrecord.model.where import Located, Where
from onrecord.names import fold, parse_name
from onrecord.names.kin import as_told, fathers_name, kin_of, with_the_above

_IN_A_YEAR = {
    "month": 12, "months": 12, "mois": 12, "شهر": 12, "اشهر": 12,
    "week": 52, "weeks": 52, "semaine": 52, "semaines": 52, "اسبوع": 52, "اسابيع": 52,
    "day": 365, "days": 365, "jour": 365, "jours": 365, "يوم": 365, "ايام": 365,
}  # fmt: skip
_FEMALE = {"f", "female", "woman", "girl", "w", "femme", "féminin", "انثى", "انثي",
           "امراة", "فتاة", "طفلة", "سيدة"}  # fmt: skip
_MALE = {"m", "male", "man", "boy", "homme", "masculin", "ذكر", "رجل", "شاب", "طفل", "ذ"}
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3})?")
# Shorter numbers are those of rows, and stand in every list.
_LEAST_OF_IDENTITY = 5
_ROW_FIELDS = ("name", "given_name", "father_name", "family_name")


class ListOf(NamedTuple):
    """What holds for all records of a list."""

    name: str
    order: Order | None  # of day and month in its birth dates
    locate: Callable[[Sequence[Where]], Located | None]


def records_of(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    places: Iterable[Place] = (),
    *,
    without_acts: bool = False,
) -> tuple[Record, ...]:
    """The records that the claims hold, sorted by id.

    A row of a table is one record. In a text, everything that one document says of one named
    victim is one record, with row 0; later short forms of the name belong to it only where the
    reader says so (``refers_to``). A record's id is made of its rendition, sheet and row (in a
    text: of the name), so that nothing elsewhere in the case moves it; a release of a list that
    came before keeps the id of a row that it holds too (`link.releases`).

    ``places`` is the case's own gazetteer. ``without_acts``: rows of lists that do not say what
    happened are records too.
    """
    documents = list(documents)
    named = _list_names(documents)
    at_home = {one.id: one.bibliography.country for one in documents}
    gazetteer = Gazetteer(places)
    orders = _orders(claims := list(claims))
    lists = {
        name: ListOf(called, orders.get(name), partial(gazetteer.located, country=at_home[name]))
        for name, called in named.items()
    }
    rows: dict[tuple[str, str, int], list[Claim]] = defaultdict(list)
    told: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda c: (c.rendition, c.start, c.id)):
        if claim.rendition not in named:
            continue
        if claim.cell is not None:
            rows[claim.rendition, claim.cell.sheet, claim.cell.row].append(claim)
        elif isinstance(claim.body, Act | Attribute) and claim.polarity == "positive":
            for name in _named_victims(claim):
                told[claim.rendition, name].append(claim)
    of_rows = {
        key: _of_row(key, found, lists[key[0]])
        for key, found in rows.items()
        if _acts(found) or without_acts
    }
    made = with_those_above(of_rows)
    made += [_of_text(key, found, lists[key[0]]) for key, found in told.items() if _acts(found)]
    return tuple(sorted(made, key=lambda record: record.id))


def with_those_above(of_rows: Mapping[tuple[str, str, int], Record]) -> list[Record]:
    """Records by rendition, sheet and row, with whom "brother of the above" means."""
    made = dict(of_rows)
    before: tuple[str, str, int] | None = None
    for key in sorted(of_rows) if any(record.kin for record in of_rows.values()) else ():
        record, above = of_rows[key], None
        if record.kin and before is not None and before[:2] == key[:2]:
            above = of_rows[before].name
        tie = kin_of(record.kin) if above else None
        if above and tie is not None and tie.above:
            words = with_the_above(record.kin or "", above)
            father = record.father_name or fathers_name(kin_of(words))
            made[key] = structs.replace(record, kin=words, father_name=father)
        before = key
    return list(made.values())


def _orders(claims: Iterable[Claim]) -> dict[str, Order | None]:
    """Which figure of a birth date is the day, by rendition."""
    texts: dict[str, list[str]] = defaultdict(list)
    for claim in claims:
        if isinstance(claim.body, Attribute) and claim.body.attribute == "birth_date":
            texts[claim.rendition].append(claim.body.value.text)
    return {rendition: order_of(found) for rendition, found in texts.items()}


def _list_names(documents: Iterable[Document]) -> dict[str, str]:
    """What each document is called as a list: its title, with its name where two share a title."""
    listed = list(documents)
    shared = Counter(document.title for document in listed)
    return {
        d.id: d.title if d.title and shared[d.title] == 1 else f"{d.title} ({d.name})".strip()
        for d in listed
    }


def _acts(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if isinstance(claim.body, Act)]


def _named_victims(claim: Claim) -> list[str]:
    """The names, as first written, of the persons whom a claim of a text speaks of as victims."""
    if isinstance(claim.body, Attribute):
        mentions: Sequence[Mention] = (claim.body.subject,)
    else:
        mentions = claim.body.victims if isinstance(claim.body, Act) else ()
    names = [m.refers_to or m.name or m.text for m in mentions if m.kind == "person"]
    return [fold(name) for name in names if not parse_name(name).nameless]


def record_of_row(row: PersonRow, rendition: str, of: ListOf) -> Record:
    """The record of a list's row."""
    return _record(identify("record", rendition, row.sheet, row.row), rendition, of, row)


def _of_row(key: tuple[str, str, int], claims: Sequence[Claim], of: ListOf) -> Record:
    called = next((m.text for c in _acts(claims) for m in _victims(c)), None)
    return record_of_row(_said_by(claims, sheet=key[1], row=key[2], called=called), key[0], of)


def _of_text(key: tuple[str, str], claims: Sequence[Claim], of: ListOf) -> Record:
    mention = next(
        m
        for claim in claims
        for m in _victims(claim)
        if fold(m.refers_to or m.name or m.text) == key[1]
    )
    row = _said_by(claims, sheet="", row=0, called=None)
    name = mention.refers_to or mention.name or mention.text
    named = structs.replace(row, said={**row.said, "name": name})
    return _record(identify("record", *key), key[0], of, named)


def _said_by(claims: Sequence[Claim], *, sheet: str, row: int, called: str | None) -> PersonRow:
    """What the claims of one row, or of one person in a text, say together."""
    acts = [claim.body for claim in claims if isinstance(claim.body, Act)]
    return PersonRow(
        sheet=sheet,
        row=row,
        said=_attributes(claims),
        called=called,
        harm=acts[0].act_type if acts else None,
        places=next((act.places for act in acts if act.places), ()),
        when=next((act.when for act in acts if act.when is not None), None),
        claims=tuple(claim.id for claim in [*_acts(claims), *_others(claims)]),
    )


def _victims(claim: Claim) -> tuple[Mention, ...]:
    return claim.body.victims if isinstance(claim.body, Act) else ()


def _others(claims: Sequence[Claim]) -> list[Claim]:
    return [claim for claim in claims if not isinstance(claim.body, Act)]


def _attributes(claims: Sequence[Claim]) -> dict[str, str]:
    """The first value that the row gives for each attribute."""
    said: dict[str, str] = {}
    for claim in claims:
        if isinstance(claim.body, Attribute) and (words := claim.body.value.text.strip()):
            if claim.body.attribute == "kinship" and claim.cell is not None:
                words = as_told(words, claim.cell.column)
            said.setdefault(claim.body.attribute, words)
    return said


def _name_of(row: PersonRow) -> str | None:
    """The whole name, else its parts together, else the words by which the row calls the person."""
    said = row.said
    parts = [said[field] for field in _ROW_FIELDS[1:] if field in said]
    return said.get("name") or " ".join(parts) or row.called


def _record(identifier: str, rendition: str, of: ListOf, row: PersonRow) -> Record:
    said, when = row.said, row.when
    place = row.places[0] if row.places else None
    earliest = _iso(when.earliest) if when and when.earliest else None
    latest = _iso(when.latest) if when and when.latest else None
    born = birth_date(said["birth_date"], of.order) if "birth_date" in said else None
    tie = kin_of(said.get("kinship"))
    age, ages = _age(said.get("age"), born or said.get("birth_date"), earliest, latest)
    return Record(
        id=identifier,
        rendition=rendition,
        list_name=of.name,
        row=row.row,
        claims=row.claims,
        name=_name_of(row),
        given_name=said.get("given_name"),
        father_name=said.get("father_name") or fathers_name(tie),
        family_name=said.get("family_name"),
        age=age,
        youngest=ages[0] if ages else None,
        oldest=ages[1] if ages else None,
        sex=sex_of(said.get("sex")) or (tie.sex if tie is not None else None),
        place=(place.name or place.text) if place else None,
        when=when.text if when else None,
        earliest=earliest,
        latest=latest,
        harm=row.harm,
        status=said.get("civilian_status"),
        born=born,
        identity=identity_of(said.get("identity_number")),
        address=said.get("address"),
        mother_name=said.get("mother_name"),
        kin=said.get("kinship"),
        located=of.locate(row.places),
    )


@lru_cache(maxsize=1 << 14)
def _iso(day: date) -> str:
    """The day in ISO 8601; one string for all records of that day."""
    return day.isoformat()


@lru_cache(maxsize=1 << 14)
def _age(
    said: str | None, born: str | None, earliest: str | None, latest: str | None
) -> tuple[int | None, Ages | None]:
    """The age, where it is known to the year; else the ages that are possible."""
    ages = ages_said(said)
    age = None if ages else age_in_years(said)
    if age is not None:
        return age, None
    by_birth = ages_at(born, earliest, latest)
    if ages is None or (by_birth and ages[0] <= by_birth[0] <= by_birth[1] <= ages[1]):
        ages = by_birth
    return (ages[0], None) if ages and ages[0] == ages[1] else (None, ages)


def age_in_years(text: str | None) -> int | None:
    """Completed years, from "34", "34 years", "٣٤" or "18 months" (1); None for anything else.

    Ask `ages.ages_said` first: "about 34" holds one number too.
    """
    if text is None:
        return None
    words = fold(text).replace(",", " ").split()
    numbers = [word for word in words if any(sign.isdigit() for sign in word)]
    if len(numbers) != 1 or not _NUMBER.fullmatch(numbers[0]):
        return None
    in_a_year = next((_IN_A_YEAR[w.strip(".")] for w in words if w.strip(".") in _IN_A_YEAR), 1)
    age = int(float(numbers[0])) // in_a_year
    return age if age <= OLDEST else None


def identity_of(text: str | None) -> str | None:
    """A number that may be a person's own; None for a short one and for 0000000."""
    signs = [c for c in fold(text or "") if c.isalnum()]
    return text if len(signs) >= _LEAST_OF_IDENTITY and len(set(signs)) > 1 else None


@lru_cache(maxsize=1 << 10)
def sex_of(text: str | None) -> str | None:
    """ "female" or "male" as the words say, in English, French or Arabic; else None."""
    word = fold(text or "").strip(". ")
    if word in {fold(f) for f in _FEMALE}:
        return "female"
    return "male" if word in {fold(m) for m in _MALE} else None
