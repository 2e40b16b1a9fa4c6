"""A pair of the audit sample of events, without what a judge may not see."""

from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from msgspec import Struct

from onrecord.record import queries
from onrecord.record.case import Case
from onrecord.record.judging import RecordPair, judged_pairs, newest_by
from onrecord.web.cards import Card, card
from onrecord.web.event_pairs import VERDICT
from onrecord.web.excerpts import Excerpt, excerpt_at
from onrecord.web.judging import SEPARATOR
from onrecord.web.pair_queues import in_sample


class Side(Struct, frozen=True):
    """One of the two claims, and what stands around it."""

    card: Card
    excerpt: Excerpt


class SampledPair(Struct, frozen=True, kw_only=True):
    """The pair to judge. ``own``: what this judge said of it when the sample asked, in words."""

    id: str
    sides: tuple[Side, ...]
    own: str


class Done(Struct, frozen=True):
    """The newest judgement of the judge, to be undone with one key."""

    id: str
    words: str


class SamplePage(Struct, frozen=True, kw_only=True):
    """The whole page; ``whole`` is None where no sample is drawn."""

    pair: SampledPair | None
    following: RecordPair | None
    previous: str  # addresses, empty where there is none
    skip: str
    left: int | None
    whole: int | None
    done: Done | None


def sample_page(case: Case, judge: str, at: RecordPair | None) -> SamplePage:
    """The page for a judge; Http404 where the claims that are asked for are not in the case."""
    queue = in_sample(case, judge, at, "events")
    following = next(iter(queue.following), None)
    made = newest_by(case, judge, "events")
    return SamplePage(
        pair=_shown(case, judge, queue.current) if queue.current else None,
        following=following,
        previous=sample_address(queue.previous) if queue.previous else "",
        skip=sample_address(following) if following else "",
        left=queue.left,
        whole=queue.whole,
        done=None if made is None else Done(made.id, VERDICT[made.kind]),
    )


def sample_address(at: RecordPair | None) -> str:
    """The address of a pair of the sample, or of its head."""
    head = reverse("event_sample")
    return f"{head}?{urlencode({'pair': SEPARATOR.join(at)})}" if at else head


def _shown(case: Case, judge: str, pair: RecordPair) -> SampledPair:
    claims = queries.claims(pair)
    if len(claims) < 2:
        raise Http404("no such two claims")
    judged = judged_pairs(case, "events").get(pair)
    own = None if judged is None else judged.said_by(judge)
    rows = [claims[claim] for claim in pair]
    return SampledPair(
        id=SEPARATOR.join(pair),
        sides=tuple(Side(card(row, row.document), excerpt_at(row)) for row in rows),
        own=VERDICT[own.kind] if own else "",
    )
