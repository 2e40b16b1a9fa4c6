"""The content store: received bytes under their SHA-256, written once, never changed.

    ROOT/sha256/ab/ab12…        a blob: read-only, named by the digest of its bytes
    ROOT/incoming/…             bytes on their way in; worthless until they are renamed

A blob appears under its name whole or not at all: the bytes are written to ``incoming``, forced
to the disk, renamed, and the folder is forced to the disk. Whatever stops this halfway (a kill, a
full disk, a torn write) leaves a file in ``incoming`` at most, which nothing ever reads.
"""

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path
from typing import Literal

from msgspec import Struct

from onrecord.errors import CaseError, DigestMismatch, InputError

CHUNK = 1 << 20
SECOND_PASS = 64 << 20  # a source up to this size is read twice, to see that it stands still
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Sealed(Struct, frozen=True, kw_only=True):
    """What sealing gives: the digest that names the bytes, and how many there are."""

    sha256: str
    size: int


class BlobProblem(Struct, frozen=True, kw_only=True):
    """Something in the store that is not as it was sealed."""

    code: Literal["damaged", "misnamed", "stray", "unreadable"]
    path: str  # below the root
    reason: str


class Blobs:
    """A content store in a folder. Safe for many writers at once; nothing is ever overwritten."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root)
        self._blobs = self.root / "sha256"
        self._incoming = self.root / "incoming"

    def path(self, sha256: str) -> Path:
        """Where the blob of this digest lies or would lie; InputError for what is no digest."""
        if not _DIGEST.fullmatch(sha256):
            raise InputError(f"{sha256!r} is no SHA-256: 64 digits 0-9 a-f are expected")
        return self._blobs / sha256[:2] / sha256

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def seal(self, source: Path) -> Sealed:
        """Copy a file into the store and hash it on the way; idempotent.

        InputError when the file cannot be read or changes while it is read; CaseError when the
        store cannot be written (nothing is sealed then).
        """
        try:
            with source.open("rb") as stream:
                return self._seal_file(stream, source)
        except OSError as error:
            fact = f"{source}: cannot be read ({error.strerror}); nothing of it was sealed"
            raise InputError(fact) from error

    def seal_bytes(self, content: bytes) -> Sealed:
        """Put bytes that are in memory into the store; idempotent."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self._incoming_file() as incoming:
            incoming.write(content)
            self._place(incoming, sha256)
        return Sealed(sha256=sha256, size=len(content))

    def read(self, sha256: str) -> bytes:
        """The bytes of a blob, checked against its name: DigestMismatch when they differ."""
        path = self.path(sha256)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise DigestMismatch(
                f"{self._shown(path)} is not in the store; restore it from a copy of the case"
            ) from None
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            raise DigestMismatch(_mismatch(self._shown(path), found, sha256))
        return content

    def digests(self) -> Iterator[str]:
        """The digests that name blobs in the store, in order; their bytes are not read."""
        for path in sorted(self._blobs.glob("??/*")):
            if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
                yield path.name

    def check(self) -> Iterator[BlobProblem]:
        """Read every blob again and say what is damaged, misnamed, left over or out of place."""
        for path in sorted(p for p in self._blobs.rglob("*") if not p.is_dir()):
            problem = self._check_one(path)
            if problem is not None:
                yield problem
        for path in sorted(self._incoming.glob("*")):
            yield BlobProblem(
                code="stray",
                path=self._shown(path),
                reason=f"{self._shown(path)} was left by a run that was cut off; "
                "nothing refers to it and it may be deleted",
            )

    def _check_one(self, path: Path) -> BlobProblem | None:
        shown = self._shown(path)
        in_place = path == self._blobs / path.name[:2] / path.name
        if not _DIGEST.fullmatch(path.name) or not in_place:
            reason = f"{shown} is not where a blob lies (sha256/ab/ab12…); move it out of the store"
            return BlobProblem(code="misnamed", path=shown, reason=reason)
        try:
            with path.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError as error:
            reason = f"{shown} cannot be read ({error.strerror}); restore it from a copy"
            return BlobProblem(code="unreadable", path=shown, reason=reason)
        if found == path.name:
            return None
        return BlobProblem(code="damaged", path=shown, reason=_mismatch(shown, found, path.name))

    def _seal_file(self, stream: BufferedReader, source: Path) -> Sealed:
        before = _identity(stream)
        hashed, size = hashlib.sha256(), 0
        with self._incoming_file() as incoming:
            # A file that grows without end must not be copied without end.
            while size <= before[2] and (chunk := stream.read(CHUNK)):
                hashed.update(chunk)
                size += len(chunk)
                incoming.write(chunk)
            _refuse_change(stream, source, before, hashed.hexdigest(), size)
            self._place(incoming, hashed.hexdigest())
        return Sealed(sha256=hashed.hexdigest(), size=size)

    @contextlib.contextmanager
    def _incoming_file(self) -> Iterator["_Incoming"]:
        """A new file in ``incoming``, gone at the end unless it was renamed into place."""
        with _store_errors(self.root):
            self._incoming.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._incoming, prefix="seal-")
        try:
            yield _Incoming(handle, Path(name), self.root)
        finally:
            os.close(handle)
            with contextlib.suppress(OSError):
                Path(name).unlink(missing_ok=True)

    def _place(self, incoming: "_Incoming", sha256: str) -> None:
        """Force the bytes to the disk and rename them to their digest."""
        final = self.path(sha256)
        with _store_errors(self.root):
            if _is_intact(final, sha256):
                return
            os.fchmod(incoming.handle, 0o444)
            os.fsync(incoming.handle)
            if not final.parent.is_dir():
                final.parent.mkdir(parents=True, exist_ok=True)
                _fsync_folder(self.root)
                _fsync_folder(self._blobs)
            os.replace(incoming.path, final)  # noqa: PTH105 - one system call, named as such
            _fsync_folder(final.parent)

    def _shown(self, path: Path) -> str:
        return path.relative_to(self.root.parent).as_posix()


