"""What linking learned from the case as it is now: what a decision to save weights is made on."""

import hashlib
from collections.abc import Sequence
from typing import Any

import onrecord.record.ready  # noqa: F401
from onrecord.errors import DecisionRefused
from onrecord.model.match_weights import MatchWeights
from onrecord.record.linked_by import stored_linked_by
from onrecord.record.models import ReceiptRow, RecordRow


def learned_now() -> MatchWeights:
    """The weights by which the case is linked; DecisionRefused where that is not up to date."""
    found = stored_linked_by()
    if found is None:
        raise DecisionRefused("no two records were compared yet; add lists and run the case first")
    if not ReceiptRow.objects.filter(stage="link", current=True).exists():
        raise DecisionRefused("the links are older than what was decided since; run the case first")
    return found.weights


def learned_from_now(judgements: Sequence[str]) -> dict[str, Any]:
    """What the weights were learned from: the records and judgements, and by which code."""
    receipt = ReceiptRow.objects.get(stage="link")
    table = hashlib.sha256()
    for body in RecordRow.objects.order_by("id").values_list("body", flat=True).iterator():
        table.update(body.encode() + b"\n")
    return {
        "records": RecordRow.objects.count(),
        "table": table.hexdigest(),
        "judgements": list(judgements),
        "inputs": receipt.inputs,
        "outputs": receipt.outputs,
        "code": receipt.code,
    }
