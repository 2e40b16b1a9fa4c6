"""The page on which pairs are judged one by one, as its template needs it."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from msgspec import Struct

from onrecord.link.decided import ordered
from onrecord.model.party import Pair
from onrecord.record import queries
from onrecord.record.case import Case
from onrecord.record.differences import Line, side_by_side
from onrecord.record.judging import (
    JudgedPair,
    RecordPair,
    Standing,
    how_far,
    judged_pairs,
    newest_by,
)
from onrecord.record.models import RecordRow
from onrecord.web.bars import Bars, Share, bars_of, shares_of
from onrecord.web.excerpts import Excerpt, excerpt_of
from onrecord.web.pair_queues import BLIND, QUEUES, Queue, QueueName, queue_at
from onrecord.web.pairs import covered_record, where_texts_meet

SAYS = {"same": "the same person", "different": "different persons", "unsure": "not sure"}
LABELS: dict[QueueName, tuple[str, str]] = {
    "doubt": (
        "In doubt",
        "Pairs on which a judgement is worth most come first: those that may change how many "
        "persons there are, and of which the rules are least sure.",
    ),
    "second": (
        "Second opinion",
        "Pairs that somebody else has judged. What they said is shown once you have answered.",
    ),
    "settle": (
        "Judges disagree",
        "Read both records again, with what each judge said. Your answer settles the pair.",
    ),
    "audit": (
        "Audit sample",
        "Pairs drawn at random, the easy ones among them: they tell how good the linkage is. "
        "Neither the machine's chance nor anybody's answer is shown.",
    ),
}
SEPARATOR = "~"


class Tab(Struct, frozen=True):
    """A queue to choose."""

    href: str
    label: str
    n: int | None
    current: bool


class Brief(Struct, frozen=True):
    """A pair in one line, with the way to it."""

    left: RecordRow
    right: RecordRow
    href: str


class Verdict(Struct, frozen=True):
    """What a judge said of a pair."""

    by: str
    words: str
    because: str
    at: str
    mine: bool
    settles: bool


class Candidate(Struct, frozen=True, kw_only=True):
    """The pair to judge, whole. What a blind judge must not see is left out of it."""

    left: RecordRow
    right: RecordRow
    lines: tuple[Line, ...]
    excerpts: tuple[Excerpt | None, Excerpt | None]
    shares: tuple[Share, ...]
    bars: Bars | None
    reasons: tuple[str, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def id(self) -> str:
        """Its address among pairs."""
        return f"{self.left.id}{SEPARATOR}{self.right.id}"


class Done(Struct, frozen=True):
    """The newest judgement of the judge, to be undone with one key."""

    id: str
    words: str
    left: str
    right: str


class Bench(Struct, frozen=True, kw_only=True):
    """The whole page."""

    queue: Queue
    blind: bool
    note: str
    tabs: tuple[Tab, ...]
    standing: Standing
    candidate: Candidate | None
    following: tuple[Brief, ...]
    previous: str  # addresses, empty where there is none
    skip: str
    other_blindness: str
    done: Done | None


class Asked(Struct, frozen=True, kw_only=True):
    """What is asked of the page."""

    queue: QueueName
    at: RecordPair | None
    blind: bool


def asked(values: dict[str, str]) -> Asked:
    """What an address or a form asks; Http404 for a queue or a pair that none could name."""
    name = values.get("queue", "doubt")
    found = next((queue for queue in QUEUES if queue == name), None)
    if found is None:
        raise Http404("no such queue of pairs")
    blind = values.get("blind", "1" if found in BLIND else "") not in ("", "0")
    return Asked(queue=found, at=named_pair(values.get("pair", "")), blind=blind)


def named_pair(words: str) -> RecordPair | None:
    """The pair that an address or a form names, None: none; Http404 for what names no pair."""
    left, separator, right = words.partition(SEPARATOR)
    if words and not (separator and left and right and left != right):
        raise Http404("a pair is named by its two sides")
    return ordered(left, right) if words else None


def address(wanted: Asked, at: RecordPair | None = None) -> str:
    """The address of a place in a queue."""
    fields: dict[str, str] = {"queue": wanted.queue}
    if wanted.blind != (wanted.queue in BLIND):
        fields["blind"] = "1" if wanted.blind else "0"
    if at is not None:
        fields["pair"] = SEPARATOR.join(at)
    return f"{reverse('pairs')}?{urlencode(fields)}"


def bench(case: Case, judge: str, wanted: Asked) -> Bench:
    """The page for a judge; Http404 where the pair that is asked for is not in the case."""
    queue = queue_at(case, judge, wanted.queue, wanted.at)
    near = [pair for pair in (queue.current, *queue.following) if pair is not None]
    records = queries.records({record for pair in near for record in pair})
    if queue.current is not None and not records.keys() >= set(queue.current):
        raise Http404("no such two records")
    following = tuple(
        Brief(records[left], records[right], address(wanted, (left, right)))
        for left, right in queue.following
        if left in records and right in records
    )
    standing = how_far(case, judge)
    return Bench(
        queue=queue,
        blind=wanted.blind,
        note=LABELS[wanted.queue][1],
        tabs=_tabs(wanted, queue, standing),
        standing=standing,
        candidate=_candidate(case, judge, wanted, queue.current, records),
        following=following,
        previous=address(wanted, queue.previous) if queue.previous else "",
        skip=following[0].href if following else "",
        other_blindness=address(
            Asked(queue=wanted.queue, at=None, blind=not wanted.blind), queue.current
        ),
        done=_newest(case, judge),
    )


def _tabs(wanted: Asked, queue: Queue, standing: Standing) -> tuple[Tab, ...]:
    counts: dict[QueueName, int | None] = {
        "doubt": standing.in_doubt,
        "second": standing.second,
        "settle": standing.disputed,
        "audit": queue.left if wanted.queue == "audit" else None,
    }
    return tuple(
        Tab(f"{reverse('pairs')}?queue={name}", LABELS[name][0], counts[name], name == wanted.queue)
        for name in QUEUES
    )


def _candidate(
    case: Case,
    judge: str,
    wanted: Asked,
    pair: RecordPair | None,
    records: dict[str, RecordRow],
) -> Candidate | None:
    if pair is None:
        return None
    left, right = where_texts_meet(*(records[record] for record in pair))
    said = (covered_record(left), covered_record(right))
    row, judged = queries.pair_of(*pair), judged_pairs(case).get(pair)
    linked = row.pair if row is not None and not wanted.blind else None
    return Candidate(
        left=left,
        right=right,
        lines=side_by_side(*said),
        excerpts=(excerpt_of(said[0]), excerpt_of(said[1])),
        shares=shares_of(linked) if linked else (),
        bars=bars_of(linked) if linked else None,
        reasons=reasons_of(linked) if linked else (),
        verdicts=() if judged is None else verdicts_of(judged, judge, only_mine=wanted.blind),
    )


def reasons_of(pair: Pair) -> tuple[str, ...]:
    """What the comparison found; what people said of the pair stands in the decisions."""
    return tuple(reason for reason in pair.reasons if not reason.startswith("judged "))


def verdicts_of(judged: JudgedPair, judge: str, *, only_mine: bool = False) -> tuple[Verdict, ...]:
    """What judges said of a pair, oldest first. A blind judge sees their own answer alone."""
    made = [*judged.verdicts, *([judged.settled] if judged.settled else [])]
    return tuple(
        Verdict(
            by=one.by,
            words=SAYS[one.kind],
            because=one.because,
            at=f"{one.at:%Y-%m-%d %H:%M} UTC",
            mine=one.by == judge,
            settles=one is judged.settled,
        )
        for one in sorted(made, key=lambda judgement: judgement.at)
        if one.by == judge or not only_mine
    )


def _newest(case: Case, judge: str) -> Done | None:
    made = newest_by(case, judge)
    if made is None or made.other is None:
        return None
    about = queries.records((made.target, made.other))
    names = [about[r].name if r in about else r for r in (made.target, made.other)]
    return Done(made.id, SAYS[made.kind], names[0], names[1])
