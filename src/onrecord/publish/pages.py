"""The pages of a published folder, rendered from templates with every word escaped."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from onrecord.model.canonical import digest
from onrecord.model.material import Document
from onrecord.model.response_matrix import Cell, matrix, parties_that_answer
from onrecord.publish import paths, wording
from onrecord.publish.cards import cards
from onrecord.publish.codebook import TABLES, vocabularies
from onrecord.publish.event_page import (
    event_context,
    party_name,
    promises_of,
    responses_of,
    silences_of,
)
from onrecord.publish.excerpts import excerpts
from onrecord.publish.publication import Publication
from onrecord.publish.shown import Shown
from onrecord.publish.tables import Row, published_documents
from onrecord.vocab import term

STYLE = "style.css"


@cache
def _templates() -> Environment:
    found = Environment(
        loader=PackageLoader("onrecord.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {
        "figure": wording.figure_words,
        "day": wording.when_short,
        "direction": wording.direction,
        "svg": Markup,  # drawings escape their own words
        "of_thousand": wording.of_thousand,
        "event_page": paths.event_page,
        "document_page": paths.document_page,
    }
    return found


def pages(shown: Shown, rows: dict[str, list[Row]]) -> Iterator[tuple[str, str]]:
    """Every page of the folder: (path, HTML)."""
    yield "index.html", _page("index.html", shown, "", **_index(shown, rows))
    for event in shown.linked.events:
        path = paths.event_page(event.id)
        yield path, _page("event.html", shown, "../", **event_context(shown, event))
    for document in published_documents(shown):
        path = paths.document_page(document.id)
        yield path, _page("document.html", shown, "../", **_document(shown, document))
    yield "responses.html", _page("responses.html", shown, "", **_responses(shown))
    yield "figures.html", _page("figures.html", shown, "", claims=shown.claims)
    yield "persons.html", _page("persons.html", shown, "", persons=rows["persons"],
                                **_person_passages(shown, rows))  # fmt: skip
    if shown.publication.linkage is not None or shown.publication.events_told is not None:
        yield "methods.html", _page("methods.html", shown, "", **_methods(shown.publication))
    yield "codebook.html", _page("codebook.html", shown, "", tables=TABLES,
                                 vocabularies=vocabularies())  # fmt: skip


def style() -> bytes:
    """The one style sheet of the pages."""
    return (files("onrecord.publish") / "templates" / STYLE).read_bytes()


def _page(template: str, shown: Shown, root: str, **context: Any) -> str:
    publication = shown.publication
    return _templates().get_template(template).render(
        root=root,
        publication=publication,
        shown=shown,
        unreviewed=publication.include_unreviewed
        and len(shown.accepted) < len(shown.claims),
        **context,
    )  # fmt: skip


def _index(shown: Shown, rows: dict[str, list[Row]]) -> dict[str, Any]:
    return {
        "events": list(zip(shown.linked.events, rows["events"], strict=True)),
        "documents": rows["documents"],
        "grades": {row["grade"]: term("grades", row["grade"]).label
                   for row in rows["events"] if row["grade"]},
        "figures": shown.figures,
        "n_rows": {name: len(found) for name, found in rows.items()},
        "answers": _answering(shown),
    }  # fmt: skip


def _answering(shown: Shown) -> list[tuple[str, list[str], int]]:
    """(party, what it did by speaking, how many answers), for those that answered at all."""
    found: dict[str, tuple[dict[str, None], int]] = {}
    for response in shown.answered.responses:
        if response.polarity == "positive":
            acts, number = found.get(response.party, ({}, 0))
            acts[term("speech_acts", response.speech_act).label] = None
            found[response.party] = (acts, number + 1)
    return sorted(
        (party_name(shown, party), list(acts), number) for party, (acts, number) in found.items()
    )


def _document(shown: Shown, document: Document) -> dict[str, Any]:
    claims = [c for c in shown.claims.values() if c.rendition == document.id]
    exhibit = next((e for e in shown.publication.exhibits if e.capture == document.capture), None)
    protected = document.bibliography.protection == "protected"
    whole = shown.publication.whole_texts and document.id not in shown.withheld
    mode = "passages" if protected else "whole" if whole else "paragraphs"
    found = excerpts(
        document.text, claims, mode=mode, headed=document.shape == "table" and not protected
    )
    return {
        "document": document,
        "known": document.bibliography,
        "exhibit": exhibit,
        "mode": mode,
        "withheld": document.id in shown.withheld,
        "excerpts": [(excerpt, cards(shown, excerpt.claims)) for excerpt in found],
        "rest": len(document.text[found[-1].end :].strip()) if found else 0,
        "events_of": _events_by_claim(shown),
    }  # fmt: skip


def _events_by_claim(shown: Shown) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for event in shown.linked.events:
        for claim in (*event.claims, *event.statements):
            found.setdefault(claim, []).append((event.id, event.label))
    return found


def _responses(shown: Shown) -> dict[str, Any]:
    events: list[str | None] = [event.id for event in shown.linked.events]
    answered = {x.event for x in shown.answered.responses}
    told_of = answered | {x.event for x in shown.answered.silences if x.state == "silent"}
    events = [event for event in (*events, None) if event in told_of]
    labels = {event.id: event.label for event in shown.linked.events}
    parties = sorted(parties_that_answer(shown.answered), key=lambda p: party_name(shown, p))
    grid = matrix(shown.answered, events, parties)
    return {
        "columns": [(event, labels.get(event or "", "The case as a whole")) for event in events],
        "lines": [
            (party_name(shown, party), [_cell(grid.cell(party, event)) for event in events])
            for party in parties
        ],
        "sections": [
            (event, labels.get(event or "", "The case as a whole"), responses_of(shown, event),
             silences_of(shown, event), promises_of(shown, event))
            for event in events
        ],
    }  # fmt: skip


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "state": cell.state,
        "acts": [term("speech_acts", act).label for act in cell.speech_acts],
        "naming": term("naming", cell.naming.level).label if cell.naming else None,
        "own": cell.in_own_words,
        "first": cell.responses[0] if cell.responses else None,
    }


def _methods(publication: Publication) -> dict[str, Any]:
    linkage = publication.linkage
    if linkage is None:
        return {"linkage": None}
    linked_by = linkage.linked_by
    return {
        "linkage": linkage,
        "linked_by": linked_by,
        "digest": digest(linked_by.weights),
        "n_pairs": linked_by.n_records * (linked_by.n_records - 1) // 2,
    }


def _person_passages(shown: Shown, rows: dict[str, list[Row]]) -> dict[str, Any]:
    """For each person the first passage of each of the rows that are linked to them."""
    records = {record.id: record for record in shown.linked.records}
    people = {person.id: person for person in shown.linked.persons}
    return {
        "passages": {
            row["id"]: [
                (records[r].list_name, records[r].row,
                 paths.passage(shown.claims[records[r].claims[0]]))
                for r in people[row["id"]].records
            ]
            for row in rows["persons"]
        }
    }  # fmt: skip
