"""Birth dates of lists in one form, so that lists that write them differently can be compared."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal

from onrecord.names import fold

Order = Literal["day first", "month first"]
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:[ t].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_YEAR = re.compile(r"(?:c\.? ?|ca\.? ?|about )?((?:18|19|20)\d\d)")


def order_of(texts: Iterable[str]) -> Order | None:
    """Which of 7/3/1984 is the day in a list, by its dates that can be read in one way only."""
    orders: set[Order] = set()
    for found in filter(None, (_YEAR_LAST.fullmatch(fold(text)) for text in texts)):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            orders.add("day first")
        elif second > 12 >= first:
            orders.add("month first")
    return orders.pop() if len(orders) == 1 else None


def birth_date(text: str, order: Order | None) -> str | None:
    """The date as ISO where it is a day; as written in other words; None for a year alone.

    A date whose order of day and month nothing tells is None too: half of such readings are wrong,
    and a wrong one speaks against the person.
    """
    words = fold(text)
    if _YEAR.fullmatch(words):
        return None
    found = _YEAR_FIRST.fullmatch(words)
    if found:
        return _day(int(found[1]), int(found[2]), int(found[3])) or text
    found = _YEAR_LAST.fullmatch(words)
    if not found:
        return text
    first, second, year = (int(part) for part in found.groups())
    if first > 12 or first == second or order == "day first":
        return _day(year, second, first) or text
    if second > 12 or order == "month first":
        return _day(year, first, second) or text
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
