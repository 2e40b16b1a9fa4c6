"""The way from files to figures: run, run again, decide, undo, protect. All documents fictional."""

import json
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from onrecord.errors import DecisionRefused, InputError
from onrecord.model.claim_line import grounded_values
from onrecord.record import refresh as refreshing
from onrecord.record.case import Case, open_case
from onrecord.record.decisions import decide, undo_last
from onrecord.record.intake import add
from onrecord.record.models import (
    Arrival,
    Capture,
    ClaimRow,
    DocumentRow,
    FigureRow,
    SetAsideRow,
    Tally,
)
from onrecord.record.refresh import refresh
from onrecord.record.renditions import whole_text
from onrecord.record.run import run, write_tallies
from onrecord.record.tally import tallies

ARTICLE = """Dozens killed in Orlan, residents say

At least 12 people were killed in Orlan on Friday, according to residents. Fighters of the Tavan
Brigade shot villagers in the market, a witness told the Northern Post.

The Ministry of Defence denied that its soldiers had killed civilians.
"""
LIST = "name,age,sex,place,date,harm\nAmal Dorrin,34,female,Orlan,2021-05-07,killed\n" \
       "Sami Dorrin,7,male,Orlan,2021-05-07,killed\n"  # fmt: skip
SOURCES = "file,title,publisher,published\narticle.txt,Dozens killed,The Morning Echo,2021-05-09\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    (made / "article.txt").write_text(ARTICLE, encoding="utf-8")
    (made / "list.csv").write_text(LIST, encoding="utf-8")
    (made / "sources.csv").write_text(SOURCES, encoding="utf-8")
    return made


@pytest.fixture
def filled(case: Case, folder: Path) -> Case:
    add(case, [folder], by="tester")
    run(case)
    return case


def _killed(event_too: bool = False) -> dict[str, tuple[float | None, ...]]:
    rows = FigureRow.objects.filter(basis="accepted", harm="killed")
    rows = rows if event_too else rows.filter(event=None)
    return {f.id: (f.value, f.lower, f.upper) for f in (row.figure for row in rows)}


def _toll() -> ClaimRow:
    return ClaimRow.objects.get(kind="toll", text__contains="At least 12")


def test_a_second_run_does_nothing_and_says_so(filled: Case) -> None:
    report = run(filled)
    assert report.did_nothing
    assert [stage.n_done for stage in report.stages] == [0] * 5


def test_a_fresh_run_ends_with_the_same_digest(filled: Case) -> None:
    before = run(filled).digest
    report = run(filled, fresh=True)
    assert not report.did_nothing
    assert report.digest == before


def test_the_same_bytes_twice_are_one_capture_with_two_receipts(filled: Case, folder: Path) -> None:
    captures = Capture.objects.count()
    report = add(filled, [folder], by="tester")
    assert report.n_new == 0
    assert Capture.objects.count() == captures
    assert Arrival.objects.count() == 2 * captures
    assert run(filled).did_nothing


def test_a_new_bibliography_reads_the_document_again(filled: Case, folder: Path) -> None:
    (folder / "sources.csv").write_text(SOURCES.replace("2021-05-09", "2021-06-20"))
    add(filled, [folder], by="tester")
    report = run(filled)
    assert report.stages[0].n_done == 1
    assert DocumentRow.objects.get(name="article.txt").published == "2021-06-20"


def test_every_claim_has_the_words_of_its_passage(filled: Case) -> None:
    rows = list(ClaimRow.objects.all())
    assert rows
    for row in rows:
        text = whole_text(row.document_id)
        for value in [row.claim, *grounded_values(row.claim)]:
            assert text[value.start : value.end] == value.text


def test_accepting_a_claim_moves_the_figure_and_undo_restores_it(filled: Case) -> None:
    before, toll = _killed(event_too=True), _toll()
    assert refresh(filled, decide(filled, "accept", toll.id, by="tester"))
    after = _killed(event_too=True)
    assert after != before
    assert any(lower == 12 for _, lower, _ in after.values())
    assert refresh(filled, undo_last(filled, toll.id, by="tester"))
    assert _killed(event_too=True) == before


