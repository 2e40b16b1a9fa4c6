"""The different tolls that are given of one harm of one event."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice

from msgspec import Struct
from msgspec.structs import replace

from onrecord.corroborate.evidence import Evidence
from onrecord.corroborate.toll_scope import Relation, Scope, relation, says_whom, scope_of
from onrecord.model.toll import TollReading, tolls_of
from onrecord.model.when import When

# "another 30", "12 more": a number beside one that was given before, not a rival of it.
_BESIDE = re.compile(r"\b(?:another|others?|further|additional|more(?!\s+than))\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?؟。]['\"”’»)]*\s+(?=[^a-z])|\n\s*\n")
_LONGEST = 2000  # characters of a sentence
# A bare plural ("civilians were killed") says that there were some, and no number.
_NO_NUMBER = "plural"


class Count(Struct, frozen=True, kw_only=True):
    """A number of people with its scope and the days up to which it was counted.

    ``sentence`` is the rendition and where the sentence starts in which the number stands.
    ``since``/``until`` bound the day of counting: as the claim says, else the publication of the
    document; None where neither says.
    """

    reading: TollReading
    scope: Scope
    sentence: tuple[str, int]
    since: date | None
    until: date | None
    beside: bool  # "another 30", or "three" after "11 guards": beside another number, no rival

    @property
    def lower(self) -> int:
        """The least number that the words allow."""
        return self.reading.quantity.at_least or 0

    @property
    def upper(self) -> float:
        """The greatest number that the words allow; infinite where they do not bound it."""
        most = self.reading.quantity.at_most
        return float("inf") if most is None else most


def counts_of(evidence: Evidence) -> dict[str, tuple[Count, ...]]:
    """Every number that the event's claims give, denied ones too, by harm.

    A bare plural is none, nor is the single victim of an act: both say that it happened.
    """
    found: dict[str, list[Count]] = defaultdict(list)
    for claim in evidence.claims:
        for reading in filter(is_number, tolls_of(claim)):
            document = evidence.documents[claim.rendition]
            counted = reading.as_of or document.bibliography.published
            found[reading.harm].append(
                Count(
                    reading=reading,
                    scope=scope_of(reading, evidence.event),
                    sentence=(claim.rendition, _sentence_start(document.text, claim.start)),
                    beside=_is_beside(reading),
                    since=_bound(counted, "earliest"),
                    until=_bound(counted, "latest"),
                )
            )
    return {harm: _with_ellipses(found[harm]) for harm in sorted(found)}


def compare(left: Count, right: Count) -> Relation:
    """Do two counts count the same, is one within the other, or are they apart?

    A number that comes with an act or a flight ("the gunmen killed 12 people") may be one of
    several. It is the whole only against another document, and where it names the place; else it
    is a part.
    """
    if left.sentence == right.sentence or left.beside or right.beside:
        return "apart"
    found = relation(left.scope, right.scope)
    whole_left, whole_right = _is_whole(left, right), _is_whole(right, left)
    if found == "same" and not (whole_left and whole_right):
        return "part" if whole_right else "whole" if whole_left else "apart"
    if (found == "part" and not whole_right) or (found == "whole" and not whole_left):
        return "apart"
    return found


def grew(earlier: Count, later: Count) -> bool:
    """Was the first surely counted before the second?"""
    if earlier.until is None or later.since is None:
        return False
    return earlier.until < later.since


def distinct(counts: Iterable[Count]) -> dict[str, tuple[Count, ...]]:
    """Counts that say the same number of the same people, place and time, under one key."""
    groups: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        groups[_key(count)].append(count)
    return {key: tuple(group) for key, group in groups.items()}


def representatives(group: Sequence[Count]) -> tuple[Count, ...]:
    """Those of a version's counts that decide whether it can stand beside another one.

    What matters of a count is how it is stated, when it was counted and, for an act, in which
    document. So the first and the last counted of each manner of stating, in two documents, decide
    for all: the cost does not grow with how often a number is repeated.
    """
    manners: dict[tuple[str, bool | None, bool], list[Count]] = defaultdict(list)
    for count in group:
        quantity = count.reading.quantity
        manners[(count.reading.stated_as, quantity.cumulative, count.beside)].append(count)
    chosen = [
        count
        for alike in manners.values()
        for key in (_counted_last, _counted_first)
        for count in _of_two_documents(sorted(alike, key=key))
    ]
    return tuple({id(count): count for count in chosen}.values())


def _counted_last(count: Count) -> tuple[int, str]:
    day = date.max if count.until is None else count.until
    return (-day.toordinal(), count.reading.claim)


def _counted_first(count: Count) -> tuple[int, str]:
    day = date.min if count.since is None else count.since
    return (day.toordinal(), count.reading.claim)


def _of_two_documents(counts: Sequence[Count]) -> list[Count]:
    other = (one for one in counts if one.reading.rendition != counts[0].reading.rendition)
    return [counts[0], *islice(other, 1)]


def _key(count: Count) -> str:
    scope = count.scope
    said = (count.lower, count.upper, scope.unit, sorted(scope.population), sorted(scope.places))
    return repr((*said, str(scope.first), str(scope.last)))


def _is_whole(count: Count, other: Count) -> bool:
    if count.reading.stated_as == "toll":
        return True
    return bool(count.reading.places) and count.reading.rendition != other.reading.rendition


def _with_ellipses(counts: list[Count]) -> tuple[Count, ...]:
    """Mark the numbers without a noun that stand in one sentence with a number that has one."""
    spelt = {count.sentence for count in counts if says_whom(count.reading)}
    return tuple(
        replace(count, beside=True)
        if count.sentence in spelt and not says_whom(count.reading)
        else count
        for count in counts
    )


def _sentence_start(text: str, at: int) -> int:
    """Where the sentence or line starts that holds this place; its own place in a missing text."""
    if at > len(text):
        return at
    ends = [match.end() for match in _SENTENCE_END.finditer(text, max(0, at - _LONGEST), at)]
    return ends[-1] if ends else max(0, at - _LONGEST)


def is_number(reading: TollReading) -> bool:
    """Does it say how many: more than a bare plural or an act's single victim?"""
    convention = reading.quantity.convention
    return convention != _NO_NUMBER and not (convention == "one" and reading.stated_as != "toll")


def _is_beside(reading: TollReading) -> bool:
    words = [reading.quantity.text, *(victim.text for victim in reading.victims)]
    return any(_BESIDE.search(text) for text in words)


def _bound(when: When | None, end: str) -> date | None:
    day: date | None = getattr(when, end) if when else None
    return day
