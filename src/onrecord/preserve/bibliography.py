"""What is known of a document: what the file says of itself, and what a person says of it."""

from collections.abc import Iterable
from typing import Any

from msgspec import structs

from onrecord.model.rendition import Heading
from onrecord.model.source import Bibliography
from onrecord.preserve.stated_date import stated_date

TEXTS = ("title", "publisher", "speaker", "language", "url")


def bibliography_of(headings: Iterable[Heading], stated: Bibliography | None) -> Bibliography:
    """Join the headings of a file with a person's words, which win field by field.

    ``headings`` come in the order of trust (the first that gives a field is taken). Dates that
    disagree are not merged: the one that is taken says in ``stated_in`` what the others say, and
    the headings stay in the rendition.
    """
    kept = list(headings)
    fields: dict[str, Any] = {}
    stated_in: dict[str, str] = {}
    for heading in kept:
        if heading.field in TEXTS and heading.field not in fields:
            fields[heading.field] = heading.text
            stated_in[heading.field] = heading.stated_in
    _add_date(kept, fields, stated_in)
    if stated is None:
        return Bibliography(**fields, stated_in=stated_in)
    return _with(Bibliography(**fields, stated_in=stated_in), stated)


def _add_date(headings: list[Heading], fields: dict[str, Any], stated_in: dict[str, str]) -> None:
    dated = [
        (h, when) for h in headings if h.field == "published" and (when := stated_date(h.text))
    ]
    if not dated:
        return
    first, when = dated[0]
    rivals = [
        f"{other.stated_in}: {other.text}"
        for other, at in dated[1:]
        if at.latest < when.earliest or at.earliest > when.latest  # type: ignore[operator]
    ]
    fields["published"] = when
    stated_in["published"] = "; but ".join([first.stated_in, *rivals])


def _with(file: Bibliography, person: Bibliography) -> Bibliography:
    said = {
        name: getattr(person, name)
        for name in Bibliography.__struct_fields__
        if name != "stated_in" and getattr(person, name) is not None
    }
    # A person who gives a speaker and no party has not said that the file's party is meant.
    if person.speaker is not None:
        said["on_behalf_of"] = person.on_behalf_of
    return structs.replace(file, **said, stated_in={**file.stated_in, **person.stated_in})
