"""From a rendition's text to parsed sentences, a bounded stretch at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from spacy.tokens import Doc

from onrecord.read.english.model import english
from onrecord.read.english.names import Masked, find_names, mask
from onrecord.read.english.sentence import Quoted, Sentence, make_sentence
from onrecord.read.english.sentences import (
    MAX_SENTENCE,
    Extent,
    Piece,
    after_dateline,
    is_prose,
    paragraphs,
    pieces,
)

BATCH = 64  # sentences parsed at once: bounds the memory, keeps the parser fast
_QUOTES = re.compile(r"“([^“”]*)(?:”|\Z)|\"([^\"]*)(?:\"|\Z)|«([^«»]*)(?:»|\Z)")


@dataclass(frozen=True, eq=False)
class _Unparsed:
    """A piece of a paragraph before it is parsed."""

    masked: Masked
    piece: Piece
    paragraph: int
    quotes: tuple[Quoted, ...]


def parsed_sentences(text: str) -> Iterator[Sentence | Extent]:
    """The parsed sentences of a text in order; the extents of those too long to be sentences."""
    waiting = _pieces(text)
    while batch := list(islice(waiting, BATCH)):
        usable = [part for part in batch if isinstance(part, _Unparsed)]
        docs = iter(english().pipe([_unparsed_doc(part) for part in usable], batch_size=BATCH))
        for part in batch:
            if isinstance(part, Extent):
                yield part
            else:
                yield make_sentence(
                    text,
                    next(docs),
                    part.masked,
                    part.piece.start,
                    part.paragraph,
                    goes_on=part.piece.goes_on,
                    quotes=part.quotes,
                )


def _unparsed_doc(part: _Unparsed) -> Doc:
    """The words of a piece, told to the parser as one sentence: where it ends is ours to say."""
    doc = english().make_doc(part.masked.words[part.piece.start : part.piece.end])
    for token in doc:
        token.is_sent_start = token.i == 0
    return doc


def _pieces(text: str) -> Iterator[_Unparsed | Extent]:
    """Sentences to parse, and the extents of those that are too long."""
    names = find_names(text)
    at = 0
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
        for extent in pieces(masked.text):
            if extent.end - extent.start > MAX_SENTENCE:
                yield Extent(*_outer(masked, extent))
            elif masked.text[extent.start : extent.end].strip():
                yield _Unparsed(masked, extent, number, quotes)


def _outer(masked: Masked, extent: Piece) -> tuple[int, int]:
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
