"""The audit sample of events in the application: drawn, judged blind with one key, and told."""

import re
from typing import Any

import pytest
from django.urls import reverse

from onrecord.record.audit_sample import newest_sample
from onrecord.record.case import Case
from onrecord.record.decisions import all_judgements
from onrecord.record.models import ClaimRow, EventRow
from onrecord.web.served import Served, begin, served

SAMPLE, QUALITY = "/events/sample/", "/events/quality/"
PAIR = re.compile(r'name="pair" value="([^"]+)"')


def drawn(visitor: Any) -> str:
    visitor.post(reverse("draw_event_sample"), SAMPLE, n="40", seed="4")
    return all_judgements()[-1].id


def shown(page: str) -> str:
    found = PAIR.search(page)
    assert found is not None
    return found[1]


def answer(visitor: Any, decision: str, **fields: str) -> Any:
    return visitor.post(
        reverse("judge_event_sample"),
        SAMPLE,
        **{"pair": shown(visitor.page(SAMPLE)), "decision": decision} | fields,
    )


def test_the_way_from_the_events_in_doubt_to_the_sample_and_its_quality(visitor: Any) -> None:
    queue = visitor.page("/events/pairs/")
    assert SAMPLE in queue and QUALITY in queue
    assert "it is not known how well" in visitor.page(QUALITY)
    assert QUALITY in visitor.page(reverse("linkage_quality"))
    assert 'aria-current="true">Events' in visitor.page(QUALITY).replace("\n", "")


def test_a_sample_is_drawn_and_its_pairs_stand_there_blind(visitor: Any) -> None:
    assert "Draw the sample" in visitor.page(SAMPLE)
    decision = drawn(visitor)
    found = newest_sample("events")
    assert found is not None and found[0].id == decision
    assert (found[1].of, found[1].seed) == ("events", 4)
    page = visitor.page(SAMPLE)
    asked = page[page.index("Do these two passages") :]
    for claim in shown(page).split("~"):
        assert reverse("claim", args=[claim]) in asked
    assert not any(event in asked for event in EventRow.objects.values_list("id", flat=True))
    assert "chance" not in asked and "joined" not in asked
    for key in "sduw":
        assert f'data-key="{key}"' in page
    assert "<mark" in asked, "the words stand in what is around them"


def test_an_answer_carries_the_sample_and_leads_to_the_next_pair(visitor: Any) -> None:
    decision = drawn(visitor)
    first = shown(visitor.page(SAMPLE))
    answer(visitor, "same", because="one town, one day")
    made = all_judgements()[-1]
    assert [made.target, made.other] == first.split("~")
    assert (made.kind, made.because) == ("same", "one town, one day")
    assert (made.body["sample"], made.body["blind"]) == (decision, True)
    assert 0 < made.body["asked"] <= 1
    page = visitor.page(SAMPLE)
    assert shown(page) != first
    assert "Your newest judgement: <b>one event</b>" in page
    assert "1 judgement not linked yet" in page


def test_an_undo_brings_the_pair_back(visitor: Any) -> None:
    drawn(visitor)
    first = shown(visitor.page(SAMPLE))
    answer(visitor, "different")
    answer(visitor, "undo", judgement=all_judgements()[-1].id)
    assert all_judgements()[-1].kind == "undo"
    assert shown(visitor.page(SAMPLE)) == first
    n = len(all_judgements())
    answer(visitor, "undo", judgement="")
    assert len(all_judgements()) == n


def test_one_judge_sees_nothing_of_what_another_one_said(visitor: Any, case: Case) -> None:
    drawn(visitor)
    first = shown(visitor.page(SAMPLE))
    answer(visitor, "same", because="said by the first")
    begin(Served(case=case, door=served().door, by="second judge"))
    page = visitor.page(SAMPLE)
    assert shown(page) == first
    assert "said by the first" not in page and "You said" not in page
    answer(visitor, "different")
    assert "the same answer on 0" in visitor.page(QUALITY)


def test_the_page_of_quality_tells_what_was_judged(visitor: Any) -> None:
    drawn(visitor)
    for _ in range(40):
        answer(visitor, "same")
    told = visitor.page(QUALITY)
    assert "40 were decided by people, 0 left unsure or disputed" in told
    assert "(precision)" in told
    assert "Pairs, by what linking made of them" in told
    assert "not judged yet: the figures will move" in told
    assert "events have a sample of their own" not in told


def test_the_whole_sample_can_be_judged(visitor: Any) -> None:
    visitor.post(reverse("draw_event_sample"), SAMPLE, n="5", seed="1")
    found = newest_sample("events")
    assert found is not None
    for _ in range(sum(len(stratum.drawn) for stratum in found[1].strata)):
        answer(visitor, "unsure")
    page = visitor.page(SAMPLE)
    assert "You have judged the whole sample." in page
    assert "0 of" in page


def test_a_pair_that_was_read_anew_since_is_passed_over(visitor: Any) -> None:
    drawn(visitor)
    first = shown(visitor.page(SAMPLE))
    ClaimRow.objects.filter(id=first.split("~")[0]).delete()
    assert shown(visitor.page(SAMPLE)) != first


def test_what_cannot_be_decided_is_refused_in_words(visitor: Any) -> None:
    drawn(visitor)
    n = len(all_judgements())
    answer(visitor, "perhaps")
    answer(visitor, "same", pair="claim-none~claim-nobody")
    answer(visitor, "same", pair="")
    assert len(all_judgements()) == n


def test_the_answer_without_leaving_the_page_is_the_next_pair(visitor: Any) -> None:
    drawn(visitor)
    page = visitor.page(SAMPLE)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token is not None
    fields = {"csrfmiddlewaretoken": token[1], "pair": shown(page), "decision": "unsure"}
    part = visitor.client.post(
        reverse("judge_event_sample"), fields, headers={"HX-Request": "true"}
    )
    text = part.content.decode()
    assert "<html" not in text and "Left unsure." in text
    assert shown(text) != shown(page)
    assert part.headers["HX-Push-Url"].startswith(SAMPLE)


@pytest.mark.parametrize("asked", ["pair=one", "pair=a~a", "pair=claim-none~claim-nobody"])
def test_what_no_page_could_ask_is_not_found(visitor: Any, asked: str) -> None:
    drawn(visitor)
    assert visitor.get(f"{SAMPLE}?{asked}").status_code == 404


@pytest.mark.parametrize(("n", "seed"), [("many", "1"), ("20", "x"), ("20", "1" * 10)])
def test_a_draw_wants_two_whole_numbers(visitor: Any, n: str, seed: str) -> None:
    answered = visitor.post(reverse("draw_event_sample"), SAMPLE, n=n, seed=seed)
    assert answered.status_code == 404
    assert newest_sample("events") is None
