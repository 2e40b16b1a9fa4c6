"""The columns of a table: what each means, tried on the first rows, kept as a decision."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from msgspec import Struct, structs

from onrecord.errors import DecisionRefused
from onrecord.model.mapping import Mapping
from onrecord.record import queries
from onrecord.record.columns import (
    MappedTable,
    Tried,
    mapped_sheets,
    mapped_table,
    mapping_body,
    trial,
)
from onrecord.record.decisions import decide
from onrecord.record.refresh import refresh
from onrecord.web.column_form import field_groups, harm_choices, posted_mappings, shown_sheets
from onrecord.web.inwords import Fact, facts, heading
from onrecord.web.served import served
from onrecord.web.withholding import covered, covered_text


class ShownClaim(Struct, frozen=True):
    """A claim that a mapping would make."""

    heading: str
    facts: list[Fact]


class ShownRow(Struct, frozen=True):
    """A row of a preview."""

    number: int
    text: str
    claims: list[ShownClaim]
    set_aside: tuple[str, ...]


class Preview(Struct, frozen=True):
    """The first rows of a sheet under the mapping of the form."""

    sheet: str
    rows: list[ShownRow]
    remarks: tuple[str, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: HttpRequest, rendition: str) -> HttpResponse:
    """The form, what it would make of the first rows, and the decision to keep or undo it."""
    row = queries.document(rendition)
    if row is None or row.shape != "table":
        raise Http404(rendition)
    table = mapped_table(served().case, row)
    if request.method != "POST":
        return _page(request, table, table.mappings)
    posted = {name: str(value) for name, value in request.POST.items()}
    mappings = table.mappings
    try:
        if posted.get("do") == "undo":
            return _undone(table, posted)
        mappings = posted_mappings(table, posted)
        if posted.get("do") == "keep":
            return _kept(table, mappings, posted)
    except DecisionRefused as refused:
        return _page(request, table, mappings, problem=str(refused))
    return _page(request, table, mappings, tried=True)


def _page(
    request: HttpRequest,
    table: MappedTable,
    mappings: tuple[Mapping, ...],
    *,
    tried: bool = False,
    problem: str = "",
) -> HttpResponse:
    sheets = mapped_sheets(table.document, mappings)
    context: dict[str, Any] = {
        "document": table.document,
        "table": table,
        "sheets": shown_sheets(table, sheets),
        "groups": field_groups(),
        "harms": harm_choices(),
        "previews": _previews(table, mappings) if tried else [],
        "tried": tried,
        "problem": problem,
        "unkept": not _same(mappings, table.mappings),
        "because": request.POST.get("because", ""),
    }
    status = 400 if problem else 200
    return render(request, "onrecord/columns.html", context, status=status)


def _same(left: tuple[Mapping, ...], right: tuple[Mapping, ...]) -> bool:
    """Do two mappings read a table in the same way, whatever their reasons?"""
    return [_bare(one) for one in left] == [_bare(one) for one in right]


def _bare(mapping: Mapping) -> Mapping:
    used = {name: field for name, field in mapping.columns.items() if field != "ignore"}
    return structs.replace(mapping, columns=used, reasons=())


def _previews(table: MappedTable, mappings: tuple[Mapping, ...]) -> list[Preview]:
    found = []
    for mapping in mappings:
        made = trial(served().case, table.document, mapping)
        if made is None:
            continue  # the sheet's problems say so above
        remarks = tuple(covered_text(table.document, words) for words in made.remarks)
        name = covered_text(table.document, mapping.sheet)
        found.append(Preview(name, [_shown_row(table, one) for one in made.records], remarks))
    return found


def _shown_row(table: MappedTable, one: Tried) -> ShownRow:
    claims = [covered(table.document, claim) for claim in one.claims]
    return ShownRow(
        one.row,
        covered_text(table.document, one.text),
        [ShownClaim(heading(claim), facts(claim)) for claim in claims],
        tuple(covered_text(table.document, words) for words in one.set_aside),
    )


def _kept(
    table: MappedTable, mappings: tuple[Mapping, ...], posted: dict[str, str]
) -> HttpResponse:
    if any(sheet.problems for sheet in mapped_sheets(table.document, mappings)):
        raise DecisionRefused("this mapping cannot be kept: what is wrong stands at its sheet")
    if table.decision is not None and _same(mappings, table.mappings):
        raise DecisionRefused("nothing was changed: this is the mapping that is kept already")
    case = served().case
    judgement = decide(
        case,
        "map_columns",
        table.document.capture_id,
        by=served().by,
        because=posted.get("because", ""),
        body=mapping_body(mappings),
    )
    refresh(case, judgement)
    return redirect("columns", table.document.id)


def _undone(table: MappedTable, posted: dict[str, str]) -> HttpResponse:
    if table.decision is None:
        raise DecisionRefused("no mapping was decided; there is nothing to undo")
    case = served().case
    because = posted.get("because", "")
    judgement = decide(case, "undo", table.decision.id, by=served().by, because=because)
    refresh(case, judgement)
    return redirect("columns", table.document.id)
