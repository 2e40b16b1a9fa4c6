"""Figures under draws of who is who: what linkage leaves open goes into the number."""

from onrecord.model.clusterings import Clusterings


def fill(book, pattern):
    number = 1
    for lists, count in pattern.items():
        for index in range(count):
            for name in lists:
                number += 1
                book.row(f"list {name}", number, f"Person {lists} {index}")


def leave_open(book, *people, draws):
    """Of each draw the people whose records are of one person; the others are of two."""
    records = [sorted(book.persons[f"person-{one}"].records) for one in people]
    flat = sorted(record for own in records for record in own)
    place = {record: at for at, record in enumerate(flat)}
    drawn = []
    for joined in draws:
        row = list(range(len(flat)))
        for one, (first, second) in zip(people, records, strict=True):
            if one in joined:
                row[place[second]] = place[first]
        drawn.append(tuple(row))
    book.clusterings = Clusterings(records=tuple(flat), draws=tuple(drawn), seed=1)


def estimate(book):
    (found,) = [
        figure
        for figure in book.counted().figures
        if figure.kind == "estimated" and figure.event is None and figure.statistic != "lower bound"
    ]
    return found


def test_a_documented_figure_says_between_which_numbers_the_draws_lie(book):
    fill(book, {"A": 4, "AB": 2})
    both = "Person AB 0", "Person AB 1"
    leave_open(book, *both, draws=[both, both[:1], ()] * 10)
    figure = book.count()["documented", None, "killed"]
    assert figure.value == 6
    assert any("they are 6 to 8 persons" in step for step in figure.calculation)


def test_a_figure_about_which_nothing_is_open_says_nothing_of_draws(book):
    fill(book, {"A": 4, "AB": 2})
    figure = book.count()["documented", None, "killed"]
    assert not any("drawn" in step for step in figure.calculation)


def test_an_estimate_over_draws_lies_above_that_of_the_links_where_draws_part_them(book):
    """24 and 20 people, 8 on both; with two of the eight open, there are 6 to 8 on both."""
    fill(book, {"A": 16, "B": 12, "AB": 8})
    firm = estimate(book)
    both = "Person AB 0", "Person AB 1"
    leave_open(book, *both, draws=[both, both[1:], (), both[:1], ()])
    over = estimate(book)
    assert over.statistic == "median over clusterings"
    assert over.value > firm.value
    assert over.upper > firm.upper
    assert any("clusterings" in step for step in over.calculation)


def test_draws_that_agree_with_the_links_change_no_number(book):
    fill(book, {"A": 16, "B": 12, "AB": 8})
    firm = estimate(book)
    both = "Person AB 0", "Person AB 1"
    leave_open(book, *both, draws=[both] * 4)
    assert estimate(book) == firm
