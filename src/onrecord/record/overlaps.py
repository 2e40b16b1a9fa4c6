"""The overlaps of a case's lists, as its estimated figures were computed from them."""

import onrecord.record.ready  # noqa: F401
from onrecord.errors import InputError
from onrecord.model.overlap import Overlaps
from onrecord.record.models import FigureRow


def case_overlaps(*, harm: str, event: str | None, basis: str) -> Overlaps:
    """Whom the lists name under one harm, in the case or in one event of it.

    Raises
    ------
    InputError : no list of the case names anybody so
    """
    rows = FigureRow.objects.filter(kind="estimated", basis=basis, harm=harm, event_id=event)
    row = rows.order_by("position").first()
    found = None if row is None else row.figure.overlaps
    if found is None or not found.cells:
        where = "the case" if event is None else f"event {event}"
        counted = "accepted claims" if basis == "accepted" else "claims"
        raise InputError(
            f"no list names anybody as {harm} in {where}, by {counted}; accept claims of lists, "
            "or ask with --basis with_suggestions, and run the case first"
        )
    return found
