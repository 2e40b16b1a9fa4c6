"""Results and tables as rows: what every library makes its frame of."""

from collections.abc import Mapping, Sequence
from typing import Any

from onrecord.errors import ExtraMissing, InputError
from onrecord.stats import Estimated, Histories, NotEstimable, Result
from onrecord.stats.estimate import Diagnostic, Draws, Variation

Tried = Mapping[str, Diagnostic]
Framed = Histories | Draws | Result | Sequence[Result] | Sequence[Variation] | Sequence[Tried]
Columns = dict[str, list[Any]]


def needed(library: object, name: str, what: str) -> None:
    """Raise ExtraMissing with the way out where a library could not be imported."""
    if library is None:
        raise ExtraMissing(
            f"{what} needs {name}, which is not installed; run pip install 'onrecord[{name}]'"
        )


def columns_of(thing: Framed) -> Columns:
    """The columns of a frame, in order, all of one length; None where there is no value.

    Parameters
    ----------
    thing : a table of overlaps (one row a history), draws (one row a draw), one result or several
        (one row a result), ``result.sensitivity`` (one row a setting) or ``result.tried`` (one
        row a model)

    Raises
    ------
    InputError : anything else, or a sequence of several kinds
    """
    if isinstance(thing, Histories):
        return _histories(thing)
    if isinstance(thing, Draws):
        return _draws(thing)
    if isinstance(thing, Estimated | NotEstimable):
        return _in_columns([_result(thing)])
    return _in_columns([_row(one) for one in _sequence(thing)])


def _sequence(thing: object) -> Sequence[object]:
    if isinstance(thing, str) or not isinstance(thing, Sequence):
        raise InputError(_refused(thing))
    return thing


def _row(one: object) -> Mapping[str, Any]:
    if isinstance(one, Estimated | NotEstimable):
        return _result(one)
    if isinstance(one, Variation):
        return {
            "what": one.what,
            "setting": one.setting,
            "value": one.value,
            "estimate": one.estimate,
            "lower": one.lower,
            "upper": one.upper,
            "reason": one.reason,
        }
    if isinstance(one, Mapping):
        return one
    raise InputError(_refused(one))


def _refused(thing: object) -> str:
    return (
        f"a {type(thing).__name__} has no frame; give a table of overlaps, draws, results, "
        "result.sensitivity or result.tried"
    )


def _result(result: Result) -> dict[str, Any]:
    """One row a result, the same columns whether there is a number or not."""
    number = result if isinstance(result, Estimated) else None
    return {
        "method": result.method,
        "kind": result.kind,
        "status": result.status,
        "statistic": number.statistic if number else None,
        "estimate": number.estimate if number else None,
        "mean": number.mean if number else None,
        "median": number.median if number else None,
        "lower": number.lower if number else None,
        "upper": number.upper if number else None,
        "level": number.level if number else None,
        "interval": number.interval if number else None,
        "standard_error": number.standard_error if number else None,
        "n_documented": result.n_documented,
        "reason": None if number else result.reason,  # type: ignore[union-attr]
        "doubts": " ".join(number.doubts) or None if number else None,
        "assumptions": " ".join(result.assumptions),
        "seed": result.seed,
        "table": result.table,
    }


def _in_columns(rows: Sequence[Mapping[str, Any]]) -> Columns:
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def _histories(table: Histories) -> Columns:
    lists = {
        name: column.tolist() for name, column in zip(table.lists, table.histories.T, strict=True)
    }
    if "count" in lists:
        raise InputError("a list is called 'count', as the column of counts is; rename the list")
    return {**lists, "count": table.counts.tolist()}


def _draws(draws: Draws) -> Columns:
    n_chains, n_draws = draws.people.shape
    columns: Columns = {
        "chain": [chain for chain in range(n_chains) for _ in range(n_draws)],
        "draw": [draw for _ in range(n_chains) for draw in range(n_draws)],
        "people": draws.people.ravel().tolist(),
    }
    if draws.log_posterior is not None:
        columns["log_posterior"] = draws.log_posterior.ravel().tolist()
    return columns
