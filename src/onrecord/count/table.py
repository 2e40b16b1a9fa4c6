"""Estimates from a table of list overlaps alone: what ``onrecord estimate`` prints."""

import math
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.errors import InputError
from onrecord.stats import (
    Estimated,
    Histories,
    Result,
    Search,
    below_bound,
    chao_by_frequency,
    chao_lower_bound,
    chapman,
    lincoln_petersen,
    log_linear,
    log_linear_average,
    read_table,
    search_models,
)
from onrecord.stats.chao import MOST_LISTS as MOST_LISTS_OF_CHAO
from onrecord.stats.log_linear_estimate import NEAR
from onrecord.stats.loglinear import MOST_LISTS

Line = dict[str, Any]
Method = Callable[[Histories, float, Search | None], Result]

METHODS: dict[str, Method] = {
    "lincoln-petersen": lambda table, level, _: lincoln_petersen(table, level=level),
    "chapman": lambda table, level, _: chapman(table, level=level),
    "chao": lambda table, level, _: chao_lower_bound(table, level=level),
    "chao-frequency": lambda table, level, _: chao_by_frequency(table, level=level),
    "log-linear": lambda table, level, search: log_linear(table, level=level, search=search),
    "log-linear-average": lambda table, level, search: log_linear_average(
        table, level=level, search=search
    ),
}
# Five lists have 6,893 models: a line shows all up to so many, else those near the best.
MOST_TRIED = 200
TWO_LISTS_ONLY = ("lincoln-petersen", "chapman")
SCHEMA = "onrecord/estimate-line/1"


def estimate_table(
    text: str, *, methods: Sequence[str] | None = None, level: float = 0.95
) -> list[Line]:
    """One JSON-ready line a method: for everybody, then for each stratum if columns give strata.

    Parameters
    ----------
    text : CSV with one 0/1 column a list and ``count``, or one row a person with ``in_<list>``
        columns; other columns beside ``count`` are strata
    methods : keys of METHODS; None: all that take the table's number of lists
    level : of the intervals, between 0 and 1

    Returns
    -------
    lines with ``estimate`` (the point estimate; also as ``median``, the value with half of the
    uncertainty on either side), ``mean`` (None: no method here has a distribution with a mean),
    ``lower``, ``upper`` (None: not bounded), or with ``reason`` where there is no number.
    ``tried`` holds every model, or where they are more than 200 those within 10 of the best by
    BIC; ``diagnostics`` then says how many there were, and ``onrecord.stats`` gives them all.

    Raises
    ------
    MalformedTable : what is wrong with the table, and what to do
    InputError : a method or a level that there is not
    """
    _check(methods, level)
    table = read_table(text)
    lines = _lines(table.pooled, None, methods, level)
    for values, stratum in table.strata:
        named = dict(zip(table.stratum_columns, values, strict=True))
        if isinstance(stratum, str):
            lines.append(_without(named, stratum, level))
        else:
            lines += _lines(stratum, named, methods, level)
    return lines


def _check(methods: Sequence[str] | None, level: float) -> None:
    if not 0 < level < 1:
        raise InputError(f"the level of an interval lies between 0 and 1, not at {level}")
    for method in methods or ():
        if method not in METHODS:
            raise InputError(f"there is no method {method!r}; there are {', '.join(METHODS)}")


def _lines(
    table: Histories, stratum: dict[str, str] | None, methods: Sequence[str] | None, level: float
) -> list[Line]:
    chosen = methods or _methods_for(table.n_lists)
    several = {"log-linear", "log-linear-average"}.issubset(chosen)
    search = search_models(table) if several and table.n_lists <= MOST_LISTS else None
    results = {name: METHODS[name](table, level, search) for name in chosen}
    lines = [_line(name, result, table, stratum) for name, result in results.items()]
    for line in lines:
        warning = "chao" in results and below_bound(results["chao"], results[line["method"]])
        if warning:
            line["notes"].append(warning)
    return lines


def _methods_for(n_lists: int) -> list[str]:
    """All but those for another number of lists, and the bound that takes lists for alike."""
    unfit = set() if n_lists == 2 else set(TWO_LISTS_ONLY)
    if n_lists <= MOST_LISTS_OF_CHAO:
        unfit.add("chao-frequency")
    return [name for name in METHODS if name not in unfit]


