"""What is sealed stays sealed, whatever stops the machine, and damage is found and named."""

import errno
import hashlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import CaseError, DigestMismatch, InputError
from onrecord.record import blobs as blobs_module
from onrecord.record.blobs import Blobs


@pytest.fixture
def store(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


def test_a_sealed_file_lies_under_its_digest_and_is_read_only(store: Blobs, tmp_path: Path):
    source = tmp_path / "statement.txt"
    source.write_bytes(b"No one has asked us.")
    sealed = store.seal(source)
    assert sealed.sha256 == hashlib.sha256(b"No one has asked us.").hexdigest()
    assert sealed.size == 20
    path = tmp_path / "blobs" / "sha256" / sealed.sha256[:2] / sealed.sha256
    assert path.read_bytes() == b"No one has asked us."
    assert path.stat().st_mode & 0o777 == 0o444


@given(content=st.binary(max_size=3000))
def test_what_is_sealed_is_what_is_read(content: bytes, tmp_path_factory: Any):
    store = Blobs(tmp_path_factory.mktemp("case") / "blobs")
    assert store.read(store.seal_bytes(content).sha256) == content


def test_sealing_twice_keeps_one_blob_and_leaves_nothing_over(store: Blobs):
    first, second = store.seal_bytes(b"once"), store.seal_bytes(b"once")
    assert first == second
    assert list(store.digests()) == [first.sha256]
    assert list(store.check()) == []


def test_many_writers_of_the_same_bytes_make_one_whole_blob(store: Blobs):
    content = os.urandom(300_000)
    writers = [threading.Thread(target=store.seal_bytes, args=(content,)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [store.read(digest) for digest in store.digests()] == [content]
    assert list(store.check()) == []


def test_one_flipped_bit_is_found_and_named(store: Blobs):
    sealed = store.seal_bytes(b"twelve were killed")
    path = store.path(sealed.sha256)
    path.chmod(0o644)
    path.write_bytes(b"twelve were jilled")
    with pytest.raises(DigestMismatch, match=rf"{sealed.sha256[:12]}…; restore it from a copy"):
        store.read(sealed.sha256)
    assert [(p.code, sealed.sha256 in p.path) for p in store.check()] == [("damaged", True)]


def test_sealing_the_same_bytes_again_heals_a_damaged_blob(store: Blobs):
    sealed = store.seal_bytes(b"whole")
    path = store.path(sealed.sha256)
    path.chmod(0o644)
    path.write_bytes(b"torn")
    store.seal_bytes(b"whole")
    assert store.read(sealed.sha256) == b"whole"


def test_a_missing_blob_is_named(store: Blobs):
    with pytest.raises(DigestMismatch, match="not in the store"):
        store.read("0" * 64)


@pytest.mark.parametrize("name", ["../../etc/passwd", "ab", "A" * 64, "0" * 63 + "\n", ""])
def test_what_is_no_digest_is_no_path(store: Blobs, name: str):
    with pytest.raises(InputError, match="is no SHA-256"):
        store.path(name)


def test_files_that_are_no_blobs_are_named(store: Blobs):
    sealed = store.seal_bytes(b"x")
    (store.root / "sha256" / sealed.sha256[:2] / "note.txt").write_text("hello")
    wrong = store.root / "sha256" / "00"
    wrong.mkdir(exist_ok=True)
    (wrong / sealed.sha256).write_bytes(b"x")
    (store.root / "incoming" / "seal-left").write_bytes(b"half")
    assert sorted(p.code for p in store.check()) == ["misnamed", "misnamed", "stray"]


def _failing(real: Callable[..., Any], at: int) -> Callable[..., Any]:
    calls = iter(range(10_000))

    def call(*args: Any, **kwargs: Any) -> Any:
        if next(calls) == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(*args, **kwargs)

    return call


STEPS = [("write", 0), ("write", 1), ("fchmod", 0), ("fsync", 0), ("fsync", 1), ("fsync", 2),
         ("replace", 0), ("fsync", 3)]  # fmt: skip


@pytest.mark.parametrize(("step", "at"), STEPS)
def test_a_full_disk_at_any_step_leaves_no_torn_blob(
    store: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, at: int
):
    source = tmp_path / "report.pdf"
    source.write_bytes(os.urandom(2 * blobs_module.CHUNK))
    with monkeypatch.context() as patch:
        patch.setattr(os, step, _failing(getattr(os, step), at))
        with pytest.raises(CaseError, match="No space left on device"):
            store.seal(source)
    assert list(store.check()) == []
    assert store.read(store.seal(source).sha256) == source.read_bytes()


def test_a_short_write_is_carried_on(store: Blobs, monkeypatch: pytest.MonkeyPatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda handle, rest: real(handle, rest[:7]))
    assert store.read(store.seal_bytes(b"a sentence of 28 characters.").sha256).endswith(b"ters.")


KILLED = """
import os, signal, sys
from pathlib import Path
from onrecord.record.blobs import Blobs
step, at = sys.argv[2], int(sys.argv[3])
real, calls = getattr(os, step), iter(range(10_000))
def call(*args, **kwargs):
    if next(calls) == at:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args, **kwargs)
setattr(os, step, call)
Blobs(Path(sys.argv[1])).seal_bytes(b"n" * 5000)
"""


@pytest.mark.parametrize(("step", "at"), [("write", 0), ("fsync", 0), ("fsync", 2), ("replace", 0)])
def test_a_kill_at_any_step_leaves_no_torn_blob(store: Blobs, step: str, at: int):
    child = [sys.executable, "-c", KILLED, str(store.root), step, str(at)]
    assert subprocess.run(child, check=False).returncode == -signal.SIGKILL
    assert {problem.code for problem in store.check()} <= {"stray"}
    assert store.read(store.seal_bytes(b"n" * 5000).sha256) == b"n" * 5000


def test_a_file_that_grows_while_it_is_read_is_refused(
    store: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = tmp_path / "growing.csv"
    source.write_bytes(b"name\n" * 10)
    real = os.write

    def write_and_grow(handle: int, chunk: Any) -> int:
        with source.open("ab") as stream:
            stream.write(b"another\n")
        return real(handle, chunk)

    monkeypatch.setattr(os, "write", write_and_grow)
    with pytest.raises(InputError, match="changed while it was read"):
        store.seal(source)
    assert list(store.digests()) == []


def test_a_file_rewritten_in_place_with_its_old_time_is_refused(
    store: Blobs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    source = tmp_path / "sly.csv"
    source.write_bytes(b"111 killed")
    state = source.stat()
    real = os.write

    def write_and_change(handle: int, chunk: Any) -> int:
        source.write_bytes(b"222 killed")
        os.utime(source, ns=(state.st_atime_ns, state.st_mtime_ns))
        return real(handle, chunk)

    monkeypatch.setattr(os, "write", write_and_change)
    with pytest.raises(InputError, match="changed while it was read"):
        store.seal(source)
    assert list(store.digests()) == []


def test_a_file_that_is_not_there_is_named(store: Blobs, tmp_path: Path):
    with pytest.raises(InputError, match=r"gone\.txt: cannot be read"):
        store.seal(tmp_path / "gone.txt")
