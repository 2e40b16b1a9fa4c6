"""One assertion at one passage: the grain of the record."""

from typing import Literal

from msgspec import Struct

from onrecord.model.party import Mention
from onrecord.model.passage import Cell, Span
from onrecord.model.quantity import Quantity
from onrecord.model.when import When
from onrecord.model.where import Where

VoiceKind = Literal["document", "outlet", "agency", "witness", "official", "organisation",
                    "person", "recording", "unnamed"]  # fmt: skip


class Voice(Struct, frozen=True, kw_only=True):
    """One link of a chain of attribution: who says it, and the words that say that they do.

    The outermost voice is the document itself: ``holder="this document"``, ``kind="document"``,
    without offsets. ``start``/``end`` are those of the holder's words; a cue has its own.
    """

    holder: str
    kind: VoiceKind
    cue: str | None = None
    start: int | None = None
    end: int | None = None
    cue_start: int | None = None
    cue_end: int | None = None


class Naming(Struct, frozen=True, kw_only=True):
    """How specifically a statement names perpetrators, and in which words.

    nobody < category < group < state_body < person (vocab/naming.toml).
    """

    level: Literal["nobody", "category", "group", "state_body", "person"]
    mention: Mention | None = None


class Act(Struct, frozen=True, kw_only=True, tag="act"):
    """Somebody did something to somebody. ``act_type`` is a term of vocab/acts.toml."""

    act_type: str
    trigger: Span
    perpetrators: tuple[Mention, ...] = ()
    victims: tuple[Mention, ...] = ()
    places: tuple[Where, ...] = ()
    when: When | None = None
    quantity: Quantity | None = None


class Toll(Struct, frozen=True, kw_only=True, tag="toll"):
    """So many people suffered a harm. ``harm`` is a term of vocab/harms.toml."""

    harm: str
    quantity: Quantity
    victims: tuple[Mention, ...] = ()
    perpetrators: tuple[Mention, ...] = ()
    places: tuple[Where, ...] = ()
    when: When | None = None
    as_of: When | None = None
    part_of: str | None = None  # words of the larger number that this one belongs to


class Displacement(Struct, frozen=True, kw_only=True, tag="displacement"):
    """People left their homes: who, how many, from where, to which refuges."""

    displaced: tuple[Mention, ...] = ()
    quantity: Quantity | None = None
    origins: tuple[Where, ...] = ()
    refuges: tuple[Where, ...] = ()
    when: When | None = None


class Statement(Struct, frozen=True, kw_only=True, tag="statement"):
    """Somebody did something by speaking. ``speech_act`` is a term of vocab/speech_acts.toml."""

    speech_act: str
    cue: Span
    speaker: Mention | None = None  # None: the document's own speaker
    speaker_name: str | None = None  # resolved name, also where the text says "we"
    on_behalf_of: Mention | None = None
    on_behalf_of_name: str | None = None
    addressee: Mention | None = None
    content: Span | None = None  # what is condemned, denied, promised, asked for
    names_perpetrator: Naming = Naming(level="nobody")
    about: tuple[Where, ...] = ()
    when: When | None = None


class Relation(Struct, frozen=True, kw_only=True, tag="relation"):
    """A tie of a party or person to a party. ``relation`` is a term of vocab/relations.toml."""

    relation: str
    cue: Span
    subject: Mention
    object: Mention


class Sequence(Struct, frozen=True, kw_only=True, tag="sequence"):
    """One event came before another; ``causal`` when the words say that it led to it."""

    earlier: Span
    later: Span
    cue: Span
    causal: bool = False


class Attribute(Struct, frozen=True, kw_only=True, tag="attribute"):
    """A property of a person, place or event. ``attribute`` is of vocab/attributes.toml."""

    attribute: str
    subject: Mention
    value: Span


Body = Act | Toll | Displacement | Statement | Relation | Sequence | Attribute


class Claim(Struct, frozen=True, kw_only=True):
    """One assertion at one passage, with its chain of attribution, outermost voice first.

    ``stance``: the innermost voice asserts or denies it, or the document reports it without a
    voice of its own ("reportedly"). ``polarity`` is negative where the words say that something
    did not happen. Never edited: an amendment is another claim that supersedes it by a decision.
    """

    id: str
    rendition: str
    text: str
    start: int
    end: int
    attribution: tuple[Voice, ...]
    stance: Literal["asserts", "denies", "reports"]
    polarity: Literal["positive", "negative"]
    certainty: Literal["stated", "hedged", "alleged"]
    body: Body
    cell: Cell | None = None
    suggested_by: str  # the reader and its version, e.g. "english-rules 1"

    @property
    def kind(self) -> str:
        """The kind of the body: act, toll, displacement, statement, relation, …"""
        return type(self.body).__name__.lower()
