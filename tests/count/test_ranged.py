"""Ranged figures: what sources say of the number, with nothing added up."""

from datetime import date

from onrecord.model.claim import Act, Displacement
from onrecord.model.party import Mention
from onrecord.model.passage import Span
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where

EVENT = ("ranged", "event-1", "killed")
CASE = ("ranged", None, "killed")


def ends(book, basis="accepted", key=EVENT):
    figure = book.count(basis)[key]
    return figure.lower, figure.upper


def roles(figure):
    return {given.id: given.role for given in figure.inputs}


def said_on(year, month, number):
    when = date(year, month, number)
    return When(text=str(when), earliest=when, latest=when, basis="stated", precision="day")


def test_a_count_so_far_bounds_from_below_only(book):
    book.toll("111 so far", "office", 111, 111, cumulative=True)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (111, None)
    assert any("(so far)" in step for step in figure.calculation)


def test_rival_numbers_make_a_range_and_are_never_added(book):
    book.toll("at least 12", "herald", 12, None)
    book.toll("40 to 60", "report", 40, 60)
    assert ends(book) == (12, 60)


def test_one_origin_counts_once_however_many_documents_repeat_it(book):
    book.toll("40 killed", "herald", 40, 40)
    book.toll("forty dead", "courier", 40, 40)
    book.lineages = {"the Coastal Wire": ("40 killed", "forty dead")}
    figure = book.count()[EVENT]
    assert figure.calculation[0].startswith("1 independent origin gives a number")
    assert sorted(roles(figure).values()) == ["repeats lineage-the Coastal Wire", "used"]
    assert (figure.lower, figure.upper) == (40, 40)


def test_what_one_origin_says_is_taken_together(book):
    book.toll("dozens", "herald", 24, 99, convention="dozens")
    book.toll("at least 40", "herald", 40, None)
    assert ends(book) == (40, 99)


def test_an_origin_is_taken_at_its_largest_number_and_smaller_ones_for_some_of_it(book):
    book.toll("12", "herald", 12, 12)
    book.toll("40", "herald", 40, 40)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (40, 40)
    assert roles(figure)["12"] == "contained in “40”"
    assert any("It also says “12”, taken for some of them." in step for step in figure.calculation)


def test_a_newer_count_of_fewer_places_replaces_nothing(book):
    both = (place("Marsa"), place("Torin"))
    book.toll("at least 40", "herald", 40, None, as_of=said_on(2021, 9, 18), places=both)
    book.toll("31", "herald", 31, 31, as_of=said_on(2021, 9, 20), places=(place("Marsa"),))
    assert ends(book) == (40, None)


def test_counts_of_everybody_below_a_count_of_some_are_no_counts_of_everybody(book):
    book.toll("three", "office", 3, 3)
    book.toll("14", "ministry", 14, 14, victims=people("14 soldiers"))
    assert ends(book) == (14, None)


def test_the_newest_count_of_an_origin_replaces_its_older_ones(book):
    book.toll("12", "herald", 12, 12, as_of=said_on(2021, 9, 18))
    book.toll("40", "herald", 40, 40, as_of=said_on(2021, 9, 20))
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (40, 40)
    assert roles(figure)["12"] == "set aside: the same origin counts again on 2021-09-20"


def test_the_day_of_publication_stands_in_for_a_day_that_is_not_said(book):
    book.document("first", date(2021, 9, 18))
    book.document("second", date(2021, 9, 20))
    book.toll("12", "first", 12, 12)
    book.toll("40", "second", 40, 40)
    book.lineages = {"the ministry": ("12", "40")}
    assert ends(book) == (40, 40)


def test_a_part_is_not_added_to_its_whole(book):
    book.toll("40", "report", 40, 40)
    book.toll("9 women", "report", 9, 9, part_of="40 people")
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (40, 40)
    assert roles(figure)["9 women"] == "contained in the whole: of “40 people”"


def place(name):
    return Where(text=name, name=name, gazetteer="case", gazetteer_id=name.casefold())


def test_a_part_alone_bounds_the_event_from_below_only(book):
    book.toll("9", "report", 9, 9, part_of="the dead")
    assert ends(book) == (9, None)


