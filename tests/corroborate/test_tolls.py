"""What is a contradiction between numbers, and what is not."""

from datetime import date

from onrecord.model.claim import Voice
from onrecord.model.when import When
from onrecord.model.where import Where

TOWN = ("Karsa",)


def kinds(case, **about):
    return [one.kind for one in case.corroborated(**about).contradictions]


def finding(case, question="toll:killed"):
    return next(one for one in case.corroborated().findings if one.question == question)


def two_documents(case, first="2031-05-02", second="2031-05-02"):
    return (
        case.document("a", title="Morning report", publisher="A", published=first),
        case.document("b", title="Evening report", publisher="B", published=second),
    )


def test_two_numbers_of_the_same_day_that_do_not_meet_contradict_each_other(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), text="12 people died at the mill.")
    case.toll(b, case.exactly(54), text="54 people died at the mill.")
    (one,) = case.corroborated().contradictions
    assert one.kind == "tolls_disjoint"
    assert one.words == (
        "“Evening report” says 54 (“54 people died at the mill.”); “Morning report” says 12 (“12 "
        "people died at the mill.”): as numbers of the same people (killed) they cannot both hold."
    )


def test_a_number_inside_a_range_agrees_with_it(case):
    a, b = two_documents(case)
    case.toll(a, case.at_least(12))
    case.toll(b, case.exactly(54))
    assert kinds(case) == []


def test_at_least_and_at_most_that_cannot_both_hold_contradict(case):
    a, b = two_documents(case)
    case.toll(a, case.at_least(60))
    case.toll(b, case.at_most(50))
    assert kinds(case) == ["tolls_disjoint"]


def test_at_least_and_at_most_that_can_both_hold_do_not_contradict(case):
    a, b = two_documents(case)
    case.toll(a, case.at_least(50))
    case.toll(b, case.at_most(50))
    assert kinds(case) == []


def test_a_toll_that_grows_from_one_day_to_the_next_is_no_contradiction(case):
    a, b = two_documents(case, "2031-05-02", "2031-05-05")
    case.toll(a, case.exactly(12))
    case.toll(b, case.exactly(54))
    assert kinds(case) == []


def test_a_toll_that_shrinks_from_one_day_to_the_next_is_one(case):
    a, b = two_documents(case, "2031-05-02", "2031-05-05")
    case.toll(a, case.exactly(54))
    case.toll(b, case.exactly(12))
    (one,) = case.corroborated().contradictions
    assert "the smaller one was counted later, up to 2031-05-05" in one.words


def test_the_day_up_to_which_a_source_counts_goes_before_its_publication(case):
    a, b = two_documents(case, "2031-05-09", "2031-05-09")
    case.toll(a, case.exactly(12), as_of=case.day("2031-05-02"))
    case.toll(b, case.exactly(54), as_of=case.day("2031-05-05"))
    assert kinds(case) == []


def test_numbers_of_single_days_that_shrink_are_no_contradiction(case):
    a, b = two_documents(case, "2031-05-02", "2031-05-05")
    case.toll(a, case.exactly(54, cumulative=False))
    case.toll(b, case.exactly(12, cumulative=False))
    assert kinds(case) == []


def test_without_dates_the_sentence_says_that_growth_is_possible(case):
    case.toll(case.document("a"), case.exactly(12))
    case.toll(case.document("b"), case.exactly(54))
    (one,) = case.corroborated().contradictions
    assert one.words.endswith("unless people were counted in between: the date of one of them is "
                              "not known.")  # fmt: skip


def test_numbers_of_different_people_are_not_compared(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), victims="12 soldiers")
    case.toll(b, case.exactly(54), victims="54 fishermen")
    assert kinds(case) == []


def test_numbers_of_different_places_are_not_compared(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), where=("Karsa",))
    case.toll(b, case.exactly(54), where=("Oum",))
    assert kinds(case) == []


def test_numbers_of_different_days_of_the_harm_are_not_compared(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), on=case.day("2031-05-01"))
    case.toll(b, case.exactly(54), on=case.day("2031-05-02"))
    both = When(text="1-2 May", earliest=date(2031, 5, 1), latest=date(2031, 5, 2))
    assert kinds(case, when=both) == []


def test_numbers_of_different_units_are_not_compared(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12, unit="family"))
    case.toll(b, case.exactly(54))
    assert kinds(case) == []


