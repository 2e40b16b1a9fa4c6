"""Judgements of several people on one pair, and what is linked of them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import convert

from onrecord.errors import DecisionRefused
from onrecord.model.judgement import DecisionKind, Judgement
from onrecord.record import judging
from onrecord.record.audit_sample import (
    chances_to_be_drawn,
    draw_sample,
    drawn_sample,
    in_judging_order,
)
from onrecord.record.case import Case, create_case, sole_writer
from onrecord.record.decisions import Sample, decide
from onrecord.record.intake import add
from onrecord.record.judging import gathered, judge, link_again
from onrecord.record.models import PairRow, PersonRow, Tally
from onrecord.record.run import run

START = datetime(2031, 1, 1, tzinfo=UTC)
HEAD = "Name,Age,Place,Date of death"
GIVEN = (("Samir", "Sameer"), ("Layla", "Leila"), ("Yusuf", "Yousef"), ("Omar", "Amr"))
FAMILIES = (("Dagmushi", "Daghmushi"), ("Harbouqi", "Harbuqi"), ("Barmuti", "Barmouti"))


def listed(habit: int) -> str:
    """Twelve people of three families, killed on three days, in one way of writing names."""
    rows = [
        f"{given[habit]} {family[habit]},{30 + 4 * at + habit},Marsa,2021-03-0{1 + at}"
        for at, family in enumerate(FAMILIES)
        for given in GIVEN
    ]
    return "\n".join([HEAD, *rows, ""])


@pytest.fixture
def lists(tmp_path: Path) -> Case:
    case = create_case(tmp_path / "case", title="Two lists", country=None, by="tester")
    for name, text in (("clinic.csv", listed(0)), ("council.csv", listed(1))):
        (tmp_path / name).write_text(text)
    with sole_writer(case):
        add(case, [tmp_path / "clinic.csv", tmp_path / "council.csv"], by="tester")
        run(case)
    return case


def said(kind: DecisionKind, by: str, at: int, **body: Any) -> Judgement:
    return Judgement(
        id=f"decision-{at}", kind=kind, target="record-b", other="record-a", by=by,
        at=START + timedelta(minutes=at), body=body,
    )  # fmt: skip


def test_the_newest_verdict_of_each_judge_counts_and_the_newest_of_all_is_followed() -> None:
    made = [said("same", "amal", 1), said("different", "basil", 2), said("different", "amal", 3)]
    [judged] = gathered(made).values()
    assert (judged.left, judged.right) == ("record-a", "record-b")
    assert [(one.by, one.kind) for one in judged.verdicts] == [
        ("basil", "different"), ("amal", "different")
    ]  # fmt: skip
    assert not judged.disputed
    assert judged.newest.id == "decision-3"


def test_a_dispute_is_open_until_it_is_settled_and_again_when_somebody_answers_after() -> None:
    made = [said("same", "amal", 1), said("unsure", "basil", 2)]
    assert gathered(made)["record-a", "record-b"].disputed
    made.append(said("same", "amal", 3, settles=True))
    [judged] = gathered(made).values()
    assert not judged.disputed
    assert len(judged.verdicts) == 2, "what settles is no verdict of its own: kappa stays"
    made.append(said("different", "basil", 4))
    assert gathered(made)["record-a", "record-b"].disputed


def test_judgements_on_other_things_are_no_pairs() -> None:
    other = Judgement(id="d", kind="same", target="party-a", other="party-b", by="amal", at=START)
    assert gathered([other]) == {}


def test_a_judgement_that_is_made_while_the_case_is_linked_still_shows(
    lists: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run has gathered its judgements; one more comes, and the run writes its pairs over it."""
    row = PairRow.objects.filter(worth__gt=0)[0]
    before = PairRow.objects.filter(id=row.id).values()[0]

    def running(case: Case, **options: Any) -> None:
        run(case)
        judge(case, row.left_id, row.right_id, "unsure", by="amal")
        PairRow.objects.filter(id=row.id).update(**before)

    monkeypatch.setattr(judging, "run", running)
    assert link_again(lists)
    shown = PairRow.objects.get(id=row.id)
    assert (shown.verdict, shown.decided_by, shown.waits) == ("unsure", "judgement", False)
    assert Tally.objects.get(name="judging.since").value > 0


def test_a_case_that_is_too_large_is_left_to_the_run(
    lists: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = PairRow.objects.order_by("-chance")[0]
    judge(lists, row.left_id, row.right_id, "different", by="amal")
    n = PersonRow.objects.count()
    monkeypatch.setattr(judging, "INLINE", 3)
    assert not link_again(lists)
    assert PersonRow.objects.count() == n


def test_a_seed_draws_the_same_sample_again_and_another_one_another(lists: Case) -> None:
    made = draw_sample(lists, n=6, seed=5, by="amal")
    assert convert(made.body, Sample) == drawn_sample(n=6, seed=5)
    assert made.body["strata"] == draw_sample(lists, n=6, seed=5, by="basil").body["strata"]
    assert drawn_sample(n=6, seed=6) != drawn_sample(n=6, seed=5)
    assert all(len(stratum["drawn"]) <= stratum["size"] for stratum in made.body["strata"])


def test_every_pair_of_a_sample_is_asked_once_and_knows_how_likely_it_was_drawn(
    lists: Case,
) -> None:
    sample = drawn_sample(n=8, seed=1)
    pairs = in_judging_order(sample)
    assert len(set(pairs)) == len(pairs)
    chances = chances_to_be_drawn(sample)
    assert set(chances) == set(pairs)
    # Weighed by one over the chance, the drawn pairs stand for every pair that could be drawn.
    whole = sum(stratum.size for stratum in sample.strata)
    assert sum(1 / chance for chance in chances.values()) == pytest.approx(whole)


def test_no_sample_is_drawn_of_links_that_judgements_have_moved(lists: Case) -> None:
    row = PairRow.objects.order_by("-worth")[0]
    judge(lists, row.left_id, row.right_id, "same", by="amal")
    with pytest.raises(DecisionRefused, match="not linked as it is judged now"):
        draw_sample(lists, n=6, seed=5, by="amal")
    assert link_again(lists)
    draw_sample(lists, n=6, seed=5, by="amal")


def test_a_body_that_is_no_sample_is_refused(lists: Case) -> None:
    with pytest.raises(DecisionRefused, match="not a sample"):
        decide(lists, "sample", "0" * 64, by="amal", body={"seed": "no"})
    row = PairRow.objects.all()[0]
    with pytest.raises(DecisionRefused, match="made under"):
        decide(lists, "same", row.left_id, other=row.right_id, by="amal", body={"mood": "fine"})
