"""The claims of a row of a list of persons."""

from collections.abc import Iterator

from onrecord.model.claim import Act, Attribute, Claim
from onrecord.model.outcome import SetAside
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.person_row import PersonRow
from onrecord.names.kin import as_told
from onrecord.read.cell_words import Fate, fate_of, is_unknown
from onrecord.read.row_reading import RowReading
from onrecord.read.table_rows import Filled, TableRow

NAME_PARTS = ("given_name", "father_name", "family_name")
ATTRIBUTES = {
    "name": "name", "given_name": "given_name", "father_name": "father_name",
    "family_name": "family_name", "mother_name": "mother_name", "kinship": "kinship", "age": "age",
    "birth_date": "birth_date", "sex": "sex", "status": "civilian_status",
    "occupation": "occupation", "origin": "origin", "address": "address",
    "group_identity": "group_identity", "identity_number": "identity_number", "cause": "cause",
}  # fmt: skip


def claims_of_person(reading: RowReading, row: TableRow, aside: list[SetAside]) -> Iterator[Claim]:
    """The act first, where the row or the list says one, then what is said of the person.

    A row without a name is a person all the same: its act has no victim's words, and its
    attributes are said of the row's line.
    """
    person = _person(reading, row)
    act = _act(reading, row, person, aside)
    if act is not None:
        yield act
    subject = person or _mention(row.line, kind_of_words=None)
    for field, attribute in ATTRIBUTES.items():
        for filled in reading.cells(row, field):
            if not is_unknown(filled.span.text):
                body = Attribute(attribute=attribute, subject=subject, value=filled.span)
                yield reading.claim(row, filled.span, filled.cell, body)


def said_of_person(reading: RowReading, row: TableRow, aside: list[SetAside]) -> PersonRow:
    """What a row says of a person, as its claims would say it."""
    fate = _fate(reading, row, reading.first(row, "harm"), aside)
    called = _called(reading, row)
    columns, keys = reading.sheet.mapping.columns, reading.keys
    said: dict[str, str] = {}
    words: dict[str, str] = {}
    for filled in row.cells:
        column, text = filled.cell.column, filled.span.text
        words[keys.get(column, column)] = text
        attribute = ATTRIBUTES.get(columns[column]) if column in columns else None
        if attribute is not None and attribute not in said and not is_unknown(text):
            said[attribute] = as_told(text, column) if attribute == "kinship" else text
    return PersonRow(
        sheet=reading.sheet.mapping.sheet,
        row=row.number,
        said=said,
        called=None if called is None else called.text,
        harm=None if fate is None else fate.act_type,
        places=reading.places_meant(row),
        when=reading.when_meant(row),
        words=words,
    )


def _called(reading: RowReading, row: TableRow) -> Span | None:
    """The words by which the row calls the person: the name, else the first part of one."""
    whole = reading.first(row, "name")
    named = whole or next((c for part in NAME_PARTS for c in reading.cells(row, part)), None)
    return None if named is None else named.span


def _person(reading: RowReading, row: TableRow) -> Mention | None:
    """The words by which the row calls the person; the name is whole where its parts are apart."""
    called = _called(reading, row)
    if called is None:
        return None
    if reading.first(row, "name") is not None:
        return _mention(called, kind_of_words=called.text)
    parts = [part.span.text for field in NAME_PARTS for part in reading.cells(row, field)]
    known = [text for text in parts if not is_unknown(text)]
    return _mention(called, kind_of_words=" ".join(known) or None)


def _mention(span: Span, *, kind_of_words: str | None) -> Mention:
    is_named = kind_of_words is not None and not is_unknown(kind_of_words)
    return Mention(
        text=span.text,
        start=span.start,
        end=span.end,
        kind="person",
        name=kind_of_words if is_named else None,
    )


def _act(
    reading: RowReading, row: TableRow, person: Mention | None, aside: list[SetAside]
) -> Claim | None:
    stated = reading.first(row, "harm")
    fate = _fate(reading, row, stated, aside)
    if fate is None:
        return None
    anchor = stated or _anchor(reading, row)
    body = Act(
        act_type=fate.act_type,
        trigger=anchor.span,
        perpetrators=reading.perpetrators(row),
        victims=(person,) if person is not None else (),
        places=reading.places(row),
        when=reading.when(row),
    )
    cell = _anchor(reading, row).cell
    return reading.claim(row, row.line, cell, body, is_hedged=fate.is_hedged)


def _fate(
    reading: RowReading, row: TableRow, stated: Filled | None, aside: list[SetAside]
) -> Fate | None:
    """What happened: by the row's own words, and only where it has none by those of the list."""
    if stated is None or is_unknown(stated.span.text):
        fate = reading.sheet.fate
        if fate is None and "harm" in reading.sheet.mapping.columns.values():
            aside.append(reading.aside(row, "harm-not-said", _NOT_SAID))
        return fate
    fate = fate_of(stated.span.text)
    if fate is None:
        reason = (
            f"{stated.span.text[:60]!r} is no word or not one word for what happened, so that no "
            "act is claimed of this person; add the claim by hand"
        )
        aside.append(reading.aside(row, "harm-not-understood", reason))
    return fate


_NOT_SAID = "the row does not say what happened to this person, so that no act is claimed"


def _anchor(reading: RowReading, row: TableRow) -> Filled:
    """The cell in which the row speaks of the person: the name, else its first filled cell."""
    named = (cell for field in ("name", *NAME_PARTS) for cell in reading.cells(row, field))
    return next(named, row.cells[0])
