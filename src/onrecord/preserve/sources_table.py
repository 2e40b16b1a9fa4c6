"""``sources.csv``: what a person says of the files that lie beside it."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

from msgspec import Struct

from onrecord.model.outcome import Outcome, SetAside
from onrecord.model.source import Bibliography, Protection
from onrecord.preserve.csv_rows import Row, read_rows
from onrecord.preserve.stated_date import stated_date

SOURCES = "sources.csv"
COLUMNS = frozenset({
    "file", "title", "publisher", "speaker", "published", "url", "note", "kind", "language",
    "country", "on_behalf_of", "protection", "pseudonym",
})  # fmt: skip
_TEXTS = ("title", "publisher", "speaker", "on_behalf_of", "url", "note", "kind")
_OPEN = frozenset({"", "open", "no", "false", "0"})
_PROTECTED = frozenset({"protected", "yes", "true", "1"})
_NOT_KNOWN = re.compile(r"\(.*\)|untitled|unknown|unknown \w+|not stated|n/?a|none|[-?–—]+", re.I)
_OFFICES_FOR = re.compile(
    r"\b(?:minister|commissioner|secretary|committee|office|ombuds\w+|ministry|department|"
    r"cent(?:re|er)|network|council|organi[sz]ation|association|institute|foundation|campaign|"
    r"coordinator|director|rapporteur|envoy|adviser|advisor)s?$",
    re.I,
)
_PERSON = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){1,4}")


class Stated(Struct, frozen=True, kw_only=True):
    """What ``sources.csv`` says of one file; the pseudonym stands in for a protected speaker."""

    file: str
    bibliography: Bibliography
    pseudonym: str | None = None


def read_sources(content: bytes, files: Collection[str]) -> Outcome[Stated]:
    """The rows of a sources table, each for one of the files; names are relative to the table.

    MalformedTable when it is no table with a column "file". Rows that name no file, a file that
    is not there, one outside the folder, or one that has its row already, are set aside.
    """
    rows = read_rows(content, table=SOURCES, needed="file", known=COLUMNS)
    known = {_same_name(name): name for name in files}
    made: dict[str, Stated] = {}
    aside = list(rows.set_aside)
    for row in rows.rows:
        problem = _row_problem(row, known, made)
        if problem is not None:
            aside.append(_aside(row, *problem))
            continue
        stated, notes = _stated(row, known[_same_name(row.cells["file"])])
        made[stated.file] = stated
        aside += notes
    return Outcome(made=tuple(made.values()), set_aside=tuple(aside))


def speaker_and_party(words: str) -> tuple[str, str | None]:
    """Split "A. Person for the Party" into the speaker and the party that they speak for.

    An office that has "for" in its title ("Minister for the Interior", "Centre for …") is not
    split; where the rule errs, the column ``on_behalf_of`` says it.
    """
    for cue in (" on behalf of ", " for the ", " for "):
        speaker, found, party = words.partition(cue)
        if not found or not speaker.strip() or not party.strip():
            continue
        if cue.startswith(" for") and _OFFICES_FOR.search(speaker):
            return words, None
        if cue == " for " and not (_PERSON.fullmatch(speaker) and speaker.istitle()):
            return words, None
        return speaker, ("the " if cue == " for the " else "") + party
    return words, None


def _row_problem(
    row: Row, known: dict[str, str], made: dict[str, Stated]
) -> tuple[str, str] | None:
    file = row.cells.get("file")
    if file is None:
        return "no-file", "the row names no file; write the file's name in the column 'file'"
    if _leads_out(file):
        return "outside-folder", f"{file!r} leads out of the folder of {SOURCES}; move the file in"
    name = known.get(_same_name(file))
    if name is None:
        return "no-such-file", f"no file {file!r} lies beside {SOURCES}; correct the name"
    if name in made:
        return "repeated", f"{file!r} has a row already, which is used; join the two rows"
    return None


def _leads_out(file: str) -> bool:
    windows = PureWindowsPath(file)
    parts = file.replace("\\", "/").split("/")
    return ".." in parts or file.startswith(("/", "\\")) or bool(windows.drive) or "\x00" in file


def _same_name(file: str) -> str:
    """A name as it is compared: one slash, no leading "./", composed accents."""
    plain = PurePosixPath(file.replace("\\", "/")).as_posix()
    return unicodedata.normalize("NFC", plain)


def _stated(row: Row, file: str) -> tuple[Stated, list[SetAside]]:
    fields: dict[str, Any] = {
        name: row.cells[name]
        for name in _TEXTS
        if name in row.cells and not _NOT_KNOWN.fullmatch(row.cells[name])
    }
    if "speaker" in fields and "on_behalf_of" not in fields:
        fields["speaker"], party = speaker_and_party(fields["speaker"])
        fields |= {"on_behalf_of": party} if party else {}
    notes: list[SetAside] = []
    for name, read in (("published", stated_date), ("language", _language), ("country", _country)):
        words = row.cells.get(name)
        if words is not None and not _NOT_KNOWN.fullmatch(words):
            value = read(words)
            if value is None:
                notes.append(_aside(row, "not-understood", _not_understood(name, words)))
            else:
                fields[name] = value
    protection, note = _protection(row)
    notes += note
    bibliography = Bibliography(
        **fields, protection=protection, stated_in=dict.fromkeys(sorted(fields), SOURCES)
    )
    return Stated(file=file, bibliography=bibliography, pseudonym=row.cells.get("pseudonym")), notes


def _protection(row: Row) -> tuple[Protection, list[SetAside]]:
    words = row.cells.get("protection", "").lower()
    if words in _OPEN:
        return "open", []
    if words in _PROTECTED:
        return "protected", []
    # A slip of the pen must not expose a witness.
    reason = f"protection {words!r} is neither 'open' nor 'protected'; the source is protected"
    return "protected", [_aside(row, "not-understood", reason)]


def _language(words: str) -> str | None:
    return words.lower()[:2] if re.fullmatch(r"[A-Za-z]{2}(?:-\w+)?", words) else None


def _country(words: str) -> str | None:
    return words.upper() if re.fullmatch(r"[A-Za-z]{2}", words) else None


def _not_understood(name: str, words: str) -> str:
    expected = {
        "published": "2025-03-09, 2025-03, 2025 or 2025-03-08/2025-03-09",
        "language": "a code of two letters, such as ar",
        "country": "a code of two letters, such as SY",
    }[name]
    return f"{name} {words!r} is not understood and left open; write {expected}"


def _aside(row: Row, code: str, reason: str) -> SetAside:
    subject = f"{SOURCES}, line {row.line}"
    return SetAside(stage="preserve", subject=subject, reason=reason, code=code)
