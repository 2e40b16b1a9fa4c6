"""said_of: the cells of a row by what their columns hold."""

import hashlib

from onrecord.read.mapping import suggest_mapping
from onrecord.read.rendition import render
from onrecord.read.said import said_of

LIST = """Dead of the lake
No,Name,Village,District,Remarks
1,Ara Sel,Tel Adan,North,seen
2,Bina Tor,Ost,North,
Total,2,,,
"""


def said() -> dict[int, dict[str, str]]:
    content = LIST.encode()
    capture = hashlib.sha256(content).hexdigest()
    rendition = render(content, capture=capture, media_type="text/csv", name="list")
    return said_of(rendition, suggest_mapping(rendition))


def test_a_cell_is_called_by_its_field_and_by_its_header_where_no_field_has_it_alone() -> None:
    assert said()[3] == {
        "row_number": "1", "name": "Ara Sel", "Village": "Tel Adan", "District": "North",
        "Remarks": "seen",
    }  # fmt: skip


def test_titles_headers_and_totals_are_no_rows() -> None:
    assert sorted(said()) == [3, 4]
