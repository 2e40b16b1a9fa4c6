"""onrecord weights: shown, written, saved, let go."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.weights_command import command
from onrecord.record.case import create_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run

LISTS = {
    "clinic.csv": "Name,Age,Place,Date of death\nSamir Dagmushi,31,Marsa,2021-03-04\n",
    "council.csv": "Name,Age,Place,Date of death\nSameer Daghmushi,33,Marsa,2021-03-04\n",
}


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = create_case(tmp_path / "case", title="Two lists", country=None, by="tester")
    for name, text in LISTS.items():
        (tmp_path / name).write_text(text)
    with sole_writer(made):
        add(made, [tmp_path / name for name in LISTS], by="tester")
        run(made)
    return made.root


def weights(case: Path, *args: str) -> Result:
    return CliRunner().invoke(command, [str(case), "--by", "tester", *args])


def test_weights_are_shown_by_comparison_and_saved_and_let_go(case: Path) -> None:
    told = weights(case).output
    assert "No weights are saved" in told and "given name (both names in one script)" in told
    saved = weights(case, "--save", "--because", "a third list comes").output
    assert "by tester because: a third list comes." in saved
    assert json.loads(weights(case, "--json").stdout)["saved"]["decision"]["kind"] == "weights"
    assert "No weights are saved" in weights(case, "--let-go").output


def test_written_weights_have_the_digest_that_is_told_and_are_taken_by_another_case(
    case: Path, tmp_path: Path
) -> None:
    out = tmp_path / "weights.json"
    told = weights(case, "--out", str(out)).output
    digest = sha256(out.read_bytes()).hexdigest()
    assert digest in told
    other = create_case(tmp_path / "other", title="Another", country=None, by="tester")
    assert digest in weights(other.root, "--take", str(out)).output
    out.write_text("{}")
    refused = weights(other.root, "--take", str(out))
    told = "not what onrecord weights --out and onrecord link --save-weights write"
    assert told in str(refused.exception)
