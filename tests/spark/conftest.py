"""One Spark for all tests of it: starting it takes longer than most of them."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.link.engine.spark import Spark
from onrecord.link.engine.spark_session import spark_session

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    with pytest.MonkeyPatch.context() as patch:
        # Compiled less thoroughly, Java is ready sooner; the tests are short.
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        with spark_session() as session:
            yield Spark(session)
