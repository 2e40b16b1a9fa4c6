from onrecord.model.claim import Relation, Statement
from onrecord.model.party import Mention
from onrecord.model.passage import Span

COLUMN, GUARD = "Grey Column", "Coast Guard"


def start(case):
    case.party(COLUMN, "armed_group")
    case.party(GUARD, "state_body")
    return (
        case.document("a", title="First", publisher="A"),
        case.document("b", title="Second", publisher="B"),
    )


def who(case):
    return next(one for one in case.corroborated().findings if one.question == "perpetrator")


def happened(case):
    return next(one for one in case.corroborated().findings if one.question == "it happened")


def test_rival_perpetrators_stand_side_by_side_and_are_contested(case):
    a, b = start(case)
    case.killing(a, "The Column killed people.", by=COLUMN)
    case.killing(b, "The Guard killed people.", by=GUARD)
    found = case.corroborated()
    (one,) = found.contradictions
    assert one.kind == "rival_versions"
    assert one.words == (
        "“Second” names Coast Guard as perpetrator (“The Guard killed people.”); “First” names "
        "Grey Column as perpetrator (“The Column killed people.”): no source in the case says "
        "that both did it."
    )
    assert [(v.value, v.grade) for v in who(case).versions] == [
        (GUARD, "contested"),
        (COLUMN, "contested"),
    ]


def test_two_parties_that_one_source_names_together_are_no_rivals(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    case.killing(a, by=GUARD)
    case.killing(b, by=GUARD)
    assert case.corroborated().contradictions == ()


def test_a_description_that_may_fit_anybody_rivals_nobody(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    case.killing(b, by="gunmen")
    assert case.corroborated().contradictions == ()
    assert {version.value for version in who(case).versions} == {COLUMN, "gunmen"}


def test_a_unit_and_the_body_that_controls_it_are_no_rivals(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    case.killing(b, by=GUARD)
    tie = Relation(
        relation="controlled_by",
        cue=Span(text="under", start=0, end=5),
        subject=Mention(text=COLUMN, start=20, end=31),
        object=Mention(text=GUARD, start=40, end=51),
    )
    made = case.claim(a, tie, "The Column is under the Guard.")
    case.link(made, "subject", 20, COLUMN)
    case.link(made, "object", 40, GUARD)
    assert case.corroborated().contradictions == ()


def test_different_victims_make_different_deeds_and_no_rivals(case):
    a, b = start(case)
    case.killing(a, by=COLUMN, victims="soldiers")
    case.killing(b, by=GUARD, victims="fishermen")
    assert case.corroborated().contradictions == ()


def test_different_places_make_different_deeds_and_no_rivals(case):
    a, b = start(case)
    case.killing(a, by=COLUMN, where=("Karsa",))
    case.killing(b, by=GUARD, where=("Oum",))
    assert case.corroborated().contradictions == ()


def test_an_allegation_is_shown_and_does_not_count_as_an_assertion(case):
    a, b = start(case)
    case.killing(a, by=COLUMN, certainty="alleged")
    case.killing(b, by=COLUMN, certainty="alleged")
    found = who(case)
    assert (found.n_origins_for, found.n_origins_alleged, found.grade) == (0, 2, "alleged")


def test_reportedly_without_saying_who_reports_is_no_assertion(case):
    a, b = start(case)
    case.killing(a, by=COLUMN, stance="reports", certainty="hedged")
    case.killing(b, by=COLUMN, stance="reports", certainty="hedged")
    assert (who(case).n_origins_for, who(case).grade) == (0, "alleged")


def test_a_hedged_claim_counts(case):
    a, _ = start(case)
    case.killing(a, by=COLUMN, certainty="hedged")
    assert (who(case).n_origins_for, who(case).grade) == (1, "uncorroborated")


def test_an_origin_that_both_states_and_alleges_counts_once_as_stating(case):
    a, _ = start(case)
    case.killing(a, by=COLUMN, certainty="alleged")
    case.killing(a, by=COLUMN)
    found = who(case)
    assert (found.n_origins_for, found.n_origins_alleged) == (1, 0)


def test_our_forces_did_not_do_it_denies_the_perpetrator_and_not_the_event(case):
    a, b = start(case)
    case.killing(a, by=GUARD)
    denial = case.killing(b, "The Guard killed nobody.", by=GUARD, polarity="negative")
    assert who(case).versions[0].denied_by == (denial,)
    assert who(case).grade == "contested"
    assert (happened(case).grade, happened(case).n_origins_against) == ("uncorroborated", 0)


def test_the_denial_of_an_accused_party_denies_its_part(case):
    a, b = start(case)
    case.killing(a, by=GUARD)
    denial = case.denial(b, GUARD, "The Guard denied it.")
    (version,) = who(case).versions
    assert version.denied_by == (denial,)
    assert happened(case).n_origins_against == 0


def test_the_denial_of_a_party_that_nobody_accuses_denies_the_event(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    case.denial(b, GUARD, "The Guard denied that anything had happened.")
    assert happened(case).grade == "contested"
    assert who(case).grade == "uncorroborated"


def test_a_denial_that_six_outlets_print_is_one_origin(case):
    a, _ = start(case)
    case.killing(a, by=GUARD)
    for number in range(6):
        here = case.document(f"outlet {number}", publisher=f"Outlet {number}")
        case.denial(here, GUARD, f"The Guard denied it, writes outlet {number}.")
    assert (who(case).n_origins_against, len(who(case).versions[0].denied_by)) == (1, 6)


def test_what_is_only_denied_says_so(case):
    a, _ = start(case)
    case.killing(a, by=COLUMN)
    case.killing(a, by=GUARD, stance="denies")
    grades = {version.value: version.grade for version in who(case).versions}
    assert grades == {COLUMN: "uncorroborated", GUARD: "denied"}


def test_did_not_deny_is_no_denial(case):
    a, _ = start(case)
    case.killing(a, by=GUARD)
    body = Statement(speech_act="deny", cue=Span(text="deny", start=0, end=4))
    case.claim(a, body, "The Guard did not deny it.", polarity="negative")
    assert who(case).n_origins_against == 0


def test_a_pronoun_that_nobody_resolved_names_no_perpetrator(case):
    a, _ = start(case)
    case.killing(a, by="They")
    assert [one.question for one in case.corroborated().findings] == ["it happened"]


def test_the_same_description_in_two_documents_is_one_version(case):
    a, b = start(case)
    for here in (a, b):
        case.killing(here, by="the gunmen")
        case.party(f"the gunmen {here}", "category")
        case.parties[f"the gunmen {here}"] = type(case.parties[COLUMN])(
            id=f"the gunmen {here}", name="the gunmen", kind="category"
        )
        case.link(case.claims[-1].id, "perpetrator", 7, f"the gunmen {here}")
    (version,) = who(case).versions
    assert len(version.lineages) == 2


def test_no_civilians_were_killed_denies_the_event(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    some = type(case.at_least(2))(text="civilians", at_least=2, convention="plural")
    denial = case.killing(b, "No civilians were killed.", number=some, polarity="negative")
    (version,) = happened(case).versions
    assert version.denied_by == (denial,)


def test_no_200_were_killed_denies_the_number_and_not_the_event(case):
    a, b = start(case)
    case.killing(a, by=COLUMN)
    case.toll(b, case.exactly(200), polarity="negative")
    assert happened(case).n_origins_against == 0
    toll = next(f for f in case.corroborated().findings if f.question == "toll:killed")
    assert toll.grade == "denied"
