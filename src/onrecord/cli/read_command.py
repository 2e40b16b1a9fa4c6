"""onrecord read"""

import sys
from pathlib import Path

import click

from onrecord.cli.printing import json_option, print_json, tell_set_aside
from onrecord.errors import InputError
from onrecord.model.claim import Claim
from onrecord.model.claim_line import claim_line
from onrecord.record.single import read_alone


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--published", help="When it was published: 2025-03-11, 2025-03 or 2025-03-08/09.")
@click.option("--country", help="ISO 3166-1 code of the country that it is about, such as SY.")
@json_option
def command(file: Path, published: str | None, country: str | None, as_json: bool) -> int:
    """Print the claims in one FILE (- for standard input), each with its words; no case needed.

    With --json one claim a line: its kind, its words with their place, the chain of attribution
    from the document inwards, and every value that the text states with its own place
    (docs/reference/claim-lines.md). A sources.csv and a places.csv beside the file are used;
    without a publication date "since Friday" stays "since Friday".
    """
    if str(file) != "-" and not file.is_file():
        raise InputError(f"{file}: no such file")
    content = sys.stdin.buffer.read() if str(file) == "-" else None
    reading = read_alone(file, content, published=published, country=country)
    for claim in reading.claims:
        if as_json:
            print_json(claim_line(claim))
        else:
            click.echo(_words(claim))
    if not as_json:
        click.echo(f"{len(reading.claims)} claims. A machine suggests them; a person decides.")
    return tell_set_aside(reading.set_aside)


def _words(claim: Claim) -> str:
    chain = " → ".join(voice.holder for voice in claim.attribution)
    text = " ".join(claim.text.split())
    doubt = "" if claim.certainty == "stated" else f", {claim.certainty}"
    no = "" if claim.polarity == "positive" else ", negative"
    return f"[{claim.start}–{claim.end}] {claim.kind}{doubt}{no}  ({chain})\n    {text}"
