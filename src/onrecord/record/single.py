"""One file, read without a case."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from onrecord import pipeline
from onrecord.errors import InputError, Unreadable
from onrecord.model.claim import Claim
from onrecord.model.mapping import Mapping
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Rendition
from onrecord.model.source import Bibliography, Context, Place
from onrecord.preserve.bibliography import bibliography_of
from onrecord.preserve.media_type import media_type
from onrecord.preserve.places_table import PLACES, read_places
from onrecord.preserve.sources_table import SOURCES, read_sources
from onrecord.preserve.stated_date import stated_date
from onrecord.read.mapping import suggest_mappings
from onrecord.read.rendition import is_table, tables_of
from onrecord.read.table_rows import TableFile


class ReadAlone(Struct, frozen=True, kw_only=True):
    """What one file gave: its rendition and claims (none where it could not be read)."""

    rendition: Rendition | None
    bibliography: Bibliography
    claims: tuple[Claim, ...]
    set_aside: tuple[SetAside, ...]
    mappings: tuple[Mapping, ...] = ()  # of a table's sheets, by which it was read
    places: tuple[Place, ...] = ()  # of a places.csv beside it


def read_alone(
    path: Path,
    content: bytes | None = None,
    *,
    published: str | None = None,
    country: str | None = None,
    mappings: Sequence[Mapping] | None = None,
    name: str | None = None,
) -> ReadAlone:
    """Read one file (or bytes under its name); a sources.csv beside it says what is known of it.

    A places.csv beside it names the places that no gazetteer knows. A file that cannot be read is
    set aside with its reason, as in a case. ``mappings`` of a table's sheets; suggested by default.
    ``name`` says what it is where neither its bytes nor its path do.
    """
    stated = _stated(path, published, country)
    body = path.read_bytes() if content is None else content
    try:
        rendition = pipeline.render(
            body,
            capture=hashlib.sha256(body).hexdigest(),
            media_type=media_type(body, name or path.name),
            name=path.name,
        )
    except Unreadable as error:
        return ReadAlone(
            rendition=None, bibliography=stated, claims=(), set_aside=(_unread(path, error),)
        )
    known = bibliography_of(rendition.headings, stated)
    places, places_aside = _places(path)
    if rendition.shape == "table" and mappings is None:
        mappings = suggest_mappings(rendition)
    outcome = pipeline.read(rendition, Context(bibliography=known, places=places), mappings)
    return ReadAlone(
        rendition=rendition,
        bibliography=known,
        claims=outcome.made,
        mappings=tuple(mappings or ()),
        places=places,
        set_aside=(
            *places_aside,
            *(
                structs.replace(s, subject=s.subject.replace(rendition.id, str(path)))
                for s in outcome.set_aside
            ),
        ),
    )


class ListAlone(Struct, frozen=True, kw_only=True):
    """A list as it was cut into cells (None where that failed), and by which mappings to read it.

    ``context`` is what its rows are read in; ``set_aside`` is all of the file but of its rows.
    """

    table: TableFile | None
    context: Context
    mappings: tuple[Mapping, ...]
    set_aside: tuple[SetAside, ...]


def list_alone(
    path: Path, content: bytes, *, mappings: Sequence[Mapping] | None = None, name: str
) -> ListAlone | None:
    """Cut one file into cells, for lists of a million rows; None where it is no table.

    What `read_alone` knows from the files beside it is known here too.
    """
    kind = media_type(content, name)
    if not is_table(kind):
        return None
    stated = _stated(path, None, None)
    try:
        table = tables_of(
            content, capture=hashlib.sha256(content).hexdigest(), media_type=kind, name=path.name
        )
    except Unreadable as error:
        return ListAlone(
            table=None, context=Context(bibliography=stated), mappings=(),
            set_aside=(_unread(path, error),),
        )  # fmt: skip
    places, aside = _places(path)
    parts = (
        structs.replace(part, subject=f"{path}, {part.subject}") for part in table.tables.set_aside
    )
    return ListAlone(
        table=table,
        context=Context(bibliography=bibliography_of(table.tables.headings, stated), places=places),
        mappings=tuple(suggest_mappings(table) if mappings is None else mappings),
        set_aside=(*aside, *parts),
    )


def _unread(path: Path, error: Unreadable) -> SetAside:
    return SetAside(stage="read", subject=str(path), reason=str(error), code=error.code)


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
