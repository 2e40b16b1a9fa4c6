"""Weights that somebody saved: a decision with all that it rests on, in force until it is undone.

The lists are those of the benchmark with 400 records; fewer pairs than elsewhere are taken for
enough to learn from, so that they need not be more.
"""

import csv
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.errors import DecisionRefused
from onrecord.link.engine import training
from onrecord.model.canonical import canonical, digest
from onrecord.model.match_weights import MatchWeights
from onrecord.model.progress import silent
from onrecord.record.case import Case, create_case, open_case
from onrecord.record.decisions import decide
from onrecord.record.intake import add
from onrecord.record.ledger import chain_problems
from onrecord.record.linked_by import stored_linked_by
from onrecord.record.models import LedgerEntry, PairRow, ReceiptRow, RecordRow, SetAsideRow
from onrecord.record.run import record_digest, run
from onrecord.record.saved_weights import let_go, save_weights, saved_weights
from onrecord.record.verify import verify_case
from onrecord.record.weights_shown import weights_shown

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import COLUMNS as WRITTEN
from victim_lists import victim_lists


def written_lists(folder: Path) -> list[Path]:
    """One CSV file a list; the last one is for later."""
    made = victim_lists(400, 8)
    by_list: dict[str, list[dict[str, object]]] = {}
    for row in zip(*(made.columns[name] for name in WRITTEN), strict=True):
        said = dict(zip(WRITTEN, row, strict=True))
        by_list.setdefault(str(said["list"]), []).append(said)
    paths = []
    for name, rows in sorted(by_list.items()):
        path = folder / f"{name}.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["name", "age", "sex", "place", "date of death"])
            writer.writerows(
                [named(r), r["age"], r["sex"], r["place"], r["earliest"]] for r in rows
            )
        paths.append(path)
    return paths


def named(row: dict[str, object]) -> str:
    parts = (row[part] or "" for part in ("given_name", "father_name", "family_name"))
    return str(row["name"] or " ".join(map(str, parts)))


@pytest.fixture(scope="module", autouse=True)
def soon_enough() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "ENOUGH", 40)
        yield


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A case with all lists but one, which was run; and the one."""
    folder = tmp_path_factory.mktemp("weights")
    *first, later = written_lists(folder)
    case = create_case(folder / "case", title="Lists", country=None, by="tester")
    add(case, first, by="tester")
    run(case)
    return case.root, later


@pytest.fixture
def case(linked: tuple[Path, Path], tmp_path: Path) -> Case:
    return open_case(copied(linked[0], tmp_path / "case"))


def copied(root: Path, to: Path) -> Path:
    return Path(shutil.copytree(root, to))


def weights() -> MatchWeights:
    found = stored_linked_by()
    assert found is not None
    return found.weights


def chances() -> dict[str, tuple[float, str]]:
    return {row.id: (row.chance, row.verdict) for row in PairRow.objects.all()}


def test_a_decision_holds_the_weights_and_what_they_were_learned_from(case: Case) -> None:
    assert weights().learned
    made = save_weights(case, by="reviewer", because="before the third list")
    assert made.target == digest(weights())
    assert made.body["learned_from"]["records"] == RecordRow.objects.count()
    assert made.body["learned_from"]["code"] == ReceiptRow.objects.get(stage="link").code
    found = saved_weights()
    assert found is not None and canonical(found.weights) == canonical(weights())
    entry = LedgerEntry.objects.order_by("-seq").first()
    assert entry is not None and entry.kind == "decision.weights" and entry.by == "reviewer"
    assert not list(chain_problems())


def test_saving_moves_no_link_and_the_receipt_names_the_weights(case: Case) -> None:
    before, outputs = chances(), ReceiptRow.objects.get(stage="link").outputs
    made = save_weights(case, by="tester")
    run(case)
    receipt = ReceiptRow.objects.get(stage="link")
    assert chances() == before and receipt.outputs == outputs
    assert receipt.parameters == made.target == digest(weights())
    assert verify_case(case, progress=silent).holds


def test_undoing_it_restores_the_record_as_it_was(case: Case) -> None:
    before = record_digest()
    save_weights(case, by="tester")
    run(case)
    assert record_digest() != before
    let_go(case, by="tester")
    run(case)
    assert record_digest() == before and saved_weights() is None


def test_what_was_saved_first_is_in_force_again_when_what_came_after_is_undone(case: Case) -> None:
    first = save_weights(case, by="tester", because="one")
    other = MatchWeights(**{**{name: getattr(weights(), name) for name in
                               MatchWeights.__struct_fields__}, "threshold": 0.45})  # fmt: skip
    second = save_weights(case, by="tester", weights=other)
    run(case)
    assert weights() == other
    decide(case, "undo", second.id, by="tester")
    run(case)
    found = saved_weights()
    assert found is not None and found.decision.id == first.id and weights() == found.weights


def test_nothing_is_saved_twice_or_of_links_that_are_out_of_date(case: Case) -> None:
    save_weights(case, by="tester")
    with pytest.raises(DecisionRefused, match="already"):
        save_weights(case, by="tester")
    with pytest.raises(DecisionRefused, match="is not the digest"):
        decide(case, "weights", "0" * 64, by="tester")
    ReceiptRow.objects.filter(stage="link").update(current=False)
    with pytest.raises(DecisionRefused, match="run the case first"):
        save_weights(case, by="tester")


def test_weights_that_do_not_fit_are_refused(case: Case) -> None:
    strange = MatchWeights(
        share=(0.2, 0.3, 0.5), comparisons=(), learned=True, why_not=None, refused=False,
        untrained=(), threshold=0.5,
    )  # fmt: skip
    with pytest.raises(DecisionRefused, match="cannot be weighed"):
        save_weights(case, by="tester", weights=strange)


def test_a_new_list_moves_what_is_learned_and_not_what_was_saved(
    linked: tuple[Path, Path], tmp_path: Path
) -> None:
    root, later = linked
    kept, anew = (copied(root, tmp_path / name) for name in ("kept", "anew"))
    case = open_case(anew)
    before = weights()
    add(case, [later], by="tester")
    run(case)
    assert weights() != before
    case = open_case(kept)
    save_weights(case, by="tester")
    add(case, [later], by="tester")
    run(case)
    assert weights() == before
    assert not SetAsideRow.objects.filter(code="weights-do-not-fit").exists()
    assert "Saved on" in weights_shown().words[0]
