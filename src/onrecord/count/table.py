"""Estimates from a table of list overlaps alone: what ``onrecord estimate`` prints."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from onrecord.stats.chao import below_bound
from onrecord.stats.estimate import Estimated, NotEstimable, Result
from onrecord.stats.histories import Histories
from onrecord.stats.in_words import in_words
from onrecord.stats.log_linear_estimate import NEAR
from onrecord.stats.methods import Told, estimates, untold
from onrecord.stats.overlap_table import OverlapTable, read_table

Line = dict[str, Any]
Stratum = dict[str, str] | None

SCHEMA = "onrecord/estimate-line/2"
# Five lists have 6,893 models: a line shows all up to so many, else those near the best.
MOST_TRIED = 200
# Ten strata by a method of seconds are a minute: these are asked of a stratum by name only.
SLOW = frozenset({"sparse", "latent-classes", "recommended"})


def estimate_lines(
    table: OverlapTable,
    *,
    methods: Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 1,
    progress: Told = untold,
) -> Iterator[tuple[Line, Result | None]]:
    """A JSON-ready line a method with its result: for everybody, then for each stratum.

    Lines come as soon as they are there, so that whoever stops keeps what was made. They have
    ``estimate`` (the point estimate), ``median`` (of the posterior or the bootstrap; of a method
    without draws the point estimate), ``mean``, ``lower``, ``upper`` (None: not bounded, or
    withheld where ``doubts`` say why), or ``reason`` where there is no number. ``tried`` holds
    every model, or where they are more than 200 those within 10 of the best by BIC.

    Raises
    ------
    InputError : a method or a level that there is not
    """
    yield from _of_one(table.pooled, None, methods, level, seed, progress)
    for values, stratum in table.strata:
        named = dict(zip(table.stratum_columns, values, strict=True))
        if isinstance(stratum, str):
            yield _without(named, stratum, level), None
        else:
            yield from _of_one(stratum, named, methods, level, seed, progress)


def estimate_table(
    text: str,
    *,
    methods: Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 1,
) -> list[Line]:
    """The lines of a table written as CSV (see ``estimate_lines``).

    Parameters
    ----------
    text : CSV with one 0/1 column a list and ``count``, or one row a person with ``in_<list>``
        columns; other columns beside ``count`` are strata
    methods : keys of ``onrecord.stats.methods.METHODS``; None: all that take the number of lists
    level : of the intervals, between 0 and 1
    seed : of every method that draws

    Raises
    ------
    MalformedTable : what is wrong with the table, and what to do
    InputError : a method or a level that there is not
    """
    found = estimate_lines(read_table(text), methods=methods, level=level, seed=seed)
    return [line for line, _ in found]


def _of_one(
    table: Histories,
    stratum: Stratum,
    methods: Sequence[str] | None,
    level: float,
    seed: int,
    progress: Told,
) -> Iterator[tuple[Line, Result]]:
    bound: Result | None = None
    without = SLOW if stratum is not None and methods is None else frozenset[str]()
    found = estimates(table, methods, level=level, seed=seed, progress=progress, without=without)
    for name, result in found:
        line = line_of(name, result, table, stratum)
        bound = result if name == "chao" else bound
        warning = bound and below_bound(bound, result)
        if warning:
            line["notes"].append(warning)
        yield line, result


def line_of(name: str, result: Result, table: Histories, stratum: Stratum = None) -> Line:
    """A result as one line of JSON."""
    return {
        "schema": SCHEMA,
        "method": name,
        "version": result.method,
        "kind": result.kind,
        "stratum": stratum,
        "lists": list(table.lists),
        "n_lists": table.n_lists,
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
        "paragraph": in_words(result, n_lists=table.n_lists),
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


def _no_number(result: NotEstimable | None, level: float | None = None) -> Line:
    names = ("statistic", "estimate", "median", "mean", "standard_error", "lower", "upper")
    return {
        **dict.fromkeys(names),
        "level": level,
        "interval": None,
        "doubts": [],
        "notes": [],
        "reason": None if result is None else result.reason,
    }


def _tried(result: Result) -> list[dict[str, Any]]:
    tried: list[dict[str, Any]] = [dict(one) for one in result.tried]
    if len(tried) <= MOST_TRIED:
        return tried
    fitted = [one for one in tried if "bic" in one]
    best = min((one["bic"] for one in fitted), default=0.0)
    return [one for one in fitted if one["bic"] <= best + NEAR]


def _without(stratum: dict[str, str], reason: str, level: float) -> Line:
    """A stratum that has no table: one line, for no method can take it."""
    empty: Line = {"priors": {}, "diagnostics": {}}
    empty |= {"assumptions": [], "tried": [], "sensitivity": []}
    return {
        "schema": SCHEMA,
        "method": "all",
        "version": None,
        "kind": "estimated",
        "stratum": stratum,
        "lists": [],
        "n_lists": None,
        "n_documented": None,
        "table": None,
        "status": "not estimable",
        **_no_number(None, level),
        "seed": None,
        **empty,
        "paragraph": reason,
        "reason": reason,
    }