def test_a_smaller_number_of_some_stands_beside_a_larger_number_of_all(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), victims="12 civilians")
    case.toll(b, case.exactly(54), victims="54 people")
    assert kinds(case) == []


def test_more_civilians_than_people_is_a_part_that_exceeds_its_whole(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(54), victims="54 civilians")
    case.toll(b, case.exactly(12), victims="12 people")
    assert kinds(case) == ["part_exceeds_whole"]


def test_one_town_with_more_dead_than_the_whole_event_exceeds_its_whole(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(54), where=("Karsa",))
    case.toll(b, case.exactly(12))
    case.killing(b, where=("Oum",))
    places = tuple(Where(text=name) for name in ("Karsa", "Oum"))
    assert kinds(case, places=places) == ["part_exceeds_whole"]


def test_a_toll_of_all_the_places_of_an_event_is_a_toll_of_the_event(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(54), where=("Karsa", "Oum"))
    case.toll(b, case.exactly(12))
    places = tuple(Where(text=name) for name in ("Karsa", "Oum"))
    assert kinds(case, places=places) == ["tolls_disjoint"]


def test_another_thirty_is_beside_the_first_number_and_no_rival_of_it(case):
    a, _ = two_documents(case)
    case.toll(a, case.exactly(12), text="12 died in the morning.")
    case.toll(a, case.exactly(30), victims="another 30 people", text="Another 30 died at night.")
    assert kinds(case) == []


def test_numbers_of_one_sentence_are_not_rivals_of_each_other(case):
    a, _ = two_documents(case)
    for number in (12, 30):
        case.toll(a, case.exactly(number), text="12 died at dawn, 30 at night.", start=0)
    assert kinds(case) == []


def test_a_report_whose_own_numbers_differ_contradicts_itself(case):
    a, _ = two_documents(case)
    case.toll(a, case.exactly(54), text="54 people died.")
    case.toll(a, case.exactly(47), text="In all 47 people died.")
    assert kinds(case) == ["tolls_disjoint"]


def test_two_acts_of_one_document_are_two_acts_and_no_rival_tolls(case):
    a, _ = two_documents(case)
    case.killing(a, "The gunmen killed 12.", number=case.exactly(12), where=TOWN)
    case.killing(a, "The gunmen killed 30.", number=case.exactly(30), where=TOWN)
    assert kinds(case) == []


def test_acts_of_two_documents_in_one_named_place_can_contradict(case):
    a, b = two_documents(case)
    case.killing(a, "The gunmen killed 12.", number=case.exactly(12), where=TOWN)
    case.killing(b, "The gunmen killed 30.", number=case.exactly(30), where=TOWN)
    assert kinds(case) == ["tolls_disjoint"]


def test_a_denied_number_is_no_toll_and_contradicts_nothing(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12))
    case.toll(b, case.exactly(54), polarity="negative")
    assert kinds(case) == []


def test_a_part_of_a_named_whole_that_is_larger_exceeds_it(case):
    a, _ = two_documents(case)
    case.toll(a, case.exactly(47), text="47 were killed.")
    case.toll(
        a, case.exactly(60), text="60 of the 47 were women.", part_of="the 47", victims="women"
    )
    assert set(kinds(case)) == {"part_exceeds_whole"}


def test_parts_of_one_sentence_that_come_to_more_than_the_whole_do_not_add_up(case):
    a, _ = two_documents(case)
    case.toll(a, case.exactly(47), text="47 were killed.")
    said = "Of the 47, 30 were women and 20 were men."
    case.toll(a, case.exactly(30), text=said, part_of="the 47", victims="women", start=9000)
    case.toll(a, case.exactly(20), text=said, part_of="the 47", victims="men", start=9000)
    (one,) = case.corroborated().contradictions
    assert one.kind == "parts_do_not_add_up"
    assert "the parts come to at least 50, more than the whole" in one.words


def test_parts_of_different_sentences_may_overlap_and_are_not_added(case):
    a, _ = two_documents(case)
    case.toll(a, case.exactly(47), text="47 were killed.")
    case.toll(a, case.exactly(30), text="30 were women.", part_of="the 47", victims="women")
    case.toll(a, case.exactly(20), text="20 were children.", part_of="the 47", victims="children")
    assert kinds(case) == []


