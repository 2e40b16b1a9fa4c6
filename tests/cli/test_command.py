"""The command, as a person types it: help, errors, exit codes, JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from onrecord.cli.group import COMMANDS, group, main

OVERLAPS = "A,B,count\n1,0,60\n0,1,40\n1,1,20\n"
ARTICLE = "Soldiers killed at least 12 villagers in Orlan on Friday, residents said.\n"


def onrecord(*args: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "onrecord.cli", *map(str, args)],
        input=stdin,
        capture_output=True,
        text=True,
        env=os.environ | {"ONRECORD_BY": "tester"},
    )


def lines(run: "subprocess.CompletedProcess[str]") -> list[dict[str, object]]:
    return [json.loads(line) for line in run.stdout.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "folder" / "article.txt"
    path.parent.mkdir()
    path.write_text(ARTICLE)
    return path


def test_help_names_every_command_and_the_exit_codes() -> None:
    shown = onrecord("--help").stdout
    assert all(name in shown for name in COMMANDS)
    assert "Exit codes" in shown


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches(name: str) -> None:
    shown = onrecord(name, "--help")
    assert shown.returncode == 0
    assert len(shown.stdout.splitlines()) > 5


def test_help_does_not_load_the_language_model() -> None:
    script = (
        "import sys\nfrom onrecord.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "assert 'spacy' not in sys.modules and 'django' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script, "--help"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_an_unknown_command_is_wrong_usage() -> None:
    assert onrecord("count-it-all").returncode == 2


def test_a_folder_without_a_case_is_told_with_the_way_out(tmp_path: Path) -> None:
    done = onrecord("run", tmp_path)
    assert done.returncode == 1
    assert "no case lies here" in done.stderr
    assert "onrecord init" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_whole_way_from_the_command_line(tmp_path: Path, article: Path) -> None:
    case, out = tmp_path / "case", tmp_path / "out"
    assert onrecord("init", case, "--title", "A case").returncode == 0
    assert onrecord("init", case).returncode == 1
    assert onrecord("add", case, article.parent).returncode == 0
    assert onrecord("run", case).returncode == 0
    again = onrecord("run", case)
    assert "Nothing to do" in again.stdout
    claims = lines(onrecord("claims", case, "--kind", "act", "--json"))
    assert claims[0]["state"] == "suggested"
    accept = onrecord("decide", case, "accept", str(claims[0]["id"]), "--because", "read twice")
    assert accept.returncode == 0, accept.stderr
    assert (
        lines(onrecord("claims", case, "--state", "accepted", "--json"))[0]["id"] == claims[0]["id"]
    )
    assert onrecord("verify", case).returncode == 0
    assert onrecord("publish", case, out).returncode == 0
    assert onrecord("verify", out).returncode == 0
    page = out / "index.html"
    page.write_text(page.read_text() + "<!-- -->")
    assert onrecord("verify", out).returncode == 4


def test_identity_numbers_and_addresses_leave_no_case(tmp_path: Path) -> None:
    case, out = tmp_path / "case", tmp_path / "out"
    (tmp_path / "list.csv").write_text(
        "name,age,date,place,outcome,identity number,home address\n"
        "Amal Dorrin,34,2021-05-07,Port Selm,killed,0412-77310,Harbour street 4\n"
        "Vesna Orm,7,2021-05-07,Port Selm,killed,0556-10442,Mill lane 12\n",
        encoding="utf-8",
    )
    onrecord("init", case)
    onrecord("add", case, tmp_path / "list.csv")
    assert onrecord("run", case).returncode == 0
    private = ("0412-77310", "0556-10442", "Harbour street", "Mill lane")
    inside = onrecord("claims", case, "--json").stdout
    assert all(words in inside for words in private)
    assert onrecord("publish", case, out, "--include-unreviewed").returncode == 0
    assert onrecord("verify", out).returncode == 0
    written = b"".join(
        zipped(path) if path.suffix == ".xlsx" else path.read_bytes()
        for path in out.rglob("*") if path.is_file()
    ).decode("utf-8", "replace")  # fmt: skip
    assert "Amal Dorrin" in written
    assert "[identity number withheld]" in written
    numbered = [line for line in inside.splitlines() if '"identity_number"' in line]
    claimed = [json.loads(line)["id"] for line in numbered]
    assert len(claimed) == 2
    assert not [claim for claim in claimed if claim in written]
    assert "[address withheld]" in written
    assert not [words for words in private if words in written]


def zipped(path: Path) -> bytes:
    with ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_what_was_set_aside_is_in_the_exit_code(tmp_path: Path, article: Path) -> None:
    (article.parent / "empty.pdf").write_bytes(b"")
    case = tmp_path / "case"
    onrecord("init", case)
    done = onrecord("add", case, article.parent)
    assert done.returncode == 3
    assert "empty.pdf" in done.stderr
    assert "article.txt" in done.stdout


def test_read_prints_json_lines_with_places_in_the_text(article: Path) -> None:
    done = onrecord("read", article, "--json")
    assert done.returncode == 0, done.stderr
    made = lines(done)
    assert made
    for line in made:
        assert ARTICLE[int(str(line["start"])) : int(str(line["end"]))] == line["text"]
        assert line["attribution"][0]["holder"] == "this document"  # type: ignore[index]


def test_read_takes_standard_input() -> None:
    done = onrecord("read", "-", "--json", stdin=ARTICLE)
    assert done.returncode == 0, done.stderr
    assert lines(done)


def test_estimate_prints_a_line_a_method(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text(OVERLAPS)
    made = lines(onrecord("estimate", table, "--json"))
    wanted = {"method", "kind", "median", "mean", "lower", "upper", "level", "n_documented",
              "diagnostics", "assumptions", "reason"}  # fmt: skip
    assert made
    assert all(wanted <= set(line) for line in made)
    assert all(line["n_documented"] == 120 for line in made)


def test_estimate_says_what_is_wrong_with_a_table(tmp_path: Path) -> None:
    done = onrecord("estimate", "-", stdin="A,B,count\n1,0,-3\n")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "-3" in done.stderr


def test_link_prints_one_row_a_person(tmp_path: Path) -> None:
    for name, written in (("a", "Amal Dorrin"), ("b", "AMAL DORRIN")):
        (tmp_path / f"{name}.csv").write_text(
            f"name,age,sex,place,date,harm\n{written},34,female,Orlan,2021-05-07,killed\n"
            f"Person {name} Unlike{name},7,male,Orlan,2021-05-07,killed\n"
        )
    done = onrecord("link", tmp_path / "a.csv", tmp_path / "b.csv")
    assert done.returncode == 0, done.stderr
    header, *rows = done.stdout.splitlines()
    assert header == "person,name,harm,n_records,doubtful,parted,joined,in_a,in_b"
    assert len(rows) == 3
    assert sum(row.endswith(",1,1") for row in rows) == 1


@pytest.mark.parametrize("cause", [KeyboardInterrupt, None])
def test_stopping_compiled_code_is_told_as_stopping(
    cause: type[BaseException] | None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def broken(**_: object) -> None:
        raise SystemError("returned a result with an exception set") from (cause and cause())

    monkeypatch.setattr(group, "main", broken)
    with pytest.raises(SystemExit if cause else SystemError) as end:
        main()
    if cause:
        assert end.value.code == 130
        assert capsys.readouterr().err.startswith("Stopped.")
