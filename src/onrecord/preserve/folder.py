"""The files that a person meant by naming files and folders."""

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from onrecord.model.outcome import Outcome, SetAside

SYSTEM_FILES = frozenset({".ds_store", "thumbs.db", "desktop.ini", ".directory"})
LOCK_FILES = ("~$", ".~lock.")
READING_AIDS = frozenset({"sources.csv", "places.csv"})


class Found(Struct, frozen=True, kw_only=True):
    """A file to preserve: where it lies, what it is called below the named folder, its bytes."""

    path: Path
    name: str  # "statements/9-march.txt", with "/" on every system
    size: int


def find_files(paths: Iterable[Path]) -> Outcome[Found]:
    """Every file that the paths name or hold, sorted by name; junk and strays with a reason.

    Folders are searched to the bottom. Nothing is opened: a file is judged by its name and state.
    """
    made: list[Found] = []
    aside: list[SetAside] = []
    for path in paths:
        for candidate, root in _candidates(Path(path), aside):
            outcome = _judge(candidate, root)
            made.append(outcome) if isinstance(outcome, Found) else aside.append(outcome)
    return Outcome(made=tuple(made), set_aside=tuple(aside))


def _candidates(named: Path, aside: list[SetAside]) -> Iterator[tuple[Path, Path]]:
    """Each file below a named path, with the folder that it must not lead out of."""
    if not named.is_dir():
        yield named, named.parent
        return

    def refused(error: OSError) -> None:
        reason = f"the folder cannot be opened ({error.strerror}); allow it to be read"
        aside.append(_aside(str(error.filename), "unreadable", reason))

    for folder, folders, files in os.walk(named, onerror=refused):
        folders.sort()
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted(files + linked):
            yield Path(folder) / name, named


def _judge(path: Path, root: Path) -> Found | SetAside:
    name = path.relative_to(root).as_posix()
    if path.is_symlink():
        problem = _link_problem(path, root)
        if problem is not None:
            return _aside(name, *problem)
    try:
        state = path.stat()
    except OSError as error:
        reason = f"the file cannot be opened ({error.strerror}); check its name and permissions"
        return _aside(name, "unreadable", reason)
    problem = _problem(path, state)
    if problem is not None:
        return _aside(name, *problem)
    return Found(path=path, name=_printable(name), size=state.st_size)


def _link_problem(path: Path, root: Path) -> tuple[str, str] | None:
    """A link is followed only where it stays inside the folder that was named."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "broken-link", "the link leads nowhere; put the file itself there"
    if not target.is_relative_to(root.resolve()):
        reason = "the link leads out of the folder that was named; name the file that it leads to"
        return "outside-folder", reason
    reason = "the link leads to a file or folder that is found under its own name as well"
    return "link", reason


def _problem(path: Path, state: os.stat_result) -> tuple[str, str] | None:
    lower = path.name.lower()
    if not stat.S_ISREG(state.st_mode):
        return "not-a-file", "it is a device, a socket or a pipe, which has no end to preserve"
    if lower in SYSTEM_FILES or lower.startswith(LOCK_FILES):
        return "system-file", "the operating system or an office program made it for itself"
    if lower.startswith("."):
        return "hidden", "its name starts with a dot; name the file itself to add it"
    if state.st_size == 0:
        return "empty", "the file holds no bytes; ask whoever gave it for the whole file"
    if not os.access(path, os.R_OK):
        return "unreadable", "it may not be read; change its permissions and add it again"
    return None


def _printable(name: str) -> str:
    """The name as text: bytes that are no UTF-8 are shown as U+FFFD."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _aside(subject: str, code: str, reason: str) -> SetAside:
    return SetAside(stage="preserve", subject=_printable(subject), reason=reason, code=code)
