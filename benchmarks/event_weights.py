"""Learns what each comparison of two happenings weighs: the table of `link/event_weights.py`.

A logistic regression of whether two happenings of invented reports (`event_reports.py`) are one, by
the levels of their comparisons, with a normal prior of one bit around 0 and the bounds of `BOUNDS`.
Rarities, and the number of occasions in a case, weigh as Bayes' rule has them. The reports
say when they appeared; where none does, days leave the odds at one in so many (`UNSAID`). Only
seeds 0 to 99 are read.

    python benchmarks/event_weights.py
"""

from collections import Counter
from itertools import combinations
from math import log2

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from event_reports import Wave, wave
from onrecord.link.closeness import conflict
from onrecord.link.events import happenings_of_case
from onrecord.link.gathering import Gathering
from onrecord.link.likeness import Level, Occasions, levels, occasions_of
from onrecord.link.pairing import excluded, within_documents
from onrecord.link.parties import link_parties
from onrecord.link.weighing import Weighing

Floats = NDArray[np.float64]
Pair = tuple[Occasions, dict[str, Level], bool]
SEEDS = range(100)
PRIOR = 1.0  # bits
UNSAID = -0.1  # bits of the odds before comparing, and of days that are not said, together
FOR, AGAINST, REFERENCE = (0.0, 4.0), (-6.0, 0.0), (0.0, 0.0)
BOUNDS = {
    ("place", "same"): FOR,
    ("place", "names alike"): FOR,
    ("place", "next to each other"): (-2.0, 4.0),
    ("place", "within reach"): (-2.0, 0.0),
    ("place", "one region"): FOR,
    ("place", "several in both"): FOR,
    ("place", "within the other's region"): (-2.0, 1.0),
    ("place", "one does not say"): REFERENCE,
    ("place", "neither says"): REFERENCE,
    ("days", "same"): FOR,
    ("days", "overlapping"): (-2.0, 2.0),
    ("days", "consecutive"): FOR,
    ("days", "one does not say"): REFERENCE,
    ("days", "neither says"): REFERENCE,
    ("days", "one appeared within days after"): FOR,
    ("days", "one appeared within two weeks after"): (-2.0, 2.0),
    ("days", "one appeared weeks after"): AGAINST,
    ("days", "both appeared within days apart"): FOR,
    ("days", "both appeared within two weeks apart"): (-2.0, 2.0),
    ("days", "both appeared weeks apart"): AGAINST,
    ("days", "within the other's"): (-2.0, 2.0),
    ("days", "within weeks"): (-2.0, 2.0),
    ("kind of harm", "same"): FOR,
    ("kind of harm", "unsaid in both"): FOR,
    ("kind of harm", "unsaid in one"): REFERENCE,
    ("kind of harm", "an attack and a killing"): (-2.0, 2.0),
    ("kind of harm", "one tells of flight"): (-1.0, 1.0),
    ("kind of harm", "different"): (-2.0, 0.0),
    ("victims", "armed in both"): FOR,
    ("victims", "civilian in both"): FOR,
    ("victims", "different sides"): AGAINST,
    ("perpetrators", "one of them in both"): FOR,
    ("perpetrators", "different names"): AGAINST,
    ("toll", "the same number, ten or more"): FOR,
    ("toll", "the same number"): FOR,
    ("toll", "allow for each other"): FOR,
    ("toll", "one is higher"): AGAINST,
    ("toll", "far apart"): AGAINST,
    ("words", "one of them in both"): FOR,
    ("words", "different"): AGAINST,
    ("whole", "one tells of a whole"): AGAINST,
    ("whole", "both tell of a whole"): FOR,
    ("document", "two paragraphs of one"): (-2.0, 0.0),
}


def compared(case: Wave) -> list[Pair]:
    """The pairs of a case that may be one: its occasions, the levels, and the truth."""
    _, links, _ = link_parties(case.material.claims, case.material.documents, (), ())
    happenings = happenings_of_case(case.material, links)
    occasions = occasions_of(happenings)
    return [
        (occasions, levels(one, other, occasions), _truth(one, case) == _truth(other, case))
        for one, other in combinations(happenings, 2)
        if not one.told_in & other.told_in
        and excluded(one, other) is None
        and conflict(one, other, {}) is None
    ] + [
        (occasions, levels(one, other, occasions), _truth(one, case) == _truth(other, case))
        for pair in within_documents(happenings, Weighing(occasions), {})
        for one, other in ((happenings[pair.left], happenings[pair.right]),)
    ]


def _truth(happening: Gathering, case: Wave) -> str:
    """What most claims of a happening speak of."""
    counts = Counter(case.truth[claim] for claim in sorted(happening.claims))
    return counts.most_common(1)[0][0]


def learned(pairs: list[Pair]) -> tuple[float, Floats]:
    """The odds from which pairs start, and a weight for each of `BOUNDS`."""
    at = {level: place for place, level in enumerate(BOUNDS)}
    design = np.zeros((len(pairs), len(at) + 1))
    given, truth = np.zeros(len(pairs)), np.array([same for *_, same in pairs], dtype=float)
    design[:, -1] = 1.0
    for row, (occasions, found, _) in enumerate(pairs):
        given[row] = -log2(occasions.n + 1) + sum(level.rarity for level in found.values())
        for comparison, level in found.items():
            design[row, at[comparison, level.found]] = 1.0

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = (given + design @ weights) * np.log(2)
        chance = 1 / (1 + np.exp(-odds))
        held = weights.copy()
        held[-1] = 0.0
        value = np.sum(np.logaddexp(0, odds) - truth * odds) + np.sum(held**2) / (2 * PRIOR**2)
        return float(value), np.log(2) * (design.T @ (chance - truth)) + held / PRIOR**2

    bounds = [*BOUNDS.values(), (-8.0, 8.0)]
    begin = np.array([np.clip(0.0, *bound) for bound in bounds])
    fitted = minimize(loss, begin, jac=True, method="L-BFGS-B", bounds=bounds).x
    return float(fitted[-1]), fitted[:-1]


def main() -> None:
    """Print the table."""
    pairs = [pair for seed in SEEDS for pair in compared(wave(seed))]
    start, weights = learned(pairs)
    print(f"# of {len(pairs)} pairs, {sum(same for *_, same in pairs)} of them of one incident")
    print(f"START = {start:.1f}")
    table: dict[str, dict[str, float]] = {}
    for (comparison, level), weight in zip(BOUNDS, weights, strict=True):
        if comparison == "days" and BOUNDS[comparison, level] == REFERENCE:
            weight = UNSAID - start
        table.setdefault(comparison, {})[level] = round(float(weight), 1) + 0.0
    print(f"WEIGHTS = {table}")


if __name__ == "__main__":
    main()
