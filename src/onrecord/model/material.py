"""What the stages after `read` work on, and what each of them gives back."""

from msgspec import Struct

from onrecord.model.claim import Claim
from onrecord.model.clusterings import Clusterings
from onrecord.model.event import Event, EventLink, HappeningPair, PartyLink
from onrecord.model.event_lesson import EventLesson
from onrecord.model.figure import Figure
from onrecord.model.finding import Contradiction, Finding
from onrecord.model.judgement import Judgement
from onrecord.model.match_weights import LinkedBy, MatchWeights
from onrecord.model.outcome import SetAside
from onrecord.model.party import Pair, Party, Person, Record
from onrecord.model.release import Release
from onrecord.model.response import Commitment, Response, Silence
from onrecord.model.source import Bibliography, Place


class Document(Struct, frozen=True, kw_only=True):
    """A document as the later stages see it. ``id`` is that of its rendition."""

    id: str
    capture: str
    name: str  # the file's name, or the address
    title: str
    bibliography: Bibliography
    shape: str  # "prose" or "table"
    language: str | None
    text: str


class Material(Struct, frozen=True, kw_only=True):
    """Everything in a case that can be linked: documents, current claims, judgements in force.

    ``claims`` holds suggested and accepted claims, amendments in place of what they amend, and
    no rejected one. ``judgements`` holds those in force (nothing undone), oldest first. Both
    tuples are sorted (claims by document, start, id), so that the order of arrival is no input.
    Of a list that came out again, ``claims`` holds the newest release alone; ``releases`` (for
    `link`) says which records its rows go on as, in the order of the decisions. ``weights`` (for
    `link`) are those that somebody decided on.
    """

    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    accepted: frozenset[str] = frozenset()
    judgements: tuple[Judgement, ...] = ()
    places: tuple[Place, ...] = ()
    releases: tuple[Release, ...] = ()
    weights: MatchWeights | None = None


class Linked(Struct, frozen=True, kw_only=True):
    """What `link` makes; ``linked_by`` says how, where records were compared at all."""

    parties: tuple[Party, ...] = ()
    party_links: tuple[PartyLink, ...] = ()
    records: tuple[Record, ...] = ()
    pairs: tuple[Pair, ...] = ()
    persons: tuple[Person, ...] = ()
    events: tuple[Event, ...] = ()
    event_links: tuple[EventLink, ...] = ()
    event_pairs: tuple[HappeningPair, ...] = ()  # in doubt, or judged
    event_lesson: EventLesson | None = None  # None: too few were judged
    clusterings: Clusterings | None = None  # None: nothing is open, or nothing was drawn
    linked_by: LinkedBy | None = None
    set_aside: tuple[SetAside, ...] = ()


class Corroborated(Struct, frozen=True, kw_only=True):
    """What `corroborate` makes."""

    findings: tuple[Finding, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class Answered(Struct, frozen=True, kw_only=True):
    """What `respond` makes."""

    responses: tuple[Response, ...] = ()
    silences: tuple[Silence, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


class Counted(Struct, frozen=True, kw_only=True):
    """What `count` makes."""

    figures: tuple[Figure, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
