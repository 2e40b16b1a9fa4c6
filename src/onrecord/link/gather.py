"""Across documents: which happenings of different documents are one event.

The two that are likeliest one are joined first, as in the clustering of persons, under constraints:
happenings that exclude each other are never in one event. What was joined is compared with the rest
anew, as one happening that says what its reports say together. (Persons' pairs are added up. Here
most pairs say little, and a sum would count the same odds against any two of a case many times.)
So events do not chain, and a report on a whole does not make one event of its parts.

What fits two events that cannot be one joins neither: the better has to stand out.
"""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from onrecord.link.closeness import Apart, conflict, kept_apart
from onrecord.link.decided import Decided, against_others
from onrecord.link.gathering import Gathering
from onrecord.link.likeness_words import BESIDE_THE_WHOLE
from onrecord.link.pairing import APART, Compared, weigh
from onrecord.link.weighing import Weighing
from onrecord.model.outcome import SetAside
from onrecord.names.fold import fold

_MARGIN = 0.5  # log2 of odds: what fits two events by less of a difference joins neither
_SAME_WORDS = 40  # characters of a passage that, word for word, is no coincidence


def gather(
    happenings: Sequence[Gathering],
    pairs: Iterable[Compared],
    weighing: Weighing,
    apart: Apart,
    decided: Decided,
) -> tuple[list[Gathering], list[SetAside]]:
    """Join happenings into events by the weights of their pairs; the strongest are joined first.

    What was judged to be the same is joined before anything is weighed, so that the rest is
    compared with what is known. A "same" that other judgements contradict is set aside.
    """
    found = _Contraction(happenings, pairs, weighing, apart)
    conflicts = found.join_judged(decided)
    found.run()
    found.take_into_wholes()
    found.leave_to_wholes()
    return sorted(found.events(), key=lambda event: event.key), conflicts


