from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.claim import Voice
from onrecord.model.material import Linked, Material
from onrecord.model.passage import Span
from onrecord.respond.beside import own_statements
from onrecord.respond.respond import respond, responses_of_event
from onrecord.respond.telling import telling

UNION = "Littoral Union"
GUARD = "Coast Guard"


def of(answered, claim):
    return [response for response in answered.responses if response.claim == claim]


def test_a_partys_own_document_is_told_by_itself_on_its_day_of_publication(case):
    case.party(UNION)
    here = case.document("statement", "2031-05-09", on_behalf_of="the Littoral Union")
    made = case.says(here, UNION)
    (response,) = of(case.answered(), made)
    assert (response.party, response.told_by) == (UNION, "itself")
    assert response.said.latest == date(2031, 5, 9)


def test_we_in_a_partys_own_document_is_that_party(case):
    case.party(UNION)
    here = case.document("statement", "2031-05-09", speaker="Ana Sol for the Littoral Union")
    made = case.says(here, None)
    (response,) = of(case.answered(), made)
    assert (response.party, response.told_by) == (UNION, "itself")


def test_a_statement_told_by_an_article_was_said_by_its_publication_at_the_latest(case):
    case.party(UNION)
    told = case.says(case.document("article", "2031-05-12", publisher="The Herald"), UNION)
    (response,) = of(case.answered(), told)
    assert response.told_by == "article"
    assert (response.said.earliest, response.said.latest) == (None, date(2031, 5, 12))


def test_a_statement_told_by_an_undated_article_has_no_date(case):
    case.party(UNION)
    made = case.says(case.document("article"), UNION)
    (response,) = of(case.answered(), made)
    assert response.said is None


def test_the_statements_own_date_goes_before_the_day_of_publication(case):
    case.party(UNION)
    here = case.document("article", "2031-05-12")
    made = case.says(here, UNION, on=case.day("2031-05-10"))
    assert of(case.answered(), made)[0].said == case.day("2031-05-10")


def test_a_date_inside_what_is_condemned_is_not_the_date_of_the_statement(case):
    case.party(UNION)
    here = case.document("statement", "2031-05-09", on_behalf_of=UNION)
    when = case.day("2031-05-07")
    inside = type(when)(**{**{f: getattr(when, f) for f in when.__struct_fields__},
                           "start": 30, "end": 40})  # fmt: skip
    made = case.says(
        here, UNION, on=inside, content=Span(text="the killings of 7 May", start=20, end=41)
    )
    assert of(case.answered(), made)[0].said.latest == date(2031, 5, 9)


def test_a_statement_about_two_events_answers_both(case):
    case.party(UNION)
    made = case.says(case.document("a"), UNION, event=("ambush", "massacre"))
    assert {response.event for response in of(case.answered(), made)} == {"ambush", "massacre"}


def test_a_statement_about_no_event_answers_the_case_as_a_whole(case):
    case.party(UNION)
    made = case.says(case.document("a"), UNION, event=None)
    assert [response.event for response in of(case.answered(), made)] == [None]


def test_naming_addressee_and_words_are_those_of_the_statement(case):
    case.party(UNION)
    case.party(GUARD, "state_body")
    made = case.says(
        case.document("a"), UNION, "call_for_accountability", "Try the Column.",
        naming="group", named="the Column", to=GUARD,
    )  # fmt: skip
    (response,) = of(case.answered(), made)
    assert (response.naming.level, response.naming.mention.text) == ("group", "the Column")
    assert (response.addressee, response.words) == (GUARD, "Try the Column.")


def test_did_not_condemn_is_kept_as_a_negative(case):
    case.party(UNION)
    made = case.says(case.document("a"), UNION, polarity="negative")
    assert of(case.answered(), made)[0].polarity == "negative"


def test_a_statement_of_nobody_in_the_case_is_set_aside_with_a_reason(case):
    made = case.says(case.document("a"), None)
    answered = case.answered()
    assert answered.responses == ()
    assert [(one.subject, one.code) for one in answered.set_aside] == [(made, "no-speaker")]


def test_every_statement_is_used_or_set_aside(case):
    case.party(UNION)
    here = case.document("a")
    case.says(here, UNION)
    case.says(here, None)
    case.says(here, UNION, "silence")
    case.says("a document that is not there", UNION)
    answered = case.answered()
    used = {response.claim for response in answered.responses}
    used |= {claim for silence in answered.silences for claim in silence.claims}
    aside = {one.subject for one in answered.set_aside}
    assert used | aside == {claim.id for claim in case.claims}
    assert not used & aside


def test_what_is_told_of_a_statement_stands_beside_the_statement_itself(case):
    case.party(UNION)
    own = case.says(case.document("own", "2031-05-09", on_behalf_of=UNION), UNION)
    told = case.says(case.document("article", "2031-05-12"), UNION, text="It condemned nobody.")
    answered = case.answered()
    assert of(answered, told)[0].stands_beside == (of(answered, own)[0].id,)
    assert of(answered, own)[0].stands_beside == ()


