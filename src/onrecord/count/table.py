"""Estimates from a table of list overlaps alone: what ``onrecord estimate`` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.stats.chao import below_bound
from onrecord.stats.doubly_robust import doubly_robust
from onrecord.stats.estimate import Estimated, NotEstimable, Result
from onrecord.stats.histories import Histories
from onrecord.stats.in_words import in_words
from onrecord.stats.log_linear_estimate import NEAR
from onrecord.stats.methods import METHODS, Asked, Told, estimates, untold
from onrecord.stats.missing_strata import over_missing_strata
from onrecord.stats.overlap_table import read_table
from onrecord.stats.people_table import read_people
from onrecord.stats.stratified_table import StratifiedTable, read_strata

Line = dict[str, Any]

SCHEMA = "onrecord/estimate-line/2"
# Five lists have 6,893 models: a line shows all up to so many, else those near the best.
MOST_TRIED = 200
# Asked of strata where no method is named: ten strata by a method of seconds are a minute.
QUICK = ("chao", "log-linear")
TWO_LISTS_QUICK = ("chapman", "chao")
MISSING = "missing"
DOUBLY_ROBUST = "doubly-robust"
ALL_STRATA = "all, draws added up"


def estimate_lines(
    text: str,
    *,
    methods: Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 1,
    missing: str = MISSING,
    covariates: Sequence[str] = (),
    progress: Told = untold,
) -> Iterator[tuple[Line, Result]]:
    """A JSON-ready line a method with its result: for everybody, then for each stratum.

    Lines come as soon as they are there, so that whoever stops keeps what was made. They have
    ``estimate`` (the point estimate), ``median`` (of the posterior or the bootstrap; of a method
    without draws the point estimate), ``mean``, ``lower``, ``upper`` (None: not bounded, or
    withheld where ``doubts`` say why), or ``reason`` where there is no number. ``tried`` holds
    every model, or where they are more than 200 those within 10 of the best by BIC.

    With columns of strata the first lines take everybody together, as if people of all strata
    were alike. Then come the strata, and their draws added up; people whose stratum is
    ``missing`` get one by multiple imputation. Where no method is named, strata have the quick
    ones alone.

    Parameters
    ----------
    text : CSV with one 0/1 column a list and ``count``, or one row a person with ``in_<list>``
        columns; other columns beside ``count`` are strata
    methods : keys of ``onrecord.stats.methods.METHODS``; None: all that take the number of lists
    level : of the intervals, between 0 and 1
    seed : of every method that draws
    missing : the value of a stratum that nobody wrote down
    covariates : columns of a table with a person a row, by which people differ; with them comes
        the doubly robust estimate, and it alone where no method is named

    Raises
    ------
    MalformedTable : what is wrong with the table, and what to do
    InputError : a method or a level that there is not
    """
    if covariates:
        yield _doubly_robust(text, covariates, level, seed, progress)
        if methods is None:
            return
    table = read_table(text)
    yield from _everybody(table.pooled, methods, level, seed, progress)
    if table.stratum_columns:
        quick = TWO_LISTS_QUICK if table.pooled.n_lists == 2 else QUICK
        for name in methods or quick:
            yield from _strata(name, read_strata(text), level, seed, missing, progress)


def estimate_table(
    text: str,
    *,
    methods: Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 1,
    missing: str = MISSING,
    covariates: Sequence[str] = (),
) -> list[Line]:
    """The lines of a table written as CSV (see ``estimate_lines``)."""
    found = estimate_lines(
        text, methods=methods, level=level, seed=seed, missing=missing, covariates=covariates
    )
    return [line for line, _ in found]


def _everybody(
    table: Histories, methods: Sequence[str] | None, level: float, seed: int, progress: Told
) -> Iterator[tuple[Line, Result]]:
    bound: Result | None = None
    found = estimates(table, methods, level=level, seed=seed, progress=progress)
    for name, result in found:
        line = line_of(name, result, table.lists)
        bound = result if name == "chao" else bound
        warning = bound and below_bound(bound, result)
        if warning:
            line["notes"].append(warning)
        yield line, result


def _doubly_robust(
    text: str, covariates: Sequence[str], level: float, seed: int, progress: Told
) -> tuple[Line, Result]:
    progress(DOUBLY_ROBUST, 0, 1)
    people = read_people(text, covariates=covariates)
    result = doubly_robust(
        people.histories, people.covariates, names=people.lists, level=level, seed=seed
    )
    progress(DOUBLY_ROBUST, 1, 1)
    return line_of(DOUBLY_ROBUST, result, people.lists), result


def _strata(
    name: str, table: StratifiedTable, level: float, seed: int, missing: str, progress: Told
) -> Iterator[tuple[Line, Result]]:
    asked = Asked(level=level, seed=seed, known={})
    done = 0

    def method(one: Histories) -> Result:
        nonlocal done
        done += 1
        progress(f"{name}, strata", done, done)
        return METHODS[name](one, asked)

    found = over_missing_strata(table, method, missing=missing, seed=seed, level=level)
    for stratum in found.strata:
        named = dict(zip(found.columns, stratum.name, strict=True))
        yield line_of(name, stratum.result, table.lists, named), stratum.result
    together = dict.fromkeys(found.columns, ALL_STRATA)
    yield line_of(name, found.together, table.lists, together), found.together


def line_of(
    name: str, result: Result, lists: Sequence[str], stratum: dict[str, str] | None = None
) -> Line:
    """A result as one line of JSON."""
    return {
        "schema": SCHEMA,
        "method": name,
        "version": result.method,
        "kind": result.kind,
        "stratum": stratum,
        "lists": list(lists),
        "n_lists": len(lists),
        "n_documented": result.n_documented,
        "table": result.table,
        "status": result.status,
        **(_number(result) if isinstance(result, Estimated) else _no_number(result)),
        "seed": result.seed,
        "priors": dict(result.priors),
        "diagnostics": dict(result.diagnostics),
        "assumptions": list(result.assumptions),
        "tried": _tried(result),
        "sensitivity": [asdict(variation) for variation in result.sensitivity],
        "paragraph": in_words(result, n_lists=len(lists)),
    }


def _number(result: Estimated) -> Line:
    return {
        "statistic": result.statistic,
        "estimate": result.estimate,
        "median": result.estimate if result.median is None else result.median,
        "mean": result.mean,
        "standard_error": result.standard_error,
        "lower": result.lower,
        "upper": result.upper,
        "level": result.level,
        "interval": result.interval,
        "doubts": list(result.doubts),
        "notes": list(result.notes),
        "reason": None,
    }


def _no_number(result: NotEstimable) -> Line:
    names = ("statistic", "estimate", "median", "mean", "standard_error", "lower", "upper")
    return {
        **dict.fromkeys(names),
        "level": None,
        "interval": None,
        "doubts": [],
        "notes": [],
        "reason": result.reason,
    }


def _tried(result: Result) -> list[dict[str, Any]]:
    tried: list[dict[str, Any]] = [dict(one) for one in result.tried]
    if len(tried) <= MOST_TRIED:
        return tried
    fitted = [one for one in tried if "bic" in one]
    best = min((one["bic"] for one in fitted), default=0.0)
    return [one for one in fitted if one["bic"] <= best + NEAR]
