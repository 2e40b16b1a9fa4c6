"""The queues of pairs that a page judges one by one: where one stands, and what comes next.

Every queue is a list of pairs of records in an order of its own; only that of pairs in doubt is as
long as the case, and is read from the index, a few rows at a time.
"""

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct

from onrecord.link.decided import ordered
from onrecord.record import queries
from onrecord.record.audit_sample import (
    chances_to_be_drawn,
    in_judging_order,
    newest_sample,
    under_sample,
)
from onrecord.record.case import Case
from onrecord.record.decisions import SampleOf, UnderWhat
from onrecord.record.judging import (
    RecordPair,
    disputed_pairs,
    judged_pairs,
    second_opinions,
)
from onrecord.record.models import PairRow
from onrecord.record.queries import Key

QueueName = Literal["doubt", "second", "settle", "audit"]
QUEUES: tuple[QueueName, ...] = get_args(QueueName)
SHOWN_NEXT = 5
BLIND: frozenset[QueueName] = frozenset({"second", "audit"})  # what others say would lead


class Queue(Struct, frozen=True, kw_only=True):
    """A place in a queue. ``current`` is None where nothing is left."""

    name: QueueName
    current: RecordPair | None
    previous: RecordPair | None = None
    following: tuple[RecordPair, ...] = ()
    left: int | None = None  # how many are left in it, the current one among them, if it is short
    whole: int | None = None  # of how many, in a sample


def queue_at(case: Case, judge: str, name: QueueName, at: RecordPair | None) -> Queue:
    """The queue as it stands around a pair, or at its head."""
    if name == "doubt":
        return _in_doubt(case, at)
    if name == "audit":
        return in_sample(case, judge, at)
    waiting = second_opinions(case, judge) if name == "second" else disputed_pairs(case)
    return _in_list(name, [(judged.left, judged.right) for judged in waiting], at)


def _in_list(name: QueueName, pairs: Sequence[RecordPair], at: RecordPair | None) -> Queue:
    if at is None or at not in pairs:
        current = at or next(iter(pairs), None)
        following = [pair for pair in pairs if pair != current]
        return Queue(
            name=name, current=current, following=tuple(following[:SHOWN_NEXT]), left=len(pairs)
        )
    place = pairs.index(at)
    return Queue(
        name=name,
        current=at,
        previous=pairs[place - 1] if place else None,
        following=tuple(pairs[place + 1 : place + 1 + SHOWN_NEXT]),
        left=len(pairs),
    )


def in_sample(case: Case, judge: str, at: RecordPair | None, of: SampleOf = "persons") -> Queue:
    """The pairs of the audit sample that a judge has not judged, around a pair or at their head."""
    found = newest_sample(of)
    if found is None:
        return Queue(name="audit", current=None)
    sample, pairs, judged = found[0].id, in_judging_order(found[1]), judged_pairs(case, of)

    def mine(pair: RecordPair) -> bool:
        return pair in judged and judged[pair].said_in(sample, judge)

    waiting = [pair for pair in pairs if pair == at or not mine(pair)]
    queue = _in_list("audit", waiting, at)
    return Queue(
        name="audit",
        current=queue.current,
        previous=queue.previous,
        following=queue.following,
        left=sum(not mine(pair) for pair in pairs),
        whole=len(pairs),
    )


def _in_doubt(case: Case, at: RecordPair | None) -> Queue:
    row = queries.pair_of(*at) if at else None
    if row is None:
        head = _unjudged(case, None)
        row, rest = (head[0], head[1:]) if head else (None, [])
        if row is None:
            return Queue(name="doubt", current=at)
        if at is not None:
            return Queue(name="doubt", current=at, following=_pairs([row, *rest]))
        return Queue(name="doubt", current=_pair(row), following=_pairs(rest))
    key = (row.pair.worth or row.worth, row.id)
    before = queries.pair_worth_more(key)
    return Queue(
        name="doubt",
        current=_pair(row),
        previous=_pair(before) if before else None,
        following=_pairs([other for other in _unjudged(case, key) if other.id != row.id]),
    )


def _unjudged(case: Case, after: Key | None) -> list[PairRow]:
    """The next pairs by worth. One judged while the case was linked is passed over."""
    judged = judged_pairs(case)
    rows = queries.pairs_by_worth(after, SHOWN_NEXT + 1).rows
    return [row for row in rows if _pair(row) not in judged]


def _pairs(rows: Sequence[PairRow]) -> tuple[RecordPair, ...]:
    return tuple(_pair(row) for row in rows)[:SHOWN_NEXT]


def _pair(row: PairRow) -> RecordPair:
    return ordered(row.left_id, row.right_id)


def under(name: QueueName, pair: RecordPair, *, blind: bool) -> UnderWhat:
    """What a judgement in a queue is made under, as the ledger keeps it."""
    if name == "audit":
        return under_newest_sample(pair, "persons", blind=blind)
    return UnderWhat(blind=blind, settles=name == "settle")


def under_newest_sample(pair: RecordPair, of: SampleOf, *, blind: bool) -> UnderWhat:
    """What a judgement on a pair of the newest sample is made under."""
    found = newest_sample(of)
    if found is None:
        return UnderWhat(blind=blind)
    return under_sample(found[0].id, chances_to_be_drawn(found[1]), pair, blind=blind)
