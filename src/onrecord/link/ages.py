"""Ages that are not said to the year: ranges, "about 30", "child", or what a date of birth tells.

Ages are completed years at the event. A list that states them for another day (its own date, a
registration) is not known to do so: its ages are taken as those at the event.
"""

import re
from datetime import date

from onrecord.names import fold

Ages = tuple[int, int]
OLDEST = 120
_RANGE = re.compile(r"(\d{1,3}) ?(?:-|–|to|à|a|الى|الي) ?(\d{1,3})(?: years?(?: old)?)?")
_DECADE = re.compile(r"(?:(?:in )?(?:his|her|their|the) )?(early |mid-?|late )?(\d)0'?s")
_ABOUT = re.compile(
    r"(?:about|around|approx(?:\.|imately)?|c(?:irc)?a\.?|c\.|~|environ|حوالي|نحو) ?(\d{1,3})"
    r"(?: years?(?: old)?| ans)?"
)
_OVER = re.compile(r"(?:over|above|more than|>|plus de|اكثر من) ?(\d{1,3})|(\d{1,3})\+")
_UNDER = re.compile(r"(?:under|below|less than|<|moins de|اقل من) ?(\d{1,3})")
_STAGES: dict[str, Ages] = {fold(words): ages for words, ages in {
    "infant": (0, 2), "baby": (0, 2), "newborn": (0, 1), "رضيع": (0, 2), "رضيعة": (0, 2),
    "child": (0, 17), "minor": (0, 17), "enfant": (0, 17), "طفل": (0, 17), "طفلة": (0, 17),
    "adult": (18, OLDEST), "adulte": (18, OLDEST), "بالغ": (18, OLDEST),
}.items()}  # fmt: skip
_PARTS = {"": (0, 9), "early ": (0, 4), "mid": (3, 7), "mid-": (3, 7), "late ": (5, 9)}
_YEAR = re.compile(r"(?:18|19|20)\d\d")


def ages_said(text: str | None) -> Ages | None:
    """The youngest and the oldest that words allow; None for words that are no range of ages.

    "About 30" is taken as off by a tenth at most, and by two years at least.
    """
    words = fold(text or "").strip(" .")
    if words in _STAGES:
        return _STAGES[words]
    if found := _RANGE.fullmatch(words):
        return _whole(int(found[1]), int(found[2]))
    if found := _DECADE.fullmatch(words):
        first, last = _PARTS[found[1] or ""]
        return _whole(10 * int(found[2]) + first, 10 * int(found[2]) + last)
    if found := _ABOUT.fullmatch(words):
        off = max(2, round(int(found[1]) / 10))
        return _whole(max(0, int(found[1]) - off), int(found[1]) + off)
    if found := _OVER.fullmatch(words):
        return _whole(int(found[1] or found[2]), OLDEST)
    found = _UNDER.fullmatch(words)
    return _whole(0, int(found[1]) - 1) if found else None


def ages_at(born: str | None, earliest: str | None, latest: str | None) -> Ages | None:
    """The ages that a day or a year of birth allows at an event of one or more days."""
    if born is None or earliest is None or latest is None:
        return None
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    words = fold(born)
    if _YEAR.fullmatch(words):
        return _whole(max(0, first.year - int(words) - 1), last.year - int(words))
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return None
    return _whole(_completed(day, first), _completed(day, last))


def _completed(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _whole(youngest: int, oldest: int) -> Ages | None:
    return (youngest, oldest) if 0 <= youngest <= oldest <= OLDEST else None
