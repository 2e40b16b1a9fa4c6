"""onrecord weights"""

from collections.abc import Iterator
from pathlib import Path

import click

from onrecord.cli.printing import (
    by_option,
    case_argument,
    json_option,
    print_json,
    progress,
    warn,
)
from onrecord.errors import InputError
from onrecord.model.canonical import canonical
from onrecord.model.judgement import Judgement
from onrecord.model.linkage import Comparison
from onrecord.record.case import Case, open_case
from onrecord.record.refresh import refresh
from onrecord.record.saved_weights import let_go, save_weights
from onrecord.record.weights_file import read_weights
from onrecord.record.weights_shown import WeightsShown, weights_shown

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("weights")
@case_argument
@click.option("--save", is_flag=True, help="Decide that links are made by these weights from now.")
@click.option("--let-go", "lets_go", is_flag=True, help="Undo that: learn anew at every run.")
@click.option("--take", type=FILE, help="Save the weights in this file, of another case.")
@click.option("--out", type=FILE, help="Write the weights here, as canonical JSON.")
@click.option("--because", default="", help="Why; it is written beside the decision.")
@by_option
@json_option
def command(
    case: Path,
    save: bool,
    lets_go: bool,
    take: Path | None,
    out: Path | None,
    because: str,
    by: str,
    as_json: bool,
) -> None:
    """Show, save or let go of the weights by which the records of CASE are linked.

    Without a decision they are learned anew at every run: a list that is added may move links of
    others. Saved weights are an entry of the ledger, with what they were learned from; links are
    made by them until somebody lets them go.

    \b
      onrecord weights CASE                                      what each agreement weighs
      onrecord weights CASE --save --by NAME --because REASON    from now on by these
      onrecord weights CASE --let-go --by NAME                   learned anew from now on
      onrecord weights CASE --out weights.json                   to be read, or taken elsewhere

    To save what newer judgements teach, let go, run the case, and save again.
    """
    if sum((save, lets_go, take is not None)) > 1:
        raise click.UsageError("give one of --save, --let-go and --take FILE")
    opened = open_case(case)
    if save or take is not None:
        given = None if take is None else read_weights(take)
        made = (save_weights(opened, by=by, because=because, weights=given),)
        _decided(opened, made)
    elif lets_go:
        _decided(opened, let_go(opened, by=by, because=because))
    shown = weights_shown()
    if out is not None:
        _write(shown, out)
    elif as_json:
        print_json(shown)
    else:
        for line in _lines(shown):
            click.echo(line)


def _write(shown: WeightsShown, path: Path) -> None:
    if shown.linked_by is None:
        raise InputError(f"{path}: no two records were compared yet; there is nothing to write")
    if path.exists():
        raise InputError(f"{path} is there already; choose another name")
    path.write_bytes(canonical(shown.linked_by.weights))
    click.echo(f"{path}: {shown.digest}")


def _decided(case: Case, made: tuple[Judgement, ...]) -> None:
    for judgement in made:
        warn(f"{judgement.id}: {judgement.kind} {judgement.target}")
    if not refresh(case, made[-1], progress=progress()):
        warn(f"The links wait for: onrecord run {case.root}")


def _lines(shown: WeightsShown) -> Iterator[str]:
    yield from shown.words
    if shown.digest:
        yield f"Their digest: {shown.digest}"
    for one in shown.comparisons:
        yield ""
        yield from _table(one)


def _table(one: Comparison) -> Iterator[str]:
    """A comparison: of a thousand pairs of one person, relatives, and two persons, so many."""
    name = one.comparison + (f" ({one.scripts})" if one.scripts else "")
    yield f"{name:42} {'weight':>7} {'m':>9} {'relatives':>9} {'u':>9}"
    for level in one.levels:
        yield (
            f"  {level.level:40} {level.weight:+7.2f} {level.m:9.5f} {level.co_victim:9.5f} "
            f"{level.u:9.5f}"
        )
