"""The linkage of a table on Spark: the same functions on many machines, the same clusters.

What the driver holds is the table, the patterns with their counts, and the answer. The pairs that
blocking finds, tens of times as many as the records, are made, compared and forgotten by the
workers: records are keyed part by part, all positions of a key meet in one place, pairs found by
several keys are made one, and each is compared once. What was seen is counted by pattern; from that
the weights are learned as they are on one machine. Then each component of the pairs that speak for
joining is settled by the worker that it falls to.

The pairs that are not hopeless, some ten times as many as the records, are part of the answer and
come to the driver in the end. What judged pairs teach is learned and applied there.
"""

from collections.abc import Callable, Iterator
from functools import partial
from math import ceil
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
from msgspec import Struct, structs
from numpy.typing import NDArray
from pyspark import Accumulator, AccumulatorParam, SparkFiles
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as sql

from onrecord.link.engine import spark_work as work
from onrecord.link.engine.candidates import in_order, own_list
from onrecord.link.engine.kept import Kept
from onrecord.link.engine.levels import Comparer
from onrecord.link.engine.linkage import (
    Compared,
    Judged,
    Linkage,
    taught,
)
from onrecord.link.engine.patterns import Patterns
from onrecord.link.engine.sieve import sieve_of
from onrecord.link.engine.spark_carried import Carried, write
from onrecord.link.engine.spark_rows import Batches, brought
from onrecord.link.engine.spark_session import spark_session
from onrecord.link.engine.spark_tangles import components, kept
from onrecord.link.engine.substitutes import (
    N_CELLS,
    Substitutes,
    Tally,
    added_up,
    moved_each,
    usual_by_cell,
)
from onrecord.link.engine.table import Table
from onrecord.link.engine.training import Trained, learn

Ints = NDArray[np.int32]
Rows = Callable[[Batches], Iterator[pa.RecordBatch]]
_A_PART = 100_000  # records whose keys, and what they meet, one worker holds at a time


def link_table_on_spark(
    table: Table,
    *,
    free_of_duplicates: NDArray[np.bool_] | None = None,
    judged: Judged | None = None,
    threshold: float | None = None,
    kept: Kept | None = None,
) -> Linkage:
    """As `linkage.link_table`, on the machines of spark-submit or else on this one's cores.

    Raises
    ------
    ExtraMissing : there is no Java, or none that can run Spark
    """
    with spark_session() as session:
        return Spark(session)(
            table, free_of_duplicates=free_of_duplicates, judged=judged, threshold=threshold,
            kept=kept,
        )  # fmt: skip


class Spark(Struct, frozen=True):
    """Links tables on the machines of a session that is running."""

    session: SparkSession

    def __call__(
        self,
        table: Table,
        *,
        free_of_duplicates: NDArray[np.bool_] | None = None,
        judged: Judged | None = None,
        threshold: float | None = None,
        kept: Kept | None = None,
    ) -> Linkage:
        """As `linkage.link_table`; the same settings give the same clusters and chances."""
        free = (
            np.zeros(len(table.lists), np.bool_)
            if free_of_duplicates is None
            else free_of_duplicates
        )
        own = own_list(table, free)
        carried = Carried(
            table=table, compare=Comparer(table), own_list=own, judged=judged,
            sieve=sieve_of(table, own),
        )  # fmt: skip
        # Spark gives a file to each machine that joins, and deletes this folder when it ends.
        path = Path(SparkFiles.getRootDirectory()) / f"{uuid4()}.carried"
        write(carried, path)
        self.session.sparkContext.addFile(str(path))
        linked = _Linking(self.session, carried, path.name).linked(threshold, kept)
        return taught(linked, table, carried.compare, judged, carried.own_list, threshold, kept)


