"""When two names are the same name: the comparison form that corroborate and respond share."""

import re
import unicodedata
from collections.abc import Iterable

from onrecord.model.party import Party

_ARTICLE = re.compile(r"^(?:the|an|a)\s+")
_POSSESSIVE = re.compile(r"['’]s?$")
_EDGES = " \t\n\r\"'“”‘’«»()[].,;:–—-"
# What a body is; in front of "of" it says the same as behind the name of what it is of.
_BODIES = frozenset(
    [
        "agency",
        "army",
        "association",
        "bureau",
        "center",
        "centre",
        "commission",
        "committee",
        "council",
        "department",
        "front",
        "government",
        "group",
        "ministry",
        "mission",
        "movement",
        "network",
        "observatory",
        "office",
        "organisation",
        "organization",
        "party",
        "union",
    ]
)


def name_key(words: str) -> str:
    """The form under which names are compared; it is never shown.

    Without case, article, edge punctuation and possessive, and with the kind of body last: "The
    European Union’s" and "European Union" have one key, and so have "the Ministry of the
    Interior" and "Interior Ministry".
    """
    plain = " ".join(unicodedata.normalize("NFKC", words).casefold().split()).strip(_EDGES)
    key = _ARTICLE.sub("", _POSSESSIVE.sub("", plain)).strip(_EDGES)
    body, of, whole = key.partition(" of ")
    return f"{_ARTICLE.sub('', whole)} {body}" if of and body in _BODIES else key


def calls_itself(holder: str, own: str) -> bool:
    """Is this how a body calls itself in its own document: "the Office" for "Office of …"?

    One word for a kind of body, which is a word of the body's own name, or the first letter of
    its acronym.
    """
    word = name_key(holder)
    if word not in _BODIES:
        return False
    return word in name_key(own).split() or (own.isupper() and own[0].casefold() == word[0])


def parties_by_name(parties: Iterable[Party]) -> dict[str, str]:
    """Party ids by the key of each name and alias; a name that two parties share leads to none."""
    holders: dict[str, set[str]] = {}
    for party in parties:
        for name in (party.name, *party.aliases):
            holders.setdefault(name_key(name), set()).add(party.id)
    return {key: next(iter(ids)) for key, ids in holders.items() if key and len(ids) == 1}
