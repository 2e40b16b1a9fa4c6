"""Every question that a page asks of the record, by name.

Each reads as many rows as the page shows plus a constant: equality and range over an index, a
page's worth of rows and one more to know whether there is a next. Paging goes by key, never by
number; counts come from the tallies. Order is that of the index that is named in the docstring.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from msgspec import Struct

import onrecord.record.ready  # noqa: F401
from onrecord.record.models import (
    Arrival,
    Capture,
    CellRow,
    ClaimBefore,
    ClaimRow,
    CommitmentRow,
    ContradictionRow,
    Decision,
    DocumentRow,
    DocumentWord,
    EventClaim,
    EventLinkRow,
    EventPairRow,
    EventRow,
    FigureRow,
    FindingRow,
    LedgerEntry,
    PairRow,
    PartyRow,
    PersonRow,
    RecordRow,
    ReleaseRow,
    RenditionText,
    ResponseRow,
    SetAsideRow,
    SilenceRow,
)

Key = tuple[str | int | float, ...]  # where a page ends: the values of its last row's sort columns
ANSWERS_LOOKED_AT = 20
SILENCES_LOOKED_AT = 60
TWINS_LOOKED_AT = 4  # a kind has a lower bound and an estimate
MOST_KINDS = 30
Row = TypeVar("Row", bound=Model)


class Page(Struct, frozen=True):
    """Rows of a list, and the key after which the next page begins (None: this is the last)."""

    rows: tuple[Any, ...]
    next: Key | None = None


def _page(found: list[Any], limit: int, columns: tuple[str, ...]) -> Page:
    """A page of rows that were read with one row more than it shows."""
    if len(found) <= limit:
        return Page(tuple(found))
    last = found[limit - 1]
    return Page(tuple(found[:limit]), tuple(getattr(last, column) for column in columns))


def _by_two(
    rows: "QuerySet[Row]",
    columns: tuple[str, str],
    after: Key | None,
    limit: int,
    *,
    falling: bool = False,
) -> Page:
    """A page in the order of two columns, both rising or both falling.

    Rows beyond a key are asked for in two parts (the rest of the first column's value, then what
    lies beyond it): each is one seek in an index, however many rows share a value.
    """
    first, second = columns
    sign, side = ("-", "lt") if falling else ("", "gt")
    beyond = rows.order_by(sign + first, sign + second)
    if after is None:
        return _page(list(beyond[: limit + 1]), limit, columns)
    alike = rows.filter(**{first: after[0], f"{second}__{side}": after[1]})
    found = list(alike.order_by(sign + second)[: limit + 1])
    if len(found) <= limit:
        found += beyond.filter(**{f"{first}__{side}": after[0]})[: limit + 1 - len(found)]
    return _page(found, limit, columns)


def _by_one(
    rows: "QuerySet[Row]", column: str, after: Key | None, limit: int, *, falling: bool = False
) -> Page:
    """A page in the order of one unique column."""
    sign, side = ("-", "lt") if falling else ("", "gt")
    if after is not None:
        rows = rows.filter(**{f"{column}__{side}": after[0]})
    return _page(list(rows.order_by(sign + column)[: limit + 1]), limit, (column,))


# --- documents --------------------------------------------------------------------------------


def documents_by_title(after: Key | None, limit: int) -> Page:
    """Documents in the order of their titles (index title, id)."""
    return _by_two(DocumentRow.objects.all(), ("title", "id"), after, limit)


def documents_of_kind(kind: str, after: Key | None, limit: int) -> Page:
    """Documents of one kind in the order of their titles (index kind, title, id)."""
    return _by_two(DocumentRow.objects.filter(kind=kind), ("title", "id"), after, limit)


def documents_with_words(words: Collection[str], kind: str, after: Key | None, limit: int) -> Page:
    """Documents that hold every one of some words, in the order of their ids.

    The longest word leads (index word, document) and what it finds is held against the others:
    with one word a page reads what it shows, with more the documents that hold the longest.
    """
    leading, *others = sorted(words, key=lambda word: (-len(word), word))
    rows = DocumentWord.objects.filter(word=leading).select_related("document")
    for word in others:
        rows = rows.filter(
            Exists(DocumentWord.objects.filter(word=word, document=OuterRef("document")))
        )
    if kind:
        rows = rows.filter(document__kind=kind)
    page = _by_one(rows, "document_id", after, limit)
    return Page(tuple(row.document for row in page.rows), page.next)


def kinds_of_documents() -> list[str]:
    """The kinds of document in the case: one seek each (index kind, title, id)."""
    kinds: list[str] = []
    while len(kinds) < MOST_KINDS:
        beyond = DocumentRow.objects.filter(kind__gt=kinds[-1] if kinds else "").order_by("kind")
        found = beyond.values_list("kind", flat=True).first()
        if found is None:
            break
        kinds.append(found)
    return kinds


def document(rendition: str) -> DocumentRow | None:
    """A document with its capture."""
    return DocumentRow.objects.filter(id=rendition).select_related("capture").first()


def documents(ids: Collection[str]) -> dict[str, DocumentRow]:
    """Documents by id."""
    return DocumentRow.objects.in_bulk(list(ids))


def arrivals_of(capture: str, limit: int) -> list[Arrival]:
    """The receipts of a capture, oldest first."""
    return list(Arrival.objects.filter(capture=capture).order_by("seq")[:limit])


def stretch_at(rendition: str, at: int) -> RenditionText | None:
    """The stretch of text that holds a position (index document, start)."""
    stretches = RenditionText.objects.filter(document=rendition, start__lte=at)
    return stretches.order_by("-start").first()


def stretch_before(rendition: str, start: int) -> int | None:
    """Where the stretch before this one begins."""
    found = RenditionText.objects.filter(document=rendition, start__lt=start).order_by("-start")
    return found.values_list("start", flat=True).first()


def claims_between(rendition: str, start: int, end: int, limit: int) -> list[ClaimRow]:
    """The claims that begin in ``[start, end)`` (index document, start, id)."""
    rows = ClaimRow.objects.filter(document=rendition, start__gte=start, start__lt=end)
    return list(rows.order_by("start", "id")[:limit])


def rows_of_lines(rendition: str, start: int, end: int) -> dict[int, int]:
    """For the lines of a table in ``[start, end)``: where a cell begins → its row in the file."""
    cells = CellRow.objects.filter(document=rendition, start__gte=start, start__lt=end)
    return dict(cells.order_by("start").values_list("start", "row"))


def cells_of_row(rendition: str, at: int) -> list[CellRow]:
    """The cells of the row of a table in which a position stands, from the left; none in prose.

    Two seeks (indexes document, start and document, sheet, row).
    """
    before = CellRow.objects.filter(document=rendition, start__lte=at).order_by("-start")
    found = before.first()
    if found is None:
        return []
    cells = CellRow.objects.filter(document=rendition, sheet=found.sheet, row=found.row)
    return sorted(cells, key=lambda cell: (cell.start, cell.id))


# --- claims -----------------------------------------------------------------------------------


def claims_page(state: str, kind: str, after: Key | None, limit: int) -> Page:
    """Claims by state and kind, each empty for all (indexes state, kind, id and kind, id)."""
    rows = ClaimRow.objects.all()
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    return _by_two(rows, ("kind", "id"), after, limit)


def claim(claim_id: str) -> ClaimRow | None:
    """A claim with its document."""
    return ClaimRow.objects.filter(id=claim_id).select_related("document").first()


def amendment_of(claim_id: str, rendition: str, start: int) -> ClaimRow | None:
    """The accepted amendment that superseded a claim, if it begins at the same place."""
    rows = ClaimRow.objects.filter(document=rendition, start=start, supersedes=claim_id)
    return rows.exclude(state="rejected").first()


def claims_before(ids: Collection[str]) -> dict[str, tuple[bool, ClaimRow]]:
    """By claim, the claim of an earlier release that it was, and whether its row has changed."""
    went_on = {row.claim: row for row in ClaimBefore.objects.filter(claim__in=ids)}
    rows = ClaimRow.objects.in_bulk([row.before for row in went_on.values()])
    return {
        claim: (row.changed, rows[row.before])
        for claim, row in went_on.items()
        if row.before in rows
    }


def release_of(rendition: str) -> ReleaseRow | None:
    """The release that a document is of the list before it, if it is one."""
    return ReleaseRow.objects.filter(document=rendition).first()


def release_after(rendition: str) -> ReleaseRow | None:
    """The release that took the place of a document, if one did."""
    return ReleaseRow.objects.filter(before=rendition).first()


def earlier_releases(ids: Collection[str]) -> frozenset[str]:
    """Of these documents, those whose place a later release has taken."""
    return frozenset(ReleaseRow.objects.filter(before__in=ids).values_list("before", flat=True))


def claims(ids: Iterable[str]) -> dict[str, ClaimRow]:
    """Claims with their documents, by id."""
    rows = ClaimRow.objects.filter(id__in=list(ids)).select_related("document")
    return {row.id: row for row in rows}


def states_of(ids: Collection[str]) -> dict[str, str]:
    """The state of review of each claim."""
    return dict(ClaimRow.objects.filter(id__in=ids).values_list("id", "state"))


# --- events -----------------------------------------------------------------------------------


def events_by_claims(after: Key | None, limit: int) -> Page:
    """Events, those told of most first (index n_claims, id)."""
    return _by_two(EventRow.objects.all(), ("n_claims", "id"), after, limit, falling=True)


def events_by_contradictions(after: Key | None, limit: int) -> Page:
    """Events with contradictions, those with most first (index n_contradictions, id)."""
    rows = EventRow.objects.filter(n_contradictions__gt=0)
    return _by_two(rows, ("n_contradictions", "id"), after, limit, falling=True)


def events_by_date(after: Key | None, limit: int) -> Page:
    """Events that have a date, the earliest first (index earliest, id)."""
    rows = EventRow.objects.filter(earliest__isnull=False)
    return _by_two(rows, ("earliest", "id"), after, limit)


def undated_events(after: Key | None, limit: int) -> Page:
    """Events to which no source gives a date (index earliest, id)."""
    return _by_one(EventRow.objects.filter(earliest__isnull=True), "id", after, limit)


def event(event_id: str) -> EventRow | None:
    """An event."""
    return EventRow.objects.filter(id=event_id).first()


def claims_of_event(event_id: str, role: str, after: Key | None, limit: int) -> Page:
    """The claims of an event, or those that answer it (index event, role, claim)."""
    rows = EventClaim.objects.filter(event=event_id, role=role).select_related("claim__document")
    return _by_one(rows, "claim_id", after, limit)


def findings_of(event_id: str, limit: int) -> list[FindingRow]:
    """What the case can say about an event."""
    return list(FindingRow.objects.filter(event=event_id).order_by("id")[:limit])


def contradictions_of(event_id: str, limit: int) -> list[ContradictionRow]:
    """What cannot both hold in an event."""
    return list(ContradictionRow.objects.filter(event=event_id).order_by("id")[:limit])


def first_contradictions(limit: int) -> list[ContradictionRow]:
    """Some contradictions of the case, with their events."""
    return list(ContradictionRow.objects.select_related("event").order_by("id")[:limit])


def links_before(event_id: str, limit: int) -> list[EventLinkRow]:
    """What sources put before an event."""
    rows = EventLinkRow.objects.filter(later=event_id).select_related("earlier")
    return list(rows.order_by("id")[:limit])


def links_after(event_id: str, limit: int) -> list[EventLinkRow]:
    """What sources put after an event."""
    rows = EventLinkRow.objects.filter(earlier=event_id).select_related("later")
    return list(rows.order_by("id")[:limit])


# --- answers ----------------------------------------------------------------------------------


def parties_by_responses(after: Key | None, limit: int) -> Page:
    """Parties that answered, those that answered most first (index n_responses, id)."""
    rows = PartyRow.objects.filter(n_responses__gt=0)
    return _by_two(rows, ("n_responses", "id"), after, limit, falling=True)


def parties_only_silent(limit: int) -> list[PartyRow]:
    """Parties of whom a source says that they were silent and the case holds no answer.

    Looks at the first silences that sources tell of (index state, party).
    """
    told = SilenceRow.objects.filter(state="silent").order_by("party_id")
    silent = list(dict.fromkeys(told.values_list("party_id", flat=True)[:SILENCES_LOOKED_AT]))
    rows = PartyRow.objects.filter(id__in=silent, n_responses=0)
    return list(rows.order_by("name", "id")[:limit])


def responses_in(event_id: str | None, party: str, limit: int) -> Page:
    """The answers of a party to an event, None: to the whole case (index event, party, id)."""
    rows = ResponseRow.objects.filter(party=party, event_id=event_id)
    return _by_one(rows.select_related("claim__document"), "id", None, limit)


def responses_to(event_id: str, limit: int) -> list[ResponseRow]:
    """The answers to an event (index event, party)."""
    rows = ResponseRow.objects.filter(event=event_id).select_related("claim__document", "party")
    return list(rows.order_by("party_id")[:limit])


def responses(ids: Collection[str]) -> dict[str, ResponseRow]:
    """Answers by id."""
    return ResponseRow.objects.in_bulk(list(ids))


def silences_in(events: Collection[str], parties: Collection[str]) -> list[SilenceRow]:
    """Who of these parties is said to be silent about these events, or the whole case."""
    told = SilenceRow.objects.filter(party__in=parties, state="silent")
    return [*told.filter(event__in=events), *told.filter(event__isnull=True)]


def silences_of(event_id: str, limit: int) -> list[SilenceRow]:
    """Who is said to be silent about an event (index event, party)."""
    rows = SilenceRow.objects.filter(event=event_id, state="silent").select_related("party")
    return list(rows.order_by("party_id")[:limit])


def commitments_page(limit: int) -> list[CommitmentRow]:
    """Promises, with who made them."""
    return list(CommitmentRow.objects.select_related("party").order_by("id")[:limit])


def event_pairs_by_worth(after: Key | None, limit: int) -> Page:
    """What may be one event and nobody has judged, worth most first (index waits, worth, id)."""
    rows = _event_pairs().filter(waits__in=[True])
    return _by_two(rows, ("worth", "id"), after, limit, falling=True)


def event_pairs_judged(limit: int) -> list[EventPairRow]:
    """What may be one event and was judged (index waits, worth, id)."""
    return list(_event_pairs().filter(waits__in=[False]).order_by("worth", "id")[:limit])


def n_event_pairs_in_doubt() -> int:
    """How many wait, counted up to a hundred (index waits, worth, id)."""
    return len(EventPairRow.objects.filter(waits__in=[True]).values_list("id")[:100])


def event_pairs_of(event_id: str, limit: int) -> list[EventPairRow]:
    """The likeliest pairs of an event with others, and within it (indices of events)."""
    rows = _event_pairs().order_by("-chance", "id")
    sides = [rows.filter(left_event=event_id)[:limit], rows.filter(right_event=event_id)[:limit]]
    found = {pair.id: pair for side in sides for pair in side}
    return sorted(found.values(), key=lambda pair: (-pair.chance, pair.id))[:limit]


def event_pair(pair_id: str) -> EventPairRow | None:
    """A pair with its events."""
    return _event_pairs().filter(id=pair_id).first()


def _event_pairs() -> "QuerySet[EventPairRow]":
    return EventPairRow.objects.select_related("left_event", "right_event")


# --- persons ----------------------------------------------------------------------------------


def persons_by_name(after: Key | None, limit: int) -> Page:
    """Persons in the order of their names (index name, id)."""
    return _by_two(PersonRow.objects.all(), ("name", "id"), after, limit)


def person(person_id: str) -> PersonRow | None:
    """A person."""
    return PersonRow.objects.filter(id=person_id).first()


def persons(ids: Collection[str]) -> dict[str, PersonRow]:
    """Persons by id."""
    return PersonRow.objects.in_bulk(list(ids))


def records_of(person_id: str, limit: int) -> list[RecordRow]:
    """The records that were linked to a person, with their lists."""
    rows = RecordRow.objects.filter(person=person_id).select_related("document")
    return list(rows.order_by("id")[:limit])


def pairs_that_wait(after: Key | None, limit: int) -> Page:
    """Pairs that wait for a decision, the likeliest first (index waits, match_weight, id)."""
    # Not `waits=True`, for which Django writes a bare column that no index answers.
    rows = PairRow.objects.filter(waits__in=[True])
    rows = rows.select_related("left__document", "right__document")
    return _by_two(rows, ("match_weight", "id"), after, limit, falling=True)


def pairs_by_worth(after: Key | None, limit: int) -> Page:
    """Pairs that nobody has judged, those worth most first (index worth, id)."""
    rows = PairRow.objects.filter(worth__gt=0).select_related("left__document", "right__document")
    return _by_two(rows, ("worth", "id"), after, limit, falling=True)


def pair_worth_more(key: Key) -> PairRow | None:
    """The pair just before one in the queue of those that nobody has judged (index worth, id)."""
    rows = PairRow.objects.select_related("left__document", "right__document")
    return next(iter(_by_two(rows, ("worth", "id"), key, 1).rows), None)


def records(ids: Collection[str]) -> dict[str, RecordRow]:
    """Records with their lists, by id."""
    return RecordRow.objects.select_related("document").in_bulk(list(ids))


def still_there(ids: Collection[str]) -> set[str]:
    """Those of these records and claims that are still in the case."""
    return {
        *RecordRow.objects.filter(id__in=ids).values_list("id", flat=True),
        *ClaimRow.objects.filter(id__in=ids).values_list("id", flat=True),
    }


def pairs_of(records: Collection[str], limit: int) -> list[PairRow]:
    """Comparisons in which these records stand, on the left or on the right."""
    rows = PairRow.objects.select_related("left__document", "right__document")
    sides = (rows.filter(left__in=records), rows.filter(right__in=records))
    found = {pair.id: pair for side in sides for pair in side[:limit]}
    return sorted(found.values(), key=lambda pair: (-pair.match_weight, pair.id))[:limit]


def pair(pair_id: str) -> PairRow | None:
    """A pair with its records and their lists."""
    rows = PairRow.objects.filter(id=pair_id)
    return rows.select_related("left__document", "right__document").first()


def pair_of(left: str, right: str) -> PairRow | None:
    """The pair of two records, whichever of them stands first."""
    rows = PairRow.objects.filter(Q(left=left, right=right) | Q(left=right, right=left))
    return rows.select_related("left__document", "right__document").first()


# --- figures ----------------------------------------------------------------------------------


def figures_page(after: Key | None, limit: int, *, basis: str = "accepted") -> Page:
    """Figures on one basis, in order of kind (index basis, kind, position)."""
    rows = FigureRow.objects.filter(basis=basis)
    return _by_two(rows, ("kind", "position"), after, limit)


def figures_of(event_id: str | None, limit: int) -> list[FigureRow]:
    """The figures of an event, or of the whole case (None), on both bases, in their order.

    They are taken in the order of the index (event, basis, kind, harm) and then sorted.
    """
    rows = FigureRow.objects.filter(event_id=event_id).order_by("basis", "kind", "harm")
    return sorted(rows[:limit], key=lambda row: (row.basis, row.position))


def twins(rows: Iterable[FigureRow]) -> list[FigureRow]:
    """The figures with suggestions beside figures on accepted claims (index event, basis, …)."""
    found: dict[str, FigureRow] = {}
    for row in rows:
        alike = FigureRow.objects.filter(
            event_id=row.event_id, basis="with_suggestions", kind=row.kind, harm=row.harm
        )
        found.update({t.pk: t for t in alike[:TWINS_LOOKED_AT] if t.title == row.title})
    return list(found.values())


def figures(ids: Collection[str]) -> dict[str, FigureRow]:
    """Figures with their events, by id."""
    rows = FigureRow.objects.filter(pk__in=list(ids)).select_related("event")
    return {row.pk: row for row in rows}


def figure(figure_id: str) -> FigureRow | None:
    """A figure with its event."""
    return FigureRow.objects.filter(pk=figure_id).select_related("event").first()


# --- ledger, set aside --------------------------------------------------------------------------


def ledger_page(after: Key | None, limit: int) -> Page:
    """Entries of the ledger, the newest first (primary key)."""
    return _by_one(LedgerEntry.objects.all(), "seq", after, limit, falling=True)


def set_aside_page(after: Key | None, limit: int) -> Page:
    """What was set aside, in order (primary key)."""
    return _by_one(SetAsideRow.objects.all(), "id", after, limit)


def capture(sha256: str) -> Capture | None:
    """A capture."""
    return Capture.objects.filter(sha256=sha256).first()


def decisions_about(target: str, limit: int) -> list[Decision]:
    """The decisions about something, the newest first (index target, seq)."""
    return list(Decision.objects.filter(target=target).order_by("-seq")[:limit])


def withholding_state() -> tuple[int, int, int]:
    """What tells whether the names that are withheld may have changed, in three seeks.

    The newest arrival, the newest decision `protect`, and, where there is one, the newest undo.
    """
    arrivals = Arrival.objects.order_by("-seq").values_list("seq", flat=True)
    protected = _newest_decision("protect")
    return arrivals.first() or 0, protected, _newest_decision("undo") if protected else 0


def judging_state() -> int:
    """What tells whether a judgement on a pair may have been made or undone: four seeks."""
    return max(_newest_decision(kind) for kind in ("same", "different", "unsure", "undo"))


def _newest_decision(kind: str) -> int:
    rows = Decision.objects.filter(kind=kind).order_by("-seq").values_list("seq", flat=True)
    return rows.first() or 0


def pair_decision(left: str, right: str) -> str | None:
    """The newest decision about two records that no other one undid: its id."""
    about = Q(target=left, other=right) | Q(target=right, other=left)
    made = list(Decision.objects.filter(about).order_by("-seq").values_list("id", flat=True)[:20])
    undone = Decision.objects.filter(kind="undo", target__in=made).values_list("target", flat=True)
    return next((found for found in made if found not in set(undone)), None)


def events(ids: Collection[str]) -> dict[str, EventRow]:
    """Events by id."""
    return EventRow.objects.in_bulk(list(ids))


def events_answered_by(parties: Collection[str]) -> list[str | None]:
    """The events about which these parties spoke or are said to be silent; None: the whole case.

    Those answered most come first. Looks at ANSWERS_LOOKED_AT answers and silences of each party
    at most, so that a page stays a page.
    """
    found: Counter[str | None] = Counter()
    for party in parties:
        answers = ResponseRow.objects.filter(party=party)
        silences = SilenceRow.objects.filter(party=party, state="silent")
        for rows in (answers, silences):
            found.update(rows.values_list("event_id", flat=True)[:ANSWERS_LOOKED_AT])
    return sorted(found, key=lambda event_id: (event_id is None, -found[event_id], event_id or ""))


def responses_page(after: Key | None, limit: int) -> Page:
    """Answers in the order of their ids (primary key)."""
    return _by_one(ResponseRow.objects.select_related("claim__document"), "id", after, limit)


def contradictions_page(after: Key | None, limit: int) -> Page:
    """Contradictions in the order of their ids (primary key)."""
    return _by_one(ContradictionRow.objects.all(), "id", after, limit)


# --- the command line ---------------------------------------------------------------------------


def claim_rows(
    *, document: str | None, kind: str | None, state: str | None, words: str | None
) -> Iterable[ClaimRow]:
    """Claims for `onrecord claims`, in the order of documents and passages."""
    rows = ClaimRow.objects.select_related("document").order_by("document", "start", "id")
    if document:
        rows = rows.filter(document__name__contains=document)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    if words:
        rows = rows.filter(text__contains=words)
    return rows.iterator(chunk_size=1_000)
