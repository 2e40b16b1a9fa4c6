"""onrecord init"""

from pathlib import Path

import click

from onrecord.cli.printing import by_option, case_argument, json_option, print_json
from onrecord.record.case import create_case


@click.command("init")
@case_argument
@click.option("--title", help="What the case is called; its folder's name when not given.")
@click.option("--country", help="ISO 3166-1 code of the country that it is about, such as SY.")
@by_option
@json_option
def command(case: Path, title: str | None, country: str | None, by: str, as_json: bool) -> None:
    """Make a new, empty case in the folder CASE.

    A case is one folder: case.toml, a database, sealed bytes and a ledger. The country helps to
    tell places of the same name apart; leave it out where the case has no one country.
    """
    made = create_case(case, title=title or case.resolve().name, country=country, by=by)
    if as_json:
        print_json({"case": str(made.root), "title": made.file.title})
    else:
        click.echo(f"{case}: a new case, “{made.file.title}”. Next: onrecord add {case} FILES…")
