from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.response_matrix import as_of, matrix, overall, parties_that_answer, when_known

UNION, GUARD, CROWN = "Littoral Union", "Coast Guard", "Crown of Dran"
DAYS = st.one_of(st.none(), st.dates(date(2031, 5, 1), date(2031, 5, 9)))


def cell(case, party, day=None, event="massacre"):
    return matrix(case.answered(), [event], [party], day).cell(party, event)


def two_statements(case):
    """The Union condemns and names nobody; two days later it names the Guard."""
    case.party(UNION)
    case.party(GUARD, "state_body")
    first = case.document("first", "2031-05-09", on_behalf_of=UNION)
    second = case.document("second", "2031-05-11", on_behalf_of=UNION)
    case.says(first, UNION)
    case.says(second, UNION, naming="state_body", named="the Guard")


@pytest.mark.parametrize(
    ("day", "state", "level"),
    [
        (date(2031, 5, 8), "unknown", None),
        (date(2031, 5, 9), "answered", "nobody"),
        (date(2031, 5, 10), "answered", "nobody"),
        (date(2031, 5, 11), "answered", "state_body"),
        (None, "answered", "state_body"),
    ],
)
def test_the_date_makes_the_difference(case, day, state, level):
    two_statements(case)
    found = cell(case, UNION, day)
    assert (found.state, found.naming.level if found.naming else None) == (state, level)


def test_a_statement_of_an_unknown_date_is_shown_apart_and_never_dropped(case):
    case.party(UNION)
    case.says(case.document("article"), UNION)
    found = cell(case, UNION, date(2031, 5, 9))
    assert (found.state, len(found.undated), found.responses) == ("undated", 1, ())
    assert cell(case, UNION).state == "answered"


def test_a_telling_published_later_leaves_open_whether_it_had_been_said_by_then(case):
    case.party(UNION)
    case.says(case.document("article", "2031-05-12"), UNION)
    assert cell(case, UNION, date(2031, 5, 9)).state == "undated"
    assert cell(case, UNION, date(2031, 5, 12)).state == "answered"


def test_own_words_go_before_what_others_tell_of_them(case):
    case.party(UNION)
    case.says(case.document("own", "2031-05-09", on_behalf_of=UNION), UNION)
    told = case.document("article", "2031-05-09")
    case.says(told, UNION, naming="group", named="the Column")
    found = cell(case, UNION)
    assert (found.naming.level, found.in_own_words) == ("nobody", True)
    assert len(found.responses) == 2


def test_without_own_words_the_cell_says_what_others_tell(case):
    case.party(UNION)
    case.says(case.document("article", "2031-05-09"), UNION, naming="group", named="the Column")
    found = cell(case, UNION)
    assert (found.naming.level, found.in_own_words) == ("group", False)


def test_whom_a_denial_names_is_not_whom_the_party_holds_responsible(case):
    case.party(GUARD)
    here = case.document("own", "2031-05-09", on_behalf_of=GUARD)
    case.says(here, GUARD, "deny", naming="state_body", named="our forces")
    found = cell(case, GUARD)
    assert (found.state, found.speech_acts, found.naming) == ("answered", ("deny",), None)


def test_did_not_condemn_is_no_answer(case):
    case.party(UNION)
    case.says(case.document("article", "2031-05-09"), UNION, polarity="negative")
    found = cell(case, UNION)
    assert (found.state, found.speech_acts, len(found.responses)) == ("unknown", (), 1)


def test_silent_and_unknown_are_two_things(case):
    case.party(UNION)
    case.party(CROWN, "state")
    here = case.document("article", "2031-05-09")
    silence = case.says(here, CROWN, "silence", "The Crown declined to comment.")
    case.says(here, UNION, "call", "Try them.", to=CROWN, event="ambush")
    assert cell(case, CROWN).state == "silent"
    assert cell(case, CROWN).silences == (silence,)
    assert cell(case, CROWN, event="ambush").state == "unknown"


def test_who_was_silent_first_and_spoke_later_has_answered(case):
    case.party(CROWN, "state")
    case.says(case.document("a", "2031-05-09"), CROWN, "silence", on=case.day("2031-05-09"))
    case.says(case.document("b", "2031-05-11", on_behalf_of=CROWN), CROWN)
    assert cell(case, CROWN, date(2031, 5, 9)).state == "silent"
    assert cell(case, CROWN, date(2031, 5, 11)).state == "answered"


def test_rows_are_who_spoke_who_was_silent_and_who_was_addressed(case):
    for party in (UNION, GUARD, CROWN, "Bystander"):
        case.party(party)
    here = case.document("a")
    case.says(here, UNION, to=GUARD)
    case.says(here, CROWN, "silence")
    case.act(here, "The Bystander killed people.", by="Bystander")
    assert parties_that_answer(case.answered()) == (GUARD, CROWN, UNION)


def test_overall_joins_the_events_and_counts_an_answer_to_two_of_them_once(case):
    case.party(UNION)
    first = case.document("first", "2031-05-09", on_behalf_of=UNION)
    second = case.document("second", "2031-05-11", on_behalf_of=UNION)
    case.says(first, UNION, event=("ambush", "massacre"))
    case.says(second, UNION, naming="group", named="the Column", event=None)
    for day, n_answers, level in ((date(2031, 5, 9), 1, "nobody"), (None, 2, "group")):
        (found,) = overall(case.answered(), [UNION], day)
        assert (len(found.responses), found.naming.level) == (n_answers, level)


def test_a_cell_outside_the_matrix_is_an_error(case):
    two_statements(case)
    with pytest.raises(ValueError, match="not in"):
        matrix(case.answered(), ["massacre"], [UNION]).cell("nobody", "massacre")


@given(st.lists(st.tuples(DAYS, DAYS), max_size=8), DAYS)
def test_by_then_undated_and_later_are_all_responses_and_no_response_twice(new_case, windows, day):
    case = new_case()
    case.party(UNION)
    here = case.document("a")
    for ends in windows:
        known = sorted(end for end in ends if end)
        first, last = (known[0], known[-1]) if len(known) == 2 else ends
        when = case.window(first and first.isoformat(), last and last.isoformat())
        case.says(here, UNION, on=when)
    answered = case.answered()
    standing = as_of(answered, day)
    parts = [*standing.responses, *standing.undated, *standing.later]
    assert sorted(r.id for r in parts) == sorted(r.id for r in answered.responses)


@given(DAYS, st.dates(date(2031, 5, 1), date(2031, 5, 9)), st.integers(0, 9))
def test_what_was_said_by_a_day_was_said_by_every_later_day(new_case, latest, day, more):
    said = new_case.window(None, latest.isoformat() if latest else None)
    if when_known(said, day) == "by then":
        assert when_known(said, date.fromordinal(day.toordinal() + more)) == "by then"
