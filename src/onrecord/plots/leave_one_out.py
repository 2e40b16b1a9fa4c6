"""What the estimate would have been without each of the lists."""

from collections.abc import Sequence

from onrecord.plots.forest import Row, forest
from onrecord.plots.house import drawn, people, plain_method, span
from onrecord.plots.plot import Plot
from onrecord.stats import Estimated, Result
from onrecord.stats.estimate import Variation


def leave_one_out(
    result: Result, rows: Sequence[Variation], *, title: str = "Without each list in turn"
) -> Plot:
    """A row for all lists, and one without each; what is not estimable says why.

    Parameters
    ----------
    result : with all lists
    rows : as ``onrecord.stats.leave_one_out.leave_one_list_out`` gives them
    """
    drawn_rows = [_all(result), *(_without(row) for row in rows)]
    told = "; ".join(f"{row.name}: {row.words}" for row in drawn_rows)
    says = [
        f"By {plain_method(result.method)}. An estimate that hangs on one list is an estimate of "
        "that list; look for rows away from the first."
    ]
    if any(row.estimate is not None and row.lower is None for row in drawn_rows):
        says.append("A hollow mark has no interval, because of the doubt beside it.")
    description = f"{title}. {people(result.n_documented)} people are documented. {told}."
    content = forest(drawn_rows, result.n_documented)
    return Plot(drawn(content, title=title, says=says, description=description))


def _all(result: Result) -> Row:
    if not isinstance(result, Estimated):
        words = f"not estimable: {result.reason}"
        return Row(name="all lists", estimate=None, words=words, strong=True)
    words = f"{people(result.estimate)} ({span(result.lower, result.upper)})"
    if result.doubts:
        words = f"{people(result.estimate)}, fragile: {' '.join(result.doubts)}"
    return Row(
        name="all lists",
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        bound=result.kind == "lower bound",
        words=words,
        strong=True,
    )


def _without(row: Variation) -> Row:
    name = f"without {row.setting}"
    if row.estimate is None:
        return Row(name=name, estimate=None, words=f"not estimable: {row.reason}")
    words = f"{people(row.estimate)} ({span(row.lower, row.upper)})"
    if row.reason:
        words = f"{people(row.estimate)}: {row.reason}"
    return Row(name=name, estimate=row.estimate, lower=row.lower, upper=row.upper, words=words)
