"""Who answered an event, how, and how specifically they named perpetrators."""

from typing import Literal

from msgspec import Struct

from onrecord.model.claim import Naming
from onrecord.model.when import When


class Response(Struct, frozen=True, kw_only=True):
    """One answer of a party to an event (``event`` None: to the case as a whole).

    ``told_by`` is "itself" when the document is the party's own statement, else the id of the
    rendition in which a third party tells of it; such a response points with ``stands_beside``
    to the party's own statement where the case holds one.
    """

    id: str
    event: str | None
    party: str
    speech_act: str
    claim: str
    words: str
    naming: Naming
    addressee: str | None
    said: When | None  # when it was said; None when nobody says
    told_by: str
    stands_beside: tuple[str, ...] = ()  # ids of responses
    polarity: Literal["positive", "negative"] = "positive"  # negative: said not to have done it
    certainty: Literal["stated", "hedged", "alleged"] = "stated"


class Silence(Struct, frozen=True, kw_only=True):
    """What the case can say of a party that has not answered, as of any date.

    "silent": a source in the case says that the party said nothing; "unknown": the case holds
    nothing either way. The two are never merged.
    """

    event: str | None
    party: str
    state: Literal["silent", "unknown"]
    claims: tuple[str, ...] = ()
    said: When | None = None  # the day of the silence that a source tells of, if it says


class Commitment(Struct, frozen=True, kw_only=True):
    """A promise: what, to whom, by when, and the later claims that bear on it.

    ``later`` holds the first of them; ``more_later`` says that the case holds more.
    """

    id: str
    party: str
    event: str | None
    claim: str
    promised: str
    to: str | None
    due: When | None
    later: tuple[str, ...] = ()
    more_later: bool = False
