"""Claim: a name in Arabic is found among 50,000 in Latin letters, though no part of it was learned.

Invents persons out of name parts that the shipped model never saw (split by consonant skeleton, in
either script; see name_pairs/), writes a list of 50,000 in one script and looks in it for 2,000
names written in the other: half of them stand there, half are of other persons, relatives among
them. Prints for each method, in the same run: how often the right name comes first (of those that
stand there); the recall at precision 0.99 and 0.95 when the first is taken above a threshold; and
the processor time a pair. A name that stands there twice in the same letters counts as right
either way.

Peers: Jaro-Winkler after a plain letter table; token_sort_ratio after `arabic-name-romanizer`,
whose dictionary holds the very spellings of the test (and of the training) where it was their
source; `nomenklatura`'s comparison, too slow for all pairs, which is therefore only
asked to rank the right name among the 30 that the romanizer thinks likeliest. Peers that are not
installed are left out, and said to be. The last row is a ceiling: our weights, told of each part
which one it is. What it misses no comparison of names can find: two parts that several persons
share, a relative where the person does not stand.

Spellings are people's, not made by rule, where the index of `arabic-name-romanizer` is installed
(parts seen in it twice or more) and in by_hand.toml; the order of parts, left-out fathers, titles
and slips of the pen are by rule (name_pairs/persons.py).

    python benchmarks/names.py [--scripts arabic-latin] [--size 50000] [--seed 11]
    python benchmarks/names.py --pairs FILE.csv     two columns: one person's name, twice

With --pairs every second name's counterpart is withheld, so that precision can be told. Such files
stay outside: nothing of them is kept or printed.
"""

import argparse
import csv
import random
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from name_pairs.material import Spelt, attested, by_hand, split
from name_pairs.peers import jaro_winkler, nomenklatura_ranks, romanized
from name_pairs.persons import Namer, arabic, latin
from onrecord.names.bulk import NameTable, TablesCompared
from onrecord.names.model import NameModel
from onrecord.names.parts import Part
from onrecord.names.table import PartWeights

WRITERS = {"arabic": arabic, "latin": latin}
NEED_PARTS = {"(every part known)"}  # methods for invented names alone


class Search(Struct, frozen=True):
    """Names to look for, the list to look in, and where each stands in it (-1: nowhere).

    ``parts``: the parts that each name holds, asked and listed, where the names are invented.
    """

    asked: list[str]
    listed: list[str]
    where: NDArray[np.int64]
    parts: tuple[list[tuple[Spelt, ...]], list[tuple[Spelt, ...]]] | None = None


class Found(Struct, frozen=True):
    """What a method holds likeliest for each name asked for, and how sure it is; time in all."""

    first: NDArray[np.int64]
    score: NDArray[np.float64]
    pairs: int
    seconds: float


