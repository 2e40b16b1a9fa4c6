"""onrecord decide"""

import json
from pathlib import Path
from typing import Any

import click

from onrecord.cli.printing import by_option, case_argument, json_option, print_json, progress
from onrecord.errors import InputError
from onrecord.record.case import open_case
from onrecord.record.decisions import decide
from onrecord.record.refresh import refresh

KINDS = (
    "accept", "reject", "amend", "same", "different", "unsure", "map_columns", "protect", "grade",
    "release", "undo",
)  # fmt: skip


@click.command("decide")
@case_argument
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("target")
@click.argument("other", required=False)
@click.option("--because", default="", help="Why; it is written beside the decision.")
@click.option(
    "--body",
    "body_file",
    type=click.File("r", encoding="utf-8"),
    help="JSON file with what the decision says: the amended claim, the mapping, the pseudonym.",
)
@by_option
@json_option
def command(
    case: Path,
    kind: str,
    target: str,
    other: str | None,
    because: str,
    body_file: Any,
    by: str,
    as_json: bool,
) -> None:
    """Make one decision about TARGET, and bring what depends on it up to date.

    \b
    accept, reject     TARGET is a claim (onrecord claims CASE)
    amend              TARGET is a claim; --body holds {"claim": …}
    same, different    TARGET and OTHER are records, claims or parties
    unsure             the same
    map_columns        TARGET is a capture's digest; --body holds {"mappings": […]}
    protect, grade     TARGET is a capture's digest; --body holds {"pseudonym": …} or {"grade": …}
    release            TARGET and OTHER are captures' digests: TARGET takes the place of OTHER
    undo               TARGET is a decision (see the ledger)
    """
    body = _body(body_file)
    opened = open_case(case)
    judgement = decide(opened, kind, target, other=other, by=by, because=because, body=body)
    refreshed = refresh(opened, judgement, progress=progress())
    if as_json:
        print_json({"decision": judgement.id, "up_to_date": refreshed})
        return
    click.echo(f"{judgement.id}: {kind} {target}" + (f" {other}" if other else ""))
    if not refreshed:
        click.echo(f"What depends on it waits for: onrecord run {case}", err=True)


def _body(file: Any) -> dict[str, Any]:
    if file is None:
        return {}
    try:
        body = json.load(file)
    except ValueError as error:
        raise InputError(f"{file.name}: not JSON: {error}") from error
    if not isinstance(body, dict):
        raise InputError(f"{file.name}: expected a JSON object, found {type(body).__name__}")
    return body
