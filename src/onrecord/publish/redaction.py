"""Covering protected words in texts, with the places of every other word recomputed."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from onrecord.publish.publication import Private, Redaction

WITHHELD = "[name withheld]"
# The record covers names with blocks of the same length before anything is read; the length of
# a name is a trace of it, and does not leave.
BLOCKS = re.compile(r"█+(?:\s+█+)*")
SHORTEST = 3  # letters: shorter words are covered only where they stand alone
_HYPHENS = "-‐‑‒–—_'’`"
_ALIKE = {"ى": "ي", "ة": "ه", "ـ": ""}  # spellings of one Arabic letter; the tatweel is none

# "ada" is a name and also three digits of many a digest.
_ID = re.compile(r"[a-z_]+-[0-9a-f]{24}(#\w+)?|[0-9a-f]{64}")

Value = TypeVar("Value")


class Move(Struct, frozen=True):
    """Characters ``[start, end)`` of a text gave way to ``length`` others."""

    start: int
    end: int
    length: int


class Covered(Struct, frozen=True, dict=True):
    """A text without protected words, and where the others have moved."""

    text: str
    moves: tuple[Move, ...] = ()  # in the order of the text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``[start, end)`` of the old text is; a place inside a covered word widens."""
        return self._place(start, at_end=False), self._place(end, at_end=True)

    @cached_property
    def _ends(self) -> list[int]:
        return [move.end for move in self.moves]

    @cached_property
    def _shifts(self) -> list[int]:
        """By how much what follows so many moves has moved."""
        grown = (move.length - (move.end - move.start) for move in self.moves)
        return list(accumulate(grown, initial=0))

    def _place(self, offset: int, *, at_end: bool) -> int:
        done = bisect_right(self._ends, offset)
        shift = self._shifts[done]
        if done < len(self.moves) and self.moves[done].start < offset:
            move = self.moves[done]
            return move.start + shift + (move.length if at_end else 0)
        return offset + shift


class Cover:
    """Covers the words of some redactions, whatever their case, accents, hyphens and spacing.

    Inside a longer word ("وسلمى", "Salmas") the whole word gives way to "[name withheld]" and
    not to the pseudonym, since it may be somebody else's name.
    """

    def __init__(self, redactions: Iterable[Redaction]) -> None:
        """Longer words are covered before shorter ones that they hold."""
        found = {_folded(r.words)[0].strip(): r.pseudonym for r in sorted(redactions, key=_order)}
        self._words = dict(sorted(found.items(), key=lambda item: (-len(item[0]), item[0])))
        self._words.pop("", None)
        patterns = (
            re.escape(w) if len(w) >= SHORTEST else rf"(?<!\w){re.escape(w)}(?!\w)"
            for w in self._words
        )
        self._pattern = re.compile("|".join(patterns)) if self._words else None

    def __call__(self, text: str) -> str:
        """The text without protected words."""
        return self.covered(text).text

    def covered(self, text: str, private: Iterable[Private] = ()) -> Covered:
        """The text without protected words, and where the others have moved.

        ``private`` words of this text give way too.
        """
        spans = [*self._found(text), *((p.start, p.end, p.instead) for p in private)]
        found = sorted(spans, key=lambda item: (item[0], -item[1], item[2]))
        parts: list[str] = []
        moves: list[Move] = []
        done = 0
        for start, end, instead in found:
            if start < done:
                if end > done:  # two that cross give way as one
                    moves[-1] = Move(moves[-1].start, end, moves[-1].length)
                    done = end
                continue
            parts += (text[done:start], instead)
            moves.append(Move(start, end, len(instead)))
            done = end
        return Covered("".join((*parts, text[done:])), tuple(moves)) if moves else Covered(text)

    def _found(self, text: str) -> Iterable[tuple[int, int, str]]:
        yield from ((m.start(), m.end(), WITHHELD) for m in BLOCKS.finditer(text))
        if self._pattern is None:
            return
        folded, places = _folded(text)
        for match in self._pattern.finditer(folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            whole_start, whole_end = _whole_word(text, start, end)
            alone = (start, end) == (whole_start, whole_end)
            yield whole_start, whole_end, self._words[match.group()] if alone else WITHHELD


def _order(redaction: Redaction) -> tuple[str, str]:
    return redaction.words, redaction.pseudonym


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters the place that it came from."""
    letters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            part = _ALIKE.get(part, part)
            if not part or unicodedata.combining(part) or unicodedata.category(part) == "Cf":
                continue
            part = " " if part.isspace() or part in _HYPHENS else part
            if part == " " and letters and letters[-1] == " ":
                continue
            letters.append(part)
            places.append(place)
    return "".join(letters), places


def _whole_word(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the whole words around ``[start, end)``, with the marks upon their letters."""
    first, last = start, end
    while first > 0 and _joins(text[first - 1]):
        first -= 1
    while last < len(text) and _joins(text[last]):
        last += 1
    stray = text[first:start] + text[end:last]
    if all(unicodedata.combining(c) or unicodedata.category(c) == "Cf" for c in stray):
        return (start, last) if not text[first:start] else (first, last)
    return first, last


def _joins(character: str) -> bool:
    return (
        character.isalnum()
        or bool(unicodedata.combining(character))
        or character in "█\u200c\u200d"
    )


def cover_value(value: Value, cover: Cover, places: Covered | None) -> Value:
    """A value of the model with every string covered; its offsets move with ``places``."""
    moved: Value = _walk(value, cover, places)
    return moved


def _walk(value: Any, cover: Cover, places: Covered | None) -> Any:
    if isinstance(value, str):
        return value if _ID.fullmatch(value) else cover(value)
    if isinstance(value, Struct):
        return replace(value, **_fields(value, cover, places))
    if isinstance(value, dict):
        return {_walk(k, cover, places): _walk(v, cover, places) for k, v in value.items()}
    if isinstance(value, tuple | frozenset):
        return type(value)(_walk(part, cover, places) for part in value)
    return value


def _fields(value: Struct, cover: Cover, places: Covered | None) -> dict[str, Any]:
    fields = {name: _walk(getattr(value, name), cover, places) for name in value.__struct_fields__}
    for first, last in (("start", "end"), ("cue_start", "cue_end")):
        start, end = fields.get(first), fields.get(last)
        if places is not None and isinstance(start, int) and isinstance(end, int):
            fields[first], fields[last] = places.span(start, end)
    start, end = fields.get("start"), fields.get("end")
    if places is not None and places.moves and isinstance(start, int) and "text" in fields:
        # The words at the new place, also where a covered word lay across the edge.
        fields["text"] = places.text[start:end]
    return fields
