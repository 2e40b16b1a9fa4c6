"""Dates are as precise as their words and their publication date allow, and no more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.when import When
from onrecord.read.dates import find_dates, resolve_date

TUESDAY = date(2025, 3, 11)


def published(day: date, until: date | None = None) -> When:
    return When(text=str(day), earliest=day, latest=until or day, basis="stated")


def resolved(words: str, when: When | None) -> When:
    (found,) = find_dates(words, 0, len(words))
    return resolve_date(words, *found, published=when)


@pytest.mark.parametrize(("words", "earliest", "latest", "basis"), [
    ("since Friday", "2025-03-07", "2025-03-11", "resolved"),
    ("on Friday", "2025-03-07", "2025-03-07", "resolved"),
    ("on Tuesday", "2025-03-11", "2025-03-11", "resolved"),
    ("last Tuesday", "2025-03-04", "2025-03-04", "resolved"),
    ("in December", "2024-12-01", "2024-12-31", "resolved"),
    ("in March", "2025-03-01", "2025-03-11", "resolved"),
    ("early March 2025", "2025-03-01", "2025-03-10", "stated"),
    ("6 March", "2025-03-06", "2025-03-06", "resolved"),
    ("20 March", "2024-03-20", "2024-03-20", "resolved"),
    ("between 6 and 7 March", "2025-03-06", "2025-03-07", "resolved"),
    ("between Friday and Sunday", "2025-03-07", "2025-03-09", "resolved"),
    ("2025-03-06", "2025-03-06", "2025-03-06", "stated"),
    ("last week", "2025-03-03", "2025-03-09", "resolved"),
    ("yesterday", "2025-03-10", "2025-03-10", "resolved"),
    ("two days ago", "2025-03-09", "2025-03-09", "resolved"),
    ("March 6-9, 2025", "2025-03-06", "2025-03-09", "stated"),
    ("٦ March 2025", "2025-03-06", "2025-03-06", "stated"),
    ("until 9 March", None, "2025-03-09", "resolved"),
    ("28 February to 3 March", "2025-02-28", "2025-03-03", "resolved"),
    ("since 2011", "2011-01-01", "2025-03-11", "stated"),
    ("13/02/2025", "2025-02-13", "2025-02-13", "stated"),
])  # fmt: skip
def test_words_are_resolved_against_the_publication_date(words, earliest, latest, basis):
    when = resolved(words, published(TUESDAY))
    assert when.text == words
    assert (str(when.earliest or "") or None, str(when.latest)) == (earliest, latest)
    assert when.basis == basis
    assert (when.resolved_against == "published 2025-03-11") == (basis == "resolved")


@pytest.mark.parametrize("words", ["since Friday", "in December", "last week", "6 March"])
def test_relative_words_stay_open_without_a_publication_date(words):
    when = resolved(words, None)
    assert (when.earliest, when.latest, when.basis, when.precision) == (None, None, "open", "open")


def test_an_interval_of_publication_gives_an_interval():
    when = resolved("on Friday", published(date(2025, 3, 13), date(2025, 3, 14)))
    assert (when.earliest, when.latest) == (date(2025, 3, 7), date(2025, 3, 14))


@pytest.mark.parametrize("words", ["3/4/2025", "31 June 2025"])
def test_a_date_that_words_leave_open_or_no_calendar_has_stays_open(words):
    assert resolved(words, published(TUESDAY)).basis == "open"


@pytest.mark.parametrize("words", ["He may go.", "They march on.", "version 2025-03-061", "1,200"])
def test_ordinary_words_are_no_dates(words):
    assert list(find_dates(words, 0, len(words))) == []


PAST = [
    "since Friday", "on Monday", "in December", "6 March", "last week", "yesterday", "today",
    "early May", "two weeks ago", "in recent days", "last month", "overnight", "this year",
]  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(PAST))
def test_a_past_event_never_ends_after_publication(day, words):
    when = resolved(words, published(day))
    assert when.latest is not None
    assert when.latest <= day
    assert when.earliest is None or when.earliest <= when.latest
