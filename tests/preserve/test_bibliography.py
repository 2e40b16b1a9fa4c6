"""What a file says of itself stands until a person says otherwise."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.rendition import Heading
from onrecord.model.source import Bibliography
from onrecord.preserve.bibliography import bibliography_of
from onrecord.preserve.stated_date import stated_date


def _heading(field: str, text: str, stated_in: str = "html meta") -> Heading:
    return Heading(field=field, text=text, stated_in=stated_in)


def test_the_first_heading_of_a_field_is_taken_and_says_where_from():
    known = bibliography_of(
        [_heading("title", "The road"), _heading("title", "Road", "first line")], None
    )
    assert known.title == "The road"
    assert known.stated_in == {"title": "html meta"}


def test_a_person_wins_field_by_field():
    file = [_heading("title", "Untitled 3"), _heading("publisher", "The Herald")]
    person = Bibliography(title="The river road", stated_in={"title": "sources.csv"})
    known = bibliography_of(file, person)
    assert (known.title, known.publisher) == ("The river road", "The Herald")
    assert known.stated_in == {"title": "sources.csv", "publisher": "html meta"}


def test_dates_that_disagree_are_both_told():
    file = [
        _heading("published", "2021-03-09"),
        _heading("published", "11 March 2021", "dateline"),
        _heading("published", "March 2021", "pdf information"),
    ]
    known = bibliography_of(file, None)
    assert known.published is not None
    assert known.published.earliest == date(2021, 3, 9)
    assert known.stated_in["published"] == "html meta; but dateline: 11 March 2021"


def test_a_date_that_nobody_can_read_is_no_date():
    assert bibliography_of([_heading("published", "last week")], None).published is None


def test_the_day_on_which_a_file_was_made_is_not_its_publication():
    assert bibliography_of([_heading("created", "2021-03-09")], None).published is None


@pytest.mark.parametrize(
    ("text", "earliest", "latest", "precision"),
    [
        ("2021-03-09", date(2021, 3, 9), date(2021, 3, 9), "day"),
        ("2021-03-09T23:30:00-05:00", date(2021, 3, 9), date(2021, 3, 9), "day"),
        ("9 March 2021", date(2021, 3, 9), date(2021, 3, 9), "day"),
        ("March 9, 2021", date(2021, 3, 9), date(2021, 3, 9), "day"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("March 2021", date(2021, 3, 1), date(2021, 3, 31), "month"),
        ("2021", date(2021, 1, 1), date(2021, 12, 31), "year"),
        ("2021-03-08/2021-03-09", date(2021, 3, 8), date(2021, 3, 9), "interval"),
    ],
)
def test_a_stated_date_is_as_precise_as_its_words(
    text: str, earliest: date, latest: date, precision: str
):
    when = stated_date(text)
    assert when is not None
    assert (when.earliest, when.latest, when.precision) == (earliest, latest, precision)
    assert (when.text, when.basis) == (text, "stated")


@given(text=st.text(max_size=40))
def test_no_words_break_the_reading_of_dates(text: str):
    when = stated_date(text)
    assert when is None or (when.earliest is not None and when.latest is not None)


@given(day=st.dates())
def test_every_iso_day_is_read_as_itself(day: date):
    when = stated_date(day.isoformat())
    assert when is not None
    assert (when.earliest, when.latest) == (day, day)
