"""How commands speak: answers on standard output, progress and warnings on standard error."""

import getpass
import os
import sys
import time
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
    """Name what was set aside on standard error; the exit code that says so, or 0."""
    told = list(set_aside)
    for one in told:
        warn(f"set aside: {one.subject}: {one.reason} [{one.code}]")
    return SOME_SET_ASIDE if told else 0


def progress() -> Callable[[str, int, int], None]:
    """A line on standard error that is written over, on a terminal; a line a stage elsewhere."""
    terminal = sys.stderr.isatty()
    last = {"stage": "", "at": 0.0}

    def show(stage: str, done: int, whole: int) -> None:
        if terminal:
            now = time.monotonic()
            if done < whole and stage == last["stage"] and now - last["at"] < 0.1:
                return
            last.update(stage=stage, at=now)
            click.echo(f"\r\033[K{stage} {done}/{whole}", nl=done >= whole, err=True)
        elif stage != last["stage"]:
            last["stage"] = stage
            warn(f"{stage} …")

    return show
