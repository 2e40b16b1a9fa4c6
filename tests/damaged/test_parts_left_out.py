"""What a file's text leaves out is told by whoever reads it, not only by the rendition."""

from pathlib import Path

from onrecord.model.source import Context
from onrecord.read.plain_text import decode
from onrecord.read.reader import read
from onrecord.read.rendition import render


def test_a_formula_and_a_ragged_row_are_among_the_reasons_of_reading():
    content = b'Name,Outcome\n"=HYPERLINK(1)",killed\nAra Sel,killed,and,more\n'
    rendition = render(content, capture="0" * 64, media_type="text/csv", name="list.csv")
    outcome = read(rendition, Context())
    assert [part.code for part in outcome.set_aside] == ["ragged", "formula", "unused-columns"]
    assert all(part.subject.startswith(rendition.id) for part in outcome.set_aside)


def test_lines_of_another_encoding_are_told():
    rows = "".join(f"Samir Khalil Darwish,{age},M,Tel Adan\n" for age in range(20, 44)).encode()
    arabic = "سمير خليل درويش,34,M,تل\n"
    mixed = decode(rows + arabic.encode("cp1256") + arabic.encode())
    assert [(part.code, part.reason[:8]) for part in mixed.set_aside] == [
        ("mixed-encodings", "1 lines ")
    ]
    assert decode(rows + arabic.encode()).set_aside == ()
    old = (Path(__file__).parent / "exhibits" / "arabic-cp1256.csv").read_bytes()
    assert decode(old).set_aside == ()
