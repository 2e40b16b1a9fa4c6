"""Decisions made with plain forms, as in a browser without script."""

from typing import Any

import pytest
from django.urls import reverse

from onrecord.record.models import ClaimRow, FigureRow, LedgerEntry, PairRow


def waiting_toll() -> ClaimRow:
    rows = ClaimRow.objects.filter(state="suggested", kind="toll", document__shape="prose")
    return rows.order_by("document", "start")[0]


def state_of(claim: ClaimRow) -> str:
    return ClaimRow.objects.get(id=claim.id).state


def decide(visitor: Any, claim: ClaimRow, decision: str, **fields: str) -> Any:
    address = reverse("decide_claim", args=[claim.id])
    return visitor.post(address, reverse("claim", args=[claim.id]), decision=decision, **fields)


@pytest.mark.parametrize(("decision", "state"), [("accept", "accepted"), ("reject", "rejected")])
def test_a_claim_is_decided_and_the_decision_undone(
    visitor: Any, decision: str, state: str
) -> None:
    claim = waiting_toll()
    answer = decide(visitor, claim, decision, because="read against the page")
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#c-{claim.id}")
    assert state_of(claim) == state
    assert LedgerEntry.objects.order_by("-seq")[0].kind == f"decision.{decision}"
    decide(visitor, claim, "undo")
    assert state_of(claim) == "suggested"


def test_the_answer_without_leaving_the_page_is_the_card_and_what_was_done(visitor: Any) -> None:
    claim = waiting_toll()
    page = visitor.page(reverse("claim", args=[claim.id]))
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = visitor.client.post(
        reverse("decide_claim", args=[claim.id]),
        {"decision": "accept", "number": "7", "csrfmiddlewaretoken": token},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert answer.count("<article") == 1
    assert f'data-card="{claim.id}" data-state="accepted"' in answer
    assert 'href="#p-' in answer
    assert "Accepted." in answer


def test_accepting_a_toll_changes_a_figure_and_undoing_changes_it_back(visitor: Any) -> None:
    def figures() -> list[str]:
        rows = FigureRow.objects.filter(basis="accepted").order_by("position")
        return [row.body for row in rows]

    before = figures()
    claim = waiting_toll()
    decide(visitor, claim, "accept")
    assert figures() != before
    decide(visitor, claim, "undo")
    assert figures() == before


def test_a_write_without_our_form_is_refused(visitor: Any) -> None:
    claim = waiting_toll()
    address = reverse("decide_claim", args=[claim.id])
    answer = visitor.client.post(address, {"decision": "accept"})
    assert answer.status_code == 403
    assert "This was not decided" in answer.content.decode()
    assert state_of(claim) == "suggested"


def test_a_write_from_another_origin_is_refused(visitor: Any) -> None:
    claim = waiting_toll()
    page = visitor.page(reverse("claim", args=[claim.id]))
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = visitor.client.post(
        reverse("decide_claim", args=[claim.id]),
        {"decision": "accept", "csrfmiddlewaretoken": token},
        headers={"Origin": "https://elsewhere.example"},
    )
    assert answer.status_code == 403
    assert state_of(claim) == "suggested"


def test_reading_an_address_decides_nothing(visitor: Any) -> None:
    claim = waiting_toll()
    answer = visitor.get(f"{reverse('decide_claim', args=[claim.id])}?decision=accept")
    assert answer.status_code == 405
    assert state_of(claim) == "suggested"


def test_one_is_never_sent_elsewhere_after_a_decision(visitor: Any) -> None:
    claim = waiting_toll()
    for back in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        location = decide(visitor, claim, "accept", back=back).headers["Location"]
        assert location.startswith("/documents/")


def test_a_decision_that_does_not_exist_is_refused_in_words(visitor: Any) -> None:
    claim = waiting_toll()
    decide(visitor, claim, "destroy")
    assert state_of(claim) == "suggested"


def test_an_amendment_supersedes_the_claim_and_can_be_undone(visitor: Any) -> None:
    claim = waiting_toll()
    address = reverse("amend_claim", args=[claim.id])
    fields = {"harm": "killed", "certainty": "hedged", "stance": claim.claim.stance,
              "polarity": claim.polarity, "at_least": "5", "at_most": "9",
              "perpetrators": "", "victims": ""}  # fmt: skip
    answer = visitor.post(address, address, **fields, because="the page says so")
    assert answer.status_code == 302
    assert state_of(claim) == "superseded"
    made = ClaimRow.objects.get(supersedes=claim.id)
    assert (made.state, made.certainty) == ("accepted", "hedged")
    assert "amended and accepted" in visitor.page(answer.headers["Location"].split("#")[0])
    decide(visitor, claim, "undo")
    assert state_of(claim) == "suggested"


def test_an_amendment_that_is_not_in_the_words_is_refused_and_said(visitor: Any) -> None:
    claim = waiting_toll()
    address = reverse("amend_claim", args=[claim.id])
    fields = {"harm": "killed", "certainty": "stated", "stance": "asserts", "polarity": "positive",
              "perpetrators": "the men of nowhere", "victims": ""}  # fmt: skip
    answer = visitor.post(address, address, **fields)
    assert answer.status_code == 400
    assert "does not stand in the passage" in answer.content.decode()
    assert state_of(claim) == "suggested"


def test_two_records_are_said_to_be_different_and_that_is_undone(visitor: Any) -> None:
    pair = PairRow.objects.filter(verdict="same", decided_by="rule").order_by("match_weight")[0]

    def verdict() -> tuple[str, str]:
        found = PairRow.objects.get(left=pair.left_id, right=pair.right_id)
        return found.verdict, found.decided_by

    address = reverse("decide_pair", args=[pair.id])
    visitor.post(address, reverse("pairs"), decision="different")
    assert verdict() == ("different", "judgement")
    visitor.post(address, reverse("ledger"), decision="undo")
    assert verdict() == ("same", "rule")
