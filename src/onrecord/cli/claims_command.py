"""onrecord claims"""

from pathlib import Path

import click

from onrecord.cli.printing import case_argument, json_option, print_json
from onrecord.model.claim_line import claim_line
from onrecord.record.case import open_case
from onrecord.record.queries import claim_rows


@click.command("claims")
@case_argument
@click.option("--document", help="Only claims of documents whose file name contains this.")
@click.option("--kind", help="Only claims of this kind: act, toll, statement …")
@click.option("--state", help="suggested, accepted, rejected or superseded.")
@click.option("--words", help="Only claims whose words contain this.")
@json_option
def command(
    case: Path,
    document: str | None,
    kind: str | None,
    state: str | None,
    words: str | None,
    as_json: bool,
) -> None:
    """List the claims of CASE, in the order of documents and passages.

    Each line: identifier, state, kind and the words. With --json one claim a line, in the schema
    of `onrecord read --json` with the state of its review.
    """
    open_case(case)
    for row in claim_rows(document=document, kind=kind, state=state, words=words):
        if as_json:
            print_json(claim_line(row.claim) | {"state": row.state, "document": row.document.name})
        else:
            text = " ".join(row.text.split())
            click.echo(f"{row.id}  {row.state:<10} {row.kind:<12} {text[:100]}")
