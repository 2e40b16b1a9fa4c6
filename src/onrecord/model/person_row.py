"""A row of a list of persons: what it says of one of them, before it is a record."""

from collections.abc import Mapping

from msgspec import Struct

from onrecord.model.when import When
from onrecord.model.where import Where


class PersonRow(Struct, frozen=True, kw_only=True):
    """What a row says of one person; ``said``: by attribute (vocab/attributes.toml) its first words
    that say something.

    ``called``: the words by which the row calls the person, be it "unknown man". ``words``: what
    its cells hold by field, or by header where no field holds the column alone, for comparing
    releases. ``claims``: those made from the row, where any were.
    """

    sheet: str
    row: int
    said: Mapping[str, str]
    called: str | None = None
    harm: str | None = None  # a term of vocab/acts.toml
    places: tuple[Where, ...] = ()  # the narrowest first
    when: When | None = None
    words: Mapping[str, str] = {}
    claims: tuple[str, ...] = ()
