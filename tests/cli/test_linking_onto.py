"""onrecord link --keep and --onto: new records find their persons, and nobody else is moved."""

import csv
import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result
from msgspec import structs

from onrecord.cli.link_command import command
from onrecord.errors import DigestMismatch, InputError
from onrecord.link.engine.linkage import Compared, link_table
from onrecord.link.engine.table import table_of
from onrecord.model.party import Record
from onrecord.record.kept_linkage import read_kept
from onrecord.record.onto import settled_onto

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


@pytest.fixture(scope="module")
def linked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    lists = written(folder, "clinic.csv", CLINIC), written(folder, "council.csv", COUNCIL)
    result = link(*lists, "--keep", str(folder / "kept.zip"), "--json")
    assert result.exit_code == 0, result.output
    (folder / "persons.jsonl").write_text(result.stdout)
    return folder


@pytest.fixture
def kept(linked_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(linked_once, tmp_path, dirs_exist_ok=True) / "kept.zip"


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


def test_two_persons_of_before_are_not_made_one_by_a_record_that_fits_both(tmp_path: Path) -> None:
    """A list that holds nobody twice parts two records; a third one fits both."""
    twice = (CLINIC[0], COUNCIL[0])
    checked = written(tmp_path, "checked.csv", (*twice, *CLINIC[1:]))
    kept = str(tmp_path / "kept.zip")
    before = rows(link(checked, "--free-of-duplicates", "checked", "--keep", kept))
    assert len(before) == 4
    later = written(tmp_path, "later.csv", (CLINIC[0],))
    result = link(later, "--onto", kept, "--keep", kept)
    (belongs,) = rows(result)
    assert belongs["n_records"] == "2" and belongs["is_new"] == "False"
    assert len(read_kept(Path(kept)).persons) == 4


def test_who_joins_a_person_though_the_given_names_hardly_agree_is_in_doubt(tmp_path: Path) -> None:
    hasan, hussein = (
        f"{own} Samir Darwish,20,male,Orlan,2021-05-07,killed" for own in ("Hasan", "Hussein")
    )
    lists = [written(tmp_path, f"{at}.csv", (hasan, CLINIC[at])) for at in range(3)]
    kept = str(tmp_path / "kept.zip")
    link(*lists, "--keep", kept)
    (same,) = rows(link(written(tmp_path, "a.csv", (hasan,)), "--onto", kept))
    (other,) = rows(link(written(tmp_path, "b.csv", (hussein,)), "--onto", kept))
    assert same["person"] == other["person"] and float(other["chance"]) > 0.9
    assert (same["doubtful"], other["doubtful"]) == ("False", "True")


def test_new_records_between_two_persons_go_to_the_likelier_and_both_are_told() -> None:
    """The linkage made one of 0, 1 and the new 3, and parted 2 from 0; neither holds here."""
    old = np.array([0, 1, 0], np.int32)
    table = table_of([Record(id=f"record-{at}", rendition="a", list_name="a", row=at, claims=(),
                             name="Samir Khalil Darwish") for at in range(5)])  # fmt: skip
    found = structs.replace(
        link_table(table),
        compared=Compared(np.array([0, 1], np.int32), np.array([3, 3], np.int32), np.zeros(2, int)),
        same=np.array([0.7, 0.9]), cluster=np.array([0, 0, 2, 0, 4], np.int32),
    )  # fmt: skip
    cluster, between = settled_onto(old, found)
    assert cluster.tolist() == [0, 1, 0, 1, 4]
    assert between == [([0, 1], [3])]


# What hostile files do


def with_member(kept: Path, name: str, content: bytes) -> Path:
    """The kept file with another member, and the digest that fits it."""
    to = kept.with_name("hostile.zip")
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as new:
        members = {member: old.read(member) for member in old.namelist()} | {name: content}
        if name != "kept.json":
            head = json.loads(members["kept.json"])
            head["members"][name] = hashlib.sha256(content).hexdigest()
            members["kept.json"] = json.dumps(head).encode()
        for member, held in members.items():
            new.writestr(member, held)
    return to


def refused(path: Path) -> str:
    with pytest.raises(InputError) as error:
        read_kept(path).standing()
    assert str(path) in str(error.value)
    return str(error.value)


def test_a_bomb_is_not_unpacked(kept: Path) -> None:
    zeros = b"\n" * (90 << 20)
    assert "fill the memory" in refused(with_member(kept, "records.jsonl", zeros))
    assert "fill the memory" in refused(with_member(kept, "kept.json", zeros))


def test_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_read(kept: Path) -> None:
    bomb = with_member(kept, "records.jsonl", b"\n" * (90 << 20))
    held = bomb.read_bytes()
    bomb.write_bytes(held.replace((90 << 20).to_bytes(4, "little"), (900).to_bytes(4, "little")))
    refused(bomb)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("kept.json", b"[" * 100_000),
        ("records.jsonl", b'{"id": 1}\n'),
        ("weights.json", b"{}"),
        ("cluster.npy", b"not an array"),
    ],
)
def test_members_that_are_something_else_are_refused(kept: Path, name: str, content: bytes) -> None:
    assert "--keep" in refused(with_member(kept, name, content))


def test_an_array_that_says_that_it_is_larger_than_it_is_is_refused(kept: Path) -> None:
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        out, {"descr": "<i4", "fortran_order": False, "shape": (10**13,)}
    )
    assert "an array" in refused(with_member(kept, "cluster.npy", out.getvalue()))


@pytest.mark.parametrize("change", [{"earliest": "someday"}, {"age": 10**12}, {"oldest": -3}])
def test_records_with_impossible_dates_and_ages_are_refused(
    kept: Path, change: dict[str, object]
) -> None:
    with zipfile.ZipFile(kept) as file:
        first, *others = file.read("records.jsonl").splitlines()
    changed = json.dumps(json.loads(first) | change).encode()
    refused(with_member(kept, "records.jsonl", b"\n".join([changed, *others])))
