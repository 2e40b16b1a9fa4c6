"""Which pairs of happenings somebody should look at, what each is worth, and what was judged."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import exp2, log2, sqrt
from typing import Literal

from onrecord.link.decided import SURE_FROM, UNSURE_FROM, Decided, ordered
from onrecord.link.gathering import Gathering
from onrecord.link.pairing import Compared
from onrecord.link.weighing import Weighing
from onrecord.model.canonical import identify
from onrecord.model.event import HappeningPair

_OTHERS = 8  # events with which one is asked about at least, where it may be so many

_OF_TOLL = 0.5  # what a doubling of the dead counts, in claims that would move

Places = tuple[int, int]  # of two happenings, the smaller first
Verdict = Literal["same", "different", "unsure"]


def asked_pairs(
    happenings: Sequence[Gathering],
    compared: Iterable[Compared],
    weighing: Weighing,
    event_of: Mapping[str, str],
    decided: Decided,
) -> tuple[HappeningPair, ...]:
    """The pairs in doubt, each event with the likeliest others, and those that were judged.

    Of two events the pair that speaks most for one is asked about. Within an event, each happening
    that nothing ties to it for sure is asked about with the one that is likeliest the same.

    An answer is worth by how much it is expected to change: the chance that it goes against what is
    joined, times what would move (the root of the pairs of claims, and the dead), times the doubt.
    """
    event = [event_of[happening.key] for happening in happenings]
    judged = judged_happenings(happenings, decided)
    doubts = _in_doubt([pair for pair in compared if _possible(pair)], event)
    sizes = Counter(event_of.values())
    tolls: Counter[str] = Counter()
    for happening, of in zip(happenings, event, strict=True):
        tolls[of] = max(tolls[of], _toll(happening))
    made = []
    for places in sorted({*doubts, *judged}):
        left, right = sorted(places, key=lambda place: happenings[place].key)
        one, other = happenings[left], happenings[right]
        events = event[left], event[right]
        if events[0] == events[1]:
            parted = min(len(one.claims), len(other.claims))
            moved = parted * max(1, sizes[events[0]] - parted)
            dead = min(_toll(one), _toll(other))
        else:
            moved = sizes[events[0]] * sizes[events[1]]
            dead = min(tolls[events[0]], tolls[events[1]])
        at_stake = sqrt(moved) + _OF_TOLL * log2(1 + dead)
        made.append(_pair(one, other, events, weighing, at_stake, judged.get(places)))
    return tuple(sorted(made, key=lambda pair: pair.id))


def chance_of(weight: float) -> float:
    """The chance that log2 of odds stand for."""
    return 1.0 / (1.0 + exp2(-weight))


def doubt_of(chance: float) -> float:
    """How open it is: the chance that two who answer by it at random do not agree."""
    return 2 * chance * (1 - chance)


def _possible(pair: Compared) -> bool:
    return chance_of(pair.weight) >= UNSURE_FROM


def _in_doubt(pairs: Sequence[Compared], event: Sequence[str]) -> set[Places]:
    between: dict[tuple[str, str], Compared] = {}
    within: dict[int, Compared] = {}
    for pair in pairs:
        if event[pair.left] != event[pair.right]:
            both = ordered(event[pair.left], event[pair.right])
            between[both] = _likelier(pair, between.get(both))
        else:
            for place in (pair.left, pair.right):
                within[place] = _likelier(pair, within.get(place))
    unsure = (pair for pair in within.values() if chance_of(pair.weight) < SURE_FROM)
    return {(pair.left, pair.right) for pair in (*_likeliest_of_each(between), *unsure)}


def _likeliest_of_each(between: Mapping[tuple[str, str], Compared]) -> list[Compared]:
    """Of the pairs of events, those that are among the likeliest few of either."""
    asked: Counter[str] = Counter()
    kept = []
    for (one, other), pair in sorted(between.items(), key=lambda item: (-item[1].weight, item[0])):
        if min(asked[one], asked[other]) < _OTHERS:
            kept.append(pair)
            asked.update((one, other))
    return kept


def _likelier(pair: Compared, other: Compared | None) -> Compared:
    return pair if other is None or pair.weight > other.weight else other


def judged_happenings(happenings: Sequence[Gathering], decided: Decided) -> dict[Places, Verdict]:
    """The verdicts on claims of two happenings; of several on one pair, the newest."""
    place_of = {claim: place for place, one in enumerate(happenings) for claim in one.claims}
    found: dict[Places, Verdict] = {}
    for (left, right), (verdict, _) in sorted(
        decided.items(), key=lambda item: (item[1][1].at, item[1][1].id)
    ):
        if left in place_of and right in place_of and place_of[left] != place_of[right]:
            one, other = sorted((place_of[left], place_of[right]))
            found[one, other] = verdict
    return found


def _toll(happening: Gathering) -> int:
    """The largest number of dead that a happening's claims state."""
    killed = happening.tolls.get("killed")
    return 0 if killed is None else killed.at_least or 0


def _pair(
    left: Gathering,
    right: Gathering,
    events: tuple[str, str],
    weighing: Weighing,
    at_stake: float,
    judged: Verdict | None,
) -> HappeningPair:
    steps = weighing.steps(left, right)
    weight = sum(step.weight for step in steps)
    chance = chance_of(weight)
    against = 1 - chance if events[0] == events[1] else chance
    return HappeningPair(
        id=identify("happening-pair", left.key, right.key),
        left=left.key,
        right=right.key,
        left_claims=_as_told(left),
        right_claims=_as_told(right),
        left_event=events[0],
        right_event=events[1],
        match_weight=weight,
        chance=chance,
        worth=0.0 if judged else against * doubt_of(chance) * at_stake,
        verdict=judged or "unsure",
        decided_by="judgement" if judged else "rule",
        steps=steps,
    )


def _as_told(happening: Gathering) -> tuple[str, ...]:
    """Its claims in the order of the text."""
    traces = sorted(happening.traces, key=lambda t: (t.document, t.start, t.claim))
    return tuple(dict.fromkeys(trace.claim for trace in traces))