class _Contraction:
    """Events by the place of their first happening; what joining two of them would gain."""

    def __init__(
        self,
        happenings: Sequence[Gathering],
        pairs: Iterable[Compared],
        weighing: Weighing,
        apart: Apart,
    ) -> None:
        self._alone = happenings
        self._event = {place: _copy(happening) for place, happening in enumerate(happenings)}
        self._members = {place: [place] for place in self._event}
        self._gain: dict[int, dict[int, float]] = {place: {} for place in self._event}
        self._weight: dict[tuple[int, int], float] = {}
        for pair in pairs:
            self._weight[pair.left, pair.right] = pair.weight
            self._gain[pair.left][pair.right] = self._gain[pair.right][pair.left] = pair.weight
        self._weighing, self._apart = weighing, apart
        self._apart_now: dict[tuple[int, int, int, int], bool] = {}  # with how many members each

    def events(self) -> list[Gathering]:
        return list(self._event.values())

    def join_judged(self, decided: Decided) -> list[SetAside]:
        """Join what was judged to be the same, whatever the rules say, by the ids of the claims."""
        place_of = {claim: place for place, one in self._event.items() for claim in one.claims}
        of: dict[int, int] = {place: place for place in self._event}
        conflicts: list[SetAside] = []
        for (left, right), (verdict, judgement) in sorted(decided.items()):
            if verdict != "same" or left not in place_of or right not in place_of:
                continue
            a, b = sorted((of[place_of[left]], of[place_of[right]]))
            if a == b:
                continue
            if kept_apart(self._event[a], self._event[b], self._apart):
                conflicts.append(against_others((left, right), judgement, "event"))
                continue
            of.update(dict.fromkeys(self._members[b], a))
            self._join(a, b, (f"judged the same event by {judgement.by}",))
        return conflicts

    def run(self) -> None:
        """Join until nothing gains; what rivals held back is looked at again after each round."""
        while self._round():
            pass

    def take_into_wholes(self) -> None:
        """A whole takes in the event of one place within it, if it can mean only that one.

        Where it can mean two or more these stay events of their own, and so does the whole.
        """
        wholes = [place for place, event in self._event.items() if event.wide]
        for whole in sorted(wholes, key=lambda place: self._event[place].key):
            within = [
                other
                for other, gain in self._gain[whole].items()
                if gain > APART
                and self._event[other].pinned
                and self._event[other].family == self._event[whole].family
            ]
            if len(within) == 1 and self._gain[whole][within[0]] > 0:
                self._join(whole, within[0])

    def leave_to_wholes(self) -> None:
        """What parts of a whole fit alike, and none fits by itself, is said of the whole."""
        wholes = [place for place, event in self._event.items() if event.wide]
        for alone in sorted(self._event, key=lambda place: self._event[place].key):
            if self._event[alone].located:
                continue
            fitting = [
                (self._gain[alone][whole], self._event[whole].key, whole)
                for whole in wholes
                if self._gain[alone].get(whole, APART) > APART
            ]
            if fitting and self._left_open(alone, max(fitting)[-1]):
                self._join(max(fitting)[-1], alone)

    def _left_open(self, asking: int, whole: int) -> bool:
        """Whether it is more likely than not told of a whole or its parts, and two fit alike."""
        gain = self._gain[asking]
        parts = sorted(
            gain[other]
            for other in gain
            if gain[other] > APART
            and self._event[other].pinned
            and self._is_whole_of(whole, [other])
        )
        alike = len(parts) > 1 and max(parts[-1], gain[whole]) - parts[-2] < _MARGIN
        return alike and sum(2**weight for weight in (*parts, gain[whole])) > 1

    def _round(self) -> bool:
        queue = [
            (-gain, *self._order(a, b), a, b)
            for a, gains in self._gain.items()
            for b, gain in gains.items()
            if a < b and gain > 0
        ]
        heapify(queue)
        joined = False
        while queue:
            gain, *_, a, b = heappop(queue)
            if self._gain.get(a, {}).get(b) != -gain:
                continue  # one of them has been joined with another since
            if not (self._whole_and_part(a, b) or self._rivalled(a, b) or self._rivalled(b, a)):
                self._join(a, b)
                joined = True
                for other, new in self._gain[a].items():
                    if new > 0:
                        pair = (a, other) if a < other else (other, a)
                        heappush(queue, (-new, *self._order(*pair), *pair))
        return joined

    def _order(self, a: int, b: int) -> tuple[int, str, str]:
        """Ties go by days and the ids of claims, which no order of documents changes."""
        one, other = sorted((self._event[a], self._event[b]), key=lambda event: event.key)
        first = min(event.days.first or 10**9 for event in (one, other))
        return first, one.key, other.key

    def _rivalled(self, asking: int, event: int) -> bool:
        """Whether an event that cannot be this one fits what asks nearly as well.

        Where all that fit lie within the one of them that is told of a whole, it is the whole's.
        """
        least = self._gain[asking][event] - _MARGIN
        rivals = [
            other
            for other, gain in self._gain[asking].items()
            if other != event and gain > 0 and gain > least and self._two(event, other)
        ]
        if self._event[asking].umbrella and self._event[event].family == "killing":
            # "Violence" means killings where there are any, as it does in a statement.
            rivals = [other for other in rivals if self._event[other].family == "killing"]
        return bool(rivals) and not self._is_whole_of(event, rivals)

    def _two(self, one: int, other: int) -> bool:
        """Whether two events exclude each other, compared before or not."""
        gain = self._gain[one].get(other)
        if gain is not None:
            return gain == APART
        grown = (one, len(self._members[one]), other, len(self._members[other]))
        if grown not in self._apart_now:
            self._apart_now[grown] = self._together(one, other) == APART
        return self._apart_now[grown]

    def _is_whole_of(self, event: int, rivals: Sequence[int]) -> bool:
        whole = self._event[event]
        others = [self._event[rival] for rival in rivals]
        return whole.wide and all(
            not other.wide and other.place_fit(whole) in ("same", "near") for other in others
        )

    def _whole_and_part(self, a: int, b: int) -> bool:
        one, other = self._event[a], self._event[b]
        return (one.wide and other.pinned) or (one.pinned and other.wide)

    def _join(self, a: int, b: int, because: tuple[str, ...] = ()) -> None:
        kept, taken = self._event[a], self._event.pop(b)
        reasons = list(because or self._reasons(a, b))
        if kept.told_as_a_whole & taken.told_in or taken.told_as_a_whole & kept.told_in:
            reasons.append(BESIDE_THE_WHOLE)
        told, known = kept.told, set(self._gain[a])
        kept.absorb(taken, reasons)
        self._members[a] += self._members.pop(b)
        gains, theirs = self._gain[a], self._gain.pop(b)
        gains.pop(b, None)
        for other, gain in theirs.items():
            if other != a:
                del self._gain[other][b]
                gains[other] = APART if gain == APART else gains.get(other, gain)
        unchanged = known if kept.told == told else set()
        for other, before in gains.items():
            again = before > APART and other not in unchanged
            gains[other] = self._gain[other][a] = self._together(a, other) if again else before

    def _together(self, a: int, b: int) -> float:
        return weigh(self._event[a], self._event[b], self._weighing, self._apart)

    def _reasons(self, a: int, b: int) -> tuple[str, ...]:
        """What speaks for the pair that speaks most for one event, in words."""
        across = [
            (self._weight[pair], pair)
            for one in self._members[a]
            for other in self._members[b]
            if (pair := (min(one, other), max(one, other))) in self._weight
        ]
        if not across:
            return self._weighing.reasons(self._event[a], self._event[b])
        _, (left, right) = max(across)
        return self._weighing.reasons(self._alone[left], self._alone[right])


def _copy(happening: Gathering) -> Gathering:
    copy = Gathering(happening.traces, happening.reasons)
    copy.told_as_a_whole |= happening.told_as_a_whole
    return copy


def joined_by_words(
    happenings: Sequence[Gathering], texts: Mapping[str, str], apart: Apart
) -> tuple[Gathering, ...]:
    """Happenings that share a passage word for word are one, unless something tells them apart.

    ``texts`` gives each claim's words: what was copied from one wire goes to the same event.
    """
    first: dict[str, Gathering] = {}
    kept: list[Gathering] = []
    for happening in sorted(happenings, key=lambda g: g.key):
        passages = {fold(texts[t.claim]) for t in happening.traces if not t.row}
        long = sorted(p for p in passages if len(p) >= _SAME_WORDS)
        twin = next((first[p] for p in long if p in first), None)
        if (
            twin is not None
            and not twin.told_in & happening.told_in
            and conflict(twin, happening, apart) is None
        ):
            twin.absorb(happening, ["the same passage, word for word, in another document"])
        else:
            twin = happening
            kept.append(happening)
        for passage in long:
            first.setdefault(passage, twin)
    return tuple(kept)
