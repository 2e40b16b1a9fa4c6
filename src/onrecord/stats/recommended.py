"""The recommended estimate: no list is taken to be independent, and none to be known to depend."""

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from onrecord.stats.dependence import dependence_bounds
from onrecord.stats.estimate import (
    CLOSED,
    EVERYBODY_REACHABLE,
    MATCHED,
    REAL,
    Diagnostic,
    Draws,
    Estimated,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.histories import Histories
from onrecord.stats.interactions import Missing, Strength, missing_posterior
from onrecord.stats.obstacle import obstacle

METHOD = "recommended: all interactions, drawn together 1"
MOST_LISTS = 10
LEANING = (
    "Lists may depend on each other, all of them and in any combination: how much, and how alike, "
    "is told by their overlaps and drawn towards what published tables of this kind show, which "
    "is that lists lean together a little (an odds ratio of about 1.4)."
)
UNSEEN = (
    "What ties the lists together among those on no list is of the same kind and size as among "
    "those on some list."
)
ASSUMPTIONS = (CLOSED, LEANING, UNSEEN, EVERYBODY_REACHABLE, MATCHED, REAL)
# One of about ten settings tried on simulated populations and on lists of known length; the one
# whose median interval over all tables was at most twice as wide as LCMCR's. Half of the tables
# were held out, though not untouched: a wider setting had been run on all of them before
# (docs/reference/estimate-quality.md).
PUBLISHED = Strength(
    pairs_mean=0.08,
    pairs_mean_spread=0.055,
    mean_decay=0.35,
    spread_median=0.02,
    spread_log_sd=1.0,
    decays=((0.1, 0.3), (0.25, 0.7)),
)
OTHERS = (
    ("no leaning expected, on average", replace(PUBLISHED, pairs_mean=0.0)),
    ("strong leaning expected, on average", replace(PUBLISHED, pairs_mean=0.2)),
    ("hardly anything known of the average", replace(PUBLISHED, pairs_mean_spread=0.2)),
    ("large differences between lists", replace(PUBLISHED, spread_median=0.18)),
)
TOO_WIDE = 20.0  # upper end over lower end, from which the table hardly tells anything
N_CHAINS, N_DRAWS = 4, 1000


def recommended(
    table: Histories,
    *,
    seed: int = 1,
    level: float = 0.95,
    known: Mapping[str, Result] | None = None,
    strength: Strength = PUBLISHED,
    fast: bool = False,
) -> Result:
    """Everybody, with an interval that allows for dependence of every list on every other.

    The log-linear model with all interactions, none selected and none left out; their common
    mean and their spread are told by the table and drawn towards ``strength``. The interval is
    wider than those of selected models, and holds the truth more often where it is known: see
    docs/reference/estimate-quality.md for the check on real lists.

    Parameters
    ----------
    table : 2 to 10 lists. With two, what dependence does comes from the prior alone
    seed : of the draws; estimate and interval do not depend on it
    level : of the equal-tailed credible interval
    known : results of other methods on the same table, by name; they change no number, those
        that this interval leaves out are named in ``notes``
    strength : the prior of the dependence
    fast : without the sensitivity analysis

    Returns
    -------
    Estimated with the posterior median, or NotEstimable. In doubt, and without an interval, where
    its ends are a factor of twenty apart or more, or the table does not bound it from above.

    References
    ----------
    See ``onrecord.stats.interactions.missing_posterior``.

    Examples
    --------
    >>> from onrecord.stats import recommended, from_cells
    >>> table = from_cells(
    ...     ["A", "B", "C"],
    ...     [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)],
    ...     [60, 48, 44, 14, 11, 12, 4],
    ... )
    >>> result = recommended(table, fast=True)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (478, 338, 748)
    """
    reason = obstacle(table) or _too_many(table)
    priors = _priors(strength)
    if reason is not None:
        return NotEstimable.on(
            table, METHOD, reason, assumptions=ASSUMPTIONS, seed=seed, priors=priors
        )
    missing = missing_posterior(table, strength)
    lower, upper = _ends(table, missing, level)
    doubts = _doubts(lower, upper)
    shown = unless_in_doubt(doubts, lower, upper)
    median = float(table.n_documented + missing.quantile(0.5))
    people = missing.draw((N_CHAINS, N_DRAWS), np.random.default_rng(seed))
    return Estimated(
        method=METHOD,
        kind="estimated",
        statistic="posterior median",
        estimate=median,
        median=median,
        mean=table.n_documented + missing.mean if upper is not None else None,
        lower=shown[0],
        upper=shown[1],
        level=level,
        interval="credible, equal-tailed",
        standard_error=None,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=ASSUMPTIONS,
        doubts=doubts,
        seed=seed,
        priors=priors,
        diagnostics=_diagnostics(missing, lower, upper),
        sensitivity=() if fast else _sensitivity(table, strength, level),
        notes=_notes(table, lower, upper, known or {}),
        draws=Draws(people=table.n_documented + people, of="posterior"),
    )


def _too_many(table: Histories) -> str | None:
    if table.n_lists <= MOST_LISTS:
        return None
    return (
        f"The table has {table.n_lists} lists, the method takes up to {MOST_LISTS}: nearly all "
        "overlaps of so many lists are empty. Merge lists of the same kind and estimate again."
    )


def _ends(table: Histories, missing: Missing, level: float) -> tuple[float, float | None]:
    tail = (1 - level) / 2
    lower = float(table.n_documented + missing.quantile(tail))
    # Where the grid was cut with probability left there, the upper end would be the grid's.
    if missing.at_edge > tail / 10:
        return lower, None
    return lower, float(table.n_documented + missing.quantile(1 - tail))


def _doubts(lower: float, upper: float | None) -> tuple[str, ...]:
    if upper is not None and upper < TOO_WIDE * lower:
        return ()
    reach = f"{lower:,.0f} up" if upper is None else f"{lower:,.0f} to {upper:,.0f}"
    return (
        f"The overlaps hardly tell how many there are: anything from {reach} goes with them. Look "
        "for another list, or report the documented count alone.",
    )


def _priors(strength: Strength) -> dict[str, Diagnostic]:
    return {
        "number on no list": "flat in its logarithm",
        "effects of lists": "flat",
        "mean of the pairs": f"normal({strength.pairs_mean:g}, {strength.pairs_mean_spread:g})",
        "mean of one more list": f"normal(0, {strength.mean_decay:g} × that of one less)",
        "spread about the means": f"log-normal, median {strength.spread_median:g}, "
        f"sd of the logarithm {strength.spread_log_sd:g}",
        "spread with one more list": " or ".join(
            f"× {decay:g} (weight {weight:g})" for decay, weight in strength.decays
        ),
    }


def _diagnostics(missing: Missing, lower: float, upper: float | None) -> dict[str, Diagnostic]:
    return {
        "average_odds_ratio_of_two_lists": math.exp(4 * missing.pairs_mean),
        "spread_of_interactions": missing.spread,
        "decay_of_interactions": missing.decay,
        "probability_at_edge": missing.at_edge,
        "interval_lower": lower,
        "interval_upper": upper,
    }


def _sensitivity(table: Histories, strength: Strength, level: float) -> tuple[Variation, ...]:
    found = [_variation(table, name, other, level) for name, other in OTHERS if other != strength]
    return (*found, *dependence_bounds(table, level=level))


def _variation(table: Histories, name: str, strength: Strength, level: float) -> Variation:
    missing = missing_posterior(table, strength)
    lower, upper = _ends(table, missing, level)
    return Variation(
        what="prior of the dependence between lists",
        setting=name,
        estimate=float(table.n_documented + missing.quantile(0.5)),
        lower=lower,
        upper=upper,
    )


def _notes(
    table: Histories, lower: float, upper: float | None, known: Mapping[str, Result]
) -> tuple[str, ...]:
    notes = []
    if table.n_lists == 2:
        notes.append(
            "With two lists nothing in the table tells how they depend on each other; the "
            "interval rests on what published tables show."
        )
    outside = [
        f"{name} ({result.estimate:,.0f})"
        for name, result in known.items()
        if isinstance(result, Estimated)
        and result.kind == "estimated"
        and not lower <= result.estimate <= (math.inf if upper is None else upper)
    ]
    if outside:
        notes.append(f"Estimates outside this interval: {', '.join(outside)}.")
    return tuple(notes)
