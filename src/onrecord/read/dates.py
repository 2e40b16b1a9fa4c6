"""Find date expressions in English text and resolve them, as precisely as they are and no more."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal, NamedTuple

from onrecord.model.when import When

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
}
_VAGUE = frozenset({"several", "few", "some", "recent", ""})

_M = (
    r"(?:(?P<{0}>january|february|march|april|may|june|july|august|september|october|november|"
    r"december)|(?P<{0}s>jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?(?=\s))"
)
_W = r"(?P<weekday>monday|tuesday|wednesday|thursday|friday|saturday|sunday)s?"
_W2 = _W.replace("<weekday>", "<weekday2>")
_D = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th)?"
_LEAD = (
    r"(?:(?P<lead>(?:on\s+)?the\s+(?:night|morning|evening|afternoon|day|eve)\s+of|"
    r"since|until|till|before|after|by|from|on|in|during|of|as of|throughout)\s+)?"
)
_TO = r"\s*(?:-|–|—|and|to|through|until|or)\s*"
_OF_DAY = r"(?:\s+(?:morning|afternoon|evening|night|noon))?"
_YEAR = r"(?:,?\s+(?P<year>(?:1[89]|20)\d\d))?"
_MONTH_A, _MONTH_B = _M.format("month"), _M.format("month2")
_SPAN_LEAD = r"(?:(?:between|from)\s+(?:the\s+)?)?"

_PATTERNS = tuple(
    (name, re.compile(r"(?<![\w.-])" + pattern + r"(?![\w]|-\d)", re.I))
    for name, pattern in (
        ("iso_span", r"(?P<iso>\d{4}-\d\d-\d\d)\s*(?:/|–|to|and)\s*(?P<iso2>\d{4}-\d\d-\d\d)"),
        ("iso", _LEAD + r"(?P<iso>\d{4}-\d\d-\d\d)"),
        ("iso_month", _LEAD + r"(?P<iso>\d{4}-(?:0[1-9]|1[0-2]))"),
        (
            "numeric",
            _LEAD + r"(?P<day>[0-3]?\d)(?P<mark>[./])(?P<number>[01]?\d|[0-3]\d)(?P=mark)"
            r"(?P<year>(?:19|20)\d\d)",
        ),
        (
            "span",
            _SPAN_LEAD
            + _D.format("day")
            + r"\s+"
            + _MONTH_A
            + _TO
            + _D.format("day2")
            + r"\s+"
            + _MONTH_B
            + _YEAR,
        ),
        (
            "span",
            _SPAN_LEAD
            + _MONTH_A
            + r"\s+"
            + _D.format("day")
            + _TO
            + _MONTH_B
            + r"\s+"
            + _D.format("day2")
            + _YEAR,
        ),
        (
            "span",
            _SPAN_LEAD
            + _D.format("day")
            + _TO
            + r"(?:the\s+)?"
            + _D.format("day2")
            + r"\s+(?:of\s+)?"
            + _MONTH_A
            + _YEAR,
        ),
        (
            "span",
            _SPAN_LEAD + _MONTH_A + r"\s+" + _D.format("day") + _TO + _D.format("day2") + _YEAR,
        ),
        ("day", _LEAD + r"(?:the\s+)?" + _D.format("day") + r"\s+(?:of\s+)?" + _MONTH_A + _YEAR),
        ("day", _LEAD + _MONTH_A + r"\s+" + _D.format("day") + r"(?!\d)" + _YEAR),
        (
            "part",
            _LEAD + r"(?:the\s+)?(?P<part>early|mid|late|beginning of|start of|middle of|"
            r"end of)[-\s]+" + _MONTH_A + _YEAR,
        ),
        (
            "part_year",
            _LEAD + r"(?:the\s+)?(?P<part>early|mid|late|beginning of|start of|"
            r"middle of|end of)[-\s]+(?P<year>(?:19|20)\d\d)",
        ),
        ("month", _LEAD + r"(?:last\s+)?" + _MONTH_A + r",?\s+(?P<year>(?:1[89]|20)\d\d)"),
        (
            "month",
            r"(?P<lead>since|until|till|before|after|by|from|in|during|throughout)\s+"
            r"(?:last\s+)?" + _MONTH_A,
        ),
        ("weekdays", r"(?:between|from)\s+(?:last\s+)?" + _W + _TO + _W2),
        ("weekday", _LEAD + r"(?:(?P<which>last|this|next|past)\s+)?" + _W + _OF_DAY),
        (
            "ago",
            r"(?P<count>a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|several|"
            r"a few|some)\s+(?P<unit>days?|weeks?|months?|years?)\s+(?:ago|earlier)",
        ),
        (
            "past",
            _LEAD + r"(?:over\s+|within\s+)?(?:the\s+)?(?P<which>last|past|recent|this)\s+"
            r"(?:(?P<count>two|three|four|five|six|seven|eight|nine|ten|\d{1,3}|several|few)"
            r"\s+)?(?P<unit>night|days?|weekend|weeks?|months?|years?)",
        ),
        ("near", _LEAD + r"(?P<word>yesterday|today|tonight|overnight)" + _OF_DAY),
        (
            "year",
            r"(?P<lead>since|until|till|before|after|by|from|in|during|throughout)\s+"
            r"(?:the\s+year\s+)?(?P<year>(?:19|20)\d\d)",
        ),
    )
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


class _Days(NamedTuple):
    """First and last day that an expression allows, before its preposition is heard."""

    earliest: date
    latest: date
    basis: Literal["stated", "resolved"]
    precision: Literal["day", "month", "year", "interval"]


def find_dates(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The date expressions of ``text[start:end]``, leftmost first, none overlapping another."""
    words = text[start:end].translate(_DIGITS)
    taken: list[tuple[int, int]] = []
    for _, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            if all(match.end() <= s or e <= match.start() for s, e in taken):
                taken.append(match.span())
    for found_start, found_end in sorted(taken):
        yield start + found_start, start + found_end


