"""Connected components of pairs that are spread over many machines.

What one worker can hold it does at once. Of more pairs, large star and small star are made in turn:
every record is hung on the smallest that it or a neighbour knows, until each component is one star
around its smallest record. The number of rounds grows with the logarithm of the longest chain, and
no machine ever holds a component as a whole.

Reference: Kiveris et al. (2014), SoCC '14, doi:10.1145/2670979.2670997.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as sql
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from onrecord.link.engine.spark_rows import Batches, rows, whole

AT_ONCE = 5_000_000  # pairs that one worker holds
COMPONENT = "record int, component int"


def components(pairs: DataFrame, at_once: int = AT_ONCE) -> DataFrame:
    """Pairs (a, b), a > b, to (record, component): a component is named by its smallest record."""
    held = kept(pairs)
    if held.count() <= at_once:
        return held.coalesce(1).mapInArrow(_connected_rows, COMPONENT)
    hung = _stars(kept(held.distinct()))
    roots = hung.select(sql.col("b").alias("a"), "b").distinct()
    return hung.union(roots).toDF("record", "component")


def _connected_rows(batches: Batches) -> Iterator[pa.RecordBatch]:
    a, b = whole(batches, 2)
    records, local = np.unique(np.concatenate([a, b]), return_inverse=True)
    one, other = np.split(local, 2)
    graph = coo_matrix((np.ones(len(one), np.int8), (one, other)), shape=(len(records),) * 2)
    label = connected_components(graph, directed=False)[1]
    smallest = np.unique(label, return_index=True)[1]
    yield rows(COMPONENT, records, records[smallest[label]])


def _stars(pairs: DataFrame) -> DataFrame:
    """Pairs until b is the smallest of a's component in each; the smallest are no row's a."""
    held = pairs
    while True:
        after = kept(_small_star(_large_star(held)))
        # Both hold each pair once, so equal numbers and nothing anew say that they are the same.
        if after.count() == held.count() and after.subtract(held).isEmpty():
            return after
        held = after


def _large_star(pairs: DataFrame) -> DataFrame:
    """Every larger neighbour of a record is hung on the smallest that the record knows."""
    both = pairs.union(pairs.select("b", "a"))
    smallest = sql.least("a", _over_a(sql.min("b")))
    hung = both.select("a", "b", smallest.alias("smallest")).where("b > a")
    return hung.select(sql.col("b").alias("a"), sql.col("smallest").alias("b")).distinct()


def _small_star(pairs: DataFrame) -> DataFrame:
    """A record and its smaller neighbours are hung on the smallest of these."""
    hung = pairs.select("a", "b", _over_a(sql.min("b")).alias("smallest"))
    own = hung.select("a", "smallest")
    others = hung.select("b", "smallest").where("b > smallest")
    return own.union(others).toDF("a", "b").distinct()


def _over_a(found: Column) -> Column:
    return found.over(Window.partitionBy("a"))


def kept(frame: DataFrame) -> DataFrame:
    """The rows themselves in place of the way to them, which would be gone again each time.

    They are kept on the machines that made them; or, where the session has a folder for
    checkpoints, there, and then a machine may fail.
    """
    lasting = frame.sparkSession.sparkContext.getCheckpointDir() is not None
    return frame.checkpoint() if lasting else frame.localCheckpoint()
