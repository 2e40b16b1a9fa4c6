"""link_events: which claims speak of one happening, across documents too, and who answers it."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import Text, days, judged, material, place
from msgspec import structs

from onrecord.link.link import link
from onrecord.model.event import Event
from onrecord.model.material import Linked, Material
from onrecord.model.source import Place
from onrecord.model.where import Where

ARDUN = place("Ardun", 40.0, 20.0)
VELIS = place("Velis", 40.0, 21.5)
MARCH_7 = days(date(2031, 3, 7))
MARCH_20 = days(date(2031, 3, 20))


def events(*texts: Text, judgements: tuple = ()) -> tuple[Event, ...]:  # type: ignore[type-arg]
    return link(material(*texts, judgements=judgements)).events


def labels(*texts: Text) -> list[str]:
    return sorted(event.label for event in events(*texts))


def report(name: str, verb: str = "killed", where=ARDUN, when=MARCH_7) -> Text:  # type: ignore[no-untyped-def]
    text = Text(name, f"Report {name}: gunmen {verb} villagers at the mill.\n")
    text.act(verb, victims=(text.mention("villagers"),), places=(where,), when=when)
    return text


def test_two_reports_of_one_place_and_day_are_one_event() -> None:
    (event,) = events(report("one"), report("two"))
    assert event.label == "killing in Ardun, 7 March 2031"
    assert event.reasons == (
        "same dates", "same kind of harm", "same place", "the same words for it",
        "victims called civilian in both",
    )  # fmt: skip


def test_another_place_or_another_day_is_another_event() -> None:
    assert labels(report("one"), report("two", where=VELIS), report("three", when=MARCH_20)) == [
        "killing in Ardun, 20 March 2031",
        "killing in Ardun, 7 March 2031",
        "killing in Velis, 7 March 2031",
    ]


def test_one_vague_report_does_not_join_two_events() -> None:
    vague = Text("vague", "People were killed in the district, one hears.\n")
    vague.act("killed", victims=(vague.mention("People"),))
    first, second = report("one"), report("two", where=VELIS)
    found = events(first, second, vague)
    assert sorted(len(event.claims) for event in found) == [1, 1, 1]


@pytest.mark.parametrize("last", [20, 31])
def test_a_report_on_weeks_or_the_month_does_not_join_two_days_of_it(last: int) -> None:
    weeks = days(date(2031, 3, 1), date(2031, 3, last))
    one, two, whole = report("one"), report("two"), report("weeks", when=weeks)
    (event,) = events(one, two, whole)
    assert len(event.claims) == 3 and event.label == "killing in Ardun, 7 March 2031"
    late = report("late", when=MARCH_20)
    parted = events(one, two, whole, late)
    assert sum(len(event.claims) for event in parted) == 4
    for event in parted:
        assert not (names(late) & {*event.claims} and names(one) & {*event.claims})


def test_months_that_somebody_joins_are_told_from_the_first_to_the_last() -> None:
    february = report("february", when=days(date(2031, 2, 1), date(2031, 2, 28)))
    march = report("march", when=days(date(2031, 3, 1), date(2031, 3, 31)))
    same = judged("same", february.claims[0].id, march.claims[0].id)
    found = [events(*texts, judgements=(same,)) for texts in ((february, march), (march, february))]
    assert found[0] == found[1]
    assert [event.label for event in found[0]] == ["killing in Ardun, 1 February – 31 March 2031"]


def names(text: Text) -> set[str]:
    return {claim.id for claim in text.claims}


def test_a_vague_report_joins_the_only_event_that_it_fits() -> None:
    vague = Text("vague", "Villagers were killed, one hears.\n")
    vague.act("killed", victims=(vague.mention("Villagers"),))
    (event,) = events(report("one"), vague)
    assert len(event.claims) == 2


def test_a_report_from_before_an_event_is_of_another() -> None:
    early = Text("early", "Villagers were killed, one hears.\n", published=date(2031, 2, 1))
    early.act("killed", victims=(early.mention("Villagers"),))
    assert len(events(report("one"), early)) == 2


AMBUSH = (
    "Gunmen massacred villagers in Ardun.\n\n"
    "The slaughter followed an ambush against soldiers near Velis. Homes were burned.\n"
)


def ambush() -> Text:
    text = Text("ambush", AMBUSH)
    text.act("massacred", victims=(text.mention("villagers"),), places=(ARDUN,))
    text.act("slaughter")
    text.act("ambush", "attack", victims=(text.mention("soldiers"),), places=(VELIS,))
    text.act("burned", "destruction")
    text.sequence("an ambush against soldiers near Velis", "The slaughter", "followed")
    return text


def test_what_a_source_puts_before_something_is_another_event() -> None:
    text = ambush()
    found = link(material(text))
    by_label = {event.label: event for event in found.events}
    assert set(by_label) == {"killing in Ardun", "attack in Velis", "destruction or looting"}
    (order,) = found.event_links
    assert order.earlier == by_label["attack in Velis"].id
    assert order.later == by_label["killing in Ardun"].id
    slaughter = next(c for c in text.claims if c.body.trigger.text == "slaughter")  # type: ignore[union-attr]
    assert slaughter.id in by_label["killing in Ardun"].claims


def test_harm_to_fighters_and_harm_to_civilians_are_two_events() -> None:
    text = Text("one", "We condemn the attacks on soldiers. We condemn the murder of civilians.\n")
    text.act("attacks", "attack", victims=(text.mention("soldiers"),))
    text.act("murder", victims=(text.mention("civilians"),))
    assert len(events(text)) == 2


WHOLE = (
    "We are alarmed by the violence around Ardun. "
    "We condemn the attacks on soldiers. "
    "We also condemn the crimes against civilians, summary killings among them.\n"
)


def test_harm_told_after_the_violence_as_a_whole_belongs_to_the_same_event() -> None:
    statement = Text("statement", WHOLE, published=date(2031, 3, 11))
    statement.act("violence", "violence", places=(ARDUN,), when=MARCH_7)
    statement.act("attacks", "attack", victims=(statement.mention("soldiers"),))
    statement.act("crimes", "violence", victims=(statement.mention("civilians"),))
    killings = statement.act("killings")
    condemned = statement.statement(
        "also condemn", content="the crimes against civilians, summary killings among them"
    )
    found = events(report("one"), report("two"), statement)
    (event,) = (event for event in found if killings.id in event.claims)
    assert event.label == "killing in Ardun, 7 March 2031"
    assert condemned.id in event.statements
    assert "a document that speaks of the whole also speaks of this" in event.reasons
    assert sorted(len(event.claims) for event in found) == [1, 5]


VALLEY = place("Sarn Valley", 40.0, 20.4, "region")
MERIN = place("Merin", 40.0, 20.8)
MARCH_7_TO_9 = days(date(2031, 3, 7), date(2031, 3, 9))


def valley(name: str) -> Text:
    return report(name, where=VALLEY, when=MARCH_7_TO_9)


def test_a_report_on_a_valley_does_not_make_one_event_of_its_towns() -> None:
    found = labels(
        report("one"), report("two", where=MERIN), report("three", where=MERIN), valley("whole")
    )
    assert found == [
        "killing in Ardun, 7 March 2031",
        "killing in Merin, 7 March 2031",
        "killing in Sarn Valley, 7–9 March 2031",
    ]


def test_reports_on_a_whole_are_one_event_whether_they_name_the_region_or_the_towns() -> None:
    both = Text("both", "Gunmen killed villagers in Ardun and Merin.\n")
    both.act("killed", victims=(both.mention("villagers"),), places=(ARDUN, MERIN),
             when=MARCH_7_TO_9)  # fmt: skip
    found = events(report("one"), report("two", where=MERIN), valley("whole"), both)
    assert sorted(len(event.claims) for event in found) == [1, 1, 2]


def test_a_report_on_a_valley_joins_the_only_event_within_it() -> None:
    (event,) = events(report("one"), valley("whole"))
    assert len(event.claims) == 2


def test_a_document_that_tells_of_the_whole_and_of_a_town_tells_of_two() -> None:
    text = Text("one", "Villagers were killed in the Sarn Valley. In Merin nine were slain.\n")
    whole = text.act("killed", places=(VALLEY,), when=MARCH_7_TO_9)
    part = text.act("slain", places=(MERIN,))
    found = events(report("a"), report("b", where=MERIN), text)
    by_claim = {claim: event.label for event in found for claim in event.claims}
    assert by_claim[part.id] == "killing in Merin, 7 March 2031"
    assert by_claim[whole.id] == "killing in Sarn Valley, 7–9 March 2031"


def test_what_fits_the_towns_alike_is_said_of_the_whole() -> None:
    vague = Text("vague", "Villagers were killed, one hears.\n")
    said = vague.act("killed", victims=(vague.mention("Villagers"),))
    found = events(report("one"), report("two", where=MERIN), valley("whole"), vague)
    (event,) = (event for event in found if said.id in event.claims)
    assert event.label == "killing in Sarn Valley, 7–9 March 2031"


def test_a_bridge_and_the_town_beside_it_are_two_places_where_one_document_names_both() -> None:
    bridge = place("Salt Bridge", 40.02, 20.02)
    text = Text("one", "Guards died at the Salt Bridge.\n\nNine people were killed in Ardun.\n")
    text.act("died", places=(bridge,), when=MARCH_7)
    text.act("killed", places=(ARDUN,), after="Nine")
    assert len(events(text)) == 2


def test_near_a_bridge_is_not_in_the_town_beside_it_where_one_document_names_both() -> None:
    bridge = place("Salt Bridge", 40.02, 20.02, precision="near")
    text = Text("one", "Guards died near the Salt Bridge.\n\nNine people were killed in Ardun.\n")
    text.act("died", places=(bridge,), when=MARCH_7)
    text.act("killed", places=(ARDUN,), after="Nine")
    assert len(events(text)) == 2


def test_an_attack_and_those_it_killed_in_one_sentence_are_one_event() -> None:
    text = Text("one", "On 7 March gunmen attacked a convoy near Ardun and killed 14 guards.\n")
    text.act("killed", victims=(text.mention("14 guards"),), when=MARCH_7)
    text.act("attacked", act_type="attack", places=(ARDUN,), when=MARCH_7)
    assert len(events(text)) == 1


def test_a_place_of_one_stray_claim_does_not_describe_a_large_event() -> None:
    near = place("Old Mill", 40.02, 20.02)
    found = events(*(report(str(n)) for n in range(12)), report("stray", where=near))
    assert [[where.text for where in event.places] for event in found] == [["Ardun"]]


def test_two_happenings_that_a_document_tells_apart_stay_two() -> None:
    text = Text("one", "Villagers were killed in Ardun.\n\nOn another day civilians were killed.\n")
    text.act("killed", victims=(text.mention("Villagers"),), places=(ARDUN,), when=MARCH_7)
    text.act("killed", victims=(text.mention("civilians"),), when=MARCH_20, after="another")
    assert len(events(report("two"), text)) == 2


def test_attacks_with_the_sides_turned_round_are_two_events() -> None:
    text = Text(
        "one",
        "The Sarn Front attacked the Torin Guard. The Torin Guard attacked back.\n",
    )
    front, guard = (
        text.mention(f"The {n}", "armed_group", n) for n in ("Sarn Front", "Torin Guard")
    )
    text.act("attacked", "attack", perpetrators=(front,), victims=(guard,))
    text.act("attacked back", "attack", perpetrators=(guard,), victims=(front,))
    assert len(events(text)) == 2


def test_raids_on_hospitals_are_not_raids_on_houses() -> None:
    text = Text("one", "Men raided houses there.\n\nMen raided hospitals too.\n")
    for site in ("houses", "hospitals"):
        where = place(site, 0, 0, "unnamed")
        text.act("raided", "attack", places=(where,), after="." if site == "hospitals" else "")
    assert len(events(text)) == 2


def test_displacement_goes_with_the_killing_that_people_flee_from() -> None:
    text = Text(
        "one", "Gunmen killed villagers in Ardun.\n\nShops were looted.\n\nThousands fled.\n"
    )
    text.act("killed", places=(ARDUN,))
    text.act("looted", "destruction")
    fled = text.displacement("Thousands")
    event = next(e for e in events(text) if "killing" in e.act_types)
    assert fled.id in event.claims


def test_a_denial_belongs_to_the_event_that_it_denies() -> None:
    denial = Text("denial", "No villagers were killed in Ardun, the ministry said.\n")
    denial.act(
        "killed", victims=(denial.mention("villagers"),), places=(ARDUN,), polarity="negative"
    )
    (event,) = events(report("one"), denial)
    assert len(event.claims) == 2


def test_a_statement_goes_with_the_event_that_its_own_words_tell_of() -> None:
    text = ambush()
    answer = Text("answer", "The Union condemns the massacre of villagers in Ardun.\n")
    answer.act("massacre", victims=(answer.mention("villagers"),), places=(ARDUN,))
    said = answer.statement("condemns", content="the massacre of villagers in Ardun")
    found = events(text, answer)
    answered = [event.label for event in found if said.id in event.statements]
    assert answered == ["killing in Ardun"]


def test_a_statement_on_a_whole_valley_answers_the_whole_and_not_one_town() -> None:
    answer = Text("answer", "The Union condemns all violence in the Sarn Valley.\n")
    said = answer.statement("condemns", content="all violence in the Sarn Valley")
    about = structs.replace(said.body, about=(VALLEY,))
    answer.claims = [structs.replace(said, body=about)]
    found = events(report("one"), report("two", where=MERIN), valley("whole"), answer)
    answered = [event.label for event in found if said.id in event.statements]
    assert answered == ["killing in Sarn Valley, 7–9 March 2031"]


def test_a_statement_on_both_sides_answers_the_harm_to_either() -> None:
    words = "the ambush of soldiers and all violence against civilians"
    answer = Text("answer", f"The Union condemns {words}.\n")
    answer.act("ambush", "attack", victims=(answer.mention("soldiers"),), places=(VELIS,))
    said = answer.statement("condemns", content=words)
    found = events(report("one"), answer)
    answered = sorted(event.label for event in found if said.id in event.statements)
    assert answered == ["attack in Velis", "killing in Ardun, 7 March 2031"]


def test_places_of_the_case_are_known_by_their_names_alone() -> None:
    text = Text("one", "Villagers were killed at the Salt Bridge.\n")
    text.act("killed", places=(Where(text="the Salt Bridge", precision="unnamed"),))
    known = Place(name="Salt Bridge", gazetteer="case", gazetteer_id="salt", kind="site",
                  country="ZZ", latitude=40.0, longitude=20.0)  # fmt: skip
    (event,) = link(structs.replace(material(text), places=(known,))).events
    assert event.label == "killing in Salt Bridge"
    assert event.places[0].gazetteer_id == "salt"


def test_killings_on_consecutive_days_at_one_place_are_one_episode_of_a_week_at_most() -> None:
    march = [report(str(day), when=days(date(2031, 3, day))) for day in range(1, 13)]
    found = events(*march)
    assert len(found) == 2
    for event in found:
        assert event.when is not None and event.when.earliest and event.when.latest
        assert (event.when.latest - event.when.earliest).days < 7


def test_attacks_on_consecutive_days_are_as_many_events() -> None:
    assert len(events(*(attack(n, date(2031, 3, n)) for n in (7, 8)))) == 2


def attack(number: int, day: date) -> Text:
    text = Text(f"raid-{number}", f"Report {number}: a bomb attack shook the mill.\n")
    text.act("attack", "attack", places=(ARDUN,), when=days(day))
    return text


def test_a_call_for_accountability_follows_the_statement_before_it() -> None:
    text = Text(
        "one",
        "Gunmen killed villagers in Ardun.\n\n"
        "The Union condemns the killing. It wants those responsible tried.\n",
    )
    text.act("killed", places=(ARDUN,))
    text.statement("condemns", content="the killing")
    follows = text.statement("wants", "call_for_accountability", content="those responsible")
    (event,) = events(text)
    assert follows.id in event.statements


def test_a_statement_on_something_else_is_in_no_event_and_set_aside() -> None:
    text = Text("one", "Gunmen killed villagers in Ardun.\n\nThe Union welcomes the harvest.\n")
    text.act("killed", places=(ARDUN,))
    said = text.statement("welcomes", "welcome", content="the harvest")
    found = link(material(text))
    assert not any(event.statements for event in found.events)
    assert (said.id, "answers-no-event") in {(s.subject, s.code) for s in found.set_aside}


def test_a_wire_copied_by_many_is_one_event() -> None:
    copies = []
    for name in ("one", "two", "three"):
        text = Text(
            name, "Witnesses speak of at least twelve villagers shot dead on the coast road.\n"
        )
        text.act("shot dead", victims=(text.mention("villagers"),))
        copies.append(text)
    others = [report("a"), report("b", where=VELIS)]
    sizes = sorted(len(event.claims) for event in events(*copies, *others))
    assert sizes == [1, 1, 3]


def two_paragraphs(second: str, verb: str = "executed", **said) -> Text:  # type: ignore[no-untyped-def]
    text = Text("one", f"On 7 March gunmen killed villagers in Ardun.\n\n{second}\n")
    text.act("killed", perpetrators=(text.mention("gunmen"),), victims=(text.mention("villagers"),),
             places=(ARDUN,), when=MARCH_7)  # fmt: skip
    who = (text.mention(said["who"], after=second[:4]),) if "who" in said else ()
    text.act(verb, perpetrators=who, after=second[:4])
    return text


def test_another_paragraph_that_says_neither_where_nor_when_waits_for_somebody() -> None:
    text = two_paragraphs("Masked men executed prisoners.", who="Masked men")
    linked = link(material(text))
    assert len(linked.events) == 2
    (pair,) = linked.event_pairs
    assert 0.1 <= pair.chance <= 0.9
    same = judged("same", pair.left, pair.right)
    assert len(link(material(text, judgements=(same,))).events) == 1


def test_another_paragraph_goes_on_where_it_names_the_same_perpetrators() -> None:
    (event,) = events(two_paragraphs("Some were executed by gunmen.", who="gunmen"))
    assert len(event.claims) == 2


def test_another_paragraph_goes_on_where_it_points_back() -> None:
    assert len(events(two_paragraphs("Witnesses of these killings fled.", "killings"))) == 1


def test_what_was_judged_to_be_one_is_known_before_the_rest_is_compared() -> None:
    """A mill of unknown place is judged to be in Ardun; a report on Velis no longer fits it."""
    unknown = Text("unknown", "Gunmen killed villagers at the mill.\n")
    unknown.act("killed", victims=(unknown.mention("villagers"),), when=MARCH_7)
    ardun, velis = report("one"), report("two", where=VELIS)
    same = judged("same", unknown.claims[0].id, ardun.claims[0].id)
    found = events(unknown, ardun, velis, judgements=(same,))
    assert sorted(len(event.claims) for event in found) == [1, 2]
    assert {claim.id for text in (unknown, ardun) for claim in text.claims} in [
        set(event.claims) for event in found
    ]


def test_among_very_many_reports_of_one_town_an_undated_one_finds_the_days_before_it() -> None:
    """More than can all be compared are told of other months, and come first by their dates."""

    def told(month: int, number: int, dated: bool) -> Text:
        name = f"{month}-{number}"
        text = Text(name, f"Report {name}: gunmen killed {month + 3} villagers at the mill.\n",
                    published=date(2031, month, 12))  # fmt: skip
        text.act("killed", victims=(text.mention("villagers"),), places=(ARDUN,),
                 when=days(date(2031, month, 10)) if dated else None)  # fmt: skip
        return text

    known = [told(month, number, True) for month in (1, 3, 5, 7, 9, 11) for number in range(25)]
    undated = told(11, 99, False)
    linked = link(material(*known, undated))
    own = next(event for event in linked.events if undated.claims[0].id in event.claims)
    assert len(own.claims) == 26
    assert own.when is not None
    assert own.when.earliest == date(2031, 11, 10)


def test_a_judgement_parts_two_claims_and_another_joins_two() -> None:
    one, two, three = report("one"), report("two"), report("three", where=VELIS)
    ids = [text.claims[0].id for text in (one, two, three)]
    found = events(one, two, three, judgements=(judged("different", ids[0], ids[1]),
                                                judged("same", ids[0], ids[2])))  # fmt: skip
    together = [{*event.claims} for event in found]
    assert {ids[0], ids[2]} in together
    assert {ids[1]} in together


def test_an_event_keeps_its_id_when_unrelated_documents_come() -> None:
    before = events(report("one"), report("two"))
    after = events(report("one"), report("two"), report("far", where=VELIS, when=MARCH_20))
    assert set(before) < set(after)


CHOICES = st.tuples(
    st.sampled_from([ARDUN, VELIS]), st.sampled_from([None, MARCH_7, MARCH_20]),
    st.sampled_from(["killed", "shot"]),
)  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(st.lists(CHOICES, min_size=1, max_size=7), st.randoms())
def test_order_of_inputs_changes_nothing(choices: list, random: object) -> None:  # type: ignore[type-arg]
    texts = [report(str(n), verb, where, when) for n, (where, when, verb) in enumerate(choices)]
    whole = material(*texts, ambush())
    documents, claims = list(whole.documents), list(whole.claims)
    random.shuffle(documents)  # type: ignore[attr-defined]
    random.shuffle(claims)  # type: ignore[attr-defined]
    turned = Material(documents=tuple(documents), claims=tuple(claims))
    assert link(whole) == link(turned)


@settings(max_examples=50, deadline=None)
@given(st.lists(CHOICES, min_size=1, max_size=7))
def test_every_act_is_in_exactly_one_event(choices: list) -> None:  # type: ignore[type-arg]
    texts = [report(str(n), verb, where, when) for n, (where, when, verb) in enumerate(choices)]
    found: Linked = link(material(*texts))
    held = [claim for event in found.events for claim in event.claims]
    assert sorted(held) == sorted(claim.id for text in texts for claim in text.claims)


def test_nothing_at_all_links_to_nothing() -> None:
    assert link(Material(documents=(), claims=())) == Linked()