def resolve_date(text: str, start: int, end: int, *, published: When | None) -> When:
    """The date at ``text[start:end]``; relative ones against the publication date, when known.

    Events are taken as past: their last day is never after publication. What the words do not
    bound stays None; without a publication date "since Friday" has no ends at all.
    """
    words = text[start:end]
    plain = words.translate(_DIGITS)
    for name, pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match is not None:
            days = _days(name, match.groupdict(), published)
            return _when(words, start, end, match.groupdict().get("lead"), days, published)
    return When(text=words, start=start, end=end)


def stated_date(text: str, start: int, end: int) -> When | None:
    """The first complete date of ``text[start:end]`` that needs no publication date, if any."""
    for found_start, found_end in find_dates(text, start, end):
        when = resolve_date(text, found_start, found_end, published=None)
        if when.basis == "stated":
            return when
    return None


def _when(
    words: str, start: int, end: int, lead: str | None, days: _Days | None, published: When | None
) -> When:
    """Apply the preposition, and the rule that what is told has happened."""
    if days is None:
        return When(text=words, start=start, end=end)
    last = published.latest if published is not None else None
    earliest: date | None = days.earliest
    latest: date | None = days.latest
    match (lead or "").lower():
        case "since" | "from":
            latest = last
        case "after":
            earliest, latest = days.latest, last
        case "until" | "till" | "by":
            earliest = None
        case "before":
            earliest, latest = None, days.earliest
    if last is not None and latest is not None and earliest is not None and earliest <= last:
        latest = min(latest, last)
    if earliest is not None and latest is not None and latest < earliest:
        latest = None
    bounded_once = earliest is None or latest is None or (lead or "").lower() in ("since", "from")
    return When(
        text=words,
        start=start,
        end=end,
        earliest=earliest,
        latest=latest,
        basis=days.basis,
        resolved_against=_against(published) if days.basis == "resolved" else None,
        precision="interval"
        if bounded_once or (earliest != latest and days.precision == "day")
        else days.precision,
    )


def _against(published: When | None) -> str | None:
    if published is None or published.latest is None:
        return None
    first, last = published.earliest or published.latest, published.latest
    return f"published {first}" if first == last else f"published {first}/{last}"


