"""Which judgements are in force, and what they make of a reader's suggestions."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs, to_builtins

from onrecord.model.claim import Act, Claim, Voice
from onrecord.model.judgement import Judgement
from onrecord.model.passage import Span
from onrecord.record.review import in_force, review

START = datetime(2026, 1, 1, tzinfo=UTC)


def _claim(name: str = "one", start: int = 0) -> Claim:
    words = "killed"
    return Claim(
        id=f"claim-{name}",
        rendition="rendition-a",
        text=words,
        start=start,
        end=start + len(words),
        attribution=(Voice(holder="this document", kind="document"),),
        stance="asserts",
        polarity="positive",
        certainty="stated",
        body=Act(act_type="killing", trigger=Span(text=words, start=start, end=start + 6)),
        suggested_by="test",
    )


def _judgement(kind: str, target: str, number: int, **body: Any) -> Judgement:
    return Judgement(
        id=f"decision-{number}",
        kind=kind,  # type: ignore[arg-type]
        target=target,
        by="tester",
        at=START + timedelta(seconds=number),
        body=body,
    )


def _about(kind: str, claim: Claim, number: int) -> Judgement:
    return _judgement(kind, claim.id, number, claim=to_builtins(claim))


def test_an_undone_judgement_is_not_in_force() -> None:
    accept = _judgement("accept", "claim-one", 1)
    assert in_force([accept, _judgement("undo", "decision-1", 2)]) == ()


def test_an_undo_may_itself_be_undone() -> None:
    accept = _judgement("accept", "claim-one", 1)
    undo = _judgement("undo", "decision-1", 2)
    assert in_force([accept, undo, _judgement("undo", "decision-2", 3)]) == (accept,)


@given(st.lists(st.integers(0, 5), max_size=8))
def test_an_even_number_of_undos_on_top_of_each_other_leaves_the_judgement(
    extra: list[int],
) -> None:
    made = [_judgement("accept", "claim-one", 0)]
    for number in range(1, len(extra) + 1):
        made.append(_judgement("undo", f"decision-{number - 1}", number))
    assert (made[0] in in_force(made)) == (len(extra) % 2 == 0)


def test_a_claim_that_nobody_judged_is_a_suggestion() -> None:
    (reviewed,) = review([_claim()], [])
    assert reviewed.state == "suggested"


def test_the_last_judgement_about_a_claim_holds() -> None:
    claim = _claim()
    (reviewed,) = review([claim], [_about("accept", claim, 1), _about("reject", claim, 2)])
    assert reviewed.state == "rejected"


def test_an_amendment_supersedes_and_the_original_stays() -> None:
    claim = _claim()
    amended = structs.replace(_claim("two"), certainty="alleged")
    judgement = _judgement("amend", claim.id, 1, claim=to_builtins(amended))
    states = {r.claim.id: (r.state, r.supersedes, r.origin) for r in review([claim], [judgement])}
    assert states == {
        "claim-one": ("superseded", "", "derived"),
        "claim-two": ("accepted", "claim-one", "decided"),
    }


def test_an_accepted_claim_outlives_a_reader_that_no_longer_suggests_it() -> None:
    claim = _claim()
    (reviewed,) = review([], [_about("accept", claim, 1)])
    assert (reviewed.claim, reviewed.state, reviewed.origin) == (claim, "accepted", "decided")


@given(st.permutations(range(4)))
def test_order_of_suggestions_does_not_change_the_review(order: list[int]) -> None:
    claims = [_claim(str(n), start=n * 10) for n in range(4)]
    judged = [_about("accept", claims[1], 1), _about("reject", claims[3], 2)]
    assert review([claims[n] for n in order], judged) == review(claims, judged)
