"""How the case was linked, as it was kept."""

import onrecord.record.ready  # noqa: F401
from onrecord.model.match_weights import LinkedBy
from onrecord.record.models import LinkedByRow


def stored_linked_by() -> LinkedBy | None:
    """How pairs of records were linked; None where none was compared."""
    row = LinkedByRow.objects.first()
    return None if row is None else row.linked_by