def _days(name: str, found: dict[str, str | None], published: When | None) -> _Days | None:
    """The days of a matched expression; None when it cannot be resolved."""
    try:
        match name:
            case "iso" | "iso_span":
                first = date.fromisoformat(str(found["iso"]))
                last = date.fromisoformat(found.get("iso2") or str(found["iso"]))
                if last < first:
                    return None
                return _Days(first, last, "stated", "day" if first == last else "interval")
            case "iso_month":
                year, month = str(found["iso"]).split("-")
                return _month(int(year), int(month), "stated")
            case "numeric":
                return _numeric(found)
            case "day" | "span":
                return _calendar_days(found, published)
            case "month" | "part":
                return _calendar_month(found, published)
            case "year" | "part_year":
                return _year(int(str(found["year"])), found.get("part"))
            case _:
                return _relative(name, found, published)
    except (ValueError, OverflowError):  # the 31st of June, a year beyond the calendar
        return None


def _numeric(found: dict[str, str | None]) -> _Days | None:
    """Day and month in figures: only where one of them cannot be a month, or with full stops."""
    first, second = int(str(found["day"])), int(str(found["number"]))
    year = int(str(found["year"]))
    if second > 12:
        first, second = second, first
    elif first <= 12 and first != second and found["mark"] == "/":
        return None  # 3/4/2025 is March or April: the words do not say
    day = date(year, second, first)
    return _Days(day, day, "stated", "day")


def _month_number(found: dict[str, str | None], key: str) -> int | None:
    name = found.get(key) or found.get(key + "s")
    if name is None:
        return None
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _calendar_days(found: dict[str, str | None], published: When | None) -> _Days | None:
    """ "6 March", "6 and 7 March 2025", "28 February to 3 March"."""
    first_month = _month_number(found, "month")
    last_month = _month_number(found, "month2") or first_month
    assert first_month is not None and last_month is not None
    day, day2 = int(str(found["day"])), int(found.get("day2") or str(found["day"]))
    years = _years(found, published, first_month, day)
    if not years:
        return None
    first = date(years[0], first_month, day)
    last = date(years[0] + (last_month < first_month), last_month, day2)
    basis: Literal["stated", "resolved"] = "stated" if found.get("year") else "resolved"
    if found.get("year") and last_month < first_month:
        first, last = date(years[0] - 1, first_month, day), date(years[0], last_month, day2)
    if last < first:
        return None
    return _Days(first, last, basis, "day" if first == last else "interval")


def _years(found: dict[str, str | None], published: When | None, month: int, day: int) -> list[int]:
    """The year as written, or the last one in which the day was not after publication."""
    if found.get("year"):
        return [int(str(found["year"]))]
    if published is None or published.latest is None:
        return []
    last = published.latest
    for year in range(last.year, last.year - 9, -1):
        if day <= monthrange(year, month)[1] and date(year, month, day) <= last:
            return [year]
    return []


def _calendar_month(found: dict[str, str | None], published: When | None) -> _Days | None:
    month = _month_number(found, "month")
    assert month is not None
    years = _years(found, published, month, 1)
    if not years:
        return None
    whole = _month(years[0], month, "stated" if found.get("year") else "resolved")
    part = found.get("part")
    if part is None:
        return whole
    first, last = _part(part, whole.earliest, whole.latest)
    return _Days(first, last, whole.basis, "interval")


def _month(year: int, month: int, basis: Literal["stated", "resolved"]) -> _Days:
    last = monthrange(year, month)[1]
    return _Days(date(year, month, 1), date(year, month, last), basis, "month")


def _part(part: str, first: date, last: date) -> tuple[date, date]:
    """Thirds of a month or year: early is the first, mid the second, late the third."""
    third = (last - first + timedelta(days=1)) // 3
    cut, second_cut = first + third, first + 2 * third
    match part.lower().split()[0]:
        case "early" | "beginning" | "start":
            return first, cut - timedelta(days=1)
        case "mid" | "middle":
            return cut, second_cut - timedelta(days=1)
        case _:
            return second_cut, last


def _year(year: int, part: str | None) -> _Days:
    first, last = date(year, 1, 1), date(year, 12, 31)
    if part is None:
        return _Days(first, last, "stated", "year")
    return _Days(*_part(part, first, last), "stated", "interval")


