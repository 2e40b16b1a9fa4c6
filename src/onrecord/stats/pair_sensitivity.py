"""What else the same people may say: other estimators, single pairs, dependence that remains."""

from collections.abc import Sequence

import numpy as np

from onrecord.stats.estimate import Variation
from onrecord.stats.interval import log_normal
from onrecord.stats.list_pairs import Pair, Split, over_splits
from onrecord.stats.people import People

# Times as many people on both lists as independent lists would have among people alike.
DEPENDENCE = (0.5, 0.67, 0.8, 1.25, 1.5, 2.0)


def pair_sensitivity(
    people: People, splits: Sequence[Split], level: float
) -> tuple[Variation, ...]:
    """Estimators, pairs of lists one by one, and lists that depend on each other all the same.

    Where people alike in the covariates are on both lists d times as often as independent lists
    would have it, everybody is d times what independence says, for every covariate alike.
    """
    return (
        *_estimators(people, splits),
        *_pairs(people, splits, level),
        *_dependence(people, splits, level),
    )


def by_pair(splits: Sequence[Split]) -> list[list[Pair]]:
    """For each pair what it says in each split."""
    return [[split.pairs[place] for split in splits] for place in range(len(splits[0].pairs))]


def joined(splits: Sequence[Split], ratios: Sequence[Sequence[float]]) -> float:
    """One number a split and pair, joined by the weights of the pairs; the median over splits."""
    found = [split.weights @ np.array(row) for split, row in zip(splits, ratios, strict=True)]
    return float(np.median(found))


def _estimators(people: People, splits: Sequence[Split]) -> list[Variation]:
    n = people.n_documented
    others = {
        "plug-in": [[pair.plug_in for pair in split.pairs] for split in splits],
        "targeted (TMLE)": [[pair.tilted for pair in split.pairs] for split in splits],
        "without covariates": [[_alike(people, pair) for pair in s.pairs] for s in splits],
    }
    return [
        Variation(
            what="estimator", setting=name, estimate=max(n * joined(splits, ratios), float(n))
        )
        for name, ratios in others.items()
    ]


def _alike(people: People, pair: Pair) -> float:
    """Everybody over those documented by the pair, as if all people were alike."""
    first, second = (people.histories[:, column] for column in pair.columns)
    return float(first.mean() * second.mean() / (first & second).mean())


def _pairs(people: People, splits: Sequence[Split], level: float) -> list[Variation]:
    if len(splits[0].pairs) == 1:
        return []
    return [
        _varied(
            "pair of lists",
            " and ".join(people.lists[column] for column in said[0].columns) + " alone",
            said,
            level,
        )
        for said in by_pair(splits)
    ]


def _dependence(people: People, splits: Sequence[Split], level: float) -> list[Variation]:
    return [
        _varied(
            "dependence of the lists within covariates",
            f"on both lists {times:g} times as often as independent lists would have it",
            splits,
            level,
            times,
        )
        for times in DEPENDENCE
    ]


def _varied(
    what: str,
    setting: str,
    said: Sequence[Split | Pair],
    level: float,
    value: float | None = None,
) -> Variation:
    estimate, error = over_splits(said, 1.0 if value is None else value)
    lower, upper = log_normal(len(said[0].parts), estimate, error, level)
    return Variation(
        what=what, setting=setting, estimate=estimate, lower=lower, upper=upper, value=value
    )
