"""Reading a table with one row a person."""

import numpy as np
import pytest

from onrecord.errors import MalformedTable
from onrecord.stats.people_table import read_people

TABLE = """in_A,in_B,age,sex,wave
1,0,31,m,1
1,1,28.5,f,2
0,1,,f,1
1,0,NA,,2
""" + "".join(f"1,0,{age},m,1\n" for age in range(40, 60))


def test_numbers_and_categories_are_told_apart_by_the_rule():
    people = read_people(TABLE)
    assert people.lists == ("A", "B")
    assert people.n_documented == 24
    assert people.covariates["age"].dtype.kind == "f"
    assert people.covariates["sex"].dtype.kind == "U"
    # Two different numbers are a code, not a size.
    assert set(people.covariates["wave"]) == {"1", "2"}


def test_a_missing_value_is_kept_as_missing():
    people = read_people(TABLE)
    assert np.isnan(people.covariates["age"]).sum() == 2
    assert (people.covariates["sex"] == "(missing)").sum() == 1


def test_the_order_of_rows_changes_nothing():
    head, *rows = TABLE.splitlines()
    turned = "\n".join([head, *reversed(rows)])
    assert read_people(turned).digest == read_people(TABLE).digest


def test_semicolons_and_a_byte_order_mark_are_read_too():
    assert read_people("\ufeff" + TABLE.replace(",", ";")).digest == read_people(TABLE).digest


def test_covariates_can_be_chosen():
    assert list(read_people(TABLE, covariates=["sex"]).covariates) == ["sex"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "holds nobody"),
        ("in_A,in_B\n", "holds nobody"),
        ("in_A,age\n1,3\n", "two or more are needed"),
        ("in_A,in_B\n1,1\n0,0\n", "row 3 is on no list"),
        ("in_A,in_B\n1,\n", "row 2, column 'in_B' holds nothing"),
        ("in_A,in_B\n1,maybe\n", "holds 'maybe'"),
        ("in_A,in_B,age\n1,0\n", "row 2 has 2 cells"),
        ("in_A,in_A\n1,0\n", "two columns are called 'in_A'"),
        ("in_A,in_B,name\n" + "".join(f"1,1,person {i}\n" for i in range(40)), "tells persons"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(text, words):
    with pytest.raises(MalformedTable, match=words):
        read_people(text)


def test_a_covariate_that_is_not_there_is_named():
    with pytest.raises(MalformedTable, match="no column of covariates is called 'height'"):
        read_people(TABLE, covariates=["height"])
