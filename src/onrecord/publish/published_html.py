"""What a published page holds: its anchors, its links, its passages and its quotations."""

from collections import defaultdict
from html.parser import HTMLParser
from typing import Final

_VOID: Final = frozenset({"meta", "link", "br", "hr", "img", "input", "base", "wbr", "col"})


class PageReader(HTMLParser):
    """Reads one page, with nothing but the standard library.

    ``passages``: by claim, the words inside the elements with ``data-claim``. ``quotations``:
    (claim, words, href) of the elements with ``data-quotes``.
    """

    def __init__(self) -> None:
        """Reads character references as the characters that they stand for."""
        super().__init__(convert_charrefs=True)
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.passages: dict[str, list[str]] = defaultdict(list)
        self.quotations: list[tuple[str, str, str]] = []
        self._open: list[tuple[str, str | None]] = []  # tag, the claim whose words it holds
        self._quoting: tuple[str, str] | None = None
        self._quoted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the anchor, the link, the passage or the quotation that begins here."""
        found = {key: value or "" for key, value in attrs}
        if "id" in found:
            self.anchors.add(found["id"])
        if "href" in found:
            self.links.append(found["href"])
        if "data-quotes" in found:
            self._quoting = (found["data-quotes"], found.get("href", ""))
            self._quoted = []
        if tag not in _VOID:
            self._open.append((tag, found.get("data-claim")))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of a drawing that holds nothing."""
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close the element, and the quotation that it held."""
        while self._open:
            closed, _ = self._open.pop()
            if closed == tag:
                break
        if tag == "a" and self._quoting is not None:
            claim, href = self._quoting
            self.quotations.append((claim, "".join(self._quoted), href))
            self._quoting = None

    def handle_data(self, data: str) -> None:
        """Words belong to every passage that is open around them."""
        for claim in {claim for _, claim in self._open if claim is not None}:
            self.passages[claim].append(data)
        if self._quoting is not None:
            self._quoted.append(data)


def read_page(data: bytes) -> PageReader:
    """A page's anchors, links, passages and quotations; UnicodeDecodeError if it is not UTF-8."""
    reader = PageReader()
    reader.feed(data.decode())
    reader.close()
    return reader
