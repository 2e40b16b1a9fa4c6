"""The pairs of claims that can be drawn: all those of two documents that tell of events."""

from functools import partial
from math import sqrt

import onrecord.record.ready  # noqa: F401
from onrecord.link.claim_pairs import KINDS, ClaimPairs
from onrecord.record.models import ClaimRow, EventPairRow, EventRow
from onrecord.record.population import Population, weights

JOINED, POSSIBLE, OTHERS = 0.35, 0.4, 0.25  # parts of a sample


def frame_of_claims() -> tuple[Population, ...]:
    """Every pair of claims of two documents that stand in events, by what linking made of it."""
    documents = ClaimRow.objects.filter(memberships__role="claim").values_list("id", "document_id")
    return populations(
        ClaimPairs(
            (row.event for row in EventRow.objects.order_by("id").iterator()),
            dict(documents.iterator()),
            (row.pair for row in EventPairRow.objects.order_by("id").iterator()),
        )
    )


def populations(pairs: ClaimPairs) -> tuple[Population, ...]:
    """The strata of the pairs, weighed by size and by how unsure the kind is thought to be."""
    doubt = [
        size * sqrt(kind.thought * (1 - kind.thought))
        for kind, size in zip(KINDS, pairs.sizes, strict=True)
    ]
    parts = [JOINED if kind.joined else POSSIBLE if kind.possible else OTHERS for kind in KINDS]
    return tuple(
        Population(
            name=kind.name,
            joined=kind.joined,
            possible=kind.possible,
            size=pairs.sizes[at],
            weight=weight,
            pair_at=partial(pairs.pair_at, at),
        )
        for at, (kind, weight) in enumerate(zip(KINDS, weights(doubt, parts), strict=True))
    )
