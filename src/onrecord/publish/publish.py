"""publish: a case becomes a folder of pages and tables that a stranger can check offline."""

import json
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any

from msgspec import to_builtins

from onrecord.model.canonical import canonical
from onrecord.model.claim_line import claim_line
from onrecord.model.outcome import Outcome
from onrecord.publish.codebook import TABLES, codebook_rows, vocabularies
from onrecord.publish.pages import STYLE, pages, style
from onrecord.publish.publication import Publication, PublishedFile
from onrecord.publish.shown import Shown, what_is_shown
from onrecord.publish.spreadsheet import csv_bytes
from onrecord.publish.tables import Row, tables

SCHEMA = "onrecord/published-folder/1"
MANIFEST = "manifest.json"
SUMS = "MANIFEST.sha256"
WEIGHTS = "data/match_weights.json"
CODEBOOK_COLUMNS = ("table", "column", "type", "unit", "meaning", "allowed_terms", "vocabulary")


def publish(publication: Publication) -> Outcome[PublishedFile]:
    """The files of a published folder, sorted by path; the same publication gives the same bytes.

    Claims that were rejected or replaced appear nowhere, suggestions only where they are asked
    for, and protected words in no file or file name. What rests on a claim that is not shown is
    set aside. The two manifests come last and cover every other file.
    """
    shown = what_is_shown(publication)
    rows = tables(shown)
    made = [
        *(_file(path, html.encode()) for path, html in pages(shown, rows)),
        PublishedFile(path=STYLE, data=style()),
        *_tables(shown, rows),
        *_codebook(),
        *_weights(publication),
    ]
    made.sort(key=lambda file: file.path)
    manifest = _file(MANIFEST, _json(_manifest(shown, made)))
    sums = _file(SUMS, _sums([*made, manifest]))
    return Outcome(made=(*made, manifest, sums), set_aside=shown.set_aside)


def _file(path: str, data: bytes) -> PublishedFile:
    return PublishedFile(path=path, data=data)


def _tables(shown: Shown, rows: dict[str, list[Row]]) -> Iterable[PublishedFile]:
    for name, found in rows.items():
        columns = [column.name for column in TABLES[name]]
        yield _file(f"data/{name}.csv", csv_bytes(columns, found))
        lines = (_json_line(shown, name, columns, row) for row in found)
        yield _file(f"data/{name}.jsonl", "".join(lines).encode())


def _json_line(shown: Shown, table: str, columns: Sequence[str], row: Row) -> str:
    """The columns in their order, None where a row has none; a claim also whole."""
    line: dict[str, Any] = {column: row.get(column) for column in columns}
    if table == "claims":
        line["claim"] = claim_line(shown.claims[row["id"]])
    return json.dumps(line, ensure_ascii=False) + "\n"


def _codebook() -> Iterable[PublishedFile]:
    rows = codebook_rows()
    yield _file("data/codebook.csv", csv_bytes(CODEBOOK_COLUMNS, rows))
    both = {"schema": SCHEMA, "columns": rows, "vocabularies": vocabularies()}
    yield _file("data/codebook.json", _json(both))


def _weights(publication: Publication) -> Iterable[PublishedFile]:
    """The weights that made the links, to the last digit; their digest is that of these bytes."""
    if publication.linkage is not None:
        yield _file(WEIGHTS, canonical(publication.linkage.linked_by.weights))


def _manifest(shown: Shown, made: Sequence[PublishedFile]) -> dict[str, Any]:
    publication = shown.publication
    at = publication.ledger_at
    return {
        "schema": SCHEMA,
        "title": publication.title,
        "software": publication.software,
        "settings": {
            "include_unreviewed": publication.include_unreviewed,
            "whole_texts": publication.whole_texts,
        },
        "ledger_head": publication.ledger_head,
        "ledger_at": at.isoformat() if at else None,
        "weights_saved_by": publication.linkage and publication.linkage.saved,
        "receipts": to_builtins(_receipts(shown)),
        "files": [
            {"path": f.path, "sha256": sha256(f.data).hexdigest(), "size": len(f.data)}
            for f in made
        ],
    }


def _receipts(shown: Shown) -> list[object]:
    """Receipts of the stages, and of reading those documents that hide nothing.

    A digest over a text of which all but a name is published would let the name be guessed.
    """
    hidden = {shown.documents[d].capture for d in shown.withheld}
    open_ones = {document.capture for document in shown.documents.values()} - hidden
    return [r for r in shown.publication.receipts if r.unit == "case" or r.unit in open_ones]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _sums(made: Sequence[PublishedFile]) -> bytes:
    """What `sha256sum -c` reads: digest, two spaces, path."""
    return "".join(f"{sha256(f.data).hexdigest()}  {f.path}\n" for f in made).encode()
