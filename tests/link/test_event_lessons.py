"""link: what judged pairs of happenings teach, and when they teach nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pytest
from link_builders import Text, days, judged, material, place

from onrecord.link.event_lessons import ENOUGH, JudgedHappenings, enough, learned
from onrecord.link.event_weights import weight_of
from onrecord.link.likeness import Level, occasions_of
from onrecord.link.link import link
from onrecord.model.event_lesson import EventLesson
from onrecord.model.judgement import Judgement

NOWHERE = occasions_of(())
NAMES = {True: "one of them in both", False: "different names"}


def answer(
    number: int, levels: dict[str, str], same: bool, joined: bool = True
) -> JudgedHappenings:
    return JudgedHappenings(
        left=f"claim-{number:03}", right=f"other-{number:03}", joined=joined, same=same,
        levels={comparison: Level(found) for comparison, found in levels.items()},
    )  # fmt: skip


def drawn_by_the_published_chances(n: int, seed: int) -> list[JudgedHappenings]:
    """Answers on all kinds of pairs, as likely as the published weights have them."""
    dice = np.random.default_rng(seed)
    found = []
    for number in range(n):
        levels = {
            "days": str(dice.choice(["same", "overlapping", "neither says"])),
            "kind of harm": str(dice.choice(["same", "an attack and a killing"])),
            "perpetrators": NAMES[bool(dice.random() < 0.5)],
        }
        weight = weight_of({c: Level(level) for c, level in levels.items()}, NOWHERE)
        found.append(answer(number, levels, bool(dice.random() < 1 / (1 + 2**-weight))))
    return found


def moved(lesson: EventLesson, comparison: str, level: str) -> float:
    listed = {(one.comparison, one.level): one.moved for one in lesson.moved}
    return listed.get((comparison, level), 0.0)


def with_names_that_differ(n: int) -> list[JudgedHappenings]:
    """A press that gives rival names: incidents with different ones are one as often as not."""
    return [
        answer(number, {"days": "same", "perpetrators": "different names"}, number % 4 > 0)
        for number in range(n)
    ]


def test_few_answers_or_answers_of_one_kind_teach_nothing() -> None:
    assert not enough([True, False] * (ENOUGH // 2 - 1))
    assert not enough([True] * 100 + [False] * 2)
    assert enough([True] * (ENOUGH - 3) + [False] * 3)


def test_answers_move_the_level_that_they_speak_about_and_leave_the_others() -> None:
    lesson = learned([*with_names_that_differ(60), *drawn_by_the_published_chances(60, 3)], NOWHERE)
    assert lesson.loss_after < lesson.loss_before
    assert moved(lesson, "perpetrators", "different names") > 0.5
    assert abs(moved(lesson, "kind of harm", "an attack and a killing")) < 0.4


def test_the_more_answers_the_farther_they_move_a_level() -> None:
    lessons = [learned(with_names_that_differ(n), NOWHERE) for n in (24, 120)]
    few, many = (moved(lesson, "perpetrators", "different names") for lesson in lessons)
    assert 0 < few < many


@pytest.mark.parametrize("seed", range(5))
def test_answers_as_the_weights_have_them_move_little(seed: int) -> None:
    lesson = learned(drawn_by_the_published_chances(200, seed), NOWHERE)
    assert abs(lesson.of_all) < 0.7
    assert all(abs(one.moved) < 1.0 for one in lesson.moved)


def test_that_pairs_kept_apart_are_mostly_two_does_not_lower_all_odds() -> None:
    """Of the pairs that other pairs keep apart most are two, whatever they show themselves."""
    joined = [answer(n, {"days": "same", "kind of harm": "same"}, n % 4 > 0) for n in range(60)]
    apart = [
        answer(100 + n, {"days": "same", "kind of harm": "same"}, n % 8 == 0, joined=False)
        for n in range(60)
    ]
    lesson = learned([*joined, *apart], NOWHERE)
    whole = lesson.of_all + sum(one.moved for one in lesson.moved)
    assert abs(whole) < 0.5


def test_the_order_of_answers_changes_nothing() -> None:
    answers = with_names_that_differ(40) + drawn_by_the_published_chances(1, 0)
    assert learned(answers, NOWHERE) == learned(answers[::-1], NOWHERE)


ARDUN = place("Ardun", 40.0, 20.0)


def reports(n: int) -> list[Text]:
    """Two reports of each of so many days at one place, that name different perpetrators."""
    made = []
    for day in range(n):
        for name, who in (("a", "the Guard"), ("b", "the Front")):
            text = Text(f"{day:02}{name}", f"Report {day}{name}: {who} killed villagers.\n")
            text.act("killed", perpetrators=(text.mention(who, "armed_group", name=who),),
                     places=(ARDUN,), when=days(date(2031, 1, 1) + timedelta(9 * day)))  # fmt: skip
            made.append(text)
    return made


def answers_on(texts: Sequence[Text], kinds: Sequence[str]) -> tuple[Judgement, ...]:
    both = zip(texts[::2], texts[1::2], kinds, strict=False)
    return tuple(judged(kind, a.claims[0].id, b.claims[0].id) for a, b, kind in both)


def test_nothing_moves_where_nothing_was_judged() -> None:
    linked = link(material(*reports(5)))
    assert linked.event_lesson is None
    assert all(s.comparison != "judged pairs" for p in linked.event_pairs for s in p.steps)


def test_answers_on_some_reports_change_what_is_joined_of_others() -> None:
    texts = reports(40)
    last = [{text.claims[0].id for text in texts[at : at + 2]} for at in range(70, 80, 2)]

    def together(kinds: Sequence[str]) -> int:
        linked = link(material(*texts, judgements=answers_on(texts[:60], kinds)))
        return sum(any(both <= {*event.claims} for event in linked.events) for both in last)

    one = together(["same"] * 27 + ["different"] * 3)
    two = together(["different"] * 27 + ["same"] * 3)
    assert one > two


def test_steps_say_what_was_taught_and_add_up() -> None:
    texts = reports(30)
    kinds = ["different"] * 24 + ["same"] * 4
    linked = link(material(*texts, judgements=answers_on(texts, kinds)))
    assert linked.event_lesson is not None
    assert not linked.event_lesson.taught_nothing
    for pair in linked.event_pairs:
        assert any(step.comparison == "judged pairs" for step in pair.steps)
        assert sum(step.weight for step in pair.steps) == pytest.approx(pair.match_weight)


def test_a_lesson_taken_back_leaves_nothing_behind() -> None:
    texts = reports(30)
    before = link(material(*texts))
    link(material(*texts, judgements=answers_on(texts, ["different"] * 24 + ["same"] * 4)))
    assert link(material(*texts)) == before


def test_answers_hold_whatever_they_teach_and_a_far_report_moves_no_identifier() -> None:
    texts = reports(30)
    kinds = [("different", "same", "different", "different")[n % 4] for n in range(30)]
    answers = answers_on(texts, kinds)
    linked = link(material(*texts, judgements=answers))
    assert linked.event_lesson is not None
    event_of = {claim: event.id for event in linked.events for claim in event.claims}
    for judgement in answers:
        together = event_of[judgement.target] == event_of[judgement.other or ""]
        assert together == (judgement.kind == "same")
    far = Text("far", "Report far: soldiers shelled a market.\n")
    far.act("shelled", "attack", places=(place("Velis", 44.0, 28.0),), when=days(date(2033, 5, 1)))
    again = link(material(*texts, far, judgements=answers))
    assert {event.id for event in linked.events} <= {event.id for event in again.events}