def test_one_town_of_two_lies_in_the_same_origins_count_of_both(book):
    book.toll("47", "report", 47, 47, places=(place("Marsa"), place("Torin")))
    book.toll("31", "report", 31, 31, places=(place("Marsa"),))
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (47, 47)
    assert roles(figure)["31"] == "contained in “47”"


def test_origins_that_name_other_places_are_rivals_and_the_steps_name_them(book):
    """One origin counts fewer places and more people: neither is hidden in the other."""
    book.toll("111", "office", 111, 111, places=(place("Marsa"), place("Torin"), place("Hal")))
    book.toll("hundreds", "herald", 200, 999, places=(place("Marsa"), place("Torin")))
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (111, 999)
    assert any("“hundreds” (in Marsa, in Torin)" in step for step in figure.calculation)


def people(*words):
    return tuple(Mention(text=word, start=0, end=len(word)) for word in words)


def test_soldiers_and_drivers_are_parts_and_contradict_no_count_of_all(book):
    book.toll("14", "ministry", 14, 14, victims=people("14 soldiers"))
    book.toll("two", "ministry", 2, 2, victims=people("two drivers"))
    book.toll("about 40", "committee", 36, 44, victims=people("about 40 residents"))
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (36, 44)
    assert roles(figure)["two"] == "contained in the whole: drivers"
    assert any("drivers: 2; members of armed forces" in step for step in figure.calculation)


def test_where_nobody_counts_everybody_the_largest_part_bounds_from_below(book):
    book.toll("14", "ministry", 14, 14, victims=people("14 soldiers"))
    book.toll("two", "ministry", 2, 2, victims=people("two drivers"))
    book.toll("civilians", "herald", 2, None, convention="plural", victims=people("civilians"))
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (14, None)
    assert "none counts all of them" in figure.definition


def test_an_act_against_one_person_is_no_toll_of_one(book):
    quantity = Quantity(text="a man", at_least=1, at_most=1, convention="one")
    span = Span(text="shot", start=0, end=4)
    book.claim("shot a man", "herald", Act(act_type="killing", trigger=span, quantity=quantity))
    assert ends(book) == (1, None)
    book.toll("40", "herald", 40, 40)
    assert ends(book) == (40, 40)


def test_the_same_words_read_as_toll_and_as_act_count_once(book):
    span = Span(text="killed", start=0, end=4)
    quantity = Quantity(text="12", at_least=12, at_most=12)
    book.claim("act", "herald", Act(act_type="killing", trigger=span, quantity=quantity))
    book.toll("toll", "herald", 12, 12)
    figure = book.count()[EVENT]
    assert roles(figure) == {"toll": "used", "act": "repeats herald"}


def test_several_acts_of_one_origin_bound_from_below_and_are_not_added_up(book):
    span = Span(text="shot", start=0, end=4)
    for number in (3, 5):
        quantity = Quantity(text=str(number), at_least=number, at_most=number)
        body = Act(act_type="killing", trigger=span, quantity=quantity)
        book.claim(f"shot {number}", "herald", body)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (5, None)


def test_a_denial_is_listed_as_against_and_moves_nothing(book):
    book.toll("12", "herald", 12, 12)
    book.toll("no 12", "ministry", 12, 12, stance="denies")
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (12, 12)
    assert roles(figure)["no 12"] == "against: the source denies it"
    assert "A denial is listed as against, and moves no number." in figure.calculation


def test_only_denials_give_no_number_and_the_reason(book):
    book.toll("no 12", "ministry", 12, 12, stance="denies")
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (None, None)
    assert "deny it" in figure.reason


def test_families_are_not_people(book):
    book.toll("9 families", "herald", 9, 9, unit="family")
    book.toll("12", "herald", 12, 12)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (12, 12)
    assert roles(figure)["9 families"] == "set aside: it counts by the family, not people"


def test_a_plural_without_a_number_contradicts_no_number(book):
    book.toll("civilians", "herald", 2, None, convention="plural")
    book.toll("111", "office", 111, 111)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (111, 111)
    assert roles(figure)["civilians"].startswith("set aside: it says that there were some")


