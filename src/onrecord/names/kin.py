"""What a list says of somebody's kin: "wife of Samir Darwish", "brother of the above".

Only words that name a tie are read. A column that names the husband ("husband: Samir Darwish") says
as much. Who the other one is, beyond the name, is not looked up.
"""

import re
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from onrecord.names.fold import fold
from onrecord.names.parts import parse_name

Tie = Literal["child", "spouse", "parent", "sibling"]
Sex = Literal["female", "male"]
TIES: tuple[Tie, ...] = ("child", "spouse", "parent", "sibling")

_TIES: dict[tuple[Tie, Sex | None], tuple[str, ...]] = {
    ("child", "male"): ("son", "ابن", "نجل", "fils", "hijo"),
    ("child", "female"): ("daughter", "ابنة", "ابنه", "بنت", "كريمة", "fille", "hija"),
    ("child", None): ("child", "ولد", "enfant"),
    ("spouse", "female"): ("wife", "widow", "زوجة", "زوجه", "حرم", "ارملة", "ارمله", "épouse",
                           "veuve", "esposa", "viuda"),
    ("spouse", "male"): ("husband", "widower", "زوج", "époux", "mari", "veuf", "esposo", "viudo"),
    ("spouse", None): ("spouse", "married", "متزوج", "متزوجة", "conjoint", "cónyuge"),
    ("parent", "male"): ("father", "والد", "père", "padre"),
    ("parent", "female"): ("mother", "والدة", "والده", "mère", "madre"),
    ("parent", None): ("parent",),
    ("sibling", "male"): ("brother", "شقيق", "اخ", "اخو", "frère", "hermano"),
    ("sibling", "female"): ("sister", "شقيقة", "شقيقه", "اخت", "sœur", "hermana"),
    ("sibling", None): ("sibling", "twin", "توأم", "توام"),
}  # fmt: skip
_READ = {fold(word): tie for tie, group in _TIES.items() for word in group}
_OF = frozenset({"of", "to", "de", "du", "del", "من"})
_BEFORE = frozenset({"the", "his", "her", "their", "a", "l"})
_ABOVE = frozenset(map(fold, (
    "above", "previous", "preceding", "former", "foregoing", "aforementioned", "السابق", "السابقة",
    "المذكور", "المذكورة", "اعلاه", "précédent", "précédente", "anterior", "susdit",
)))  # fmt: skip
_WORD = re.compile(r"[^\s,.()\[\]]+")
_LONGEST = 300  # characters
_NAMED = re.compile(r"\[(.+)\]\s*$")  # who "the above" is, as `with_the_above` writes it


class Kin(Struct, frozen=True, kw_only=True):
    """A tie of somebody to another: ``tie`` is what they are to the other one.

    ``sex`` is theirs where the word tells it, ``name`` the other's, None where none is said.
    ``above``: the other one is the row before.
    """

    tie: Tie
    sex: Sex | None = None
    name: str | None = None
    above: bool = False


@lru_cache(maxsize=1 << 16)
def kin_of(text: str | None) -> Kin | None:
    """Read "wife of Samir Darwish"; None for words that name no tie that is known.

    Of a cell longer than any that tells a tie only the beginning is read.
    """
    head, colon, rest = (text or "")[:_LONGEST].partition(":")
    if not colon:
        return _by_words(head)
    plain = rest.replace(":", " ")
    return _by_header(head, plain) or _by_words(plain)


def _by_words(head: str) -> Kin | None:
    """The tie that the first words name, and to whom."""
    named = _NAMED.search(head)
    words = _WORD.findall(head[: named.start()] if named else head)
    while words and fold(words[0]) in _BEFORE:
        words.pop(0)
    found = _READ.get(fold(words[0])) if words else None
    if found is None:
        return None
    rest_of = words[1:]
    while rest_of and fold(rest_of[0]) in _OF | _BEFORE:
        rest_of.pop(0)
    above = bool(rest_of) and fold(rest_of[0]) in _ABOVE
    name = named[1] if named else None if above else _name(rest_of)
    return Kin(tie=found[0], sex=found[1], name=name, above=above and named is None)


def _by_header(header: str, name: str) -> Kin | None:
    """ "husband: Samir" calls somebody Samir's wife; so does "wife of: Samir"."""
    told = [_READ[word] for word in map(fold, _WORD.findall(header)) if word in _READ]
    written = _name(_WORD.findall(name))
    if not told or told[0][0] != "spouse" or _by_words(name) is not None or written is None:
        return None
    return Kin(tie="spouse", name=written)


def _name(words: list[str]) -> str | None:
    name = " ".join(words)
    if any(c.isdigit() for c in name) or parse_name(name).nameless is not None:
        return None
    return name


def as_told(words: str, column: str) -> str:
    """The words of a cell of kinship, with the column's where the cell has a name alone."""
    if kin_of(words) is not None:
        return words
    told = f"{column}: {words}"
    return told if kin_of(told) is not None else words


def with_the_above(words: str, name: str) -> str:
    """ "brother of the above [Samir Darwish]": the words, and whom they mean."""
    return f"{words} [{name}]"


def fathers_name(kin: Kin | None) -> str | None:
    """The father's name that a tie tells: of a child the other's own, of siblings their father's.

    "Brother of Samir Khalil Darwish" tells Khalil: half-brothers by another father are few.
    """
    if kin is None or kin.name is None:
        return None
    if kin.tie == "child":
        return _part(kin.name, 0)
    return _part(kin.name, 1) if kin.tie == "sibling" else None


def _part(name: str, number: int) -> str | None:
    """A part of a name as it is written; of a name that has only the first, the whole of it.

    The second counts where a third follows: of two it may be the family's.
    """
    parts = parse_name(name).parts
    if number == 0 and len(parts) < 2:
        return name
    if len(parts) < number + 2:
        return None
    words = name.split()
    starts = [
        next((n for n in range(1, len(words) + 1)
              if parse_name(" ".join(words[:n])).parts == parts[:upto]), 0)
        for upto in (number, number + 1)
    ]  # fmt: skip
    begin, end = (starts[0] if number else 0), starts[1]
    return " ".join(words[begin:end]) or None
