"""onrecord link --keep and --onto: new records find their persons, and nobody else is moved."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.link_command import command
from onrecord.errors import DigestMismatch, InputError
from onrecord.record.kept_linkage import read_kept

HEADER = "name,age,sex,place,date,harm\n"
CLINIC = (
    "Samir Khalil Darwish,34,male,Orlan,2021-05-07,killed",
    "Layla Hasan Qabbar,12,female,Orlan,2021-05-07,killed",
    "Tariq Yusuf Melhem,51,male,Besh,2021-05-09,killed",
)
COUNCIL = (
    "Sameer Khalil Darwish,34,male,Orlan,2021-05-07,killed",
    "Huda Salim Nakhle,70,female,Deir,2021-06-01,killed",
)
LATER = (
    "سمير خليل درويش,34,male,Orlan,2021-05-07,killed",
    "Adam Musa Rahal,8,male,Besh,2021-05-09,killed",
    "unknown male,,male,Besh,2021-05-09,killed",
)


def written(folder: Path, name: str, rows: tuple[str, ...]) -> str:
    path = folder / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return str(path)


def link(*args: str) -> Result:
    return CliRunner().invoke(command, list(args))


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    lists = written(tmp_path, "clinic.csv", CLINIC), written(tmp_path, "council.csv", COUNCIL)
    result = link(*lists, "--keep", str(tmp_path / "kept.zip"), "--json")
    assert result.exit_code == 0, result.output
    (tmp_path / "persons.jsonl").write_text(result.stdout)
    return tmp_path / "kept.zip"


def persons(folder: Path) -> dict[str, list[str]]:
    lines = (folder / "persons.jsonl").read_text().splitlines()
    return {one["id"]: one["records"] for one in map(json.loads, lines)}


def test_each_new_record_is_told_with_its_person_and_the_others_stay(
    kept: Path, tmp_path: Path
) -> None:
    before = persons(tmp_path)
    later = written(tmp_path, "later.csv", LATER)
    result = link(later, "--onto", str(kept), "--keep", str(tmp_path / "next.zip"))
    samir, adam = rows(result)
    assert samir["person"] in before and len(before[samir["person"]]) == 2
    assert samir["n_records"] == "3" and samir["is_new"] == "False"
    assert float(samir["chance"]) > 0.9 and samir["list"] == "later"
    assert adam["person"] not in before and adam["is_new"] == "True" and adam["chance"] == ""
    assert "2 new records: 1 belong to persons of before, 1 to 1 new persons" in result.stderr
    assert "1 left open [names-nobody]" in result.stderr
    after = {one.id: list(one.records) for one in read_kept(tmp_path / "next.zip").persons}
    untouched = before.keys() - {samir["person"]}
    assert {p: after[p] for p in untouched} == {p: before[p] for p in untouched}


def test_what_was_kept_again_takes_further_records(kept: Path, tmp_path: Path) -> None:
    later, last = (
        written(tmp_path, name, (row,))
        for name, row in (("later.csv", LATER[1]), ("last.csv", LATER[1].replace("Adam", "Aadam")))
    )
    (first,) = rows(link(later, "--onto", str(kept), "--keep", str(kept)))
    (second,) = rows(link(last, "--onto", str(kept)))
    assert second["person"] == first["person"] and second["n_records"] == "2"
    again = link(later, "--onto", str(kept))
    assert isinstance(again.exception, InputError) and "is part of the linkage" in str(
        again.exception
    )


def changed(kept: Path, member: str, data: bytes) -> Path:
    """A copy of the file with one member replaced."""
    to = kept.with_name("changed.zip")
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == member else old.read(name))
    return to


def test_a_file_that_is_not_what_was_kept_is_refused_and_says_why(
    kept: Path, tmp_path: Path
) -> None:
    with pytest.raises(DigestMismatch, match=r"weights\.json has sha256"):
        read_kept(changed(kept, "weights.json", b"{}"))
    with pytest.raises(InputError, match="this version reads onrecord/kept-linkage/1"):
        read_kept(changed(kept, "kept.json", b'{"schema":"onrecord/kept-linkage/0"}'))
    (tmp_path / "text.zip").write_text("not a zip")
    with pytest.raises(InputError, match="not what onrecord link --keep wrote"):
        read_kept(tmp_path / "text.zip")
    with pytest.raises(InputError, match="no such file"):
        read_kept(tmp_path / "nowhere.zip")


def test_options_that_need_everything_linked_again_are_refused(kept: Path, tmp_path: Path) -> None:
    later = written(tmp_path, "later.csv", LATER)
    assert "--onto goes with" in link(later, "--onto", str(kept), "--harm", "killed").output
