"""Everybody, averaged over decomposable graphs: exact, and what its priors decide is shown."""

import math
from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np

from onrecord.stats.estimate import (
    ALIKE,
    CLOSED,
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
from onrecord.stats.graph_posterior import (
    GraphPosterior,
    graph_posterior,
    saturated_alone,
    share_of,
    together,
    under_flat_prior,
)
from onrecord.stats.graphs import MOST_LISTS
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.missing_numbers import MASS_AT_END
from onrecord.stats.obstacle import obstacle

METHOD = "decomposable graphs, averaged 1"
STRUCTURE = "Dependence between lists is as one of the decomposable graphs has it; all of them were equally likely before, but for the graph that joins all lists, which is left out: under it the table says nothing of those on no list."  # noqa: E501
PRIOR = "Before the table was seen, the number of people had a prior proportional to 1/N, and the overlaps one of {} observations a cell."  # noqa: E501
BLIND = "People who differ in their chance to be recorded on all lists alike are not allowed for: where they do, the number lies too low, and nothing in this result shows it."  # noqa: E501
# Prior observations a cell that the sensitivity is shown for, beside one observation in all.
DELTAS = (1.0, 0.5, 0.125)
# Of these, those whose median must lie within the interval: Jeffreys' prior (1/2, the value of
# dga's own example) and weaker. With 1, the prior has as many people as the table has cells.
WEAK = 0.5
# Where the graph that is left out would take more than this, no graph that says something fits.
TOO_MUCH_SATURATED = 0.5
# A posterior that has so much in the last half of its grid would have another upper end if the
# grid ended elsewhere.
TOO_MUCH_AT_END = 1e-3
LISTED = 100  # graphs in ``tried``
BITS = 12  # 4,096 draws


def graph_average(table: Histories, *, delta: float | None = None, level: float = 0.95) -> Result:
    """Everybody, by Bayesian averaging over all decomposable graphs but the saturated one.

    Nothing is drawn to compute it: the posterior is summed up exactly (see ``graph_posterior``).
    ``draws`` are its quantiles at 4,096 evenly spread shares, in an order in which each part of
    them is spread as evenly as can be.

    Parameters
    ----------
    table : 2 to 6 lists
    delta : prior observations a cell; 2**-n_lists by default, one in all, as the authors of dga
        suggest
    level : of the equal-tailed credible interval

    Returns
    -------
    Estimated by the posterior median, or NotEstimable. It is fragile, and the interval withheld,
    where the median under another weak prior (1/2 or 1/8 observations a cell, or one in all) lies
    outside the interval, where the graph left out would have taken more than half of the
    posterior (``diagnostics["saturated_would_take"]``), or where a thousandth of the posterior
    lies in the last half of a grid that reaches 10,000 times the documented.

    References
    ----------
    Madigan & York (1997), Biometrika 84(1), 19–31, doi:10.1093/biomet/84.1.19.

    Examples
    --------
    >>> from onrecord.stats import graph_average, from_cells
    >>> table = from_cells(
    ...     ["A", "B", "C"],
    ...     [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)],
    ...     [60, 48, 44, 14, 11, 12, 4],
    ... )
    >>> result = graph_average(table)
    >>> round(result.estimate), round(result.lower), round(result.upper)
    (385, 315, 492)
    """
    if not 0 < level < 1:
        raise ValueError(f"the level is {level}; it lies between 0 and 1, such as 0.95")
    reason = _too_many(table) or obstacle(table)
    if reason is not None:
        return _none(table, reason)
    found = graph_posterior(table, delta=delta)
    lower, median, upper = _summary(found, level)
    by_delta = _by_delta(table, found)
    alone = {delta: saturated_alone(table, delta=delta) for delta in {WEAK, found.delta}}
    shares = {one.delta: share_of(alone[one.delta], one) for one in by_delta if one.delta in alone}
    sensitivity = _sensitivity(found, by_delta, alone[found.delta], level)
    doubts = (
        *_moved_by_prior(found, sensitivity, lower, upper),
        *_left_out_fits_best(shares[found.delta]),
        *_against_end(found),
    )
    shown = unless_in_doubt(doubts, lower, upper)
    return Estimated(
        method=METHOD,
        kind="estimated",
        statistic="posterior median",
        estimate=median,
        mean=found.mean,
        median=median,
        lower=shown[0],
        upper=shown[1],
        level=level,
        interval="equal-tailed credible",
        standard_error=found.standard_deviation,
        n_documented=table.n_documented,
        table=table.digest,
        assumptions=(CLOSED, STRUCTURE, PRIOR.format(_written(found.delta)), ALIKE, MATCHED, REAL),
        doubts=doubts,
        priors=_priors(found),
        diagnostics=_diagnostics(found, shares),
        tried=_tried(table, found),
        sensitivity=sensitivity,
        notes=_notes(table, found, shares),
        draws=Draws(
            people=found.quantiles(_even_shares())[None].astype(np.float64), of="posterior"
        ),
    )


def _too_many(table: Histories) -> str | None:
    if table.n_lists <= MOST_LISTS:
        return None
    return (
        f"The table has {table.n_lists} lists, the method takes up to {MOST_LISTS}: seven lists "
        "have 617,675 decomposable graphs. Merge lists of the same kind and estimate again."
    )


def _summary(found: GraphPosterior, level: float) -> tuple[float, float, float]:
    lower, median, upper = found.quantiles([(1 - level) / 2, 0.5, (1 + level) / 2])
    return float(lower), float(median), float(upper)


def _even_shares() -> Floats:
    """Shares from 1/8192 to 1 - 1/8192, in van der Corput's order: bits reversed."""
    numbers: Ints = np.arange(1 << BITS)
    reversed_bits = sum((numbers >> bit & 1) << (BITS - 1 - bit) for bit in range(BITS))
    return (np.asarray(reversed_bits, dtype=np.float64) + 0.5) / (1 << BITS)


def _by_delta(table: Histories, found: GraphPosterior) -> tuple[GraphPosterior, ...]:
    deltas = sorted({*DELTAS, 2.0**-table.n_lists, found.delta}, reverse=True)
    return tuple(
        found if delta == found.delta else graph_posterior(table, delta=delta) for delta in deltas
    )


def _sensitivity(
    found: GraphPosterior,
    by_delta: Sequence[GraphPosterior],
    saturated: GraphPosterior,
    level: float,
) -> tuple[Variation, ...]:
    flat, whole = under_flat_prior(found), together(found, saturated)
    return (
        *(
            _variation("prior observations a cell", _written(one.delta), one, level, one.delta)
            for one in by_delta
        ),
        _variation("prior of the number of people", "flat instead of 1/N", flat, level),
        _variation("graph that joins all lists", "averaged over as well", whole, level),
    )


def _variation(
    what: str, setting: str, found: GraphPosterior, level: float, value: float | None = None
) -> Variation:
    lower, median, upper = _summary(found, level)
    return Variation(
        what=what, setting=setting, estimate=median, lower=lower, upper=upper, value=value
    )


def _written(delta: float) -> str:
    nearest = Fraction(delta).limit_denominator(1024)
    return str(nearest) if float(nearest) == delta else f"{delta:g}"


def _moved_by_prior(
    found: GraphPosterior, rows: Sequence[Variation], lower: float, upper: float
) -> tuple[str, ...]:
    away = [
        row
        for row in rows
        if row.value is not None
        and row.value <= max(WEAK, found.delta)
        and row.estimate is not None
        and not lower <= row.estimate <= upper
    ]
    if not away:
        return ()
    told = " and ".join(f"{row.estimate:,.0f} with {row.setting}" for row in away)
    return (
        "The prior decides more than the table: the median is "
        f"{told} prior observations a cell instead of {_written(found.delta)}, which is more than "
        "the interval allows for. The overlaps are too few for this method.",
    )


def _left_out_fits_best(share: float) -> tuple[str, ...]:
    if share <= TOO_MUCH_SATURATED:
        return ()
    return (
        f"The graph that joins all lists would have taken {_share(share)} of the posterior: none "
        "of the graphs under which the table says something of those on no list fits it well. "
        "Another list, or a method with other structures, is needed.",
    )


def _against_end(found: GraphPosterior) -> tuple[str, ...]:
    if found.mass_at_end < TOO_MUCH_AT_END:
        return ()
    return (
        "The posterior runs against the end of what was looked at: "
        f"{found.mass_at_end:.1%} of it lies above {_half_way(found):,}. The table hardly bounds "
        "the number from above.",
    )


def _half_way(found: GraphPosterior) -> int:
    return found.n_documented + int(found.n_missing[-1]) // 2


def _priors(found: GraphPosterior) -> dict[str, Diagnostic]:
    return {
        "delta": found.delta,
        "observations_in_all": found.delta * 2**found.graphs.n_lists,
        "graphs": "equal",
        "people": "1/N",
    }


def _diagnostics(found: GraphPosterior, shares: Mapping[float, float]) -> dict[str, Diagnostic]:
    listed = np.sort(found.weights)[::-1][:LISTED]
    return {
        "exact": True,
        "n_graphs": len(found.graphs),
        "graphs_listed": len(listed),
        "weight_listed": min(1.0, float(listed.sum())),
        "saturated_would_take": shares[found.delta],
        **{f"saturated_would_take_at_{_written(delta)}": share for delta, share in shares.items()},
        "grid_end": found.n_documented + int(found.n_missing[-1]),
        "mass_at_end": found.mass_at_end,
        "runs_against_end": found.mass_at_end >= MASS_AT_END,
        "neglected_at_most": found.neglected,
        "interpolation_off": found.off,
    }


def _tried(table: Histories, found: GraphPosterior) -> tuple[dict[str, Diagnostic], ...]:
    order = np.argsort(-found.weights, kind="stable")[:LISTED].tolist()
    return tuple(
        {
            "model": found.graphs.name(graph, table.lists),
            "weight": float(found.weights[graph]),
            "mean": float(found.means[graph]) if found.weights[graph] > 0 else None,
        }
        for graph in order
    )


def _notes(
    table: Histories, found: GraphPosterior, shares: Mapping[float, float]
) -> tuple[str, ...]:
    best = int(found.weights.argmax())
    half = f" ({_share(shares[WEAK])} with 1/2 prior observations a cell)"
    notes = [
        f"Of {len(found.graphs):,} graphs, {found.graphs.name(best, table.lists)} has the largest "
        f"weight ({found.weights[best]:.2f}); by it alone the mean is {found.means[best]:,.0f}.",
        "The graph that joins all lists is left out: under it the table says nothing of those on "
        f"no list. It would have taken {_share(shares[found.delta])} of the posterior{half}.",
        BLIND,
    ]
    if MASS_AT_END <= found.mass_at_end < TOO_MUCH_AT_END:
        notes.append(
            f"The posterior reaches far: {found.mass_at_end:.1e} of it lies above "
            f"{_half_way(found):,}, the last half of what was looked at."
        )
    return tuple(notes)


def _share(share: float) -> str:
    if share < 1e-3:
        return f"10^{math.floor(math.log10(share))}" if share > 0 else "nothing"
    return f"{share:.3f}"


def _none(table: Histories, reason: str) -> NotEstimable:
    assumptions = (CLOSED, STRUCTURE, ALIKE, MATCHED, REAL)
    return NotEstimable.on(table, METHOD, reason, assumptions=assumptions)
