"""What may be one event, judged one after another with plain forms; what nearly joined an event."""

from typing import Any

import pytest
from django.urls import reverse

from onrecord.model.canonical import digest
from onrecord.record.case import Case
from onrecord.record.decisions import all_judgements
from onrecord.record.material import stored_linked
from onrecord.record.models import EventPairRow, LedgerEntry

QUEUE = "/events/pairs/"


def answer(visitor: Any, pair: str, decision: str) -> Any:
    return visitor.post(reverse("decide_event_pair", args=[pair]), QUEUE, decision=decision)


def first_apart() -> EventPairRow:
    """The pair of two events that is worth most."""
    rows = EventPairRow.objects.filter(waits=True).order_by("-worth", "-id")
    return next(row for row in rows if row.left_event_id != row.right_event_id)


def event_of(claim: str) -> str:
    return next(event.id for event in stored_linked().events if claim in event.claims)


def test_the_pair_on_which_most_hangs_stands_first_with_the_words_of_both(visitor: Any) -> None:
    rows = list(EventPairRow.objects.filter(waits=True).order_by("-worth", "-id")[:2])
    page = visitor.page(QUEUE)
    places = [page.index(f'id="c-{row.id}"') for row in rows]
    assert places == sorted(places)
    card = page[places[0] : places[1]]
    for claim in (rows[0].pair.left_claims[0], rows[0].pair.right_claims[0]):
        assert reverse("claim", args=[claim]) in card
    assert "Together the odds are" in card


def test_the_page_says_how_many_are_in_doubt_and_what_is_not_linked_yet(visitor: Any) -> None:
    page = visitor.page(QUEUE)
    waiting = EventPairRow.objects.filter(waits=True).count()
    assert f"<span>{waiting} pairs in doubt</span>" in page
    assert " persons</span>" not in page
    assert "Link again now" not in page
    answer(visitor, first_apart().id, "unsure")
    page = visitor.page(QUEUE)
    assert f"<span>{waiting - 1} pairs in doubt</span>" in page
    assert "1 judgement not linked yet" in page


def test_steps_of_every_pair_add_up_to_its_weight(visitor: Any) -> None:
    for row in EventPairRow.objects.all():
        assert sum(step.weight for step in row.pair.steps) == pytest.approx(row.pair.match_weight)


def test_an_answer_is_in_the_ledger_and_leaves_the_queue(visitor: Any) -> None:
    row = first_apart()
    answer(visitor, row.id, "unsure")
    assert LedgerEntry.objects.order_by("-seq")[0].kind == "decision.unsure"
    assert {all_judgements()[-1].target, all_judgements()[-1].other} == {row.left_id, row.right_id}
    waiting, judged = visitor.page(QUEUE).split("Judged, and how to undo it")
    assert f'id="c-{row.id}"' not in waiting
    assert f'id="c-{row.id}"' in judged


def test_what_is_said_to_be_one_event_is_one_after_linking(visitor: Any) -> None:
    row = first_apart()
    answer(visitor, row.id, "same")
    visitor.post(reverse("link_pairs"), QUEUE)
    assert event_of(row.left_id) == event_of(row.right_id)
    again = EventPairRow.objects.get(id=row.id)
    assert (again.verdict, again.decided_by) == ("same", "judgement")


def test_what_was_joined_is_parted_by_an_answer(visitor: Any) -> None:
    rows = EventPairRow.objects.filter(waits=True).order_by("-worth", "-id")
    row = next(row for row in rows if row.left_event_id == row.right_event_id)
    answer(visitor, row.id, "different")
    visitor.post(reverse("link_pairs"), QUEUE)
    assert event_of(row.left_id) != event_of(row.right_id)


def test_an_undo_restores_what_was_linked_exactly(visitor: Any, case: Case) -> None:
    links, rows = digest(stored_linked()), list(EventPairRow.objects.order_by("id").values())
    pair = first_apart().id
    answer(visitor, pair, "same")
    visitor.post(reverse("link_pairs"), QUEUE)
    answer(visitor, pair, "undo")
    visitor.post(reverse("link_pairs"), QUEUE)
    now = digest(stored_linked()), list(EventPairRow.objects.order_by("id").values())
    assert now == (links, rows)


def test_an_undo_before_linking_shows_the_pair_as_it_was(visitor: Any) -> None:
    rows = list(EventPairRow.objects.order_by("id").values())
    pair = first_apart().id
    answer(visitor, pair, "different")
    assert list(EventPairRow.objects.order_by("id").values()) != rows
    answer(visitor, pair, "undo")
    assert list(EventPairRow.objects.order_by("id").values()) == rows


def test_the_page_of_an_event_shows_what_nearly_joined_it(visitor: Any) -> None:
    row = first_apart()
    page = visitor.page(reverse("event", args=[row.left_event_id]))
    assert "What may belong to it, and what may not" in page
    assert QUEUE in page


def test_no_decision_about_two_claims_is_refused_in_words(visitor: Any) -> None:
    before = len(all_judgements())
    answer(visitor, first_apart().id, "perhaps")
    assert len(all_judgements()) == before
    assert visitor.get(reverse("decide_event_pair", args=["no-such"])).status_code == 405


def test_answers_teach_the_pages_say_so_and_taking_them_back_leaves_nothing(visitor: Any) -> None:
    links = digest(stored_linked())
    rows = list(EventPairRow.objects.filter(waits=True).order_by("-worth", "-id")[:26])
    for number, row in enumerate(rows):
        answer(visitor, row.id, "same" if number % 5 == 0 else "different")
    visitor.post(reverse("link_pairs"), QUEUE)
    lesson = stored_linked().event_lesson
    assert lesson is not None
    n = lesson.n_same + lesson.n_different
    for address in (QUEUE, reverse("linkage_quality")):
        page = visitor.page(address)
        assert f"{len(rows)} pairs of happenings were judged" in page
        assert f"{n} answers " in page
    for row in rows:
        answer(visitor, row.id, "undo")
    visitor.post(reverse("link_pairs"), QUEUE)
    assert stored_linked().event_lesson is None
    assert digest(stored_linked()) == links
