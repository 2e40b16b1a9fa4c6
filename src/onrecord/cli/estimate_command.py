"""onrecord estimate"""

from typing import TextIO

import click

from onrecord.cli.printing import json_option, print_json
from onrecord.count.table import METHODS, estimate_table, readable_table


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
@json_option
def command(table: TextIO, methods: tuple[str, ...], level: float, as_json: bool) -> None:
    """Estimate how many there were in all from a TABLE of list overlaps (- for standard input).

    \b
    TABLE is CSV, either one 0/1 column a list and a column `count`:
      A,B,C,count
      1,0,0,131
    or one row a person with a column in_<list> for each list. Other columns are strata.

    Every line states its method, its interval and what it assumes; where a method has no answer
    for the table, it says why.
    """
    lines = estimate_table(table.read(), methods=list(methods) or None, level=level)
    if as_json:
        for line in lines:
            print_json(line)
    else:
        click.echo(readable_table(lines))
