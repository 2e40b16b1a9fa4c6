"""Which events a statement answers: by its own words first, then by what stands around it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from onrecord.link.closeness import Apart
from onrecord.link.days import days_of
from onrecord.link.gathering import Gathering
from onrecord.link.party_words import party_words, singular
from onrecord.link.spots import best_fit, spot_of
from onrecord.link.traces import Family, Trace, paragraph_of, side_of
from onrecord.model.claim import Claim, Statement
from onrecord.model.material import Document
from onrecord.model.outcome import SetAside
from onrecord.names.fold import fold
from onrecord.vocab import terms

# Who keeps silent, denies or admits answers what was told, whether or not the words say what.
_ANSWERS = frozenset({"silence", "deny", "acknowledge"})
_AT_MOST = 3  # events that one statement on "all violence" may answer
_BEFORE = 60  # days: how far back a statement that names no day reaches


class Answer(Struct, frozen=True, kw_only=True):
    """A statement and the events that it answers, by id, with the reason."""

    statement: str
    events: tuple[str, ...]
    reason: str


class Told(Struct, frozen=True, kw_only=True):
    """A document's traces and the events that they were gathered into."""

    traces: tuple[Trace, ...]
    event_of: Mapping[str, str]


def answers_of(
    statements: Iterable[Claim],
    documents: Iterable[Document],
    traces: Mapping[str, Sequence[Trace]],
    events: Mapping[str, Gathering],
    apart: Apart,
) -> tuple[tuple[Answer, ...], tuple[SetAside, ...]]:
    """Attach statements to the events that they answer; ``events`` by id.

    1. acts told inside the statement's own words; 2. a harm word and place in its words that fit
    an event of its document, or exactly one of the case; 3. words that only point back
    ("accountable"): the events of the statement before it; 4. the one killing of its document.
    What answers no event that can be told stays out of every event and is set aside.
    """
    event_of = {claim: key for key, event in events.items() for claim in event.claims}
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in statements:
        by_document[claim.rendition].append(claim)
    texts = {document.id: document for document in documents}
    by_family: dict[Family, list[str]] = defaultdict(list)
    for key in sorted(events):
        by_family[events[key].family].append(key)
    made: list[Answer] = []
    aside: list[SetAside] = []
    for identifier, said in sorted(by_document.items()):
        here = Told(traces=tuple(traces.get(identifier, ())), event_of=event_of)
        before: tuple[str, ...] = ()
        for claim in sorted(said, key=lambda c: (c.start, c.end, c.id)):
            found = _answer(claim, here, events, by_family, before, texts[identifier])
            allowed = tuple(
                e for e in found[0] if not apart.get(claim.id, set()) & events[e].claims
            )
            if allowed:
                before = allowed
                made.append(Answer(statement=claim.id, events=allowed, reason=found[1]))
            else:
                aside.append(_unanswering(claim))
    return tuple(made), tuple(aside)


def _answer(
    claim: Claim,
    here: Told,
    events: Mapping[str, Gathering],
    by_family: Mapping[Family, Sequence[str]],
    before: tuple[str, ...],
    document: Document,
) -> tuple[tuple[str, ...], str]:
    body = claim.body
    assert isinstance(body, Statement)
    first, last = (
        (body.content.start, body.content.end) if body.content else (claim.start, claim.end)
    )
    inside = _events_of([t for t in here.traces if first <= t.start < last], here)
    if inside:
        return inside, "its own words tell of it"
    said = _words(body.content.text if body.content else claim.text)
    words = {*said, *(singular(w) for w in said)}
    families = _families(words)
    if not families and words & party_words("happened"):
        families = frozenset({"unsaid"})
    answering = bool(words & party_words("answering")) or body.speech_act in _ANSWERS
    local = _events_of(here.traces, here)
    fitting = _fitting(local, families, body, events)
    if fitting:
        return fitting, "it speaks of the same kind of harm in the same document"
    if answering and before:
        return before, "it follows a statement on it"
    paragraph = paragraph_of(document.text, claim.start)
    around = _events_of([t for t in here.traces if t.paragraph == paragraph], here)
    if around and (answering or families):
        return around, "its paragraph tells of it"
    if local and (families or answering):
        fatal = tuple(e for e in local if events[e].family == "killing")
        if len(fatal) == 1:
            return fatal, "it answers the only killing that its document tells of"
    if families:
        return _of_the_case(families, body, events, by_family, document), "the only event that fits"
    return (), ""


