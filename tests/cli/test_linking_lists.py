"""onrecord link: lists in, persons out, told how; bad lists are told, set aside or handled."""

import csv
import io
import json
import signal
import subprocess
import sys
from pathlib import Path

import polars
import pytest
from command_lists import COMMITTEE, HOSPITAL
from command_lists import onrecord_here as onrecord

from onrecord.errors import ExtraMissing
from onrecord.record.list_tables import Rows, write_table


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    hospital, committee = tmp_path / "hospital.csv", tmp_path / "committee.csv"
    hospital.write_text(HOSPITAL)
    committee.write_text(COMMITTEE)
    return hospital, committee


def persons(*args: str | Path) -> dict[str, dict[str, str]]:
    done = onrecord("link", *args)
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def records(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return {f"{row['list']} {row['row']}": row for row in csv.DictReader(file)}


# What comes out


def test_a_row_a_record_says_whose_it_is_where_it_stands_and_how_likely(
    lists: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "out" / "records.csv"
    found = persons(*lists, "--records", out)
    rows = records(out)
    assert set(rows) == {"hospital 2", "hospital 3", "committee 2", "committee 3"}
    amal = rows["hospital 2"]
    assert amal["person"] == rows["committee 2"]["person"] == found["Amal Dorrin"]["person"]
    assert 0.5 < float(amal["chance"]) <= 1
    assert rows["hospital 3"]["chance"] == ""
    assert (amal["name"], amal["age"], amal["earliest"]) == ("Amal Dorrin", "34", "2021-05-07")
    assert json.loads(amal["cells"])["harm"] == "injured"


def test_tables_are_the_same_as_csv_json_lines_and_parquet(
    lists: tuple[Path, Path], tmp_path: Path
) -> None:
    made = [tmp_path / f"persons{ending}" for ending in (".csv", ".jsonl", ".parquet")]
    for path in made:
        assert onrecord("link", *lists, "--persons", path).stdout == ""
    lines = [json.loads(line) for line in made[1].read_text().splitlines()]
    assert polars.read_parquet(made[2]).to_dicts() == lines
    with made[0].open() as file:
        as_text = [{key: str(value) for key, value in row.items()} for row in lines]
        assert [
            {key: value or "" for key, value in row.items()} for row in csv.DictReader(file)
        ] == as_text
    assert lines[0].keys() >= {"person", "name", "in_hospital", "in_committee"}


def test_an_estimate_takes_the_persons_as_they_are(
    lists: tuple[Path, Path], tmp_path: Path
) -> None:
    onrecord("link", *lists, "--persons", tmp_path / "persons.csv")
    done = onrecord("estimate", tmp_path / "persons.csv", "--method", "chao")
    assert done.returncode == 0, done.stderr
    assert "chao" in done.stdout


def test_the_report_tells_blocking_weights_thresholds_and_quality(
    lists: tuple[Path, Path], tmp_path: Path
) -> None:
    onrecord("link", *lists, "--report", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["blocking"]["n_pairs"] == 6
    assert 1 <= report["blocking"]["n_candidates"] <= 6
    assert report["weights"]["learned"] is True
    assert "expected to be one person, so what is published counts" in report["weights"]["why_not"]
    given = [c for c in report["weights"]["comparisons"] if c["comparison"] == "given name"]
    assert [c["scripts"] for c in given] == ["both names in one script", "names in two scripts"]
    for one in report["weights"]["comparisons"]:
        assert sum(level["m"] for level in one["levels"]) == pytest.approx(1, abs=1e-3)
        assert sum(level["u"] for level in one["levels"]) == pytest.approx(1, abs=1e-3)
    assert report["quality"]["n_joined"] == 1
    assert 0.9 < report["quality"]["precision"] <= 1


def test_the_report_as_a_page_escapes_what_a_list_says(tmp_path: Path) -> None:
    evil = tmp_path / "<b>evil.csv"
    evil.write_text("name,harm,<script>\n<img src=x> Dorrin,killed,1\n")
    onrecord("link", evil, "--report", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text()
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "<img" not in page


def test_standard_input_is_a_list(lists: tuple[Path, Path]) -> None:
    done = onrecord("link", "-", lists[1], stdin=HOSPITAL)
    assert done.returncode == 0, done.stderr
    assert "in_committee,in_stdin" in done.stdout


def test_what_is_refused_is_refused_before_anything_is_read(
    lists: tuple[Path, Path], tmp_path: Path
) -> None:
    for wrong in (
        ("--persons", "persons.ods"), ("--report", "report.txt"), ("--release", "a"),
        ("--columns", "none.json"), ("--previous", "none.csv"), ("--free-of-duplicates", "none"),
    ):  # fmt: skip
        done = onrecord("link", *lists, *wrong)
        assert (done.returncode, done.stdout) == (1, "")
        assert "InputError" in done.stderr


def test_parquet_without_polars_names_the_way_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.frames.parquet.polars", None)
    table = Rows(columns=("a",), rows=((1,),))
    with pytest.raises(ExtraMissing, match=r"onrecord\[polars\]"):
        write_table(table, tmp_path / "a.parquet")
    assert list(tmp_path.iterdir()) == []


def test_the_order_of_lists_changes_nothing(lists: tuple[Path, Path]) -> None:
    assert onrecord("link", *lists).stdout == onrecord("link", *reversed(lists)).stdout


# Free of duplicates


def test_a_list_stated_to_be_free_of_duplicates_is_held_to_it_and_what_speaks_against_it_is_told(
    tmp_path: Path,
) -> None:
    twice = tmp_path / "twice.csv"
    row = "Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed"
    twice.write_text(f"name,age,sex,place,date,harm\n{row}\n{row}\n"
                     f"{row.replace('Samir', 'Sameer')}\n")  # fmt: skip
    assert len(onrecord("link", twice).stdout.splitlines()) == 2
    done = onrecord("link", twice, "--free-of-duplicates", "twice")
    assert len(done.stdout.splitlines()) == 4
    assert "rows 2 and 3 look like one person: the rows say the same" in done.stderr
    assert "rows 3 and 4 look like one person, chance" in done.stderr


# Bad lists


def told(tmp_path: Path, text: str, *options: str) -> tuple[list[str], str, int]:
    path = tmp_path / "list.csv"
    path.write_text(text)
    done = onrecord("link", path, *options)
    assert "Traceback" not in done.stderr
    return done.stdout.splitlines()[1:], done.stderr, done.returncode


def test_the_same_file_twice_is_one_list_and_it_is_told(lists: tuple[Path, Path]) -> None:
    copy = lists[0].with_name("copy.csv")
    copy.write_text(HOSPITAL)
    done = onrecord("link", lists[0], copy)
    assert done.returncode == 3
    assert "it holds the same bytes as" in done.stderr
    assert done.stdout.splitlines()[0].endswith(",in_hospital")


def test_two_lists_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for folder, text in (("north", HOSPITAL), ("south", COMMITTEE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "list.csv").write_text(text)
    done = onrecord("link", tmp_path / "north" / "list.csv", tmp_path / "south" / "list.csv")
    assert done.stdout.splitlines()[0].endswith(",in_north_list,in_south_list")


def test_a_list_and_its_copy_in_another_form_are_told_apart_by_their_endings(
    lists: tuple[Path, Path],
) -> None:
    other = lists[0].with_suffix(".tsv")
    other.write_text(COMMITTEE.replace(",", "\t"))
    header = onrecord("link", lists[0], other).stdout.splitlines()[0]
    assert header.endswith(",in_hospital_csv,in_hospital_tsv")


@pytest.mark.parametrize("text", ["", "name,age,harm\n"])
def test_an_empty_list_is_set_aside(tmp_path: Path, text: str) -> None:
    rows, stderr, code = told(tmp_path, text)
    assert (rows, code) == ([], 3)
    assert "list.csv" in stderr


def test_a_list_without_names_makes_nobody_and_it_is_told(tmp_path: Path) -> None:
    rows, stderr, _ = told(tmp_path, "age,sex,harm\n34,male,killed\n12,female,killed\n")
    assert rows == []
    assert "no-mapping" in stderr or "names-nobody" in stderr


def test_a_thousand_unknown_are_a_thousand_records_and_nobody(tmp_path: Path) -> None:
    rows, stderr, code = told(tmp_path, "name,harm\n" + "unknown male,killed\n" * 1000)
    assert (rows, code) == ([], 0)
    assert "1000 left open [names-nobody]" in stderr
    assert "1000 records, 0 persons" in stderr


def test_a_list_of_one_name_is_not_one_person(tmp_path: Path) -> None:
    rows, stderr, _ = told(tmp_path, "name,harm\n" + "Samir Khalil Darwish,killed\n" * 1000)
    assert len(rows) == 1000
    assert "1,000 records called 'Samir Khalil Darwish' that differ in nothing" in stderr
    assert "1 left open [too-many-alike]" in stderr


def test_one_identity_number_for_all_identifies_nobody(tmp_path: Path) -> None:
    names = ("Samir Khalil Darwish", "Layla Hasan Qabbar", "Tariq Yusuf Melhem",
             "Nadia Omar Zakkour", "Walid Rami Shahin", "Huda Salim Nakhle",
             "Adam Musa Rahal")  # fmt: skip
    text = "name,national id,harm\n" + "".join(f"{name},401237781,killed\n" for name in names)
    rows, _, _ = told(tmp_path, text)
    assert len(rows) == len(names)


def test_columns_that_were_exchanged_are_told_and_read_as_what_they_hold(tmp_path: Path) -> None:
    rows, stderr, _ = told(tmp_path, "name,age,sex,harm\n"
                           "Amal Dorrin,female,34,killed\nVesna Orm,female,7,killed\n"
                           "Tarek Lum,male,60,killed\n")  # fmt: skip
    assert len(rows) == 3
    assert "age → sex" in stderr
    assert "sex → age" in stderr


def test_marks_of_direction_change_nothing(tmp_path: Path) -> None:
    plain = "الاسم,العمر,الجنس,المكان,تاريخ الوفاة\nسمير خليل درويش,34,ذكر,اورلان,2021-05-07\n"
    marked = ",".join(f"\u202b{cell}\u202c" for cell in plain.split("\n")[1].split(","))
    (tmp_path / "plain.csv").write_text(plain)
    (tmp_path / "marked.csv").write_text(plain.split("\n")[0] + "\n" + marked + "\n")
    out = tmp_path / "records.csv"
    onrecord("link", tmp_path / "plain.csv", tmp_path / "marked.csv", "--records", out)
    one, other = records(out).values()
    assert one["person"] == other["person"] != ""
    for field in ("age", "sex", "earliest", "latest"):
        assert one[field] == other[field] != ""


# A new release, without a case

FIRST = "id,name,age,sex,place,date,harm\n" \
    "k1,Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed\n" \
    "k2,Layla Hasan Qabbar,12,female,Orlan,2021-05-07,killed\n" \
    "k3,Tariq Yusuf Melhem,51,male,Besh,2021-05-09,killed\n"  # fmt: skip
OTHER = "name,age,sex,place,date,harm\n" \
    "Sameer Khalil Darwish,34,male,Orlan,2021-05-07,killed\n"  # fmt: skip


def test_a_release_tells_what_changed_and_persons_stay_who_they_are(tmp_path: Path) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(FIRST)
    b.write_text(OTHER)
    before = persons(a, b, "--records", tmp_path / "r1.csv")
    again = tmp_path / "a2.csv"
    again.write_text(FIRST.replace("Qabbar,12", "Qabbar,13").replace(
        "k1,Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed\n", "")
        + "k4,Adam Musa Rahal,8,male,Orlan,2021-05-07,killed\n")  # fmt: skip
    options = ("--previous", tmp_path / "r1.csv", "--release", "a2=a")
    done = onrecord("link", again, b, *options, "--report", tmp_path / "r.json")
    assert done.returncode == 0, done.stderr
    assert "a2: 1 rows as they were, 1 changed, 1 added, 1 withdrawn, 0 back again" in done.stderr
    assert "row 2 (was 3): age “12” → “13”" in done.stderr
    now = persons(again, b, *options)
    assert now["Layla Hasan Qabbar"]["person"] == before["Layla Hasan Qabbar"]["person"]
    samir = next(row for name, row in before.items() if "Darwish" in name)["person"]
    assert now["Sameer Khalil Darwish"]["person"] == samir
    assert now["Adam Musa Rahal"]["person"] not in {row["person"] for row in before.values()}
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["releases"]["a2"]["withdrawn"][0]["said"]["name"] == "Samir Khalil Darwish"
    assert len(report["persons"]["added"]) == 1


@pytest.mark.parametrize("ending", [".csv", ".jsonl", ".parquet"])
def test_the_same_lists_again_change_nothing(tmp_path: Path, ending: str) -> None:
    a, b = tmp_path / "a.csv", tmp_path / "b.csv"
    a.write_text(FIRST)
    b.write_text(OTHER)
    kept = tmp_path / f"records{ending}"
    before = onrecord("link", a, b, "--records", kept).stdout
    a.write_text(FIRST + "\n")  # other bytes, the same rows
    assert onrecord("link", a, b, "--previous", kept).stdout == before


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.csv", HOSPITAL),
        ("binary.csv", "\udcff\udcfe"),
        ("lines.jsonl", "not json\n"),
        ("row.csv", "person,record,list,sheet,row,cells\np,r,a,t,second,{}\n"),
        ("cells.csv", "person,record,list,sheet,row,cells\np,r,a,t,2,{\n"),
    ],
)
def test_a_table_that_is_none_of_records_is_refused(
    lists: tuple[Path, Path], tmp_path: Path, name: str, text: str
) -> None:
    (tmp_path / name).write_text(text, errors="surrogateescape")
    done = onrecord("link", *lists, "--previous", tmp_path / name)
    assert done.returncode == 1
    assert "onrecord link --records wrote" in done.stderr


# What is stopped


@pytest.mark.parametrize("stage", ["read", "compare"])
def test_what_is_stopped_leaves_nothing_half_written(tmp_path: Path, stage: str) -> None:
    many = tmp_path / "many.csv"
    rows = "".join(
        f"{'Samir' if at % 2 else 'Huda'} {at:06} Darwish,{at % 70},Orlan\n" for at in range(20_000)
    )
    many.write_text("Name,Age,Place\n" + rows)
    out = tmp_path / "out"
    command = [sys.executable, "-m", "onrecord.cli", "link", many, "--persons", out / "p.csv",
               "--records", out / "r.csv"]  # fmt: skip
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr is not None
        for line in running.stderr:
            if line.startswith(stage):
                running.send_signal(signal.SIGINT)
                break
        told = running.stderr.read()
    assert running.returncode == 130, told
    assert "Stopped" in told
    assert not out.exists() or list(out.iterdir()) == []
