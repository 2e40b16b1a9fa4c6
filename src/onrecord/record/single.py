"""One file or a few lists, read without a case."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from onrecord import pipeline
from onrecord.errors import InputError, Unreadable
from onrecord.model.claim import Claim
from onrecord.model.material import Document, Linked, Material
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context, Place
from onrecord.preserve.bibliography import bibliography_of
from onrecord.preserve.media_type import media_type
from onrecord.preserve.places_table import PLACES, read_places
from onrecord.preserve.sources_table import SOURCES, read_sources
from onrecord.preserve.stated_date import stated_date
from onrecord.record.gravest import harm_of


class ReadAlone(Struct, frozen=True, kw_only=True):
    """What one file gave: its rendition and claims (none where it could not be read)."""

    rendition: Rendition | None
    bibliography: Bibliography
    claims: tuple[Claim, ...]
    set_aside: tuple[SetAside, ...]


def read_alone(
    path: Path,
    content: bytes | None = None,
    *,
    published: str | None = None,
    country: str | None = None,
) -> ReadAlone:
    """Read one file (or bytes under its name); a sources.csv beside it says what is known of it.

    A places.csv beside it names the places that no gazetteer knows. A file that cannot be read is
    set aside with its reason, as in a case.
    """
    stated = _stated(path, published, country)
    body = path.read_bytes() if content is None else content
    try:
        rendition = pipeline.render(
            body,
            capture=hashlib.sha256(body).hexdigest(),
            media_type=media_type(body, path.name),
            name=path.name,
        )
    except Unreadable as error:
        reason = SetAside(stage="read", subject=str(path), reason=str(error), code=error.code)
        return ReadAlone(rendition=None, bibliography=stated, claims=(), set_aside=(reason,))
    known = bibliography_of(rendition.headings, stated)
    places, places_aside = _places(path)
    outcome = pipeline.read(rendition, Context(bibliography=known, places=places), None)
    return ReadAlone(
        rendition=rendition,
        bibliography=known,
        claims=outcome.made,
        set_aside=(
            *places_aside,
            *(
                structs.replace(s, subject=s.subject.replace(rendition.id, str(path)))
                for s in outcome.set_aside
            ),
        ),
    )


def _stated(path: Path, published: str | None, country: str | None) -> Bibliography:
    """What a sources.csv beside the file says of it, under what the caller says."""
    table = path.parent / SOURCES
    stated = Bibliography()
    if str(path) != "-" and table.is_file() and path.name != SOURCES:
        names = [other.name for other in path.parent.iterdir()]
        lines = read_sources(table.read_bytes(), names).made
        stated = next((line.bibliography for line in lines if line.file == path.name), stated)
    if published is not None:
        when = stated_date(published)
        if when is None:
            raise InputError(f"--published {published!r}: write a date such as 2025-03-11")
        stated = structs.replace(stated, published=when)
    return structs.replace(stated, country=country) if country else stated


def _places(path: Path) -> tuple[tuple[Place, ...], tuple[SetAside, ...]]:
    """The places of a places.csv beside the file, and what of it could not be used."""
    table = path.parent / PLACES
    if str(path) == "-" or path.name == PLACES or not table.is_file():
        return (), ()
    try:
        outcome = read_places(table.read_bytes())
    except InputError as error:
        reason = SetAside(
            stage="preserve", subject=str(table), reason=str(error), code="not-a-places-table"
        )
        return (), (reason,)
    return outcome.made, outcome.set_aside


def link_alone(paths: Sequence[Path]) -> tuple[Linked, tuple[SetAside, ...], dict[str, str]]:
    """Link lists of persons without a case; also what was set aside, and each list's file name."""
    documents: list[Document] = []
    claims: list[Claim] = []
    aside: list[SetAside] = []
    for path in paths:
        read = read_alone(path)
        aside += read.set_aside
        if read.rendition is None:
            continue
        documents.append(_document(path, read.rendition, read.bibliography))
        claims += read.claims
    material = Material(
        documents=tuple(sorted(documents, key=lambda d: d.id)),
        claims=tuple(sorted(claims, key=lambda c: (c.rendition, c.start, c.id))),
    )
    linked = pipeline.link(material)
    return linked, (*aside, *linked.set_aside), {d.id: d.name for d in documents}


def only_harmed(linked: Linked, harm: str) -> Linked:
    """Records that say that a harm was done, and the persons and pairs that are left of them.

    A person whom one list calls injured and another killed is, among the killed, on the second
    list alone: the first one does not say that they died.
    """
    kept = {record.id for record in linked.records if harm_of(record) == harm}
    persons = (
        structs.replace(person, records=tuple(r for r in person.records if r in kept))
        for person in linked.persons
    )
    lists = {record.id: record.list_name for record in linked.records}
    return structs.replace(
        linked,
        records=tuple(record for record in linked.records if record.id in kept),
        pairs=tuple(pair for pair in linked.pairs if {pair.left, pair.right} <= kept),
        persons=tuple(
            structs.replace(person, lists=tuple(sorted({lists[r] for r in person.records})))
            for person in persons
            if person.records
        ),
    )


def _document(path: Path, rendition: Rendition, known: Bibliography) -> Document:
    return Document(
        id=rendition.id,
        capture=rendition.capture,
        name=path.name,
        title=known.title or path.stem,
        bibliography=known,
        shape=rendition.shape,
        language=rendition.language,
        text=rendition.text,
    )
