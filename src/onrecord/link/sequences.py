"""Which happening a source puts before which."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from onrecord.link.closeness import Apart
from onrecord.link.party_words import party_words, singular
from onrecord.link.traces import Trace
from onrecord.model.canonical import identify
from onrecord.model.claim import Claim
from onrecord.model.claim import Sequence as SequenceBody
from onrecord.model.event import EventLink
from onrecord.model.outcome import SetAside
from onrecord.model.passage import Span
from onrecord.names.fold import fold
from onrecord.vocab import terms


def told_apart(sequences: Iterable[Claim], traces: Mapping[str, Sequence[Trace]]) -> Apart:
    """Claims that a source puts one before the other: they are of different happenings.

    ``traces`` holds each document's traces in the order of the text.
    """
    apart: Apart = defaultdict(set)
    for claim in sequences:
        assert isinstance(claim.body, SequenceBody)
        here = traces.get(claim.rendition, ())
        for earlier in _inside(claim.body.earlier, here):
            for later in _inside(claim.body.later, here):
                if earlier.claim != later.claim:
                    apart[earlier.claim].add(later.claim)
                    apart[later.claim].add(earlier.claim)
    return dict(apart)


def event_links(
    sequences: Iterable[Claim],
    traces: Mapping[str, Sequence[Trace]],
    event_of: Mapping[str, str],
) -> tuple[tuple[EventLink, ...], tuple[SetAside, ...]]:
    """The order of events that sources state; rival orders are two links.

    A side of a sequence is the happening whose trigger its words hold; failing that, the nearest
    one told before it in the same document with the same kind of words.
    """
    said: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    aside: list[SetAside] = []
    for claim in sequences:
        assert isinstance(claim.body, SequenceBody)
        here = traces.get(claim.rendition, ())
        earlier = _event(claim.body.earlier, here, event_of)
        later = _event(claim.body.later, here, event_of)
        if earlier is None or later is None:
            aside.append(
                _unplaced(claim, claim.body.earlier if earlier is None else claim.body.later)
            )
        elif earlier == later:
            aside.append(_within_one(claim))
        else:
            said[earlier, later].append(claim)
    links = [
        EventLink(
            id=identify("event-link", *pair),
            earlier=pair[0],
            later=pair[1],
            causal=any(isinstance(c.body, SequenceBody) and c.body.causal for c in claims),
            claims=tuple(sorted(claim.id for claim in claims)),
        )
        for pair, claims in sorted(said.items())
    ]
    return tuple(links), tuple(aside)


def _inside(span: Span, traces: Sequence[Trace]) -> list[Trace]:
    """Traces whose trigger stands within the words of a span."""
    return [t for t in traces if span.start <= t.start < span.end]


def _event(span: Span, traces: Sequence[Trace], event_of: Mapping[str, str]) -> str | None:
    inside = _inside(span, traces)
    if not inside:
        inside = [t for t in traces if t.start < span.start and _alike(span, t)][-1:]
    return event_of.get(inside[0].claim) if inside else None


def _alike(span: Span, trace: Trace) -> bool:
    words = {singular(word.strip(".,;:")) for word in fold(span.text).split()}
    if trace.word and trace.word in words:
        return True
    meant = {t.id for t in terms("acts").values() if words & {*t.words}}
    return trace.act_type in meant and bool(words & party_words("pointing_back"))


def _unplaced(claim: Claim, span: Span) -> SetAside:
    return SetAside(
        stage="link",
        subject=claim.id,
        reason=f"no event of the document holds the words {span.text!r} of this order of events",
        code="order-unplaced",
    )


def _within_one(claim: Claim) -> SetAside:
    return SetAside(
        stage="link",
        subject=claim.id,
        reason="both sides of this order of events were linked to one event; tell the two apart "
        "with a judgement if they are two",
        code="order-within-one-event",
    )
