"""onrecord link"""

import gc
import sys
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import structs

from onrecord.cli.mapping_files import mappings_for
from onrecord.cli.printing import json_option, print_json, progress, tell_set_aside, warn
from onrecord.cli.releases_command import person_lines, release_lines, released_as_json
from onrecord.errors import InputError
from onrecord.link.engines import ENGINES
from onrecord.link.linkage_report import report_lines
from onrecord.model.linkage import ListTaken
from onrecord.publish.linkage_page import linkage_page
from onrecord.record.columns import field_words
from onrecord.record.gravest import GRAVEST_FIRST
from onrecord.record.kept_linkage import read_kept, write_kept
from onrecord.record.list_tables import (
    persons_table,
    print_csv,
    records_table,
    table_path,
    write_table,
    written_whole,
)
from onrecord.record.lists import LinkedLists, link_alone, only_harmed
from onrecord.record.onto import LinkedOnto, belongs_table, kept_lists, link_onto
from onrecord.record.previous import Previous, read_previous
from onrecord.record.weights_file import read_fitting_weights, write_weights

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("link")
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--columns",
    "mapping_files",
    multiple=True,
    type=FILE,
    help="What the columns of a list mean, as `onrecord columns LIST --json` prints it.",
)
@click.option(
    "--free-of-duplicates",
    multiple=True,
    metavar="LIST",
    help="A list that holds nobody twice; it is checked, and what speaks against it is told.",
)
@click.option(
    "--harm",
    type=click.Choice(GRAVEST_FIRST),
    help="Only records that say that this was done to the person.",
)
@click.option("--persons", type=FILE, help="Write one row a person here: .csv, .jsonl, .parquet.")
@click.option("--records", type=FILE, help="Write one row a record, with its person, here.")
@click.option("--report", type=FILE, help="Write how it was linked, and how well: .html, .json.")
@click.option(
    "--weights",
    type=FILE,
    help="Weigh pairs by these weights of before, and learn none.",
)
@click.option("--save-weights", type=FILE, help="Write the weights here, for --weights.")
@click.option(
    "--previous",
    type=FILE,
    help="What --records wrote of an earlier release: rows and persons stay who they are.",
)
@click.option(
    "--release",
    "renamed",
    multiple=True,
    metavar="NEW=OLD",
    help="List NEW takes the place of OLD of --previous, where they have two names.",
)
@click.option("--keep", type=FILE, help="Write the linkage here, for --onto.")
@click.option(
    "--onto",
    type=FILE,
    help="What --keep wrote: say to whom each record of LISTS belongs, and move nobody else.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="local",
    show_default=True,
    help="Where records are compared; both give the same persons.",
)
@json_option
def command(
    lists: tuple[Path, ...],
    mapping_files: tuple[Path, ...],
    free_of_duplicates: tuple[str, ...],
    harm: str | None,
    persons: Path | None,
    records: Path | None,
    report: Path | None,
    weights: Path | None,
    save_weights: Path | None,
    previous: Path | None,
    renamed: tuple[str, ...],
    keep: Path | None,
    onto: Path | None,
    engine: str,
    as_json: bool,
) -> int:
    """Link victim LISTS (CSV, XLSX, - for standard input) into one list of persons; no case needed.

    Standard error tells what the columns were taken for; where that is wrong, print it, change it,
    and give it back:

    \b
      onrecord columns LIST… --json > columns.json
      onrecord link LIST… --columns columns.json --records records.csv --report report.html

    One row a person is printed as CSV: the name, the gravest harm by their records, how many
    records it was made of, the chances that it is two and that it is somebody else's too, and a
    column in_<list> for each list, as `onrecord estimate` takes it. With --json one person a line,
    with its records and the reasons for the links.

    A list that names the injured beside the killed would let both into one estimate: --harm killed
    keeps the records of one harm, and a person is on the lists that say so.

    A new release of a list is linked with --previous, which takes what --records wrote: rows go on
    as the records that they were, and persons keep their identifiers. What was added, changed and
    withdrawn, and who merged and split, is told. Pairs that a person should decide are counted, and
    are in the report; decide them in a case.

    How much agreement in a name, an age or a place weighs is learned from the pairs of LISTS, each
    time anew. With --save-weights it is written to a file; --weights weighs by it: for lists too
    few to learn from, and so that a list that is added moves no link of others by its weight. How
    common names are, and which stand for one another, is read off LISTS all the same. A file that
    `onrecord weights CASE --out` wrote is taken too.

    A few records of a later list need not link everything again. --keep writes the linkage to a
    file; with --onto it LISTS are linked into it, by the weights that made it, and one row a new
    record is printed: whose it is, whether that is somebody new, and how sure it is. Persons of
    before stay as they are, and may get records; where new records speak of two of them as one,
    that is told. With --keep beside --onto the whole is kept again.
    """
    _check(lists, persons, records, report)
    # Millions of values and no cycle among them: to look for some takes a tenth of the time.
    gc.disable()
    click.get_current_context().call_on_close(gc.enable)
    if onto is not None:
        others = (persons, report, previous, renamed, harm, weights, save_weights)
        if any(others) or engine != "local":
            raise click.UsageError("--onto goes with --columns, --free-of-duplicates, --records, "
                                   "--keep and --json alone")  # fmt: skip
        made = link_onto(
            lists,
            read_kept(onto),
            mappings_for(lists, mapping_files),
            free_of_duplicates=free_of_duplicates,
            progress=progress(),
        )
        return _tell_onto(made, records, keep, as_json=as_json)
    before = _previous(previous, renamed)
    shown = progress()
    found = link_alone(
        lists,
        mappings_for(lists, mapping_files),
        free_of_duplicates=free_of_duplicates,
        engine=engine,
        previous=before,
        weights=None if weights is None else read_fitting_weights(weights),
        progress=shown,
    )
    shown("write", 0, 1)
    linked = found.linked if harm is None else only_harmed(found.linked, harm)
    table = persons_table(found, linked)
    if records is not None:
        write_table(records_table(found), records)
    if report is not None:
        _write_report(found, report)
    if keep is not None:
        write_kept(kept_lists(found), keep)
    if save_weights is not None:
        write_weights(found.linkage, save_weights)
    if persons is not None:
        write_table(table, persons)
    elif as_json:
        harms = {row["person"]: row["harm"] or None for row in table.dicts()}
        for person in linked.persons:
            print_json(structs.asdict(person) | {"harm": harms[person.id]})
    else:
        print_csv(table, sys.stdout)
    _tell(found)
    if harm is not None:
        left = len(found.linked.records) - len(linked.records)
        warn(f"{left} records left out: they do not say {harm!r}")
    return tell_set_aside(found.set_aside)


