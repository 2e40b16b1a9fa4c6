"""What answers about pairs of happenings taught, as it is kept: plain numbers."""

from msgspec import Struct


class MovedLevel(Struct, frozen=True, kw_only=True):
    """What a level adds to the odds, log2: as published, and by how much answers moved it."""

    comparison: str
    level: str
    published: float
    moved: float


class EventLesson(Struct, frozen=True, kw_only=True):
    """What answers taught. A pair's log2 odds are ``share`` of those published, and ``of_all``, and
    what its levels were moved by.

    ``loss_before`` and ``loss_after``: log loss an answer, in nats, when it is predicted from the
    others, by the published odds and by those that were taught. ``moved`` is empty, ``of_all`` 0
    and ``share`` 1 where nothing was taught.
    """

    n_same: int
    n_different: int
    loss_before: float
    loss_after: float
    of_all: float = 0.0
    share: float = 1.0
    moved: tuple[MovedLevel, ...] = ()

    @property
    def taught_nothing(self) -> bool:
        """Whether pairs are weighed as they would be without it."""
        return self.share == 1.0 and not self.of_all and not self.moved
