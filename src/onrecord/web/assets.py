"""The built style sheet and script, each with the digest that the pages state."""

from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
from django.http import FileResponse, Http404, HttpRequest
from msgspec import Struct

from onrecord.errors import AssetsMissing

TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}


class Asset(Struct, frozen=True):
    """A built file and its integrity digest, as `frontend/build.mjs` lists it."""

    file: str
    integrity: str


@cache
def assets() -> dict[str, Asset]:
    """The built files by the name that the pages ask for: app.css, app.js."""
    manifest = files("onrecord.web") / "static" / "built" / "manifest.json"
    if not manifest.is_file():
        raise AssetsMissing(
            "static/built/manifest.json is not there: the pages were not built; "
            "run `make assets` in the source tree, or install the wheel, which holds them"
        )
    return msgspec.json.decode(manifest.read_bytes(), type=dict[str, Asset])


def asset(request: HttpRequest, file: str) -> FileResponse:
    """One built file. Only what the manifest lists; its name holds its digest, so it may stay."""
    if file not in {known.file for known in assets().values()}:
        raise Http404(f"{file} was not built")
    path: Any = files("onrecord.web") / "static" / "built" / file
    response = FileResponse(path.open("rb"), content_type=TYPES[file.rsplit(".", 1)[-1]])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
