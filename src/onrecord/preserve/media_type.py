"""What a file is, by its content; its name decides only where the content does not."""

import re
import struct
from collections.abc import Iterator
from pathlib import PurePath

import puremagic

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICE_97 = "application/x-ole-storage"
BINARY = "application/octet-stream"
HEAD = 1 << 16  # bytes that are enough to tell; more are welcome

BY_NAME = {
    ".txt": "text/plain", ".text": "text/plain", ".md": "text/plain", ".csv": "text/csv",
    ".tsv": "text/tab-separated-values", ".tab": "text/tab-separated-values",
    ".htm": "text/html", ".html": "text/html", ".xhtml": "text/html", ".pdf": "application/pdf",
    ".docx": DOCX, ".xlsx": XLSX, ".doc": OFFICE_97, ".xls": OFFICE_97, ".msg": OFFICE_97,
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".tif": "image/tiff",
    ".tiff": "image/tiff", ".heic": "image/heic", ".heif": "image/heic", ".webp": "image/webp",
    ".json": "application/json", ".jsonl": "application/jsonl", ".warc": "application/warc",
    ".zip": "application/zip", ".wacz": "application/wacz", ".gz": "application/gzip",
    ".xml": "application/xml", ".rtf": "application/rtf", ".mp4": "video/mp4",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".mov": "video/quicktime", ".mp3": "audio/mpeg", ".eml": "message/rfc822",
}  # fmt: skip

_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"WARC/", "application/warc"),
    (b"{\\rtf", "application/rtf"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OFFICE_97),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"\x7fELF", "application/x-executable"),
    (b"SQLite format 3\x00", "application/vnd.sqlite3"),
)
_HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|table)[\s>/]", re.I)
_CONTROL = frozenset(range(32)) - {9, 10, 12, 13, 27}


def media_type(head: bytes, name: str) -> str:
    """The media type of a file from its first bytes (HEAD or more) and, in doubt, its name.

    "application/x-empty" for no bytes, "application/octet-stream" for bytes that nothing fits.
    """
    if not head:
        return "application/x-empty"
    found = _by_signature(head) or _by_text(head[:HEAD], name)
    return found or _by_puremagic(head) or BINARY


def name_note(found: str, name: str) -> str | None:
    """A sentence where the name of a file promises something else than its content holds."""
    promised = BY_NAME.get(PurePath(name).suffix.lower())
    if promised is None or promised == found or found == "application/x-empty":
        return None
    if promised.startswith("text/") and found.startswith("text/") and found != "text/html":
        return None
    return f"the name {PurePath(name).name!r} promises {promised}, the content is {found}"


def _by_signature(head: bytes) -> str | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(head)
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head[4:8] == b"ftyp":
        return "image/heic" if head[8:12] in _HEIC_BRANDS else _film_type(head)
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for mark, kind in _SIGNATURES if head.startswith(mark)), None)


def _film_type(head: bytes) -> str:
    return "video/quicktime" if head[8:12] == b"qt  " else "video/mp4"


def _zip_type(head: bytes) -> str:
    """What a ZIP archive is, by the names of the members that its beginning shows."""
    members = list(_member_names(head))
    if any(name.startswith("word/") for name in members):
        return DOCX
    if any(name.startswith("xl/") for name in members):
        return XLSX
    if members[:1] == ["mimetype"]:
        stated = re.search(rb"mimetype(application/[a-z0-9.+-]+)", head[:200])
        if stated:
            return stated[1].decode("ascii")
    if "datapackage.json" in members:
        return "application/wacz"
    return "application/zip"


def _member_names(head: bytes) -> Iterator[str]:
    for found in re.finditer(rb"PK\x03\x04|PK\x01\x02", head):
        at = found.start()
        fixed, lengths = (30, 26) if found[0] == b"PK\x03\x04" else (46, 28)
        if at + fixed <= len(head):
            (length,) = struct.unpack_from("<H", head, at + lengths)
            yield head[at + fixed : at + fixed + length].decode("utf-8", "replace")


def _by_text(head: bytes, name: str) -> str | None:
    text = _as_text(head)
    if text is None:
        return None
    promised = BY_NAME.get(PurePath(name).suffix.lower(), "")
    start = text.lstrip("\ufeff \t\r\n")
    if _HTML.search(start[:4096].encode("utf-8", "replace")) and start.startswith("<"):
        return "text/html"
    if start.startswith("<?xml"):
        return "text/html" if "<html" in start[:4096] else "application/xml"
    if promised in {"text/csv", "text/tab-separated-values", "application/jsonl", "message/rfc822"}:
        return promised
    if start[:1] in {"{", "["} and _is_json_start(start):
        return promised if promised.startswith("application/json") else "application/json"
    return promised if promised == "text/html" else _table_type(start) or "text/plain"


def _is_json_start(start: str) -> bool:
    return (
        re.match(r'\{\s*("(?:[^"\\]|\\.)*"\s*:|\})|\[\s*([\[{"\d\]-]|true|false|null)', start)
        is not None
    )


def _table_type(text: str) -> str | None:
    """Is a nameless text a table? Five lines or more with the same number of one delimiter."""
    lines = [line for line in text.splitlines()[:20] if line.strip()][:-1] or []
    for delimiter, kind in (
        ("\t", "text/tab-separated-values"),
        (";", "text/csv"),
        (",", "text/csv"),
    ):
        counts = {line.count(delimiter) for line in lines}
        if len(lines) >= 5 and len(counts) == 1 and counts.pop() >= 2:
            return kind
    return None


def _as_text(head: bytes) -> str | None:
    """The bytes as text for a look at them, or None for what no text looks like."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if b"\x00" in head:
        return _as_utf16(head) or _with_few_nuls(head)
    controls = sum(byte in _CONTROL for byte in head)
    return head.decode("utf-8", "replace") if controls * 100 <= len(head) else None


def _as_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark has its NULs on one side: the high bytes of spaces and breaks."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 < len(head) // 2 or min(even, odd) * 50 > max(even, odd):
        return None
    text = head.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    controls = sum(ord(c) < 32 and c not in "\t\n\r\f" for c in text) + text.count("\ufffd")
    return text if controls * 100 <= len(text) else None


def _with_few_nuls(head: bytes) -> str | None:
    """Text into which a faulty export has put a NUL here and there."""
    controls = sum(byte in _CONTROL for byte in head)
    return head.decode("utf-8", "replace") if controls * 20 <= len(head) else None


def _by_puremagic(head: bytes) -> str | None:
    # Without the name, which puremagic would believe.
    try:
        return puremagic.from_string(head, mime=True) or None
    except (puremagic.PureError, ValueError):
        return None
