"""Silent and unknown: two different things that a case can say of a party without an answer."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from msgspec import Struct

from onrecord.model.claim import Claim, Statement
from onrecord.model.event import Event
from onrecord.model.response import Response, Silence
from onrecord.model.when import When
from onrecord.respond.telling import Telling

# "all sides", "every government": whoever is addressed so is nobody who could answer.
_ANYBODY = re.compile(
    r"^(?:all|any|anyone|both|each|every|everyone|others?|those)\b", re.IGNORECASE
)


class Told(Struct, frozen=True, kw_only=True):
    """A claim by which a source says that a party said nothing."""

    event: str | None
    party: str
    claim: str
    said: When | None


def silent(told: Iterable[Told]) -> list[Silence]:
    """One silence for each event, party and day that a source tells of."""
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        groups[(one.party, repr((one.event, one.said)))].append(one)
    return [
        Silence(
            event=group[0].event,
            party=group[0].party,
            state="silent",
            claims=tuple(sorted(one.claim for one in group)),
            said=group[0].said,
        )
        for group in groups.values()
    ]


def unknown(
    events: Sequence[Event],
    statements: Iterable[Claim],
    responses: Iterable[Response],
    told: Iterable[Told],
    telling: Telling,
) -> list[Silence]:
    """Who might have answered, and of whom the case holds nothing either way.

    For an event: whom its statements address, and whom its claims hold responsible, if they spoke
    or were addressed anywhere in the case. For the case as a whole: whoever was addressed and is
    not heard of again.
    """
    heard = {(response.party, response.event) for response in responses}
    heard |= {(one.party, one.event) for one in told}
    spoke = {party for party, _ in heard}
    addressed = {claim.id: _addressees(claim, telling) for claim in statements}
    everywhere = set().union(*addressed.values())
    found = [
        Silence(event=event.id, party=party, state="unknown")
        for event in events
        for party in sorted(_expected(event, addressed, spoke | everywhere, telling))
        if (party, event.id) not in heard
    ]
    found += [
        Silence(event=None, party=party, state="unknown") for party in sorted(everywhere - spoke)
    ]
    return found


def _expected(
    event: Event, addressed: dict[str, set[str]], rows: set[str], telling: Telling
) -> set[str]:
    asked = set().union(*(addressed.get(name, set()) for name in event.statements))
    accused: set[str] = set()
    for name in event.claims:
        accused.update(telling.links.get((name, "perpetrator"), ()))
    return asked | (accused & rows)


def _addressees(claim: Claim, telling: Telling) -> set[str]:
    """Whom a statement addresses, where the words mean somebody in particular."""
    mention = claim.body.addressee if isinstance(claim.body, Statement) else None
    if mention is None or mention.kind == "category" or _ANYBODY.match(mention.text):
        return set()
    return set(telling.links.get((claim.id, "addressee"), ()))
