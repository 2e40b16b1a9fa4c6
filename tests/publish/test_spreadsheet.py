"""Cells that a spreadsheet shows and does not run, and that give their words back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from onrecord.publish.spreadsheet import FORMULA_STARTS, csv_bytes, guarded, unguarded

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
ODD = st.sampled_from((*FORMULA_STARTS, "'", "''", "")).flatmap(
    lambda start: WORDS.map(lambda rest: start + rest)
)


@given(ODD)
def test_no_guarded_text_starts_like_a_formula(text):
    assert not guarded(text).startswith(FORMULA_STARTS)


@given(ODD)
def test_the_guard_can_always_be_taken_away(text):
    assert unguarded(guarded(text)) == text


@given(st.lists(ODD, min_size=1, max_size=5))
def test_a_csv_file_gives_every_text_back(texts):
    data = csv_bytes(["words"], [{"words": text} for text in texts])
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    # A row of one empty cell is written as "" and comes back as one empty cell.
    assert [unguarded(row[0]) if row else "" for row in read[1:]] == texts


def test_a_file_begins_with_a_byte_order_mark_so_that_arabic_names_open_as_written():
    assert csv_bytes(["name"], [{"name": "سلمى"}]).startswith(b"\xef\xbb\xbfname\r\n")


def test_a_negative_longitude_is_a_number_and_no_formula():
    assert csv_bytes(["x"], [{"x": -25.2}]).endswith(b"\r\n-25.2\r\n")


def test_what_nobody_says_is_an_empty_cell_and_no_is_no():
    data = csv_bytes(["a", "b", "c"], [{"a": None, "b": False, "c": ["=1", "x"]}])
    assert data.endswith(b"\r\n,false,'=1; x\r\n")
