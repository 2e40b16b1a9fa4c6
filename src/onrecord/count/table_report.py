"""All that is asked of a table of overlaps: every method, each list left out, dependence, plots."""

from typing import Any

from msgspec import Struct

from onrecord.count.table import Line, line_of
from onrecord.count.table_plots import table_plots
from onrecord.errors import ExtraMissing
from onrecord.plots.plot import Plot
from onrecord.stats.dependence import dependence_bounds
from onrecord.stats.estimate import Result, Variation
from onrecord.stats.histories import Histories
from onrecord.stats.leave_one_out import WHAT as LEFT_OUT
from onrecord.stats.methods import Told, estimates, untold

LEVEL, SEED = 0.95, 1
LEFT_OUT_BY = "recommended"
PICTURES = {  # names on the page, and those of ``table_plots``
    "overlaps": "overlaps",
    "methods": "methods",
    "posterior": "recommended distribution",
    "left_out": "recommended without each list",
}


class Row(Struct, frozen=True, kw_only=True):
    """A row of a sensitivity analysis (see ``onrecord.stats.estimate.Variation``)."""

    what: str
    setting: str
    estimate: float | None
    lower: float | None
    upper: float | None
    value: float | None
    reason: str | None


class Picture(Struct, frozen=True, kw_only=True):
    """A plot as SVG, with the same in words for who does not see it."""

    name: str
    svg: str
    words: str


class TableReport(Struct, frozen=True, kw_only=True):
    """What the methods say of one table.

    ``lines`` are those of ``onrecord estimate --json``; ``left_out`` the recommended estimate
    without each list; ``dependence`` what it would be if lists led to each other or avoided each
    other.
    """

    table: str
    level: float
    seed: int
    lines: tuple[dict[str, Any], ...]
    left_out: tuple[Row, ...]
    dependence: tuple[Row, ...]
    pictures: tuple[Picture, ...] = ()


def table_report(
    table: Histories, *, level: float = LEVEL, seed: int = SEED, progress: Told = untold
) -> TableReport:
    """Every method that takes the table's number of lists, in seconds for up to six lists.

    Pictures are left out where nothing can draw them (the extra ``plots``).
    """
    results: dict[str, Result] = {}
    for name, result in estimates(table, level=level, seed=seed, progress=progress):
        results[name] = result
    left_out = [row for row in results[LEFT_OUT_BY].sensitivity if row.what == LEFT_OUT]
    dependence = dependence_bounds(table, level=level)
    return TableReport(
        table=table.digest,
        level=level,
        seed=seed,
        lines=tuple(_line(name, result, table) for name, result in results.items()),
        left_out=tuple(map(_row, left_out)),
        dependence=tuple(map(_row, dependence)),
        pictures=_pictures(table, results),
    )


def _line(name: str, result: Result, table: Histories) -> Line:
    return line_of(name, result, table.lists)


def _row(one: Variation) -> Row:
    return Row(**{name: getattr(one, name) for name in Row.__struct_fields__})


def _pictures(table: Histories, results: dict[str, Result]) -> tuple[Picture, ...]:
    plots = table_plots(table, results)
    try:
        return tuple(_picture(name, plots[of]) for name, of in PICTURES.items() if of in plots)
    except ExtraMissing:
        return ()


def _picture(name: str, plot: Plot) -> Picture:
    return Picture(name=name, svg=plot.svg(), words=str(plot.spec["description"]))