def _line(name: str, result: Result, table: Histories, stratum: dict[str, str] | None) -> Line:
    line = {
        "schema": SCHEMA,
        "method": name,
        "version": result.method,
        "kind": result.kind,
        "stratum": stratum,
        "lists": list(table.lists),
        "n_lists": table.n_lists,
        "n_documented": result.n_documented,
        "table": result.table,
    }
    if isinstance(result, Estimated):
        return line | _number(result) | {"assumptions": list(result.assumptions), "reason": None}
    return (
        line
        | _no_number(None)
        | {
            "status": "not estimable",
            "diagnostics": dict(result.diagnostics),
            "assumptions": list(result.assumptions),
            "notes": [],
            "tried": list(result.tried),
            "reason": result.reason,
        }
    )


def _number(result: Estimated) -> Line:
    return {
        "status": result.status,
        "statistic": result.statistic,
        "estimate": result.estimate,
        "median": result.estimate if result.median is None else result.median,
        "mean": result.mean,
        "standard_error": result.standard_error,
        "lower": result.lower,
        "upper": result.upper,
        "level": result.level,
        "interval": result.interval,
        "diagnostics": dict(result.diagnostics),
        "notes": list(result.notes),
        "tried": _tried(result),
    }


def _tried(result: Result) -> list[dict[str, Any]]:
    tried: list[dict[str, Any]] = [dict(one) for one in result.tried]
    if len(tried) <= MOST_TRIED:
        return tried
    fitted = [one for one in tried if "bic" in one]
    best = min((one["bic"] for one in fitted), default=0.0)
    return [one for one in fitted if one["bic"] <= best + NEAR]


def _no_number(level: float | None) -> Line:
    names = ("statistic", "estimate", "median", "mean", "standard_error", "lower", "upper")
    return dict.fromkeys(names) | {"level": level, "interval": None}


def _without(stratum: dict[str, str], reason: str, level: float) -> Line:
    """A stratum that has no table: one line, for no method can take it."""
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
        **_no_number(level),
        "status": "not estimable",
        "diagnostics": {},
        "assumptions": [],
        "notes": [],
        "tried": [],
        "reason": reason,
    }


def readable_table(lines: Sequence[Line]) -> str:
    """The lines for people: a row a method, then what is assumed, noted, and not estimable."""
    rows: list[tuple[str, ...]] = [
        ("stratum", "method", "documented", "estimate", "interval", "kind")
    ]
    rows += [_row(line) for line in lines]
    if all(line["stratum"] is None for line in lines):
        rows = [row[1:] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    text = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
    return text + "\n" + "".join(f"\n{part}\n" for part in _remarks(lines))


def _row(line: Line) -> tuple[str, ...]:
    stratum = line["stratum"]
    named = "everybody" if stratum is None else ", ".join(stratum.values())
    documented = "" if line["n_documented"] is None else f"{line['n_documented']:,}"
    if line["reason"] is not None:
        return named, line["method"], documented, "not estimable", "", line["kind"]
    upper = "not bounded" if line["upper"] is None else f"{math.ceil(line['upper']):,}"
    interval = f"{math.floor(line['lower']):,}–{upper} ({line['level']:.0%})"
    return named, line["method"], documented, f"{line['estimate']:,.0f}", interval, line["kind"]


def _remarks(lines: Sequence[Line]) -> list[str]:
    pooled = [line for line in lines if line["stratum"] is None]
    by_remark: dict[str, list[str]] = {}
    for line in pooled:
        for part in (_models(line), *line["notes"], line["reason"]):
            if part:
                by_remark.setdefault(part, []).append(line["method"])
    remarks = [f"{', '.join(methods)}: {part}" for part, methods in by_remark.items()]
    assumed = dict.fromkeys(part for line in pooled for part in line["assumptions"])
    if assumed:
        remarks.append("What is assumed:\n" + "\n".join(f"- {part}" for part in assumed))
    if len(pooled) < len(lines):
        remarks.append(
            "Strata are estimated one by one; their numbers may be added up, the ends of their "
            "intervals may not."
        )
    return remarks


def _models(line: Line) -> str:
    told = line["diagnostics"]
    if "model" not in told:
        return ""
    return f"{told['model']} selected among {told['search']} (AIC {told['aic']:.1f}, BIC {told['bic']:.1f})."  # noqa: E501