def test_in_a_large_case_only_the_event_is_counted_again_with_the_same_result(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    toll = _toll()
    judgement = decide(filled, "accept", toll.id, by="tester")
    with monkeypatch.context() as large:
        large.setattr(refreshing, "INLINE", 0)
        assert not refresh(filled, judgement)
    quick = {f.id: f.body for f in FigureRow.objects.exclude(event=None)}
    run(filled)
    assert {f.id: f.body for f in FigureRow.objects.exclude(event=None)} == quick
    assert quick


def test_a_rejected_claim_is_counted_nowhere(filled: Case) -> None:
    toll = _toll()
    refresh(filled, decide(filled, "reject", toll.id, by="tester"))
    used = [i.id for row in FigureRow.objects.all() for i in row.figure.inputs if i.role == "used"]
    assert toll.id not in used
    assert ClaimRow.objects.get(id=toll.id).state == "rejected"


def test_an_amendment_must_be_in_the_words_of_the_source(filled: Case) -> None:
    toll = _toll()
    body = {"claim": {**_builtins(toll), "text": "At least 99 people"}}
    with pytest.raises(DecisionRefused, match="words of the source"):
        decide(filled, "amend", toll.id, by="tester", body=body)
    assert ClaimRow.objects.get(id=toll.id).state == "suggested"


def test_an_amendment_takes_the_place_of_the_claim_until_it_is_undone(filled: Case) -> None:
    toll = _toll()
    body = {"claim": {**_builtins(toll), "certainty": "alleged"}}
    refresh(filled, decide(filled, "amend", toll.id, by="tester", body=body))
    amended = ClaimRow.objects.get(supersedes=toll.id)
    assert (amended.state, amended.certainty) == ("accepted", "alleged")
    assert ClaimRow.objects.get(id=toll.id).state == "superseded"
    refresh(filled, undo_last(filled, toll.id, by="tester"))
    assert not ClaimRow.objects.filter(id=amended.id).exists()
    assert ClaimRow.objects.get(id=toll.id).state == "suggested"


def _builtins(row: ClaimRow) -> dict[str, object]:
    return dict(json.loads(row.body))


def test_decisions_survive_a_fresh_run(filled: Case) -> None:
    toll = _toll()
    refresh(filled, decide(filled, "accept", toll.id, by="tester"))
    before = _killed()
    run(filled, fresh=True)
    assert ClaimRow.objects.get(id=toll.id).state == "accepted"
    assert _killed() == before


def test_counts_on_pages_stay_in_step_with_decisions(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refreshing, "INLINE", 0)
    for kind, row in zip(("accept", "reject"), ClaimRow.objects.order_by("id")[:2], strict=True):
        refresh(filled, decide(filled, kind, row.id, by="tester"))
    kept = {name: value for name, value in tallies().items() if value}
    waiting = dict(DocumentRow.objects.values_list("id", "n_suggested"))
    Tally.objects.all().delete()
    write_tallies()
    assert {name: value for name, value in tallies().items() if value} == kept
    for document, n in waiting.items():
        assert n == ClaimRow.objects.filter(document=document, state="suggested").count()


def test_a_decision_about_nothing_is_refused_and_leaves_no_trace(filled: Case) -> None:
    before = tallies()["ledger"]
    for kind, target in (("accept", "claim-none"), ("undo", "decision-none"), ("same", "claim-x")):
        with pytest.raises(DecisionRefused):
            decide(filled, kind, target, by="tester")
    assert tallies()["ledger"] == before


def test_a_missing_path_adds_nothing(case: Case, folder: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        add(case, [folder, folder / "missing.txt"], by="tester")
    assert not Arrival.objects.exists()


def test_what_cannot_be_read_is_set_aside_and_the_rest_goes_on(case: Case, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    (folder / "empty.txt").write_bytes(b"")
    report = add(case, [folder], by="tester")
    assert [s.code for s in report.set_aside] == ["empty"]
    run(case)
    assert SetAsideRow.objects.filter(stage="read", subject="broken.pdf").exists()
    assert DocumentRow.objects.filter(name="article.txt").exists()


WITNESS = "Selin Marrakova"


@pytest.fixture
def protected(case: Case, folder: Path) -> Case:
    (folder / "testimony.txt").write_text(
        f"Testimony\n\nMy name is {WITNESS}. Soldiers killed my brother in Orlan on Friday. "
        "Marrakova is the name of my father.\n"
    )
    (folder / "other.txt").write_text(
        f"In Orlan a woman, {WITNESS}, said that soldiers killed him.\n"
    )
    (folder / "sources.csv").write_text(
        "file,title,speaker,published,protection,pseudonym\n"
        f"testimony.txt,Testimony 4,{WITNESS},2021-05-10,protected,Witness 4\n"
    )
    add(case, [folder], by="tester")
    run(case)
    return case


def test_a_protected_name_is_in_nothing_that_is_derived(protected: Case) -> None:
    path = connection.settings_dict["NAME"]
    with sqlite3.connect(path) as raw:
        tables = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "arrival"  # what was stated on arrival, which no page or export shows
        ]
        rows = [repr(row) for name in tables for row in raw.execute(f'SELECT * FROM "{name}"')]
    assert rows
    for word in WITNESS.split():
        leaks = [row for row in rows if word.lower() in row.lower()]
        # The family name alone is covered in the document of the witness, and the whole name
        # everywhere; no other document here uses a part of it.
        assert leaks == []
    assert WITNESS.lower() not in protected.mirror.read_text().lower()


def test_the_cover_keeps_every_offset(protected: Case) -> None:
    row = DocumentRow.objects.get(name="testimony.txt")
    text = whole_text(row.id)
    assert "█████ █████████" not in text  # the space between the parts is covered too
    assert "█" * len(WITNESS) in text
    assert row.speaker == "Witness 4"
    assert text.index("Soldiers killed") == len(f"Testimony\n\nMy name is {WITNESS}. ")


def test_a_decision_protects_a_source_that_nobody_had_protected(filled: Case, folder: Path) -> None:
    capture = DocumentRow.objects.get(name="article.txt").capture_id
    body = {"pseudonym": "a brigade", "names": ["Tavan Brigade"]}
    judgement = decide(filled, "protect", capture, by="tester", body=body)
    assert refresh(filled, judgement)  # a small case is read again at once
    document = DocumentRow.objects.get(name="article.txt")
    assert "Tavan" not in whole_text(document.id)
    assert run(filled).did_nothing


def test_a_large_case_leaves_what_has_to_be_read_again_to_the_next_run(
    filled: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.record.refresh.INLINE", 0)
    capture = DocumentRow.objects.get(name="article.txt").capture_id
    body = {"pseudonym": "a brigade", "names": ["Tavan Brigade"]}
    assert not refresh(filled, decide(filled, "protect", capture, by="tester", body=body))
    assert not run(filled).did_nothing


def test_readers_are_not_held_up_by_a_writer(filled: Case) -> None:
    path = connection.settings_dict["NAME"]
    writer = sqlite3.connect(path, isolation_level=None, timeout=1)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE tally SET value = value + 1000 WHERE name = 'claims'")
    try:
        open_case(filled.root)
        assert ClaimRow.objects.count() == tallies()["claims"]
    finally:
        writer.execute("ROLLBACK")
        writer.close()
