"""Dates as files and their tables state them: a day, a month, a year or an interval."""

import calendar
import re
from datetime import date
from typing import Literal

from onrecord.model.when import When

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
_YEAR = re.compile(r"\d{4}")
_EXIF = re.compile(r"(\d{4}):(\d{2}):(\d{2}) \d{2}:\d{2}:\d{2}")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([A-Za-z]+)\.?,? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?, (\d{4})")
_MONTH_WORD = re.compile(r"([A-Za-z]+)\.? (\d{4})")
Ends = tuple[date, date]


def stated_date(text: str) -> When | None:
    """The date that a heading or a cell states, or None where it states none that can be read.

    2025-03-09, 2025-03, 2025, 2025-03-08/2025-03-09, an ISO time (its day as written, whatever
    the time zone), 9 March 2025, March 9, 2025, March 2025. "03/04/2025" is read by nobody the
    same way and so is not read here.
    """
    words = " ".join(text.split())
    parts = words.split("/")
    if len(parts) == 2:
        first, last = _ends(parts[0].strip()), _ends(parts[1].strip())
        if first is None or last is None or first[0] > last[1]:
            return None
        ends: Ends | None = (first[0], last[1])
    else:
        ends = _ends(words)
    if ends is None:
        return None
    precision = _precision(ends, is_interval=len(parts) == 2)
    return When(text=text, earliest=ends[0], latest=ends[1], basis="stated", precision=precision)


def _ends(words: str) -> Ends | None:
    if found := _DAY.fullmatch(words) or _EXIF.fullmatch(words):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := _MONTH.fullmatch(words):
        return _month(int(found[1]), int(found[2]))
    if _YEAR.fullmatch(words):
        return _year(int(words))
    if found := _DAY_FIRST.fullmatch(words):
        return _day(int(found[3]), MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(words):
        return _day(int(found[3]), MONTHS.get(found[1].lower(), 0), int(found[2]))
    if found := _MONTH_WORD.fullmatch(words):
        return _month(int(found[2]), MONTHS.get(found[1].lower(), 0))
    return None


def _day(year: int, month: int, day: int) -> Ends | None:
    try:
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None


def _month(year: int, month: int) -> Ends | None:
    if not (1 <= month <= 12 and year >= 1):
        return None
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> Ends | None:
    return (date(year, 1, 1), date(year, 12, 31)) if 1000 <= year <= 2999 else None


def _precision(ends: Ends, *, is_interval: bool) -> Literal["day", "month", "year", "interval"]:
    if is_interval and ends[0] != ends[1]:
        return "interval"
    days = (ends[1] - ends[0]).days
    return "day" if days == 0 else "month" if days < 31 else "year"
