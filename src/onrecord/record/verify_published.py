"""Check a published folder against itself: digests, links, quotations."""

from pathlib import Path

from onrecord.publish.check import check_published
from onrecord.record.verify import Check, Verification

MANIFEST = "manifest.json"


def is_published(folder: Path) -> bool:
    """Is this a folder that `onrecord publish` wrote?"""
    return (folder / MANIFEST).is_file() and not (folder / "case.toml").exists()


def verify_published(folder: Path) -> Verification:
    """Check every file against the manifest, and every link and quotation within the folder."""
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    problems = check_published(lambda name: _read(folder, name), names)
    check = Check(
        name="published folder",
        state="failed" if problems else "passed",
        n_checked=len(names),
        problems=tuple(str(problem) for problem in problems),
        words="every file is as the manifest says, every link and quotation leads where it should",
    )
    return Verification(checks=(check,))


def _read(folder: Path, name: str) -> bytes | None:
    """The bytes of a file within the folder, and of none outside it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    return path.read_bytes()
