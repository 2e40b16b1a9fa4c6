"""The audit sample of pairs of claims: drawn, entered, judged, told and published."""

from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from msgspec import convert, to_builtins

from onrecord.cli.next_events import events_of_sample
from onrecord.errors import DecisionRefused
from onrecord.model.canonical import canonical
from onrecord.model.progress import silent
from onrecord.record.audit_sample import (
    LEAST,
    chances_to_be_drawn,
    draw_sample,
    drawn_sample,
    newest_sample,
    under_sample,
)
from onrecord.record.case import Case, sole_writer
from onrecord.record.decisions import Sample, decide, undo_last
from onrecord.record.frame_of_claims import frame_of_claims
from onrecord.record.intake import add
from onrecord.record.judging import judge, judged_pairs, link_again
from onrecord.record.judging_sheet import pairs_of_sample
from onrecord.record.linkage_quality import linkage_quality
from onrecord.record.models import ClaimRow, Decision, EventRow
from onrecord.record.publication import publish_case
from onrecord.record.run import run
from onrecord.record.verify import verify_case

WORDS = (
    "On {day} March 2031 gunmen killed {n} villagers in {town}.",
    "Gunmen killed {n} villagers in {town} on {day} March 2031, witnesses said.",
    "At least {n} villagers were killed in {town} on {day} March 2031.",
)
KILLINGS = (("Ardun", 4, 12), ("Ardun", 18, 30), ("Velis", 4, 7), ("Velis", 5, 9))


@pytest.fixture
def told(case: Case, tmp_path: Path) -> Case:
    """Four killings in two invented towns, each told by three reports."""
    folder = tmp_path / "reports"
    folder.mkdir()
    for at, (town, day, n) in enumerate(KILLINGS):
        for number, words in enumerate(WORDS):
            text = words.format(town=town, day=day, n=n)
            (folder / f"killing-{at}-{number}.txt").write_text(f"{text}\n")
    with sole_writer(case):
        add(case, [folder], by="tester")
        run(case)
    return case


def killing_of(claim: str) -> str:
    """Which killing a claim tells of: the name of its document says so."""
    return ClaimRow.objects.get(id=claim).document.name.rsplit("-", 1)[0]


def judge_all(case: Case, by: str) -> None:
    """Judge the whole sample by the truth."""
    found = newest_sample("events")
    assert found is not None
    decision, sample = found
    chances = chances_to_be_drawn(sample)
    for left, right in chances:
        verdict = "same" if killing_of(left) == killing_of(right) else "different"
        under = under_sample(decision.id, chances, (left, right), blind=True)
        judge(case, left, right, verdict, by=by, under=under)


def test_sizes_add_up_to_every_pair_of_claims_of_two_documents(told: Case) -> None:
    claims = ClaimRow.objects.filter(memberships__role="claim")
    of_document = Counter(claims.values_list("document_id", flat=True))
    n = sum(of_document.values())
    pairs = (n * n - sum(m * m for m in of_document.values())) // 2
    assert sum(stratum.size for stratum in frame_of_claims()) == pairs > 0


def test_a_seed_draws_the_same_pairs_again_and_the_ledger_holds_them(told: Case) -> None:
    made = draw_sample(told, n=30, seed=5, by="amal", of="events")
    assert convert(made.body, Sample) == drawn_sample(n=30, seed=5, of="events")
    assert drawn_sample(n=30, seed=6, of="events") != drawn_sample(n=30, seed=5, of="events")
    drawn = [pair for stratum in made.body["strata"] for pair in stratum["drawn"]]
    assert len({(pair["left"], pair["right"]) for pair in drawn}) == len(drawn)
    assert all(len(stratum["drawn"]) >= LEAST for stratum in made.body["strata"])
    assert not any(check.problems for check in verify_case(told, progress=silent).checks)


def test_every_pair_of_a_stratum_is_as_likely_to_be_drawn(told: Case) -> None:
    """Of 300 seeds: the share of a stratum that is drawn, within what chance allows."""
    often: Counter[tuple[str, str]] = Counter()
    for seed in range(300):
        sample = drawn_sample(n=40, seed=seed, of="events")
        often.update((d.left, d.right) for s in sample.strata for d in s.drawn)
    for stratum in sample.strata:
        share = len(stratum.drawn) / stratum.size
        expected = 300 * share
        spread = np.sqrt(300 * share * (1 - share))
        counts = [often[pair.left, pair.right] for pair in stratum.drawn]
        assert all(abs(count - expected) <= 4.5 * spread for count in counts), stratum.name


def test_a_sample_of_events_is_none_of_persons(told: Case) -> None:
    draw_sample(told, n=30, seed=5, by="amal", of="events")
    assert newest_sample() is None
    assert linkage_quality(told).sample is None
    assert "seed 5" in linkage_quality(told, "events").paragraph


def test_a_body_that_does_not_say_of_what_it_is_is_of_persons_and_stays_as_it_was(
    told: Case,
) -> None:
    strata = [{"name": "joined, below 0.9", "joined": True, "size": 1,
               "drawn": [{"left": "record-a", "right": "record-b", "chance": 0.8}]}]  # fmt: skip
    body: dict[str, Any] = {"seed": 3, "strata": strata}
    assert canonical(to_builtins(convert(body, Sample))) == canonical(body)
    before = decide(told, "sample", "0" * 64, by="amal", body=body)
    found = newest_sample()
    assert found is not None and found[0].id == before.id
    assert newest_sample("events") is None


