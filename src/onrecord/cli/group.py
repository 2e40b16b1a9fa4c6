"""The commands and their one-line helps; a command's module is imported when it is called."""

import sys
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn

import click

from onrecord.errors import OnRecordError

COMMANDS = {
    "demo": "Build the bundled case and open it in the browser.",
    "init": "Make a new, empty case.",
    "add": "Preserve files, folders and pages in a case.",
    "run": "Run every stage that has something new to do.",
    "serve": "Serve a case's web application on this machine.",
    "read": "Print the claims in one document; no case needed.",
    "link": "Link victim lists into one list of persons; no case needed.",
    "estimate": "Estimate a total from a table of list overlaps; no case needed.",
    "overlaps": "Print how many people a case's lists share, for `estimate`.",
    "claims": "List a case's claims.",
    "releases": "Tell what new releases of lists changed.",
    "columns": "Tell what the columns of a table mean, and why.",
    "decide": "Accept, reject, amend, link, map, protect or undo.",
    "judge": "Judge pairs of records: one person, or two?",
    "weights": "Show, save or let go of the weights by which a case is linked.",
    "verify": "Check a case or a published folder; say what does not hold.",
    "publish": "Write the record as a folder of pages and tables.",
}

EPILOG = """\b
A first case:
  onrecord init CASE
  onrecord add CASE folder/
  onrecord run CASE
  onrecord serve CASE

\b
Exit codes: 0 done; 1 failed, the error is told; 2 wrong usage;
3 done, and some inputs were set aside with their reasons;
4 verify found something that does not hold."""


class Commands(click.Group):
    """A group that imports a command only when it is called, so that help is instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of a case's way."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"onrecord.cli.{name}_command").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, epilog=EPILOG)
@click.version_option(version("onrecord"), prog_name="onrecord")
def group() -> None:
    """Who did what to whom, when and where, according to whom.

    OnRecord turns articles, testimonies, victim lists and statements into a record in which every
    sentence and number leads back to the words of a source. It needs no network.
    """


def main() -> None:
    """Run the command; an error that OnRecord raises on purpose is told in one line."""
    try:
        code = group.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _stopped()
    except SystemError as error:
        # Compiled code that is interrupted says so in this way.
        if not isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            raise
        _stopped()
    except OnRecordError as error:
        click.echo(f"{type(error).__name__}: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _stopped() -> NoReturn:
    click.echo("Stopped. What was done so far is kept; run the command again.", err=True)
    sys.exit(130)
