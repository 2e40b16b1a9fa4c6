"""Values in words."""

from datetime import date

from onrecord.model.figure import Figure
from onrecord.model.when import When
from onrecord.web.answers import said_words
from onrecord.web.inwords import figure_number


def figure(**values: float | str | None) -> Figure:
    return Figure(
        id="figure-1",
        kind="estimated",
        basis="accepted",
        title="t",
        event=None,
        harm="killed",
        definition="d",
        method="m",
        **values,  # type: ignore[arg-type]
    )


def test_a_figure_is_its_value_with_its_interval_or_its_interval_or_nothing() -> None:
    assert figure_number(figure(value=12)) == "12"
    assert figure_number(figure(lower=40)) == "at least 40"
    assert figure_number(figure(value=57, lower=44, upper=81, level=0.95)) == (
        "57 (95% interval 44 to 81)"
    )
    assert figure_number(figure(reason="too few lists")) == ""


def test_the_day_of_an_answer_is_as_open_as_it_is() -> None:
    def said(earliest: date | None, latest: date | None) -> str:
        return said_words(When(text="", earliest=earliest, latest=latest))

    day, later = date(2021, 9, 19), date(2021, 9, 21)
    assert said(day, day) == "on 2021-09-19"
    assert said(None, later) == "by 2021-09-21"
    assert said(day, None) == "on or after 2021-09-19"
    assert said(day, later) == "between 2021-09-19 and 2021-09-21"
    assert said(None, None) == said_words(None) == "on a day that nobody gives"