class _Linking:
    """One table on its way through Spark."""

    def __init__(self, session: SparkSession, carried: Carried, name: str) -> None:
        self._session = session
        self._carried = carried
        self._name = name
        self._n = len(carried.table)
        at_once = session.sparkContext.defaultParallelism
        self._parts = max(2 * at_once, ceil(self._n / _A_PART))
        self._crowded: Accumulator[work.Blocks] = session.sparkContext.accumulator(
            frozenset(), _Together()
        )

    def linked(self, threshold: float | None, weights: Kept | None) -> Linkage:
        compared = self._compared().persist()
        patterns = _patterns(compared)
        n_met, n_aside = int(patterns.counts.sum()), _set_aside(compared)
        carried = self._carried
        trained = (
            learn(carried.table, carried.compare, carried.own_list, patterns)
            if weights is None
            else weights.trained
        )
        looked_at = _mapped(
            compared.where(sql.col("left") >= 0), partial(work.hopeful_rows, trained), work.COMPARED
        )
        reads_off = trained.of_many and (weights is None or weights.reads_off)
        substitutes = self._substitutes(looked_at, trained) if reads_off else None
        pairs = _mapped(
            looked_at,
            partial(work.weighed_rows, self._name, trained, substitutes),
            work.WEIGHED,
        )
        pairs = kept(pairs)
        compared.unpersist()
        least = trained.threshold if threshold is None else threshold
        cluster, added = self._settled(pairs, trained, substitutes, least)
        pairs = pairs.union(added)
        return _linkage(
            pairs, cluster, structs.replace(trained, threshold=least), substitutes, least,
            (n_met - n_aside, n_met), self._crowded.value,
        )  # fmt: skip

    def _substitutes(self, pairs: DataFrame, trained: Trained) -> Substitutes:
        """What the lists write for one another, tallied where the pairs are."""
        cells = _mapped(pairs, partial(work.cell_rows, self._name, trained), work.CELLS)
        cell, *sums = brought(cells.groupBy("cell").agg(sql.sum("same"), sql.sum("pairs")))
        of_cells = np.zeros((2, N_CELLS))
        of_cells[:, cell] = sums
        usual = usual_by_cell(*of_cells)
        rows = _mapped(pairs, partial(work.tally_rows, self._name, trained, usual), work.TALLY)
        whole = rows.groupBy("code").agg(sql.sum("same"), sql.sum("usual"), sql.sum("pairs"))
        tally, _ = added_up([Tally(*brought(whole))])
        return Substitutes.that_move(tally.code, moved_each(tally))

    def _compared(self) -> DataFrame:
        """Every pair that shares a key, once, with its pattern."""
        records = self._session.range(0, self._n, 1, self._parts)
        keyed = _mapped(records, partial(work.keyed_rows, self._name), work.KEYED)
        met = _mapped(
            keyed.repartition(self._parts, "rule", "key"),
            partial(work.met_rows, self._name, self._crowded), work.MET,
        )  # fmt: skip
        pairs = met.repartition(self._parts, "pair").distinct()
        return _mapped(pairs, partial(work.compared_rows, self._name), work.COMPARED)

    def _settled(
        self,
        pairs: DataFrame,
        trained: Trained,
        substitutes: Substitutes | None,
        threshold: float,
    ) -> tuple[Ints, DataFrame]:
        """The cluster of each record at one threshold, and the pairs that closing added."""
        joining = _mapped(pairs, partial(work.joining_rows, threshold), work.JOINING)
        joined = self._judged_same()
        component = kept(components(joining.union(joined)))
        marks = joined.select(
            sql.col("b").alias("left"), sql.col("a").alias("right"),
            sql.lit(work.NO_PAIR).cast("long").alias("pattern"),
            sql.lit(0.0).alias("same"), sql.lit(0.0).alias("co_victim"),
        )  # fmt: skip
        within = (
            pairs.union(marks)
            .join(component.toDF("left", "component"), "left")
            .join(component.toDF("right", "its_component"), "right")
            .where("component = its_component")
            .repartition(self._parts, "component")
            .select("left", "right", "pattern", "same", "co_victim")
        )
        settled = kept(
            _mapped(
                within,
                partial(work.settled_rows, self._name, trained, substitutes, threshold),
                work.SETTLED,
            )
        )
        cluster = np.arange(self._n, dtype=np.int32)
        at, named = brought(settled.where("position is not null").select("position", "cluster"))
        cluster[at] = named
        added = settled.where("position is null")
        return cluster, added.select("left", "right", "pattern", "same", "co_victim")

    def _judged_same(self) -> DataFrame:
        """The pairs (a, b), a > b, that somebody judged the same."""
        none, judged = np.zeros(0, np.int32), self._carried.judged
        left, right = (judged.left, judged.right) if judged else (none, none)
        same = judged.same if judged else none.astype(np.bool_)
        a, b = np.maximum(left, right)[same], np.minimum(left, right)[same]
        rows = pa.table({"a": a.astype(np.int32), "b": b.astype(np.int32)})
        return self._session.createDataFrame(rows)


class _Together(AccumulatorParam[work.Blocks]):
    """Blocks that several workers gave up; a worker that was asked twice tells them twice."""

    def zero(self, value: work.Blocks) -> work.Blocks:
        return frozenset()

    def addInPlace(self, value1: work.Blocks, value2: work.Blocks) -> work.Blocks:  # noqa: N802
        return value1 | value2


def _mapped(frame: DataFrame, rows: Rows, form: str) -> DataFrame:
    return frame.mapInArrow(rows, form)


def _patterns(compared: DataFrame) -> Patterns:
    codes, counts = brought(compared.groupBy("pattern").agg(sql.sum("pairs")))
    order = np.argsort(codes)
    return Patterns(codes[order], counts[order].astype(np.float64))


def _set_aside(compared: DataFrame) -> int:
    """For how many pairs those stand that were set aside."""
    of_them = compared.where(sql.col("left") == work.SET_ASIDE)
    (counts,) = brought(of_them.agg(sql.coalesce(sql.sum("pairs"), sql.lit(0))))
    return int(counts[0])


def _linkage(
    pairs: DataFrame,
    cluster: Ints,
    trained: Trained,
    substitutes: Substitutes | None,
    threshold: float,
    counted: tuple[int, int],
    crowded: work.Blocks,
) -> Linkage:
    left, right, pattern, same, co_victim = brought(pairs)
    order = np.lexsort((right, left))
    return Linkage(
        compared=Compared(left[order], right[order], pattern[order]),
        same=same[order], co_victim=co_victim[order], cluster=cluster, trained=trained,
        threshold=threshold, n_candidates=counted[0], n_met=counted[1],
        substitutes=substitutes,
        crowded=in_order(np.array(block, np.int32) for block in crowded),
    )  # fmt: skip
