"""Doubt about who is who, carried into the estimate: a table for each drawn clustering.

Linkage draws several clusterings of the records, each one a different table of overlaps. Each
table gives its own posterior; what is known of the number of people is the mixture of them. Its
variance is that within the tables and that between them, which perfect matching would leave out.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.stats.draws import Method, Spread, Summary, draws_of, spread, summary
from onrecord.stats.estimate import (
    MATCHED,
    Diagnostic,
    Draws,
    Estimated,
    NotEstimable,
    Result,
    unless_in_doubt,
)
from onrecord.stats.histories import Floats, Histories
from onrecord.stats.strata import one_of

LINKED = "The drawn clusterings stand for what linkage leaves open: the true matching is as likely to be like any of them."  # noqa: E501
# Clusterings shown in ``tried``, those with the most weight first.
LISTED = 200


@dataclass(frozen=True, kw_only=True, eq=False)
class _Part:
    """One of the different tables: its share of the clusterings and its result."""

    table: Histories
    share: float
    result: Result


def over_clusterings(
    tables: Sequence[Histories],
    method: Method,
    *,
    seed: int = 1,
    weights: Sequence[float] | None = None,
    level: float = 0.95,
    n_draws: int = 4000,
) -> Result:
    """One posterior over all drawn clusterings.

    Parameters
    ----------
    tables : one for each drawn clustering; equal tables are estimated once
    method : makes a result of a table
    seed : of the draws
    weights : of the clusterings, 0 or more; alike by default. Draws of a Markov chain are alike
    level : of the interval
    n_draws : of the mixture, shared out by the weights

    Returns
    -------
    Estimated, with the variance within and between clusterings in ``diagnostics``; fragile where
    any clustering has no estimate or a fragile one; NotEstimable where none has one.
    ``n_documented`` is that of the clustering that joins most records: what all agree on

    Raises
    ------
    ValueError : no tables, or weights that are not one a table, negative or all nought

    References
    ----------
    Sadinle (2018), Annals of Applied Statistics 12(2), 1013–1038, doi:10.1214/18-AOAS1178.
    Tancredi & Liseo (2011), Annals of Applied Statistics 5(2B), 1553–1585,
    doi:10.1214/10-AOAS447.
    """
    parts = _parts(tables, method, _shares(len(tables), weights))
    counted = [part for part in parts if isinstance(part.result, Estimated)]
    if not counted:
        return _none(parts)
    drawn = _drawn(counted, seed, n_draws)
    if isinstance(drawn, str):
        return _none(parts, drawn)
    return _mixture(parts, counted, drawn, seed=seed, level=level, n_tables=len(tables))


def _shares(n: int, weights: Sequence[float] | None) -> Floats:
    if n == 0:
        raise ValueError("there is no clustering; give one table of overlaps a clustering")
    given = np.ones(n) if weights is None else np.asarray(weights, dtype=np.float64)
    if given.shape != (n,) or not np.isfinite(given).all() or (given < 0).any() or not given.any():
        raise ValueError(f"there are {n} clusterings; give each a weight of 0 or more, not all 0")
    shares: Floats = given / given.sum()
    return shares


def _parts(tables: Sequence[Histories], method: Method, shares: Floats) -> list[_Part]:
    """Different tables with their shares added up, in an order that the input's does not decide."""
    different: dict[str, Histories] = {}
    of: dict[str, float] = {}
    for table, share in zip(tables, shares.tolist(), strict=True):
        if share > 0:
            different.setdefault(table.digest, table)
            of[table.digest] = of.get(table.digest, 0.0) + share
    order = sorted(different, key=lambda digest: (-round(of[digest], 12), digest))
    return [_Part(table=different[d], share=of[d], result=method(different[d])) for d in order]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Drawn:
    people: Floats  # (1, n_draws), mixed
    of: str
    parts: Spread


def _drawn(counted: Sequence[_Part], seed: int, n_draws: int) -> _Drawn | str:
    shares = np.array([part.share for part in counted])
    shares = shares / shares.sum()
    mixing = np.random.default_rng([seed, len(counted)])
    each, kinds = [], []
    for number, part in enumerate(counted):
        assert isinstance(part.result, Estimated)
        drawn = draws_of(part.result, n_draws, np.random.default_rng([seed, number]))
        if isinstance(drawn, str):
            return drawn
        each.append(drawn.people[0])
        kinds.append(drawn.of)
    # Systematic sampling: each part gets its share of the draws to within one.
    places = (np.arange(n_draws) + mixing.random()) / n_draws
    of = np.minimum(np.searchsorted(np.cumsum(shares), places), len(counted) - 1)
    taken = np.concatenate([draws[: int((of == k).sum())] for k, draws in enumerate(each)])
    return _Drawn(
        people=mixing.permutation(taken)[None],
        of=one_of(kinds),
        parts=spread(each, shares.tolist()),
    )