def _words(text: str) -> list[str]:
    return [word.strip('.,;:!?"“”()[]') for word in fold(text).split()]


def _families(words: set[str]) -> frozenset[Family]:
    """The kinds of harm that a statement's words name."""
    fatal: frozenset[Family] = frozenset({"killing"} if words & party_words("fatal") else ())
    return fatal | frozenset(
        _FAMILY_OF_ACT[key]
        for key, act in terms("acts").items()
        if words & {form for word in act.words for form in _forms(word)}
    )


def _forms(word: str) -> tuple[str, ...]:
    """A vocabulary word and its regular English forms."""
    stem = word.removesuffix("e")
    return word, singular(word), f"{stem}ed", f"{stem}ing", f"{word}ed"


_FAMILY_OF_ACT: dict[str, Family] = {
    "killing": "killing", "execution": "killing", "injury": "killing", "attack": "attack",
    "abduction": "custody", "disappearance": "custody", "torture": "ill_treatment",
    "sexual_violence": "ill_treatment", "destruction": "property", "violence": "unsaid",
}  # fmt: skip


def _events_of(traces: Iterable[Trace], here: Told) -> tuple[str, ...]:
    return tuple(dict.fromkeys(here.event_of[t.claim] for t in traces if t.claim in here.event_of))


def _fitting(
    candidates: Sequence[str],
    families: frozenset[Family],
    body: Statement,
    events: Mapping[str, Gathering],
) -> tuple[str, ...]:
    """Events of a kind that the words name, at a place that they do not exclude."""
    spots = tuple(spot for spot in map(spot_of, body.about) if spot is not None)
    side = side_of([body.content.text]) if body.content else None
    fatal = [key for key in candidates if events[key].family == "killing"]
    return tuple(
        key
        for key in (fatal if families == {"unsaid"} and fatal else candidates)
        if (side is None or events[key].side in (None, side))
        and not events[key].denied
        and any(_speaks_of(family, events[key].family) for family in families)
        and best_fit(spots, events[key].common_spots()) != "apart"
    )


def _speaks_of(said: Family, happened: Family) -> bool:
    """Whether a word for one kind of harm may speak of another: "violence" of any."""
    return said == happened or (said == "unsaid" and happened != "flight")


def _of_the_case(
    families: frozenset[Family],
    body: Statement,
    events: Mapping[str, Gathering],
    by_family: Mapping[Family, Sequence[str]],
    document: Document,
) -> tuple[str, ...]:
    """The events of the case that fit a statement whose document tells of none: few, or one."""
    spots = tuple(spot for spot in map(spot_of, body.about) if spot is not None)
    countries = _countries(body, document)
    published = days_of(document.bibliography.published).last
    candidates = [
        key
        for family in sorted(by_family)
        for key in by_family[family]
        if _just_before(events[key], published)
        and (best_fit(spots, events[key].common_spots()) or "") in ("same", "near", "")
        and not (countries and events[key].countries and not countries & events[key].countries)
    ]
    fitting = _fitting(candidates, families, body, events)
    largest = max((len(events[key].claims) for key in fitting), default=0)
    chief = tuple(key for key in fitting if 3 * len(events[key].claims) >= largest)
    return chief if len(chief) <= _AT_MOST and (spots or len(chief) == 1) else ()


def _countries(body: Statement, document: Document) -> set[str]:
    stated = {place.country for place in body.about if place.country}
    return stated or {c for c in (document.bibliography.country,) if c}


def _just_before(event: Gathering, published: int | None) -> bool:
    """Whether an event lies before a statement, and not long before; True where nobody knows."""
    first, last = event.days.first, event.days.last
    if published is None or first is None or last is None:
        return True
    return first <= published and last >= published - _BEFORE


def _unanswering(claim: Claim) -> SetAside:
    return SetAside(
        stage="link",
        subject=claim.id,
        reason="the statement's words and what stands around them point to no event of the case "
        "that can be told from others; it answers the case as a whole",
        code="answers-no-event",
    )
