"""onrecord verify"""

from pathlib import Path

import click

from onrecord.cli.printing import (
    DOES_NOT_HOLD,
    case_argument,
    json_option,
    print_json,
    progress,
)
from onrecord.record.case import open_case
from onrecord.record.verify import Verification, verify_case
from onrecord.record.verify_published import is_published, verify_published


@click.command("verify")
@case_argument
@json_option
def command(case: Path, as_json: bool) -> int:
    """Check CASE, or a folder that `onrecord publish` wrote; say what does not hold.

    \b
    A case:      the ledger's chain and its copy, every decision, every sealed byte, every
                 passage, and what each stage made against its receipt.
    A folder:    every file against the manifest, every quotation and link.

    Exit code 4 when something does not hold.
    """
    show = progress()
    if is_published(case):
        result = verify_published(case)
    else:
        result = verify_case(open_case(case), progress=show)
    if as_json:
        for check in result.checks:
            print_json(check)
    else:
        _tell(case, result)
    return 0 if result.holds else DOES_NOT_HOLD


def _tell(case: Path, result: Verification) -> None:
    marks = {"passed": "holds      ", "failed": "DOES NOT   ", "not checked": "not checked"}
    for check in result.checks:
        click.echo(f"{marks[check.state]}  {check.name} ({check.n_checked}): {check.words}")
        for problem in check.problems:
            click.echo(f"             ! {problem}")
    if result.holds:
        click.echo(f"{case}: holds.")
    else:
        failed = sum(check.state == "failed" for check in result.checks)
        click.echo(f"{case}: {failed} of {len(result.checks)} checks do not hold.")
