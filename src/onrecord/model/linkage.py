"""What a linkage of lists says of itself: what was compared, by which weights, how well."""

from msgspec import Struct


class Duplicate(Struct, frozen=True, kw_only=True):
    """Two rows of a list that look like one person; ``chance`` is None where they say the same."""

    rows: tuple[int, int]
    name: str
    chance: float | None
    reasons: tuple[str, ...]


class ColumnTaken(Struct, frozen=True, kw_only=True):
    """A column of a list and what it was taken for."""

    sheet: str
    column: str
    field: str  # of model.mapping.FIELDS


class ListTaken(Struct, frozen=True, kw_only=True):
    """A list as it was linked.

    ``free_of_duplicates`` was stated; ``duplicates`` speak against it.
    """

    name: str
    label: str  # in_<label> is its column in a table of persons
    n_records: int
    n_nobody: int  # of them name nobody
    columns: tuple[ColumnTaken, ...]
    free_of_duplicates: bool
    duplicates: tuple[Duplicate, ...] = ()


class Crowd(Struct, frozen=True, kw_only=True):
    """Records that share a name and differ in nothing, so that they were not compared."""

    name: str
    n_records: int


class Blocking(Struct, frozen=True, kw_only=True):
    """Of ``n_pairs`` that there are, ``n_candidates`` shared enough to be compared."""

    n_pairs: int
    n_candidates: int
    crowds: tuple[Crowd, ...]


class Level(Struct, frozen=True, kw_only=True):
    """A level of a comparison.

    ``m`` of the pairs of one person show it, ``u`` of those of two, ``co_victim`` of those of two
    relatives killed together; ``weight`` is log2 of m by u. ``learned``: too few pairs showed a
    level that is not, so that it rests on what was believed before.
    """

    level: str
    m: float
    u: float
    co_victim: float
    weight: float
    learned: bool


class Comparison(Struct, frozen=True, kw_only=True):
    """The levels of one comparison; ``scripts`` where they hang on the scripts of both names."""

    comparison: str
    scripts: str | None
    levels: tuple[Level, ...]


class Weights(Struct, frozen=True, kw_only=True):
    """Learned from the pairs, or the published ones; or ``given``, and no weight was learned.

    ``unsure_from``: a chance.

    ``why_not``: why nothing was learned; or, where that was little, beside what it counts.
    ``n_substitutes``: pairs of names, or of places, that these lists write for one another more
    often or more seldom than others as close, so that they weigh more or less.
    """

    learned: bool
    given: bool = False
    why_not: str | None
    n_substitutes: int = 0
    joined_from: float
    unsure_from: float
    comparisons: tuple[Comparison, ...]


class Quality(Struct, frozen=True, kw_only=True):
    """What is expected of the joined pairs by their chances, which are not checked by anybody.

    ``precision``: the share of joined pairs that are one person; ``recall``: the share of pairs of
    one person that are joined, of those that were compared. None where there is no pair.
    """

    n_joined: int
    precision: float | None
    recall: float | None


class StratumJudged(Struct, frozen=True, kw_only=True):
    """Pairs of one kind, how many were drawn from it at random, and what was said of them.

    ``possible``: linking joined them, or compared them and did not rule them out.
    """

    name: str
    joined: bool
    possible: bool = True
    size: int
    drawn: int
    same: int
    different: int
    unsure: int
    open: int


class InDoubt(Struct, frozen=True, kw_only=True):
    """Two records that may be one person, for somebody to decide."""

    left: str  # "list, row 3: name"
    right: str
    chance: float
    together: bool  # in one person now
    reasons: tuple[str, ...]


class LinkageReport(Struct, frozen=True, kw_only=True):
    """Everything that a methods page says of a linkage; ``in_doubt`` by what a judgement moves."""

    engine: str
    lists: tuple[ListTaken, ...]
    n_records: int
    n_persons: int
    n_unsure: int
    blocking: Blocking
    weights: Weights
    quality: Quality
    in_doubt: tuple[InDoubt, ...]
