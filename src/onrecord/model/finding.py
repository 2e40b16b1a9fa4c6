"""What the case can say about an event: who is for it, who against, from how many origins."""

from typing import Literal

from msgspec import Struct


class Lineage(Struct, frozen=True, kw_only=True):
    """Claims that come from one origin, and so count once."""

    id: str
    origin: str  # the upstream source in words: "the Coastal Wire", "witnesses (the Herald)"
    claims: tuple[str, ...]
    documents: tuple[str, ...]  # rendition ids
    reasons: tuple[str, ...]  # "same upstream voice", "near-identical text (0.97)"


class Version(Struct, frozen=True, kw_only=True):
    """One of the rival versions of a question about an event, with who claims it."""

    value: str  # what this version says, in the words' own terms
    claims: tuple[str, ...]
    lineages: tuple[str, ...]
    denied_by: tuple[str, ...] = ()  # claims that deny it
    grade: str | None = None  # of this version alone, a term of vocab/grades.toml


class Contradiction(Struct, frozen=True, kw_only=True):
    """Tolls or versions that cannot both hold, or parts that do not add up."""

    id: str
    event: str
    kind: Literal["tolls_disjoint", "part_exceeds_whole", "parts_do_not_add_up", "rival_versions"]
    claims: tuple[str, ...]
    words: str  # the contradiction in one sentence


class Finding(Struct, frozen=True, kw_only=True):
    """Corroboration of an event or of one question about it, under a named, published rule."""

    id: str
    event: str
    question: str  # "it happened", "perpetrator", "toll:killed", "place", "when"
    versions: tuple[Version, ...]
    lineages: tuple[Lineage, ...]
    n_origins_for: int
    n_origins_against: int
    grade: str  # a term of vocab/grades.toml
    rule: str  # the rule and its version that gave the grade
    n_origins_alleged: int = 0  # origins that only allege it; not among ``n_origins_for``
