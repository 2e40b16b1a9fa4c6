"""From a rendition's text to parsed sentences, a bounded stretch at a time."""

import re
from collections.abc import Iterator
from itertools import islice

from onrecord.read.english.model import english
from onrecord.read.english.names import Masked, find_names, mask
from onrecord.read.english.sentence import Quoted, Sentence, make_sentence
from onrecord.read.english.sentences import (
    MAX_SENTENCE,
    Extent,
    after_dateline,
    is_prose,
    paragraphs,
    sentences,
)

BATCH = 64  # sentences parsed at once: bounds the memory, keeps the parser fast
_QUOTES = re.compile(r"“([^“”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)|«([^«»]*)(?:»|\Z)")


class _Piece:
    """A sentence before it is parsed."""

    def __init__(self, masked: Masked, extent: Extent, paragraph: int, index: int,
                 quotes: tuple[Quoted, ...]) -> None:  # fmt: skip
        self.masked, self.extent, self.quotes = masked, extent, quotes
        self.paragraph, self.index = paragraph, index

    @property
    def text(self) -> str:
        return self.masked.text[self.extent.start : self.extent.end]


def parsed_sentences(text: str) -> Iterator[Sentence | Extent]:
    """The parsed sentences of a text in order; the extents of those too long to be sentences."""
    pieces = _pieces(text)
    while batch := list(islice(pieces, BATCH)):
        usable = [piece for piece in batch if isinstance(piece, _Piece)]
        docs = english().pipe([piece.text for piece in usable], batch_size=BATCH)
        parsed = {
            id(piece): make_sentence(text, doc, piece.masked, piece.extent.start,
                                     piece.paragraph, piece.index, piece.quotes)
            for piece, doc in zip(usable, docs, strict=True)
        }  # fmt: skip
        for piece in batch:
            yield piece if isinstance(piece, Extent) else parsed[id(piece)]


def _pieces(text: str) -> Iterator[_Piece | Extent]:
    """Sentences to parse, and the extents of those that are too long."""
    names = find_names(text)
    at, index = 0, 0
    for number, block in enumerate(paragraphs(text)):
        words = text[block.start : block.end]
        if not is_prose(words):
            continue
        start = block.start + after_dateline(words)
        while at < len(names) and names[at].start < start:
            at += 1
        upto = at
        while upto < len(names) and names[upto].end <= block.end:
            upto += 1
        masked = mask(text, start, block.end, names[at:upto])
        quotes = _quotes(text, start, block.end)
        for extent in sentences(masked.text):
            if extent.end - extent.start > MAX_SENTENCE:
                yield Extent(*_outer(masked, extent))
            elif masked.text[extent.start : extent.end].strip():
                yield _Piece(masked, extent, number, index, quotes)
                index += 1


def _outer(masked: Masked, extent: Extent) -> tuple[int, int]:
    """Where an extent of the masked text lies in the rendition."""
    first, _ = masked.original(extent.start, extent.start + 1)
    _, last = masked.original(extent.end - 1, extent.end)
    return first, last


def _quotes(text: str, start: int, end: int) -> tuple[Quoted, ...]:
    """The quotations of a paragraph; one that is not closed runs to the paragraph's end."""
    found = []
    for match in _QUOTES.finditer(text, start, end):
        group = match.lastindex
        if group is not None:
            found.append(Quoted(match.start(group), match.end(group)))
    return tuple(found)
