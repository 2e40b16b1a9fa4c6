"""The weights by which pairs of records are linked, as they are kept: plain numbers, exact."""

from msgspec import Struct

SCHEMA = "onrecord/match-weights/1"


class ComparisonShown(Struct, frozen=True, kw_only=True):
    """How often each kind of pair shows each level of one comparison.

    ``shown`` is by group, kind and level; there are two groups where the levels hang on whether
    both names are in one script.
    """

    comparison: str
    levels: tuple[str, ...]
    shown: tuple[tuple[tuple[float, ...], ...], ...]


class Tree(Struct, frozen=True, kw_only=True):
    """A small tree, node by node; node k has the children 2k + 1 and 2k + 2.

    ``column`` is -1 at a leaf; ``value`` is added to the log odds of a pair that stops there.
    """

    column: tuple[int, ...]
    bin: tuple[int, ...]
    missing_left: tuple[bool, ...]
    value: tuple[float, ...]


class Taught(Struct, frozen=True, kw_only=True):
    """What judged pairs taught: a line through the odds, trees on top, and what chances mean.

    ``columns`` are what a tree looks at, in words, and ``cuts`` where its bins end. ``line`` weighs
    a level, the odds without judgements, and how far those in context are from them. A chance
    ``given`` means ``meant``; both are empty where no random sample was judged. ``threshold`` is
    the chance from which a pair then speaks for joining.
    """

    n_same: int
    n_different: int
    chosen: str
    losses: dict[str, float]
    matters: tuple[tuple[str, float], ...]
    columns: tuple[str, ...]
    cuts: tuple[tuple[float, ...], ...]
    line: tuple[float, ...]
    share: float
    trees: tuple[Tree, ...]
    given: tuple[float, ...] = ()
    meant: tuple[float, ...] = ()
    threshold: float


class MatchWeights(Struct, frozen=True, kw_only=True):
    """All that turns what a pair shows into the chance that it is one person.

    ``share`` is by kind of pair, the first one person and the second two co-victims. ``learned``
    from a case's own pairs, or the published ones and ``why_not``; ``untrained`` are levels that
    too few pairs showed. ``threshold``: the chance from which a pair speaks for joining.
    """

    schema: str = SCHEMA
    share: tuple[float, ...]
    comparisons: tuple[ComparisonShown, ...]
    learned: bool
    why_not: str | None
    refused: bool
    untrained: tuple[tuple[str, str], ...]
    threshold: float
    taught: Taught | None = None


class LinkedBy(Struct, frozen=True, kw_only=True):
    """How the records of a case were linked: by which weights, and how much was compared.

    Of all pairs of ``n_records`` that name somebody ``n_candidates`` share a key and enough else to
    be compared; ``n_crowded`` records share a name with so many others that they met nobody.
    """

    weights: MatchWeights
    n_records: int
    n_candidates: int
    n_crowded: int

    @property
    def joined_from(self) -> float:
        """The chance from which a pair speaks for joining."""
        taught = self.weights.taught
        return self.weights.threshold if taught is None else taught.threshold
