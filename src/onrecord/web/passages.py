"""A stretch of text cut where claims begin and end, so that overlapping claims can be marked."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from onrecord.web.windows import lines_of


class Covering(Struct, frozen=True):
    """A claim as the text shows it: where it stands, its number on the page, its state."""

    id: str
    start: int
    end: int
    number: int
    state: str


class Piece(Struct, frozen=True):
    """Words with the same claims over all of them; ``begins`` are those that start here."""

    text: str
    claims: tuple[Covering, ...] = ()
    begins: tuple[Covering, ...] = ()

    @property
    def ids(self) -> str:
        """The claims' ids, the narrowest first, separated by spaces."""
        return " ".join(claim.id for claim in self.claims)

    @property
    def state(self) -> str:
        """The state of the narrowest claim, by which the words are marked."""
        return self.claims[0].state if self.claims else ""


def pieces(
    text: str, offset: int, claims: Iterable[Covering], *, window: int | None = None
) -> Iterator[Piece]:
    """The text in order, cut at every beginning and end; joined, the pieces are the text.

    ``offset`` is where the text begins in its rendition. Claims may reach beyond either end: one
    that began before the ``window`` (the text itself where it is not given) begins with it.
    """
    end = offset + len(text)
    first = offset if window is None else window
    within = [claim for claim in claims if claim.start < end and claim.end > offset]
    cuts = {offset, end}
    for claim in within:
        cuts |= {max(claim.start, offset), min(claim.end, end)}
    for left, right in pairwise(sorted(cuts)):
        over = [claim for claim in within if claim.start <= left and claim.end >= right]
        over.sort(key=lambda claim: (claim.end - claim.start, claim.number))
        yield Piece(
            text=text[left - offset : right - offset],
            claims=tuple(over),
            begins=tuple(claim for claim in within if max(claim.start, first) == left),
        )


class Row(Struct, frozen=True):
    """A line of a table: its number in the file and its cells, each in pieces."""

    number: int | None
    cells: tuple[tuple[Piece, ...], ...]


def table_rows(
    text: str, offset: int, claims: Sequence[Covering], numbers: dict[int, int]
) -> Iterator[Row]:
    """The lines of a table's rendition, cells cut at tabs. ``numbers``: line start → file row."""
    window = offset
    for line in lines_of(text):
        start = offset
        cells = []
        for cell in line.rstrip("\n").split("\t"):
            cells.append(tuple(_cell(cell, start, claims, window)))
            start += len(cell) + 1
        yield Row(number=numbers.get(offset), cells=tuple(cells))
        offset += len(line)


def _cell(text: str, start: int, claims: Sequence[Covering], window: int) -> Iterator[Piece]:
    """A cell in pieces; an empty one where a claim begins still says so."""
    if text:
        yield from pieces(text, start, claims, window=window)
    elif begins := tuple(claim for claim in claims if claim.start == start):
        yield Piece(text="", begins=begins)
