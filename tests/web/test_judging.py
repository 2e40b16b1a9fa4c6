"""Pairs judged one after another with plain forms, as in a browser without script."""

import re
from typing import Any

import pytest
from django.urls import reverse

from onrecord.model.canonical import digest
from onrecord.record.case import Case
from onrecord.record.decisions import all_judgements
from onrecord.record.gained import gained
from onrecord.record.judging import disputed_pairs, how_far, judge
from onrecord.record.material import stored_linked
from onrecord.record.models import LedgerEntry, PairRow
from onrecord.web.served import Served, begin, served

PAIRS = "/pairs/"


def shown(page: str) -> str:
    """The pair that the page asks about, by its two records."""
    found = re.search(r'name="pair" value="([^"]+)"', page)
    assert found is not None, "no pair is asked about"
    return found[1]


def answer(visitor: Any, decision: str, queue: str = "doubt", **fields: str) -> Any:
    address = f"{PAIRS}?queue={queue}"
    pair = fields.pop("pair", None) or shown(visitor.page(address))
    fields |= {"queue": queue, "pair": pair, "decision": decision}
    return visitor.post(reverse("judge_pair"), address, **fields)


def judged_by(case: Case, name: str) -> None:
    """From now on the pages decide in another name."""
    begin(Served(case=case, door=served().door, by=name))


def linked_now() -> str:
    return digest(stored_linked())


def test_the_pair_that_is_worth_most_is_asked_first_and_the_next_one_after_it(visitor: Any) -> None:
    first, second = PairRow.objects.order_by("-worth", "-id")[:2]
    page = visitor.page(PAIRS)
    assert set(shown(page).split("~")) == {first.left_id, first.right_id}
    there = answer(visitor, "different")
    assert set(shown(visitor.page(there.headers["Location"])).split("~")) == {
        second.left_id, second.right_id
    }  # fmt: skip


def test_an_answer_is_in_the_ledger_and_links_nothing_inside_the_request(visitor: Any) -> None:
    before = linked_now()
    judged = PairRow.objects.filter(decided_by="judgement").count()
    answer(visitor, "same", because="the same father and the same house")
    assert LedgerEntry.objects.order_by("-seq")[0].kind == "decision.same"
    assert all_judgements()[-1].because == "the same father and the same house"
    assert linked_now() == before
    assert PairRow.objects.filter(decided_by="judgement").count() == judged + 1


def test_an_undo_restores_what_was_linked_exactly(visitor: Any) -> None:
    links, rows = linked_now(), list(PairRow.objects.order_by("id").values())
    pair = shown(visitor.page(PAIRS))
    answer(visitor, "same")
    assert list(PairRow.objects.order_by("id").values()) != rows
    back = answer(visitor, "undo", pair=pair)
    assert pair == shown(visitor.page(back.headers["Location"]))
    assert (linked_now(), list(PairRow.objects.order_by("id").values())) == (links, rows)


def test_an_undo_after_linking_restores_what_was_linked_exactly(visitor: Any) -> None:
    links, rows = linked_now(), list(PairRow.objects.order_by("id").values())
    answer(visitor, "same")
    visitor.post(reverse("link_pairs"), PAIRS)
    assert linked_now() != links
    answer(visitor, "undo")
    visitor.post(reverse("link_pairs"), PAIRS)
    assert (linked_now(), list(PairRow.objects.order_by("id").values())) == (links, rows)


def test_the_page_tells_how_many_persons_the_last_answers_made(visitor: Any, case: Case) -> None:
    before = how_far(case, "tester").persons
    answer(visitor, "same")
    assert "1 judgement not linked yet" in visitor.page(PAIRS)
    visitor.post(reverse("link_pairs"), PAIRS)
    after = how_far(case, "tester").persons
    assert f"{before} → {after} persons" in visitor.page(PAIRS)


def test_the_words_of_both_sources_stand_on_the_page(visitor: Any) -> None:
    pair = PairRow.objects.order_by("-worth", "-id").select_related("left", "right")[0]
    page = visitor.page(PAIRS)
    for record in (pair.left, pair.right):
        assert record.name.split()[0] in page
        assert f"row {record.row}" in page


def test_the_weight_is_told_step_by_step_and_hidden_from_a_blind_judge(visitor: Any) -> None:
    assert "How the weight comes about" in visitor.page(PAIRS)
    assert "in 100" in visitor.page(PAIRS)
    blind = visitor.page(f"{PAIRS}?queue=doubt&blind=1")
    assert "How the weight comes about" not in blind
    assert "in 100" not in blind


