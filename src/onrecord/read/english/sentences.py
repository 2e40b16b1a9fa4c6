"""Cut a text into paragraphs and sentences, and say which lines are no prose at all."""

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_SENTENCE = 4000  # characters; longer ones are tables or damage, not sentences

_BREAK = re.compile(r"\n\s*\n|\n(?=[ \t]*[•\-–—*] )")
_CREDIT = re.compile(
    r"\(?\s*(?:(?:file )?photo|image|picture|video|credit|caption|graphic)s?\b"
    r"(?:\s+(?:by|credit|courtesy|from|via)\b|\s*[:/]).*",
    re.I | re.S,
)
_BYLINE = re.compile(
    r"(?:by|reporting by|written by|edited by|editing by)\s+[^\W\d_a-z].{0,80}\Z", re.I | re.S
)
_DATELINE = re.compile(
    r"\s*[^\W\d_a-z][\w .,’'-]{1,50}?"
    r"(?:\([^)\n]{2,40}\)\s*[-–—]+|,?\s+[-–—]{1,2})\s+"
    r"(?=[^\W\d_a-z\"“])"
)
_END = re.compile(
    r"(?<=[.!?…])(?P<close>[\"”’')\]]*)\s+(?=[\"“‘(\[•–—-]*\s*[^\W_a-z])"
    r"|(?<=;)\s*\n\s*"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Gen|Col|Lt|Maj|Capt|Sgt|St|Prof|Sen|Rep|Gov|Brig|Adm|Spc|Pfc|Cpl|Pvt|Rev|Fr|Mt|Ft|Cmdr|Hon|Jr|Sr|no|No|vs|"
    r"approx|e\.g|i\.e|cf|Inc|Ltd|Co|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|a\.m|p\.m))\.\Z"
)


class Extent(NamedTuple):
    """Characters ``[start, end)`` of the rendition."""

    start: int
    end: int


def paragraphs(text: str) -> Iterator[Extent]:
    """Blocks of text between blank lines; a line that ends a sentence also ends its block."""
    at = 0
    for match in [*_BREAK.finditer(text), None]:
        end = len(text) if match is None else match.start()
        yield from _lines(text, at, end)
        at = end if match is None else match.end()


def _lines(text: str, start: int, end: int) -> Iterator[Extent]:
    """Lines of a block, rejoined where a line was only wrapped."""
    at = start
    for match in re.finditer(r"\n", text[start:end]):
        line_end = start + match.start()
        if _ends_block(text[at:line_end], text[line_end + 1 : end]):
            yield from _trimmed(text, at, line_end)
            at = line_end + 1
    yield from _trimmed(text, at, end)


def _ends_block(before: str, after: str) -> bool:
    """Does a line break between these end a paragraph, rather than wrap a line?"""
    line = before.rsplit("\n", 1)[-1].rstrip()
    following = after.lstrip()
    if not line or not following:
        return True
    first_line = following.split("\n", 1)[0]
    full = line[-1] in '.!?:;”")' and len(line) < 0.9 * max(len(first_line), 50)
    short = len(line) < 45 and not following[0].islower()
    return full or short or len(line) > 120


def _trimmed(text: str, start: int, end: int) -> Iterator[Extent]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Extent(start, end)


def is_prose(words: str) -> bool:
    """Is a paragraph running text, rather than a credit, a byline, a dateline or a heading?"""
    if _CREDIT.match(words) or _BYLINE.match(words):
        return False
    if re.search(r"[.!?…;][\"”’')\]]*\s*\Z", words):
        return len(words.split()) > 2
    # Without a full stop: headings are short; a bullet or a cut-off paragraph is not.
    return len(words.split()) >= 25 or bool(re.match(r"[•*–—-]\s+\S+\s+\S+\s+\S+", words))


def after_dateline(words: str) -> int:
    """How many characters a dateline such as "NORHAVEN (Agency) – " takes at the start."""
    match = _DATELINE.match(words)
    return match.end() if match else 0


class Piece(NamedTuple):
    """A sentence, or one part of a long one that is cut at its semicolons.

    ``goes_on``: the part stands under what an earlier part of the same sentence introduced.
    """

    start: int
    end: int
    goes_on: bool


def pieces(masked: str) -> Iterator[Piece]:
    """Sentences, with lists after a colon and clauses between semicolons each by itself.

    The parser loses its way in them, and each is a clause of its own anyway.
    """
    for sentence in sentences(masked):
        words = masked[sentence.start : sentence.end]
        cuts = [m.end() for m in re.finditer(r";(?=\s)", words)]
        if not cuts:
            yield Piece(sentence.start, sentence.end, goes_on=False)
            continue
        colon = re.search(r":(?=\s[^\"“]{12})", words[: cuts[0]])
        listed = colon is not None
        if colon is not None:
            cuts.insert(0, colon.end())
        at = 0
        for cut in [*cuts, len(words)]:
            while at < cut and words[at].isspace():
                at += 1
            if words[at:cut].strip(' ;,."”'):
                yield Piece(sentence.start + at, sentence.start + cut, listed and at > 0)
            at = cut


def sentences(masked: str) -> Iterator[Extent]:
    """The sentences of a paragraph whose names are masked, as extents of the masked text."""
    at = 0
    for match in _END.finditer(masked):
        end = match.end("close") if match.group("close") is not None else match.start()
        if _ABBREVIATION.search(masked[at : match.start()]):
            continue
        if end > at:
            yield Extent(at, end)
        at = match.end()
    if masked[at:].strip():
        yield Extent(at, len(masked))
