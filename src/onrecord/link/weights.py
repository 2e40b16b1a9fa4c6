"""How much each agreement and disagreement weighs for "the same person": fixed, published.

Fellegi and Sunter's match weight: log2(m / u), where *m* is how often records of one person show
a level and *u* how often records of two persons that come up for comparison do. The figures are
anchored in the domain and not learned from the case: on lists of people killed together, learning
without labels takes families for duplicates, since relatives share surname, place and date.
*u* of surname, place and date is therefore that of victims of one event, not of a population;
given and father's name come first.

References: Fellegi & Sunter (1969), JASA 64, doi:10.1080/01621459.1969.10501049; Price & Ball
(2015), Significance 12(2), on matching lists of the dead by hand and by model.
"""

from math import log2

# The odds before anything is compared: one in two thousand of the pairs that come up are one
# person; within one list four times fewer, since its keeper has looked for duplicates.
PRIOR = -11.0
PRIOR_WITHIN_A_LIST = -13.0
SAME_FROM = 5.0  # at least 32 to 1
DIFFERENT_BELOW = 0.0  # less than even

# (m, u) of each level of each comparison.
LEVELS: dict[str, dict[str, tuple[float, float]]] = {
    "given name": {
        "same": (0.78, 0.012),
        "near": (0.15, 0.008),
        "unclear": (0.05, 0.03),
        "different": (0.02, 0.95),
    },
    "father's name": {
        "same": (0.78, 0.012),
        "near": (0.13, 0.008),
        "unclear": (0.05, 0.03),
        "different": (0.04, 0.95),
    },
    "family name": {
        "same": (0.80, 0.05),
        "near": (0.10, 0.015),
        "unclear": (0.04, 0.03),
        "different": (0.06, 0.905),
    },
    "age": {
        "same": (0.55, 0.025),
        "within a year": (0.20, 0.04),
        "within three years": (0.12, 0.08),
        "digits turned": (0.02, 0.02),
        "within ten years": (0.08, 0.25),
        "far": (0.03, 0.585),
    },
    "sex": {"same": (0.99, 0.60), "different": (0.01, 0.40)},
    "place": {"same": (0.70, 0.15), "alike": (0.10, 0.05), "different": (0.20, 0.80)},
    "date": {
        "same": (0.60, 0.25),
        "overlapping": (0.20, 0.15),
        "within a week": (0.10, 0.10),
        "within a month": (0.05, 0.15),
        "far": (0.05, 0.35),
    },
}


def match_weight(comparison: str, level: str) -> float:
    """log2(m / u) of one level; KeyError for a level that the table does not hold."""
    m, u = LEVELS[comparison][level]
    return log2(m / u)
