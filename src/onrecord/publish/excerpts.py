"""The text of a document as it is published: cited paragraphs, each passage an anchor."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup, escape
from msgspec import Struct

from onrecord.model.claim import Claim

WINDOW = 1200  # characters of a paragraph shown on either side of a passage, at most


class Excerpt(Struct, frozen=True):
    """``[start, end)`` of a text, with its passages marked, and how much was left out before it."""

    start: int
    end: int
    markup: Markup
    claims: tuple[str, ...]
    skipped: int


def excerpts(
    text: str, claims: Sequence[Claim], *, mode: str = "paragraphs", headed: bool = False
) -> list[Excerpt]:
    """The parts of a text that are published.

    ``mode``: "paragraphs" shows the paragraph around each passage (for a table: the line);
    "passages" shows the passages alone; "whole" shows everything. ``headed`` adds the lines
    that in a table name the columns.
    """
    ordered = sorted(claims, key=lambda c: (c.start, -c.end, c.id))
    spans = [
        (c.start, c.end) if mode == "passages" else _paragraph(text, c.start, c.end)
        for c in ordered
    ]
    if mode == "whole":
        spans += _lines(text)
    if headed and ordered:
        spans += _head(text)
    windows = _merged(sorted(spans))
    waiting = deque(ordered)
    made: list[Excerpt] = []
    done = 0
    for start, end in windows:
        inside = []
        while waiting and waiting[0].start < end:
            inside.append(waiting.popleft())
        skipped = len(text[done:start].strip())
        words = marked(text, start, end, inside)
        made.append(Excerpt(start, end, words, tuple(c.id for c in inside), skipped))
        done = end
    return made


def _head(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a table down to the first with several filled cells: titles, then headers.

    Not down to the first cited row: rows that nobody accepted may lie between.
    """
    for start, end in _lines(text):
        yield start, end
        if sum(bool(cell.strip()) for cell in text[start:end].split("\t")) > 1:
            return


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        if line.strip():
            yield start, start + len(line)
        start += len(line) + 1


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    return max(first, _word_start(text, start - WINDOW)), min(last, _word_end(text, end + WINDOW))


def _word_start(text: str, offset: int) -> int:
    """The start of the first whole word after an offset: a window never cuts one in two."""
    return 0 if offset <= 0 else text.find(" ", offset) + 1


def _word_end(text: str, offset: int) -> int:
    return len(text) if offset >= len(text) else text.rfind(" ", 0, offset)


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Windows that overlap or touch, as one."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def marked(text: str, start: int, end: int, claims: Sequence[Claim]) -> Markup:
    """The text of a window with a ``span`` around each claim's words.

    The first part of a claim carries the anchor ``c-<claim id>``; where two passages cross, the
    later one goes on in further parts. ``data-claim`` on every part lets a checker put them
    together again: they are the claim's exact words.
    """
    edges = sorted({start, end, *(c.start for c in claims), *(c.end for c in claims)})
    out: list[str] = []
    opened: list[Claim] = []
    seen: set[str] = set()
    for left, right in pairwise(edges):
        ongoing = [c for c in claims if c.start <= left and right <= c.end]
        keep = 0
        while keep < len(opened) and keep < len(ongoing) and opened[keep] is ongoing[keep]:
            keep += 1
        out.append("</span>" * (len(opened) - keep))
        out += [_opening(claim.id, first=claim.id not in seen) for claim in ongoing[keep:]]
        seen.update(claim.id for claim in ongoing)
        opened = ongoing
        out.append(str(escape(text[left:right])))
    out.append("</span>" * len(opened))
    return Markup("".join(out))  # every word of it is escaped above


def _opening(claim: str, *, first: bool) -> str:
    anchor = f' id="c-{escape(claim)}"' if first else ""
    return f'<span class="passage"{anchor} data-claim="{escape(claim)}">'