def test_a_second_judge_does_not_see_the_first_answer_before_their_own(
    visitor: Any, case: Case
) -> None:
    pair = shown(visitor.page(PAIRS))
    answer(visitor, "same", because="one house")
    judged_by(case, "second judge")
    page = visitor.page(f"{PAIRS}?queue=second&pair={pair}")
    assert shown(page) == pair
    assert "one house" not in page
    assert "tester" not in page
    answer(visitor, "different", queue="second", pair=pair)
    settle = visitor.page(f"{PAIRS}?queue=settle")
    assert shown(settle) == pair
    assert "one house" in settle
    assert all_judgements()[-1].body == {"blind": True}


def test_a_disagreement_is_settled_by_another_answer(visitor: Any, case: Case) -> None:
    answer(visitor, "same")
    judged_by(case, "second judge")
    answer(visitor, "different", queue="second")
    assert len(disputed_pairs(case)) == 1
    answer(visitor, "same", queue="settle", because="read again together")
    assert disputed_pairs(case) == []
    answer(visitor, "undo", queue="settle", pair="a~b")
    assert len(disputed_pairs(case)) == 1


def test_one_judge_cannot_undo_what_another_one_said(visitor: Any, case: Case) -> None:
    answer(visitor, "same")
    judged_by(case, "second judge")
    n = len(all_judgements())
    answer(visitor, "undo")
    assert len(all_judgements()) == n


def test_an_audit_sample_is_drawn_judged_blind_and_tells_the_quality(
    visitor: Any, case: Case
) -> None:
    assert "is not known" in visitor.page(reverse("linkage_quality"))
    there = visitor.post(reverse("draw_sample"), f"{PAIRS}?queue=audit", n="12", seed="4")
    drawn = all_judgements()[-1]
    assert drawn.kind == "sample"
    assert drawn.body["seed"] == 4
    assert "in 100" not in visitor.page(there.headers["Location"])
    for _ in range(8):
        answer(visitor, "different", queue="audit")
    body = all_judgements()[-1].body
    assert (body["sample"], body["blind"]) == (drawn.id, True)
    assert 0 < body["asked"] <= 1
    told = visitor.page(reverse("linkage_quality"))
    found = re.search(r"(\d+) were decided by people, (\d+) left unsure or disputed", told)
    assert found is not None
    assert int(found[1]) + int(found[2]) == 8
    assert "(recall)" in told


def test_the_judges_agreement_stands_on_the_page_of_quality(visitor: Any, case: Case) -> None:
    rows = PairRow.objects.order_by("-worth")[:6]
    for at, row in enumerate(rows):
        ends = (row.left_id, row.right_id)
        judge(case, *ends, "same" if at % 2 else "different", by="first")
        judge(case, *ends, "same" if at in (1, 3) else "different", by="second")
    told = visitor.page(reverse("linkage_quality"))
    assert "the same answer on 83" in told
    assert "0.67" in told  # two of three "same" kept, three of three "different": (5/6 - 1/2) / 1/2


def test_the_page_of_quality_tells_what_judging_gained(visitor: Any, case: Case) -> None:
    before = gained()
    row = PairRow.objects.order_by("-worth", "-id")[0]
    likelier, other = ("same", "different") if row.chance >= 0.5 else ("different", "same")
    judge(case, row.left_id, row.right_id, other, by="tester")
    after = gained()
    overturned = (after.parted - before.parted, after.joined - before.joined)
    assert overturned == ((1, 0) if likelier == "same" else (0, 1))
    assert after.n_judged == before.n_judged + 1
    assert after.missed == pytest.approx(before.missed - row.chance)
    assert after.words[0] in visitor.page(reverse("linkage_quality"))


@pytest.mark.parametrize(
    "asked", ["queue=nowhere", "pair=one", "pair=a~a", "pair=record-none~record-nobody"]
)
def test_what_no_page_could_ask_is_not_found(visitor: Any, asked: str) -> None:
    assert visitor.get(f"{PAIRS}?{asked}").status_code == 404


def test_the_answer_without_leaving_the_page_is_the_next_pair_and_what_was_done(
    visitor: Any,
) -> None:
    page = visitor.page(PAIRS)
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    said = visitor.client.post(
        reverse("judge_pair"),
        {"decision": "same", "queue": "doubt", "pair": shown(page), "csrfmiddlewaretoken": token},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert "<html" not in said
    assert shown(said) != shown(page)
    assert "Said to be the same person. Next: " in said
