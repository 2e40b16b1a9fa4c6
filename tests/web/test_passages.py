"""A text cut where claims begin and end."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.passages import Covering, pieces, table_rows


@st.composite
def covered_texts(draw: st.DrawFn) -> tuple[str, int, list[Covering]]:
    text = draw(st.text(min_size=1, max_size=60))
    offset = draw(st.integers(0, 1000))
    claims = []
    for number in range(draw(st.integers(0, 6))):
        start = draw(st.integers(max(0, offset - 20), offset + len(text) + 5))
        end = start + draw(st.integers(1, 40))
        claims.append(Covering(f"claim-{number}", start, end, number + 1, "suggested"))
    return text, offset, claims


@given(covered_texts())
def test_the_pieces_joined_are_the_text(covered: tuple[str, int, list[Covering]]) -> None:
    text, offset, claims = covered
    assert "".join(piece.text for piece in pieces(text, offset, claims)) == text


@given(covered_texts())
def test_the_pieces_of_a_claim_are_its_words(covered: tuple[str, int, list[Covering]]) -> None:
    text, offset, claims = covered
    cut = list(pieces(text, offset, claims))
    for claim in claims:
        marked = "".join(piece.text for piece in cut if claim in piece.claims)
        assert marked == text[max(claim.start - offset, 0) : max(claim.end - offset, 0)]


@given(covered_texts())
def test_every_claim_in_sight_begins_once(covered: tuple[str, int, list[Covering]]) -> None:
    text, offset, claims = covered
    begun = [claim.id for piece in pieces(text, offset, claims) for claim in piece.begins]
    in_sight = [c.id for c in claims if c.start < offset + len(text) and c.end > offset]
    assert sorted(begun) == sorted(in_sight)


def test_of_claims_that_overlap_the_narrowest_marks_the_words() -> None:
    wide = Covering("wide", 0, 20, 1, "suggested")
    narrow = Covering("narrow", 5, 9, 2, "accepted")
    inside = next(
        p for p in pieces("the men were killed.", 0, [wide, narrow]) if narrow in p.claims
    )
    assert inside.ids == "narrow wide"
    assert inside.state == "accepted"


def test_cells_of_a_table_keep_their_places() -> None:
    text = "Name\tAge\nAmal\t7\n"
    claim = Covering("claim", 14, 15, 1, "suggested")
    rows = list(table_rows(text, 0, [claim], {0: 1, 9: 2}))
    assert [row.number for row in rows] == [1, 2]
    assert [[p.text for p in cell] for cell in rows[1].cells] == [["Amal"], ["7"]]
    assert rows[1].cells[1][0].ids == "claim"


def test_a_claim_over_a_whole_row_begins_once_and_marks_every_cell() -> None:
    text = "Amal\t7\tTel Orva\n"
    row = next(table_rows(text, 0, [Covering("row", 0, 15, 1, "suggested")], {}))
    assert [piece.ids for cell in row.cells for piece in cell] == ["row", "row", "row"]
    assert [len(piece.begins) for cell in row.cells for piece in cell] == [1, 0, 0]


def test_a_claim_that_begins_at_an_empty_cell_is_not_lost() -> None:
    row = next(table_rows("\t7\tTel Orva\n", 40, [Covering("row", 40, 50, 1, "suggested")], {}))
    assert [claim.id for cell in row.cells for piece in cell for claim in piece.begins] == ["row"]
