"""A file is what its content is, whatever it is called."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.preserve.media_type import DOCX, HEAD, XLSX, media_type, name_note


def _zip(*members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for member in members:
            package.writestr(member, "x")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"", "a.txt", "application/x-empty"),
        (b"Nobody answered.", "a", "text/plain"),
        ("لم يجب أحد".encode("cp1256"), "a.txt", "text/plain"),
        ("Nobody answered.\n".encode("utf-16-le"), "a.txt", "text/plain"),
        (b"name,age\n", "a.csv", "text/csv"),
        (b"name\tage\n", "a.tsv", "text/tab-separated-values"),
        (b"a;b;c\n" * 6, "export", "text/csv"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "a.txt", "text/html"),
        (b"<?xml version='1.0'?><html xmlns='x'>", "a", "text/html"),
        (b"<?xml version='1.0'?><rss>", "a", "application/xml"),
        (b"junk\n%PDF-1.4", "scan.doc", "application/pdf"),
        (b"\xff\xd8\xff\xe1", "a.png", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"II*\x00", "a", "image/tiff"),
        (b"\x00\x00\x00\x18ftypheic", "a.jpg", "image/heic"),
        (b"\x00\x00\x00\x18ftypmp42", "a", "video/mp4"),
        (b"WARC/1.0\r\n", "a", "application/warc"),
        (b'{"a": 1}', "a", "application/json"),
        (b"[1, 2]", "a", "application/json"),
        (b"[He left] and never came back.", "a.txt", "text/plain"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a.zip", DOCX),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "a", XLSX),
        (_zip("photo.jpg"), "a.docx", "application/zip"),
        (_zip("datapackage.json"), "a", "application/wacz"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "a.docx", "application/x-ole-storage"),
        (bytes(range(256)), "a.txt", "application/octet-stream"),
    ],
)
def test_the_kind_is_that_of_the_content(content: bytes, name: str, expected: str):
    assert media_type(content, name) == expected


def test_a_name_that_promises_something_else_is_noted():
    assert name_note("application/pdf", "report.docx") == (
        "the name 'report.docx' promises application/vnd.openxmlformats-officedocument."
        "wordprocessingml.document, the content is application/pdf"
    )
    assert name_note("text/plain", "notes.csv") is None
    assert name_note("application/pdf", "report") is None


@given(content=st.binary(max_size=400), name=st.text(max_size=20))
def test_any_bytes_have_a_kind(content: bytes, name: str):
    assert "/" in media_type(content[:HEAD], name)


@given(words=st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs"]), min_size=1))
def test_text_is_never_taken_for_a_binary_kind(words: str):
    kind = media_type(("said: " + words).encode(), "statement.txt")
    assert kind.startswith("text/")
