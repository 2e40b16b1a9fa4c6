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

LINK = """
from onrecord.link.engine.spark import link_table_on_spark
from onrecord.link.engine.table import table_of
from onrecord.model.party import Record

one = dict(rendition="list", list_name="list", row=1, claims=(), name="Salim Khalil Darwish", age=7)
print(link_table_on_spark(table_of([Record(id=name, **one) for name in "ab"])).cluster.tolist())
"""


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
def test_nothing_is_printed_and_nothing_is_left(tmp_path: Path) -> None:
    java = f"{os.environ['JAVA_TOOL_OPTIONS']} -Djava.io.tmpdir={tmp_path}"
    temporary = {"TMPDIR": str(tmp_path), "JAVA_TOOL_OPTIONS": java}
    done = subprocess.run(
        [sys.executable, "-c", LINK],
        env=os.environ | temporary,
        cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("[0, 0]\n", "")
    left = [path.name for path in tmp_path.iterdir() if not path.name.startswith("hsperfdata")]
    assert left == []


def test_a_machine_without_java_is_told_what_to_install(tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if k != "JAVA_HOME"} | {"PATH": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", LINK],
        env=bare, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "ExtraMissing" in done.stderr and "default-jre-headless" in done.stderr
