"""onrecord estimate"""

from pathlib import Path
from typing import TextIO

import click

from onrecord.cli.printing import json_option, print_json, progress, warn
from onrecord.count.table import MISSING, Line, estimate_lines
from onrecord.count.table_plots import table_plots
from onrecord.count.table_words import readable_table
from onrecord.plots.plot import savable
from onrecord.stats.estimate import Result
from onrecord.stats.histories import Histories
from onrecord.stats.methods import METHODS
from onrecord.stats.overlap_table import read_table

STOPPED = 130  # as shells have it for Ctrl-C


@click.command("estimate")
@click.argument("table", type=click.File("r", encoding="utf-8-sig", errors="replace"))
@click.option(
    "--method",
    "methods",
    multiple=True,
    type=click.Choice(list(METHODS)),
    help="Only this method; may be given several times.",
)
@click.option("--level", default=0.95, show_default=True, help="Level of the intervals.")
@click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(min=0),
    help="Of every method that draws; the same seed gives the same numbers.",
)
@click.option(
    "--missing",
    default=MISSING,
    show_default=True,
    help="The value of a stratum that nobody wrote down; it is imputed.",
)
@click.option(
    "--covariate",
    "covariates",
    multiple=True,
    help="A column by which people differ, in a table with a person a row: the doubly robust "
    "estimate. May be given several times.",
)
@click.option(
    "--plot",
    type=click.Path(path_type=Path),
    help="Save the methods side by side as FILE.svg, .png or .json (Vega-Lite), or all plots in a "
    "folder.",
)
@json_option
@click.pass_context
def command(
    context: click.Context,
    table: TextIO,
    methods: tuple[str, ...],
    level: float,
    seed: int,
    missing: str,
    covariates: tuple[str, ...],
    plot: Path | None,
    as_json: bool,
) -> None:
    """Estimate how many there were in all from a TABLE of list overlaps (- for standard input).

    \b
    TABLE is CSV, either one 0/1 column a list and a column `count`:
      A,B,C,count
      1,0,0,131
    or one row a person with a column in_<list> for each list. Other columns are strata.

    
      onrecord estimate TABLE --plot methods.svg
      onrecord estimate TABLE --method latent-classes --seed 7 --json
      onrecord estimate PEOPLE --covariate age --covariate place
      onrecord overlaps CASE --by place | onrecord estimate -

    Every line states its method, its interval and what it assumes; where a method has no answer
    for the table, it says why. An interval is withheld where the number is fragile. Ctrl-C prints
    what was made so far.
    """
    if plot is not None and plot.suffix:
        savable(plot)  # an ending that cannot be saved is told before minutes of work
    text = table.read()
    found = estimate_lines(
        text,
        methods=list(methods) or None,
        level=level,
        seed=seed,
        missing=missing,
        covariates=covariates,
        progress=progress(),
    )
    lines: list[Line] = []
    results: dict[str, Result] = {}
    stopped = False
    try:
        for line, result in found:
            lines.append(line)
            if line["stratum"] is None:
                results[line["method"]] = result
            if as_json:
                print_json(line)
    except KeyboardInterrupt:
        stopped = True
    if not as_json and lines:
        click.echo(readable_table(lines))
    if plot is not None:
        _save(plot, read_table(text).pooled, results)
    if stopped:
        warn("stopped; what stands above was made before")
        context.exit(STOPPED)


def _save(place: Path, table: Histories, results: dict[str, Result]) -> None:
    """One plot as the file's ending says, or all of them in a folder."""
    plots = table_plots(table, results)
    if place.suffix:
        plots.get("methods", plots["overlaps"]).save(place)
        warn(f"saved {place}")
        return
    place.mkdir(parents=True, exist_ok=True)
    for name, plot in plots.items():
        plot.save(place / f"{name.replace(',', '').replace(' ', '-')}.svg")
    warn(f"saved the plots in {place}")
