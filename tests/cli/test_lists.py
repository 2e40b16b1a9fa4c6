"""Lists on the command line: what their columns mean, whom they name, where it was."""

import json
from pathlib import Path

import pytest
from command_lists import COMMITTEE, HOSPITAL, onrecord, persons

LIST = (
    "Full name,Age,Taken from,Remarks\n"
    "Amal Dorrin,34,Orlan,seen by her sister\n"
    "Petar Kesh,19,Orlan,\n"
    "Total,2,,\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """A case with three lists, read."""
    folder = tmp_path / "folder"
    for name in ("north/list.csv", "south/list.csv", "hospital.csv"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(LIST if name.startswith("north") else HOSPITAL + f"{name},,,,\n")
    root = tmp_path / "case"
    onrecord("init", root)
    onrecord("add", root, folder)
    done = onrecord("run", root)
    assert done.returncode == 0, done.stderr
    return root


def test_columns_tells_what_each_means_and_why(case: Path) -> None:
    done = onrecord("columns", case, "north/list.csv")
    assert done.returncode == 0, done.stderr
    assert "A machine suggests this mapping; nobody has decided it." in done.stdout
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    told = {
        cells[1]: [c.strip() for c in cells[2:] if c.strip()] for cells in lines if len(cells) > 2
    }
    assert told["Full name"] == ["whole name", "Amal Dorrin; Petar Kesh"]
    assert told["Taken from"][0] == "not used"
    assert "'Taken from' is no name that we know" in done.stdout
    assert "row 4, adds others up: Total · 2" in done.stdout


def test_columns_tells_of_a_list_in_no_case_what_link_takes_back(tmp_path: Path) -> None:
    lists = tmp_path / "north.csv", tmp_path / "hospital.csv"
    lists[0].write_text(LIST)
    lists[1].write_text(HOSPITAL)
    shown = onrecord("columns", lists[0])
    assert "'Taken from' is no name that we know" in shown.stdout
    made = [json.loads(line) for line in onrecord("columns", *lists, "--json").stdout.splitlines()]
    assert [one["file"] for one in made] == ["north.csv", "hospital.csv"]
    made[0]["mappings"][0]["columns"]["Taken from"] = "place"
    made[0]["mappings"][0]["harm"] = "killing"
    file = tmp_path / "columns.json"
    file.write_text("".join(json.dumps(one) + "\n" for one in made))
    done = onrecord("link", *lists, "--columns", file)
    assert done.returncode == 0, done.stderr
    assert "Taken from → place of the event" in done.stderr
    assert (
        persons(lists[0], "--columns", _only(made[0], tmp_path))["Petar Kesh"]["harm"] == "killed"
    )
    elsewhere = onrecord("link", lists[1], "--columns", _only(made[0], tmp_path))
    assert elsewhere.returncode == 1
    assert "which is not one of the lists" in elsewhere.stderr


def _only(one: dict[str, object], folder: Path) -> Path:
    path = folder / "one.json"
    path.write_text(json.dumps(one, indent=1))
    return path


def test_a_file_is_chosen_by_the_end_of_its_name_and_an_ambiguous_one_is_told(case: Path) -> None:
    assert "hospital.csv  sha256" in onrecord("columns", case, "pital.csv").stdout
    several = onrecord("columns", case, "list.csv")
    assert several.returncode == 1
    assert "north/list.csv" in several.stderr
    assert "south/list.csv" in several.stderr
    assert "hospital.csv" not in several.stderr
    none = onrecord("columns", case, "elsewhere.csv")
    assert none.returncode == 1
    assert "no table whose name ends with 'elsewhere.csv'" in none.stderr
    assert "hospital.csv" in none.stderr


def test_the_mapping_is_printed_edited_decided_and_read_by(case: Path) -> None:
    body = json.loads(onrecord("columns", case, "north/list.csv", "--json").stdout)
    mapping = body["mappings"][0]
    mapping["columns"]["Taken from"] = "place"
    mapping["harm"] = "abduction"
    capture = onrecord("columns", case, "north/list.csv").stdout.split("sha256 ")[1][:64]
    decided = onrecord(
        "decide", case, "map_columns", capture, "--body", "-", "--because", "the title page",
        stdin=json.dumps(body),
    )  # fmt: skip
    assert decided.returncode == 0, decided.stderr
    assert "waits for" not in decided.stderr
    claims = onrecord("claims", case, "--document", "north/list.csv", "--kind", "act", "--json")
    acts = [json.loads(line) for line in claims.stdout.splitlines()]
    assert [act["act_type"] for act in acts] == ["abduction", "abduction"]
    again = onrecord("columns", case, "north/list.csv")
    assert "Decided by tester" in again.stdout
    assert "the title page" in again.stdout
    assert json.loads(onrecord("columns", case, "north/list.csv", "--json").stdout) == body


@pytest.fixture
def lists(tmp_path: Path) -> tuple[Path, Path]:
    hospital, committee = tmp_path / "hospital.csv", tmp_path / "committee.csv"
    hospital.write_text(HOSPITAL)
    committee.write_text(COMMITTEE)
    return hospital, committee


def test_link_tells_the_gravest_harm_of_each_person(lists: tuple[Path, Path]) -> None:
    found = persons(*lists)
    assert {name: row["harm"] for name, row in found.items()} == {
        "Amal Dorrin": "killed", "Vesna Orm": "killed", "Tarek Lum": "killed",
    }  # fmt: skip
    assert (found["Amal Dorrin"]["in_hospital"], found["Amal Dorrin"]["in_committee"]) == ("1", "1")
    assert persons(lists[0])["Amal Dorrin"]["harm"] == "injured"


def test_a_list_that_calls_someone_injured_does_not_name_them_among_the_killed(
    lists: tuple[Path, Path],
) -> None:
    found = persons(*lists, "--harm", "killed")
    amal = found["Amal Dorrin"]
    assert (amal["in_hospital"], amal["in_committee"], amal["n_records"]) == ("0", "1", "1")
    assert set(found) == {"Amal Dorrin", "Vesna Orm", "Tarek Lum"}
    assert set(persons(*lists, "--harm", "injured")) == {"Amal Dorrin"}
    assert "1 records left out" in onrecord("link", *lists, "--harm", "killed").stderr


def test_nobody_is_linked_under_a_harm_that_their_list_does_not_say(tmp_path: Path) -> None:
    silent = tmp_path / "silent.csv"
    silent.write_text("name,age\nAmal Dorrin,34\n")
    assert persons(silent)["Amal Dorrin"]["harm"] == ""
    assert persons(silent, "--harm", "killed") == {}
    assert "harm-not-said" in onrecord("link", silent).stderr


def test_read_knows_the_places_of_a_table_beside_the_file(tmp_path: Path) -> None:
    article = tmp_path / "list.csv"
    article.write_text("name,place,harm\nAmal Dorrin,Orlan,killed\n")

    def place() -> dict[str, object]:
        lines = onrecord("read", article, "--json").stdout.splitlines()
        made = [json.loads(line) for line in lines]
        return next(line["place"][0] for line in made if line["kind"] == "act")

    assert place()["gazetteer"] != "case"
    (tmp_path / "places.csv").write_text("name,kind,latitude,longitude\nOrlan,site,12.5,40.25\n")
    assert (place()["gazetteer"], place()["latitude"]) == ("case", 12.5)
    (tmp_path / "places.csv").write_text("place\nOrlan\n")
    done = onrecord("read", article)
    assert "not-a-places-table" in done.stderr
    assert done.returncode == 3


def test_link_compares_places_on_the_map_and_kin(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        "name,kind,latitude,longitude,within\n"
        "Orlan,region,12.5,40.25,\nSel Maran,settlement,12.6,40.3,Orlan\n"
    )
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(
        "name,village,governorate,date,fate,husband\n"
        "Amal Karim Dorrin,Sel Maran,Orlan,2031-03-07,killed,Tor Beshan\n"
    )
    other.write_text(
        "name,place,date,fate,kinship\n"
        "Amal Karim Dorrin,Orlan,2031-03-07,killed,wife of Tor Beshan\n"
    )
    (person,) = (json.loads(line) for line in
                 onrecord("link", one, other, "--json").stdout.splitlines())  # fmt: skip
    (reasons,) = person["reasons"]
    assert "one place lies within the other" in reasons
    assert "same kin named" in reasons
