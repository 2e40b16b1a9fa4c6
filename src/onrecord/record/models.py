"""The tables of a case: what was received, what was decided, what was derived.

Received and decided tables refuse UPDATE and DELETE in the database itself (see the migration).
Derived tables hold each value whole, as canonical JSON in ``body``, beside the few columns by
which pages look it up; `onrecord run --fresh` empties them and makes the same rows again.
"""

from typing import ClassVar, TypeVar

import msgspec
from django.db import models

from onrecord.model.claim import Claim
from onrecord.model.clusterings import Clusterings
from onrecord.model.event import Event, EventLink, HappeningPair
from onrecord.model.event_lesson import EventLesson
from onrecord.model.figure import Figure
from onrecord.model.finding import Contradiction, Finding
from onrecord.model.match_weights import LinkedBy
from onrecord.model.party import Pair, Party, Person, Record
from onrecord.model.response import Commitment, Response, Silence
from onrecord.model.source import Bibliography

Value = TypeVar("Value")


def _id() -> "models.CharField[str, str]":
    return models.CharField(max_length=80, primary_key=True)


def _ref() -> "models.CharField[str, str]":
    return models.CharField(max_length=80)


# --- received -------------------------------------------------------------------------------


class Capture(models.Model):
    """Sealed bytes, once for each digest however often they arrive."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField()
    media_type = models.CharField(max_length=100)
    sealed_at = models.DateTimeField()

    class Meta:
        db_table = "capture"


class Arrival(models.Model):
    """A receipt of bytes: under which name they came, and what was said of them on arrival.

    ``role`` is "document", or "sources" and "places" for the tables that describe documents.
    ``stated`` is a Bibliography as JSON, empty where nobody stated one.
    """

    id = _id()
    seq = models.BigIntegerField(unique=True)  # of its ledger entry
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="arrivals")
    name = models.TextField()
    role = models.CharField(max_length=20)
    arrived_at = models.DateTimeField()
    by = models.TextField()
    stated = models.TextField(blank=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "arrival"

    @property
    def stated_bibliography(self) -> Bibliography | None:
        """What the one who handed it over said of it."""
        return msgspec.json.decode(self.stated, type=Bibliography) if self.stated else None


# --- decided --------------------------------------------------------------------------------


class LedgerEntry(models.Model):
    """One entry of the ledger; ``hash`` covers every other column, ``previous`` among them."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)  # ISO 8601, UTC, as hashed
    kind = models.CharField(max_length=40)
    by = models.TextField()
    body = models.TextField()  # canonical JSON; never a protected name
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        db_table = "ledger"


class Decision(models.Model):
    """A judgement, as it was made. What is in force is worked out, never written here."""

    id = _id()
    seq = models.BigIntegerField(unique=True)
    kind = models.CharField(max_length=20)
    target = _ref()
    other = models.CharField(max_length=80, blank=True)
    by = models.TextField()
    at = models.CharField(max_length=40)
    because = models.TextField(blank=True)
    body = models.TextField(default="{}")

    class Meta:
        db_table = "decision"
        indexes: ClassVar = [
            models.Index(fields=["target", "seq"]),
            models.Index(fields=["kind", "seq"]),
        ]


# --- derived --------------------------------------------------------------------------------


