"""How much of a table one page shows."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.windows import LINES, LONGEST, line_cuts

TABLES = st.lists(st.text(st.characters(exclude_characters="\n"), max_size=30), max_size=120).map(
    lambda lines: "".join(f"{line}\n" for line in lines)
)


@given(TABLES)
def test_the_windows_of_a_table_cover_it_once(text: str) -> None:
    cuts = line_cuts(text)
    assert cuts[0] == 0
    assert cuts[-1] == len(text)
    assert cuts == sorted(cuts)


@given(TABLES)
def test_a_window_holds_whole_lines_and_not_too_many(text: str) -> None:
    cuts = line_cuts(text)
    for start, end in pairwise(cuts):
        assert text[start:end].count("\n") <= LINES
        assert start == 0 or text[:start].endswith("\n")


def test_long_lines_make_a_window_shorter() -> None:
    text = ("x" * 1500 + "\n") * 10
    cuts = line_cuts(text)
    assert all(end - start <= LONGEST for start, end in pairwise(cuts))
