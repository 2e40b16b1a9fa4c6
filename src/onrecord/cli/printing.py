"""How commands speak: answers on standard output, progress and warnings on standard error."""

import getpass
import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click
import msgspec

from onrecord.model.outcome import SetAside

SOME_SET_ASIDE = 3
DOES_NOT_HOLD = 4

CASE = click.Path(path_type=Path)
case_argument = click.argument("case", type=CASE)
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON (JSON Lines where there are many)."
)


def reviewer() -> str:
    """Who decides: $ONRECORD_BY, else the name of the account."""
    return os.environ.get("ONRECORD_BY") or getpass.getuser()


by_option = click.option(
    "--by",
    default=reviewer,
    show_default="$ONRECORD_BY, or the name of your account",
    help="Who does this; it is written in the ledger.",
)


def print_json(value: Any) -> None:
    """One JSON value on one line of standard output."""
    click.echo(msgspec.json.encode(value, order="sorted"))


def warn(text: str) -> None:
    """A line on standard error."""
    click.echo(text, err=True)


def tell_set_aside(set_aside: Iterable[SetAside]) -> int:
    """Name what was set aside on standard error; the exit code that says so, or 0.

    Files that could not be used are named one by one and make the code 3; so are parts of files
    (a totals row, a column), which do not. What the later stages could not place (a pronoun, a
    statement that answers no one event) is counted: each has its reason on the application's page
    and in --json.
    """
    later: Counter[tuple[str, str]] = Counter()
    code = 0
    for one in set_aside:
        if one.stage in ("preserve", "read"):
            warn(f"set aside: {one.subject}: {one.reason} [{one.code}]")
            code = code if one.part else SOME_SET_ASIDE
        else:
            later[one.stage, one.code] += 1
    for (stage, reason), n in sorted(later.items()):
        warn(f"{stage}: {n} left open [{reason}]")
    return code


def progress() -> Callable[[str, int, int], None]:
    """A line on standard error that is written over, on a terminal; a line a stage elsewhere."""
    terminal = sys.stderr.isatty()
    last_stage, last_at = "", 0.0

    def show(stage: str, done: int, whole: int) -> None:
        nonlocal last_stage, last_at
        if terminal:
            now = time.monotonic()
            if done < whole and stage == last_stage and now - last_at < 0.1:
                return
            last_stage, last_at = stage, now
            click.echo(f"\r\033[K{stage} {done}/{whole}", nl=done >= whole, err=True)
        elif stage != last_stage:
            last_stage = stage
            warn(f"{stage} …")

    return show