class DocumentRow(models.Model):
    """A rendition of a capture, as the pages list it. ``id`` is the rendition's."""

    id = _id()
    capture = models.ForeignKey(Capture, on_delete=models.PROTECT, related_name="documents")
    name = models.TextField()
    title = models.TextField()
    publisher = models.TextField(blank=True)
    speaker = models.TextField(blank=True)
    kind = models.CharField(max_length=40, blank=True)
    published = models.CharField(max_length=40, blank=True)  # as stated
    published_earliest = models.DateField(null=True)
    published_latest = models.DateField(null=True)
    language = models.CharField(max_length=8, blank=True)
    right_to_left = models.BooleanField(default=False)
    shape = models.CharField(max_length=8)
    extractor = models.CharField(max_length=80)
    protection = models.CharField(max_length=12, default="open")
    n_characters = models.BigIntegerField()
    n_claims = models.IntegerField(default=0)
    n_suggested = models.IntegerField(default=0)
    bibliography_json = models.TextField()
    rendition_json = models.TextField()  # the rendition without its text and cells

    class Meta:
        db_table = "document"
        indexes: ClassVar = [
            models.Index(fields=["title", "id"]),
            models.Index(fields=["kind", "title", "id"]),
            models.Index(fields=["published_earliest", "id"]),
            models.Index(fields=["capture"]),
        ]

    @property
    def bibliography(self) -> Bibliography:
        """What is known of the document before it is read."""
        return msgspec.json.decode(self.bibliography_json, type=Bibliography)


class DocumentWord(models.Model):
    """A word of a document's title, publisher, speaker or file name (record.document_words)."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="words")
    word = models.CharField(max_length=60)

    class Meta:
        db_table = "document_word"
        indexes: ClassVar = [models.Index(fields=["word", "document"])]


class RenditionText(models.Model):
    """A stretch of a rendition's text, so that a page reads only what it shows.

    Stretches of SEGMENT characters (record.renditions), in order; joined they are the text.
    """

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="segments")
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "rendition_text"
        indexes: ClassVar = [models.Index(fields=["document", "start"])]


class CellRow(models.Model):
    """Where a cell of a table stands in the rendition's text."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="cells")
    sheet = models.TextField()
    row = models.IntegerField()
    column = models.TextField()
    start = models.BigIntegerField()
    end = models.BigIntegerField()

    class Meta:
        db_table = "cell"
        indexes: ClassVar = [
            models.Index(fields=["document", "start"]),
            models.Index(fields=["document", "sheet", "row"]),
        ]


class SheetRow(models.Model):
    """A sheet of a table as its mapping needs it (record.sheets.StoredSheet)."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="sheets")
    position = models.IntegerField()
    body = models.TextField()

    class Meta:
        db_table = "sheet"
        indexes: ClassVar = [models.Index(fields=["document", "position"])]


class ClaimRow(models.Model):
    """A claim and the state of its review.

    ``state`` is suggested, accepted, rejected or superseded. ``term`` is the act type, harm,
    speech act, relation or attribute; ``supersedes`` the claim that an amendment replaces.
    ``origin`` is "derived" where a reader suggests it now, "decided" where only a decision
    holds it (an amendment, or a claim that was accepted before the reader changed).
    """

    id = _id()
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="claims")
    kind = models.CharField(max_length=16)
    term = models.CharField(max_length=40, blank=True)
    start = models.BigIntegerField()
    end = models.BigIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=12)
    polarity = models.CharField(max_length=8)
    certainty = models.CharField(max_length=8)
    supersedes = models.CharField(max_length=80, blank=True)
    origin = models.CharField(max_length=8, default="derived")
    body = models.TextField()

    class Meta:
        db_table = "claim"
        indexes: ClassVar = [
            models.Index(fields=["document", "start", "id"]),
            models.Index(fields=["state", "kind", "id"]),
            models.Index(fields=["kind", "id"]),
            models.Index(fields=["supersedes"]),
        ]

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return msgspec.json.decode(self.body, type=Claim)


class ClaimBefore(models.Model):
    """A claim of a list that came out again, and the claim of the release before that it was.

    ``changed``: the row says something else now. Rows stand in the order of releases.
    """

    claim = models.CharField(max_length=80, unique=True)
    before = models.CharField(max_length=80)
    changed = models.BooleanField()

    class Meta:
        db_table = "claim_before"


class ReleaseRow(models.Model):
    """A list that came out again: the document of the release before, and what was changed."""

    document = models.CharField(max_length=80, unique=True)
    before = models.CharField(max_length=80, unique=True)
    body = models.TextField()

    class Meta:
        db_table = "release"


class EventRow(models.Model):
    """An event, with the counts that a list of events shows."""

    id = _id()
    label = models.TextField()
    earliest = models.DateField(null=True)
    latest = models.DateField(null=True)
    n_claims = models.IntegerField(default=0)
    n_suggested = models.IntegerField(default=0)
    n_documents = models.IntegerField(default=0)
    n_contradictions = models.IntegerField(default=0)
    body = models.TextField()

    class Meta:
        db_table = "event"
        indexes: ClassVar = [
            models.Index(fields=["earliest", "id"]),
            models.Index(fields=["n_contradictions", "id"]),
            models.Index(fields=["n_claims", "id"]),
        ]

    @property
    def event(self) -> Event:
        """The event itself."""
        return msgspec.json.decode(self.body, type=Event)


class EventClaim(models.Model):
    """A claim belongs to an event (role "claim") or answers it (role "statement")."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="memberships")
    claim = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12)

    class Meta:
        db_table = "event_claim"
        indexes: ClassVar = [
            models.Index(fields=["event", "role", "claim"]),
            models.Index(fields=["claim", "role"]),
        ]


