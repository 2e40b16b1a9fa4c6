"""Estimated figures: from the overlap of the case's lists, or the reason why not."""

from onrecord.count.count import figures_of_event
from onrecord.count.ground import ground


def fill(book, pattern):
    """People by the lists that hold them: {"AB": 4} is four people on lists A and B."""
    number = 1
    for lists, count in pattern.items():
        for index in range(count):
            for name in lists:
                number += 1
                book.row(f"list {name}", number, f"Person {lists} {index}")


def estimates(book, event, basis="accepted"):
    return [
        figure
        for figure in book.counted(basis).figures
        if figure.kind == "estimated" and figure.event == event
    ]


def test_two_lists_give_the_bound_of_lincoln_and_petersen_and_an_estimate_above_it(book):
    """24 and 20 people, 8 on both: 24 · 20 / 8 = 60; lists that lean together leave more out."""
    fill(book, {"A": 16, "B": 12, "AB": 8})
    bound, estimate = estimates(book, None)
    assert (bound.statistic, bound.value) == ("lower bound", 60.0)
    assert bound.lower >= 36
    assert estimate.statistic == "posterior median"
    assert 60.0 < estimate.value < 90.0
    assert 36 <= estimate.lower < 60.0 < estimate.upper
    assert estimate.level == bound.level == 0.95
    assert estimate.assumptions
    assert any("8 on more than one" in step for step in estimate.calculation)


def test_one_list_is_not_estimable_and_says_why(book):
    fill(book, {"A": 15})
    for figure in estimates(book, None):
        assert figure.value is None
        assert figure.reason.startswith("Only one list (list A) of the case names people killed")


def test_lists_without_overlap_are_not_estimable(book):
    fill(book, {"A": 15, "B": 10})
    for figure in estimates(book, None):
        assert figure.reason.startswith("Not estimable. No person is on two lists")


def test_an_overlap_of_six_is_too_small_to_estimate_from(book):
    fill(book, {"A": 16, "B": 12, "AB": 6})
    for figure in estimates(book, None):
        assert figure.value is None
        assert figure.reason.startswith("Not estimable. Only 6 persons are on more than one list")


def test_names_in_running_text_are_on_no_list(book):
    fill(book, {"A": 16, "B": 12, "AB": 8})
    book.row("an article", 0, "Ana Tolvar")
    bound, _ = estimates(book, None)
    assert bound.value == 60.0
    aside = [given for given in bound.inputs if given.role != "used"]
    assert [given.role for given in aside] == ["set aside: named in a text, which is no list"]


def test_lists_that_nobody_accepted_give_no_estimate(book):
    fill(book, {"A": 16, "B": 12, "AB": 8})
    book.accepted.clear()
    for figure in estimates(book, None):
        assert figure.reason == (
            "No claim about people killed in the whole case has been accepted yet."
        )
    bound, estimate = estimates(book, None, "with_suggestions")
    assert bound.value == 60.0
    assert estimate.value is not None


def test_one_event_counted_alone_gives_the_figures_of_the_whole_count(book):
    fill(book, {"A": 9, "B": 6, "AB": 8})
    book.toll("at least 12", "herald", 12, None)
    book.row("list A", 500, "Zela Orn", event="event-2")
    counted = book.counted()
    event = book._events()[0]
    own = [book.claims[claim] for claim in event.claims]
    alone = ground(
        claims=own,
        documents=tuple(book.documents.values()),
        records=[r for r in book.records if r.claims[0] in event.claims],
        persons=tuple(book.persons.values()),
        findings=(),
        accepted=frozenset(book.accepted),
        basis="accepted",
    )
    assert figures_of_event(event, alone) == tuple(
        figure for figure in counted.figures if figure.event == "event-1"
    )


def test_order_of_arrival_changes_no_figure(book):
    fill(book, {"A": 9, "B": 6, "AB": 8})
    book.toll("at least 12", "herald", 12, None)
    book.toll("40", "courier", 40, 40)
    before = book.counted().figures
    book.persons = dict(reversed(book.persons.items()))
    book.records.reverse()
    book.claims = dict(reversed(book.claims.items()))
    book.events["event-1"].reverse()
    assert book.counted().figures == before


def test_an_estimate_below_the_lower_bound_is_told_with_both_figures(book):
    """B and C avoid each other: next to nobody is on both."""
    fill(book, {"A": 41, "B": 8, "C": 10, "AB": 40, "AC": 40, "BC": 1, "ABC": 2})
    bound, estimate = estimates(book, None)
    assert estimate.value < bound.value
    for figure in (bound, estimate):
        assert "lies below Chao's lower bound" in figure.calculation[-1]
