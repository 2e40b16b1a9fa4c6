"""Spark on this machine is nobody else's: it listens to nobody, says nothing, leaves nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.link.engine.spark import Spark

pytestmark = pytest.mark.spark

LOOPBACK = ("0100007F", "0000000000000000FFFF00000100007F", "00000000000000000000000001000000")
LISTENS = "0A"

LISTS = Path(__file__).parents[2] / "examples" / "velmara" / "documents"


def link(engine: str, **environment: str) -> subprocess.CompletedProcess[str]:
    lists = [LISTS / "sarn-committee-list.csv", LISTS / "relatives-association-list.xlsx"]
    return subprocess.run(
        [sys.executable, "-m", "onrecord.cli", "link", *map(str, lists), "--engine", engine],
        env=os.environ | environment, capture_output=True, text=True, timeout=900, check=False,
    )  # fmt: skip


def java_of(process: int) -> list[int]:
    """The Java processes that a process started, however far down."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    found = [pid for child in children for pid in java_of(int(child))]
    return [*found, process] if Path(f"/proc/{process}/comm").read_text() == "java\n" else found


def listening(process: int) -> list[str]:
    """The addresses, as the kernel writes them, at which a process waits for others."""
    links = [str(file.readlink()) for file in Path(f"/proc/{process}/fd").iterdir()]
    own = {link[8:-1] for link in links if link.startswith("socket:[")}
    lines = [
        line.split()
        for table in ("tcp", "tcp6")
        for line in Path(f"/proc/{process}/net/{table}").read_text().splitlines()[1:]
    ]
    return [line[1].split(":")[0] for line in lines if line[3] == LISTENS and line[9] in own]


def test_java_listens_on_the_loopback_alone(spark: Spark) -> None:
    assert spark.session.range(3).count() == 3
    [java] = java_of(os.getpid())
    addresses = listening(java)
    assert addresses, "Spark's driver listens somewhere"
    assert set(addresses) <= set(LOOPBACK)


@pytest.mark.usefixtures("spark")
def test_the_command_prints_the_same_and_leaves_nothing(tmp_path: Path) -> None:
    java = f"{os.environ['JAVA_TOOL_OPTIONS']} -Djava.io.tmpdir={tmp_path}"
    found = link("spark", TMPDIR=str(tmp_path), JAVA_TOOL_OPTIONS=java)
    wanted = link("local")
    assert wanted.returncode == 0 and wanted.stdout.count("\n") > 20
    assert (found.stdout, found.stderr) == (wanted.stdout, wanted.stderr)
    left = [path.name for path in tmp_path.iterdir() if not path.name.startswith("hsperfdata")]
    assert left == []


def test_a_machine_without_java_is_told_what_to_install(tmp_path: Path) -> None:
    found = link("spark", PATH=str(tmp_path), JAVA_HOME="")
    assert found.returncode != 0 and found.stdout == ""
    assert "default-jre-headless" in found.stderr and "Traceback" not in found.stderr