class EventLinkRow(models.Model):
    """A source says that one event came before another."""

    id = _id()
    earlier = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="followed_by")
    later = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="preceded_by")
    causal = models.BooleanField()
    body = models.TextField()

    class Meta:
        db_table = "event_link"

    @property
    def link(self) -> EventLink:
        """The link itself."""
        return msgspec.json.decode(self.body, type=EventLink)


class EventPairRow(models.Model):
    """What two claims tell that may be one event. ``waits`` where nobody has judged it."""

    id = _id()
    left = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="as_left")
    right = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="as_right")
    left_event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="pairs_left")
    right_event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="pairs_right")
    chance = models.FloatField()
    worth = models.FloatField()
    verdict = models.CharField(max_length=10)
    decided_by = models.CharField(max_length=10)
    waits = models.BooleanField()
    body = models.TextField()

    class Meta:
        db_table = "event_pair"
        indexes: ClassVar = [models.Index(fields=["waits", "worth", "id"])]

    @property
    def pair(self) -> HappeningPair:
        """The pair itself."""
        return msgspec.json.decode(self.body, type=HappeningPair)


class EventLessonRow(models.Model):
    """What answers about events taught, in one row; none where too few were judged."""

    body = models.TextField()

    class Meta:
        db_table = "event_lesson"

    @property
    def lesson(self) -> EventLesson:
        """The value itself."""
        return msgspec.json.decode(self.body, type=EventLesson)


class PartyRow(models.Model):
    """A party under one of its names, with how often it is mentioned and speaks."""

    id = _id()
    name = models.TextField()
    kind = models.CharField(max_length=16)
    n_mentions = models.IntegerField(default=0)
    n_responses = models.IntegerField(default=0)
    body = models.TextField()

    class Meta:
        db_table = "party"
        indexes: ClassVar = [
            models.Index(fields=["n_responses", "id"]),
            models.Index(fields=["name", "id"]),
        ]

    @property
    def party(self) -> Party:
        """The party itself."""
        return msgspec.json.decode(self.body, type=Party)


class PartyMention(models.Model):
    """The words at a role of a claim that were linked to a party."""

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(PartyRow, on_delete=models.CASCADE, related_name="mentions")
    claim = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=16)
    start = models.BigIntegerField()
    text = models.TextField()

    class Meta:
        db_table = "party_mention"


class PersonRow(models.Model):
    """A person made of records; ``doubtful`` where some link waits for a decision."""

    id = _id()
    name = models.TextField()
    n_records = models.IntegerField()
    n_lists = models.IntegerField()
    doubtful = models.BooleanField()
    body = models.TextField()

    class Meta:
        db_table = "person"
        indexes: ClassVar = [models.Index(fields=["name", "id"])]

    @property
    def person(self) -> Person:
        """The person itself."""
        return msgspec.json.decode(self.body, type=Person)


