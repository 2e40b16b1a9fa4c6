"""How many people the lists of a case share: what an estimated figure is computed from."""

from msgspec import Struct


class ListedIn(Struct, frozen=True, kw_only=True):
    """One of the lists: its name, the document that it stands in, and whom it holds here."""

    name: str
    rendition: str
    n_people: int


class OverlapCell(Struct, frozen=True, kw_only=True):
    """People who are on exactly these lists, in one stratum where there are strata."""

    on: tuple[str, ...]  # names of lists, sorted
    n_people: int
    stratum: str | None = None


class Overlaps(Struct, frozen=True, kw_only=True):
    """People by the lists that name them: all together, and by what the lists say of them.

    ``strata`` holds the cells by "place", "month", "sex" and "civilian_status". Where the lists
    do not say, or say two things, the stratum says so and is none of the others.
    """

    lists: tuple[ListedIn, ...]
    cells: tuple[OverlapCell, ...]
    strata: dict[str, tuple[OverlapCell, ...]] = {}