def test_a_statement_made_after_the_telling_does_not_stand_beside_it(case):
    case.party(UNION)
    case.says(case.document("own", "2031-05-13", on_behalf_of=UNION), UNION)
    told = case.says(case.document("article", "2031-05-12"), UNION)
    assert of(case.answered(), told)[0].stands_beside == ()


def test_the_statement_whose_words_are_quoted_comes_first(case):
    case.party(UNION)
    for name, text in (
        ("first", "We condemn all violence against the people of the coast."),
        ("second", "We condemn the crimes of the Column."),
    ):
        here = case.document(name, f"2031-05-0{len(name)}", on_behalf_of=UNION)
        case.says(here, UNION, text=text)
    told = case.says(
        case.document("article"), UNION, text="It condemned “all violence against the people”."
    )
    answered = case.answered()
    beside = of(answered, told)[0].stands_beside
    assert beside[0] == of(answered, "claim-000")[0].id
    assert len(beside) == 2


def test_another_partys_statement_never_stands_beside(case):
    case.party(UNION)
    case.party(GUARD)
    case.says(case.document("own", "2031-05-09", on_behalf_of=GUARD), GUARD)
    told = case.says(case.document("article", "2031-05-12"), UNION)
    assert of(case.answered(), told)[0].stands_beside == ()


def test_one_event_alone_gives_the_same_responses(case):
    case.party(UNION)
    case.says(case.document("own", "2031-05-09", on_behalf_of=UNION), UNION, event="massacre")
    case.says(case.document("article", "2031-05-12"), UNION, event=("massacre", "ambush"))
    answered = case.answered()
    material, linked = case.material(), case.linked()
    tell = telling(material.documents, linked.parties, linked.party_links)
    own = own_statements(answered.responses)
    for event in linked.events:
        alone = responses_of_event(event, material.claims, tell, own)
        assert alone == tuple(r for r in answered.responses if r.event == event.id)


def test_a_spokesperson_quoted_in_the_partys_own_release_is_the_party_itself(case):
    case.party(UNION)
    here = case.document("release", "2031-05-09", publisher="Littoral Union")
    made = case.says(
        here, UNION, "condemn", "x.", Voice(holder="spokesperson Ana Sol", kind="official")
    )
    assert of(case.answered(), made)[0].told_by == "itself"


@given(st.randoms(use_true_random=False))
def test_order_of_inputs_changes_no_response(new_case, random):
    case = new_case()
    for party in (UNION, GUARD):
        case.party(party)
        here = case.document(f"own {party}", "2031-05-09", on_behalf_of=party)
        case.says(here, party, to=GUARD)
        case.says(here, party, "promise", "We will investigate.")
    case.says(case.document("article", "2031-05-12"), UNION, event=("massacre", "ambush"))
    material, linked = case.material(), case.linked()

    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    other = respond(
        Material(documents=shuffled(material.documents), claims=shuffled(material.claims)),
        Linked(
            parties=shuffled(linked.parties),
            party_links=shuffled(linked.party_links),
            events=shuffled(linked.events),
        ),
    )
    assert other == respond(material, linked)


def test_exchanging_two_parties_exchanges_them_in_the_answers_and_changes_nothing_else(new_case):
    def told(first, second):
        case = new_case()
        case.party(first)
        case.party(second)
        case.says(case.document("own", "2031-05-09", on_behalf_of=first), first, to=second)
        case.says(case.document("article", "2031-05-12"), first, event=("massacre", "ambush"))
        case.says(case.document("other", "2031-05-12"), second, "silence")
        answered = case.answered()
        return sorted(
            [(r.party, r.event, r.claim, r.told_by, r.addressee, len(r.stands_beside))
             for r in answered.responses]
            + [(s.party, s.event, *s.claims, s.state, None, 0) for s in answered.silences],
            key=repr,
        )  # fmt: skip

    swap = {"Blue Union": "Grey Union", "Grey Union": "Blue Union"}
    crossed = told("Grey Union", "Blue Union")
    exchanged = [tuple(swap.get(value, value) for value in row) for row in crossed]
    assert sorted(exchanged, key=repr) == told("Blue Union", "Grey Union")


def test_at_most_twelve_statements_stand_beside_one_telling_the_latest_of_them(case):
    case.party(UNION)
    for day in range(1, 21):
        here = case.document(f"own {day}", f"2031-05-{day:02}", on_behalf_of=UNION)
        case.says(here, UNION, event=None)
    told = case.says(case.document("article", "2031-05-15"), UNION)
    answered = case.answered()
    claims = {response.id: response.claim for response in answered.responses}
    beside = [claims[one] for one in of(answered, told)[0].stands_beside]
    assert beside == [f"claim-{day - 1:03}" for day in range(15, 3, -1)]


def test_what_the_office_calls_itself_in_its_own_document_is_the_office(case):
    case.party("Office for the Coast")
    case.party("the Office", "category")
    here = case.document("release", "2031-05-09", publisher="Office for the Coast")
    made = case.says(here, "the Office")
    (response,) = of(case.answered(), made)
    assert (response.party, response.told_by) == ("Office for the Coast", "itself")