class RecordRow(models.Model):
    """One row of a list of persons; without a person where it names nobody."""

    id = _id()
    document = models.ForeignKey(DocumentRow, on_delete=models.CASCADE, related_name="records")
    person = models.ForeignKey(
        PersonRow, on_delete=models.CASCADE, null=True, related_name="records"
    )
    row = models.IntegerField()
    name = models.TextField(blank=True)
    body = models.TextField()

    class Meta:
        db_table = "record"

    @property
    def record(self) -> Record:
        """The record itself."""
        return msgspec.json.decode(self.body, type=Record)


class PairRow(models.Model):
    """Two records that may be one person. ``waits`` where the verdict is "unsure" by rule."""

    id = _id()
    left = models.ForeignKey(RecordRow, on_delete=models.CASCADE, related_name="as_left")
    right = models.ForeignKey(RecordRow, on_delete=models.CASCADE, related_name="as_right")
    match_weight = models.FloatField()
    chance = models.FloatField()
    worth = models.FloatField()
    verdict = models.CharField(max_length=10)
    decided_by = models.CharField(max_length=10)
    waits = models.BooleanField()
    body = models.TextField()

    class Meta:
        db_table = "pair"
        indexes: ClassVar = [
            models.Index(fields=["waits", "match_weight", "id"]),
            models.Index(fields=["verdict", "match_weight", "id"]),
            models.Index(fields=["worth", "id"]),
        ]

    @property
    def pair(self) -> Pair:
        """The pair itself."""
        return msgspec.json.decode(self.body, type=Pair)


class ClusteringsRow(models.Model):
    """Draws of who is who, in one row; none where nothing was drawn."""

    body = models.TextField()

    class Meta:
        db_table = "clusterings"

    @property
    def clusterings(self) -> Clusterings:
        """The draws themselves."""
        return msgspec.json.decode(self.body, type=Clusterings)


class LinkedByRow(models.Model):
    """How pairs of records were linked, in one row; none where no pair was compared."""

    body = models.TextField()

    class Meta:
        db_table = "linked_by"

    @property
    def linked_by(self) -> LinkedBy:
        """The value itself."""
        return msgspec.json.decode(self.body, type=LinkedBy)


class FindingRow(models.Model):
    """What the case can say about one question of an event."""

    id = _id()
    event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="findings")
    question = models.TextField()
    grade = models.CharField(max_length=24)
    body = models.TextField()

    class Meta:
        db_table = "finding"

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return msgspec.json.decode(self.body, type=Finding)


class ContradictionRow(models.Model):
    """What cannot both hold, in one sentence."""

    id = _id()
    event = models.ForeignKey(EventRow, on_delete=models.CASCADE, related_name="contradictions")
    kind = models.CharField(max_length=24)
    words = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "contradiction"

    @property
    def contradiction(self) -> Contradiction:
        """The contradiction itself."""
        return msgspec.json.decode(self.body, type=Contradiction)


class ResponseRow(models.Model):
    """One answer of a party to an event, or to the case as a whole (``event`` null)."""

    id = _id()
    event = models.ForeignKey(
        EventRow, on_delete=models.CASCADE, null=True, related_name="responses"
    )
    party = models.ForeignKey(PartyRow, on_delete=models.CASCADE, related_name="responses")
    claim = models.ForeignKey(ClaimRow, on_delete=models.CASCADE, related_name="responses")
    speech_act = models.CharField(max_length=40)
    naming = models.CharField(max_length=12)
    said_earliest = models.DateField(null=True)
    said_latest = models.DateField(null=True)
    told_by = _ref()
    body = models.TextField()

    class Meta:
        db_table = "response"
        indexes: ClassVar = [models.Index(fields=["event", "party", "id"])]

    @property
    def response(self) -> Response:
        """The response itself."""
        return msgspec.json.decode(self.body, type=Response)