def _tell_onto(made: LinkedOnto, records: Path | None, keep: Path | None, *, as_json: bool) -> int:
    table = belongs_table(made.belongs)
    if keep is not None:
        write_kept(made.kept, keep)
    if records is not None:
        write_table(table, records)
    elif as_json:
        for row in table.dicts():
            print_json(row)
    else:
        print_csv(table, sys.stdout)
    fresh = [one.person for one in made.belongs if one.is_new]
    doubtful = sum(one.doubtful for one in made.belongs)
    warn(
        f"{len(made.belongs)} new records: {len(made.belongs) - len(fresh)} belong to persons of "
        f"before, {len(fresh)} to {len(set(fresh))} new persons; {doubtful} are in doubt"
    )
    for one in made.may_be_one:
        warn(f"perhaps one person, by {', '.join(one.records)}: {', '.join(one.persons)}")
    return tell_set_aside(made.set_aside)


def _check(lists: tuple[Path, ...], *outputs: Path | None) -> None:
    """Refuse at once what would be refused after an hour."""
    folders = [str(path) for path in lists if path.is_dir()]
    if folders:
        raise InputError(f"{', '.join(folders)}: a folder; give the lists that are in it")
    missing = [str(path) for path in lists if not path.is_file() and str(path) != "-"]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file")
    persons, records, report = outputs
    for path in (persons, records):
        if path is not None:
            table_path(path)
    if report is not None and report.suffix not in (".html", ".json"):
        raise InputError(f"{report}: a report is written as .html or .json")


def _previous(file: Path | None, pairs: tuple[str, ...]) -> Previous | None:
    wrong = [pair for pair in pairs if not all(pair.partition("=")[::2])]
    if wrong:
        raise InputError(f"--release {wrong[0]!r}: write NEW=OLD, with the names of the lists")
    if file is None:
        if pairs:
            raise InputError(
                "--release says which list of --previous one takes the place of; give both"
            )
        return None
    return read_previous(file, {new: old for new, _, old in (p.partition("=") for p in pairs)})


def _tell(found: LinkedLists) -> None:
    report = found.report
    for one in report.lists:
        warn(_columns(one))
        for duplicate in one.duplicates:
            first, second = duplicate.rows
            sure = "" if duplicate.chance is None else f", chance {duplicate.chance:.3f}"
            why = "; ".join(duplicate.reasons)
            warn(f"{one.name}: rows {first} and {second} look like one person{sure}: {why}")
    for line in _changes(found):
        warn(line)
    for line in report_lines(report):
        warn(line)
    warn(
        f"{report.n_records} records, {report.n_persons} persons, {report.n_unsure} pairs in doubt"
    )


def _columns(one: ListTaken) -> str:
    taken = "; ".join(f"{c.column} → {field_words(c.field)}" for c in one.columns)
    return f"{one.name}: {one.n_records} records; {taken or 'no table'}"


def _changes(found: LinkedLists) -> list[str]:
    if found.since is None:
        return []
    lines = [
        f"{label}: {line}"
        for label, changes in found.since.changes.items()
        for line in release_lines(changes)
    ]
    now = [person.records for person in found.linked.persons]
    return lines + person_lines(found.since.became(now))


def _write_report(found: LinkedLists, path: Path) -> None:
    since = found.since
    if path.suffix == ".html":
        changes = since.changes if since is not None else {}
        lines = {label: release_lines(changed) for label, changed in changes.items()}
        text = linkage_page(found.report, lines).encode()
    else:
        whole: dict[str, Any] = msgspec.to_builtins(found.report)
        if since is not None:
            now = [person.records for person in found.linked.persons]
            whole["releases"] = {k: released_as_json(v) for k, v in since.changes.items()}
            whole["persons"] = msgspec.to_builtins(since.became(now))
        text = msgspec.json.format(msgspec.json.encode(whole)) + b"\n"
    with written_whole(path) as beside:
        beside.write_bytes(text)