def _mixture(
    parts: Sequence[_Part],
    counted: Sequence[_Part],
    drawn: _Drawn,
    *,
    seed: int,
    level: float,
    n_tables: int,
) -> Estimated:
    found = summary(drawn.people, level)
    doubts = _doubts(parts)
    lower, upper = unless_in_doubt(doubts, found.lower, found.upper)
    results = [part.result for part in counted if isinstance(part.result, Estimated)]
    return Estimated(
        method=f"{_method(results)}, over clusterings 1",
        kind="lower bound" if any(r.kind == "lower bound" for r in results) else "estimated",
        statistic="median over clusterings",
        estimate=found.median,
        mean=found.mean,
        median=found.median,
        lower=lower,
        upper=upper,
        level=level,
        interval="quantiles over clusterings",
        standard_error=found.standard_deviation,
        n_documented=min(part.table.n_documented for part in counted),
        table=_digest(parts),
        assumptions=_assumptions(results),
        doubts=doubts,
        seed=seed,
        priors=results[0].priors,
        diagnostics=_diagnostics(parts, counted, drawn, n_tables),
        tried=_tried(parts),
        notes=(_told(drawn.parts, found),),
        draws=Draws(people=drawn.people, of=drawn.of),
    )


def _method(results: Sequence[Result]) -> str:
    return one_of([result.method for result in results])


def _assumptions(results: Sequence[Result]) -> tuple[str, ...]:
    said = dict.fromkeys(one for result in results for one in result.assumptions if one != MATCHED)
    return (*said, LINKED)


def _doubts(parts: Sequence[_Part]) -> tuple[str, ...]:
    without = [part for part in parts if isinstance(part.result, NotEstimable)]
    fragile = [part for part in parts if part.result.status == "fragile"]
    found = []
    if without and isinstance(without[0].result, NotEstimable):
        share = sum(part.share for part in without)
        found.append(
            f"In {share:.1%} of the clusterings the method gives no number, and they are left "
            f"out: {without[0].result.reason}"
        )
    if fragile and isinstance(fragile[0].result, Estimated):
        share = sum(part.share for part in fragile)
        found.append(
            f"In {share:.1%} of the clusterings the number is fragile: "
            f"{fragile[0].result.doubts[0]}"
        )
    return tuple(found)


def _diagnostics(
    parts: Sequence[_Part], counted: Sequence[_Part], drawn: _Drawn, n_tables: int
) -> dict[str, Diagnostic]:
    documented = [part.table.n_documented for part in counted]
    return {
        "n_clusterings": n_tables,
        "n_different_tables": len(parts),
        "share_without_estimate": 1.0 - min(1.0, sum(part.share for part in counted)),
        "variance_within": drawn.parts.within,
        "variance_between": drawn.parts.between,
        "share_between": drawn.parts.share_between,
        "n_documented_lowest": min(documented),
        "n_documented_highest": max(documented),
        "drawn": drawn.of,
    }


def _tried(parts: Sequence[_Part]) -> tuple[dict[str, Diagnostic], ...]:
    return tuple(
        {
            "table": part.table.digest,
            "weight": part.share,
            "n_documented": part.table.n_documented,
            "status": part.result.status,
            "estimate": part.result.estimate if isinstance(part.result, Estimated) else None,
        }
        for part in parts[:LISTED]
    )


def _told(parts: Spread, found: Summary) -> str:
    return (
        f"Of the variance, {parts.share_between:.0%} lies between clusterings: that is what "
        "taking one matching for the true one would leave out. The standard deviation is "
        f"{found.standard_deviation:,.0f}."
    )


def _digest(parts: Sequence[_Part]) -> str:
    lines = sorted(f"{part.table.digest} {part.share:.12f}" for part in parts)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _none(parts: Sequence[_Part], reason: str | None = None) -> NotEstimable:
    first = parts[0].result
    if reason is None and isinstance(first, NotEstimable):
        reason = f"No clustering has an estimate. The one with the most weight: {first.reason}"
    return NotEstimable(
        method=f"{_method([part.result for part in parts])}, over clusterings 1",
        kind="estimated",
        reason=reason or "No clustering has an estimate.",
        n_documented=min(part.table.n_documented for part in parts),
        table=_digest(parts),
        assumptions=_assumptions([part.result for part in parts]),
        tried=_tried(parts),
    )
