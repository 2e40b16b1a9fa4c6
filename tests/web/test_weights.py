"""The page of weights: shown by comparison, saved and let go by plain forms."""

from typing import Any

from onrecord.record.models import Decision, LedgerEntry
from onrecord.record.run import record_digest

WEIGHTS = "/pairs/weights/"


def test_the_weights_are_shown_level_by_level(visitor: Any) -> None:
    page = visitor.page(WEIGHTS)
    assert "Learned anew at every run" in page and "without labels" in page
    assert ">father&#x27;s name <" in page and "both names in one script" in page
    assert 'href="/pairs/weights/"' in visitor.page("/pairs/quality/")


def test_they_are_saved_with_a_reason_and_let_go(visitor: Any) -> None:
    before = record_digest()
    visitor.post(WEIGHTS, WEIGHTS, decision="save", because="until the next release")
    page = visitor.page(WEIGHTS)
    assert "Saved by a person" in page and "until the next release" in page
    assert LedgerEntry.objects.order_by("-seq")[0].kind == "decision.weights"
    assert record_digest() != before
    visitor.post(WEIGHTS, WEIGHTS, decision="let_go")
    assert "Learned anew at every run" in visitor.page(WEIGHTS)
    assert record_digest() == before


def test_what_is_no_decision_is_refused_and_nothing_is_written(visitor: Any) -> None:
    n = Decision.objects.count()
    for decision in ("let_go", "forget"):
        answer = visitor.post(WEIGHTS, WEIGHTS, decision=decision).content.decode()
        assert "Refused: " in answer
    assert Decision.objects.count() == n
