"""Tables as Parquet, written and read with polars."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from onrecord.errors import ExtraMissing

try:
    import polars
except ImportError:  # the extra "polars" is not installed
    polars = None  # type: ignore[assignment]


def write_parquet(columns: Mapping[str, Sequence[Any]], path: Path) -> None:
    """Write columns of one length; None is null. ExtraMissing where polars is not installed."""
    _needed()
    polars.DataFrame(dict(columns), strict=False, infer_schema_length=None).write_parquet(path)


def read_parquet(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a table. ExtraMissing where polars is not installed."""
    _needed()
    yield from polars.read_parquet(path).iter_rows(named=True)


def _needed() -> None:
    if polars is None:
        raise ExtraMissing(
            "Parquet needs polars, which is not installed; run pip install 'onrecord[polars]', or "
            "name a file that ends with .csv or .jsonl"
        )
