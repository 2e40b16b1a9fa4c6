"""Spark on this machine alone, or on the machines that it was told of."""

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from subprocess import TimeoutExpired
from typing import IO

from py4j.java_gateway import JavaGateway
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkRuntimeError
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from onrecord.errors import ExtraMissing

_SETTINGS = {
    "spark.app.name": "onrecord",
    "spark.master": "local[*]",
    # What victims' lists say is nobody's on the network, and nobody's else on this machine.
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.authenticate": "true",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.shuffle.partitions": "8",
    "spark.driver.maxResultSize": "0",
    "spark.sql.catalogImplementation": "in-memory",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
}  # fmt: skip
_TOLD = {"PYSPARK_GATEWAY_PORT", "PYSPARK_SUBMIT_ARGS"}
_PATIENCE = 60  # seconds that Java may take to end
_JAVA = (
    "linking on Spark needs Java 17 or later; on Debian run "
    "apt-get install default-jre-headless, elsewhere set JAVA_HOME to a Java that is installed"
)


@contextmanager
def spark_session() -> Iterator[SparkSession]:
    """A session that is stopped afterwards, with nothing left on the disk.

    Under spark-submit, or with PYSPARK_SUBMIT_ARGS, it is what these ask for. Otherwise Spark runs
    in this machine's processes alone, and listens to this machine alone. The memory of its Java is
    that of SPARK_DRIVER_MEMORY, or 2 GB.

    Raises
    ------
    ExtraMissing : there is no Java, or none that can run Spark
    """
    if not _TOLD.isdisjoint(os.environ):
        session = SparkSession.builder.appName("onrecord").getOrCreate()
        try:
            yield session
        finally:
            session.stop()
        return
    with tempfile.TemporaryDirectory(prefix="onrecord-spark-") as folder:
        conf = SparkConf(loadDefaults=False).setAll([*_SETTINGS.items()])
        conf.set("spark.local.dir", folder).set("spark.sql.warehouse.dir", folder)
        context = SparkContext(conf=conf, gateway=_java())
        context.pythonExec = sys.executable
        session = SparkSession(context)
        try:
            yield session
        finally:
            session.stop()


@lru_cache(maxsize=1)
def _java() -> JavaGateway:
    """The Java of this process, which ends with it; what it would print is kept from the screen."""
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise ExtraMissing(f"{_JAVA}; none was found")
    conf = SparkConf(loadDefaults=False).setAll([*_SETTINGS.items()])
    conf.set("spark.driver.memory", os.environ.get("SPARK_DRIVER_MEMORY", "2g"))
    said = tempfile.TemporaryFile()  # noqa: SIM115 (Java writes to it as long as it lives)
    try:
        started = launch_gateway(conf, popen_kwargs={"stdout": said, "stderr": said})  # type: ignore[no-untyped-call]
    except PySparkRuntimeError as error:
        raise ExtraMissing(f"{_JAVA}; the one found ended with: {_last_line(said)}") from error
    assert isinstance(started, JavaGateway)
    atexit.register(_ended, started)
    return started


def _ended(started: JavaGateway) -> None:
    """Wait until Java is gone: it removes its own files last."""
    started.shutdown()
    started.proc.stdin.close()
    try:
        started.proc.wait(_PATIENCE)
    except TimeoutExpired:
        started.proc.kill()


def _last_line(said: IO[bytes]) -> str:
    said.seek(0)
    lines = said.read().decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "no word"
