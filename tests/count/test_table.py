"""Estimates from a table alone: lines for machines and a table for people."""

import json
import random
from pathlib import Path

import pytest

from onrecord.count.table import estimate_table
from onrecord.count.table_words import readable_table
from onrecord.errors import InputError, OnRecordError
from onrecord.stats.methods import METHODS

TABLES = Path(__file__).parents[1] / "golden" / "tables"
TWO = "A,B,count\n1,0,15\n0,1,10\n1,1,5\n"
THREE = "A,B,C,count\n1,0,0,60\n0,1,0,48\n0,0,1,44\n1,1,0,14\n1,0,1,11\n0,1,1,12\n1,1,1,4\n"
FIELDS = {
    "method", "kind", "median", "mean", "lower", "upper", "level", "n_documented", "diagnostics",
    "assumptions", "reason",
}  # fmt: skip


def test_every_line_has_the_promised_fields_and_is_plain_json():
    for text in (TWO, THREE, "A,B,count\n1,0,15\n0,1,10\n"):
        for line in estimate_table(text):
            assert set(line) >= FIELDS
            assert json.loads(json.dumps(line, allow_nan=False)) == line


def test_two_lists_have_the_methods_of_two_lists():
    lines = {line["method"]: line for line in estimate_table(TWO)}
    assert lines["lincoln-petersen"]["estimate"] == 60
    # (20 + 1)(15 + 1) / (5 + 1) - 1
    assert lines["chapman"]["estimate"] == 55
    assert "chapman" not in {line["method"] for line in estimate_table(THREE)}


def test_a_lower_bound_is_called_one():
    kinds = {line["method"]: line["kind"] for line in estimate_table(THREE)}
    assert kinds.pop("chao") == "lower bound"
    assert len(kinds) > 2
    assert set(kinds.values()) == {"estimated"}


def test_no_overlap_gives_reasons_and_no_numbers():
    for line in estimate_table("A,B,count\n1,0,15\n0,1,10\n"):
        assert line["reason"].startswith("No person is on two lists")
        assert (line["median"], line["lower"], line["upper"]) == (None, None, None)


def test_the_same_table_gives_the_same_bytes_in_any_order():
    other = "C,count,A,B\n0,60,1,0\n1,44,0,0\n0,48,0,1\n0,14,1,1\n1,4,1,1\n1,11,1,0\n1,12,0,1\n"
    assert json.dumps(estimate_table(other)) == json.dumps(estimate_table(THREE))


def test_strata_follow_the_whole_table_and_their_draws_are_added_up():
    strata = "place,A,B,count\n" + "".join(
        f"{place},{row}\n" for place in ("north", "south") for row in TWO.splitlines()[1:]
    )
    lines = estimate_table(strata, methods=["chapman"])
    added = {"place": "all, draws added up"}
    assert [line["stratum"] for line in lines] == [
        None, {"place": "north"}, {"place": "south"}, added,
    ]  # fmt: skip
    _, north, south, together = lines
    assert (north["estimate"], south["estimate"]) == (55, 55)
    # Independent errors do not all lie to one side: narrower than the sums of the ends.
    assert north["lower"] + south["lower"] < together["lower"]
    assert together["upper"] < north["upper"] + south["upper"]


def test_a_stratum_without_overlap_says_why_and_so_does_the_sum():
    text = "place,A,B,count\nnorth,1,0,15\nnorth,0,1,10\nnorth,1,1,5\nsouth,1,0,9\n"
    *_, south, together = estimate_table(text)
    assert south["stratum"] == {"place": "south"}
    assert "only one list ('A') holds anybody" in south["reason"]
    assert together["estimate"] is None
    assert "south" in together["reason"]


def test_people_without_a_stratum_get_one_many_times_and_nobody_is_left_out():
    rows = [f"{sex},{row}" for sex in ("f", "m") for row in TWO.splitlines()[1:]]
    text = "\n".join(["sex,A,B,count", *rows, "missing,1,0,6"])
    lines = estimate_table(text, methods=["chao"])
    assert [line["stratum"] for line in lines[1:-1]] == [{"sex": "f"}, {"sex": "m"}]
    together = lines[-1]
    assert together["n_documented"] == 66
    assert together["diagnostics"]["n_imputations"] == 20


def test_a_method_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="there is no method 'guess'"):
        estimate_table(TWO, methods=["guess"])
    with pytest.raises(InputError, match="between 0 and 1"):
        estimate_table(TWO, level=95)


def test_the_readable_table_shows_every_method_and_what_is_assumed():
    text = readable_table(estimate_table(TWO, methods=list(METHODS)))
    for method in METHODS:
        assert f"\n{method} " in text
    assert "What is assumed:" in text


def test_a_fragile_number_has_no_interval_and_says_why():
    text = (TABLES / "UKdat_5.csv").read_text(encoding="utf-8")
    [line] = estimate_table(text, methods=["decomposable-graphs"])
    assert line["status"] == "fragile"
    assert (line["lower"], line["upper"]) == (None, None)
    assert "should not be quoted" in line["paragraph"]
    assert "withheld: fragile" in readable_table([line])
    assert line["doubts"][0] in readable_table([line])


def people(n: int) -> str:
    """A person a row: in the north both lists reach many, in the south few."""
    rng = random.Random(9)
    rows = []
    for _ in range(n):
        place = rng.choice(["north", "south"])
        chance = 0.7 if place == "north" else 0.2
        on = [rng.random() < chance, rng.random() < chance]
        if any(on):
            rows.append(f"{int(on[0])},{int(on[1])},{place}")
    return "\n".join(["in_A,in_B,place", *rows])


def test_covariates_of_people_bring_the_doubly_robust_estimate():
    [line] = estimate_table(people(4000), covariates=["place"])
    [plain] = estimate_table(people(4000), methods=["chapman"])
    assert line["method"] == "doubly-robust"
    assert line["lower"] < 4000 < line["upper"]
    assert plain["upper"] < 4000  # who differs from place to place is missed by both lists


def test_a_covariate_that_there_is_not_is_refused_by_name():
    with pytest.raises(OnRecordError, match="height"):
        estimate_table(people(200), covariates=["height"])


def test_the_estimate_is_told_without_each_list_in_turn():
    [line] = estimate_table(THREE, methods=["recommended"])
    left = [row for row in line["sensitivity"] if row["what"] == "list left out"]
    assert [row["setting"] for row in left] == ["A", "B", "C"]
    [two] = estimate_table(TWO, methods=["recommended"])
    assert not [row for row in two["sensitivity"] if row["what"] == "list left out"]
