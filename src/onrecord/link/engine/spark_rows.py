"""Rows between Spark and arrays: Arrow's batches to columns of numbers, and back."""

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame

Column = NDArray[Any]
Batches = Iterable[pa.RecordBatch]

_KINDS = {"byte": pa.int8(), "int": pa.int32(), "long": pa.int64(), "double": pa.float64()}


def columns(rows: pa.RecordBatch | pa.Table) -> list[Column]:
    """The columns of a batch; none of them holds a null."""
    return [column.to_numpy(zero_copy_only=False) for column in rows.columns]


def whole(batches: Batches, n_columns: int) -> list[Column]:
    """The columns of all batches of a partition; of no batch, empty ones."""
    held = [columns(batch) for batch in batches] or [[np.zeros(0, np.int32)] * n_columns]
    return [np.concatenate(parts) for parts in zip(*held, strict=True)]


def in_portions(batches: Batches, size: int) -> Iterator[list[Column]]:
    """The columns of so many batches at a time that they hold ``size`` rows; fewer at the end."""
    held: list[pa.RecordBatch] = []
    n = 0
    for batch in batches:
        held.append(batch)
        n += len(batch)
        if n >= size:
            yield whole(held, len(batch.columns))
            held, n = [], 0
    if n:
        yield whole(held, len(held[0].columns))


def rows(form: str, *values: Column | None) -> pa.RecordBatch:
    """A batch of the columns that a form such as "left int, same double" names; None: of nulls."""
    fields = [field.split() for field in form.split(", ")]
    length = next(len(column) for column in values if column is not None)
    arrays = [
        pa.nulls(length, _KINDS[kind]) if column is None else pa.array(column, _KINDS[kind])
        for (_, kind), column in zip(fields, values, strict=True)
    ]
    return pa.RecordBatch.from_arrays(arrays, names=[name for name, _ in fields])


def brought(frame: DataFrame) -> list[Column]:
    """The columns of all rows, brought to the driver."""
    return [column.to_numpy() for column in frame.toArrow().columns]
