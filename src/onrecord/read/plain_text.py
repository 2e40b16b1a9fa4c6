"""Text of bytes: the encoding found out, line breaks made one, what no page can show replaced."""

import codecs
import re

import charset_normalizer
from msgspec import Struct

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Heading
from onrecord.read.extracted import Extracted, left_out
from onrecord.read.language import language_of

VERSION = "1"
LEGACY = (
    "cp1256", "cp1252", "cp1251", "cp1253", "cp1254", "cp1255", "cp1250", "iso8859_6",
    "iso8859_15", "iso8859_2",
)  # fmt: skip
# The encodings for Latin letters, and the languages that each was made for.
LATIN = {
    "cp1252": frozenset({"en", "fr", "es", "pt", "de", "it", "nl", "id", "sw"}),
    "cp1250": frozenset({"pl", "ro", "sr"}),
    "cp1254": frozenset({"tr", "ku"}),
    "iso8859_15": frozenset[str](),
    "iso8859_2": frozenset[str](),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSHOWN = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_DATE = re.compile(
    r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+\.? \d{4}|[A-Z][a-z]+\.? \d{1,2}, \d{4})\b"
)
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.’' -]{{1,40}},? ?(?:\([\w ]{{2,20}}\))? ?[,–—-]? ?)?({_DATE.pattern})"
    r"(?:,? \d{1,2}[:.]\d{2}(?: ?(?:GMT|UTC))?)?(?:\s*(?:[.:–—|-].*)?)?"
)
_BY_CHANCE = 6  # letters in a row of an old encoding that are never all UTF-8
SAMPLE = 1 << 20  # bytes that are enough to tell a legacy encoding


class Decoded(Struct, frozen=True, kw_only=True):
    """The text of bytes, in which encoding they were, and what could not be kept."""

    text: str
    encoding: str
    set_aside: tuple[SetAside, ...] = ()


def read_plain_text(data: bytes) -> Extracted:
    """The text of a plain file, with the title and the dateline of its first lines."""
    decoded = decode(data)
    return Extracted(
        text=decoded.text,
        extractor="plain-text",
        version=VERSION,
        headings=first_lines(decoded.text),
        set_aside=decoded.set_aside,
    )


def decode(data: bytes, stated: str | None = None) -> Decoded:
    """Bytes as text, in the encoding that they say, show or most likely have.

    Tried in order: a mark at the start, ``stated`` (by an HTML page), UTF-8, UTF-16 without a
    mark, UTF-8 with some damaged bytes, then the old encodings of LEGACY by their likelihood.
    Line breaks of every kind become "\\n"; characters that no page can show, and bytes that are
    damaged, become U+FFFD, and the set-aside parts say how many. The normalisation form stays.
    """
    text, encoding = _text_of(data, stated)
    notes = []
    if n_damaged := text.count("\ufffd"):
        reason = f"{n_damaged} damaged characters are shown as U+FFFD; ask for an undamaged copy"
        notes.append(left_out("damaged-characters", encoding, reason))
    if encoding in LEGACY and (n_lines := sum(map(_is_utf8, data.split(b"\n")))):
        reason = (
            f"{n_lines} lines look like UTF-8 among others in {encoding}, as which all are read, "
            "so that their letters are wrong; put the parts together again, each in UTF-8"
        )
        notes.append(left_out("mixed-encodings", encoding, reason))
    text = _BREAKS.sub("\n", text.removeprefix("\ufeff"))
    text, n_unshown = _UNSHOWN.subn("\ufffd", text)
    if n_unshown:
        reason = f"{n_unshown} control characters (such as NUL) are shown as U+FFFD"
        notes.append(left_out("control-characters", encoding, reason))
    return Decoded(text=text, encoding=encoding, set_aside=tuple(notes))


def first_lines(text: str) -> tuple[Heading, ...]:
    """A title and a date, where the first lines of a text are set as such.

    The first line is a title when it is short, ends as no sentence ends and something follows it
    after it. A line among the first four is a dateline when it holds a place, a date and nothing
    else ("Geneva, 9 March 2025"), or starts a paragraph with them and a dash or a colon.
    """
    lines = [line.strip() for line in text[:4000].split("\n") if line.strip()][:5]
    headings = []
    if len(lines) > 1 and _is_title(lines[0]):
        headings.append(Heading(field="title", text=lines[0], stated_in="first line"))
    for line in lines[:4]:
        if found := _DATELINE.fullmatch(line):
            headings.append(Heading(field="published", text=found[1], stated_in="dateline"))
            break
    return tuple(headings)


def _is_title(line: str) -> bool:
    is_short = 3 <= len(line) <= 160
    is_sentence = line[-1] in ".!;:,،؛" or line[0] in "([" or _DATELINE.fullmatch(line)
    return is_short and not is_sentence and any(c.isalpha() for c in line)


def _text_of(data: bytes, stated: str | None) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    for named in (stated, "utf-8"):
        if named and (text := _strictly(data, named)) is not None:
            wide = _utf16(data) if "\x00" in text else None
            return wide or (text, named)
    found = _utf16(data) or _damaged_utf8(data) or _legacy(data)
    if found is None:
        raise Unreadable(
            "the file is no text in any encoding that we know; open it in the program that made "
            "it and save it as UTF-8 text",
            code="undecodable",
        )
    return found


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _is_utf8(line: bytes) -> bool:
    """Is it UTF-8 with letters beyond ASCII, as no line in an old encoding is by chance?"""
    if line.isascii():
        return False
    text = _strictly(line, "utf-8")
    return text is not None and sum(c > "\x7f" for c in text) >= _BY_CHANCE


def _utf16(data: bytes) -> tuple[str, str] | None:
    """UTF-16 without a mark: the high bytes of spaces and line breaks are NULs on one side."""
    sample = data[: SAMPLE - SAMPLE % 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 < len(sample) // 2 or min(even, odd) * 50 > max(even, odd):
        return None
    encoding = "utf-16-be" if even > odd else "utf-16-le"
    text = data.decode(encoding, "replace")
    odd_ones = text[:10_000].count("\ufffd") + len(_UNSHOWN.findall(text[:10_000]))
    return (text, encoding) if odd_ones * 50 <= len(text[:10_000]) else None


def _damaged_utf8(data: bytes) -> tuple[str, str] | None:
    """UTF-8 in which few of the characters that are not ASCII are damaged."""
    text = data.decode("utf-8", "replace")
    n_damaged = text.count("\ufffd")
    n_whole = sum(c > "\x7f" for c in text) - n_damaged
    return (text, "utf-8") if n_damaged * 20 <= n_whole else None


def _legacy(data: bytes) -> tuple[str, str] | None:
    best = charset_normalizer.from_bytes(data[:SAMPLE], cp_isolation=list(LEGACY)).best()
    if best is None:
        return None
    encoding = _latin(data[:SAMPLE]) if best.encoding in LATIN else best.encoding
    return data.decode(encoding, "replace"), encoding


def _latin(sample: bytes) -> str:
    """Which of the encodings for Latin letters: the one of the language that its text has.

    They differ in a few letters, too few for a count of letters to tell them apart; the western
    one is taken where the language does not speak for another.
    """
    for encoding, languages in LATIN.items():
        text = sample.decode(encoding, "replace")
        if "\ufffd" not in text and language_of(text) in languages:
            return encoding
    return "cp1252"
