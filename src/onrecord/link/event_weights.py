"""What each level of a comparison of two happenings weighs, in log2 of the odds that they are one.

Before anything is compared the odds are those of any two happenings of a case of so many occasions.
An agreement on a place or on days weighs as much more as it is rare among the occasions, by Bayes'
rule and without a constant. The other weights were learned by `benchmarks/event_weights.py` on
invented reports of seeds 0 to 99, within bounds that come from what is known of real ones: what
agrees never speaks against, what differs never for; places within reach and kinds of harm that go
together never speak against by more than four to one, for press reports often mistake the place
(Weidmann 2015, Journal of Conflict Resolution 59(6), doi:10.1177/0022002714530431) and tell of
several kinds of harm at once (Donnay and others 2019, Journal of Conflict Resolution 63(5),
doi:10.1177/0022002718777050).
"""

from collections.abc import Mapping
from math import log2

from onrecord.link.likeness import Level, Occasions
from onrecord.model.party import Step

BEFORE = "before comparing"

START = -1.2
WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "place": {
        "same": 0.7,
        "names alike": 0.8,
        "next to each other": 0.3,
        "within reach": -2.0,
        "one region": 0.2,
        "several in both": 1.3,
        "within the other's region": -0.6,
        "one does not say": 0.0,
        "neither says": 0.0,
    },
    "days": {
        "same": 2.7,
        "overlapping": -1.0,
        "consecutive": 0.6,
        "one does not say": 1.1,
        "neither says": 1.1,
        "one appeared within days after": 0.2,
        "one appeared within two weeks after": 0.5,
        "one appeared weeks after": 0.0,
        "both appeared within days apart": 0.0,
        "both appeared within two weeks apart": 0.1,
        "both appeared weeks apart": -0.1,
        "within the other's": 1.4,
        "within weeks": 0.8,
    },
    "kind of harm": {
        "same": 0.8,
        "unsaid in both": 0.0,
        "unsaid in one": 0.0,
        "an attack and a killing": 0.3,
        "one tells of flight": 0.8,
        "different": -2.0,
    },
    "victims": {
        "armed in both": 1.7,
        "civilian in both": 1.1,
        "different sides": -3.8,
    },
    "perpetrators": {
        "one of them in both": 1.8,
        "different names": -1.7,
    },
    "toll": {
        "the same number, ten or more": 2.4,
        "the same number": 2.2,
        "allow for each other": 0.2,
        "one is higher": 0.0,
        "far apart": -0.9,
    },
    "words": {
        "one of them in both": 0.6,
        "different": 0.0,
    },
    "whole": {
        "one tells of a whole": -1.5,
        "both tell of a whole": 2.6,
    },
    "document": {
        "two paragraphs of one": -1.6,
    },
}


def weight_of(levels: Mapping[str, Level], occasions: Occasions) -> float:
    """log2 of the odds that two happenings are one."""
    return before_comparing(occasions) + sum(map(level_weight, levels, levels.values()))


def before_comparing(occasions: Occasions) -> float:
    """log2 of the odds of any two happenings of a case: the more occasions, the worse."""
    return START - log2(occasions.n + 1)


def steps_of(levels: Mapping[str, Level], occasions: Occasions) -> tuple[Step, ...]:
    """What each comparison adds; together they are the weight."""
    start = Step(comparison=BEFORE, level=str(occasions.n), weight=before_comparing(occasions))
    return (
        start,
        *(
            Step(comparison=name, level=level.words, weight=level_weight(name, level))
            for name, level in levels.items()
        ),
    )


def level_weight(comparison: str, level: Level) -> float:
    """log2 of the odds that a level adds, as published; with how rare it is."""
    return WEIGHTS[comparison][level.found] + level.rarity
