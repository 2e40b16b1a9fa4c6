"""Estimates without each list in turn."""

import pytest

from onrecord.stats import Estimated, Histories, NotEstimable, Variation, from_cells, log_linear
from onrecord.stats.leave_one_out import hangs_on_one_list, leave_one_list_out, without_list


def table(lists: str, **counts: int) -> Histories:
    """Histories written as the letters of the lists that hold the people."""
    return from_cells(lists, [[x in key for x in lists] for key in counts], list(counts.values()))


THREE = table("ABC", A=150, B=100, C=80, AB=50, AC=40, BC=30, ABC=20)


def test_a_list_left_out_takes_its_own_people_with_it_and_no_others():
    left = without_list(THREE, "C")
    assert isinstance(left, Histories)
    assert left.as_csv() == table("AB", A=190, B=130, AB=70).as_csv()


def test_each_list_has_a_row_that_is_the_estimate_without_it():
    rows = leave_one_list_out(THREE, log_linear)
    assert [row.setting for row in rows] == ["A", "B", "C"]
    alone = log_linear(table("AB", A=190, B=130, AB=70))
    assert isinstance(alone, Estimated)
    assert (rows[2].estimate, rows[2].lower, rows[2].upper) == (
        alone.estimate,
        alone.lower,
        alone.upper,
    )


def test_two_lists_cannot_spare_one():
    rows = leave_one_list_out(table("AB", A=5, B=4, AB=3), log_linear)
    assert [row.estimate for row in rows] == [None, None]
    assert rows[0].reason == "Without A one list is left: nothing overlaps with it."


def test_lists_that_do_not_overlap_without_one_say_so():
    rows = leave_one_list_out(table("ABC", A=50, B=40, C=30, AC=9, BC=8), log_linear)
    assert rows[2].estimate is None
    assert "No person is on two lists" in rows[2].reason


def test_a_list_that_holds_all_others_leaves_one_list():
    rows = leave_one_list_out(table("ABC", A=50, AB=4, AC=3, C=1), log_linear)
    assert rows[0].estimate is None
    assert rows[0].reason


def test_an_estimate_below_what_all_lists_document_is_called_too_low():
    crowded = table("ABC", A=10, B=10, AB=100, C=5000, BC=1)
    row = leave_one_list_out(crowded, log_linear)[2]
    assert row.estimate < crowded.n_documented
    assert "lies below the 5,121 people" in row.reason


def test_a_doubt_travels_with_its_row():
    def doubting(of: Histories):
        result = log_linear(of)
        assert isinstance(result, Estimated)
        return Estimated(
            **{
                **{name: getattr(result, name) for name in result.__dataclass_fields__},
                "doubts": ("The prior decides.",),
                "lower": None,
                "upper": None,
            }
        )

    row = leave_one_list_out(THREE, doubting)[0]
    assert (row.lower, row.reason) == (None, "The prior decides.")


def test_a_method_that_never_answers_gives_its_reason():
    def silent(of: Histories) -> NotEstimable:
        return NotEstimable(
            method="silent 1",
            kind="estimated",
            reason="It never does.",
            n_documented=of.n_documented,
            table=of.digest,
            assumptions=(),
        )

    assert {row.reason for row in leave_one_list_out(THREE, silent)} == {"It never does."}


def test_an_estimate_that_hangs_on_one_list_is_told():
    result = log_linear(THREE)
    assert isinstance(result, Estimated)
    far = Variation(what="list left out", setting="B", estimate=result.upper * 2)
    near = Variation(what="list left out", setting="C", estimate=result.estimate)
    assert "without B it is" in str(hangs_on_one_list(result, [near, far]))
    assert hangs_on_one_list(result, [near]) is None


def test_a_list_that_is_not_there_cannot_be_left_out():
    with pytest.raises(ValueError, match="no list is called 'Z'"):
        without_list(THREE, "Z")
