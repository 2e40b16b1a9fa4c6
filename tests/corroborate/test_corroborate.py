from hypothesis import given
from hypothesis import strategies as st

from onrecord.corroborate.corroborate import corroborate, findings_of_event
from onrecord.corroborate.known import known
from onrecord.model.claim import Voice
from onrecord.model.event import Event
from onrecord.model.material import Linked, Material

COLUMN, GUARD = "Grey Column", "Coast Guard"
MINISTRY = Voice(holder="the Interior Ministry", kind="organisation")
LONG = "Armed men came down from the quarry road at dawn and shot whoever they met in the lanes"


def rich(case, first=COLUMN, second=GUARD):
    """A case with something of everything, in which two parties play two parts."""
    case.party(first, "armed_group")
    case.party(second, "armed_group")
    a = case.document("a", LONG, title="A", publisher="A", published="2031-05-01")
    b = case.document("b", LONG, title="B", publisher="B", published="2031-05-02")
    c = case.document("c", "Other words.", title="C")
    case.killing(a, LONG, by=first, where=("Karsa",), on=case.day("2031-05-01"))
    case.killing(b, LONG, by=first, where=("Karsa",))
    case.killing(c, "Others did it.", MINISTRY, by=second, certainty="alleged")
    case.toll(a, case.exactly(12))
    case.toll(b, case.exactly(54), MINISTRY)
    case.toll(c, case.at_least(40), victims="40 civilians")
    case.denial(c, second, "It was not so.")
    case.flight(c, case.exactly(300))
    return case


@given(st.randoms(use_true_random=False))
def test_order_of_inputs_changes_nothing(new_case, random):
    case = rich(new_case())
    material, linked = case.material(), case.linked()

    def shuffled(values):
        return tuple(random.sample(values, len(values)))

    (event,) = linked.events
    other = corroborate(
        Material(documents=shuffled(material.documents), claims=shuffled(material.claims)),
        Linked(
            parties=shuffled(linked.parties),
            party_links=shuffled(linked.party_links),
            events=(
                Event(
                    id=event.id,
                    label=event.label,
                    claims=shuffled(event.claims),
                    statements=shuffled(event.statements),
                ),
            ),
        ),
    )
    assert other == corroborate(material, linked)


def test_one_event_alone_gives_the_same_findings(case):
    rich(case)
    material, linked = case.material(), case.linked()
    (event,) = linked.events
    alone = findings_of_event(
        event,
        {claim.id: claim for claim in material.claims},
        {document.id: document for document in material.documents},
        linked.party_links,
        known(linked.parties, linked.party_links, material.claims),
    )
    assert alone == case.corroborated()


def test_exchanging_two_parties_exchanges_them_in_the_findings_and_changes_nothing_else(new_case):
    straight = rich(new_case(), "Blue Column", "Grey Column").corroborated()
    crossed = rich(new_case(), "Grey Column", "Blue Column").corroborated()

    def told(found):
        return sorted(
            (one.question, one.grade, one.n_origins_for, one.n_origins_against, one.rule,
             tuple(sorted((v.value, v.claims, v.grade) for v in one.versions)))
            for one in found.findings
        )  # fmt: skip

    swap = {"Blue Column": "Grey Column", "Grey Column": "Blue Column"}
    exchanged = [
        (q, g, f, n, r, tuple(sorted((swap.get(v, v), c, x) for v, c, x in versions)))
        for q, g, f, n, r, versions in told(crossed)
    ]
    assert exchanged == told(straight)


def test_every_claim_of_an_event_is_in_exactly_one_lineage(case):
    rich(case)
    happened = next(f for f in case.corroborated().findings if f.question == "it happened")
    held = [claim for lineage in happened.lineages for claim in lineage.claims]
    assert len(held) == len(set(held))
    asserted = {claim for version in happened.versions for claim in version.claims}
    assert asserted <= set(held)


def test_a_claim_outside_every_event_is_set_aside_with_a_reason(case):
    made = case.killing(case.document("a"), "Gunmen killed people.")
    found = corroborate(case.material(), Linked())
    assert [(one.subject, one.code) for one in found.set_aside] == [(made, "no-event")]
    assert "Gunmen killed people." in found.set_aside[0].reason


def test_an_event_whose_claims_are_gone_is_set_aside(case):
    case.document("a")
    event = Event(id="event-1", label="a killing", claims=("claim-lost",))
    found = corroborate(case.material(), Linked(events=(event,)))
    assert {one.code for one in found.set_aside} == {"claim-not-found", "empty-event"}
    assert found.findings == ()


def test_places_and_dates_stand_side_by_side_without_excluding_each_other(case):
    case.killing(case.document("a", publisher="A"), where=("Karsa",), on=case.day("2031-05-01"))
    case.killing(case.document("b", publisher="B"), where=("Oum",), on=case.day("2031-05-02"))
    found = {one.question: one for one in case.corroborated().findings}
    assert [version.value for version in found["place"].versions] == ["Karsa", "Oum"]
    assert [v.value for v in found["when"].versions] == ["2031-05-01", "2031-05-02"]
    assert {found["place"].grade, found["when"].grade} == {"uncorroborated"}


def test_a_repeated_report_is_one_source_however_often_repeated(case):
    for number in range(30):
        here = case.document(f"d{number}", LONG + f" {number}", publisher=f"Outlet {number}")
        case.killing(here, LONG)
    found = next(f for f in case.corroborated().findings if f.question == "it happened")
    assert (found.n_origins_for, found.grade) == (1, "uncorroborated")
