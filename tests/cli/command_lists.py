"""Two short lists, and the command as a person calls it, in a process of its own or here."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from onrecord.cli.group import main

HOSPITAL = (
    "name,age,sex,date,outcome\n"
    "Amal Dorrin,34,female,2021-05-07,injured\n"
    "Vesna Orm,7,female,2021-05-07,died\n"
)
COMMITTEE = (
    "name,age,sex,date,harm\n"
    "Amal Dorrin,34,female,2021-05-07,killed\n"
    "Tarek Lum,60,male,2021-05-07,killed\n"
)


def onrecord(*args: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "onrecord.cli", *map(str, args)],
        input=stdin,
        capture_output=True,
        text=True,
        env=os.environ | {"ONRECORD_BY": "tester"},
    )


def persons(*args: str | Path) -> dict[str, dict[str, str]]:
    done = onrecord("link", *args)
    assert done.returncode == 0, done.stderr
    return {row["name"]: row for row in csv.DictReader(io.StringIO(done.stdout))}


def onrecord_here(*args: str | Path, stdin: str = "") -> "subprocess.CompletedProcess[str]":
    """The same in this process, which has compiled what it needs."""
    command = ["onrecord", *map(str, args)]
    code: object = 0
    with CliRunner().isolation(input=stdin.encode()) as (out, err, _), \
            patch.object(sys, "argv", command):  # fmt: skip
        try:
            main()
        except SystemExit as end:
            code = end.code
        written = out.getvalue(), err.getvalue()
    return subprocess.CompletedProcess(
        command, int(str(code)), written[0].decode(), written[1].decode()
    )
