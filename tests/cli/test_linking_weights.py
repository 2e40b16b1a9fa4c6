"""onrecord link --save-weights and --weights: pairs are weighed again as they were before."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.cli.link_command import command
from onrecord.errors import InputError
from onrecord.record.weights_file import MOST, read_fitting_weights

HEADER = "name,age,sex,place,date,harm\n"
FAMILIES = ("Darwish", "Melhem", "Nakhle", "Rahal", "Qabbar", "Zakkour", "Dorrin", "Sabbagh")
GIVEN = ("Samir", "Tariq", "Adam", "Yusuf", "Khalil", "Omar", "Salim", "Hasan")
ROWS = [
    f"{given} {FAMILIES[(at * 3 + n) % 8]} {family},{20 + at},male,Orlan,2021-05-{n + 1:02}"
    for at, given in enumerate(GIVEN)
    for n, family in enumerate(FAMILIES)
]


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("lists")
    one, other = folder / "one.csv", folder / "other.csv"
    one.write_text(HEADER + "".join(f"{row},killed\n" for row in ROWS))
    other.write_text(HEADER + "".join(f"{row},killed\n" for row in ROWS[::2]))
    return str(one), str(other)


def link(*args: str) -> Result:
    return CliRunner().invoke(command, list(args))


@pytest.fixture(scope="module")
def saved(lists: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("saved") / "weights.json"
    done = link(*lists, "--save-weights", str(path), "--records", str(path.with_name("r.csv")))
    assert done.exit_code == 0, done.output
    return path


def chances(path: Path) -> dict[str, str]:
    return {row["record"]: row["chance"] for row in csv.DictReader(io.StringIO(path.read_text()))}


def test_by_the_weights_that_were_saved_all_chances_are_as_they_were(
    lists: tuple[str, str], saved: Path, tmp_path: Path
) -> None:
    records, report = tmp_path / "r.csv", tmp_path / "report.json"
    done = link(*lists, "--weights", str(saved), "--records", str(records),
                "--report", str(report))  # fmt: skip
    assert done.exit_code == 0, done.output
    assert chances(records) == chances(saved.with_name("r.csv"))
    assert "weights: those given" in done.stderr
    assert json.loads(report.read_text())["weights"]["given"] is True


def test_the_weights_weigh_and_nothing_is_learned(
    lists: tuple[str, str], saved: Path, tmp_path: Path
) -> None:
    """Weights by which ages never agree take away from every pair."""
    weights = json.loads(saved.read_text())
    (age,) = (one for one in weights["comparisons"] if one["comparison"] == "age")
    same = age["levels"].index("same")
    for group in age["shown"]:
        group[0] = [(0.999 - 0.001 * len(group[0])) if at != same else 0.001
                    for at in range(len(group[0]))]  # fmt: skip
        group[0] = [share / sum(group[0]) for share in group[0]]
    other = tmp_path / "other.json"
    other.write_text(json.dumps(weights))
    records = tmp_path / "r.csv"
    assert link(*lists, "--weights", str(other), "--records", str(records)).exit_code == 0
    before, now = chances(saved.with_name("r.csv")), chances(records)
    assert sum(float(now[record] or 0) for record in now) < 0.9 * sum(
        float(chance or 0) for chance in before.values()
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "not what onrecord weights"),
        (b"\xff\xfe{", "not what onrecord weights"),
        (b"[" * 100_000, "not what onrecord weights"),
        (b'{"share": [1e999]}', "not what onrecord weights"),
        (b'{"schema": "onrecord/match-weights/0"}', "not what onrecord weights"),
    ],
)
def test_a_file_that_holds_no_weights_is_refused_by_its_name(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "weights.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=why) as error:
        read_fitting_weights(path)
    assert str(path) in str(error.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"schema": "onrecord/match-weights/0"}, "this version reads"),
        ({"share": [0.5, 0.5]}, "shares that add up"),
        ({"threshold": 7.0}, "no chance from which to join"),
        ({"comparisons": []}, "compares otherwise"),
    ],
)
def test_weights_that_do_not_fit_are_refused_with_the_reason_and_the_way_out(
    saved: Path, tmp_path: Path, change: dict[str, object], why: str
) -> None:
    path = tmp_path / "changed.json"
    path.write_text(json.dumps(json.loads(saved.read_text()) | change))
    with pytest.raises(InputError, match=why) as error:
        read_fitting_weights(path)
    assert "--save-weights writes new ones" in str(error.value)


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    with path.open("wb") as file:
        file.truncate(MOST + 1)
    with pytest.raises(InputError, match="larger than"):
        read_fitting_weights(path)
    with pytest.raises(InputError, match="cannot be read"):
        read_fitting_weights(tmp_path / "nowhere.json")


def test_weights_are_no_part_of_linking_into_what_was_kept(
    lists: tuple[str, str], saved: Path
) -> None:
    done = link(lists[0], "--onto", "kept.zip", "--weights", str(saved))
    assert done.exit_code == 2
    assert "--onto goes with" in done.output
