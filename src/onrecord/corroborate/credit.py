"""Documents that say of themselves that they take their text from somebody else."""

import re

from onrecord.model.material import Document

# The words after each phrase, up to the end of the sentence or line, are the one who is credited.
_PHRASES = re.compile(
    r"(?:(?:originally|first)\s+(?:published|appeared)\s+(?:by|in|on|with)"
    r"|(?:re-?published|reprinted|reproduced|syndicated)\s+(?:from|courtesy\s+of|by\s+permission\s+of)"
    r"|(?:text|story|report|article|dispatch)\s+(?:by|from|supplied\s+by|provided\s+by)"
    r"|©|\bcopyright(?:\s+\d{4})?"
    r"|^\s*(?:source|agency)\s*:)"
    r"\s*(?P<name>[^\n.;|]{2,80})",
    re.IGNORECASE | re.MULTILINE,
)
# "PORT KARSA (Coastal Wire) — Gunmen …": the place in capitals, then the agency.
_DATELINE = re.compile(r"^\W*[A-ZÀ-Þ][A-ZÀ-Þ .,'’-]+\s*\((?P<name>[^)\n]{2,60})\)\s*[–—-]")
# The beginning and the end of a document hold its credits; its middle quotes other people's.
_EDGE = 600


def credited(document: Document) -> tuple[str, ...]:
    """The names that the document credits with its text, as written, in the order of the text."""
    if document.shape == "table":
        return ()
    text = document.text
    edges = (text,) if len(text) <= 2 * _EDGE else (text[:_EDGE], text[-_EDGE:])
    names: list[str] = []
    dateline = _DATELINE.match(text)
    if dateline is not None:
        names.append(dateline["name"])
    for edge in edges:
        names.extend(match["name"] for match in _PHRASES.finditer(edge))
    return tuple(dict.fromkeys(name.strip() for name in names))