class _Incoming:
    """An open file on its way in."""

    def __init__(self, handle: int, path: Path, root: Path) -> None:
        self.handle, self.path, self._root = handle, path, root

    def write(self, chunk: bytes) -> None:
        """Write all of a chunk: one system call may take less than it is given."""
        rest = memoryview(chunk)
        with _store_errors(self._root):
            while rest:
                rest = rest[os.write(self.handle, rest) :]


@contextlib.contextmanager
def _store_errors(root: Path) -> Iterator[None]:
    """An error of the disk that holds the store is the case's, not the input's."""
    try:
        yield
    except OSError as error:
        raise CaseError(
            f"{root} cannot be written ({error.strerror or error}); what was being sealed is not "
            "in the case: free space or mend the disk, and add it again"
        ) from error


def _is_intact(path: Path, sha256: str) -> bool:
    """Does this blob lie there whole? One that is damaged is healed by sealing it again."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def _identity(stream: BufferedReader) -> tuple[int, int, int, int]:
    state = os.fstat(stream.fileno())
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns


def _refuse_change(
    stream: BufferedReader, source: Path, before: tuple[int, int, int, int], sha256: str, size: int
) -> None:
    """Raise InputError when the file did not stand still while it was read.

    The name must still lead to the same file, of the same size and time; a file of up to
    SECOND_PASS bytes is also read again, because a program may write without moving either.
    """
    named = source.stat()
    now = (named.st_dev, named.st_ino, named.st_size, named.st_mtime_ns)
    moved = not before == _identity(stream) == now or size != before[2]
    if not moved and size <= SECOND_PASS:
        stream.seek(0)
        moved = hashlib.file_digest(stream, "sha256").hexdigest() != sha256
    if moved:
        raise InputError(
            f"{source} changed while it was read; nothing of it was sealed: "
            "wait until the program that writes it has finished, and add it again"
        )


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _mismatch(shown: str, found: str, named: str) -> str:
    return (
        f"{shown} has sha256 {found[:12]}…, its name says {named[:12]}…; "
        "restore it from a copy, or add the same file again"
    )
