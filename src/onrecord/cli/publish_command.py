"""onrecord publish"""

from pathlib import Path

import click

from onrecord.cli.printing import (
    by_option,
    case_argument,
    json_option,
    print_json,
    tell_set_aside,
)
from onrecord.record.case import open_case
from onrecord.record.publication import publish_case


@click.command("publish")
@case_argument
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--include-unreviewed",
    is_flag=True,
    help="Also publish suggestions that nobody has reviewed, each marked as such.",
)
@click.option(
    "--whole-texts",
    is_flag=True,
    help="Publish whole texts, not only the paragraphs that are cited.",
)
@by_option
@json_option
def command(
    case: Path, out: Path, include_unreviewed: bool, whole_texts: bool, by: str, as_json: bool
) -> int:
    """Write the record of CASE as a folder of pages and tables that a stranger can check.

    OUT must not exist, or be empty. Only what a person has accepted is published, unless
    --include-unreviewed asks for more. Protected names appear nowhere. Check it later with
    `onrecord verify OUT`, or with sha256sum -c MANIFEST.sha256.
    """
    report = publish_case(
        open_case(case), out, by=by, include_unreviewed=include_unreviewed, whole_texts=whole_texts
    )
    if as_json:
        print_json({"out": str(out), "files": report.n_files, "manifest": report.manifest})
    else:
        click.echo(f"{out}: {report.n_files} files; open {out}/index.html")
        click.echo(f"manifest {report.manifest}")
    return tell_set_aside(report.set_aside)
