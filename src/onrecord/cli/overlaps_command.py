"""onrecord overlaps"""

import csv
import sys
from pathlib import Path
from typing import Literal

import click

from onrecord.cli.printing import case_argument, json_option, print_json, warn
from onrecord.count.overlaps import STRATA, as_rows
from onrecord.record.case import open_case
from onrecord.record.overlaps import case_overlaps
from onrecord.vocab import terms


@click.command("overlaps")
@case_argument
@click.option(
    "--harm",
    default="killed",
    show_default=True,
    type=click.Choice(list(terms("harms"))),
    help="What happened to the people.",
)
@click.option("--event", help="Only people of this event; an identifier from its page.")
@click.option("--by", type=click.Choice(list(STRATA)), help="A table for each of its values.")
@click.option(
    "--basis",
    default="accepted",
    show_default=True,
    type=click.Choice(["accepted", "with_suggestions"]),
    help="Accepted claims only, or suggestions as well.",
)
@json_option
def command(
    case: Path,
    harm: str,
    event: str | None,
    by: str | None,
    basis: Literal["accepted", "with_suggestions"],
    as_json: bool,
) -> None:
    """Print how many people the victim lists of CASE share, as `onrecord estimate` reads it.

    \b
      onrecord overlaps CASE | onrecord estimate -
      onrecord overlaps CASE --by place | onrecord estimate - --method chao
    """
    open_case(case)
    found = case_overlaps(harm=harm, event=event, basis=basis)
    for one in found.lists:
        warn(f"{one.name}: {one.n_people:,} (document {one.rendition})")
    if as_json:
        print_json(found)
    else:
        header, rows = as_rows(found, by)
        csv.writer(sys.stdout, lineterminator="\n").writerows([header, *rows])
