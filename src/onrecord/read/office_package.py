"""The ZIP archive that a DOCX or XLSX file is, opened with care."""

import io
import zipfile
import zlib
from collections.abc import Iterable
from functools import partial
from typing import NoReturn
from xml.parsers import expat

from onrecord.errors import Unreadable

MAX_MEMBERS = 5_000
MAX_UNPACKED = 512 << 20  # bytes, all members together; one member alone half of it
MAX_RATIO = 200  # unpacked to packed; office files stay below 100
SMALL = 1 << 20  # below this, a high ratio harms nobody
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_package(data: bytes, *, kind: str, unpacked: int = MAX_UNPACKED) -> zipfile.ZipFile:
    """The archive, after its sizes were measured by unpacking it, not by what it says of them.

    Unreadable: locked with a password, cut off, damaged, too large, or a bomb. ``kind`` is how a
    reader calls the file ("Word document", "workbook"); ``unpacked``: the bytes that are read.
    """
    if data.startswith(_OLE):
        refuse_container(data)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _broken(kind, error) from error
    _measure(package, kind, unpacked)
    return package


def member(package: zipfile.ZipFile, name: str, *, kind: str) -> bytes | None:
    """The bytes of a member without a document type definition; None when there is no such."""
    try:
        content = package.read(name)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
        raise _broken(kind, error) from error
    _refuse_entities((content,), name, kind)
    return content


def refuse_entities(package: zipfile.ZipFile, *, kind: str) -> None:
    """Unreadable when any XML member brings entities of its own, as no office program does."""
    for name in package.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            try:
                with package.open(name) as stream:
                    _refuse_entities(iter(partial(stream.read, 1 << 16), b""), name, kind)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError) as error:
                raise _broken(kind, error) from error


def _measure(package: zipfile.ZipFile, kind: str, unpacked: int) -> None:
    members = package.infolist()
    if len(members) > MAX_MEMBERS:
        raise _bomb(kind, f"it holds {len(members)} members")
    if any(entry.flag_bits & 1 for entry in members):
        raise _locked(kind)
    total = 0
    for entry in members:
        if entry.file_size > unpacked // 2:
            raise _bomb(kind, f"member {entry.filename!r} says {entry.file_size} bytes")
        total += _unpacked_size(package, entry, kind, unpacked // 2)
        if total > unpacked:
            raise _bomb(kind, f"it unpacks to more than {unpacked >> 20} MiB")


def _unpacked_size(package: zipfile.ZipFile, entry: zipfile.ZipInfo, kind: str, most: int) -> int:
    """Unpack a member chunk by chunk and count: what an archive says of itself may be a lie."""
    size = 0
    limit = max(SMALL, entry.compress_size * MAX_RATIO)
    try:
        with package.open(entry) as stream:
            while chunk := stream.read(1 << 16):
                size += len(chunk)
                if size > min(limit, most):
                    raise _bomb(kind, f"member {entry.filename!r} unpacks {size} bytes and more")
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, OSError,
            NotImplementedError, ValueError) as error:  # fmt: skip
        raise _broken(kind, error) from error
    return size


def _refuse_entities(content: Iterable[bytes], name: str, kind: str) -> None:
    """Entities can grow without end or read files of this machine; stop at the first sign.

    Where the first element begins no more can come: a sheet of a million rows is not read on.
    """

    def found(*_: object) -> None:
        raise Unreadable(
            f"the {kind} holds a document type definition in {name!r}, as bombs do and office "
            "programs do not; do not open it",
            code="xml-entities",
        )

    class RootReached(Exception):
        pass

    def root(*_: object) -> None:
        raise RootReached

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = found
    parser.StartElementHandler = root
    try:
        for chunk in content:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except RootReached:
        return
    except (expat.ExpatError, LookupError, ValueError) as error:
        # LookupError and ValueError: an encoding that nobody knows, or that no parser takes.
        raise _broken(kind, error) from error


def _bomb(kind: str, fact: str) -> Unreadable:
    return Unreadable(
        f"the {kind} is built to overwhelm whoever unpacks it: {fact}; do not open it",
        code="zip-bomb",
    )


def _locked(kind: str) -> Unreadable:
    return Unreadable(
        f"the {kind} is locked with a password; open it with the password, save it without one, "
        "and add that beside the original",
        code="password",
    )


def refuse_container(data: bytes) -> NoReturn:
    """An OLE container is a locked office file, or one of Office 97 to 2003; neither is read."""
    # An encrypted office file is an OLE container with this stream, named in UTF-16.
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise _locked("office file")
    raise Unreadable(
        "the file is in the format of Office 97 to 2003; open it, save it as .docx or .xlsx, and "
        "add that beside the original",
        code="unsupported",
    )


def _broken(kind: str, error: Exception) -> Unreadable:
    return Unreadable(
        f"the {kind} is cut off or damaged ({error}); ask for it again", code="truncated"
    )
