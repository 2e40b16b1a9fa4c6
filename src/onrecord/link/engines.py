"""Where a table is linked: the one place in which the engine is chosen."""

from importlib import import_module
from typing import cast

from onrecord.errors import ExtraMissing, InputError
from onrecord.link.engine.linkage import Linkage, link_table
from onrecord.link.engine.table import Table
from onrecord.link.persons import Engine

ENGINES = ("local", "spark")
_SPARK = "onrecord.link.engine.spark"


def engine_named(name: str) -> Engine:
    """The engine of that name; ExtraMissing where what it needs is not installed."""
    if name == "local":
        return link_table
    if name != "spark":
        raise InputError(f"no engine {name!r}; there are {', '.join(ENGINES)}")
    try:
        return cast(Engine, import_module(_SPARK).link_table_on_spark)
    except ImportError as error:
        raise ExtraMissing(
            f"linking on Spark needs pyspark, which is not here ({error}); run "
            "pip install 'onrecord[spark]', and have Java 17 or later"
        ) from error


class Watched:
    """An engine that keeps what it found, for a report."""

    def __init__(self, engine: Engine) -> None:
        """Watch this engine."""
        self._engine = engine
        self.linkage: Linkage | None = None

    def __call__(self, table: Table, **asked: object) -> Linkage:
        """Link the table as the engine does."""
        self.linkage = self._engine(table, **asked)
        return self.linkage
