"""Where what two records say differs: marked letter by letter where it is written nearly alike.

Pages and sheets show the same marks. The words say what a mark says, for whoever cannot see it.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from itertools import groupby
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Levenshtein

from onrecord.link.engine import located
from onrecord.link.engine.located import relation
from onrecord.model.party import Record
from onrecord.names import compare_names, fold, parse_name
from onrecord.names.compare import NEAR, SAME
from onrecord.names.fold import script_of
from onrecord.names.kin import kin_of
from onrecord.vocab import term

How = Literal["same", "nearly", "differs", "one"]  # one: only one of the two says it
SIGNS: dict[How, str] = {"same": "=", "nearly": "≈", "differs": "≠", "one": "○"}
NEARLY = 0.5  # of its letters a word shares with the one beside it: what differs is then marked
_YEAR = 366
_BOTH_FORMS = re.compile(r" \([^()]*\)$")  # of a part, as a comparison of names shows them


class Stretch(Struct, frozen=True):
    """A part of what a record says, and whether the other says otherwise."""

    text: str
    marked: bool = False


class Line(Struct, frozen=True, kw_only=True):
    """One thing that two records say, side by side. Joined, the stretches are the words."""

    label: str
    how: How
    words: str  # how they compare, in words
    left: tuple[Stretch, ...]
    right: tuple[Stretch, ...]

    @property
    def sign(self) -> str:
        """How they compare, as a sign."""
        return SIGNS[self.how]


class Found(Struct, frozen=True):
    """How two texts compare, and the same in words."""

    how: How
    words: str


Compare = Callable[[str, str], Found]


def side_by_side(left: Record, right: Record) -> tuple[Line, ...]:
    """What two records say, in the order in which people compare; unsaid by both is left out.

    The parts of a name stand beside the whole only where both lists have columns for them.
    """
    lines = [
        _line("name", left.name, right.name, _persons),
        _part("given name", left.given_name, right.given_name),
        _part("father's name", left.father_name, right.father_name),
        _part("family name", left.family_name, right.family_name),
        _line("mother's name", left.mother_name, right.mother_name, _names),
        _line("kin", left.kin, right.kin, _kin),
        _line("age", left.ages, right.ages, _ages),
        _line("sex", left.sex, right.sex, _words),
        _line("born", left.born, right.born, _words),
        _line("identity number", left.identity, right.identity, _words),
        _line("place", left.place, right.place, lambda a, b: _places(left, right, a, b)),
        _line("date", left.when, right.when, lambda a, b: _dates(left, right, a, b)),
        _line("harm", _harm(left.harm), _harm(right.harm), _words),
        _line("status", left.status, right.status, _words),
        _line("address", left.address, right.address, _words),
    ]
    return tuple(line for line in lines if line is not None)


def _part(label: str, left: str | None, right: str | None) -> Line | None:
    return _line(label, left, right, _names) if left and right else None


def _harm(key: str | None) -> str | None:
    return term("acts", key).label if key else None


def _line(label: str, left: str | None, right: str | None, compare: Compare) -> Line | None:
    if not left and not right:
        return None
    if not left or not right:
        side = "only the first says it" if left else "only the second says it"
        return Line(label=label, how="one", words=side, left=_plain(left), right=_plain(right))
    found = compare(left, right)
    marks = (_plain(left), _plain(right)) if found.how == "same" else marked(left, right)
    return Line(label=label, how=found.how, words=found.words, left=marks[0], right=marks[1])


def _plain(text: str | None) -> tuple[Stretch, ...]:
    return (Stretch(text),) if text else ()


# --- how they compare ---------------------------------------------------------------------------


def _persons(left: str, right: str) -> Found:
    """Whole names of persons; in two scripts what each part of theirs does."""
    if _in_one_script(left, right):
        return _names(left, right)
    found = compare_names(left, right)
    parts = [_told(reason) for reason in found.reasons if " agrees" not in reason]
    words = "; ".join(["two scripts", *(parts or ["the same after transliteration"])])
    if found.score >= SAME:
        return Found("nearly" if parts else "same", words)
    return Found("nearly" if found.score >= NEARLY else "differs", words)


def _told(reason: str) -> str:
    words = _BOTH_FORMS.sub("", reason).replace(" after transliteration", "")
    words = words.replace("missing on the left", "said by the second only")
    return words.replace("missing on the right", "said by the first only")


def _in_one_script(left: str, right: str) -> bool:
    return script_of(fold(left)) == script_of(fold(right))


def _names(left: str, right: str) -> Found:
    if _shown(left) == _shown(right):
        return Found("same", "the same")
    a, b = fold(left), fold(right)
    if a.replace("-", " ") == b.replace("-", " "):
        return Found("same", "the same but for capitals, marks or hyphens")
    if not _in_one_script(left, right):
        agree = compare_names(left, right).score
        if agree >= SAME:
            return Found("same", "two scripts: the same after transliteration")
        if agree >= NEARLY:
            return Found("nearly", "two scripts: alike in part after transliteration")
        return Found("differs", "two scripts: different after transliteration")
    if sorted(a.split()) == sorted(b.split()):
        return Found("nearly", "the same words in another order")
    return _nearly(a, b)


def _words(left: str, right: str) -> Found:
    if _shown(left).casefold() == _shown(right).casefold():
        return Found("same", "the same")
    return _nearly(fold(left), fold(right))


def _nearly(a: str, b: str) -> Found:
    faced = _facing(a.split(), b.split())
    together = [_likeness(x, y) for x, y in faced if x is not None and y is not None]
    if together and min(together) >= NEARLY:
        if len(together) < len(faced):
            return Found("nearly", "one has more words than the other")
        return Found("nearly", "written nearly alike")
    return Found(
        "differs", "different in part" if max(together, default=0.0) >= NEARLY else "different"
    )


def _kin(left: str, right: str) -> Found:
    """Ties in two languages by what they say; others as words."""
    one, other = kin_of(left), kin_of(right)
    if one is None or other is None or one.tie != other.tie or not (one.name and other.name):
        return _words(left, right)
    found = _persons(one.name, other.name)
    return Found(found.how, f"one tie; the names: {found.words}")


def _places(left: Record, right: Record, a: str, b: str) -> Found:
    """By their words; where these differ, by the map, if a gazetteer knows both."""
    by_words = _names(a, b)
    if by_words.how == "same" or left.located is None or right.located is None:
        return by_words
    return _ON_THE_MAP.get(relation(left.located, right.located), by_words)


_ON_THE_MAP = {
    located.SAME: Found("same", "two names of one place"),
    located.NEXT_TO: Found("nearly", "next to each other, within 5 km"),
    located.NEARBY: Found("nearly", "within 25 km of each other"),
    located.WITHIN: Found("nearly", "one lies within the other"),
    located.ONE_REGION: Found("differs", "two places of one region"),
    located.FAR: Found("differs", "far apart"),
}


def _ages(left: str, right: str) -> Found:
    if not (left.isdigit() and right.isdigit()):
        return _ranges(_ends(left), _ends(right))
    apart = abs(int(left) - int(right))
    if not apart:
        return Found("same", "the same")
    years = "1 year apart" if apart == 1 else f"{apart} years apart"
    if left[::-1] == right and len(left) == 2:
        years += "; the digits are turned"
    return Found("nearly" if apart <= 2 else "differs", years)


def _ends(ages: str) -> tuple[int, int]:
    """ "34" and "30 to 35" as the youngest and the oldest."""
    first, _, last = ages.partition(" to ")
    return int(first), int(last or first)


def _ranges(left: tuple[int, int], right: tuple[int, int]) -> Found:
    apart = max(left[0], right[0]) - min(left[1], right[1])
    if apart <= 0:
        return Found("same" if left == right else "nearly", "they allow for each other")
    years = "1 year apart" if apart == 1 else f"{apart} years apart"
    return Found("nearly" if apart <= 2 else "differs", years)


def _dates(left: Record, right: Record, a: str, b: str) -> Found:
    bounds = (left.earliest, left.latest, right.earliest, right.latest)
    if None in bounds:
        return _words(a, b)
    first_l, last_l, first_r, last_r = (date.fromisoformat(day or "") for day in bounds)
    apart = (max(first_l, first_r) - min(last_l, last_r)).days
    if apart <= 0:
        if (first_l, last_l) == (first_r, last_r):
            return Found("same", "the same")
        return Found("nearly", "they allow for each other")
    days = "1 day apart" if apart == 1 else f"{apart} days apart"
    words = days if apart < 2 * _YEAR else "years apart"
    return Found("nearly" if apart <= 3 else "differs", words)


def _shown(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


# --- marks --------------------------------------------------------------------------------------


def marked(left: str, right: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    """Both texts with what differs marked: letters of words nearly alike, other words whole.

    Texts in two scripts differ in every letter, which says nothing: there the parts of a name are
    marked that do not agree after transliteration, or that the other does not have.
    """
    if not _in_one_script(left, right) and _letters(left) and _letters(right):
        return _across_scripts(left, right)
    faced = _facing(left.split(), right.split())
    marks: tuple[list[Stretch], list[Stretch]] = ([], [])
    for pair in faced:
        for side, stretches in zip(marks, _word_marks(*pair), strict=True):
            if stretches:
                side += [Stretch(" "), *stretches] if side else stretches
    return _joined(marks[0]), _joined(marks[1])


def _across_scripts(left: str, right: str) -> tuple[tuple[Stretch, ...], tuple[Stretch, ...]]:
    agree = [pair for pair in compare_names(left, right).aligned if pair.likeness >= NEAR]
    return (
        _but_for(left, {pair.left for pair in agree}),
        _but_for(right, {pair.right for pair in agree}),
    )


def _but_for(text: str, agreeing: set[int]) -> tuple[Stretch, ...]:
    """A name with every part marked but those that agree; titles and particles are no parts."""
    parts = dict(enumerate(part.text for part in parse_name(text).parts))
    stretches: list[Stretch] = []
    for word in text.split():
        folded = fold(word)
        at = next((at for at, part in parts.items() if part in folded or folded in part), None)
        if at is not None:
            del parts[at]
        mark = at is not None and at not in agreeing
        stretches += [Stretch(" "), Stretch(word, mark)] if stretches else [Stretch(word, mark)]
    return _joined(stretches)


def _letters(text: str) -> bool:
    return any(character.isalpha() for character in text)


def _word_marks(left: str | None, right: str | None) -> tuple[list[Stretch], list[Stretch]]:
    if left is None or right is None:
        return [Stretch(left, True)] if left else [], [Stretch(right, True)] if right else []
    if fold(left) == fold(right):
        return [Stretch(left)], [Stretch(right)]
    if _likeness(left, right) < NEARLY:
        return [Stretch(left, True)], [Stretch(right, True)]
    a, b = graphemes(left), graphemes(right)
    codes = Levenshtein.opcodes([fold(x) or x for x in a], [fold(x) or x for x in b])
    return (
        [Stretch("".join(a[c.src_start : c.src_end]), c.tag != "equal") for c in codes],
        [Stretch("".join(b[c.dest_start : c.dest_end]), c.tag != "equal") for c in codes],
    )


def graphemes(text: str) -> list[str]:
    """The letters of a text, each with the marks that stand on it."""
    made: list[str] = []
    for character in text:
        if made and unicodedata.category(character) in ("Mn", "Me", "Cf"):
            made[-1] += character
        else:
            made.append(character)
    return made


def _joined(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    filled = [stretch for stretch in stretches if stretch.text]
    return tuple(
        Stretch("".join(stretch.text for stretch in group), mark)
        for mark, group in groupby(filled, key=lambda stretch: stretch.marked)
    )


def _facing(left: Sequence[str], right: Sequence[str]) -> list[tuple[str | None, str | None]]:
    """Words set side by side, in order, so that they are as alike as can be; None faces none."""
    n, m = len(left), len(right)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n - 1, -1, -1):
        for j in range(m - 1, -1, -1):
            together = best[i + 1][j + 1] + _likeness(left[i], right[j])
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    faced: list[tuple[str | None, str | None]] = []
    i = j = 0
    while i < n and j < m:
        if best[i][j] == best[i + 1][j + 1] + _likeness(left[i], right[j]):
            faced.append((left[i], right[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            faced.append((left[i], None))
            i += 1
        else:
            faced.append((None, right[j]))
            j += 1
    return [*faced, *((word, None) for word in left[i:]), *((None, word) for word in right[j:])]


def _likeness(left: str, right: str) -> float:
    """0 to 1: the share of letters that need not be typed anew."""
    return Levenshtein.normalized_similarity(graphemes(fold(left)), graphemes(fold(right)))
