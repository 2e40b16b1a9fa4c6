"""The text of a PDF, page by page."""

import io
import logging
from importlib.metadata import version

import pypdf
from pypdf.errors import DependencyError, DeprecationError, LimitReachedError, PyPdfError

from onrecord.errors import Unreadable
from onrecord.model.outcome import SetAside
from onrecord.model.rendition import Heading
from onrecord.read.extracted import MAX_CHARACTERS, Extracted, left_out
from onrecord.read.plain_text import decode

MAX_PAGES = 20_000
_INFORMATION = (
    ("/Title", "title"), ("/Author", "speaker"), ("/CreationDate", "created"),
    ("/Producer", "made_with"),
)  # fmt: skip
# pypdf reports each of its repairs; what matters of them is in the set-aside parts.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
# What pypdf lets out of a damaged file beside its own errors.
_BROKEN = (PyPdfError, DeprecationError, DependencyError, ValueError, KeyError, IndexError,
           TypeError, AttributeError, OSError, RecursionError, AssertionError,
           NotImplementedError, OverflowError)  # fmt: skip


def read_pdf(data: bytes) -> Extracted:
    """The text of every page as pypdf gives it, hyphens as printed; a page break is "\\n\\n".

    Pages without text (scans) and pages that cannot be read are set aside one by one.
    """
    _refuse_truncated(data)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        _open_lock(reader)
        n_pages = len(reader.pages)
    except LimitReachedError as error:
        raise _bomb() from error
    except DependencyError as error:
        raise _locked() from error
    except _BROKEN as error:
        raise Unreadable(
            f"the PDF is damaged and its pages cannot be found ({error}); ask for another copy",
            code="damaged-pdf",
        ) from error
    if n_pages > MAX_PAGES:
        raise Unreadable(
            f"the PDF says it has {n_pages} pages, more than the {MAX_PAGES} that are read; "
            "split it",
            code="too-large",
        )
    text, pages, notes = _pages(reader, n_pages)
    if not text.strip():
        raise Unreadable(
            f"none of the {n_pages} pages holds text (a scan?); recognise the text (OCR) and add "
            "the result beside the scan",
            code="no-text",
        )
    return Extracted(
        text=text,
        extractor="pypdf",
        version=version("pypdf"),
        headings=_headings(reader),
        pages=pages,
        set_aside=tuple(notes),
    )


def _refuse_truncated(data: bytes) -> None:
    # pypdf would rebuild what is left and give a part for the whole.
    if b"%%EOF" not in data[-4096:]:
        raise Unreadable(
            "the PDF stops before its end; it was cut off on its way: ask for it again",
            code="truncated",
        )


def _open_lock(reader: pypdf.PdfReader) -> None:
    """A PDF whose user password is empty opens for everybody; any other stays closed."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked()


def _locked() -> Unreadable:
    return Unreadable(
        "the PDF is locked with a password; open it with the password, save it without one, and "
        "add that beside the original",
        code="password",
    )


def _bomb() -> Unreadable:
    return Unreadable(
        "the PDF unpacks to far more than its size allows (a decompression bomb); do not open it",
        code="zip-bomb",
    )


def _pages(reader: pypdf.PdfReader, n_pages: int) -> tuple[str, tuple[int, ...], list[SetAside]]:
    parts: list[str] = []
    starts: list[int] = []
    notes: list[SetAside] = []
    length = 0
    for number in range(n_pages):
        text = _page_text(reader, number, notes)
        starts.append(length)
        parts.append(text)
        length += len(text) + 2
        if length > MAX_CHARACTERS:
            raise Unreadable(
                f"the PDF holds more than {MAX_CHARACTERS} characters of text; split it",
                code="too-large",
            )
    return "\n\n".join(parts), tuple(starts), notes


def _page_text(reader: pypdf.PdfReader, number: int, notes: list[SetAside]) -> str:
    subject = f"page {number + 1}"
    try:
        text = reader.pages[number].extract_text()
    except LimitReachedError as error:
        raise _bomb() from error
    except _BROKEN as error:
        reason = f"the page is damaged and cannot be read ({error}); ask for another copy"
        notes.append(left_out("damaged-page", subject, reason))
        return ""
    if not text.strip():
        reason = "the page holds no text (a scan, or an empty page); recognise its text (OCR)"
        notes.append(left_out("no-text", subject, reason))
    decoded = decode(text.encode("utf-8", "replace"))
    return decoded.text.strip("\n")


def _headings(reader: pypdf.PdfReader) -> tuple[Heading, ...]:
    try:
        information = dict(reader.metadata or {})
    except _BROKEN:
        # Metadata is a help, not the text: a file whose information is damaged states none.
        return ()
    pairs = ((field, str(information.get(key, "")).strip()) for key, field in _INFORMATION)
    return tuple(
        Heading(field=field, text=text, stated_in="pdf information")
        for field, text in pairs
        if text
    )
