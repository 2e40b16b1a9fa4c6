"""The weight of a pair, step by step and in words: what each comparison adds to those before it."""

import re

from msgspec import Struct

from onrecord.link.likeness_words import taught_words, words_of
from onrecord.link.reasons import ELSEWHERE, words_elsewhere
from onrecord.link.weighing import TAUGHT
from onrecord.model.event import HappeningPair
from onrecord.model.party import Pair, Step

START = "before comparing"
LITTLE = 0.15  # log2: less than this moves the odds by a tenth
_NAMES = ("given name", "father's name", "family name", "mother's name")
_PLURAL = {
    "age": "the ages", "age range": "the ages", "sex": "the sexes", "place": "the places",
    "date": "the dates", "born": "the dates of birth", "identity number": "the identity numbers",
    "address": "the addresses", "location": "the places on the map",
}  # fmt: skip
_LEVEL = {
    "near": "{} is written nearly alike",
    "unclear": "{} is only somewhat alike",
    "faint": "{} is hardly alike",
    "different": "{} is different",
    "grandfather's": "one list's father is the grandfather on the other",
}
_LEVELS = {
    "same": "{} agree", "alike": "{} are alike", "different": "{} are different",
    "far": "{} are far apart", "one slip": "{} agree but for one slip",
    "two slips": "{} agree but for two slips", "digits turned": "{} agree with the digits turned",
    "overlapping": "{} allow for each other",
    "overlapping widely": "{} allow for each other, and for much else",
    "one within the other": "{} lie one within the other", "one region": "{} lie in one region",
}  # fmt: skip
_WHOLE = {
    ("order", "straight"): "the names stand in the same order",
    ("order", "turned"): "given and family name change places",
    ("lists", "across"): "they are on two lists",
    ("lists", "within one"): "they are on one list",
    ("scripts", "one"): "both are written in one script",
    ("scripts", "two"): "they are written in two scripts",
    ("kin", "same"): "one tie to one name of kin",
    ("kin", "alike"): "the names of kin are alike",
    ("kin", "another"): "the lists name two husbands",
    ("kin", "too young"): "one is a child by age, and a husband, wife or parent on the other list",
    ("kin", "kin of each other"): "one list names the other's person as kin",
}
_TAUGHT = {
    "all of it": "the weights as a whole", "given name": "given names",
    "father's name": "fathers' names", "family name": "family names", "order": "the names' order",
    "scripts": "the two scripts", "age": "ages", "sex": "the sexes", "place": "places",
    "date": "dates", "born": "dates of birth", "identity number": "identity numbers",
    "address": "addresses", "kin": "kin", "lists": "these lists", "names": "whole names",
    "rivals": "records that have rivals", "third records": "what third records say",
}  # fmt: skip
_RARITY = re.compile(r"(.+) \((?:one in (\d+)|rarer)\)")


class Told(Struct, frozen=True, kw_only=True):
    """A step in words. ``before`` and ``after`` are the weight, log2 of odds, around it."""

    finding: str
    effect: str  # what it does to the odds, in words
    before: float
    after: float

    @property
    def weight(self) -> float:
        """What it adds."""
        return self.after - self.before

    @property
    def speaks(self) -> str:
        """For one, against, or neither."""
        if abs(self.weight) < LITTLE:
            return "neither"
        return "for" if self.weight > 0 else "against"


class Waterfall(Struct, frozen=True, kw_only=True):
    """Where a pair starts, its steps, and where they lead."""

    start: float
    start_words: str
    steps: tuple[Told, ...]
    end: float
    end_words: str


def waterfall(pair: Pair | HappeningPair) -> Waterfall | None:
    """How the weight of a pair comes about; None where no steps were kept."""
    if not pair.steps:
        return None
    of_persons = isinstance(pair, Pair)
    found, one = (finding, "one person") if of_persons else (event_finding, "one event")
    first, *rest = pair.steps
    start = first.weight if first.comparison == START else 0.0
    steps, so_far = [], start
    for step in rest if first.comparison == START else pair.steps:
        after = so_far + step.weight
        steps.append(
            Told(finding=found(step), effect=effect(step.weight, one), before=so_far, after=after)
        )
        so_far = after
    return Waterfall(
        start=start,
        start_words=f"Before anything is compared the odds are {odds(start, one)}",
        steps=tuple(steps),
        end=so_far,
        end_words=f"Together the odds are {odds(so_far, one)}",
    )


def event_finding(step: Step) -> str:
    """What a comparison of two happenings found, in words."""
    if step.comparison == TAUGHT:
        return taught_words(step.level)
    return words_of(step.comparison, step.level)


def finding(step: Step) -> str:
    """What a comparison found, in words: "given name agrees (rare: one in 300)"."""
    whole = _WHOLE.get((step.comparison, step.level))
    if whole is not None:
        return whole
    level, rarity = step.level, ""
    if found := _RARITY.fullmatch(level):
        level = found[1]
        rarity = _rarity(int(found[2]) if found[2] else None)
    if step.comparison in _NAMES:
        words = "{} agrees" if level == "same" else _LEVEL.get(level)
        return (words or "{}: " + level).format(step.comparison) + rarity
    if step.comparison in _PLURAL:
        words = _LEVELS.get(level, "{} are " + level)
        return words.format(_PLURAL[step.comparison]) + rarity
    if step.comparison == ELSEWHERE:
        return words_elsewhere(step)
    if step.comparison == TAUGHT:
        return f"what judged pairs taught of {_TAUGHT.get(step.level, step.level)}"
    return f"{step.comparison}: {step.level}"


def _rarity(one_in: int | None) -> str:
    if one_in is None:
        return " (very rare here)"
    return f" ({'rare' if one_in >= 300 else 'not rare'}: one in {one_in:,})"


def effect(weight: float, one: str = "one person") -> str:
    """What a weight does to the odds, in words."""
    if abs(weight) < LITTLE:
        return "says next to nothing"
    factor = _short(2 ** abs(weight))
    return f"speaks for {one}, ×{factor}" if weight > 0 else f"speaks against, ÷{factor}"


def odds(weight: float, one: str = "one person") -> str:
    """Log2 of odds in words: "1 to 950 against", "12 to 1 for"."""
    if abs(weight) < LITTLE:
        return "even"
    shown = _short(2 ** abs(weight))
    return f"{shown} to 1 for {one}" if weight > 0 else f"{shown} to 1 against"


def _short(factor: float) -> str:
    """Two figures, never more than it deserves."""
    if factor >= 1e6:
        return "a million or more"
    if factor >= 10:
        digits = len(str(int(factor))) - 2
        return f"{round(factor, -digits):,.0f}"
    return f"{factor:.1f}".removesuffix(".0")
