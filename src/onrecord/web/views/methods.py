"""What every method says of a figure's table: overlaps, estimates, doubts, what if."""

import base64
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from onrecord.count.table_report import Row, TableReport
from onrecord.errors import InputError
from onrecord.model.overlap import Overlaps
from onrecord.record import queries
from onrecord.record.estimates import make_estimates, stored_estimates, table_of_figure
from onrecord.record.models import DocumentRow

STRATA_SHOWN = 30


class ShownList(Struct, frozen=True):
    """A list, how many it holds, and the document that it stands in."""

    name: str
    n_people: int
    document: DocumentRow | None


class ShownPicture(Struct, frozen=True):
    """A plot as an address that holds it, and in words."""

    name: str
    address: str
    words: str


class ShownStratum(Struct, frozen=True):
    """People of one value of what the lists say, and how many of them are on several lists."""

    value: str
    n_people: int
    n_on_several: int


@require_http_methods(["GET", "HEAD", "POST"])
def methods(request: HttpRequest, figure_id: str) -> HttpResponse:
    """The page; a POST asks every method and comes back to it."""
    row = queries.figure(figure_id)
    if row is None or row.figure.overlaps is None:
        raise Http404(figure_id)
    figure = row.figure
    if request.method == "POST":
        try:
            make_estimates(figure)
        except InputError as problem:
            return _page(request, row, str(problem))
        return redirect("methods", figure_id)
    return _page(request, row)


def _page(request: HttpRequest, row: Any, problem: str = "") -> HttpResponse:
    figure = row.figure
    table = table_of_figure(figure)
    report = None if isinstance(table, str) else stored_estimates(table)
    context = {
        "row": row,
        "figure": figure,
        "lists": _lists(figure.overlaps),
        "strata": {by: _strata(figure.overlaps, by) for by in figure.overlaps.strata},
        "reason": table if isinstance(table, str) else "",
        "report": report,
        "pictures": _pictures(report) if report else {},
        "what_if": _what_if(report.dependence) if report else [],
        "problem": problem,
    }
    return render(request, "onrecord/methods.html", context, status=400 if problem else 200)


def _lists(overlaps: Overlaps) -> list[ShownList]:
    documents = queries.documents([one.rendition for one in overlaps.lists])
    return [
        ShownList(one.name, one.n_people, documents.get(one.rendition)) for one in overlaps.lists
    ]


def _strata(overlaps: Overlaps, by: str) -> list[ShownStratum]:
    people: dict[str, int] = {}
    several: dict[str, int] = {}
    for cell in overlaps.strata[by]:
        value = cell.stratum or ""
        people[value] = people.get(value, 0) + cell.n_people
        several[value] = several.get(value, 0) + (cell.n_people if len(cell.on) > 1 else 0)
    largest = sorted(people, key=lambda value: (-people[value], value))[:STRATA_SHOWN]
    return [ShownStratum(value, people[value], several[value]) for value in largest]


def _pictures(report: TableReport) -> dict[str, ShownPicture]:
    return {
        one.name: ShownPicture(one.name, _address(one.svg), one.words) for one in report.pictures
    }


def _address(svg: str) -> str:
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


def _what_if(rows: tuple[Row, ...]) -> list[tuple[str, list[Row]]]:
    """What may be otherwise, each with its rows in the order of their values."""
    things = dict.fromkeys(row.what for row in rows)
    return [
        (what, sorted((row for row in rows if row.what == what), key=lambda row: row.value or 0.0))
        for what in things
    ]
