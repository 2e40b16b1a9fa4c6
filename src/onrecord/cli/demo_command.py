"""onrecord demo"""

import shutil
from pathlib import Path

import click

from onrecord.cli.printing import json_option, print_json, progress, tell_set_aside, warn
from onrecord.errors import CaseExists
from onrecord.record.bundled import (
    REVIEWER,
    TITLE,
    apply_bundled_decisions,
    bundled_folder,
)
from onrecord.record.case import create_case, open_case, sole_writer
from onrecord.record.intake import add
from onrecord.record.run import run
from onrecord.web.serve import serve


@click.command("demo")
@click.argument("case", type=click.Path(path_type=Path), default=Path("onrecord-demo"))
@click.option("--fresh", is_flag=True, help="Build it again if it is there already.")
@click.option("--port", default=0, show_default="a free one", help="Port to serve on.")
@click.option("--no-serve", is_flag=True, help="Build the case and stop.")
@click.option("--no-browser", is_flag=True, help="Print the address and open nothing.")
@json_option
def command(
    case: Path, fresh: bool, port: int, no_serve: bool, no_browser: bool, as_json: bool
) -> None:
    """Build the bundled case from nothing in the folder CASE and open it in the browser.

    The case is fictional and says so. It is built as any case is: init, add, run, and then the
    decisions of a fictional reviewer, so that some claims are accepted and most still wait.
    """
    if fresh:
        _drop(case)
    if not (case / "case.toml").exists():
        _build(case, as_json)
    if not no_serve:
        serve(case, port=port, open_browser=not no_browser)


def _drop(case: Path) -> None:
    """Remove an earlier demo, and nothing that is not one."""
    if not case.exists() or not any(case.iterdir()):
        return
    if open_case(case).file.title != TITLE:
        raise CaseExists(f"{case}: holds a case that is not the demo; it is left as it is")
    shutil.rmtree(case)


def _build(case: Path, as_json: bool) -> None:
    made = create_case(case, title=TITLE, country=None, by=REVIEWER)
    with sole_writer(made):
        added = add(made, [bundled_folder() / "documents"], by=REVIEWER, progress=progress())
        run(made, progress=progress())
        decisions = apply_bundled_decisions(made)
        report = run(made, progress=progress())
    tell_set_aside((*added.set_aside, *report.set_aside))
    if as_json:
        print_json({"case": str(case), "decisions": decisions, "digest": report.digest})
        return
    for stage in report.stages:
        warn(f"{stage.stage}: {stage.n_made} made, {stage.n_set_aside} set aside")
    click.echo(
        f"{case}: the bundled case, {len(added.arrivals)} files received, {decisions} decisions "
        f"of a fictional reviewer.\nrecord {report.digest}"
    )
