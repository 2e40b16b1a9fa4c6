"""Bodies of the country that the case is about: "National Guard of Varenna" is "National Guard"."""

import re
from collections.abc import Iterable

from onrecord.link.designation import Designation, designation
from onrecord.link.party_words import party_words
from onrecord.link.public_bodies import public_body, state_names
from onrecord.model.material import Document
from onrecord.model.source import Place

Home = re.Pattern[str] | None


def home_of(documents: Iterable[Document], places: Iterable[Place]) -> Home:
    """How names of bodies say the country of the case; None where its documents are of several."""
    codes = {document.bibliography.country for document in documents} - {None}
    if len(codes) != 1:
        return None
    (code,) = codes
    names = {name for place in places if place.kind == "country" and place.country == code
             for name in (place.name, *place.aliases)}  # fmt: skip
    names.update(state_names(code or ""))
    if not names:
        return None
    country = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    return re.compile(rf"\s+of\s+(?:the\s+)?(?:{country})$|^(?:{country})['’]s?\s+")


def at_home(named: Designation, home: Home) -> Designation:
    """A body's name without the country of the case; any other name as it is."""
    if home is None or not named.proper or public_body(named) is not None:
        return named
    short = designation(home.sub("", named.shown), proper=True)
    is_body = len(short.key) > 1 and short.key[-1] in party_words("bodies")
    return short if is_body and short.proper else named
