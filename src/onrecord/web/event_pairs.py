"""What may be one event: the words of either side, and what was decided about them."""

from collections.abc import Iterable, Sequence

from onrecord.record import queries
from onrecord.record.models import ClaimRow, EventPairRow
from onrecord.web.bars import Bars, bars_of, in_100
from onrecord.web.cards import Card, card
from onrecord.web.pairs import ShownVerdict

CLAIMS_SHOWN = 4  # of either side
VERDICT = {"same": "one event", "different": "two events", "unsure": "not sure"}


class ShownEventPair(ShownVerdict, frozen=True):
    """A pair as its template needs it."""

    row: EventPairRow
    left: list[Card]
    right: list[Card]
    more: tuple[int, int]  # claims of either side that are not shown
    chance: str
    bars: Bars | None

    @property
    def joined(self) -> bool:
        """Are the two in one event at present?"""
        return self.row.left_event_id == self.row.right_event_id

    @property
    def verdict_words(self) -> str:
        """What holds about it, and who says so."""
        if self.undoable:
            return f"{VERDICT[self.row.verdict]}, decided by a person"
        return f"{'joined' if self.joined else 'kept apart'} by the rules, in doubt"


def shown_event_pairs(rows: Iterable[EventPairRow]) -> list[ShownEventPair]:
    """Pairs with their words; the claims are read in one query."""
    listed = list(rows)
    sides = [(row.pair.left_claims, row.pair.right_claims) for row in listed]
    wanted = {claim for both in sides for side in both for claim in side[:CLAIMS_SHOWN]}
    claims = queries.claims(wanted)
    return [
        ShownEventPair(
            row,
            _cards(left, claims),
            _cards(right, claims),
            (max(0, len(left) - CLAIMS_SHOWN), max(0, len(right) - CLAIMS_SHOWN)),
            in_100(row.chance),
            bars_of(row.pair),
        )
        for row, (left, right) in zip(listed, sides, strict=True)
    ]


def _cards(ids: Sequence[str], claims: dict[str, ClaimRow]) -> list[Card]:
    return [card(claims[i], claims[i].document) for i in ids[:CLAIMS_SHOWN] if i in claims]
