"""onrecord link"""

import csv
import sys
from pathlib import Path

import click
from msgspec import structs

from onrecord.cli.printing import json_option, print_json, tell_set_aside, warn
from onrecord.errors import InputError
from onrecord.model.material import Linked
from onrecord.model.party import Person, Record
from onrecord.record.gravest import GRAVEST_FIRST, gravest_harm
from onrecord.record.single import link_alone, only_harmed


@click.command("link")
@click.argument("lists", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--harm",
    type=click.Choice(GRAVEST_FIRST),
    help="Only records that say that this was done to the person.",
)
@json_option
def command(lists: tuple[Path, ...], harm: str | None, as_json: bool) -> int:
    """Link victim LISTS (CSV, XLSX) into one list of persons; no case needed.

    The columns are mapped by their headers. One row a person is printed as CSV: the name, the
    gravest harm by their records, how many records it was made of, and a column in_<list> for
    each list, as `onrecord estimate` takes it.

    A list that names the injured beside the killed would let both into one estimate: --harm killed
    keeps the records of one harm, and a person is on the lists that say so. With --json one
    person a line, with its records, its harm and the reasons for the links. Pairs that a person
    should decide are counted on standard error; decide them in a case.
    """
    missing = [str(path) for path in lists if not path.is_file()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file")
    whole, set_aside, names = link_alone(lists)
    linked = whole if harm is None else only_harmed(whole, harm)
    records = {record.id: record for record in linked.records}
    if as_json:
        for person in linked.persons:
            found = gravest_harm(_records(person, records))
            print_json(structs.asdict(person) | {"harm": found})
    else:
        _write_csv(linked, records, names)
    unsure = sum(pair.verdict == "unsure" for pair in linked.pairs)
    warn(f"{len(linked.records)} records, {len(linked.persons)} persons, {unsure} pairs in doubt")
    if harm is not None:
        left = len(whole.records) - len(linked.records)
        warn(f"{left} records left out: they do not say {harm!r}")
    return tell_set_aside(set_aside)


def _records(person: Person, records: dict[str, Record]) -> list[Record]:
    return [records[record] for record in person.records]


def _write_csv(linked: Linked, records: dict[str, Record], names: dict[str, str]) -> None:
    """One row a person with in_<list> columns, 0 or 1."""
    documents = sorted(names, key=lambda document: (names[document], document))
    columns = [f"in_{Path(names[document]).stem}" for document in documents]
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["person", "name", "harm", "n_records", "doubtful", *columns])
    for person in linked.persons:
        own = _records(person, records)
        held = {record.rendition for record in own}
        out.writerow(
            [person.id, person.name, gravest_harm(own) or "", len(own), int(person.doubtful)]
            + [int(document in held) for document in documents]
        )