def _relative(name: str, found: dict[str, str | None], published: When | None) -> _Days | None:
    """Expressions that mean nothing without the day on which they were written."""
    if published is None or published.latest is None:
        return None
    first, last = published.earliest or published.latest, published.latest
    match name:
        case "weekday":
            weekday = WEEKDAYS.index(str(found["weekday"]).lower())
            return _weekday(weekday, (found.get("which") or "").lower(), first, last)
        case "weekdays":
            return _weekdays(found, first, last)
        case "near":
            back = {"yesterday": 1, "overnight": 1}.get(str(found["word"]).lower(), 0)
            until = last if str(found["word"]).lower() == "overnight" else last - _day(back)
            return _ends(first - _day(back), until)
        case "ago":
            return _ago(str(found["count"]).lower(), str(found["unit"]).lower(), first, last)
        case _:
            return _past(found, first, last)


def _day(count: int) -> timedelta:
    return timedelta(days=count)


def _ends(first: date, last: date) -> _Days:
    return _Days(first, last, "resolved", "day" if first == last else "interval")


def _weekday(weekday: int, which: str, first: date, last: date) -> _Days:
    """The last such day on or before publication; "next" looks ahead, "last" before the day."""
    if which == "next":
        return _ends(*(d + _day((weekday - d.weekday() - 1) % 7 + 1) for d in (first, last)))
    if which == "last":
        return _ends(*(d - _day((d.weekday() - weekday - 1) % 7 + 1) for d in (first, last)))
    return _ends(*(d - _day((d.weekday() - weekday) % 7) for d in (first, last)))


def _weekdays(found: dict[str, str | None], first: date, last: date) -> _Days:
    """ "between Friday and Sunday": the last such days, the earlier one before the later."""
    until = _weekday(WEEKDAYS.index(str(found["weekday2"]).lower()), "", first, last)
    start = WEEKDAYS.index(str(found["weekday"]).lower())
    since = _weekday(start, "", until.earliest, until.latest)
    return _ends(since.earliest, until.latest)


_LENGTH = {"day": 1, "week": 7, "month": 30, "year": 365}


def _ago(count: str, unit: str, first: date, last: date) -> _Days:
    """ "two weeks ago": so long before, give or take half a unit where the unit is not a day."""
    length = _LENGTH[unit.rstrip("s")]
    number = int(count) if count.isdigit() else _COUNTS.get(count.split()[0], 0)
    if count.split()[-1] in _VAGUE or number == 0:
        return _ends(first - _day(9 * length), last - _day(2 * length))
    slack = length // 2
    return _ends(first - _day(number * length + slack), last - _day(number * length - slack))


def _past(found: dict[str, str | None], first: date, last: date) -> _Days | None:
    """ "last week" is the calendar week before; "the last days" are the nine days before."""
    unit, which = str(found["unit"]).lower(), str(found["which"]).lower()
    count = (found.get("count") or "").lower()
    if unit == "night":
        return _ends(first - _day(1), last)
    if unit.endswith("s") or count:
        number = int(count) if count.isdigit() else _COUNTS.get(count, 9)
        return _ends(first - _day(number * _LENGTH[unit.rstrip("s")]), last)
    back = 0 if which == "this" else 1
    if which in ("past", "recent"):
        return _ends(first - _day(_LENGTH.get(unit, 7)), last)
    match unit:
        case "week":
            return _ends(*_week(first, last, back))
        case "weekend":
            saturday = last - _day((last.weekday() - 5) % 7 + (7 if last.weekday() == 5 else 0))
            return _ends(saturday, saturday + _day(1))
        case "month":
            start = (first.replace(day=1) - _day(back)).replace(day=1)
            return _month(start.year, start.month, "resolved")
        case "year":
            year = last.year - back
            return _Days(date(year, 1, 1), date(year, 12, 31), "resolved", "year")
        case _:
            return None


def _week(first: date, last: date, back: int) -> tuple[date, date]:
    monday = first - _day(first.weekday() + 7 * back)
    sunday = last - _day(last.weekday() + 7 * back) + _day(6)
    return monday, sunday
