"""onrecord serve"""

from pathlib import Path

import click

from onrecord.cli.printing import by_option, case_argument
from onrecord.web.serve import serve


@click.command("serve")
@case_argument
@click.option("--port", default=0, show_default="a free one", help="Port to serve on.")
@click.option("--browser/--no-browser", default=False, help="Open the address in a browser.")
@by_option
def command(case: Path, port: int, browser: bool, by: str) -> None:
    """Serve the web application of CASE on this machine, and on this machine only.

    The printed address holds a token that works once: whoever opens it first is let in. Stop with
    Ctrl-C.
    """
    serve(case, port=port, open_browser=browser, by=by)
