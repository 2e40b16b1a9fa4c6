"""link: chances that happenings are one event, and the pairs of them that are asked about."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from link_builders import Text, days, judged, material, place
from msgspec import structs

from onrecord.link.event_weights import WEIGHTS
from onrecord.link.likeness_words import WORDS, words_of
from onrecord.link.link import link
from onrecord.model.event import HappeningPair
from onrecord.model.judgement import Judgement
from onrecord.model.material import Linked
from onrecord.model.where import Where

ARDUN, VELIS = place("Ardun", 40.0, 20.0), place("Velis", 40.0, 21.5)
MILL = place("Ardun Mill", 40.02, 20.0)
VALLEY = place("Sarn Valley", 40.0, 20.4, "region")
MERIN = place("Merin", 40.0, 20.8)
DAYS = [None, *(days(date(2031, 3, day)) for day in (7, 8, 12, 20))]
PLACES = [None, ARDUN, VELIS, MERIN, VALLEY]


def report(name: str, where=ARDUN, when=DAYS[1], verb: str = "killed") -> Text:  # type: ignore[no-untyped-def]
    text = Text(name, f"Report {name}: gunmen {verb} villagers at the mill.\n")
    text.act(verb, victims=(text.mention("villagers"),), places=(where,) if where else (),
             when=when)  # fmt: skip
    return text


def pair_of(linked: Linked, one: Text, other: Text) -> HappeningPair:
    claims = {claim.id for claim in one.claims}, {claim.id for claim in other.claims}
    return next(
        pair
        for pair in linked.event_pairs
        if {*pair.left_claims} in claims and {*pair.right_claims} in claims
    )


def judged_unsure(*texts: Text) -> Linked:
    """Linked with the first two judged, so that their pair is kept however sure it is."""
    judgement = judged("unsure", texts[0].claims[0].id, texts[1].claims[0].id)
    return link(material(*texts, judgements=(judgement,)))


def weight_of_place(linked: Linked, one: Text, other: Text) -> float:
    steps = pair_of(linked, one, other).steps
    return next(step.weight for step in steps if step.comparison == "place")


def test_a_place_weighs_more_where_the_case_tells_of_many() -> None:
    one, other = report("one"), report("two")
    alone = judged_unsure(one, other)
    elsewhere = [report(f"v{n}", place(f"Town {n}", 41.0 + n, 20.0)) for n in range(6)]
    among = judged_unsure(one, other, *elsewhere)
    assert weight_of_place(among, one, other) > weight_of_place(alone, one, other) + 1


def test_a_case_of_one_town_learns_nothing_from_the_town() -> None:
    one, other = report("one"), report("two")
    others = [report(str(day), when=days(date(2031, 5, 3 * day))) for day in range(1, 9)]
    found = weight_of_place(judged_unsure(one, other, *others), one, other)
    assert found < WEIGHTS["place"]["same"] + 0.2


def test_what_is_told_often_does_not_make_its_place_common() -> None:
    one, other, far = report("one"), report("two"), report("far", VELIS)
    few = judged_unsure(one, other, far)
    often = judged_unsure(one, other, far, *(report(f"again {n}") for n in range(8)))
    assert weight_of_place(few, one, other) == weight_of_place(often, one, other)


def test_a_mill_beside_the_town_and_another_spelling_are_its_place() -> None:
    assert len(link(material(report("one"), report("two", MILL))).events) == 1
    unknown = Where(text="Ardoun", precision="unresolved")
    assert len(link(material(report("one"), report("two", unknown))).events) == 1


def test_a_vague_report_between_two_events_waits_with_both() -> None:
    vague, one, other = report("vague", None, None), report("one"), report("two", VELIS)
    linked = link(material(vague, one, other))
    assert len(linked.events) == 3
    for known in (one, other):
        pair = pair_of(linked, vague, known)
        assert 0.1 <= pair.chance <= 0.9
        assert (pair.verdict, pair.decided_by) == ("unsure", "rule")
        assert pair.worth > 0


def with_dead(text: Text, dead: int) -> Text:
    """The text with a toll of so many."""
    claim = text.toll("mill")
    quantity = structs.replace(claim.body.quantity, at_least=dead, at_most=dead)  # type: ignore[union-attr]
    body = structs.replace(claim.body, quantity=quantity)
    text.claims[-1] = structs.replace(claim, body=body)
    return text


def test_of_two_equal_doubts_that_on_which_more_dead_hang_is_worth_more() -> None:
    def worth(dead: int) -> tuple[float, float]:
        vague, one = (with_dead(report(n, w, None), dead) for n, w in (("v", None), ("o", ARDUN)))
        pair = pair_of(link(material(vague, one, report("two", VELIS))), vague, one)
        return pair.chance, pair.worth

    few, many = worth(3), worth(9)
    assert few[0] == many[0]
    assert many[1] > few[1]


def test_every_level_has_words_and_every_word_a_level() -> None:
    levels = {(comparison, level) for comparison in WEIGHTS for level in WEIGHTS[comparison]}
    assert set(WORDS) == levels
    assert words_of("place", "same (one in 5)") == "same place (one in 5 of what the case tells of)"


CHOICES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(DAYS), st.sampled_from(["killed", "shot"])),
    min_size=2, max_size=7,
)  # fmt: skip
VERDICTS = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 6), st.sampled_from(["same", "different", "unsure"])
    ),
    max_size=5,
)


@settings(max_examples=60, deadline=None)
@given(CHOICES, VERDICTS)
def test_a_judgement_is_always_respected_or_said_to_conflict(choices: list, verdicts: list) -> None:  # type: ignore[type-arg]
    texts = [report(str(n), *choice) for n, choice in enumerate(choices)]
    ids = [text.claims[0].id for text in texts]
    newest: dict[frozenset[str], Judgement] = {}
    for second, (one, other, kind) in enumerate(verdicts):
        if one != other and max(one, other) < len(ids):
            newest[frozenset((ids[one], ids[other]))] = judged(kind, ids[one], ids[other], second)
    linked = link(material(*texts, judgements=tuple(newest.values())))
    event_of = {claim: event.id for event in linked.events for claim in event.claims}
    conflicts = {entry.subject for entry in linked.set_aside if entry.code == "judgements-conflict"}
    for judgement in newest.values():
        together = event_of[judgement.target] == event_of[judgement.other or ""]
        assert together == (judgement.kind == "same") or judgement.id in conflicts


@settings(max_examples=60, deadline=None)
@given(CHOICES)
def test_no_event_holds_two_places_apart_and_steps_add_up(choices: list) -> None:  # type: ignore[type-arg]
    texts = [report(str(n), *choice) for n, choice in enumerate(choices)]
    linked = link(material(*texts))
    where = {text.claims[0].id: choice[0] for text, choice in zip(texts, choices, strict=True)}
    for event in linked.events:
        named = {where[claim].name for claim in event.claims if where[claim] is not None}
        assert len(named - {"Sarn Valley"}) <= 1
    for pair in linked.event_pairs:
        assert sum(step.weight for step in pair.steps) == pytest.approx(pair.match_weight)
        assert 0.1 <= pair.chance <= 1.0
