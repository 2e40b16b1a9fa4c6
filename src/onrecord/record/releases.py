"""Releases of lists in a case: which takes the place of which, and what each changed."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.link.identifiers import Carried, carry, remembered
from onrecord.link.records import records_of
from onrecord.link.releases import ListRow, Released, follow
from onrecord.model.canonical import identify
from onrecord.model.judgement import Judgement
from onrecord.model.mapping import Mapping
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside
from onrecord.model.release import Release
from onrecord.read.said import said_of
from onrecord.record.decisions import standing, standing_about
from onrecord.record.issued import issued_in
from onrecord.record.models import ClaimRow, DocumentRow, RecordRow
from onrecord.record.renditions import stored_rendition
from onrecord.record.sheets import stored_sheets


class Decided(Struct, frozen=True, kw_only=True):
    """A release in force: the decision, the documents of both releases, and what it changed."""

    decision: Judgement
    document: DocumentRow
    before: DocumentRow
    changes: Released

    @property
    def release(self) -> Release:
        """As `link` takes it."""
        return Release(
            rendition=self.document.id,
            before=self.before.id,
            ids=self.changes.ids,
            issued=issued_in(self.decision.body),
        )


def superseded() -> frozenset[str]:
    """The captures whose place a later release has taken."""
    return frozenset(j.other for j in standing(("release",)) if j.other is not None)


def decided_releases() -> tuple[Decided, ...]:
    """Every release in force whose lists have been read, in the order of the decisions."""
    decisions = standing(("release",))
    made = [one for chain in _chains(decisions) for one in _followed(chain)]
    order = {decision.id: at for at, decision in enumerate(decisions)}
    return tuple(sorted(made, key=lambda one: order[one.decision.id]))


def persons_since(release: Decided, releases: Iterable[Decided]) -> Carried:
    """What became of the persons that there were when a release was decided."""
    upto = [r for r in releases if r.decision.at <= release.decision.at]
    issued = remembered(issued_in(r.decision.body) for r in reversed(upto))
    now: dict[str, list[str]] = {}
    rows = RecordRow.objects.exclude(person=None).order_by("id").values_list("person_id", "id")
    for person, record in rows.iterator():
        if person is not None:
            now.setdefault(person, []).append(record)
    return carry(issued, list(now.values()))


def set_aside_earlier(releases: Iterable[Decided]) -> tuple[SetAside, ...]:
    """That the claims of earlier releases are kept, and are not counted beside the later one."""
    return tuple(
        SetAside(
            stage="link",
            subject=one.before.name,
            reason=(
                f"a later release, {one.document.name}, takes its place: the {one.before.n_claims} "
                "claims of this one are kept and shown, and not linked or counted"
            ),
            code="earlier-release",
        )
        for one in releases
    )


def _chains(decisions: Iterable[Judgement]) -> Iterator[list[Judgement]]:
    """The decisions about one list, release after release."""
    after = {decision.other: decision for decision in decisions}
    targets = {decision.target for decision in after.values()}
    for first in sorted(other for other in after if other is not None and other not in targets):
        chain, capture = [], first
        while capture in after:
            chain.append(after[capture])
            capture = after[capture].target
        yield chain


def _followed(chain: list[Judgement]) -> Iterator[Decided]:
    captures = [str(chain[0].other), *(decision.target for decision in chain)]
    documents = [_table(capture) for capture in captures]
    if not all(documents):
        return  # it waits to be read
    tables = [document for document in documents if document is not None]
    changes = follow([rows_of_list(document) for document in tables])
    for decision, before, document, changed in zip(
        chain, tables[:-1], tables[1:], changes, strict=True
    ):
        yield Decided(decision=decision, document=document, before=before, changes=changed)


def _table(capture: str) -> DocumentRow | None:
    return DocumentRow.objects.filter(capture=capture, shape="table").first()


def rows_of_list(document: DocumentRow) -> list[ListRow]:
    """The rows of a list as they were read, whatever was decided about their claims."""
    rendition = stored_rendition(document)
    rows = ClaimRow.objects.filter(document=document, origin="derived").order_by("id")
    named = Document(
        id=document.id, capture=document.capture_id, name=document.name, title=document.title,
        bibliography=document.bibliography, shape="table", language=None, text="",
    )  # fmt: skip
    claims = [row.claim for row in rows.iterator()]
    records = {record.id: record for record in records_of(claims, [named], without_acts=True)}
    return [
        ListRow(record=records[own], sheet=mapping.sheet, said=said)
        for mapping in mappings_of(document)
        for number, said in said_of(rendition, mapping).items()
        if (own := identify("record", document.id, mapping.sheet, number)) in records
    ]


def mappings_of(document: DocumentRow) -> tuple[Mapping, ...]:
    """The mappings in force: decided, else suggested."""
    made = standing_about(("map_columns",), document.capture_id)
    if made:
        return msgspec.convert(made[-1].body["mappings"], tuple[Mapping, ...])
    return tuple(sheet.suggested for sheet in stored_sheets(document.id))
