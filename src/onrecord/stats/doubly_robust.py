"""Everybody, where people differ in ways that the records tell: doubly robust estimation."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from onrecord.errors import InputError
from onrecord.stats.covariate_basis import Basis, bases
from onrecord.stats.estimate import (
    CLOSED,
    MATCHED,
    REAL,
    Estimated,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.interval import log_normal
from onrecord.stats.list_pairs import Split, agreement, over_splits, split_of
from onrecord.stats.obstacle import obstacle
from onrecord.stats.pair_sensitivity import by_pair, joined, pair_sensitivity
from onrecord.stats.people import People, list_names, people_of

METHOD = "doubly robust with covariates 1"
ASSUMPTIONS = (
    CLOSED,
    "Independence given the covariates: among people alike in them, to be on one list of a pair makes it neither more nor less likely to be on the other.",  # noqa: E501
    "Overlap: whatever their covariates, people had some chance to be on both lists of a pair.",
    "The covariates are known without error, and are not missing because of the lists or the linkage.",  # noqa: E501
    MATCHED,
    REAL,
)
FEWEST_ON_BOTH = 10  # below it no regression of those on both lists is tried
FEW_ON_BOTH = 30
MUCH_TRIMMED = 0.05
MUCH_BY_ONE = 0.5
CONTRADICTION = 0.01
N_SPLITS = 3


def doubly_robust(
    histories: ArrayLike,
    covariates: Mapping[str, ArrayLike] | ArrayLike,
    *,
    names: Sequence[str] | None = None,
    lists: tuple[str, str] | tuple[int, int] | None = None,
    n_folds: int = 5,
    seed: int = 1,
    level: float = 0.95,
) -> Result:
    """Everybody, from lists that are independent among people alike in their covariates.

    The chance of being on each list and on both is learned from the covariates by regressions
    that never saw the person; the one-step estimator removes the first-order bias of what they
    got wrong, so that slowly learned chances still give a root-n interval.

    Parameters
    ----------
    histories : (n_people, n_lists) bool, one row a person on some list, no all-False row
    covariates : (n_people, n_covariates) float array, or for each name a (n_people,) array:
        numbers (NaN where missing), or text for a category ("" where missing, a kind of its own)
    names : of the lists, in the order of the columns; "list 1", "list 2", … by default
    lists : the pair to use, by name or by column from 0. None uses all pairs that overlap enough,
        weighted by their precision relative to the people missing, and compares them
    n_folds : of the cross-fitting, 2 or more; the split is drawn three times, the median told
    seed : of the splits
    level : of the interval, log-normal in those on no list

    Returns
    -------
    Estimated, with each pair, the plug-in and the targeted (TMLE) estimate, the estimate without
    covariates and what dependence within covariates would do in ``sensitivity``; its doubts name
    trimmed chances and contradicting pairs. NotEstimable
    where fewer than ten people are on both lists of every pair.

    Raises
    ------
    MalformedTable : rows of unequal number, a person on no list, an infinite number
    InputError : a pair that is none, or fewer than two folds

    Notes
    -----
    Chances of being on both lists are trimmed from below at 5 / (√n · log n), or at a tenth of
    their mean where that is less. The standard error holds the variation between splits, and is
    that expected under the learned chances where the people vary less (``widening``).

    References
    ----------
    Das, Kennedy & Jewell (2023), JASA, doi:10.1080/01621459.2023.2187814.
    Chernozhukov, Chetverikov, Demirer, Duflo, Hansen, Newey & Robins (2018), Econometrics Journal
    21(1), C1–C68, doi:10.1111/ectj.12097, definition 3.3 (the median over splits).
    Gruber, Phillips, Lee & van der Laan (2022), American Journal of Epidemiology 191(9),
    1640–1651, doi:10.1093/aje/kwac087 (the trimming).
    """
    if n_folds < 2:
        raise InputError(f"n_folds is {n_folds}; cross-fitting needs 2 folds or more, 5 are usual")
    people = people_of(histories, covariates, names)
    used, refused = _usable(people, _wanted(lists, names, np.asarray(histories).shape[1], people))
    ways = bases(people.covariates)
    reason = obstacle(people.overlaps) or _why_not(ways, used, refused)
    if reason is not None:
        return _none(people, reason, seed)
    splits = [split_of(people, ways, used, n_folds, (seed, turn)) for turn in range(N_SPLITS)]
    return _estimated(people, splits, refused, n_folds, seed, level)


def _estimated(
    people: People,
    splits: Sequence[Split],
    refused: Sequence[Variation],
    n_folds: int,
    seed: int,
    level: float,
) -> Estimated:
    n = people.n_documented
    estimate, error = over_splits(splits)
    alike = agreement(splits[0])
    doubts = _doubts(people, splits, estimate, error, alike)
    lower, upper = unless_in_doubt(doubts, *log_normal(n, estimate, error, level))
    return Estimated(
        method=METHOD,
        kind="estimated",
        statistic="one-step estimate",
        estimate=estimate,
        lower=lower,
        upper=upper,
        level=level,
        interval="log-normal",
        standard_error=error,
        n_documented=n,
        table=people.overlaps.digest,
        assumptions=ASSUMPTIONS,
        doubts=doubts,
        seed=seed,
        diagnostics={
            "n_pairs": len(splits[0].pairs),
            "n_on_both": _n_on_both(people, splits[0]),
            "share_trimmed": _share_trimmed(splits),
            "margin": max(pair.margin for pair in splits[0].pairs),
            "pairs_agree_p": alike,
            "regression": splits[0].pairs[0].basis,
            "penalty": splits[0].pairs[0].penalty,
            "n_folds": n_folds,
            "n_splits": len(splits),
            "largest_part": _largest_part(splits),
            "widening": float(np.median([split.widening for split in splits])),
            "spread_over_splits": _spread(splits),
            "covariates": ", ".join(people.covariates),
            "people": people.digest,
        },
        sensitivity=(*pair_sensitivity(people, splits, level), *refused),
        notes=_notes(splits),
    )


def _share_trimmed(splits: Sequence[Split]) -> float:
    """The weighted share of people whose chance of both lists was raised."""
    shares = [
        float(split.weights @ np.array([pair.n_trimmed for pair in split.pairs])) / len(split.parts)
        for split in splits
    ]
    return float(np.median(shares))


def _largest_part(splits: Sequence[Split]) -> float:
    """The share of the variance of the estimate that one single person carries."""
    squares = [(split.parts - split.parts.mean()) ** 2 for split in splits]
    return float(np.median([square.max() / square.sum() for square in squares]))


def _notes(splits: Sequence[Split]) -> tuple[str, ...]:
    notes = [
        "The interval holds if the lists of a pair are independent among people alike in the "
        "covariates; what is not recorded of people cannot be allowed for."
    ]
    most = _largest_part(splits)
    if most > MUCH_BY_ONE:
        notes.append(
            f"One single person, unlikely to be on both lists and on both, carries {most:.0%} of "
            "the variance of the estimate: check that they are linked rightly."
        )
    return tuple(notes)


def _n_on_both(people: People, split: Split) -> int:
    return sum(people.n_on_both(pair.columns) for pair in split.pairs)


def _spread(splits: Sequence[Split]) -> float:
    """Between the largest and the smallest estimate over the splits, in people."""
    found = [len(split.parts) * float(split.parts.mean()) for split in splits]
    return max(found) - min(found)


def _doubts(
    people: People,
    splits: Sequence[Split],
    estimate: float,
    error: float,
    agreement: float | None,
) -> tuple[str, ...]:
    on_both = _n_on_both(people, splits[0])
    share = _share_trimmed(splits)
    tilted = joined(splits, [[pair.tilted for pair in split.pairs] for split in splits])
    said = [over_splits(pair)[0] for pair in by_pair(splits)]
    found = []
    if on_both < FEW_ON_BOTH:
        found.append(
            f"Only {on_both} people are on both lists: too few to learn how the covariates bear "
            "on it."
        )
    if share > MUCH_TRIMMED:
        found.append(
            f"For {share:.0%} of the people on a list, those alike in their covariates are next to "
            "never on both lists, so that the table says nothing of such people; their chance was "
            "raised to a floor. Ask whether the linkage could match them at all."
        )
    if abs(people.n_documented * tilted - estimate) > error:
        found.append(
            f"Two estimators that should agree, the one-step ({estimate:,.0f}) and the targeted "
            f"({people.n_documented * tilted:,.0f}), differ by more than a standard error."
        )
    if not all(pair.converged for split in splits for pair in split.pairs):
        found.append("The targeted estimator did not converge.")
    if estimate <= people.n_documented + 0.5:
        found.append("The estimate falls to the documented count: lists may avoid each other.")
    if agreement is not None and agreement < CONTRADICTION:
        found.append(
            f"The pairs of lists contradict each other, with estimates from {min(said):,.0f} to "
            f"{max(said):,.0f}: given the covariates, some of them are not independent."
        )
    return tuple(found)


def _usable(
    people: People, wanted: Sequence[tuple[int, int]]
) -> tuple[list[tuple[int, int]], list[Variation]]:
    """The pairs that overlap enough, and the others with the reason."""
    used: list[tuple[int, int]] = []
    refused: list[Variation] = []
    for pair in wanted:
        reason = _pair_obstacle(people, pair)
        if reason is None:
            used.append(pair)
        else:
            setting = f"{people.lists[pair[0]]} and {people.lists[pair[1]]} alone"
            refused.append(
                Variation(what="pair of lists", setting=setting, estimate=None, reason=reason)
            )
    return used, refused


def _pair_obstacle(people: People, pair: tuple[int, int]) -> str | None:
    both = people.n_on_both(pair)
    first, second = (people.lists[index] for index in pair)
    if both < FEWEST_ON_BOTH:
        return (
            f"{both} people are on both {first} and {second}, fewer than {FEWEST_ON_BOTH}: nothing "
            "can be learned of how the covariates bear on it."
        )
    sizes = [int(people.histories[:, index].sum()) for index in pair]
    if both in sizes:
        inner, outer = (first, second) if sizes[0] == both else (second, first)
        return f"Everybody on {inner} is on {outer} too: one list may be made from the other."
    return None


def _why_not(
    ways: Sequence[Basis], used: Sequence[tuple[int, int]], refused: Sequence[Variation]
) -> str | None:
    if not used:
        return (
            f"No pair of lists can be used. {refused[0].reason} Use Chapman's estimator, Chao's "
            "lower bound or log-linear models, which need no covariates."
        )
    if ways[0].columns.shape[1] == 0:
        return (
            "No covariate tells people apart: each has one value for nearly everybody. Without "
            "covariates use Chapman's estimator, Chao's lower bound or log-linear models."
        )
    return None


def _none(people: People, reason: str, seed: int) -> NotEstimable:
    return NotEstimable.on(
        people.overlaps,
        METHOD,
        reason,
        assumptions=ASSUMPTIONS,
        seed=seed,
        diagnostics={"covariates": ", ".join(people.covariates), "people": people.digest},
    )


def _wanted(
    lists: tuple[str, str] | tuple[int, int] | None,
    names: Sequence[str] | None,
    n_lists: int,
    people: People,
) -> list[tuple[int, int]]:
    """The pairs to use, as columns of the canonical table."""
    if lists is None:
        return list(combinations(range(len(people.lists)), 2))
    given = list_names(names, n_lists)
    chosen = [
        given[one] if isinstance(one, int) and 0 <= one < n_lists else str(one) for one in lists
    ]
    if len(set(chosen)) != 2 or not set(chosen) <= set(people.lists):
        raise InputError(
            f"lists is {lists!r}; give two different lists of {', '.join(people.lists)}"
        )
    first, second = sorted(people.lists.index(name) for name in chosen)
    return [(first, second)]
