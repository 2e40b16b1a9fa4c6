"""Naming a folder names its files: all of them, in order, or with a reason why not."""

import os
import socket
from pathlib import Path

import pytest

from onrecord.preserve.folder import find_files


def _folder(tmp_path: Path, *names: str) -> Path:
    for name in names:
        path = tmp_path / "case" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "case"


def test_files_are_found_to_the_bottom_in_the_order_of_their_names(tmp_path: Path):
    folder = _folder(tmp_path, "b.txt", "a/z.txt", "a/b/c.csv")
    found = find_files([folder])
    assert sorted(file.name for file in found.made) == ["a/b/c.csv", "a/z.txt", "b.txt"]
    assert found == find_files([folder])
    assert found.set_aside == ()


def test_a_file_that_is_named_itself_is_called_by_its_name(tmp_path: Path):
    folder = _folder(tmp_path, "a/z.txt")
    (file,) = find_files([folder / "a" / "z.txt"]).made
    assert (file.name, file.size) == ("z.txt", 7)


def test_files_that_a_system_made_for_itself_are_set_aside(tmp_path: Path):
    folder = _folder(tmp_path, ".DS_Store", "Thumbs.db", "~$list.xlsx", ".~lock.list.ods#",
                     ".hidden", "list.csv")  # fmt: skip
    outcome = find_files([folder])
    assert [file.name for file in outcome.made] == ["list.csv"]
    assert {(s.subject, s.code) for s in outcome.set_aside} == {
        (".DS_Store", "system-file"), ("Thumbs.db", "system-file"),
        ("~$list.xlsx", "system-file"), (".~lock.list.ods#", "system-file"), (".hidden", "hidden"),
    }  # fmt: skip


def test_an_empty_file_is_set_aside(tmp_path: Path):
    folder = _folder(tmp_path, "a.txt")
    (folder / "nothing.pdf").touch()
    assert [(s.subject, s.code) for s in find_files([folder]).set_aside] == [
        ("nothing.pdf", "empty")
    ]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path):
    folder = _folder(tmp_path, "a.txt")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key.txt").write_text("key")
    (folder / "file-out.txt").symlink_to(tmp_path / "secret" / "key.txt")
    (folder / "folder-out").symlink_to(tmp_path / "secret")
    (folder / "nowhere.txt").symlink_to(tmp_path / "gone")
    (folder / "loop").symlink_to(folder)
    outcome = find_files([folder])
    assert [file.name for file in outcome.made] == ["a.txt"]
    assert {(s.subject, s.code) for s in outcome.set_aside} == {
        ("file-out.txt", "outside-folder"), ("folder-out", "outside-folder"),
        ("nowhere.txt", "broken-link"), ("loop", "link"),
    }  # fmt: skip


def test_a_socket_and_a_pipe_are_no_files(tmp_path: Path):
    folder = _folder(tmp_path, "a.txt")
    os.mkfifo(folder / "pipe")
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket may have 107 bytes at most
        try:
            door.bind("door")
        finally:
            os.chdir(here)
        outcome = find_files([folder])
    assert {(s.subject, s.code) for s in outcome.set_aside} == {
        ("door", "not-a-file"), ("pipe", "not-a-file"),
    }  # fmt: skip


def test_a_file_that_may_not_be_read_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = _folder(tmp_path, "a.txt")
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
    assert [s.code for s in find_files([folder]).set_aside] == ["unreadable"]


def test_a_name_that_is_no_text_is_shown_and_kept(tmp_path: Path):
    folder = _folder(tmp_path, "a.txt")
    Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"x")
    names = [file.name for file in find_files([folder]).made]
    assert names == ["a.txt", "caf\ufffd.txt"]
    assert all(file.path.read_bytes() for file in find_files([folder]).made)


def test_every_file_is_used_or_set_aside(tmp_path: Path):
    folder = _folder(tmp_path, "a.txt", ".b", "c/d.txt", "c/.DS_Store", "c/e/f.txt")
    outcome = find_files([folder])
    n_there = sum(path.is_file() for path in folder.rglob("*"))
    assert len(outcome.made) + len(outcome.set_aside) == n_there
