"""Dates in the cells of a list, with what the whole column says of their order."""

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Literal

from msgspec import structs

from onrecord.model.when import When
from onrecord.names import fold
from onrecord.read.dates import resolve_date

Order = Literal["day first", "month first"]
_FIGURES = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?:[ T]\d{1,2}:\d{2}.*)?")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[ T]\d{1,2}:\d{2}.*)?")
_MONTH_NAMES = (
    "january|janvier|enero|كانون الثاني|يناير|جانفي",
    "february|fevrier|febrero|شباط|فبراير|فيفري",
    "march|mars|marzo|آذار|مارس",
    "april|avril|abril|نيسان|أبريل|ابريل|أفريل",
    "may|mai|mayo|أيار|مايو|ماي",
    "june|juin|junio|حزيران|يونيو|جوان",
    "july|juillet|julio|تموز|يوليو|جويلية",
    "august|aout|agosto|آب|أغسطس|اغسطس|أوت",
    "september|septembre|septiembre|setiembre|أيلول|سبتمبر",
    "october|octobre|octubre|تشرين الأول|أكتوبر|اكتوبر",
    "november|novembre|noviembre|تشرين الثاني|نوفمبر",
    "december|decembre|diciembre|كانون الأول|ديسمبر",
)
_MONTHS = {fold(name): n for n, names in enumerate(_MONTH_NAMES, 1) for name in names.split("|")}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_WORDS = re.compile(rf"(\d{{1,2}})(?:er)?(?: de)? ({_MONTH})\.?,?(?: del?)? (\d{{4}})")
_MONTH_WORDS = re.compile(rf"({_MONTH})\.?(?: de)? (\d{{4}})")


def day_order(cells: Iterable[str]) -> Order | None:
    """Which of 7/3/2025 is the day, by the dates of the column that can be read one way only.

    None where no date decides it, or where some say one thing and some the other.
    """
    orders: set[Order] = set()
    for cell in cells:
        if found := _FIGURES.fullmatch(fold(cell)):
            first, second = int(found[1]), int(found[3])
            if first > 12 >= second:
                orders.add("day first")
            elif second > 12 >= first:
                orders.add("month first")
    return orders.pop() if len(orders) == 1 else None


def when_of_cell(words: str, *, order: Order | None, published: When | None) -> When:
    """The date of a cell, without offsets; left open where its words can be read two ways.

    Figures in the order of the column, ISO dates, and days and months in words (English, Arabic
    with both sets of month names, French, Spanish); other words as in a text.
    """
    ends = _ends(fold(words), order)
    if ends is None:
        found = resolve_date(words, 0, len(words), published=published)
        return structs.replace(found, start=None, end=None)
    first, last = ends
    precision: Literal["day", "month"] = "day" if first == last else "month"
    return When(text=words, earliest=first, latest=last, basis="stated", precision=precision)


def _ends(words: str, order: Order | None) -> tuple[date, date] | None:
    try:
        if found := _YEAR_FIRST.fullmatch(words):
            return _day(int(found[1]), int(found[3]), int(found[4]))
        if found := _FIGURES.fullmatch(words):
            return _figures(int(found[1]), int(found[3]), int(found[4]), order)
        if found := _DAY_WORDS.fullmatch(words):
            return _day(int(found[3]), _MONTHS[found[2]], int(found[1]))
        if found := _MONTH_WORDS.fullmatch(words):
            year, month = int(found[2]), _MONTHS[found[1]]
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    except ValueError:
        # 31/02/2025: no such day; the words stay and the date is left open.
        return None
    return None


def _figures(first: int, second: int, year: int, order: Order | None) -> tuple[date, date] | None:
    if first > 12 or first == second:
        return _day(year, second, first)
    if second > 12:
        return _day(year, first, second)
    if order is None:
        return None
    return _day(year, second, first) if order == "day first" else _day(year, first, second)


def _day(year: int, month: int, day: int) -> tuple[date, date]:
    return date(year, month, day), date(year, month, day)
