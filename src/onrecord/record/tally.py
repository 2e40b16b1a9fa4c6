"""Counts that pages show, kept as rows so that no page has to count."""

from django.db.models import F

import onrecord.record.ready  # noqa: F401
from onrecord.record.models import Tally


def add_to_tally(**changes: int) -> None:
    """Add to the named counts (a name's dots are written as ``__``)."""
    for name, change in changes.items():
        set_or_add(name.replace("__", "."), change)


def set_or_add(name: str, change: int) -> None:
    """Add to one count, making it where it is not there yet."""
    if not Tally.objects.filter(name=name).update(value=F("value") + change):
        Tally.objects.create(name=name, value=change)


def set_tally(counts: dict[str, int]) -> None:
    """Write the named counts over what they were."""
    Tally.objects.bulk_create(
        [Tally(name=name, value=value) for name, value in counts.items()],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["value"],
    )


def tallies() -> dict[str, int]:
    """Every count by name."""
    return dict(Tally.objects.values_list("name", "value"))
