"""By when a promise is to be kept, as far as its words say."""

import re
from calendar import monthrange
from datetime import date, timedelta

from onrecord.model.claim import Claim
from onrecord.model.when import When

_NUMBERS = {
    word: number
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
         "twelve"), start=1,
    )
} | {"a": 1, "an": 1, "fourteen": 14, "fifteen": 15, "twenty": 20, "thirty": 30, "sixty": 60,
     "ninety": 90}  # fmt: skip
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september",
         "october", "november", "december"), start=1,
    )
}  # fmt: skip
_WITHIN = re.compile(
    r"\b(?:within|in no more than|in less than)\s+(?:the\s+next\s+)?(?P<n>\d{1,3}|[a-z]+)\s+"
    r"(?P<unit>hours?|days?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_BY = re.compile(
    r"\b(?:by|before|no later than|until)\s+(?:the\s+end\s+of\s+)?(?:(?P<day>\d{1,2})\s+)?"
    r"(?P<month>" + "|".join(_MONTHS) + r")(?:\s+(?P<day_after>\d{1,2})\b(?!\d))?,?"
    r"(?:\s+(?P<year>\d{4}))?\b",
    re.IGNORECASE,
)
_WILL = re.compile(r"\b(?:will|shall|must|is to|are to)\b", re.IGNORECASE)
_LONG_WORD = re.compile(r"\w{6,}")
_SENTENCE_END = re.compile(r"[.!?]['\"”’)]*\s+")


def due_of(claim: Claim, text: str, said: When | None) -> When | None:
    """The due date of a promise: in its own words, else in a sentence next to it.

    The neighbouring sentence must be of the same paragraph, speak of what will be done, and share
    a word of some length with the promise ("The commission will report by 31 October. I promise
    that its report …").
    """
    stated = due_in(claim.text, claim.start, said)
    if stated is not None or text[claim.start : claim.end] != claim.text:
        return stated
    first = text.rfind("\n", 0, claim.start) + 1
    last = text.find("\n", claim.end)
    words = set(_LONG_WORD.findall(claim.text.casefold()))
    for start, end in _sentences(text, first, len(text) if last < 0 else last):
        near = text[start:end]
        shares = words & set(_LONG_WORD.findall(near.casefold()))
        if (end <= claim.start or start >= claim.end) and shares and _WILL.search(near):
            due = due_in(near, start, said)
            if due is not None:
                return due
    return None


def with_sentence_before(claim: Claim, text: str) -> str:
    """The claim's words, after the sentence before them in the same paragraph."""
    first = text.rfind("\n", 0, claim.start) + 1
    before = [
        text[start:end]
        for start, end in _sentences(text, first, max(first, claim.start))
        if end <= claim.start and text[start:end].strip()
    ]
    return " ".join([*before[-1:], claim.text])


def _sentences(text: str, first: int, last: int) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(text, first, last)]
    return list(zip([first, *ends], [*ends, last], strict=True))


def due_in(words: str, offset: int, said: When | None) -> When | None:
    """The due date that a promise's words state; None where they state none.

    ``offset`` is where the words start in their rendition. "within 30 days" counts from the day
    on which the promise was given; where nobody says which, it stays open. A month is due on its
    last day; a date without a year falls on the first such day after the promise.
    """
    within = _WITHIN.search(words)
    if within is not None:
        latest, against = _after(within, said)
        return _when(within, offset, latest, against)
    by = _BY.search(words)
    if by is not None:
        latest, against = _named_day(by, said)
        return _when(by, offset, latest, against)
    return None


def _when(match: re.Match[str], offset: int, latest: date | None, against: str | None) -> When:
    return When(
        text=match[0],
        start=offset + match.start(),
        end=offset + match.end(),
        latest=latest,
        basis="open" if latest is None else "resolved" if against else "stated",
        resolved_against=against if latest else None,
        precision="open" if latest is None else "interval",
    )


def _after(match: re.Match[str], said: When | None) -> tuple[date | None, str | None]:
    words = match["n"].casefold()
    number = int(words) if words.isdigit() else _NUMBERS.get(words)
    given = said.latest if said else None
    if number is None or given is None:
        return None, None
    return _add(given, number, match["unit"].casefold().rstrip("s")), f"promised {given}"


def _add(day: date, number: int, unit: str) -> date:
    if unit == "hour":
        return day + timedelta(days=-(-number // 24))
    if unit in ("day", "week"):
        return day + timedelta(days=number * (7 if unit == "week" else 1))
    months = day.month - 1 + number * (12 if unit == "year" else 1)
    year, month = day.year + months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _named_day(match: re.Match[str], said: When | None) -> tuple[date | None, str | None]:
    month = _MONTHS[match["month"].casefold()]
    day = match["day"] or match["day_after"]
    if match["year"]:
        return _date(int(match["year"]), month, day), None
    given = said.latest if said else None
    if given is None:
        return None, None
    this_year = _date(given.year, month, day)
    later = this_year is not None and this_year < given
    return (_date(given.year + 1, month, day) if later else this_year), f"promised {given}"


def _date(year: int, month: int, day: str | None) -> date | None:
    last = monthrange(year, month)[1]
    number = int(day) if day else last
    return date(year, month, number) if 1 <= number <= last else None
