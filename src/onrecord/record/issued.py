"""Who is made of which records now: what a release decision remembers of persons."""

from collections.abc import Mapping
from typing import Any

import onrecord.record.ready  # noqa: F401
from onrecord.link.identifiers import default_id
from onrecord.record.models import PersonRow, RecordRow


def issued_now() -> dict[str, Any]:
    """Persons as they are linked now; ``alone`` are records whose person is named by them alone."""
    persons: dict[str, list[str]] = {}
    rows = RecordRow.objects.exclude(person=None).order_by("id").values_list("person_id", "id")
    for person, record in rows.iterator():
        if person is not None:
            persons.setdefault(person, []).append(record)
    plain = {
        person
        for person, records in persons.items()
        if len(records) == 1 and person == default_id(records)
    }
    return {
        "persons": {person: records for person, records in persons.items() if person not in plain},
        "alone": sorted(persons[person][0] for person in plain),
    }


def issued_in(body: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """The persons that a decision remembers, each with its records."""
    alone = {default_id([record]): (record,) for record in body["alone"]}
    return {person: tuple(records) for person, records in body["persons"].items()} | alone


def anybody_issued() -> bool:
    """Has the case been linked, so that persons have identifiers?"""
    return PersonRow.objects.exists()
