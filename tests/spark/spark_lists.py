"""Generated lists as tables, and what makes two linkages the same."""

import sys
from pathlib import Path

import numpy as np
from msgspec import Struct

from onrecord.link.engine.linkage import Linkage
from onrecord.link.engine.table import Table, table_of
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import COLUMNS, FREE_OF_DUPLICATES, victim_lists


class Lists(Struct, frozen=True):
    """A table, which of its lists hold nobody twice, and which person each record speaks of."""

    table: Table
    free: np.ndarray
    person: np.ndarray


def generated(n: int, seed: int) -> Lists:
    made = victim_lists(n, seed)
    table = table_of(
        [
            Record(id=str(i), rendition=str(li), list_name=str(li), row=1, claims=(), name=na,
                   given_name=gi, father_name=fa, family_name=fm, age=ag, sex=se, place=pl,
                   earliest=ea, latest=la)
            for i, li, na, gi, fa, fm, ag, se, pl, ea, la in zip(
                *(made.columns[name] for name in COLUMNS), strict=True
            )
        ]
    )  # type: ignore[arg-type]  # fmt: skip
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists], np.bool_)
    return Lists(table, free, made.person)


def record(at: int, **said: object) -> Record:
    return Record(id=f"r{at:06}", rendition="list", list_name="list", row=at, claims=(), **said)  # type: ignore[arg-type]


def assert_the_same(found: Linkage, wanted: Linkage) -> None:
    """Every pair with its pattern and chances, every cluster, and how they came about."""
    for side in ("left", "right", "pattern"):
        np.testing.assert_array_equal(
            getattr(found.compared, side), getattr(wanted.compared, side), side
        )
    np.testing.assert_array_equal(found.cluster, wanted.cluster)
    np.testing.assert_array_equal(found.same, wanted.same)
    np.testing.assert_array_equal(found.co_victim, wanted.co_victim)
    assert (found.n_candidates, found.threshold) == (wanted.n_candidates, wanted.threshold)
    assert found.trained.learned == wanted.trained.learned
    assert given_up(found) == given_up(wanted)


def given_up(linkage: Linkage) -> list[list[int]]:
    return [block.tolist() for block in linkage.crowded]
