"""Check a published folder without trusting who published it: bytes, links and quotations."""

import json
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from onrecord.publish.publish import MANIFEST, SCHEMA, SUMS, WEIGHTS
from onrecord.publish.published_html import PageReader, read_page

Reader = Callable[[str], bytes | None]


class Problem(Struct, frozen=True, kw_only=True):
    """Something in a published folder that does not hold, and where."""

    path: str
    code: str
    words: str

    def __str__(self) -> str:
        """The problem as a line: where, and what does not hold."""
        return f"{self.path}: {self.words}"


def check_published(read: Reader, names: Iterable[str]) -> list[Problem]:
    """Everything that does not hold in a published folder; an empty list when all does.

    ``read`` gives the bytes of a path relative to the folder, or None where there are none;
    ``names`` are the paths of all the files in it. The manifest's digests and sizes are held
    against the files, every link and anchor is followed, and every quotation is held against the
    words of its passage and of the table of claims.
    """
    listed, problems = _manifest(read)
    if listed is None:
        return problems
    problems += _against_manifest(read, listed, set(names))
    problems += _against_sums(read, listed)
    pages, unreadable = _pages(read, listed)
    problems += _weights(read)
    return [*problems, *unreadable, *_links(pages, set(listed)), *_words(read, pages)]


def _manifest(read: Reader) -> tuple[dict[str, dict[str, Any]] | None, list[Problem]]:
    data = read(MANIFEST)
    if data is None:
        return None, [_problem(MANIFEST, "missing", "there is no manifest; nothing can be checked")]
    try:
        manifest = json.loads(data)
        listed = {str(entry["path"]): entry for entry in manifest["files"]}
        schema = manifest["schema"]
    except (ValueError, KeyError, TypeError) as error:
        words = f"the manifest cannot be read ({error}); restore it from a copy"
        return None, [_problem(MANIFEST, "unreadable", words)]
    if schema != SCHEMA:
        words = f"the manifest is of schema {schema!r}; this version checks {SCHEMA!r}"
        return None, [_problem(MANIFEST, "schema", words)]
    return listed, []


def _against_manifest(
    read: Reader, listed: dict[str, dict[str, Any]], names: set[str]
) -> Iterator[Problem]:
    for path, entry in listed.items():
        data = read(path)
        if data is None:
            yield _problem(path, "missing", "the manifest lists it, and it is not there")
        elif (found := sha256(data).hexdigest()) != entry.get("sha256"):
            words = f"has sha256 {found}, the manifest says {entry.get('sha256')}"
            yield _problem(path, "digest", words)
        elif len(data) != entry.get("size"):
            words = f"has {len(data)} bytes, the manifest says {entry.get('size')}"
            yield _problem(path, "size", words)
    for path in sorted(names - set(listed) - {MANIFEST, SUMS}):
        yield _problem(path, "extra", "the manifest does not list it; it is no part of the record")


def _against_sums(read: Reader, listed: dict[str, dict[str, Any]]) -> Iterator[Problem]:
    """The file for `sha256sum -c` must say the same, of the same files and of the manifest."""
    data = read(SUMS)
    if data is None:
        yield _problem(SUMS, "missing", "sha256sum -c has nothing to check with")
        return
    expected = {f"{entry.get('sha256')}  {path}" for path, entry in listed.items()}
    expected.add(f"{sha256(read(MANIFEST) or b'').hexdigest()}  {MANIFEST}")
    stated = set(data.decode("utf-8", "replace").splitlines())
    for line in sorted(stated ^ expected):
        side = "is not in the manifest" if line in stated else "is missing here"
        yield _problem(SUMS, "sums", f"“{line}” {side}")


def _weights(read: Reader) -> Iterator[Problem]:
    """Where weights were saved, linking went by those that are here, and by no others."""
    manifest = json.loads(read(MANIFEST) or b"{}")
    if manifest.get("weights_saved_by") is None:
        return
    receipts = manifest.get("receipts")
    stated = {
        str(receipt.get("parameters"))
        for receipt in (receipts if isinstance(receipts, list) else ())
        if isinstance(receipt, dict) and receipt.get("stage") == "link"
    }
    found = sha256(read(WEIGHTS) or b"").hexdigest()
    if stated != {found}:
        went_by = ", ".join(sorted(stated)) or "nothing"
        words = f"has sha256 {found}, and the receipt of linking says that it went by {went_by}"
        yield _problem(WEIGHTS, "weights", words)


def _pages(read: Reader, listed: Iterable[str]) -> tuple[dict[str, PageReader], list[Problem]]:
    pages: dict[str, PageReader] = {}
    problems = []
    for path in listed:
        data = read(path) if path.endswith(".html") else None
        if data is None:
            continue
        try:
            pages[path] = read_page(data)
        except UnicodeDecodeError as error:
            problems.append(_problem(path, "unreadable", f"is not UTF-8: {error}"))
    return pages, problems


def _links(pages: dict[str, PageReader], listed: set[str]) -> Iterator[Problem]:
    """Every link leads to a file of the folder, and every anchor to a place in it."""
    present = listed | {MANIFEST, SUMS}
    for page, content in pages.items():
        for link in dict.fromkeys(content.links):
            path, fragment = target(page, link)
            if path not in present:
                yield _problem(page, "link", f"“{link}” leads to no file of this folder")
            elif fragment and path in pages and fragment not in pages[path].anchors:
                yield _problem(page, "anchor", f"“{link}” leads to no place in {path}")


def target(page: str, link: str) -> tuple[str, str]:
    """The path, relative to the folder, and the anchor to which a link of a page leads."""
    path, _, fragment = link.partition("#")
    return (normpath(join(dirname(page), unquote(path))) if path else page), unquote(fragment)


def _words(read: Reader, pages: dict[str, PageReader]) -> Iterator[Problem]:
    """The words of a claim are the same in its passage, in every quotation and in the table."""
    passages = {
        (path, claim): "".join(parts)
        for path, page in pages.items()
        for claim, parts in page.passages.items()
    }
    for page, content in pages.items():
        for claim, quoted, link in content.quotations:
            path, _ = target(page, link)
            yield from _same(page, claim, quoted, passages.get((path, claim)))
    for line in (read("data/claims.jsonl") or b"").decode("utf-8", "replace").split("\n"):
        if line:
            yield from _row(line, passages)


def _row(line: str, passages: dict[tuple[str, str], str]) -> Iterator[Problem]:
    path = "data/claims.jsonl"
    try:
        row = json.loads(line)
        claim, words, page = str(row["id"]), str(row["words"]), str(row["page"])
    except (ValueError, KeyError, TypeError) as error:
        yield _problem(path, "unreadable", f"a line cannot be read: {error}")
        return
    yield from _same(path, claim, words, passages.get((target("", page)[0], claim)))


def _same(path: str, claim: str, quoted: str, passage: str | None) -> Iterator[Problem]:
    if passage is None:
        yield _problem(path, "passage", f"{claim} is quoted, and its passage is in no document")
    elif _read(quoted) != _read(passage):
        yield _problem(path, "words", f"{claim} is quoted as {quoted!r}; there stands {passage!r}")


def _read(text: str) -> str:
    """A text as an HTML reader hands it on: one sort of line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _problem(path: str, code: str, words: str) -> Problem:
    return Problem(path=path, code=code, words=words)