def invented(scripts: str, size: int, asked: int, seed: int) -> Search:
    """A search among persons invented from the parts that are tested."""
    dice = random.Random(seed)
    parts = split([*attested(), *by_hand()])["tested"]
    print(f"# {len(parts)} name parts, none learned, with {sum(len(p.latin) for p in parts)} "
          f"spellings, {sum(p.by_hand for p in parts)} of the parts by hand")  # fmt: skip
    people = Namer(parts, dice).people(size + asked // 2)
    left, right = (WRITERS[script] for script in scripts.split("-"))
    chosen = [*range(asked // 2), *range(size, size + asked // 2)]
    asked_for = [left(people[k], dice) for k in chosen]
    listed = [right(human, dice) for human in people[:size]]
    return Search(
        asked=[name.text for name in asked_for],
        listed=[name.text for name in listed],
        where=np.array([k if k < size else -1 for k in chosen]),
        parts=([name.parts for name in asked_for], [name.parts for name in listed]),
    )


def brought(path: Path) -> Search:
    """A search in a list from outside: the counterpart of every second name is withheld."""
    with path.open(encoding="utf-8-sig", newline="") as opened:
        rows = [row[:2] for row in csv.reader(opened) if len(row) >= 2 and all(row[:2])]
    listed = [right for k, (_, right) in enumerate(rows) if k % 2 == 0]
    where = np.array([k // 2 if k % 2 == 0 else -1 for k in range(len(rows))])
    return Search([left for left, _ in rows], listed, where)


def ours(search: Search) -> Found:
    """The shipped model over tables of names."""
    TablesCompared.of(NameTable.of(["Munir"]), NameTable.of(["منير"])).top(1)  # compile first
    both = TablesCompared.of(NameTable.of(search.asked), NameTable.of(search.listed))
    begun = time.process_time()
    found, score = both.top(1)
    seconds = time.process_time() - begun
    pairs = len(search.asked) * len(search.listed)
    return Found(found[:, 0].astype(np.int64), score[:, 0].astype(float), pairs, seconds)


def known(search: Search) -> Found:
    """The ceiling: the same weights, but told of every part, whatever its spelling, which it is."""
    assert search.parts is not None
    numbers: dict[tuple[str, str | None], int] = {}
    left, right = (_identified(chains, numbers) for chains in search.parts)
    # Both tables number parts alike, so that a part meets itself alone.
    n = len(numbers)
    held = np.bincount(right.members, minlength=n) / len(search.listed)
    both = TablesCompared(
        left=left,
        right=right,
        weights=PartWeights(
            starts=np.arange(n + 1),
            columns=np.arange(n, dtype=np.int32),
            weights=-np.log(np.maximum(held, 1e-5)).astype(np.float32),
        ),
        slopes=NameModel.shipped().slopes,
    )
    begun = time.process_time()
    found, score = both.top(1)
    pairs = len(search.asked) * len(search.listed)
    return Found(
        found[:, 0].astype(np.int64), score[:, 0].astype(float), pairs, time.process_time() - begun
    )


def _identified(
    chains: Sequence[tuple[Spelt, ...]], numbers: dict[tuple[str, str | None], int]
) -> NameTable:
    for chain in chains:
        for part in chain:
            numbers.setdefault((part.arabic, part.head), len(numbers))
    members = [numbers[part.arabic, part.head] for chain in chains for part in chain]
    every = tuple(Part(text=str(number), forms=()) for number in range(50_000))
    return NameTable(
        names=("",) * len(chains),
        parts=every,
        starts=np.cumsum([0, *map(len, chains)]),
        members=np.array(members, dtype=np.int32),
    )


METHODS: dict[str, tuple[str | None, Callable[[Search], Found]]] = {
    "onrecord": (None, ours),
    "Jaro-Winkler, letter table": (None, lambda s: Found(*jaro_winkler(s.asked, s.listed))),
    "romanizer, token sort": (
        "arabic_name_romanizer", lambda s: Found(*romanized(s.asked, s.listed))
    ),
    "nomenklatura, 30 to rank": (
        "nomenklatura", lambda s: Found(*nomenklatura_ranks(s.asked, s.listed, s.where))
    ),
    "(every part known)": (None, known),
}  # fmt: skip


def figures(search: Search, found: Found) -> tuple[float, ...]:
    """Share of right first answers, also of names of three parts and more; recall at 0.99, 0.95."""
    there = search.where >= 0
    texts = np.array([*search.listed, ""], dtype=object)
    right = there & (found.first >= 0) & (texts[found.first] == texts[search.where])
    order = np.argsort(-found.score, kind="stable")
    hits = np.cumsum(right[order])
    precision = hits / np.arange(1, len(order) + 1)
    recalls = [
        float(hits[precision >= floor].max(initial=0) / there.sum()) for floor in (0.99, 0.95)
    ]
    words = np.array([min(len(asked.split()), len(texts[at].split()))
                      for asked, at in zip(search.asked, search.where, strict=True)])  # fmt: skip
    long = there & (words > 2)
    return float(right[there].mean()), right[long].sum() / max(1, long.sum()), *recalls


def table(search: Search, methods: Sequence[str]) -> Iterator[str]:
    """One line a method."""
    yield f"# {len(search.asked)} names looked for among {len(search.listed)}"
    head = ("method", "top 1", "of 3+ words", "R at P 0.99", "R at P 0.95", "us a pair")
    yield "{:28} {:>7} {:>12} {:>12} {:>12} {:>10}".format(*head)
    for name in methods:
        needs, method = METHODS[name]
        if needs is not None and find_spec(needs) is None:
            yield f"{name:28} not installed ({needs})"
        elif name in NEED_PARTS and search.parts is None:
            continue
        else:
            found = method(search)
            top, long, strict, loose = figures(search, found)
            pace = found.seconds / max(1, found.pairs) * 1e6
            yield f"{name:28} {top:7.3f} {long:12.3f} {strict:12.3f} {loose:12.3f} {pace:10.3f}"
    if "onrecord" in methods:
        yield at_random(search)


def at_random(search: Search, pairs: int = 1_000_000) -> str:
    """The time of pairs in no order, as blocking may ask for them."""
    left, right = NameTable.of(search.asked), NameTable.of(search.listed)
    begun = time.process_time()
    both = TablesCompared.of(left, right)
    weighed = time.process_time() - begun
    dice = np.random.default_rng(0)
    i = dice.integers(0, len(search.asked), pairs).astype(np.int32)
    j = dice.integers(0, len(search.listed), pairs).astype(np.int32)
    both.log_odds(i[:1], j[:1])
    begun = time.process_time()
    both.log_odds(i, j)
    pace = (time.process_time() - begun) / pairs * 1e6
    return (f"# onrecord: {weighed:.1f} s to weigh {len(left.parts)} parts against "
            f"{len(right.parts)}, then {pace:.3f} us a pair drawn at random")  # fmt: skip


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--pairs", type=Path, help="a CSV file of two columns, from outside")
    options.add_argument("--scripts", default="arabic-latin", help="script asked in, script listed")
    options.add_argument("--size", type=int, default=50_000)
    options.add_argument("--asked", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=11)
    options.add_argument("--methods", default="", help="only methods so called")
    chosen = options.parse_args()
    if chosen.pairs:
        search = brought(chosen.pairs)
    else:
        search = invented(chosen.scripts, chosen.size, chosen.asked, chosen.seed)
    wanted = [m.strip() for m in chosen.methods.split(",")]
    for line in table(search, [m for m in METHODS if any(w in m for w in wanted)]):
        print(line, flush=True)


if __name__ == "__main__":
    main()
