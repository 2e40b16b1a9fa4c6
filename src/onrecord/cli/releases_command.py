"""onrecord releases"""

from pathlib import Path
from typing import Any

import click
import msgspec

from onrecord.cli.printing import case_argument, json_option, print_json
from onrecord.link.identifiers import Carried
from onrecord.link.releases import Followed, ListRow, Released
from onrecord.record.case import open_case
from onrecord.record.releases import Decided, decided_releases, persons_since

SHOWN = 20  # rows of each kind that are named


@click.command("releases")
@case_argument
@json_option
def command(case: Path, as_json: bool) -> None:
    """Tell what each new release of a list of CASE added, changed and withdrew.

    Also what became of the persons that there were when the release was decided: who went on, who
    was merged into whom, who was split, who is gone. With --json every row is named, one release
    a line; without, the first of each kind.
    """
    open_case(case)
    releases = decided_releases()
    for one in releases:
        since = persons_since(one, releases)
        if as_json:
            print_json(_as_json(one, since))
        else:
            click.echo(f"{one.document.name} takes the place of {one.before.name}")
            for line in (*release_lines(one.changes), *person_lines(since)):
                click.echo(f"  {line}")
    if not releases and not as_json:
        click.echo("No list of the case came out again. See: onrecord add --release-of")


def _as_json(one: Decided, since: Carried) -> dict[str, Any]:
    return {
        "release": one.document.name,
        "sha256": one.document.capture_id,
        "before": one.before.name,
        "decision": one.decision.id,
        **released_as_json(one.changes),
        "persons": msgspec.to_builtins(since),
    }


def released_as_json(changes: Released) -> dict[str, Any]:
    """What a release changed, row by row."""
    return {
        "n_unchanged": sum(not one.changes for one in changes.followed),
        "changed": msgspec.to_builtins(changes.changed),
        "added": [_row(row) for row in changes.added],
        "withdrawn": [_row(row) for row in changes.withdrawn],
        "back": msgspec.to_builtins(changes.back),
        "new_columns": changes.new_columns,
        "lost_columns": changes.lost_columns,
        "remarks": changes.remarks,
    }


def _row(row: ListRow) -> dict[str, Any]:
    return {"record": row.record.id, "row": row.record.row, "said": row.said}


def release_lines(changes: Released) -> list[str]:
    """What a release changed, for people."""
    same = sum(not one.changes for one in changes.followed)
    lines = [
        f"{same} rows as they were, {len(changes.changed)} changed, {len(changes.added)} added, "
        f"{len(changes.withdrawn)} withdrawn, {len(changes.back)} back again"
    ]
    lines += changes.remarks
    lines += [f"new column: {name}" for name in changes.new_columns]
    lines += [f"no longer a column: {name}" for name in changes.lost_columns]
    lines += _some("changed", [_change(one) for one in changes.changed])
    lines += _some("added", [_words(row) for row in changes.added])
    lines += _some("withdrawn", [_words(row) for row in changes.withdrawn])
    return lines


def person_lines(since: Carried) -> list[str]:
    """What became of persons, for people."""
    lines = [f"{len(since.kept)} persons go on, {len(since.added)} are new, {len(since.gone)} gone"]
    lines += [f"{one.person} is merged into {one.into}" for one in since.merged]
    lines += [f"{one.person} is split: {', '.join(one.parts)}" for one in since.split]
    return lines


def _some(what: str, told: list[str]) -> list[str]:
    more = [f"… and {len(told) - SHOWN} more {what}"] if len(told) > SHOWN else []
    return [f"{what}: {one}" for one in told[:SHOWN]] + more


def _change(one: Followed) -> str:
    fields = "; ".join(
        f"{change.field} {_or_nothing(change.before)} → {_or_nothing(change.now)}"
        for change in one.changes
    )
    return f"row {one.row} (was {one.row_before}): {fields}"


def _or_nothing(words: str | None) -> str:
    return "nothing" if words is None else f"“{words[:60]}”"


def _words(row: ListRow) -> str:
    return f"row {row.record.row}: " + " · ".join(row.said.values())[:100]
