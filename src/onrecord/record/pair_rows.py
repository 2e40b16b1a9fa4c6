"""The row of a pair between a judgement and the next linking.

What `link` made of a pair stays whole in the row's body, so that an undo shows it again exactly;
only the columns by which queues and pages look it up follow the judgements.
"""

import onrecord.record.ready  # noqa: F401
from onrecord.model.party import Pair
from onrecord.record.models import EventPairRow, PairRow


def show_verdict(row: PairRow, verdict: str | None) -> int:
    """Show a verdict in force, None: none is; returns by how many more pairs wait."""
    linked = row.pair
    if verdict is not None:
        shown, decided_by, worth = verdict, "judgement", 0.0
    elif linked.decided_by == "rule":
        shown, decided_by, worth = linked.verdict, "rule", linked.worth
    else:  # it was linked as judged, and nobody has linked it since that was undone
        shown, decided_by, worth = "unsure", "rule", _doubt(linked)
    waits = shown == "unsure" and decided_by == "rule"
    PairRow.objects.filter(id=row.id).update(
        verdict=shown, decided_by=decided_by, worth=worth, waits=waits
    )
    return int(waits) - int(row.waits)


def show_event_verdict(row: EventPairRow, verdict: str | None) -> None:
    """Show a verdict in force on what may be one event, None: none is."""
    decided_by = "rule" if verdict is None else "judgement"
    doubt = 2 * row.chance * (1 - row.chance)
    worth = row.pair.worth or doubt if verdict is None else 0.0
    EventPairRow.objects.filter(id=row.id).update(
        verdict=verdict or "unsure", decided_by=decided_by, worth=worth, waits=verdict is None
    )


def _doubt(pair: Pair) -> float:
    return 2 * pair.chance * (1 - pair.chance)
