"""Pages of a list in an address: where one ends and the next begins."""

import base64
import binascii

import msgspec
from django.http import Http404, HttpRequest, QueryDict
from msgspec import Struct

from onrecord.record.queries import Key, Page

_DECODER = msgspec.json.Decoder(tuple[str | int | float, ...])


class Leaf(Struct, frozen=True):
    """A page of a list as its template needs it. ``first`` and ``next`` are query strings."""

    rows: tuple[object, ...]
    first: str
    next: str | None
    later_than_first: bool


def asked_key(request: HttpRequest, width: int, name: str = "after") -> Key | None:
    """The key after which the asked page begins; Http404 for what no page ever stated."""
    text = request.GET.get(name, "")
    if not text:
        return None
    try:
        key = _DECODER.decode(base64.urlsafe_b64decode(text.encode()))
    except (binascii.Error, ValueError, msgspec.DecodeError) as error:
        raise Http404("this address of a page is not one that we made") from error
    if len(key) != width:
        raise Http404("this address of a page is not one that we made")
    return key


def query(request: HttpRequest, **changes: str | None) -> str:
    """The query string of this request with some of it changed; None leaves a name out."""
    asked: QueryDict = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = value
    return asked.urlencode()


def key_text(key: Key | None) -> str | None:
    """A key as it stands in an address."""
    if key is None:
        return None
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode()


def leaf(request: HttpRequest, page: Page, name: str = "after") -> Leaf:
    """A page of rows with the addresses of the first page and the next."""
    following = key_text(page.next)
    return Leaf(
        rows=page.rows,
        first=query(request, **{name: None}),
        next=query(request, **{name: following}) if following else None,
        later_than_first=name in request.GET,
    )
