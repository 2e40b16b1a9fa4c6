"""Everybody, stratum by stratum: draws are added up, never intervals.

The sum of the lower ends of strata is no lower end of their sum: that all of them are low at once
is rarer than that one is. It would be right only if all strata erred together. So the draws of the
strata are added, each paired with one of the others by chance where the strata are independent,
and replicate by replicate where they share what was drawn.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.stats.draws import Method, draws_of, summary
from onrecord.stats.estimate import (
    Diagnostic,
    Draws,
    Estimated,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.histories import Floats
from onrecord.stats.stratified_table import Name, StratifiedTable

APART = (
    "The strata are independent of each other: what one estimate is off by says nothing of another."
)
TOGETHER = "The strata share their replicates: draw by draw they are added as they were drawn."
SAME_WITHIN = "Homogeneity within each stratum: on any one list, everybody in it had the same chance to be recorded."  # noqa: E501


@dataclass(frozen=True, kw_only=True)
class Stratum:
    """One stratum and its estimate."""

    name: Name
    n_documented: int
    result: Result


@dataclass(frozen=True, kw_only=True)
class Stratified:
    """Estimates by stratum and of everybody together."""

    columns: tuple[str, ...]
    strata: tuple[Stratum, ...]
    together: Result


def stratified(
    table: StratifiedTable,
    method: Method,
    *,
    documented_only: Collection[Name] = (),
    seed: int = 1,
    level: float = 0.95,
    n_draws: int = 4000,
) -> Stratified:
    """Estimate each stratum by itself and add their draws up.

    Parameters
    ----------
    table : the overlaps by stratum
    method : makes a result of one table
    documented_only : strata that may enter with their documented people alone where the method
        gives no number; the total is then a lower bound and says so
    seed : of the pairing of draws
    level : of the total's interval
    n_draws : of the total

    Returns
    -------
    Stratified ; its total is not estimable where a stratum is not and may not enter with its
    documented people, and fragile where a stratum is

    Raises
    ------
    ValueError : ``documented_only`` names a stratum that is not there
    """
    unknown = sorted(set(documented_only) - set(table.names))
    if unknown:
        raise ValueError(f"there is no stratum {', '.join(unknown[0])}; check its spelling")
    strata = tuple(_stratum(table, name, method) for name in table.names)
    together = add_up(
        strata,
        digest=table.digest,
        documented_only=documented_only,
        seed=seed,
        level=level,
        n_draws=n_draws,
    )
    return Stratified(columns=table.columns, strata=strata, together=together)


def _stratum(table: StratifiedTable, name: Name, method: Method) -> Stratum:
    overlaps = table.table(name)
    n = table.documented(name)
    if not isinstance(overlaps, str):
        return Stratum(name=name, n_documented=n, result=method(overlaps))
    without = NotEstimable(
        method="none",
        kind="estimated",
        reason=overlaps,
        n_documented=n,
        table=table.digest,
        assumptions=(),
    )
    return Stratum(name=name, n_documented=n, result=without)


def add_up(
    strata: Sequence[Stratum],
    *,
    digest: str,
    documented_only: Collection[Name] = (),
    shared_replicates: bool = False,
    seed: int = 1,
    level: float = 0.95,
    n_draws: int = 4000,
) -> Result:
    """Everybody, by adding the draws of the strata.

    Parameters
    ----------
    strata : in any order; the order changes nothing
    digest : of the table of all strata
    documented_only : as in ``stratified``
    shared_replicates : the draws of all strata belong together one by one (the same resampled
        people, the same clustering, the same imputation): they are added in the order in which
        they stand, and the dependence between the strata is kept
    seed, level, n_draws : as in ``stratified``; with shared replicates nothing is drawn

    Raises
    ------
    ValueError : no strata, or shared replicates that are not equally many
    """
    if not strata:
        raise ValueError("there is no stratum to add up")
    ordered = sorted(strata, key=lambda stratum: stratum.name)
    bare = [s for s in ordered if not isinstance(s.result, Estimated)]
    refused = [s for s in bare if s.name not in documented_only]
    if refused or len(bare) == len(ordered):
        return _none(ordered, refused or bare, digest)
    counted = [s.result for s in ordered if isinstance(s.result, Estimated)]
    names = [_said(s.name) for s in ordered if isinstance(s.result, Estimated)]
    added = _added(counted, names, shared_replicates, seed, n_draws)
    if isinstance(added, str):
        return _none(ordered, [], digest, added)
    people = added.people + sum(s.n_documented for s in bare)
    return _together(ordered, counted, names, bare, people, added.of, shared_replicates, seed,
                     level, digest)  # fmt: skip


def _added(
    counted: Sequence[Estimated], names: Sequence[str], shared: bool, seed: int, n_draws: int
) -> Draws | str:
    if shared:
        return _replicates(counted, names)
    whole: Floats = np.zeros(n_draws)
    kinds = []
    for number, (name, result) in enumerate(zip(names, counted, strict=True)):
        drawn = draws_of(result, n_draws, np.random.default_rng([seed, number]))
        if isinstance(drawn, str):
            return f"Stratum {name} cannot be added up. {drawn}"
        whole = whole + drawn.people[0]
        kinds.append(drawn.of)
    return Draws(people=whole[None], of=one_of(kinds))


def _replicates(counted: Sequence[Estimated], names: Sequence[str]) -> Draws | str:
    drawn = [result.draws for result in counted]
    for name, draws in zip(names, drawn, strict=True):
        if draws is None:
            return f"Stratum {name} has no replicates that it could share with the others."
    there = [draws for draws in drawn if draws is not None]
    if len({draws.people.shape for draws in there}) > 1:
        raise ValueError("strata that share replicates must have equally many, in the same shape")
    people = np.sum([draws.people for draws in there], axis=0)
    return Draws(people=people, of=one_of([draws.of for draws in there]))


def one_of(kinds: Sequence[str]) -> str:
    """What is drawn: the one kind, or the kinds joined."""
    return " and ".join(sorted(set(kinds)))


def _together(
    ordered: Sequence[Stratum],
    counted: Sequence[Estimated],
    names: Sequence[str],
    bare: Sequence[Stratum],
    people: Floats,
    of: str,
    shared: bool,
    seed: int,
    level: float,
    digest: str,
) -> Estimated:
    found = summary(people, level)
    doubts = tuple(
        f"Stratum {name}: {doubt}"
        for name, result in zip(names, counted, strict=True)
        for doubt in result.doubts
    )
    lower, upper = unless_in_doubt(doubts, found.lower, found.upper)
    bounds = bool(bare) or any(result.kind == "lower bound" for result in counted)
    n = sum(s.n_documented for s in ordered)
    return Estimated(
        method=f"{_method(counted)}, by stratum, draws added 1",
        kind="lower bound" if bounds else "estimated",
        statistic="median of added draws",
        estimate=found.median,
        mean=found.mean,
        median=found.median,
        lower=lower,
        upper=upper,
        level=level,
        interval="quantiles of added draws",
        standard_error=found.standard_deviation,
        n_documented=n,
        table=digest,
        assumptions=_assumptions(counted, bare, shared),
        doubts=doubts,
        seed=None if shared else seed,
        priors=counted[0].priors if all(r.priors == counted[0].priors for r in counted) else {},
        diagnostics=_diagnostics(ordered, counted, bare, of),
        tried=_tried(ordered),
        sensitivity=_sensitivity(counted, sum(s.n_documented for s in bare)),
        notes=_notes(counted, bare),
        draws=Draws(people=people, of=of),
    )


def _method(counted: Sequence[Result]) -> str:
    return one_of([result.method for result in counted])


def _assumptions(
    counted: Sequence[Estimated], bare: Sequence[Stratum], shared: bool
) -> tuple[str, ...]:
    said = [TOGETHER if shared else APART, SAME_WITHIN]
    said += dict.fromkeys(sentence for result in counted for sentence in result.assumptions)
    if bare:
        said.insert(0, _documented_alone(bare))
    return tuple(said)


def _documented_alone(bare: Sequence[Stratum]) -> str:
    told = "; ".join(_said(s.name) for s in bare)
    people = sum(s.n_documented for s in bare)
    return (
        f"NOT ALL STRATA ARE ESTIMATED: {len(bare)} ({told}) enter with their {people:,} "
        "documented people alone, as if nobody were missing there. The total is a lower bound."
    )


def _diagnostics(
    ordered: Sequence[Stratum], counted: Sequence[Estimated], bare: Sequence[Stratum], of: str
) -> dict[str, Diagnostic]:
    return {
        "n_strata": len(ordered),
        "strata_documented_only": len(bare),
        "drawn": of,
        "sum_of_estimates": sum(r.estimate for r in counted) + sum(s.n_documented for s in bare),
    }


def _tried(ordered: Sequence[Stratum]) -> tuple[dict[str, Diagnostic], ...]:
    return tuple(
        {
            "stratum": _said(stratum.name),
            "n_documented": stratum.n_documented,
            "status": stratum.result.status,
            "estimate": stratum.result.estimate,
            "lower": stratum.result.lower,
            "upper": stratum.result.upper,
        }
        if isinstance(stratum.result, Estimated)
        else {
            "stratum": _said(stratum.name),
            "n_documented": stratum.n_documented,
            "status": stratum.result.status,
            "reason": stratum.result.reason,
        }
        for stratum in ordered
    )


def _sensitivity(counted: Sequence[Estimated], documented: int) -> tuple[Variation, ...]:
    """Settings that every stratum was tried under: the sum of their estimates, no interval."""
    sums: dict[tuple[str, str], list[float]] = {}
    values: dict[tuple[str, str], float | None] = {}
    for result in counted:
        for row in result.sensitivity:
            if row.estimate is not None:
                sums.setdefault((row.what, row.setting), []).append(row.estimate)
                values[row.what, row.setting] = row.value
    return tuple(
        Variation(what=what, setting=setting, estimate=sum(each) + documented, value=values[key])
        for key, each in sums.items()
        for what, setting in (key,)
        if len(each) == len(counted)
    )


def _notes(counted: Sequence[Estimated], bare: Sequence[Stratum]) -> tuple[str, ...]:
    documented = sum(s.n_documented for s in bare)
    return (*((_documented_alone(bare),) if bare else ()), *ends_added(counted, documented))


def ends_added(counted: Sequence[Estimated], documented: int = 0) -> tuple[str, ...]:
    """What adding up the strata's intervals would have given, and why that is none."""
    lower = [result.lower for result in counted if result.lower is not None]
    upper = [result.upper for result in counted if result.upper is not None]
    if not len(lower) == len(upper) == len(counted) > 1:
        return ()
    return (
        f"The ends of the strata's own intervals would add up to {sum(lower) + documented:,.0f} to "
        f"{sum(upper) + documented:,.0f}: an interval only if all strata were off in the same "
        "direction at once.",
    )


def _none(
    ordered: Sequence[Stratum], refused: Sequence[Stratum], digest: str, reason: str | None = None
) -> NotEstimable:
    if reason is None:
        first = refused[0]
        why = first.result.reason if isinstance(first.result, NotEstimable) else ""
        others = f" (and {len(refused) - 1} more strata)" if len(refused) > 1 else ""
        reason = (
            f"Stratum {_said(first.name)}{others} has no estimate, so that the total has none: "
            f"{why.rstrip('.')}. Merge it with another stratum, or let it enter with its "
            "documented people alone; the total is then a lower bound."
        )
    methods = [s.result for s in ordered if s.result.method != "none"] or [ordered[0].result]
    return NotEstimable(
        method=f"{_method(methods)}, by stratum, draws added 1",
        kind="estimated",
        reason=reason,
        n_documented=sum(s.n_documented for s in ordered),
        table=digest,
        assumptions=(APART, SAME_WITHIN),
        tried=_tried(ordered),
    )


def _said(name: Name) -> str:
    return ", ".join(name)
