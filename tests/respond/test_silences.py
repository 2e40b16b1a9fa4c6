UNION, GUARD, CROWN = "Littoral Union", "Coast Guard", "Crown of Dran"


def start(case):
    for party, kind in ((UNION, "organisation"), (GUARD, "state_body"), (CROWN, "state")):
        case.party(party, kind)
    return case.document("article", "2031-05-09")


def told(case):
    return [(one.party, one.event, one.state) for one in case.answered().silences]


def test_declined_to_comment_is_a_silence_and_no_response(case):
    here = start(case)
    made = case.says(here, CROWN, "silence", "The Crown declined to comment.")
    answered = case.answered()
    assert answered.responses == ()
    assert told(case) == [(CROWN, "massacre", "silent")]
    assert answered.silences[0].claims == (made,)


def test_whom_a_statement_addresses_and_who_has_not_answered_is_unknown(case):
    case.says(start(case), UNION, "call", to=GUARD)
    assert (GUARD, "massacre", "unknown") in told(case)


def test_who_has_answered_is_neither(case):
    here = start(case)
    case.says(here, UNION, "call", to=GUARD)
    case.says(here, GUARD, "deny")
    assert told(case) == []


def test_who_is_said_to_be_silent_is_not_unknown_as_well(case):
    here = start(case)
    case.says(here, UNION, "call", to=GUARD)
    case.says(here, GUARD, "silence")
    assert told(case) == [(GUARD, "massacre", "silent")]


def test_who_is_accused_and_speaks_elsewhere_is_unknown_for_this_event(case):
    here = start(case)
    case.act(here, "The Guard killed people.", by=GUARD, event="massacre")
    case.says(here, GUARD, event="ambush")
    assert told(case) == [(GUARD, "massacre", "unknown")]


def test_a_mention_alone_makes_nobody_owe_an_answer(case):
    case.act(start(case), "The Guard killed people.", by=GUARD)
    assert told(case) == []


def test_all_sides_is_nobody_in_particular(case):
    here = start(case)
    case.party("all sides")
    case.says(here, UNION, "call", to="all sides")
    assert told(case) == []


def test_two_articles_on_one_silence_of_one_day_make_one_silence(case):
    start(case)
    for name in ("a", "b"):
        here = case.document(name, "2031-05-12")
        case.says(here, CROWN, "silence", on=case.day("2031-05-09"))
    (one,) = case.answered().silences
    assert len(one.claims) == 2


def test_to_say_that_somebody_was_not_silent_gives_no_words_and_is_set_aside(case):
    made = case.says(start(case), CROWN, "silence", polarity="negative")
    answered = case.answered()
    assert answered.silences == ()
    assert [(one.subject, one.code) for one in answered.set_aside] == [(made, "no-words")]
