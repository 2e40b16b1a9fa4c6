"""Everything that a published folder is made of; the caller gathers it, `publish` writes it."""

from datetime import datetime

from msgspec import Struct

from onrecord.model.claim import Claim
from onrecord.model.judgement import ReviewState
from onrecord.model.linkage import Comparison, StratumJudged
from onrecord.model.match_weights import LinkedBy
from onrecord.model.material import Answered, Corroborated, Counted, Document, Linked
from onrecord.model.receipt import Receipt


class Exhibit(Struct, frozen=True, kw_only=True):
    """What is said of sealed bytes without showing them: digest, size in bytes, media type."""

    capture: str  # SHA-256
    size: int
    media_type: str


class Redaction(Struct, frozen=True, kw_only=True):
    """Words that must appear in nothing published, and what stands in their place.

    With a ``capture`` they are covered in that document and in what was made from claims (a part
    of a name, by which a testimony calls its own speaker); without one, everywhere.
    """

    words: str
    pseudonym: str = "[name withheld]"
    capture: str | None = None


class Private(Struct, frozen=True, kw_only=True):
    """Words of a document that say where somebody lives, or by which number they are known."""

    rendition: str
    start: int
    end: int
    instead: str


class SampleTold(Struct, frozen=True, kw_only=True):
    """What people's answers on a random sample of pairs tell, in a paragraph and by stratum."""

    paragraph: str
    strata: tuple[StratumJudged, ...] = ()
    assumes: tuple[str, ...] = ()
    does_not_say: tuple[str, ...] = ()


class Linkage(Struct, frozen=True, kw_only=True):
    """How the records of the case were linked, and how well, as far as anybody has judged.

    All records of the case were linked, those too that are not published. ``saved``: the decision
    that holds the weights, and when it was made; None where they are learned anew at every run.
    ``judged`` pairs by answer.
    """

    linked_by: LinkedBy
    comparisons: tuple[Comparison, ...]
    rests_on: tuple[str, ...]
    n_persons: int
    saved: str | None = None
    saved_at: datetime | None = None
    judged: dict[str, int] = {}
    n_judges: int = 0
    how_well: SampleTold


class Publication(Struct, frozen=True, kw_only=True):
    """A case as it is to be published.

    ``linked``, ``corroborated`` and ``answered`` should be made from the claims that will be
    shown: the accepted ones alone unless ``include_unreviewed``. Whatever rests on a claim that
    is not shown is left out and set aside. ``counted`` may hold figures of both bases. A claim
    without a state is a suggestion. There is no clock: ``ledger_at`` is the time of the ledger's
    last entry, in its own words.
    """

    title: str
    summary: str = ""
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    states: dict[str, ReviewState] = {}
    linked: Linked = Linked()
    corroborated: Corroborated = Corroborated()
    answered: Answered = Answered()
    counted: Counted = Counted()
    exhibits: tuple[Exhibit, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    private: tuple[Private, ...] = ()
    include_unreviewed: bool = False
    whole_texts: bool = False
    ledger_head: str = ""
    ledger_at: datetime | None = None
    software: str = "onrecord"
    receipts: tuple[Receipt, ...] = ()
    linkage: Linkage | None = None
    events_told: SampleTold | None = None  # None where no sample of events was drawn


class PublishedFile(Struct, frozen=True, kw_only=True):
    """One file of the folder: its path, with slashes and relative to the folder, and its bytes."""

    path: str
    data: bytes
