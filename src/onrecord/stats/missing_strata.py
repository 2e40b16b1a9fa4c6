"""Strata that were not written down: imputed several times from those who are like them.

To leave such people out is to say that nobody of the kind exists; in a table where they are on one
list each, it takes away singletons alone and the estimate falls with them. So each of them is given
a stratum at random, that of a person of whom it is known and who is on the same lists (a hot deck),
and that many times over; the draws of all imputations together hold the doubt about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.stats.draws import Method, Spread, draws_of, spread, summary
from onrecord.stats.estimate import (
    Diagnostic,
    Draws,
    Estimated,
    NotEstimable,
    Result,
    Variation,
    unless_in_doubt,
)
from onrecord.stats.imputation import LIKE, Donors, Incomplete, impute, incomplete, without_missing
from onrecord.stats.strata import Stratified, Stratum, ends_added, one_of, stratified
from onrecord.stats.stratified_table import StratifiedTable

AT_RANDOM = "Missing at random: what a stratum would have been does not hang on why nobody wrote it down, among people with {}."  # noqa: E501


def over_missing_strata(
    table: StratifiedTable,
    method: Method,
    *,
    missing: str = "missing",
    donors: Donors = "history",
    proper: bool = True,
    imputations: int = 20,
    seed: int = 1,
    level: float = 0.95,
    n_draws: int = 4000,
) -> Stratified:
    """Estimates by stratum, those who lack one imputed, and of everybody together.

    Parameters
    ----------
    table : the overlaps by stratum, with the value ``missing``
    method : makes a result of one table
    donors : see ``incomplete``
    proper : see ``impute``
    imputations : tables made, two or more
    seed : of imputations and draws
    level : of the intervals
    n_draws : of everything together, shared out over the imputations

    Returns
    -------
    Stratified : each stratum and the total with the draws of all imputations, one row of
        ``draws.people`` an imputation. ``diagnostics`` hold the variance within and between
        imputations and Rubin's total, whose root is the standard error. Not estimable where any
        imputation is not; fragile where any is, or where nobody with a known stratum is on the
        lists of some who lack one

    Raises
    ------
    ValueError : fewer than two imputations

    References
    ----------
    Rubin (1987), Multiple Imputation for Nonresponse in Surveys, chapter 3; Rubin & Schenker
    (1986), JASA 81(394), 366–374, doi:10.1080/01621459.1986.10478280.
    """
    if imputations < 2:
        raise ValueError("one imputation hides the doubt about it; make two or more, such as 20")
    gaps = incomplete(table, missing=missing, donors=donors)
    if isinstance(gaps, str):
        return Stratified(columns=table.columns, strata=(), together=_without(table, gaps))
    if not gaps:
        return stratified(table, method, seed=seed, level=level, n_draws=n_draws)
    each = -(-n_draws // imputations)
    made = [
        stratified(
            impute(
                table, gaps, np.random.default_rng([seed, number]), missing=missing, proper=proper
            ),
            method,
            seed=seed * 1_000_003 + number,
            level=level,
            n_draws=each,
        )
        for number in range(imputations)
    ]
    known = _Imputed(table=table, gaps=gaps, donors=donors, seed=seed, level=level, n_draws=each)
    strata = tuple(
        _stratum(known, [one.strata[at] for one in made]) for at in range(len(made[0].strata))
    )
    together = _pooled(known, [one.together for one in made], table.digest)
    if isinstance(together, Estimated):
        counted = [one.result for one in strata if isinstance(one.result, Estimated)]
        together = replace(together, notes=(*together.notes, *ends_added(counted)))
    return Stratified(columns=table.columns, strata=strata, together=together)


def variations(
    table: StratifiedTable,
    method: Method,
    *,
    missing: str = "missing",
    donors: Donors = "history",
    imputations: int = 5,
    seed: int = 1,
    level: float = 0.95,
) -> tuple[Variation, ...]:
    """How the total hangs on what is done with those who lack a stratum.

    Two rows: complete cases only, and the other kind of donors than ``donors``.
    """
    other: Donors = "known values" if donors == "history" else "history"
    complete = stratified(without_missing(table, missing=missing), method, seed=seed, level=level)
    lent = over_missing_strata(
        table,
        method,
        missing=missing,
        donors=other,
        imputations=imputations,
        seed=seed,
        level=level,
    )
    return (
        _variation("left out (complete cases only)", complete.together),
        _variation(f"given the stratum of somebody with {LIKE[other]}", lent.together),
    )


def _variation(setting: str, result: Result) -> Variation:
    what = "people who lack a stratum"
    if not isinstance(result, Estimated):
        return Variation(what=what, setting=setting, estimate=None, reason=result.reason)
    return Variation(
        what=what,
        setting=setting,
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        reason=result.doubts[0] if result.doubts else None,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Imputed:
    """What all pooled results of one call have in common."""

    table: StratifiedTable
    gaps: tuple[Incomplete, ...]
    donors: Donors
    seed: int
    level: float
    n_draws: int  # an imputation

    @property
    def n_incomplete(self) -> int:
        return sum(gap.count for gap in self.gaps)


def _stratum(known: _Imputed, made: Sequence[Stratum]) -> Stratum:
    pooled = _pooled(known, [one.result for one in made], known.table.digest)
    return Stratum(name=made[0].name, n_documented=pooled.n_documented, result=pooled)


def _pooled(known: _Imputed, results: Sequence[Result], digest: str) -> Result:
    counted = [result for result in results if isinstance(result, Estimated)]
    n = min(result.n_documented for result in results)
    refused = [result for result in results if isinstance(result, NotEstimable)]
    if refused:
        why = f"In {len(refused)} of {len(results)} imputations there is no estimate"
        return _refused(known, results, f"{why}: {refused[0].reason}", n, digest)
    rows = []
    for number, result in enumerate(counted):
        drawn = draws_of(result, known.n_draws, np.random.default_rng([known.seed, number, n]))
        if isinstance(drawn, str):
            return _refused(known, results, drawn, n, digest)
        rows.append(drawn)
    return _estimated(known, counted, rows, n, digest)


def _estimated(
    known: _Imputed, counted: Sequence[Estimated], rows: Sequence[Draws], n: int, digest: str
) -> Estimated:
    people = np.concatenate([row.people for row in rows])
    found = summary(people, known.level)
    parts = spread(list(people))
    doubts = _doubts(known, counted)
    lower, upper = unless_in_doubt(doubts, found.lower, found.upper)
    rubin = parts.within + (1 + 1 / len(counted)) * parts.between
    return Estimated(
        method=f"{one_of([r.method for r in counted])}, missing strata imputed 1",
        kind="lower bound" if any(r.kind == "lower bound" for r in counted) else "estimated",
        statistic="median over imputations",
        estimate=found.median,
        mean=found.mean,
        median=found.median,
        lower=lower,
        upper=upper,
        level=known.level,
        interval="quantiles over imputations",
        standard_error=float(np.sqrt(rubin)),
        n_documented=n,
        table=digest,
        assumptions=(
            AT_RANDOM.format(LIKE[known.donors]),
            *dict.fromkeys(one for result in counted for one in result.assumptions),
        ),
        doubts=doubts,
        seed=known.seed,
        priors=counted[0].priors,
        diagnostics=_diagnostics(known, counted, parts, rubin),
        notes=(_told(known, parts),),
        draws=Draws(people=people, of=one_of([row.of for row in rows])),
    )


def _diagnostics(
    known: _Imputed, counted: Sequence[Estimated], parts: Spread, rubin: float
) -> dict[str, Diagnostic]:
    return {
        "n_imputations": len(counted),
        "n_incomplete": known.n_incomplete,
        "variance_within": parts.within,
        "variance_between": parts.between,
        "variance_rubin": rubin,
        "share_between": (1 + 1 / len(counted)) * parts.between / rubin if rubin > 0 else 0.0,
        # Of the mean, by which another seed would differ.
        "imputation_error": float(np.sqrt(parts.between / len(counted))),
        "donors": known.donors,
    }


def _told(known: _Imputed, parts: Spread) -> str:
    return (
        f"{known.n_incomplete:,} of {known.table.n_documented:,} people lack a stratum; each was "
        f"given that of somebody with {LIKE[known.donors]}. Between imputations lie "
        f"{parts.share_between:.1%} of the variance."
    )


def _doubts(known: _Imputed, counted: Sequence[Estimated]) -> tuple[str, ...]:
    found = []
    widened = sum(gap.count for gap in known.gaps if gap.widened)
    if widened:
        found.append(
            f"{widened:,} people lack a stratum and nobody on the same lists has one: it was taken "
            "from people on other lists, who may differ."
        )
    fragile = [result for result in counted if result.doubts]
    if fragile:
        found.append(
            f"In {len(fragile)} of {len(counted)} imputations the number is fragile: "
            f"{fragile[0].doubts[0]}"
        )
    return tuple(found)


def _refused(
    known: _Imputed, results: Sequence[Result], reason: str, n: int, digest: str
) -> NotEstimable:
    return NotEstimable(
        method=f"{one_of([r.method for r in results])}, missing strata imputed 1",
        kind="estimated",
        reason=reason,
        n_documented=n,
        table=digest,
        assumptions=(AT_RANDOM.format(LIKE[known.donors]),),
        seed=known.seed,
    )


def _without(table: StratifiedTable, reason: str) -> NotEstimable:
    return NotEstimable.on(table, "missing strata imputed 1", reason, assumptions=())
