"""What the workers do, with the functions of the local engine: rows in, rows out.

Each function takes the name of what is carried to every worker (see `spark_carried.py`) and the
batches of one partition.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark import Accumulator

from onrecord.link.engine.blocks import Codes, Keys, Met, Positions, distinct, meetings
from onrecord.link.engine.candidates import LARGEST_BLOCK, keyed_by_rule, pairs_of
from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.levels import Levels
from onrecord.link.engine.linkage import Compared, Judged, gains, hopeful, settled
from onrecord.link.engine.patterns import counted, encoded
from onrecord.link.engine.sieve import CROWD
from onrecord.link.engine.spark_carried import Carried, carried, taken
from onrecord.link.engine.spark_rows import Batches, columns, in_portions, rows, whole
from onrecord.link.engine.substitutes import (
    Substitutes,
    by_cell,
    chances_by,
    tallied,
    written_by,
)
from onrecord.link.engine.training import Trained, kinds_of

Ints = NDArray[np.int32]
Floats = NDArray[np.float64]
Blocks = frozenset[tuple[int, ...]]

AT_ONCE = 250_000  # pairs that a worker compares at a time
SET_ASIDE = -2  # in place of a position, where a row stands for pairs that are learned from alone
NO_PAIR = -1  # in place of a position, where a row counts pairs; in place of a pattern, a judgement

KEYED = "rule byte, key long, position int"
MET = "pair long"
COMPARED = "left int, right int, pattern long, pairs long"
WEIGHED = "left int, right int, pattern long, same double, co_victim double"
CELLS = "cell int, same double, pairs double"
TALLY = "code long, same double, usual double, pairs double"
JOINING = "a int, b int"
SETTLED = f"position int, cluster int, {WEIGHED}"


def keyed_rows(name: str, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Positions of records to the keys by which they are looked for, by rule."""
    table = carried(name).table
    for batch in batches:
        (at,) = columns(batch)
        for rule, (positions, keys, _) in enumerate(keyed_by_rule(taken(table, at))):
            if len(positions):
                rules = np.full(len(positions), rule, np.int8)
                yield rows(KEYED, rules, keys.view(np.int64), at[positions].astype(np.int32))


def met_rows(name: str, crowded: Accumulator[Blocks], batches: Batches) -> Iterator[pa.RecordBatch]:
    """Keys, all positions of each in one partition, to the pairs that share one and pass.

    Of a pair that is set aside ``~code`` is given. ``crowded`` gains the blocks that were given up.
    """
    rules, keys, positions = whole(batches, 3)
    within = carried(name)
    for rule in np.unique(rules).tolist():
        of_rule = rules == rule
        found = _met(within, rule, positions[of_rule], keys[of_rule].view(np.uint64))
        if found.crowded:
            blocks = (tuple(np.unique(block).tolist()) for block in found.crowded)
            crowded.add(frozenset(blocks))
        yield rows(MET, np.concatenate([distinct(found.passed), ~distinct(found.aside)]))


def _met(within: Carried, rule: int, positions: Positions, keys: Keys) -> Met:
    _, which, sizes = np.unique(keys, return_inverse=True, return_counts=True)
    large = sizes[which] > CROWD
    found = meetings(positions[~large], keys[~large], (), within.sieve, LARGEST_BLOCK)
    if not large.any():
        return found
    members, local = np.unique(positions[large], return_inverse=True)
    finer = [fields for *_, fields in keyed_by_rule(taken(within.table, members))][rule]
    more = meetings(
        local.astype(np.int32), keys[large], finer,
        within.sieve._replace(rows=within.sieve.rows[members]), LARGEST_BLOCK,
    )  # fmt: skip

    def whole(codes: Codes) -> Codes:
        left, right = pairs_of(codes, len(members))
        return members[left].astype(np.int64) * len(within.table) + members[right]

    found.add(
        Met(
            [whole(codes) for codes in more.passed], [whole(codes) for codes in more.aside],
            [members[block] for block in more.crowded],
        )
    )  # fmt: skip
    return found


