"""All pairs of claims of two documents, by what linking made of them: counted, and drawn from.

A pair is joined where both claims are in one event. Of the others, those are held possible of whose
two events some happenings have a chance of 0.1 or more. All the rest is counted as well, by whether
the days of the two events meet: what nobody looks at may not be taken for nothing.

A case of 20,000 claims has 200 million pairs. They are gone through a claim at a time, and only
their numbers by claim are kept; any pair is found again by its number.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.decided import SURE_FROM, UNSURE_FROM, ordered
from onrecord.model.event import Event, HappeningPair

EVEN = 0.5
NO_DAYS: tuple[date | None, date | None] = (None, None)
Ints = NDArray[np.int64]


class PairKind(Struct, frozen=True, kw_only=True):
    """What linking made of a pair. ``thought``: the share thought to be one event, to share out a
    sample by and for nothing else; roughly that of invented reports.
    """

    name: str
    joined: bool
    possible: bool = True
    thought: float


KINDS = (
    PairKind(name="joined, in doubt, below 0.5", joined=True, thought=0.5),
    PairKind(name="joined, in doubt, 0.5 or more", joined=True, thought=0.8),
    PairKind(name="joined, not in doubt", joined=True, thought=0.85),
    PairKind(name="apart, 0.5 or more", joined=False, thought=0.3),
    PairKind(name="apart, below 0.5", joined=False, thought=0.05),
    PairKind(name="apart, beside a pair of 0.5 or more", joined=False, thought=0.1),
    PairKind(name="apart, beside a pair below 0.5", joined=False, thought=0.05),
    PairKind(name="not held possible, days meet", joined=False, possible=False, thought=0.05),
    PairKind(name="not held possible, a day unknown", joined=False, possible=False, thought=0.02),
    PairKind(name="not held possible, other days", joined=False, possible=False, thought=0.005),
)
_OWN, _BESIDE, _DAYS_MEET, _DAY_UNKNOWN, _OTHER_DAYS = 3, 5, 7, 8, 9  # places in KINDS


class ClaimPairs:
    """The pairs of claims of two documents; ``sizes`` are how many there are of each of `KINDS`.

    ``asked``: the pairs of happenings that linking kept, of two events or within one. A joined pair
    is as sure as the less sure of its two happenings is tied to the event. Of two events of which
    some happenings were asked about, the other pairs stand beside the likeliest of these.
    """

    def __init__(
        self,
        events: Iterable[Event],
        document_of: Mapping[str, str],
        asked: Iterable[HappeningPair],
    ) -> None:
        of = {claim: event for event in events for claim in event.claims}
        self._ids = sorted(of, key=lambda claim: (document_of[claim], claim))
        documents = [document_of[claim] for claim in self._ids]
        of_document = _places(documents, _numbered(documents))
        self._after = np.searchsorted(of_document, of_document, side="right")  # other documents
        told = [of[claim] for claim in self._ids]
        self._events = _numbered(event.id for event in told)
        self._event = _places((event.id for event in told), self._events)
        days = [
            (event.when.earliest, event.when.latest) if event.when else NO_DAYS for event in told
        ]
        self._first = np.array([(first or date.min).toordinal() for first, _ in days], np.int64)
        self._last = np.array([(last or date.max).toordinal() for _, last in days], np.int64)
        self._undated = np.array([None in both for both in days], np.bool_)
        self._read(tuple(asked))
        self._counts = np.zeros((len(of), len(KINDS)), np.int64)
        for place in range(len(of)):
            self._counts[place] = np.bincount(self._kinds(place), minlength=len(KINDS))
        self._so_far: Ints = self._counts.cumsum(axis=0)
        self.sizes = tuple(self._counts.sum(axis=0).tolist())

    def _read(self, asked: tuple[HappeningPair, ...]) -> None:
        """Of which happening each claim is, what that was asked about with, how it is tied."""
        self._happening_of = {
            claim: key
            for pair in asked
            for key, claims in ((pair.left, pair.left_claims), (pair.right, pair.right_claims))
            for claim in claims
        }
        self._happenings = _numbered(self._happening_of.values())
        none = len(self._happenings)
        numbered = {**self._happenings, "": none}
        self._happening = _places((self._happening_of.get(c, "") for c in self._ids), numbered)
        self._chance = {ordered(pair.left, pair.right): pair.chance for pair in asked}
        self._own: dict[int, dict[int, int]] = defaultdict(dict)
        likeliest: dict[tuple[int, int], float] = defaultdict(float)
        tied: dict[int, float] = defaultdict(float)
        for pair in asked:
            one, other = self._happenings[pair.left], self._happenings[pair.right]
            if pair.left_event == pair.right_event:
                for happening in (one, other):
                    tied[happening] = max(tied[happening], pair.chance)
                continue
            if pair.chance < UNSURE_FROM:  # it is kept because it was judged
                continue
            self._own[one][other] = self._own[other][one] = _OWN + (pair.chance < EVEN)
            left, right = sorted((self._events[pair.left_event], self._events[pair.right_event]))
            likeliest[left, right] = max(likeliest[left, right], pair.chance)
        self._beside: dict[int, dict[int, int]] = defaultdict(dict)
        for (left, right), chance in likeliest.items():
            kind = _BESIDE + (chance < EVEN)
            self._beside[left][right] = self._beside[right][left] = kind
        ties = np.ones(none + 1)
        ties[list(tied)] = list(tied.values())
        self._tie = ties[self._happening]

    def _kinds(self, place: int) -> Ints:
        """The kind of the pair of a claim with each claim of a later document."""
        later = slice(self._after[place], None)
        unknown = self._undated[later] | self._undated[place]
        found = np.where(unknown, _DAY_UNKNOWN, _DAYS_MEET)
        before = self._last[later] < self._first[place]
        found[before | (self._first[later] > self._last[place])] = _OTHER_DAYS
        event, happening = self._event[place], self._happening[place]
        _lay_over(found, self._beside.get(int(event)), self._event[later], len(self._events))
        _lay_over(
            found, self._own.get(int(happening)), self._happening[later], len(self._happenings) + 1
        )
        joined = self._event[later] == event
        less_sure = np.minimum(self._tie[later][joined], self._tie[place])
        found[joined] = np.searchsorted((EVEN, SURE_FROM), less_sure, side="right")
        return found

    def pair_at(self, kind: int, number: int) -> tuple[str, str, float | None]:
        """The pair of a kind with a number from 0 on, and the chance of its happenings, if kept."""
        so_far = self._so_far[:, kind]
        place = int(np.searchsorted(so_far, number, side="right"))
        before = int(so_far[place] - self._counts[place, kind])
        others = np.flatnonzero(self._kinds(place) == kind) + self._after[place]
        other = int(others[number - before])
        left, right = ordered(self._ids[place], self._ids[other])
        one, two = (self._happening_of.get(claim, "") for claim in (left, right))
        return left, right, self._chance.get(ordered(one, two))


def _numbered(names: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def _places(names: Iterable[str], numbered: Mapping[str, int]) -> Ints:
    return np.array([numbered[name] for name in names], np.int64)


def _lay_over(kinds: Ints, known: Mapping[int, int] | None, of: Ints, n: int) -> None:
    """Write what is known of some numbers over the kinds; ``of`` tells the number of each."""
    if not known:
        return
    by_number = np.full(n, -1)
    by_number[list(known)] = list(known.values())
    here = by_number[of]
    kinds[here >= 0] = here[here >= 0]
