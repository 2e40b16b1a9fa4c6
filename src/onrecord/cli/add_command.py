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
from onrecord.errors import InputError
from onrecord.record.case import Case, open_case, sole_writer
from onrecord.record.columns import table_named
from onrecord.record.intake import AddReport, add
from onrecord.record.release_list import decide_release


@click.command("add")
@case_argument
@click.argument("sources", nargs=-1, required=True, metavar="PATH|URL…")
@click.option(
    "--release-of",
    metavar="LIST",
    help="The file is a new release of this list of the case and takes its place.",
)
@click.option("--because", default="", help="Why it is a release of it; for --release-of.")
@by_option
@json_option
def command(
    case: Path,
    sources: tuple[str, ...],
    release_of: str | None,
    because: str,
    by: str,
    as_json: bool,
) -> int:
    """Preserve files, folders and pages in CASE: every byte is sealed by its SHA-256.

    \b
    A file sources.csv beside the files says what is known of each (columns file, title,
    publisher, speaker, published, url, note, kind, language, country, on_behalf_of, protection,
    pseudonym); places.csv is the case's own gazetteer. Adding the same bytes twice makes one
    capture with two receipts. An address starting with http:// or https:// is fetched: nothing
    else in OnRecord uses a network.

    \b
    A list that came out again is added with --release-of and the name of the one before, or the
    end of it. Its rows go on as the records that they were, judgements follow them, and persons
    keep their identifiers; what was decided of its columns holds for the new file too. What
    changed: onrecord releases CASE
    """
    opened = open_case(case)
    before = table_named(release_of).capture_id if release_of is not None else None
    if before is not None and len(sources) != 1:
        raise InputError("--release-of takes one file: a release takes the place of one list")
    with sole_writer(opened):
        report = add(opened, sources, by=by, progress=progress())
        if before is not None:
            _release(opened, report, before, by, because)
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


def _release(case: Case, report: AddReport, before: str, by: str, because: str) -> None:
    """Decide that what arrived takes the place of another list."""
    if len(report.arrivals) != 1:
        raise InputError(
            f"{len(report.arrivals)} files were received, and a release is one; decide it by "
            "hand: onrecord decide CASE release NEW OLD"
        )
    decide_release(case, report.arrivals[0].capture_id, before, by=by, because=because)
