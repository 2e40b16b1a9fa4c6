"""Documents that say of themselves that they take their text from somebody else."""

import re

from onrecord.model.material import Document

_NAME = r"(?P<name>[A-ZÀ-Þ][\w&’'-]*(?:\s+(?:(?:of|the|and|for)\s+)*[A-ZÀ-Þ][\w&’'-]*){0,5})"
_PHRASES = re.compile(
    r"(?:(?i:originally|first)\s+(?i:published|appeared)\s+(?i:by|in|on|with)"
    r"|(?i:re-?published|reprinted|reproduced|syndicated)\s+(?i:from|courtesy\s+of|with|by)"
    r"|(?i:with)\s+(?i:material|reporting|files)\s+(?i:from|by|of)"
    r"|^[ \t]*(?i:source|agency)[ \t]*:)"
    r"\s*(?:the\s+)?" + _NAME,
    re.MULTILINE,
)
# "PORT KARSA, Varenna, 3 May (Coastal Wire) — Gunmen …": the place in capitals, then the agency.
_DATELINE = re.compile(
    r"^[ \t]*[A-ZÀ-Þ][A-ZÀ-Þ .'’-]+(?:,[^()\n]{0,60})?\s*\(" + _NAME + r"\)\s*[–—-]",
    re.MULTILINE,
)
_SIGNED = re.compile(r"\((?P<name>[A-Z]{2,6})\)\s*$")  # "… for the attack. (CW)"
# The beginning and the end of a document hold its credits; its middle quotes other people's.
_EDGE = 600


def credited(document: Document) -> tuple[str, ...]:
    """The names that the document credits with its text, as written, in the order of the text.

    A dateline with an agency, an agency's letters at the very end, or a phrase such as "first
    published by". A photograph's credit is none, nor is "a report by": that is a quotation.
    """
    if document.shape == "table":
        return ()
    head = document.text[:_EDGE]
    tail = document.text[max(_EDGE, len(document.text) - _EDGE) :]
    found = [
        *_DATELINE.finditer(head),
        *(match for edge in (head, tail) for match in _PHRASES.finditer(edge)),
        *_SIGNED.finditer(document.text[-_EDGE:]),
    ]
    return tuple(dict.fromkeys(" ".join(match["name"].split()) for match in found))


def is_acronym_of(letters: str, name: str) -> bool:
    """Are the letters the initials of the name: CPA of Continental Press Agency?"""
    initials = "".join(word[0] for word in name.split() if word[0].isupper())
    return len(letters) > 1 and letters.isupper() and letters == initials
