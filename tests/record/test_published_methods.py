"""What a published folder says of how its lists were linked, and what a stranger can check."""

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from onrecord.model.canonical import digest
from onrecord.publish.publish import MANIFEST, SUMS, WEIGHTS
from onrecord.record.audit_sample import draw_sample, newest_sample
from onrecord.record.case import Case, create_case, sole_writer
from onrecord.record.decisions import UnderWhat
from onrecord.record.intake import add
from onrecord.record.judging import judge
from onrecord.record.linkage_quality import linkage_quality
from onrecord.record.linked_by import stored_linked_by
from onrecord.record.publication import publish_case
from onrecord.record.run import run
from onrecord.record.saved_weights import save_weights
from onrecord.record.verify_published import verify_published

HEAD = "Name,Age,Place,Date of death"
GIVEN = (("Samir Khalil", "Sameer Khaleel"), ("Layla Hasan", "Leila Hassan"),
         ("Yusuf Anwar", "Yousef Anwar"), ("Omar Salim", "Omar Saleem"))  # fmt: skip
FAMILIES = (("Dagmushi", "Daghmushi"), ("Harbouqi", "Harbuqi"), ("Barmuti", "Barmouti"))


def listed(habit: int) -> str:
    """Twelve people of three families, killed on three days, in one way of writing names."""
    rows = [
        f"{given[habit]} {family[habit]},{20 + 9 * own + at},Marsa,2021-03-0{1 + at}"
        for at, family in enumerate(FAMILIES)
        for own, given in enumerate(GIVEN)
    ]
    return "\n".join([HEAD, *rows, ""])


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = create_case(tmp_path / "case", title="Two lists", country=None, by="tester")
    for name, text in (("clinic.csv", listed(0)), ("council.csv", listed(1))):
        (tmp_path / name).write_text(text)
    with sole_writer(made):
        add(made, [tmp_path / "clinic.csv", tmp_path / "council.csv"], by="tester")
        run(made)
    return made


def published(case: Case, to: Path) -> Path:
    run(case)
    publish_case(case, to, by="tester", include_unreviewed=True)
    return to


def problems(folder: Path) -> Iterator[str]:
    for check in verify_published(folder).checks:
        yield from check.problems


def test_where_nothing_was_judged_the_page_says_that_the_quality_is_not_known(
    case: Case, tmp_path: Path
) -> None:
    folder = published(case, tmp_path / "out")
    page = (folder / "methods.html").read_text()
    assert "No random sample of pairs has been judged" in page
    assert "Nobody has judged a pair of records." in page
    assert "24 records that name somebody" in page and "learned anew whenever" in page
    assert not list(problems(folder))


def test_the_paragraph_of_the_judged_sample_stands_in_the_folder_with_its_table(
    case: Case, tmp_path: Path
) -> None:
    draw_sample(case, n=12, seed=3, by="tester")
    found = newest_sample()
    assert found is not None
    decision, sample = found
    drawn = [pair for stratum in sample.strata for pair in stratum.drawn]
    for pair in drawn:
        verdict = "same" if pair.chance > 0.5 else "different"
        under = UnderWhat(sample=decision.id, asked=0.5, blind=True)
        judge(case, pair.left, pair.right, verdict, by="first", under=under)
        judge(case, pair.left, pair.right, verdict, by="second", under=under)
    folder = published(case, tmp_path / "out")
    page, told = (folder / "methods.html").read_text(), linkage_quality(case)
    assert told.quality is not None and told.paragraph.replace("'", "&#39;") in page
    assert "(precision)" in page and "Two judges gave the same answer" in page
    assert f"{len(drawn)} pairs of records were judged by 2 people" in page
    rows = [json.loads(row) for row in (folder / "data/audit.jsonl").read_text().splitlines()]
    assert sum(row["drawn"] for row in rows) == len(drawn)
    assert "It says nothing of pairs of records that were never compared" in page
    assert not list(problems(folder))


def test_the_weights_are_there_to_the_last_digit_and_saved_ones_are_named(
    case: Case, tmp_path: Path
) -> None:
    made = save_weights(case, by="tester")
    folder = published(case, tmp_path / "out")
    linked_by = stored_linked_by()
    assert linked_by is not None
    there = sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    assert there == digest(linked_by.weights) == made.target
    manifest = json.loads((folder / MANIFEST).read_bytes())
    assert (
        manifest["weights_saved_by"] == made.id and made.id in (folder / "methods.html").read_text()
    )
    rows = [json.loads(row) for row in (folder / "data/weights.jsonl").read_text().splitlines()]
    (exact,) = [row for row in rows if (row["comparison"], row["level"]) == ("sex", "same")]
    assert exact["m"] > 0.9 > exact["u"] and exact["weight"] > 0
    assert not list(problems(folder))


def test_other_weights_in_the_place_of_the_saved_ones_do_not_pass(
    case: Case, tmp_path: Path
) -> None:
    """Whoever changes them and every digest in the folder has still the receipt against them."""
    save_weights(case, by="tester")
    folder = published(case, tmp_path / "out")
    forged = (folder / WEIGHTS).read_bytes().replace(b'"learned":true', b'"learned":false')
    (folder / WEIGHTS).write_bytes(forged)
    manifest = json.loads((folder / MANIFEST).read_bytes())
    for entry in manifest["files"]:
        if entry["path"] == WEIGHTS:
            entry |= {"sha256": sha256(forged).hexdigest(), "size": len(forged)}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")
    sums = [f"{entry['sha256']}  {entry['path']}" for entry in manifest["files"]]
    sums.append(f"{sha256((folder / MANIFEST).read_bytes()).hexdigest()}  {MANIFEST}")
    (folder / SUMS).write_text("".join(f"{line}\n" for line in sums))
    (said,) = problems(folder)
    assert WEIGHTS in said and "receipt of linking" in said
