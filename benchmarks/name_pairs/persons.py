"""Invented persons out of name parts, and their names as lists write them in either script.

By rule: which parts of the chain a list gives and in which order, titles, "bin", slips of the pen.
By people: every spelling of every part.
"""

import random
from collections.abc import Callable, Sequence

from msgspec import Struct

from name_pairs.material import Spelt

# Chances of what lists do to a name, here from general knowledge of such lists.
CHAINS = (
    (0.45, "given father family"),
    (0.37, "given father grandfather family"),
    (0.15, "given family"),
    (0.03, "given father grandfather"),
)
IN_FAMILIES = 0.35
HABITS = {"title": 0.03, "bin": 0.05, "family first": 0.03, "slip": 0.03}
TITLES = {"latin": ("Dr.", "Sheikh", "Hajj", "Haji"), "arabic": ("الدكتور", "الشيخ", "الحاج")}
_NEXT_KEY = {"a": "s", "s": "a", "d": "s", "e": "r", "r": "e", "i": "o", "o": "i", "n": "m",
             "m": "n", "h": "g", "k": "l", "l": "k", "t": "r", "b": "v", "ب": "ت", "ت": "ب",
             "ح": "ج", "ج": "ح", "د": "ذ", "ر": "ز", "ز": "ر", "س": "ش", "ف": "ق", "ق": "ف",
             "ع": "غ", "ن": "ت", "ي": "ب", "ص": "ض", "ط": "ظ"}  # fmt: skip


class Human(Struct, frozen=True):
    """One invented person: each part of the name with all its spellings."""

    given: Spelt
    father: Spelt
    grandfather: Spelt
    family: Spelt


class Namer:
    """Draws parts as often as seen, tempered: the index holds the famous, not a people."""

    def __init__(self, parts: Sequence[Spelt], dice: random.Random) -> None:
        self.dice = dice
        self._given = [part for part in parts if part.given]
        self._family = [part for part in parts if part.surname]
        self._often = [part.given**0.6 for part in self._given]
        self._carried = [part.surname**0.4 for part in self._family]

    def given(self) -> Spelt:
        """A given name."""
        return self.dice.choices(self._given, self._often)[0]

    def family(self) -> Spelt:
        """A family name."""
        return self.dice.choices(self._family, self._carried)[0]

    def people(self, n: int) -> list[Human]:
        """n persons, IN_FAMILIES of them with brothers and sisters, fathers and cousins."""
        found: list[Human] = []
        while len(found) < n:
            first = Human(self.given(), self.given(), self.given(), self.family())
            found.append(first)
            if self.dice.random() < IN_FAMILIES / 3:
                for _ in range(self.dice.choice((1, 2, 2, 3, 4))):
                    found.append(Human(self.given(), first.father, first.grandfather, first.family))
                if self.dice.random() < 0.5:
                    found.append(Human(first.father, first.grandfather, self.given(), first.family))
                if self.dice.random() < 0.3:
                    found.append(Human(self.given(), self.given(), first.grandfather, first.family))
        self.dice.shuffle(found)
        return found[:n]


class Written(Struct, frozen=True):
    """A name as one list writes it, and the parts that it holds in that order."""

    text: str
    parts: tuple[Spelt, ...]


def arabic(human: Human, dice: random.Random) -> Written:
    """The person's name as one list writes it in Arabic."""
    return _written(human, dice, "arabic", lambda part: part.arabic)


def latin(human: Human, dice: random.Random) -> Written:
    """The person's name as one list writes it in Latin letters."""
    return _written(
        human, dice, "latin",
        lambda part: dice.choices([s for s, _ in part.latin], [c**0.7 for _, c in part.latin])[0],
    )  # fmt: skip


def _written(
    human: Human, dice: random.Random, script: str, spelt: Callable[[Spelt], str]
) -> Written:
    chain = dice.choices([c for _, c in CHAINS], [p for p, _ in CHAINS])[0].split()
    parts = [getattr(human, which) for which in chain]
    words = [_slip(spelt(part), dice) for part in parts]
    if "father" in chain and dice.random() < HABITS["bin"]:
        words[1] = (
            f"{'بن' if script == 'arabic' else dice.choice(('bin', 'ibn', 'ben'))} {words[1]}"
        )
    if "family" in chain and dice.random() < HABITS["family first"]:
        comma = dice.choice(("", "،" if script == "arabic" else ","))
        words = [words[-1] + comma, *words[:-1]]
        parts = parts if comma else [parts[-1], *parts[:-1]]
    if dice.random() < HABITS["title"]:
        words.insert(0, dice.choice(TITLES[script]))
    return Written(" ".join(words), tuple(parts))


def _slip(word: str, dice: random.Random) -> str:
    """A letter lost, doubled, or the key beside it, in a few words of five letters or more."""
    if len(word) < 5 or dice.random() >= HABITS["slip"]:
        return word
    at = dice.randrange(1, len(word))
    if word[at] in " -'":
        return word
    change = dice.choice(("", word[at] * 2, _NEXT_KEY.get(word[at], word[at])))
    return word[:at] + change + word[at + 1 :]