def test_the_newest_sample_counts_and_an_undo_brings_back_the_one_before(told: Case) -> None:
    first = draw_sample(told, n=20, seed=1, by="amal", of="events")
    second = draw_sample(told, n=20, seed=2, by="amal", of="events")
    assert linkage_quality(told, "events").sample == second.id
    decide(told, "undo", second.id, by="amal")
    assert linkage_quality(told, "events").sample == first.id
    undo_last(told, first.target, by="amal")
    assert linkage_quality(told, "events").sample is None


def test_a_sample_judged_by_the_truth_tells_how_good_the_events_are(told: Case) -> None:
    draw_sample(told, n=60, seed=1, by="amal", of="events")
    judge_all(told, "amal")
    judge_all(told, "basil")
    known = linkage_quality(told, "events")
    assert known.quality is not None and known.quality.precision is not None
    assert known.of_all is not None and known.of_all.recall is not None
    event = {c: row.id for row in EventRow.objects.all() for c in row.event.claims}
    document = dict(ClaimRow.objects.values_list("id", "document_id"))
    pairs = [(a, b) for a in event for b in event if a < b and document[a] != document[b]]
    joined = {pair for pair in pairs if event[pair[0]] == event[pair[1]]}
    true = {pair for pair in pairs if killing_of(pair[0]) == killing_of(pair[1])}
    precision, recall = known.quality.precision, known.of_all.recall
    assert precision.lower <= len(joined & true) / len(joined) <= precision.upper
    assert recall.lower <= len(joined & true) / len(true) <= recall.upper
    assert "(precision)" in known.paragraph
    assert "Two judges gave the same answer" in known.paragraph
    assert known.agreements[0].kappa.agreement == 1.0
    assert sum(stratum.open for stratum in known.strata) == 0
    assert all(pair.left.startswith("claim-") for pair in judged_pairs(told, "events").values())


def test_what_was_said_of_a_pair_before_it_was_drawn_does_not_count(told: Case) -> None:
    draw_sample(told, n=20, seed=1, by="amal", of="events")
    found = newest_sample("events")
    assert found is not None
    for left, right in chances_to_be_drawn(found[1]):
        judge(told, left, right, "same", by="amal")
    known = linkage_quality(told, "events")
    assert known.quality is None
    assert sum(s.open for s in known.strata) == sum(s.drawn for s in known.strata)


def test_a_pair_of_which_a_side_was_read_anew_is_passed_over(told: Case) -> None:
    draw_sample(told, n=20, seed=1, by="amal", of="events")
    _, pairs = pairs_of_sample(told, "amal", "events")
    gone = pairs[0][0]
    ClaimRow.objects.filter(id=gone).delete()
    _, left = pairs_of_sample(told, "amal", "events")
    assert left == tuple(pair for pair in pairs if gone not in pair) != ()
    told_of = list(events_of_sample(told, 100, "amal"))
    assert [(one["left"]["id"], one["right"]["id"]) for one in told_of] == list(left)


def test_links_that_moved_since_the_draw_are_said_to_have_moved(told: Case) -> None:
    draw_sample(told, n=20, seed=1, by="amal", of="events")
    assert not linkage_quality(told, "events").moved
    claims = [row.event.claims[0] for row in EventRow.objects.order_by("id")[:2]]
    judge(told, claims[0], claims[1], "same", by="amal")
    with pytest.raises(DecisionRefused, match="not linked as it is judged now"):
        draw_sample(told, n=20, seed=2, by="amal", of="events")
    assert link_again(told)
    assert linkage_quality(told, "events").moved


def test_where_nothing_was_drawn_the_quality_is_said_not_to_be_known(told: Case) -> None:
    known = linkage_quality(told, "events")
    assert known.quality is None
    assert "it is not known how well" in known.paragraph


def test_a_case_without_reports_and_one_with_one_report_have_nothing_to_draw(
    case: Case, tmp_path: Path
) -> None:
    with sole_writer(case):
        run(case)
    with pytest.raises(DecisionRefused, match="no two documents that tell of an event"):
        draw_sample(case, n=20, seed=1, by="amal", of="events")
    (tmp_path / "alone.txt").write_text(WORDS[0].format(town="Ardun", day=4, n=12) + "\n")
    with sole_writer(case):
        add(case, [tmp_path / "alone.txt"], by="tester")
        run(case)
    with pytest.raises(DecisionRefused, match="no two documents that tell of an event"):
        draw_sample(case, n=20, seed=1, by="amal", of="events")
    assert not Decision.objects.exists()


def test_a_sample_of_too_few_is_refused(told: Case) -> None:
    with pytest.raises(DecisionRefused, match="draw 5 or more"):
        draw_sample(told, n=4, seed=1, by="amal", of="events")


def test_the_paragraph_is_published_with_its_table(told: Case, tmp_path: Path) -> None:
    draw_sample(told, n=30, seed=1, by="amal", of="events")
    judge_all(told, "amal")
    run(told)
    publish_case(told, tmp_path / "out", by="tester", include_unreviewed=True)
    page = (tmp_path / "out" / "methods.html").read_text()
    known = linkage_quality(told, "events")
    assert known.paragraph.replace("'", "&#39;") in page
    assert known.does_not_say[1] in page
    audit = (tmp_path / "out" / "data" / "audit.jsonl").read_text().splitlines()
    assert len(audit) == len(known.strata)
    assert all('"of":"events"' in row.replace(" ", "") for row in audit)
