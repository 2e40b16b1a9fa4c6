"""When two names are the same name: the comparison form that corroborate and respond share."""

import re
import unicodedata
from collections.abc import Iterable

from onrecord.model.party import Party

_ARTICLE = re.compile(r"^(?:the|an|a)\s+")
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = " \t\n\r\"'“”‘’«»()[].,;:–—-"


def name_key(words: str) -> str:
    """The form under which names are compared: no case, article, edge punctuation or possessive.

    "The European Union’s" and "European Union" have one key. It is for comparing, never shown.
    """
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split()).strip(_EDGES)
    return _ARTICLE.sub("", _POSSESSIVE.sub("", plain)).strip(_EDGES)


def parties_by_name(parties: Iterable[Party]) -> dict[str, str]:
    """Party ids by the key of each name and alias; a name that two parties share leads to none."""
    holders: dict[str, set[str]] = {}
    for party in parties:
        for name in (party.name, *party.aliases):
            holders.setdefault(name_key(name), set()).add(party.id)
    return {key: next(iter(ids)) for key, ids in holders.items() if key and len(ids) == 1}
