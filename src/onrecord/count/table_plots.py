"""The plots of a table and of what the methods say of it, by name."""

from collections.abc import Mapping

from onrecord.plots import chains, leave_one_out, methods, model_weights, overlaps, posterior
from onrecord.plots import sensitivity as varied
from onrecord.plots.plot import Plot
from onrecord.stats.estimate import Estimated, Result
from onrecord.stats.histories import Histories
from onrecord.stats.leave_one_out import WHAT as LEFT_OUT


def table_plots(table: Histories, results: Mapping[str, Result]) -> dict[str, Plot]:
    """Every plot that the results allow: overlaps and methods first, then method by method.

    Parameters
    ----------
    results : by the names of ``onrecord.stats.methods.METHODS``
    """
    plots = {"overlaps": overlaps(table)}
    if results:
        plots["methods"] = methods(list(results.values()))
    for name, result in results.items():
        plots |= _of(name, result)
    return plots


def _of(name: str, result: Result) -> dict[str, Plot]:
    plots: dict[str, Plot] = {}
    if isinstance(result, Estimated) and result.draws is not None:
        plots[f"{name} distribution"] = posterior(result)
    if result.draws is not None and len(result.draws.people) > 1:
        plots[f"{name} chains"] = chains(result.draws)
    if any("weight" in one or "bic" in one for one in result.tried):
        plots[f"{name} models"] = model_weights(result)
    for what in dict.fromkeys(row.what for row in result.sensitivity):
        rows = [row for row in result.sensitivity if row.what == what]
        if what == LEFT_OUT:
            plots[f"{name} without each list"] = leave_one_out(result, rows)
        elif len(rows) > 1:
            plots[f"{name}, {what}"] = varied(rows, result.n_documented)
    return plots
