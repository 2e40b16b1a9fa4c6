"""Judging from the command line: the next pair, a sheet out and in, a sample, the quality."""

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from onrecord.record.case import create_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run

LISTS = {
    "clinic.csv": "Name,Age,Place,Date of death\nSamir Dagmushi,31,Marsa,2021-03-04\n"
    "Layla Harbouqi,19,Marsa,2021-03-05\nYusuf Barmuti,52,Tel Orva,2021-03-05\n",
    "council.csv": "Name,Age,Place,Date of death\nSameer Daghmushi,33,Marsa,2021-03-04\n"
    "Leila Harbouqi,21,Marsa,2021-03-06\nYousef Barmuti,52,Tel Orva,2021-03-05\n",
}


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judge")
    made = create_case(folder / "case", title="Two lists", country=None, by="tester")
    for name, text in LISTS.items():
        (folder / name).write_text(text)
    with sole_writer(made):
        add(made, [folder / name for name in LISTS], by="tester")
        run(made)
    return folder / "case"


def judge(case: Path, *args: str | Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "onrecord.cli", "judge", str(case), *map(str, args)],
        capture_output=True,
        text=True,
        env=os.environ | {"ONRECORD_BY": "tester"},
    )


def test_a_sheet_goes_out_comes_in_and_changes_what_comes_next(case: Path, tmp_path: Path) -> None:
    first = json.loads(judge(case, "--next", "--json", "--n", "1").stdout)
    assert {"left", "right", "compared", "chance", "steps", "worth"} <= first.keys()
    told = judge(case, "--next").stdout
    assert first["left"]["name"] in told and "Together the odds are" in told

    sheet = tmp_path / "pairs.xlsx"
    assert judge(case, "--out", sheet, "--n", "1").stdout.endswith("1 pairs to judge\n")
    assert "is there already" in judge(case, "--out", sheet).stderr
    book = openpyxl.load_workbook(sheet)
    book["pairs"]["B2"] = "samee"
    book.save(sheet)
    wrong = judge(case, "--in", sheet, "--by", "amal")
    assert wrong.returncode == 1
    assert "row 2: 'samee' is no answer; did you mean 'same'?" in wrong.stderr
    book["pairs"]["B2"] = "same"
    book.save(sheet)
    entered = json.loads(judge(case, "--in", sheet, "--by", "amal", "--json").stdout)
    assert entered == {"already": 0, "changed": 0, "empty": 0, "entered": 1, "linked": True}
    again = json.loads(judge(case, "--in", sheet, "--by", "amal", "--json").stdout)
    assert (again["entered"], again["already"]) == (0, 1)
    after = judge(case, "--next", "--json").stdout
    assert f'"id":"{first["left"]["id"]}"' not in after or first["right"]["id"] not in after


def test_a_sample_is_drawn_judged_and_told(case: Path, tmp_path: Path) -> None:
    assert "is not known" in judge(case, "--quality").stdout
    drawn = json.loads(judge(case, "--draw", "5", "--seed", "2", "--json").stdout)
    assert drawn["seed"] == 2
    sheet = tmp_path / "audit.xlsx"
    judge(case, "--out", sheet, "--audit")
    book = openpyxl.load_workbook(sheet)
    rows = range(2, book["pairs"].max_row + 1)
    for row in rows:
        book["pairs"].cell(row, 2, "same")
    book.save(sheet)
    entered = judge(case, "--in", sheet, "--by", "basil")
    assert entered.stdout.startswith(f"{len(rows)} answers entered")
    known = json.loads(judge(case, "--quality", "--json").stdout)
    assert known["sample"] == drawn["decision"]
    assert sum(stratum["open"] for stratum in known["strata"]) == drawn["drawn"] - len(rows)
    assert known["quality"]["precision"]["estimate"] > 0.5


def test_one_way_at_a_time(case: Path) -> None:
    assert judge(case).returncode == 2
    assert judge(case, "--next", "--quality").returncode == 2


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two killings in an invented town, each told by two reports."""
    folder = tmp_path_factory.mktemp("reports")
    for day in (4, 18):
        for number, words in enumerate(("Gunmen killed {} villagers", "Raiders shot dead {} men")):
            text = f"On {day} March 2031 {words.format(day + 3)} in Ardun.\n"
            (folder / f"report-{day}-{number}.txt").write_text(text)
    made = create_case(folder / "case", title="Reports", country=None, by="tester")
    with sole_writer(made):
        add(made, sorted(folder.glob("*.txt")), by="tester")
        run(made)
    return folder / "case"


def test_a_sample_of_events_is_drawn_judged_by_its_body_and_told(
    told: Path, tmp_path: Path
) -> None:
    assert "draw one: onrecord judge CASE --events --draw" in judge(
        told, "--events", "--audit", "--next"
    ).stderr  # fmt: skip
    assert "it is not known how well" in judge(told, "--events", "--quality").stdout
    drawn = json.loads(judge(told, "--events", "--draw", "5", "--seed", "2", "--json").stdout)
    lines = judge(told, "--events", "--audit", "--next", "--json").stdout.splitlines()
    pairs = [json.loads(line) for line in lines]
    assert len(pairs) == drawn["drawn"]
    first = pairs[0]
    assert first["left"]["words"] and "chance" not in first and "joined" not in first
    assert first["under"]["sample"] == drawn["decision"]
    assert first["left"]["words"] in judge(told, "--events", "--audit", "--next").stdout
    (tmp_path / "under.json").write_text(json.dumps(first["under"]))
    subprocess.run(
        [sys.executable, "-m", "onrecord.cli", "decide", str(told), "same", first["left"]["id"],
         first["right"]["id"], "--body", str(tmp_path / "under.json"), "--by", "amal"],
        check=True, capture_output=True,
    )  # fmt: skip
    known = json.loads(judge(told, "--events", "--quality", "--json").stdout)
    assert (known["of"], known["sample"]) == ("events", drawn["decision"])
    assert sum(stratum["same"] for stratum in known["strata"]) == 1
    assert json.loads(judge(told, "--quality", "--json").stdout)["sample"] is None


def test_events_go_on_no_sheet(told: Path, tmp_path: Path) -> None:
    refused = judge(told, "--events", "--out", tmp_path / "pairs.xlsx")
    assert refused.returncode == 2
    assert "judge events in the application" in refused.stderr


def test_the_pair_of_events_worth_most_is_printed_in_words(told: Path) -> None:
    printed = judge(told, "--events", "--next").stdout
    assert "“On 4 March 2031 Raiders shot dead 7 men in Ardun.” (report-4-1.txt)" in printed
    assert "  joined; chance of one event 0.8" in printed
