"""What each method says of the same table, side by side."""

from collections.abc import Sequence

from onrecord.errors import InputError
from onrecord.plots.forest import Row, forest
from onrecord.plots.house import drawn, people, plain_method, span
from onrecord.plots.plot import Plot
from onrecord.stats import Estimated, Result


def methods(results: Sequence[Result], *, title: str = "Estimates by method") -> Plot:
    """Estimates with their intervals, in the order given.

    A lower bound is an arrow that points to where the number may lie. A fragile estimate is a
    hollow point without an interval. What is not estimable is named with the reason.

    Raises
    ------
    InputError : no result, or results of more than one number of documented people
    """
    counts = {result.n_documented for result in results}
    if len(counts) != 1:
        raise InputError(
            f"{len(results)} results with {len(counts)} different documented counts; give one "
            "result or more, all of the same table"
        )
    documented = counts.pop()
    rows = [_row(result) for result in results]
    levels = {f"{result.level:.0%}" for result in results if isinstance(result, Estimated)}
    said = " and ".join(sorted(levels)).replace("%", " %")
    says = [f"Lines are intervals at {said}."] if levels else []
    if any(row.bound for row in rows):
        says.append("A triangle is a lower bound: the number may lie to its right.")
    if any(row.estimate is not None and row.lower is None for row in rows):
        says.append("A hollow mark is fragile: its interval is withheld.")
    told = "; ".join(
        f"{row.name}: {_whole(result)}" for row, result in zip(rows, results, strict=True)
    )
    description = f"{title}. {people(documented)} people are documented. {told}."
    return Plot(drawn(forest(rows, documented), title=title, says=[" ".join(says)],
                      description=description))  # fmt: skip


def _row(result: Result) -> Row:
    name = plain_method(result.method)
    if not isinstance(result, Estimated):
        return Row(name=name, estimate=None, words=_whole(result))
    return Row(
        name=name,
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        bound=result.kind == "lower bound",
        words=_whole(result),
    )


def _whole(result: Result) -> str:
    """The figures, and the doubt or the reason, in full."""
    if not isinstance(result, Estimated):
        return f"not estimable: {result.reason}"
    least = "at least " if result.kind == "lower bound" else ""
    if result.doubts:
        return f"{least}{people(result.estimate)}, fragile: {' '.join(result.doubts)}"
    return f"{least}{people(result.estimate)} ({span(result.lower, result.upper)})"