def test_fewer_parts_than_the_whole_are_a_contradiction_only_when_the_words_give_all(case):
    for said, expected in (
        ("Among the 47 were 30 women and 10 men.", []),
        ("The 47 comprised 30 women and 10 men.", ["parts_do_not_add_up"]),
    ):
        fresh = type(case)()
        a, _ = two_documents(fresh)
        fresh.toll(a, fresh.exactly(47), text="47 were killed.")
        for number, who in ((30, "women"), (10, "men")):
            fresh.toll(
                a, fresh.exactly(number), text=said, part_of="the 47", victims=who, start=9000
            )
        assert kinds(fresh) == expected


def test_many_rival_numbers_make_one_sentence_each_and_not_one_for_each_pair(case):
    for number in range(10, 110, 10):
        here = case.document(f"d{number}", publisher=f"P{number}", published="2031-05-02")
        case.toll(here, case.exactly(number), text=f"{number} died.")
    assert kinds(case) == ["tolls_disjoint"] * 9


def test_rival_numbers_stand_side_by_side_and_are_contested(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12))
    case.toll(b, case.exactly(54))
    found = finding(case)
    assert {version.value for version in found.versions} == {"12", "54"}
    assert found.grade == "contested"
    assert (found.n_origins_for, found.n_origins_against) == (1, 1)


def test_the_same_number_from_two_origins_is_one_version(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12))
    case.toll(b, case.exactly(12))
    found = finding(case)
    assert [len(version.lineages) for version in found.versions] == [2]
    assert found.grade == "corroborated"


def test_a_denied_number_stands_against_that_number(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12))
    denial = case.toll(b, case.exactly(12), polarity="negative")
    found = finding(case)
    assert found.versions[0].denied_by == (denial,)
    assert found.grade == "contested"


def test_a_bare_plural_gives_no_number(case):
    a, _ = two_documents(case)
    some = case.at_least(2)
    case.toll(a, type(some)(text="civilians", at_least=2, convention="plural"))
    assert [one.question for one in case.corroborated().findings] == ["it happened"]


def test_the_voices_are_in_the_sentence(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), Voice(holder="the ministry", kind="organisation"))
    case.toll(b, case.exactly(54))
    (one,) = case.corroborated().contradictions
    assert "“Morning report” (the ministry) says 12" in one.words


def test_an_open_date_of_the_harm_narrows_nothing(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(12), on=When(text="since Friday"))
    case.toll(b, case.exactly(54))
    assert kinds(case) == ["tolls_disjoint"]


def test_a_protected_witness_is_not_named_in_the_sentence(case):
    witness = case.document(
        "t", title="Testimony 7", speaker="Odile Marr", kind="testimony", protection="protected"
    )
    case.toll(witness, case.exactly(12), Voice(holder="Odile Marr", kind="witness"))
    case.toll(case.document("b", title="Report"), case.exactly(54))
    (one,) = case.corroborated().contradictions
    assert "“Testimony 7” says 12" in one.words
    assert "Marr" not in one.words


def test_a_bare_number_beside_one_with_a_noun_is_not_compared(case):
    a, b = two_documents(case)
    said = "Only 11 guards died there, and three later."
    case.toll(a, case.exactly(11), text=said, victims="11 guards", start=0)
    case.toll(a, case.exactly(3), text=said, start=0)
    case.toll(b, case.exactly(14), victims="14 guards", text="14 guards died.")
    assert "says 3" not in " ".join(one.words for one in case.corroborated().contradictions)


def test_a_number_that_thirty_repeat_still_meets_its_rival(case):
    for number in range(30):
        case.toll(case.document(f"d{number}", publisher=f"P{number}"), case.exactly(12))
    case.toll(case.document("rival", publisher="R"), case.exactly(54))
    (one,) = case.corroborated().contradictions
    assert len(one.claims) == 31


def test_a_number_meets_its_rival_as_well_as_a_part_that_exceeds_it(case):
    a, b = two_documents(case)
    case.toll(a, case.exactly(27), text="27 people died.")
    case.toll(b, case.exactly(31), text="31 fishermen died.", victims="31 fishermen")
    case.toll(b, case.exactly(40), text="40 people died.")
    assert sorted(kinds(case)) == ["part_exceeds_whole", "tolls_disjoint"]


def test_several_documents_say(case):
    for name in ("a", "b"):
        case.toll(case.document(name, publisher=name), case.exactly(12))
    case.toll(case.document("c"), case.exactly(54))
    (one,) = case.corroborated().contradictions
    assert "“a” and 1 other document say 12" in one.words
