"""onrecord judge"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
from msgspec import structs

from onrecord.cli.next_events import events_in_doubt, events_of_sample, print_events
from onrecord.cli.printing import (
    by_option,
    case_argument,
    json_option,
    print_json,
    progress,
    warn,
)
from onrecord.errors import InputError
from onrecord.record import queries
from onrecord.record.audit_sample import draw_sample
from onrecord.record.case import Case, open_case
from onrecord.record.decisions import SampleOf
from onrecord.record.differences import side_by_side
from onrecord.record.judging import RecordPair, link_again
from onrecord.record.judging_sheet import (
    covered_record,
    enter_sheet,
    judging_sheet,
    pairs_in_doubt,
    pairs_of_sample,
)
from onrecord.record.linkage_quality import linkage_quality
from onrecord.record.protection import withheld_names
from onrecord.record.sheet_words import LANGUAGES
from onrecord.record.waterfall import waterfall

Told = dict[str, Any]
WAYS = "--out FILE, --in FILE, --next, --draw N or --quality"


@click.command("judge")
@case_argument
@click.option("--out", "out", type=click.Path(path_type=Path), help="Write a sheet (XLSX) here.")
@click.option("--in", "answered", type=click.Path(path_type=Path), help="Enter a judged sheet.")
@click.option("--next", "show_next", is_flag=True, help="Print the pairs to judge next.")
@click.option("--draw", type=click.IntRange(5, 5_000), help="Draw an audit sample of N pairs.")
@click.option("--quality", is_flag=True, help="Print how good the linkage is, as judged so far.")
@click.option("--n", "n", default=200, show_default=True, help="Pairs on the sheet, or printed.")
@click.option("--audit", is_flag=True, help="The pairs of the audit sample, not those in doubt.")
@click.option("--chance", is_flag=True, help="Show the machine's chance on the sheet.")
@click.option("--events", is_flag=True, help="Pairs of claims of events, not of records.")
@click.option("--seed", default=1, show_default=True, help="Seed of the sample that is drawn.")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="Of the sheet.")
@by_option
@json_option
def command(
    case: Path,
    out: Path | None,
    answered: Path | None,
    show_next: bool,
    draw: int | None,
    quality: bool,
    n: int,
    audit: bool,
    chance: bool,
    events: bool,
    seed: int,
    language: str,
    by: str,
    as_json: bool,
) -> None:
    """Judge pairs of records: one person, or two? With --events: one event, or two?

    \b
      onrecord judge CASE --next                          the pair worth most, in words
      onrecord decide CASE same RECORD RECORD --by NAME   an answer to it
      onrecord judge CASE --out pairs.xlsx                a sheet, to judge away from here
      onrecord judge CASE --in pairs.xlsx --by NAME       its answers, checked row by row
      onrecord judge CASE --draw 200 --seed 7             a random sample, in the ledger
      onrecord judge CASE --out audit.xlsx --audit        its pairs, for a judge to judge blind
      onrecord judge CASE --quality                       precision, recall, kappa
      onrecord judge CASE --events --draw 200 --seed 7    the same of events: a sample of claims
      onrecord judge CASE --events --audit --next         its next pair, blind
      onrecord judge CASE --events --quality              how good the events are

    A sheet is entered whole or not at all; entered again it changes nothing.
    """
    ways = [out is not None, answered is not None, show_next, draw is not None, quality]
    if sum(ways) != 1:
        raise click.UsageError(f"give one of {WAYS}")
    if events and (out is not None or answered is not None):
        raise click.UsageError("sheets hold pairs of records; judge events in the application")
    opened = open_case(case)
    of: SampleOf = "events" if events else "persons"
    if out is not None:
        _write(opened, out, n, by, audit=audit, chance=chance, language=language)
    elif answered is not None:
        _enter(opened, answered, by, as_json=as_json)
    elif draw is not None:
        made = draw_sample(opened, n=draw, seed=seed, by=by, of=of)
        drawn = sum(len(stratum["drawn"]) for stratum in made.body["strata"])
        told = {"decision": made.id, "drawn": drawn, "seed": seed}
        print_json(told) if as_json else click.echo(f"{made.id}: {drawn} pairs, seed {seed}")
    elif quality:
        known = linkage_quality(opened, of)
        print_json(known) if as_json else click.echo(known.paragraph)
    else:
        n = n if as_json else min(n, 1)
        if events:
            waiting = events_of_sample(opened, n, by) if audit else events_in_doubt(n)
            _next(waiting, print_events, as_json=as_json)
        else:
            _, pairs = _chosen(opened, n, by, audit=audit)
            _next((_told(pair, blind=audit) for pair in pairs), _print, as_json=as_json)


def _chosen(case: Case, n: int, by: str, *, audit: bool) -> tuple[str, tuple[RecordPair, ...]]:
    if audit:
        sample, pairs = pairs_of_sample(case, by)
        return sample, pairs[:n]
    return "", pairs_in_doubt(n)


def _write(
    case: Case, out: Path, n: int, by: str, *, audit: bool, chance: bool, language: str
) -> None:
    sample, pairs = _chosen(case, n, by, audit=audit)
    if out.exists():
        raise InputError(f"{out} is there already, perhaps with answers; choose another name")
    out.write_bytes(judging_sheet(pairs, sample=sample, chance=chance, language=language))
    click.echo(f"{out}: {len(pairs)} pairs to judge")


def _enter(case: Case, path: Path, by: str, *, as_json: bool) -> None:
    if not path.is_file():
        raise InputError(f"{path}: no such file")
    report = enter_sheet(case, path.read_bytes(), by=by)
    linked = link_again(case, progress=progress()) if report.entered else True
    if as_json:
        print_json(structs.asdict(report) | {"linked": linked})
    else:
        click.echo(
            f"{report.entered} answers entered, {report.changed} of them in place of an earlier "
            f"one; {report.already} already judged so; {report.empty} rows not judged"
        )
    if not linked:
        warn(f"What depends on them waits for: onrecord run {case.root}")


def _next(pairs: Iterable[Told], show: Callable[[Told], None], *, as_json: bool) -> None:
    listed = list(pairs)
    for told in listed:
        print_json(told) if as_json else show(told)
    if not listed and not as_json:
        click.echo("No pair waits.")


def _told(pair: RecordPair, *, blind: bool) -> Told:
    rows = queries.records(pair)
    withheld = withheld_names()
    left, right = (covered_record(rows[record], withheld) for record in pair)
    told: Told = {
        "left": left,
        "right": right,
        "compared": [
            {"what": line.label, "how": line.how, "words": line.words}
            for line in side_by_side(left, right)
        ],
    }
    row = None if blind else queries.pair_of(*pair)
    if row is not None:
        made = row.pair
        told |= {"chance": made.chance, "co_victim": made.co_victim, "worth": made.worth}
        told["steps"] = waterfall(made)
    return told


def _print(told: Told) -> None:
    left, right = told["left"], told["right"]
    for record in (left, right):
        click.echo(f"{record.id}  {record.name}  ({record.list_name}, row {record.row})")
    for line in told["compared"]:
        click.echo(f"  {line['what']}: {line['words']}")
    fall = told.get("steps")
    if fall is not None:
        click.echo(f"{fall.start_words}.")
        for step in fall.steps:
            click.echo(f"  {step.finding}: {step.effect}")
        click.echo(f"{fall.end_words}.")
