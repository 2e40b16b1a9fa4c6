"""Figures: the list on both bases, and one with its calculation and what went into it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from msgspec import Struct

from onrecord.model.figure import Input
from onrecord.record import queries
from onrecord.web.figure_pairs import beside_each_other
from onrecord.web.paging import asked_key, leaf

PAGE, INPUTS = 20, 50


class ShownInput(Struct, frozen=True):
    """An input of a figure, and where its words stand."""

    id: str
    role: str
    words: str
    href: str


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Every figure, each basis beside the other."""
    page = queries.figures_page(asked_key(request, 2), PAGE)
    rows = [*page.rows, *queries.twins(page.rows, 2 * PAGE)]
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
    """Inputs with the words that each rests on, read in two queries however many there are."""
    claims = queries.claims(one.id for one in inputs if one.id.startswith("claim-"))
    persons = queries.persons([one.id for one in inputs if one.id.startswith("person-")])
    shown = []
    for one in inputs:
        if one.id in claims:
            words, href = claims[one.id].text, reverse("claim", args=[one.id])
        elif one.id in persons:
            words, href = persons[one.id].name, reverse("person", args=[one.id])
        else:
            words, href = one.words, ""
        shown.append(ShownInput(one.id, one.role, one.words or words, href))
    return shown
