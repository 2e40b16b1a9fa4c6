"""Tables as people hand them over, and what is said of those that cannot be used."""

import pytest

from onrecord.errors import MalformedTable
from onrecord.stats import (
    NotEstimable,
    chao_by_frequency,
    chao_lower_bound,
    from_cells,
    log_linear,
    read_table,
)

GOOD = "A,B,count\n1,0,30\n0,1,20\n1,1,10\n"


def refusal(text: str) -> str:
    with pytest.raises(MalformedTable) as caught:
        read_table(text)
    return str(caught.value)


def test_a_table_of_histories_is_read():
    table = read_table(GOOD).pooled
    assert (table.lists, table.n_documented, table.list_sizes) == (("A", "B"), 60, (40, 30))


def test_one_row_a_person_gives_the_same_table():
    people = "name,in_A,in_B\n" + "x,1,0\n" * 30 + "y,0,1\n" * 20 + "z,TRUE,true\n" * 10
    assert read_table(people).pooled.as_csv() == read_table(GOOD).pooled.as_csv()


def test_byte_order_mark_and_blank_lines_are_no_obstacle():
    assert read_table("\ufeff" + GOOD + "\n\n").pooled.digest == read_table(GOOD).pooled.digest


def test_semicolons_and_tabs_separate_cells_too():
    for separator in ";\t":
        other = GOOD.replace(",", separator)
        assert read_table(other).pooled.digest == read_table(GOOD).pooled.digest


def test_other_columns_are_strata_with_their_own_tables():
    table = read_table("place,A,B,count\nnorth,1,0,3\nnorth,1,1,2\nsouth,1,0,4\nsouth,0,1,5\n")
    assert table.stratum_columns == ("place",)
    north, south = table.strata
    assert north[0] == ("north",)
    assert south[1].n_documented == 9
    assert table.pooled.n_documented == 14


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("1,0,-3", "row 2 has the count -3; a count is 0 or more"),
        ("1,0,2.5", "row 2 has the count 2.5; people are whole numbers"),
        ("1,0,", "row 2 has no count"),
        ("1,0,NA", "row 2 has no count"),
        ("1,0,many", "row 2 has the count 'many'"),
        ("1,,3", "row 2, column 'B' holds nothing"),
        ("1,2,3", "row 2, column 'B' holds '2'"),
        ("0,0,7", "row 2 counts 7 people on no list"),
        ("1,0", "row 2 has 2 cells, the header has 3"),
        ("0,1,5", "rows 2 and 3 give the same history"),
        ("1,0,99999999999999999999", "more than 2**53"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_what_is_wrong(row, words):
    assert words in refusal(f"A,B,count\n{row}\n0,1,20\n1,1,10\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the table is empty"),
        ("A,B,count\n", "a header and no row"),
        ("A,count\n1,5\n", "the table has 1 list"),
        ("A,B\n1,0\n", "no column is called `count`"),
        ("A,A,count\n1,0,3\n1,1,3\n", "two lists are called 'A'"),
        ("A,B,count\n1,0,0\n1,1,0\n", "counts nobody"),
        ("A,B,count\n1,0,3\n", "only one list ('A') holds anybody"),
        ("in_A,in_B\n1,0\n0,0\n", "row 3 is on no list"),
        ("place,count\nnorth,3\n", "no column holds 0 and 1"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_with_the_way_out(text, words):
    assert words in refusal(text)


def test_a_list_that_holds_nobody_changes_no_estimate():
    with_empty = read_table("A,B,C,count\n1,0,0,30\n0,1,0,20\n1,1,0,10\n").pooled
    without = read_table(GOOD).pooled
    assert with_empty.empty_lists == ("C",)
    assert log_linear(with_empty) == log_linear(without)


def test_no_overlap_is_not_estimable_and_says_so():
    table = read_table("A,B,C,count\n1,0,0,30\n0,1,0,20\n0,0,1,9\n").pooled
    for method in (log_linear, chao_lower_bound, chao_by_frequency):
        result = method(table)
        assert isinstance(result, NotEstimable)
        assert result.reason.startswith("No person is on two lists")


def test_lists_with_the_same_people_are_taken_for_copies():
    table = read_table("A,B,C,count\n1,1,0,30\n0,0,1,20\n1,1,1,9\n").pooled
    result = log_linear(table)
    assert isinstance(result, NotEstimable)
    assert "A and B hold exactly the same people" in result.reason


def test_twenty_five_lists_have_a_bound_by_frequency_and_no_log_linear_model():
    lists = [f"L{number:02}" for number in range(25)]
    alone = [[i == j for j in range(25)] for i in range(25)]
    twice = [[j in (i, (i + 1) % 25) for j in range(25)] for i in range(25)]
    table = from_cells(lists, alone + twice, [20] * 25 + [4] * 25)
    refused = log_linear(table)
    assert isinstance(refused, NotEstimable)
    assert "25 lists" in refused.reason
    assert chao_by_frequency(table).estimate > table.n_documented


def test_one_huge_cell_is_still_an_estimate_or_a_reason():
    table = read_table("A,B,C,count\n1,0,0,9000000000\n0,1,0,5\n1,1,0,3\n0,0,1,4\n0,1,1,2\n").pooled
    for method in (log_linear, chao_lower_bound):
        result = method(table)
        assert isinstance(result, NotEstimable) or result.lower >= table.n_documented
