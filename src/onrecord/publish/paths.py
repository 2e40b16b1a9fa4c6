"""Where each thing stands in a published folder."""

import re

from onrecord.model.canonical import digest
from onrecord.model.claim import Claim

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}")


def _name(key: str) -> str:
    """A file's name: the id where it is one, else a digest of it, so that no path is made up."""
    return key if _PLAIN.fullmatch(key) else f"x-{digest(key)[:24]}"


def document_page(document: str) -> str:
    """documents/<id>.html"""
    return f"documents/{_name(document)}.html"


def event_page(event: str) -> str:
    """events/<id>.html"""
    return f"events/{_name(event)}.html"


def passage(claim: Claim) -> str:
    """documents/<id>.html#c-<claim id>"""
    return f"{document_page(claim.rendition)}#c-{claim.id}"


def anchor(page: str, key: str) -> str:
    """<page>#<key>"""
    return f"{page}#{key}"
