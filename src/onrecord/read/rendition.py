"""The rendition of a capture: which extractor reads which kind of bytes."""

from collections.abc import Callable

from onrecord.errors import Unreadable
from onrecord.model.canonical import digest, identify
from onrecord.model.rendition import Rendition
from onrecord.read.delimited import cut_delimited, read_delimited
from onrecord.read.docx import read_docx
from onrecord.read.extracted import MAX_CHARACTERS, Extracted
from onrecord.read.grid import ROOM_FOR_LISTS, Room, Tables
from onrecord.read.html import read_html
from onrecord.read.language import is_right_to_left, language_of
from onrecord.read.office_package import refuse_container
from onrecord.read.pdf import read_pdf
from onrecord.read.photograph import read_photograph
from onrecord.read.plain_text import read_plain_text
from onrecord.read.spreadsheet import cut_spreadsheet, read_spreadsheet
from onrecord.read.table_rows import TableFile

_OFFICE = "application/vnd.openxmlformats-officedocument."
MIB = 1 << 20
# By media type: the extractor, and how many bytes it is given at most.
EXTRACTORS: dict[str, tuple[Callable[[bytes], Extracted], int]] = {
    "text/plain": (read_plain_text, 64 * MIB),
    "text/html": (read_html, 32 * MIB),
    "application/xhtml+xml": (read_html, 32 * MIB),
    "text/csv": (read_delimited, 256 * MIB),
    "text/tab-separated-values": (read_delimited, 256 * MIB),
    "application/pdf": (read_pdf, 512 * MIB),
    f"{_OFFICE}wordprocessingml.document": (read_docx, 256 * MIB),
    f"{_OFFICE}spreadsheetml.sheet": (read_spreadsheet, 256 * MIB),
    "application/x-ole-storage": (refuse_container, 512 * MIB),
    "image/jpeg": (read_photograph, 512 * MIB),
    "image/png": (read_photograph, 512 * MIB),
    "image/tiff": (read_photograph, 512 * MIB),
    "image/webp": (read_photograph, 512 * MIB),
}
_TABLES: dict[str, Callable[[bytes, Room], Tables]] = {
    "text/csv": cut_delimited,
    "text/tab-separated-values": cut_delimited,
    f"{_OFFICE}spreadsheetml.sheet": cut_spreadsheet,
}
_MOST_OF_A_LIST = 1024 * MIB
_NOT_YET = {
    "image/heic": "save it as JPEG with its EXIF facts and add that beside the original",
    "application/warc": "take the pages out of the web archive and add them",
    "application/wacz": "take the pages out of the web archive and add them",
    "application/json": "export the records as CSV and add that (its words are no sentences)",
    "application/jsonl": "export the records as CSV and add that (its words are no sentences)",
    "application/zip": "unpack it and add the folder",
    "application/gzip": "unpack it and add what is inside",
    "application/rtf": "save it as .docx or PDF and add that",
    "video/mp4": "write down what is said and seen in a text file beside it, and add that",
    "audio/mpeg": "write down what is said in a text file beside it, and add that",
    "application/octet-stream": "find out which program made it and save it as text or PDF",
}


def is_table(media_type: str) -> bool:
    """Is a file of this type cut into cells?"""
    return media_type in _TABLES


def tables_of(data: bytes, *, capture: str, media_type: str, name: str) -> TableFile:
    """The tables of a file (`is_table`) without a rendition of them: for lists of a million rows.

    What a rendition of the file would be called, they are. Unreadable as for `render`, but with
    more room.
    """
    if not data:
        raise _empty(name)
    if len(data) > _MOST_OF_A_LIST:
        raise _too_large(name, f"{len(data)} bytes, more than the {_MOST_OF_A_LIST} that are read")
    cut = _TABLES[media_type](data, ROOM_FOR_LISTS)
    return TableFile(id=_named(capture, cut.extractor, cut.version, cut.text), tables=cut)


def render(data: bytes, *, capture: str, media_type: str, name: str) -> Rendition:
    """The text of a capture and where its parts stand. Pure: same bytes, same rendition.

    ``capture`` is the SHA-256 of the bytes; ``name`` is for messages alone. Unreadable, with a
    code of docs/reference/inputs.md, when no text can be made; the bytes stay sealed.
    """
    extracted = _extract(data, media_type, name)
    text = extracted.text
    return Rendition(
        id=_named(capture, extracted.extractor, extracted.version, text),
        capture=capture,
        extractor=extracted.extractor,
        extractor_version=extracted.version,
        text=text,
        shape=extracted.shape,
        language=language_of(text),
        right_to_left=is_right_to_left(text),
        headings=extracted.headings,
        cells=extracted.cells,
        pages=extracted.pages,
        set_aside=extracted.set_aside,
    )


def _named(capture: str, extractor: str, version: str, text: str) -> str:
    return identify("rendition", capture, extractor, version, digest(text))


def _extract(data: bytes, media_type: str, name: str) -> Extracted:
    if not data:
        raise _empty(name)
    if media_type not in EXTRACTORS:
        way_out = _NOT_YET.get(media_type, "save it as text, PDF, DOCX, XLSX or CSV and add that")
        code = "binary" if media_type == "application/octet-stream" else "unsupported"
        raise Unreadable(f"{name} is {media_type}, which is not read: {way_out}", code=code)
    extractor, limit = EXTRACTORS[media_type]
    if len(data) > limit:
        raise _too_large(name, f"{len(data)} bytes, more than the {limit} that are read")
    extracted = extractor(data)
    if len(extracted.text) > MAX_CHARACTERS:
        n = len(extracted.text)
        raise _too_large(name, f"{n} characters, more than the {MAX_CHARACTERS} that are read")
    if not extracted.text.strip():
        raise Unreadable(f"{name} holds nothing but white space", code="empty")
    return extracted


def _empty(name: str) -> Unreadable:
    return Unreadable(f"{name} holds no bytes; ask for the whole file", code="empty")


def _too_large(name: str, fact: str) -> Unreadable:
    return Unreadable(
        f"{name} has {fact}; split it into parts and add the parts (the whole stays sealed)",
        code="too-large",
    )
