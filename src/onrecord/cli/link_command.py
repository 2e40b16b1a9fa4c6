"""onrecord link"""

import csv
import sys
from pathlib import Path

import click

from onrecord.cli.printing import json_option, print_json, tell_set_aside, warn
from onrecord.errors import InputError
from onrecord.model.material import Linked
from onrecord.record.single import link_alone


@click.command("link")
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path))
@json_option
def command(lists: tuple[Path, ...], as_json: bool) -> int:
    """Link victim LISTS (CSV, XLSX) into one list of persons; no case needed.

    The columns are mapped by their headers. One row a person is printed as CSV: the name, how
    many records it was made of, and a column in_<list> for each list, as `onrecord estimate`
    takes it. With --json one person a line, with its records and the reasons for the links. Pairs
    that a person should decide are counted on standard error; decide them in a case.
    """
    missing = [str(path) for path in lists if not path.is_file()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file")
    linked, set_aside, names = link_alone(lists)
    if as_json:
        for person in linked.persons:
            print_json(person)
    else:
        _write_csv(linked, names)
    unsure = sum(pair.verdict == "unsure" for pair in linked.pairs)
    warn(f"{len(linked.records)} records, {len(linked.persons)} persons, {unsure} pairs in doubt")
    return tell_set_aside(set_aside)


def _write_csv(linked: Linked, names: dict[str, str]) -> None:
    """One row a person with in_<list> columns, 0 or 1."""
    documents = sorted(names, key=lambda document: (names[document], document))
    columns = [f"in_{Path(names[document]).stem}" for document in documents]
    list_of = {record.id: record.rendition for record in linked.records}
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["person", "name", "n_records", "doubtful", *columns])
    for person in linked.persons:
        held = {list_of[record] for record in person.records}
        out.writerow(
            [person.id, person.name, len(person.records), int(person.doubtful)]
            + [int(document in held) for document in documents]
        )
