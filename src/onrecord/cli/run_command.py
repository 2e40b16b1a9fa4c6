"""onrecord run"""

from pathlib import Path

import click

from onrecord.cli.printing import (
    case_argument,
    json_option,
    print_json,
    progress,
    tell_set_aside,
)
from onrecord.record.case import open_case, sole_writer
from onrecord.record.run import RunReport, run


@click.command("run")
@case_argument
@click.option("--fresh", is_flag=True, help="Drop everything derived first, and make it again.")
@json_option
def command(case: Path, fresh: bool, as_json: bool) -> int:
    """Run every stage of CASE that has something new to do.

    Read → link → corroborate → respond → count. A stage that has nothing new is left alone. With
    --fresh everything is made again from what was received and decided; the digest at the end is
    the same as before, or the code has changed.
    """
    opened = open_case(case)
    with sole_writer(opened):
        report = run(opened, fresh=fresh, progress=progress())
    if as_json:
        print_json(report)
    else:
        _tell(case, report)
    return tell_set_aside(report.set_aside)


def _tell(case: Path, report: RunReport) -> None:
    if report.did_nothing:
        click.echo("Nothing to do: everything is up to date.")
    for stage in report.stages:
        if stage.n_done:
            click.echo(f"{stage.stage}: {_words(stage.stage, stage.n_made, stage.n_done)}")
    click.echo(f"record {report.digest}")


def _words(stage: str, n_made: int, n_done: int) -> str:
    made = {
        "read": f"{n_made} claims from {n_done} documents",
        "link": f"{n_made} events and persons",
        "corroborate": f"{n_made} findings",
        "respond": f"{n_made} responses",
        "count": f"{n_made} figures",
    }
    return made[stage]
