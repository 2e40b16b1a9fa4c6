"""Controlled vocabularies: TOML files beside this one, each term defined and cited."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from msgspec import Struct, convert

from onrecord.errors import VocabularyError


class Term(Struct, frozen=True, kw_only=True):
    """A term: its id, what people read, what it means, and where the meaning comes from."""

    id: str
    label: str
    definition: str
    source: str
    order: int = 0  # rank, where the vocabulary is a scale
    harm: str | None = None  # acts: the harm that such an act does, a term of harms.toml
    words: tuple[str, ...] = ()  # the lemmas or words by which texts say it
    at_least: int | None = None  # quantities: the interval of a convention
    at_most: int | None = None
    withheld: bool = False  # attributes: their values leave no case, see publish.redaction


@cache
def terms(vocabulary: str) -> dict[str, Term]:
    """The terms of ``<vocabulary>.toml`` by id, in the order of the file."""
    path = files("onrecord.vocab") / f"{vocabulary}.toml"
    if not path.is_file():
        raise VocabularyError(f"no vocabulary {vocabulary!r}; see src/onrecord/vocab/*.toml")
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: convert({"id": key, **value}, Term) for key, value in table.items()}


def term(vocabulary: str, key: str) -> Term:
    """One term; VocabularyError when the vocabulary does not define it."""
    try:
        return terms(vocabulary)[key]
    except KeyError:
        known = ", ".join(terms(vocabulary))
        raise VocabularyError(f"{vocabulary} has no term {key!r}; it has {known}") from None
