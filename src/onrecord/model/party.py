"""Parties, persons and the words by which sources call them."""

from typing import Literal

from msgspec import Struct

from onrecord.model.where import Located

PartyKind = Literal[
    "person", "armed_group", "state_body", "government", "state", "organisation", "category",
    "unknown",
]  # fmt: skip


class Mention(Struct, frozen=True, kw_only=True):
    """The words by which a source calls a person, a party or a group of people.

    ``kind`` is what the words themselves show; "category" is a description without a name
    ("the gunmen", "radical terrorists", "civilians"). ``name`` is the proper name inside the
    words, where there is one. ``refers_to`` is the earlier mention that a pronoun or a definite
    description stands for, within the same document.
    """

    text: str
    start: int
    end: int
    kind: PartyKind = "unknown"
    name: str | None = None
    refers_to: str | None = None


class Party(Struct, frozen=True, kw_only=True):
    """A party of the case: every mention that was linked to it, under one of its names."""

    id: str
    name: str
    kind: PartyKind
    aliases: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()  # "<claim id>#<role>" of each mention


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """One row of a list of persons: what it says of one person, and where it says so.

    A million of them are held at once; none is part of a cycle that a collector must look for.
    """

    id: str
    rendition: str
    list_name: str
    row: int
    claims: tuple[str, ...]  # claims made from the row; the first is the act
    name: str | None = None
    given_name: str | None = None
    father_name: str | None = None
    family_name: str | None = None
    age: int | None = None
    youngest: int | None = None  # completed years at the event, where an age is not said exactly
    oldest: int | None = None
    sex: str | None = None  # "female", "male"; None: the source does not say
    place: str | None = None
    when: str | None = None  # as written
    earliest: str | None = None  # ISO dates
    latest: str | None = None
    harm: str | None = None  # a term of vocab/acts.toml; None: not said
    status: str | None = None  # civilian, combatant, …, as written
    born: str | None = None  # date of birth, as written
    identity: str | None = None  # a number that is the person's own, as written
    address: str | None = None
    mother_name: str | None = None
    kin: str | None = None  # "son of …", as written
    located: Located | None = None  # where a gazetteer knows the place, or an area around it

    @property
    def ages(self) -> str | None:
        """The age at the event in figures: "34", "30 to 35"; None where nothing tells it."""
        if self.age is not None:
            return str(self.age)
        return None if self.youngest is None else f"{self.youngest} to {self.oldest}"


class Person(Struct, frozen=True, kw_only=True):
    """A person made of the records linked to them; undoable by a judgement."""

    id: str
    name: str
    records: tuple[str, ...]  # sorted ids
    lists: tuple[str, ...]
    reasons: tuple[str, ...] = ()  # why these records are one, in words
    doubtful: bool = False  # some link in it waits for a decision
    parted: float = 0.0  # the chance that the records are of more than one person
    joined: float = 0.0  # the chance that records of somebody else are this person's too


class Step(Struct, frozen=True, kw_only=True):
    """What one comparison of a pair adds to its weight, after those before it."""

    comparison: str  # "given name", …; "before comparing" for where a pair starts
    level: str  # what was found: "same (one in 300)", "near", …
    weight: float  # log2 of odds


class Pair(Struct, frozen=True, kw_only=True):
    """Two records that may be one person: the comparison, and what decided it.

    ``chance`` is what the comparison gives, whatever was judged. ``worth`` of a judgement: by how
    many persons it is expected to change their number, times the doubt; 0 where there is one.
    """

    id: str
    left: str
    right: str
    match_weight: float  # log2 of the odds; positive speaks for the same person
    chance: float  # that the two are one person
    co_victim: float  # the chance that they are two relatives, killed together
    worth: float
    verdict: Literal["same", "different", "unsure"]
    decided_by: Literal["rule", "judgement"]
    reasons: tuple[str, ...]
    steps: tuple[Step, ...] = ()  # they add up to the match weight
