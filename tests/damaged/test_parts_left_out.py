"""What a file's text leaves out is told by whoever reads it, not only by the rendition."""

from onrecord.model.source import Context
from onrecord.read.reader import read
from onrecord.read.rendition import render


def test_a_formula_and_a_ragged_row_are_among_the_reasons_of_reading():
    content = b'Name,Outcome\n"=HYPERLINK(1)",killed\nAra Sel,killed,and,more\n'
    rendition = render(content, capture="0" * 64, media_type="text/csv", name="list.csv")
    outcome = read(rendition, Context())
    assert [part.code for part in outcome.set_aside] == ["ragged", "formula", "unused-columns"]
    assert all(part.subject.startswith(rendition.id) for part in outcome.set_aside)
