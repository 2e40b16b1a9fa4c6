"""A rendition is the text of the bytes, and its offsets count the characters that stand there."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime

import openpyxl
import pytest
from docx import Document
from fpdf import FPDF
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfWriter

from onrecord.errors import Unreadable
from onrecord.model.rendition import Rendition
from onrecord.read.docx import read_docx
from onrecord.read.plain_text import decode, first_lines
from onrecord.read.rendition import render

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _render(content: bytes, kind: str) -> Rendition:
    capture = hashlib.sha256(content).hexdigest()
    return render(content, capture=capture, media_type=kind, name="document")


def _headings(rendition: Rendition) -> dict[str, str]:
    return {heading.field: heading.text for heading in reversed(rendition.headings)}


# Plain text


def test_a_text_is_its_own_rendition():
    rendition = _render("Zo\u0308e said: no.\n".encode(), "text/plain")
    assert rendition.text == "Zo\u0308e said: no.\n"  # the form of its letters is not changed
    assert (rendition.extractor, rendition.shape) == ("plain-text", "prose")


def test_the_name_of_a_file_is_no_part_of_its_rendition():
    content = b"Nobody answered."
    capture = hashlib.sha256(content).hexdigest()
    first = render(content, capture=capture, media_type="text/plain", name="a.txt")
    assert first == render(content, capture=capture, media_type="text/plain", name="b.txt")


def test_another_text_of_the_same_bytes_is_another_rendition():
    content = b"a,b\n1,2\n"
    assert _render(content, "text/plain").id != _render(content, "text/csv").id


@given(text=st.text(alphabet=st.characters(blacklist_categories=["Cs", "Cc"])))
def test_utf_8_text_comes_back_letter_by_letter(text: str):
    shown = "".join("\n" if c in "\u2028\u2029" else c for c in text)
    assert decode(text.encode()).text == shown.removeprefix("\ufeff")


@given(text=st.text(alphabet="أبتثجحخدذرزسشصضطظعغفقكلمنهوي ", min_size=40))
def test_utf_16_with_its_mark_comes_back_letter_by_letter(text: str):
    for encoding in ("utf-16-le", "utf-16-be"):
        assert decode(("\ufeff" + text).encode(encoding)).text == text


@given(content=st.binary(max_size=300))
def test_any_bytes_become_text_or_are_refused(content: bytes):
    try:
        decoded = decode(content)
    except Unreadable as refused:
        assert refused.code == "undecodable"
        return
    decoded.text.encode("utf-8")
    assert not set(decoded.text) & {"\r", "\x00", "\x0b", "\x0c"}


@pytest.mark.parametrize("break_", ["\r\n", "\r", "\n", "\u2028", "\x0c"])
def test_line_breaks_of_every_kind_become_one(break_: str):
    assert decode(f"one{break_}two".encode()).text == "one\ntwo"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1256", "قال شاهد إن المسلحين دخلوا القرية يوم الجمعة وقتلوا عائلات بأكملها. "),
        ("cp1251", "Свидетель сказал, что вооружённые люди вошли в деревню в пятницу. "),
        ("cp1252", "Les témoins disent que l’armée a brûlé l’école à l’aube. "),
        ("cp1254", "Tanıklar silahlı kişilerin cuma günü köye girdiğini söyledi. "),
        ("cp1250", "Świadkowie mówią, że mężczyźni weszli do wsi w piątek i spalili szkołę. "),
    ],
)  # fmt: skip
def test_an_old_encoding_is_told_by_the_text_that_it_gives(encoding: str, text: str):
    assert decode((text * 3).encode(encoding)).text == text * 3


def test_the_title_and_the_dateline_are_read_from_the_first_lines():
    text = "Statement on the events in Sel Maran\n\nOst, 9 March 2021\n\nWe have been told."
    found = {h.field: (h.text, h.stated_in) for h in first_lines(text)}
    assert found == {
        "title": ("Statement on the events in Sel Maran", "first line"),
        "published": ("9 March 2021", "dateline"),
    }


@pytest.mark.parametrize(
    "line",
    ["20 September 2021, 07:00", "Ost (Lake Wire), 9 March 2021 – Nobody came.", "2021-03-09"],
)
def test_a_dateline_may_have_a_time_or_start_the_text(line: str):
    assert [h.field for h in first_lines(f"Coast news\n{line}\nNobody came.")] == [
        "title", "published",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "The gunmen came on Friday.\nNobody was warned.",
        "(Photo by a friend)\n\nSince Friday, people hide.",
        "Only one line",
        "On 9 March 2021 the gunmen came to Sel Maran and stayed.\nNobody was warned.",
    ],
)
def test_a_sentence_is_no_heading(text: str):
    assert first_lines(text) == ()


# Web pages

PAGE = """<!doctype html><html lang="en"><head><title>Road shut | The Herald</title>
<meta property="og:site_name" content="The Herald"><meta name="author" content="Mira Dun">
<meta property="article:published_time" content="2021-03-09T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav><article><h1>Road shut</h1>
<p>The road to Sel Maran has been shut since Friday, residents said, and nobody may pass.</p>
<p>\u202bلم يجب أحد\u202c, an elder told the Herald; the council did not answer our questions.</p>
</article><footer>Cookies and terms</footer><script>track()</script></body></html>"""


def test_a_page_is_read_without_its_menus_and_scripts():
    rendition = _render(PAGE.encode(), "text/html")
    assert "shut since Friday" in rendition.text
    assert "لم يجب أحد" in rendition.text
    assert not any(word in rendition.text for word in ("World", "Cookies", "track"))


def test_a_page_says_who_published_it_and_when():
    stated = _headings(_render(PAGE.encode(), "text/html"))
    assert stated["publisher"] == "The Herald"
    assert stated["speaker"] == "Mira Dun"
    assert stated["published"] == "2021-03-09"
    assert stated["language"] == "en"


def test_reading_a_page_does_not_depend_on_the_day():
    future = PAGE.replace("2021-03-09T08:00:00Z", "2087-01-01T00:00:00Z")
    assert _headings(_render(future.encode(), "text/html"))["published"] == "2087-01-01"


# PDF


def _pdf(*pages: str) -> bytes:
    document = FPDF()
    document.set_title("On the road")
    document.set_creation_date(datetime(2021, 3, 9, tzinfo=UTC))
    document.set_font("helvetica", size=12)
    for words in pages:
        document.add_page()
        document.multi_cell(0, text=words)
    return bytes(document.output())


def test_each_page_of_a_pdf_starts_where_it_says():
    rendition = _render(_pdf("First page.", "Second page.", "Third page."), "application/pdf")
    starts = rendition.pages
    assert [rendition.text[start:].split("\n")[0] for start in starts] == [
        "First page.", "Second page.", "Third page.",
    ]  # fmt: skip
    assert _headings(rendition)["title"] == "On the road"
    assert "published" not in _headings(rendition)


def test_pages_without_text_are_named_one_by_one():
    writer = PdfWriter()
    writer.append(io.BytesIO(_pdf("First page.")))
    writer.add_blank_page(200, 200)
    made = io.BytesIO()
    writer.write(made)
    rendition = _render(made.getvalue(), "application/pdf")
    assert [(s.subject, s.code) for s in rendition.set_aside] == [("page 2", "no-text")]


# Word


def _docx(document: object) -> bytes:
    made = io.BytesIO()
    document.save(made)  # type: ignore[attr-defined]
    return made.getvalue()


def test_a_word_document_is_read_in_its_order_tables_included():
    document = Document()
    document.core_properties.title = "Report"
    document.core_properties.author = "Lake Relief"
    document.add_paragraph("Before the table.")
    table = document.add_table(rows=2, cols=2)
    for n, words in enumerate(["Name", "Age", "Ara Sel", "34"]):
        table.cell(n // 2, n % 2).text = words
    document.add_paragraph("After the table.")
    rendition = _render(_docx(document), DOCX)
    assert rendition.text == "Before the table.\nName\tAge\nAra Sel\t34\nAfter the table."
    assert _headings(rendition)["title"] == "Report"


def _with_body(body: str) -> bytes:
    document = Document()
    document.add_paragraph("PLACE")
    marked = _docx(document)
    source = io.BytesIO(marked)
    made = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:r><w:t>PLACE</w:t></w:r>", body.encode())
            new.writestr(name, content)
    return made.getvalue()


def test_inserted_text_is_read_and_deleted_text_is_not_and_said_to_be():
    body = (
        "<w:r><w:t>They </w:t></w:r><w:del><w:r><w:delText>fled</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>were driven out</w:t></w:r></w:ins>"
    )
    found = read_docx(_with_body(body))
    assert found.text == "They were driven out"
    assert [s.code for s in found.set_aside] == ["deleted-text"]


# Photographs: see also tests/damaged/exhibits/camera.jpg


def test_language_and_direction_are_those_of_the_text():
    arabic = "قال شاهد إن المسلحين دخلوا القرية يوم الجمعة وقتلوا عائلات بأكملها"
    rendition = _render(arabic.encode(), "text/plain")
    assert (rendition.language, rendition.right_to_left) == ("ar", True)
    english = _render(b"The road has been shut since Friday, residents said.", "text/plain")
    assert (english.language, english.right_to_left) == ("en", False)
    assert _render(b"OK then", "text/plain").language is None


# Tables


def _cells(rendition: Rendition) -> dict[tuple[str, int, str], str]:
    return {
        (c.cell.sheet, c.cell.row, c.cell.column): rendition.text[c.start : c.end]
        for c in rendition.cells
    }


def test_every_cell_of_a_csv_is_a_passage():
    content = b'Name,Note\n"Sel, Ara","two\nlines\tand a tab"\nBina,\n'
    rendition = _render(content, "text/csv")
    assert rendition.text == "Name\tNote\nSel, Ara\ttwo lines and a tab\nBina\t"
    assert _cells(rendition)["table", 2, "Name"] == "Sel, Ara"
    assert _cells(rendition)["table", 3, "Note"] == ""


@given(
    rows=st.lists(
        st.lists(st.text(alphabet="ab ;,\t\n\"'=سل", max_size=8), min_size=1, max_size=4),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_cells_stand_where_they_say_whatever_is_in_them(rows: Sequence[Sequence[str]]):
    content = "\n".join(",".join('"' + c.replace('"', '""') + '"' for c in row) for row in rows)
    try:
        rendition = _render(content.encode(), "text/csv")
    except Unreadable as refused:
        assert refused.code == "empty"
        return
    lines = rendition.text.split("\n")
    for cell in rendition.cells:
        assert rendition.text[cell.start : cell.end] in lines[cell.cell.row - 1].split("\t")
    assert len({(c.cell.row, c.cell.column) for c in rendition.cells}) == len(rendition.cells)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(delimiter: str):
    content = "Name,Age,Place\nAra Sel,34,Tel Adan\nBina Tor,40,Ost\n".replace(",", delimiter)
    assert _cells(_render(content.encode(), "text/csv"))["table", 3, "Place"] == "Ost"


def test_a_decimal_comma_is_no_delimiter():
    content = b"Place;Latitude;Note\nOst;30,5;a, b\nSel;31,5;c\n"
    assert _cells(_render(content, "text/csv"))["table", 2, "Latitude"] == "30,5"


def _xlsx(**sheets: Sequence[Sequence[object]]) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def test_every_sheet_of_a_workbook_is_read():
    content = _xlsx(
        Killed=[["Name", "Age", "Date"], ["Ara Sel", 34.0, date(2021, 3, 7)]],
        Missing=[["Name", "Age"], ["Bina Tor", None], [], [None, 3.5]],
    )
    cells = _cells(_render(content, XLSX))
    assert cells["Killed", 2, "Age"] == "34"
    assert cells["Killed", 2, "Date"] == "2021-03-07"
    assert cells["Missing", 2, "Name"] == "Bina Tor"
    assert cells["Missing", 4, "Age"] == "3.5"


def test_two_header_rows_are_one_name_for_each_column():
    content = b"Victim,,Event,\nName,Age,Date,Age\nAra Sel,34,2021-03-07,1\n"
    columns = [c.cell.column for c in _render(content, "text/csv").cells[:4]]
    assert columns == ["Victim / Name", "Victim / Age", "Event / Date", "Event / Age"]


def test_columns_of_the_same_name_are_numbered_and_nameless_ones_lettered():
    content = b"Name,Name,,Age\nAra,Sel,x,34\n"
    columns = [c.cell.column for c in _render(content, "text/csv").cells[:4]]
    assert columns == ["Name", "Name (2)", "C", "Age"]


def test_a_table_without_a_header_has_lettered_columns():
    content = b"1,Ara Sel,34\n2,Bina Tor,40\n"
    columns = [c.cell.column for c in _render(content, "text/csv").cells[:3]]
    assert columns == ["A", "B", "C"]


def test_a_row_of_tags_below_the_names_belongs_to_the_header():
    content = b"Who?,,Where?\nMen,Women,Town\n#killed+m,#killed+f,#loc\n1,2,Ost\n"
    columns = [c.cell.column for c in _render(content, "text/csv").cells[:3]]
    assert columns == ["Who? / Men", "Who? / Women", "Where? / Town"]