def compared_rows(name: str, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Pairs to the patterns that they show; those that are hopeless are counted and forgotten.

    So are those that were set aside, each as many times as it is worth.
    """
    within = carried(name)
    n = len(within.table)
    for (codes,) in in_portions(batches, AT_ONCE):
        left, right = pairs_of(codes[codes >= 0], n)
        shown = encoded(within.compare(left, right))
        patterns, where = counted(shown)
        good = hopeful(patterns.codes)
        kept = good[where]
        one = np.ones(int(kept.sum()), np.int64)
        yield rows(COMPARED, left[kept], right[kept], shown[kept], one)
        yield _forgotten(patterns.codes[~good], patterns.counts[~good], NO_PAIR)
        aside, _ = counted(encoded(within.compare(*pairs_of(~codes[codes < 0], n))))
        yield _forgotten(aside.codes, aside.counts * within.sieve.worth, SET_ASIDE)


def _forgotten(patterns: Codes, counts: NDArray[np.float64], mark: int) -> pa.RecordBatch:
    nowhere = np.full(len(patterns), mark, np.int32)
    return rows(COMPARED, nowhere, nowhere, patterns, counts.astype(np.int64))


def hopeful_rows(trained: Trained, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Pairs to those that are not hopeless by what was learned."""
    for left, right, pattern, n in in_portions(batches, AT_ONCE):
        patterns, where = counted(pattern)
        good = hopeful(patterns.codes, trained)[where]
        yield rows(COMPARED, left[good], right[good], pattern[good], n[good])


def cell_rows(name: str, trained: Trained, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Pairs to those that show two values, by their levels: of one person, and all."""
    table = carried(name).table
    for left, right, pattern, _ in in_portions(batches, AT_ONCE):
        same = kinds_of(pattern, trained.mixture)[:, SAME]
        of_cells = by_cell(written_by(table, left, right, pattern), same)
        cells = np.flatnonzero(of_cells[1])
        yield rows(CELLS, cells.astype(np.int32), *of_cells[:, cells])


def tally_rows(
    name: str, trained: Trained, usual: Floats, batches: Batches
) -> Iterator[pa.RecordBatch]:
    """Pairs to the values that they show, tallied (`substitutes.Tally`)."""
    table = carried(name).table
    for left, right, pattern, _ in in_portions(batches, AT_ONCE):
        same = kinds_of(pattern, trained.mixture)[:, SAME]
        yield rows(TALLY, *tallied(written_by(table, left, right, pattern), same, usual))


def weighed_rows(
    name: str, trained: Trained, substitutes: Substitutes | None, batches: Batches
) -> Iterator[pa.RecordBatch]:
    """Pairs to their chances."""
    chances = chances_by(carried(name).table, trained.mixture, substitutes)
    for batch in batches:
        left, right, pattern, _ = columns(batch)
        chance = chances(left, right, pattern)
        yield rows(WEIGHED, left, right, pattern, chance[:, SAME], chance[:, CO_VICTIM])


def joining_rows(threshold: float, batches: Batches) -> Iterator[pa.RecordBatch]:
    """Pairs to those that speak for joining, the larger position first."""
    for batch in batches:
        left, right, _, same, _ = columns(batch)
        joining = gains(same, threshold) > 0
        yield rows(JOINING, right[joining], left[joining])


def settled_rows(
    name: str,
    trained: Trained,
    substitutes: Substitutes | None,
    threshold: float,
    batches: Batches,
) -> Iterator[pa.RecordBatch]:
    """Pairs, all of a component in one partition, to clusters and to the pairs that closing added.

    A row has either a position with its cluster, or a pair with its pattern and chances.
    """
    left, right, pattern, same, co_victim = whole(batches, 5)
    if not len(left):
        return
    within = carried(name)
    members, local = np.unique(np.concatenate([left, right]), return_inverse=True)
    one, other = np.split(local.astype(np.int32), 2)
    told = np.lexsort((other, one))
    told = told[pattern[told] != NO_PAIR]
    pairs = Compared(one[told], other[told], pattern[told])

    def compare(some: Ints, others: Ints) -> Levels:
        return within.compare(members[some], members[others])

    known = chances_by(within.table, trained.mixture, substitutes)

    def chances(some: Ints, others: Ints, shown: Codes) -> Floats:
        return known(members[some], members[others], shown)

    closed, chance, cluster = settled(
        compare, pairs, np.column_stack([same[told], co_victim[told]]), chances, threshold,
        _judged_among(members, within.judged), within.own_list[members],
    )  # fmt: skip
    yield rows(SETTLED, members, members[cluster], *[None] * 5)
    m = np.int64(len(members))
    added = ~np.isin(closed.left * m + closed.right, pairs.left * m + pairs.right)
    yield rows(
        SETTLED, None, None, members[closed.left[added]], members[closed.right[added]],
        closed.pattern[added], chance[added, SAME], chance[added, CO_VICTIM],
    )  # fmt: skip


def _judged_among(members: Ints, judged: Judged | None) -> Judged | None:
    """The judged pairs of some records, by their places among them, in the same order."""
    if judged is None:
        return None
    here = np.isin(judged.left, members) & np.isin(judged.right, members)
    sides = (np.searchsorted(members, side[here]) for side in (judged.left, judged.right))
    left, right = (side.astype(np.int32) for side in sides)
    unsure = None if judged.unsure is None else judged.unsure[here]
    return Judged(left, right, judged.same[here], unsure)
