"""Persons, and the records they are made of."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onrecord.record import queries
from onrecord.record.tally import tallies
from onrecord.web.paging import asked_key, leaf
from onrecord.web.pairs import open_words, shown_pair, shown_record

PAGE, PAIRS, RECORDS = 50, 15, 30


@require_safe
def persons(request: HttpRequest) -> HttpResponse:
    """The list of persons."""
    page = queries.persons_by_name(asked_key(request, 2), PAGE)
    context = {"page": leaf(request, page), "n_waiting": tallies().get("pairs.waiting", 0)}
    return render(request, "onrecord/persons.html", context)


@require_safe
def person(request: HttpRequest, person_id: str) -> HttpResponse:
    """A person: the records, and why they are one."""
    row = queries.person(person_id)
    if row is None:
        raise Http404(person_id)
    records = queries.records_of(row.id, RECORDS)
    pairs = queries.pairs_of([record.id for record in records], PAIRS)
    context = {
        "row": row,
        "left_open": open_words(row.person),
        "records": [shown_record(record) for record in records],
        "pairs": [shown_pair(pair) for pair in pairs],
    }
    return render(request, "onrecord/person.html", context)
