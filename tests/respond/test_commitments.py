from datetime import date

import pytest
from msgspec.structs import replace

from onrecord.model.passage import Span
from onrecord.respond.due import due_in
from onrecord.respond.topic import topics_of

CROWN = "Crown of Dran"
PROMISE = "We will set up a commission of inquiry within 30 days."


def promise(case, text=PROMISE, published="2031-05-09", **how):
    case.party(CROWN, "state")
    here = case.document("own", published, on_behalf_of=CROWN)
    return case.says(here, CROWN, "promise", text, **how)


def only(case):
    (one,) = case.answered().commitments
    return one


def test_a_promise_keeps_what_to_whom_and_by_when(case):
    case.party("Shore Council")
    content = Span(text="set up a commission of inquiry", start=8, end=38)
    made = promise(case, to="Shore Council", content=content)
    one = only(case)
    assert (one.claim, one.promised, one.to) == (made, content.text, "Shore Council")
    assert (one.due.text, one.due.latest) == ("within 30 days", date(2031, 6, 8))


def test_later_claims_on_the_same_event_and_topic_are_listed_by_date(case):
    promise(case)
    for name, day in (("late", "2031-08-01"), ("soon", "2031-06-01")):
        case.act(case.document(name, day), f"The inquiry saw nobody, {name}.")
    assert only(case).later == ("claim-002", "claim-001")


def test_earlier_claims_other_topics_and_other_events_do_not_bear_on_it(case):
    promise(case)
    case.act(case.document("before", "2031-05-01"), "An inquiry was asked for.")
    case.act(case.document("same day", "2031-05-09"), "An inquiry was asked for.")
    later = case.document("later", "2031-06-01")
    case.act(later, "Gunmen killed people.")
    case.act(later, "An inquiry met elsewhere.", event="ambush")
    assert only(case).later == ()


def test_a_later_claim_that_names_the_party_bears_on_it_whatever_the_event(case):
    promise(case)
    later = case.document("later", "2031-06-01")
    made = case.act(later, "No inquiry has been opened by the Crown of Dran.", event="ambush")
    assert only(case).later == (made,)


def test_a_later_claim_without_a_date_is_not_known_to_be_later(case):
    promise(case)
    case.act(case.document("undated"), "The inquiry saw nobody.")
    assert only(case).later == ()


def test_a_promise_that_was_not_given_is_none(case):
    promise(case, polarity="negative")
    assert case.answered().commitments == ()


def test_the_due_date_may_stand_in_the_sentence_beside_the_promise(case):
    text = "It will give its report by 31 October 2031. I promise that the report will be public."
    promise(case, text[44:], start=44)
    case.documents["own"] = replace(case.documents["own"], text=text)
    assert (only(case).due.text, only(case).due.latest) == (
        "by 31 October 2031",
        date(2031, 10, 31),
    )


@pytest.mark.parametrize(
    ("words", "latest", "basis"),
    [
        ("within 30 days", date(2031, 6, 8), "resolved"),
        ("within two weeks", date(2031, 5, 23), "resolved"),
        ("within the next 48 hours", date(2031, 5, 11), "resolved"),
        ("within a month", date(2031, 6, 9), "resolved"),
        ("within one year", date(2032, 5, 9), "resolved"),
        ("by 30 June 2031", date(2031, 6, 30), "stated"),
        ("by June 30, 2031", date(2031, 6, 30), "stated"),
        ("by the end of June", date(2031, 6, 30), "resolved"),
        ("by March", date(2032, 3, 31), "resolved"),
        ("before 31 June 2031", None, "open"),
        ("within some days", None, "open"),
    ],
)
def test_due_dates(case, words, latest, basis):
    said = case.day("2031-05-09")
    due = due_in(f"We will report {words}.", 100, said)
    assert (due.text, due.latest, due.basis) == (words, latest, basis)
    assert (due.start, due.end) == (115, 115 + len(words))


def test_a_term_without_the_day_of_the_promise_stays_open():
    assert due_in("within 30 days", 0, None).basis == "open"
    assert due_in("soon", 0, None) is None


def test_topics_are_whole_words():
    assert topics_of("An inquiry and a trial.") == ("inquiry", "trial")
    assert topics_of("The aide spoke of freedom.") == ()


def test_of_very_many_later_claims_the_first_are_listed_and_the_rest_announced(case):
    promise(case)
    for number in range(60):
        here = case.document(f"d{number}", f"2031-{6 + number // 20:02}-{1 + number % 20:02}")
        case.act(here, "The inquiry saw nobody.")
    one = only(case)
    assert one.later == tuple(f"claim-{number:03}" for number in range(1, 51))
    assert one.more_later


def test_claims_on_the_same_event_are_listed_before_the_partys_others(case):
    promise(case)
    for number in range(55):
        here = case.document(f"d{number}", f"2031-06-{1 + number % 28:02}")
        case.act(here, "No inquiry by the Crown of Dran.", event="ambush")
    on_event = case.act(case.document("last", "2031-12-31"), "The inquiry saw nobody.")
    assert on_event in only(case).later
