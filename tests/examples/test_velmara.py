"""The bundled case: its files are what its generator makes, and its selectors name its files."""

import csv
import importlib.util
import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from types import ModuleType
from zipfile import ZipFile

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
CASE = EXAMPLES / "velmara"
DOCUMENTS = CASE / "documents"
PROTECTED_NAME = "Idris Talmeran"


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_velmara", EXAMPLES / "make_velmara.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(name: str) -> list[dict[str, str]]:
    with (DOCUMENTS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def decisions() -> list[dict[str, object]]:
    return [json.loads(line) for line in (CASE / "decisions.jsonl").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    return dict(generator().documents())


def test_the_generator_gives_the_same_bytes_twice(made: dict[str, bytes]) -> None:
    assert generator().documents() == made


def test_the_committed_files_hold_what_the_generator_makes(made: dict[str, bytes]) -> None:
    for name, content in made.items():
        committed = DOCUMENTS / name
        if committed.suffix in {".docx", ".xlsx"}:  # zlib may differ; what is packed may not
            assert unpacked(committed.read_bytes()) == unpacked(content), name
        elif committed.suffix == ".pdf":
            assert committed.read_bytes() == content, name
        else:  # another libjpeg may choose other bytes; the size and the EXIF fields are ours
            assert committed.read_bytes()[:600] == content[:600], name


def unpacked(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as members:
        return {member: members.read(member) for member in members.namelist()}


def test_every_document_has_a_line_in_sources_csv_that_says_it_is_fictional() -> None:
    described = {row["file"]: row["note"] for row in rows("sources.csv")}
    present = {path.name for path in DOCUMENTS.iterdir()} - {"sources.csv", "places.csv"}
    assert set(described) == present
    assert all(note.startswith("Fictional.") for note in described.values())


def test_every_prose_document_says_itself_that_it_is_fictional() -> None:
    for path in DOCUMENTS.iterdir():
        if path.suffix in {".txt", ".html"}:
            text = path.read_text(encoding="utf-8")
            assert "Fictional document" in text or "وثيقة خيالية" in text, path.name


def test_the_name_of_the_protected_witness_stands_in_the_sealed_header_alone() -> None:
    holders = [row["file"] for row in rows("sources.csv") if PROTECTED_NAME in row.values()]
    assert holders == ["testimony-s07.docx"]
    for path in DOCUMENTS.iterdir():
        if path.name == "sources.csv":
            continue
        content = path.read_bytes()
        if path.suffix == ".docx":
            members = unpacked(content)
            named = [name for name, part in members.items() if PROTECTED_NAME.encode() in part]
            assert named == ["docProps/core.xml"]
        else:
            assert PROTECTED_NAME.encode() not in content, path.name


def test_places_lie_in_the_open_ocean() -> None:
    for place in rows("places.csv"):
        assert -31 < float(place["latitude"]) < -30, place["name"]
        assert -19 < float(place["longitude"]) < -18, place["name"]


def test_every_decision_has_a_reason_and_names_a_file_of_the_case() -> None:
    names = {path.name for path in DOCUMENTS.iterdir()}
    for decision in decisions():
        assert decision["because"]
        chosen = [decision["file"]] if "file" in decision else pair_of(decision)
        assert set(chosen) <= names


def pair_of(decision: dict[str, object]) -> list[object]:
    sides = [decision["left"], decision["right"]]
    return [side["file"] for side in sides if isinstance(side, dict)]


def test_the_demo_finds_everything_that_its_reviewer_decided(tmp_path: Path) -> None:
    made = subprocess.run(
        [Path(sys.executable).parent / "onrecord", "demo", str(tmp_path / "demo"), "--no-serve"],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert "InputError" not in made.stderr, made.stderr
    assert "decisions of a fictional reviewer" in made.stdout.replace("\n", " "), made.stderr
