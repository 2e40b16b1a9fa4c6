"""The versions that an event's claims give of each question about it, side by side."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from onrecord.corroborate.denial import (
    accused,
    denies_it_all,
    held_responsible,
    perpetrators_of,
)
from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_scope import place_keys
from onrecord.corroborate.toll_version import Count, distinct
from onrecord.corroborate.wording import toll_words
from onrecord.model.claim import Act, Claim, Displacement, Toll
from onrecord.model.party import Mention
from onrecord.model.party_name import name_key
from onrecord.model.toll import is_denial
from onrecord.model.when import When
from onrecord.model.where import Where


class Draft(Struct, frozen=True, kw_only=True):
    """One version before it is weighed. ``party`` is set where the version is a party."""

    key: str
    value: str
    claims: tuple[Claim, ...]
    denied_by: tuple[Claim, ...] = ()
    party: str | None = None


def happening(evidence: Evidence) -> tuple[Draft, ...]:
    """That it happened: every claim of the event asserts it, except those that deny it.

    A claim that denies that somebody did it ("our forces killed nobody there") denies that
    perpetrator, and one that denies a number denies the number; neither denies the event.
    """
    held = held_responsible(evidence)
    denials = [claim for claim in evidence.denied() if denies_it_all(claim)]
    denials += [claim for claim in evidence.denials if not accused(claim, evidence, held)]
    draft = Draft(
        key="it happened",
        value=evidence.event.label,
        claims=evidence.asserted(),
        denied_by=tuple(denials),
    )
    return (draft,) if draft.claims or draft.denied_by else ()


def perpetrators(evidence: Evidence) -> tuple[Draft, ...]:
    """Who did it, by party where the words were linked to one, else by the words themselves."""
    said: dict[str, list[Claim]] = defaultdict(list)
    denied: dict[str, list[Claim]] = defaultdict(list)
    words: dict[str, list[str]] = defaultdict(list)
    parties: dict[str, str | None] = {}
    for claim in evidence.claims:
        for mention in perpetrators_of(claim):
            party = evidence.party(claim, "perpetrator", mention)
            key = _key_of(party, mention, evidence)
            parties[key] = party
            words[key].append(mention.text)
            (denied if is_denial(claim) else said)[key].append(claim)
    held = held_responsible(evidence)
    for claim in evidence.denials:
        for party in accused(claim, evidence, held):
            parties[party] = party
            denied[party].append(claim)
    return tuple(
        Draft(
            key=key,
            value=_party_words(parties[key], words[key], evidence),
            claims=_once(said[key]),
            denied_by=_once(denied[key]),
            party=parties[key],
        )
        for key in sorted(parties)
    )


def tolls(counts: Sequence[Count], evidence: Evidence) -> tuple[Draft, ...]:
    """The numbers given of one harm: a version is one interval of one scope."""
    claims = {claim.id: claim for claim in evidence.claims}
    drafts: list[Draft] = []
    for key, group in distinct(counts).items():
        said = [claims[one.reading.claim] for one in group if not one.reading.denied]
        denied = [claims[one.reading.claim] for one in group if one.reading.denied]
        shortest = min((toll_words(one.reading) for one in group), key=lambda w: (len(w), w))
        drafts.append(Draft(key=key, value=shortest, claims=_once(said), denied_by=_once(denied)))
    return tuple(sorted(drafts, key=lambda draft: draft.key))


def places(evidence: Evidence) -> tuple[Draft, ...]:
    """Where: one version a named place. A kind of place ("churches") is no answer to where."""
    return _by_value(
        evidence,
        lambda claim: (
            (next(iter(place_keys([place]))), place.name or place.text)
            for place in _places_of(claim)
            if place_keys([place])
        ),
    )


def dates(evidence: Evidence) -> tuple[Draft, ...]:
    """When: one version an interval of days; words that no day bounds stand as they are."""
    return _by_value(
        evidence,
        lambda claim: ((_when_key(when), _when_words(when)) for when in _when_of(claim)),
    )


def _by_value(
    evidence: Evidence, values: Callable[[Claim], Iterable[tuple[str, str]]]
) -> tuple[Draft, ...]:
    said: dict[str, list[Claim]] = defaultdict(list)
    words: dict[str, set[str]] = defaultdict(set)
    for claim in evidence.asserted():
        for key, text in values(claim):
            said[key].append(claim)
            words[key].add(text)
    return tuple(
        Draft(
            key=key,
            value=min(words[key], key=lambda text: (len(text), text)),
            claims=_once(said[key]),
        )
        for key in sorted(said)
    )


def _key_of(party: str | None, mention: Mention, evidence: Evidence) -> str:
    """The party; of a description ("the gunmen"), which each document has its own of, the words."""
    linked = evidence.known.parties.get(party or "")
    if linked is None:
        return f"words:{name_key(mention.refers_to or mention.text)}"
    return f"words:{name_key(linked.name)}" if linked.kind == "category" else linked.id


def _places_of(claim: Claim) -> tuple[Where, ...]:
    match claim.body:
        case Act(places=found) | Toll(places=found) | Displacement(origins=found):
            return found
        case _:
            return ()


def _when_of(claim: Claim) -> tuple[When, ...]:
    match claim.body:
        case Act(when=When() as when) | Toll(when=When() as when):
            return (when,)
        case Displacement(when=When() as when):
            return (when,)
        case _:
            return ()


def _when_key(when: When) -> str:
    if when.earliest is None and when.latest is None:
        return f"open:{' '.join(when.text.casefold().split())}"
    return f"{when.earliest or ''}/{when.latest or ''}"


def _when_words(when: When) -> str:
    first, last = when.earliest, when.latest
    if first is None and last is None:
        return f"“{when.text}”"
    if first == last:
        return str(first)
    if last is None:
        return f"from {first}"
    return f"until {last}" if first is None else f"{first} to {last}"


def _party_words(party: str | None, words: Sequence[str], evidence: Evidence) -> str:
    if party is not None and party in evidence.known.parties:
        return evidence.known.parties[party].name
    return min(words, key=lambda text: (len(text), text)) if words else str(party)


def _once(claims: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple({claim.id: claim for claim in claims}.values())
