"""A release of a list that takes the place of the one before."""

from msgspec import Struct


class Release(Struct, frozen=True, kw_only=True):
    """A later state of a list, by decision: which records its rows go on as, and who was who then.

    ``ids`` leads from the identifier that a row's record would have by itself to the one that it
    goes on with. ``issued`` is who was made of which records when the release was decided, so that
    persons keep their identifiers; it is part of the decision.
    """

    rendition: str
    before: str  # the rendition of the release before
    ids: dict[str, str]
    issued: dict[str, tuple[str, ...]]
