"""Figures: the list on both bases, and one with its calculation and what went into it."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec import Struct

from onrecord.model.figure import Input
from onrecord.record import queries
from onrecord.record.models import FigureRow, PersonRow
from onrecord.web.figure_pairs import beside_each_other
from onrecord.web.paging import asked_key, leaf
from onrecord.web.withholding import covered_text

PAGE, INPUTS = 20, 50
_PERSON = re.compile(r"person-[0-9a-f]{24}")


class ShownInput(Struct, frozen=True, kw_only=True):
    """An input of a figure: its part in it, what it is, and where that stands."""

    role: str
    words: str
    source: str
    href: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure, each basis beside the other."""
    page = queries.figures_page(asked_key(request, 2), PAGE)
    rows = [*page.rows, *queries.twins(page.rows)]
    context = {"figures": beside_each_other(rows), "page": leaf(request, page)}
    return render(request, "onrecord/figures.html", context)


@require_safe
def figure(request: HttpRequest, figure_id: str) -> HttpResponse:
    """A figure: kind, definition, method, calculation, inputs that lead to their words."""
    row = queries.figure(figure_id)
    if row is None:
        raise Http404(figure_id)
    whole = row.figure
    first = int(request.GET.get("from", "0")) if request.GET.get("from", "0").isdecimal() else 0
    page = queries.Page(whole.inputs[first : first + INPUTS])
    beyond = first + INPUTS if first + INPUTS < len(whole.inputs) else None
    context = {
        "row": row,
        "figure": whole,
        "inputs": shown_inputs(page.rows),
        "page": {"first": "from=0", "next": f"from={beyond}" if beyond else None,
                 "later_than_first": first > 0},
    }  # fmt: skip
    return render(request, "onrecord/figure.html", context)


def shown_inputs(inputs: tuple[Input, ...]) -> list[ShownInput]:
    """Inputs with what each is, read in one query a kind however many there are."""
    ids = [one.id for one in inputs]
    claims = queries.claims(i for i in ids if i.startswith("claim-"))
    persons = queries.persons(_PERSON.findall(" ".join([*ids, *(one.role for one in inputs)])))
    figures = queries.figures([i for i in ids if i.startswith("figure-")])
    shown = []
    for one in inputs:
        source, href = one.words or one.id, ""
        if row := claims.get(one.id):
            source, href = (
                f"“{covered_text(row.document, row.text)}”",
                reverse("claim", args=[row.id]),
            )
        elif person := persons.get(one.id):
            source, href = person.name, reverse("person", args=[person.id])
        elif part := figures.get(one.id):
            source, href = figure_name(part), reverse("figure", args=[part.pk])
        role = _PERSON.sub(lambda found: _named(found[0], persons), one.role)
        shown.append(ShownInput(role=role, words=one.words, source=source, href=href))
    return shown


def _named(person: str, persons: dict[str, PersonRow]) -> str:
    return persons[person].name if person in persons else person


def figure_name(row: FigureRow) -> str:
    """What a figure counts, and of which event."""
    return f"{row.title}: {row.event.label}" if row.event else row.title
