"""Ages that are not said to the year: ranges, "about 30", "child", or what a date of birth tells.

Ages are completed years at the event. A list that states them for another day (its own date, a
registration) is not known to do so: its ages are taken as those at the event.
"""

import re
from datetime import date, timedelta
from functools import lru_cache

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
_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d\d(?!\d)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH = re.compile(r"((?:18|19|20)\d\d)[./-](\d\d?)|(\d\d?)[./-]((?:18|19|20)\d\d)")
_SHORT_YEARS = re.compile(r"((?:18|19|20)\d\d) ?[/–-] ?(\d\d)")  # 1984/85
_ROUGHLY = re.compile(r"about|around|approx|c(?:irc)?a?\b|~|environ|vers|حوالي|نحو")
_MOST_YEARS = 10  # from first to last of several years: more are not one birth's


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
    """The ages that the words for a birth allow at an event of one or more days."""
    if born is None or earliest is None or latest is None:
        return None
    within = born_within(born)
    if within is None:
        return None
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    return _whole(max(0, _completed(within[1], first)), _completed(within[0], last))


@lru_cache(maxsize=1 << 14)
def born_within(text: str) -> tuple[date, date] | None:
    """The first and last day of birth that words allow: a day, a month, a year, or a few years.

    "About 1984" is taken as off by two years at most. A date whose order of day and month nothing
    tells is a date of its year.
    """
    words = fold(text)
    if found := _DAY.fullmatch(words):
        try:
            day = date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        return day, day
    if (found := _MONTH.fullmatch(words)) and 1 <= (month := int(found[2] or found[3])) <= 12:
        first = date(int(found[1] or found[4]), month, 1)
        return first, date(first.year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    if found := _SHORT_YEARS.fullmatch(words):
        years = {int(found[1]), int(found[1][:2] + found[2])}
    else:
        years = {int(year) for year in _YEAR.findall(words)}
    off = 2 if _ROUGHLY.match(words) else 0
    if not years or max(years) - min(years) > _MOST_YEARS:
        return None
    return date(min(years) - off, 1, 1), date(max(years) + off, 12, 31)


def _completed(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _whole(youngest: int, oldest: int) -> Ages | None:
    return (youngest, oldest) if 0 <= youngest <= oldest <= OLDEST else None
