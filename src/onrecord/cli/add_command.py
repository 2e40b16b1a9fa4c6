"""onrecord add"""

from pathlib import Path

import click

from onrecord.cli.printing import (
    by_option,
    case_argument,
    json_option,
    print_json,
    progress,
    tell_set_aside,
)
from onrecord.record.case import open_case, sole_writer
from onrecord.record.intake import add


@click.command("add")
@case_argument
@click.argument("sources", nargs=-1, required=True, metavar="PATH|URL…")
@by_option
@json_option
def command(case: Path, sources: tuple[str, ...], by: str, as_json: bool) -> int:
    """Preserve files, folders and pages in CASE: every byte is sealed by its SHA-256.

    \b
    A file sources.csv beside the files says what is known of each (columns file, title,
    publisher, speaker, published, url, note, kind, language, country, on_behalf_of, protection,
    pseudonym); places.csv is the case's own gazetteer. Adding the same bytes twice makes one
    capture with two receipts. An address starting with http:// or https:// is fetched: nothing
    else in OnRecord uses a network.
    """
    opened = open_case(case)
    with sole_writer(opened):
        report = add(opened, sources, by=by, progress=progress())
    if as_json:
        for arrival in report.arrivals:
            print_json({"sha256": arrival.capture_id, "name": arrival.name, "id": arrival.id})
    else:
        for arrival in report.arrivals:
            click.echo(f"{arrival.capture_id[:12]}  {arrival.name}")
        click.echo(
            f"{len(report.arrivals)} received, {report.n_new} of them new to the case. "
            f"Next: onrecord run {case}"
        )
    return tell_set_aside(report.set_aside)
