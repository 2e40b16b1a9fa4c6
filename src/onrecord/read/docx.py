"""The text of a Word document: paragraphs, tables, text boxes and notes, in reading order."""

import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import ElementTree

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Heading
from onrecord.read.extracted import Extracted, left_out
from onrecord.read.office_package import member, open_package

KIND = "Word document"
VERSION = "1"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CP = "{http://purl.org/dc/terms/}"
_SPOKEN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}
_SKIPPED = frozenset({"del", "moveFrom", "delText", "instrText", "pPr", "rPr", "sectPr"})
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))


def read_docx(data: bytes) -> Extracted:
    """One line a paragraph; a table is one line a row, cells between tabs; notes at the end.

    Text that somebody deleted under "track changes" is left out, and said to be; inserted text
    is read. Comments, headers and footers are set aside: they are not the document's own words.
    """
    with open_package(data, kind=KIND) as package:
        root = _xml(package, "word/document.xml")
        if root is None:
            raise Unreadable(
                "the Word document has no word/document.xml, where its text would be; it is "
                "damaged or no Word document: ask for it again",
                code="no-text",
            )
        lines = list(_lines(root))
        lines += [line for part, note in _NOTES for line in _notes(package, part, note)]
        notes = _left_out(package, root)
        headings = _headings(package)
    text = "\n".join(lines).strip("\n")
    if not text.strip():
        raise Unreadable(
            "the Word document holds no text (pictures only?); add a version with text",
            code="no-text",
        )
    return Extracted(
        text=text, extractor="docx", version=VERSION, headings=headings, set_aside=notes
    )


def _xml(package: zipfile.ZipFile, name: str) -> Element | None:
    content = member(package, name, kind=KIND)
    if content is None:
        return None
    try:
        root: Element = ElementTree.fromstring(content)
    except (ParseError, ValueError, LookupError) as error:
        raise Unreadable(
            f"the Word document is damaged in {name} ({error}); ask for it again", code="truncated"
        ) from error
    return root


def _tag(element: Element) -> str:
    return element.tag.removeprefix(W).removeprefix(W_STRICT).removeprefix(MC)


def _lines(element: Element) -> Iterator[str]:
    """The lines of everything below an element, in reading order."""
    for child in element:
        tag = _tag(child)
        if tag == "p":
            yield from _paragraph(child)
        elif tag == "tbl":
            yield from _table(child)
        elif tag not in _SKIPPED and tag != "Fallback":
            yield from _lines(child)


def _paragraph(paragraph: Element) -> Iterator[str]:
    """The paragraph's line, then the lines of the text boxes that hang on it."""
    boxes: list[Element] = []
    yield "".join(_runs(paragraph, boxes))
    for box in boxes:
        yield from _lines(box)


def _runs(element: Element, boxes: list[Element]) -> Iterator[str]:
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in _SPOKEN:
            yield _SPOKEN[tag]
        elif tag == "txbxContent":
            boxes.append(child)
        elif tag not in _SKIPPED and tag != "Fallback":
            yield from _runs(child, boxes)


def _table(table: Element) -> Iterator[str]:
    for row in _rows(table):
        cells = [" ".join(" ".join(_lines(cell)).split()) for cell in _cells(row)]
        yield "\t".join(cells)


def _rows(table: Element) -> Iterator[Element]:
    for child in table:
        if _tag(child) == "tr":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _rows(child)


def _cells(row: Element) -> Iterator[Element]:
    for child in row:
        if _tag(child) == "tc":
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _cells(child)


def _notes(package: zipfile.ZipFile, part: str, note: str) -> Iterator[str]:
    root = _xml(package, part)
    for entry in root if root is not None else ():
        if _tag(entry) == note and _attribute(entry, "type") in {None, "normal"}:
            yield " ".join(line for line in _lines(entry) if line.strip()).strip()


def _attribute(element: Element, name: str) -> str | None:
    return element.get(W + name) or element.get(W_STRICT + name)


def _left_out(package: zipfile.ZipFile, root: Element) -> tuple[SetAside, ...]:
    notes = []
    n_deleted = sum(len(e.text or "") for e in root.iter() if _tag(e) == "delText")
    if n_deleted:
        reason = f"{n_deleted} characters that somebody deleted with track changes are not read"
        notes.append(left_out("deleted-text", "word/document.xml", reason))
    for name in package.namelist():
        for part in ("header", "footer", "comments"):
            if name.startswith(f"word/{part}") and name.endswith(".xml") and _says(package, name):
                reason = f"{part} of the Word document are not read; its own text is"
                notes.append(left_out("outside-text", name, reason))
    return tuple(notes)


def _says(package: zipfile.ZipFile, name: str) -> bool:
    root = _xml(package, name)
    return root is not None and any(line.strip() for line in _lines(root))


def _headings(package: zipfile.ZipFile) -> tuple[Heading, ...]:
    root = _xml(package, "docProps/core.xml")
    if root is None:
        return ()
    fields = ((_DC + "title", "title"), (_DC + "creator", "speaker"), (_CP + "created", "created"))
    found = ((field, (root.findtext(tag) or "").strip()) for tag, field in fields)
    return tuple(
        Heading(field=field, text=text, stated_in="docx properties")
        for field, text in found
        if text
    )
