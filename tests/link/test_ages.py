"""Ages that are not said to the year."""

import pytest

from onrecord.link.ages import ages_at, ages_said


@pytest.mark.parametrize(
    ("words", "ages"),
    [
        ("30-35", (30, 35)), ("30 – 35 years", (30, 35)), ("٣٠-٣٥", (30, 35)), ("40s", (40, 49)),
        ("early 40s", (40, 44)), ("about 30", (27, 33)), ("حوالي ٣٠", (27, 33)), ("ca. 4", (2, 6)),
        ("child", (0, 17)), ("طفلة", (0, 17)), ("over 60", (60, 120)), ("60+", (60, 120)),
        ("under 5", (0, 4)), ("35-30", None), ("old", None), ("34", None), ("", None),
        (None, None),
    ],
)  # fmt: skip
def test_words_that_are_no_age_to_the_year_are_a_range(
    words: str | None, ages: tuple[int, int] | None
) -> None:
    assert ages_said(words) == ages


@pytest.mark.parametrize(
    ("born", "earliest", "latest", "ages"),
    [
        ("1984-03-08", "2031-03-07", "2031-03-07", (46, 46)),
        ("1984-03-07", "2031-03-07", "2031-03-07", (47, 47)),
        ("1984-03-07", "2031-03-01", "2031-03-31", (46, 47)),
        ("1984", "2031-03-07", "2031-03-07", (46, 47)),
        ("١٩٨٤", "2031-03-07", "2032-01-05", (46, 48)),
        ("1984-03-07", None, None, None), ("spring 1984", "2031-03-07", "2031-03-07", (46, 47)),
        ("1984-03", "2031-03-07", "2031-03-07", (46, 47)),
        ("3/1984", "2031-04-01", "2031-04-30", (47, 47)),
        ("12.1984", "2031-03-07", "2031-03-07", (46, 46)),
        ("about 1984", "2031-03-07", "2031-03-07", (44, 49)),
        ("1984/85", "2031-03-07", "2031-03-07", (45, 47)),
        ("1984-1986", "2031-03-07", "2031-03-07", (44, 47)),
        ("7/3/1984", "2031-12-31", "2031-12-31", (47, 47)),
        ("1984-02-31", "2031-03-07", "2031-03-07", None),
        ("1984 to 2006", "2031-03-07", "2031-03-07", None),
        ("31984", "2031-03-07", "2031-03-07", None),
        ("2031-03-20", "2031-03-01", "2031-03-31", (0, 0)),
        ("2032", "2031-03-07", "2031-03-07", None),
    ],
)  # fmt: skip
def test_a_date_of_birth_gives_the_ages_that_the_days_of_the_event_allow(
    born: str, earliest: str | None, latest: str | None, ages: tuple[int, int] | None
) -> None:
    assert ages_at(born, earliest, latest) == ages
