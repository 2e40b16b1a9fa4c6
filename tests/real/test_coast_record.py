"""The real case, the whole way: events in order, and who answered how, as of two days."""

from datetime import date
from pathlib import Path

import pytest

from onrecord.model.progress import silent
from onrecord.model.response import Response
from onrecord.model.response_matrix import Cell, matrix
from onrecord.record.case import Case, create_case
from onrecord.record.intake import add
from onrecord.record.material import stored_answered, stored_linked
from onrecord.record.models import ClaimRow, DocumentRow
from onrecord.record.run import run
from onrecord.record.verify import verify_case

COAST = Path(__file__).parents[3] / "shared" / "cases" / "coast-2025"
BEFORE, BETWEEN, AFTER = date(2025, 3, 7), date(2025, 3, 10), date(2025, 3, 12)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    root = tmp_path_factory.mktemp("coast") / "case"
    made = create_case(root, title="Coast", country=None, by="test")
    assert add(made, [COAST], by="test").set_aside == ()
    report = run(made)
    assert not [s for s in report.set_aside if s.stage == "read"]
    return made


def _event_of(words: str) -> str:
    """The event that holds the act whose words begin so."""
    (claim,) = {
        row.id
        for row in ClaimRow.objects.filter(kind="act", text__startswith=words)
        if row.document.name == "article.txt"
    }
    return next(event.id for event in stored_linked().events if claim in event.claims)


def _party(name: str) -> str:
    return next(party.id for party in stored_linked().parties if party.name == name)


def _cell(party: str, day: date) -> tuple[Cell, list[Response]]:
    answered = stored_answered()
    found = matrix(answered, [_event_of("Since Friday")], [_party(party)], day).cells[0]
    by_id = {response.id: response for response in answered.responses}
    return found, [by_id[response] for response in found.responses]


def test_the_ambush_comes_before_the_killings(case: Case) -> None:
    linked = stored_linked()
    killings = _event_of("Since Friday")
    before = [link for link in linked.event_links if link.later == killings]
    labels = {event.id: event.label for event in linked.events}
    assert any("Jableh" in labels[link.earlier] for link in before)


def test_before_9_march_the_case_holds_no_answer_of_the_union(case: Case) -> None:
    cell, own = _cell("European Union", BEFORE)
    assert cell.state in ("undated", "unknown")
    assert own == []


def test_on_9_march_the_union_condemns_violence_against_civilians_and_names_nobody(
    case: Case,
) -> None:
    cell, given = _cell("European Union", BETWEEN)
    condemned = [r for r in given if r.speech_act == "condemn" and r.told_by == "itself"]
    assert [r.naming.level for r in condemned] == ["nobody"]
    assert cell.in_own_words
    assert cell.naming is not None
    assert cell.naming.level == "nobody"


def test_on_11_march_the_union_names_a_group(case: Case) -> None:
    cell, given = _cell("European Union", AFTER)
    assert cell.naming is not None
    assert cell.naming.level == "group"
    assert cell.naming.mention is not None
    assert "supporting the security forces" in cell.naming.mention.text
    acts = {r.speech_act for r in given if r.told_by == "itself"}
    assert {"condemn", "call_for_accountability", "express_concern"} <= acts


def test_what_the_article_tells_of_the_union_stands_beside_its_own_words(case: Case) -> None:
    article = DocumentRow.objects.get(name="article.txt").id
    responses = stored_answered().responses
    own = {r.id for r in responses if r.told_by == "itself" and r.party == _party("European Union")}
    told = [r for r in responses if r.told_by == article and r.party == _party("European Union")]
    assert [(r.speech_act, r.naming.level) for r in told] == [("condemn", "nobody")]
    assert set(told[0].stands_beside) <= own
    assert len(told[0].stands_beside) >= 2


def test_the_united_states_condemn_a_category_and_demand_accountability(case: Case) -> None:
    responses = [r for r in stored_answered().responses if r.party == _party("United States")]
    by_act = {r.speech_act: r for r in responses}
    assert by_act["condemn"].naming.level == "category"
    assert by_act["call_for_accountability"].addressee is not None
    assert "interim government" in by_act["call_for_accountability"].addressee


def test_a_second_run_does_nothing_and_a_fresh_one_ends_the_same(case: Case) -> None:
    again = run(case)
    assert again.did_nothing
    assert run(case, fresh=True).digest == again.digest


def test_the_case_holds(case: Case) -> None:
    assert verify_case(case, progress=silent).holds