class SilenceRow(models.Model):
    """A party that has not answered an event: said to be silent, or unknown."""

    id = models.BigAutoField(primary_key=True)
    event = models.ForeignKey(
        EventRow, on_delete=models.CASCADE, null=True, related_name="silences"
    )
    party = models.ForeignKey(PartyRow, on_delete=models.CASCADE, related_name="silences")
    state = models.CharField(max_length=8)
    body = models.TextField()

    class Meta:
        db_table = "silence"
        indexes: ClassVar = [
            models.Index(fields=["event", "party"]),
            models.Index(fields=["state", "party"]),
        ]

    @property
    def silence(self) -> Silence:
        """The silence itself."""
        return msgspec.json.decode(self.body, type=Silence)


class CommitmentRow(models.Model):
    """A promise, and the later claims that bear on it."""

    id = _id()
    event = models.ForeignKey(
        EventRow, on_delete=models.CASCADE, null=True, related_name="commitments"
    )
    party = models.ForeignKey(PartyRow, on_delete=models.CASCADE, related_name="commitments")
    body = models.TextField()

    class Meta:
        db_table = "commitment"

    @property
    def commitment(self) -> Commitment:
        """The commitment itself."""
        return msgspec.json.decode(self.body, type=Commitment)


class FigureRow(models.Model):
    """A number with its kind, definition and calculation. ``event`` null: of the whole case."""

    id = _id()
    position = models.IntegerField()
    kind = models.CharField(max_length=12)
    basis = models.CharField(max_length=20)
    event = models.ForeignKey(EventRow, on_delete=models.CASCADE, null=True, related_name="figures")
    harm = models.CharField(max_length=40)
    title = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "figure"
        indexes: ClassVar = [
            models.Index(fields=["event", "basis", "kind", "harm"]),
            models.Index(fields=["basis", "kind", "position"]),
        ]

    @property
    def figure(self) -> Figure:
        """The figure itself."""
        return msgspec.json.decode(self.body, type=Figure)


class EstimateRow(models.Model):
    """What the methods say of one table of overlaps, made when somebody asks (record.estimates)."""

    id = _id()  # the digest of the table and of how it was asked
    body = models.TextField()

    class Meta:
        db_table = "estimate"


class SetAsideRow(models.Model):
    """An input that a stage could not use, and why."""

    id = models.BigAutoField(primary_key=True)
    stage = models.CharField(max_length=20)
    unit = _ref()  # "case", or the capture that was read
    subject = models.TextField()
    code = models.CharField(max_length=60)
    reason = models.TextField()
    part = models.BooleanField(default=False)

    class Meta:
        db_table = "set_aside"
        indexes: ClassVar = [models.Index(fields=["stage", "unit"])]


class ReceiptRow(models.Model):
    """The receipt of a stage's last run on a unit; ``current`` false where an input moved on."""

    stage = models.CharField(max_length=20)
    unit = _ref()
    code = models.CharField(max_length=64)
    parameters = models.CharField(max_length=64)
    inputs = models.CharField(max_length=64)
    outputs = models.CharField(max_length=64)
    n_used = models.IntegerField()
    n_set_aside = models.IntegerField()
    current = models.BooleanField(default=True)
    pk = models.CompositePrimaryKey("stage", "unit")

    class Meta:
        db_table = "receipt"


class Tally(models.Model):
    """A count that pages show, kept up to date so that no page has to count.

    Names: documents, captures, arrivals, claims, claims.<state>, claims.<kind>, events, parties,
    persons, records, pairs.waiting, contradictions, figures, set_aside, ledger, decisions.
    """

    name = models.CharField(max_length=60, primary_key=True)
    value = models.BigIntegerField()

    class Meta:
        db_table = "tally"
