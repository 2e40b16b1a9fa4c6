"""Claim: draws of who is who hold the true number of persons, and of people in all; one clustering
does not.

Populations of invented victims (`victim_lists.py`), each on four lists independently of one
another, are written down with all the damage that lists have, and linked without a label. Printed,
of so many populations of each kind:

- how often the true number of persons on the lists lies between the 2.5 % and 97.5 % quantiles of
  the draws; beside it, by how much the one clustering is off;
- how often the 95 % interval for everybody (on a list or not) holds the truth, by the model that
  describes these lists (Mt: independent lists of unequal reach): from the one clustering, from the
  draws, and, as the best that could be had, from the true matching;
- F1 of pairs, and of clusters that are exactly one person, of the one clustering;
- how many pairs 95 of 100 draws join and the one clustering leaves apart: page and draws agree
  where there are none;
- of the pairs whose draws join them in such a share, how many are one person; of the pairs given a
  chance, how many are, by the size of the population; and of the pairs in one cluster, how many
  are, by how their given names agree.

A population's figures differ by its seed alone. Seeds below 100 were used in tuning the draws;
those that are printed begin at 1000.

    python benchmarks/link_doubt.py [--populations 100] [--people 100,200,400,700] [--first 1000]
                                    [--kinds families,scripts] [--persons-only]
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from link_persons import BINS as CHANCES
from link_persons import clusters_agree, pairs_agree
from onrecord.link.engine.draws import Drawn, draw_clusterings
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.linkage import Linkage, link_table
from onrecord.link.engine.patterns import decoded
from onrecord.link.engine.table import Table, table_of
from onrecord.model.party import Record
from onrecord.stats import (
    Estimated,
    Histories,
    Result,
    closed_population,
    draws_of,
    from_cells,
    over_clusterings,
)
from victim_lists import FREE_OF_DUPLICATES, VictimLists, population_lists

Ints = NDArray[np.int64]
SHARES = {"families": 0.35, "scripts": 0.10}
DRAWS, ESTIMATED = 100, 25
MT = 1  # the second of Rcapture's family: one chance a list
NEARLY_ALL = 0.95
BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0001)
NAMED = ("same", "near", "unclear", "faint", "different")  # levels of given names


class Seen(Struct, frozen=True):
    """What one population showed."""

    true: int
    linked: int
    lowest: float
    highest: float
    holds: tuple[bool | None, ...]  # the interval for everybody: one clustering, draws, the truth
    widths: tuple[float, ...]
    joined: NDArray[np.float64]  # pairs by how often draws join them: (bins, 2) all, and right
    chances: NDArray[np.float64]  # pairs by chance: (bins, 3) all, and right, and added up
    alike: NDArray[np.float64]  # pairs in one person by their given names: (NAMED, 2) all, right
    f1: tuple[float, float]  # of pairs, of exact clusters
    opposed: int  # pairs that draws join and the one clustering does not
    seconds: tuple[float, float]  # CPU: linking, drawing


def linked(lists: VictimLists) -> tuple[Table, Linkage, Drawn, tuple[float, float]]:
    """The records that name somebody: table, linkage, draws, and the CPU seconds of both steps."""
    begun = time.process_time()
    table = table_of(_records(lists))
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists], np.bool_)
    found = link_table(table, free_of_duplicates=free)
    between = time.process_time()
    drawn = draw_clusterings(table, found, n_draws=DRAWS, seed=1, free_of_duplicates=free)
    ended = time.process_time()
    return table, found, drawn, (between - begun, ended - between)


def _records(lists: VictimLists) -> list[Record]:
    fields = ("list", "name", "given_name", "father_name", "family_name", "age", "sex", "place",
              "earliest", "latest")  # fmt: skip
    rows = zip(*(lists.columns[field] for field in fields), strict=True)
    return [
        Record(id=str(at), rendition=str(row[0]), list_name=str(row[0]), row=at, claims=(),
               name=row[1], given_name=row[2], father_name=row[3], family_name=row[4],
               age=row[5], sex=row[6], place=row[7], earliest=row[8], latest=row[9])
        for at, row in enumerate(rows)
    ]  # type: ignore[arg-type]  # fmt: skip


def overlaps(cluster: Ints, of_list: Ints) -> Histories:
    """The table of overlaps that a clustering of the records makes."""
    on = np.zeros((int(cluster.max()) + 1, int(of_list.max()) + 1), np.bool_)
    on[cluster, of_list] = True
    cells = Counter(map(tuple, on[on.any(axis=1)].tolist()))
    ordered = sorted(cells)
    return from_cells("ABCD", ordered, [cells[cell] for cell in ordered])


def interval(tables: Sequence[Histories]) -> tuple[float, float] | None:
    """The 95 % interval for everybody over the tables; None where there is none."""

    def independent(table: Histories) -> Result:
        return closed_population(table)[MT]

    result = over_clusterings(tables, independent) if len(tables) > 1 else independent(tables[0])
    if not isinstance(result, Estimated):
        return None
    drawn = draws_of(result, 4000, np.random.default_rng(1))
    if isinstance(drawn, str):
        return None
    lower, upper = np.quantile(drawn.people, (0.025, 0.975))
    return float(lower), float(upper)


def seen(people: int, seed: int, share: float, everybody: bool) -> Seen:
    """One population: made, linked, drawn, counted; and ``everybody`` estimated."""
    lists = population_lists(people, seed, share)
    table, found, drawn, seconds = linked(lists)
    cluster = found.cluster.astype(np.int64)
    named = np.array([at not in table.nameless for at in range(len(table))])
    clusters = [cluster]
    for row in drawn.cluster:
        moved = cluster.copy()
        moved[drawn.open] = row
        clusters.append(moved)
    counts = np.array([len(np.unique(one[named])) for one in clusters[1:]])
    lowest, highest = np.quantile(counts, (0.025, 0.975))
    tables = [overlaps(one[named], table.rendition[named]) for one in clusters]
    step = DRAWS // ESTIMATED
    asked = ([tables[0]], tables[1::step], [overlaps(lists.person[named], table.rendition[named])])
    intervals = [interval(one) if everybody else None for one in asked]
    return Seen(
        true=len(np.unique(lists.person[named])),
        linked=len(np.unique(cluster[named])),
        lowest=float(lowest),
        highest=float(highest),
        holds=tuple(None if i is None else i[0] <= people <= i[1] for i in intervals),
        widths=tuple(np.nan if i is None else (i[1] - i[0]) / people for i in intervals),
        joined=_joined(drawn, lists.person),
        chances=_chances(found, lists.person),
        alike=_by_given_name(found, lists.person),
        f1=(
            pairs_agree(cluster[named], lists.person[named])[2],
            clusters_agree(cluster[named], lists.person[named])[0],
        ),
        opposed=_opposed(drawn, cluster),
        seconds=seconds,
    )


def _together(drawn: Drawn) -> Counter[tuple[int, int]]:
    """Pairs of open records that any draw joins, and in how many."""
    pairs: Counter[tuple[int, int]] = Counter()
    for row in drawn.cluster:
        order = np.argsort(row, kind="stable")
        for step in range(1, 6):
            same = row[order][step:] == row[order][:-step]
            ends = zip(order[:-step][same].tolist(), order[step:][same].tolist(), strict=True)
            pairs.update(ends)
    return pairs


def _joined(drawn: Drawn, person: Ints) -> NDArray[np.float64]:
    """Pairs of open records that any draw joins: by the share of draws, all and right."""
    made = np.zeros((len(BINS) - 1, 2))
    for (a, b), n in _together(drawn).items():
        at = int(np.searchsorted(BINS, n / len(drawn), side="right")) - 1
        right = person[drawn.open[a]] == person[drawn.open[b]]
        made[at] += (1.0, float(right))
    return made


def _opposed(drawn: Drawn, cluster: Ints) -> int:
    """How many pairs nearly all draws join and the one clustering leaves apart."""
    held = cluster[drawn.open]
    often = (pair for pair, n in _together(drawn).items() if n >= NEARLY_ALL * len(drawn))
    return sum(int(held[a] != held[b]) for a, b in often)


def _chances(found: Linkage, person: Ints) -> NDArray[np.float64]:
    """By chance: pairs, those that are one person, and their chances added up."""
    right = person[found.compared.left] == person[found.compared.right]
    inside = np.digitize(found.same, CHANCES)
    columns = (np.ones(len(right)), right.astype(np.float64), found.same)
    counts = [np.bincount(inside, column, len(CHANCES) + 1) for column in columns]
    return np.stack(counts, axis=1)[1 : len(CHANCES)]


def _by_given_name(found: Linkage, person: Ints) -> NDArray[np.float64]:
    """Pairs of one cluster by how their given names agree: all, and those that are one person."""
    left, right = found.compared.left, found.compared.right
    level = decoded(found.compared.pattern)[:, list(COMPARISONS).index("given name")]
    joined = (found.cluster[left] == found.cluster[right]) & (level > 0)
    names = [name.split(" (")[0] for name in COMPARISONS["given name"]]
    which = np.array([NAMED.index(name) for name in names])[level[joined] - 1]
    one = (person[left] == person[right])[joined].astype(np.float64)
    return np.stack([np.bincount(which, w, len(NAMED)) for w in (np.ones(len(one)), one)], axis=1)


def _row(kind: str, people: int, found: Sequence[Seen]) -> str:
    n = len(found)
    held = sum(one.lowest <= one.true <= one.highest for one in found)
    off = np.mean([one.linked / one.true - 1 for one in found])
    width = np.mean([(one.highest - one.lowest) / one.true for one in found])
    each = [[one.holds[k] for one in found] for k in range(3)]
    counted = [f"{sum(bool(h) for h in held_):3d}/{n}" for held_ in each]
    widths = [float(np.median([one.widths[k] for one in found])) for k in range(3)]
    everybody = [
        f"{c} {w:6.1%}" if np.isfinite(w) else "not made"
        for c, w in zip(counted, widths, strict=True)
    ]
    pairs, exact = np.mean([one.f1 for one in found], axis=0)
    linking, drawing = np.median([one.seconds for one in found], axis=0)
    return (
        f"{kind:9} {people:7,} {held:4d}/{n} {width:6.1%} {off:+8.1%} "
        f"{pairs:6.3f} {exact:6.3f} "
        f"{sum(one.opposed for one in found):7d}   "
        + "  ".join(everybody)
        + f"  {linking:6.1f} {drawing:6.1f}"
    )


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--populations", type=int, default=100)
    options.add_argument("--people", default="100,200,400,700")
    options.add_argument("--first", type=int, default=1000)
    options.add_argument("--kinds", default="families,scripts")
    options.add_argument("--persons-only", action="store_true", help="leave out everybody")
    asked = options.parse_args()
    print(__doc__)
    print(
        "                  persons on lists        one clustering          "
        "everybody, 95 %: holds, width\n"
        "kind       people   draws  width   linked     F1  exact opposed   one clustering  "
        "draws    true matching   link s draw s"
    )
    joined, alike = np.zeros((len(BINS) - 1, 2)), np.zeros((len(NAMED), 2))
    chances: dict[str, NDArray[np.float64]] = {}
    for kind in asked.kinds.split(","):
        for people in (int(n) for n in asked.people.split(",")):
            found = []
            for seed in range(asked.first, asked.first + asked.populations):
                found.append(seen(people, seed, SHARES[kind], not asked.persons_only))
                print(f"\r{kind} {people} {len(found)}", end="", file=sys.stderr)
            print("\r", end="", file=sys.stderr)
            print(_row(kind, people, found), flush=True)
            joined += sum(one.joined for one in found)
            chances[f"{kind} {people:,}"] = sum(one.chances for one in found)
            alike += sum(one.alike for one in found)
    print("\nshare of draws that join a pair   pairs   one person")
    for low, high, (n, right) in zip(BINS[:-1], BINS[1:], joined, strict=True):
        print(f"{low:.1f} to {min(high, 1.0):.1f} {n:28,.0f} {right / max(1.0, n):10.3f}")

    print("\ngiven names of pairs in one cluster   pairs   one person")
    for name, (n, right) in zip(NAMED, alike, strict=True):
        print(f"{name:10} {n:32,.0f} {right / max(1.0, n):10.3f}")

    print("\nof the pairs given a chance, the share that is one person's (mean chance, pairs)")
    for kind, shown in chances.items():
        print(f"{kind:17} " + "  ".join(
            f"{right / n:.3f} ({added / n:.3f}, {n:.0f})" for n, right, added in shown if n
        ))  # fmt: skip


if __name__ == "__main__":
    main()