def test_a_plural_alone_is_two_or_more(book):
    book.toll("civilians", "herald", 2, None, convention="plural")
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (2, None)
    assert "none gives a number" in figure.calculation[0]


def test_an_origin_that_says_more_than_the_stated_end_leaves_the_range_open(book):
    book.toll("12", "ministry", 12, 12)
    book.toll("at least 40", "committee", 40, None)
    figure = book.count()[EVENT]
    assert (figure.lower, figure.upper) == (12, None)
    assert "They cannot all be right about the same people at the same time." in figure.calculation


def test_more_named_people_than_any_source_states_is_told(book):
    book.toll("2", "ministry", 2, 2)
    for number, name in enumerate(("Ana Tolvar", "Ivo Merrin", "Sela Dron"), start=2):
        book.row("list", number, name)
    figure = book.count()[EVENT]
    assert any(
        step.startswith("More people are named in records (3)") for step in figure.calculation
    )


def test_a_row_of_a_list_is_no_toll(book):
    book.row("list", 2, "Ana Tolvar")
    assert EVENT not in book.count()


def test_suggestions_do_not_count_among_the_accepted(book):
    book.toll("12", "herald", 12, 12)
    book.toll("999", "courier", 999, 999, accepted=False)
    assert ends(book) == (12, 12)
    assert ends(book, "with_suggestions") == (12, 999)


def test_the_case_has_the_largest_lower_end_and_no_sum(book):
    book.toll("12", "herald", 12, 20)
    book.toll("40", "herald", 40, 60, event="event-2")
    book.toll("at least 7", "courier", 7, None, event=None)
    figure = book.count()[CASE]
    assert (figure.lower, figure.upper) == (40, None)
    assert "They are not added up: a source's number for one event may hold people of another." in (
        figure.calculation
    )
    assert roles(figure)["at least 7"] == "set aside: another lower end is larger"


def test_displaced_people_have_their_own_figure(book):
    quantity = Quantity(text="thousands", at_least=2000, at_most=9999, convention="thousands")
    book.claim("fled", "herald", Displacement(quantity=quantity))
    assert ends(book, key=("ranged", "event-1", "displaced")) == (2000, 9999)


def test_property_is_set_aside_with_a_reason(book):
    book.toll("30 houses", "herald", 30, 30, harm="property", unit="house")
    counted = book.counted()
    assert counted.figures == ()
    assert [aside.subject for aside in counted.set_aside] == ["30 houses"]


def test_every_reading_is_an_input_of_its_figure_exactly_once(book):
    book.toll("12", "herald", 12, 12, as_of=said_on(2021, 9, 18))
    book.toll("40", "herald", 40, 40, as_of=said_on(2021, 9, 20))
    book.toll("forty", "herald", 40, 40, as_of=said_on(2021, 9, 20))
    book.toll("9", "herald", 9, 9, part_of="40")
    book.toll("families", "herald", 2, None, unit="family", convention="plural")
    book.toll("no", "ministry", 1, None, polarity="negative")
    book.toll("some", "courier", 2, None, convention="plural")
    figure = book.count()[EVENT]
    assert sorted(given.id for given in figure.inputs) == sorted(book.claims)


def test_exchanging_the_names_of_two_origins_exchanges_them_and_changes_nothing_else(book):
    def figure(first, second):
        book.lineages = {first: ("12", "9 soldiers"), second: ("40",)}
        return book.count()[EVENT]

    book.toll("12", "herald", 12, 12)
    book.toll("40", "courier", 40, 40)
    book.toll("9 soldiers", "herald", 9, 9, victims=people("9 soldiers"))
    one = figure("the Ministry", "the Front")
    other = figure("the Front", "the Ministry")
    exchanged = [
        step.replace("the Ministry", "#")
        .replace("the Front", "the Ministry")
        .replace("#", "the Front")
        for step in other.calculation
    ]
    assert exchanged == list(one.calculation)
    assert (one.lower, one.upper, one.inputs) == (other.lower, other.upper, other.inputs)
