"""onrecord estimate"""

from typing import TextIO

import click

from onrecord.cli.printing import json_option, print_json, progress, warn
from onrecord.count.table import MISSING, Line, estimate_lines
from onrecord.count.table_words import readable_table
from onrecord.stats.methods import METHODS

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
@json_option
@click.pass_context
def command(
    context: click.Context,
    table: TextIO,
    methods: tuple[str, ...],
    level: float,
    seed: int,
    missing: str,
    as_json: bool,
) -> None:
    """Estimate how many there were in all from a TABLE of list overlaps (- for standard input).

    \b
    TABLE is CSV, either one 0/1 column a list and a column `count`:
      A,B,C,count
      1,0,0,131
    or one row a person with a column in_<list> for each list. Other columns are strata.

    Every line states its method, its interval and what it assumes; where a method has no answer
    for the table, it says why. An interval is withheld where the number is fragile. Ctrl-C prints
    what was made so far.
    """
    found = estimate_lines(
        table.read(),
        methods=list(methods) or None,
        level=level,
        seed=seed,
        missing=missing,
        progress=progress(),
    )
    lines: list[Line] = []
    stopped = False
    try:
        for line, _ in found:
            lines.append(line)
            if as_json:
                print_json(line)
    except KeyboardInterrupt:
        stopped = True
    if not as_json and lines:
        click.echo(readable_table(lines))
    if stopped:
        warn("stopped; what stands above was made before")
        context.exit(STOPPED)
