"""Claim: where the number of people is known, which intervals at 95 % hold it, and which fail.

Simulated populations of 2,000 people, settings and seeds fixed (``stats_populations``). Prints
one row a method and setting as Markdown: how often the nominal 95 % interval holds the truth, the
median error, the median width; a method fails, and is set in bold, where its interval holds the
truth in fewer than four of five populations.

    python benchmarks/stats_recovery.py [--small] [--populations 24] [--methods NAME,NAME]
    ONRECORD_R_LIB=FOLDER python benchmarks/stats_recovery.py [--folder FOLDER] [--peers NAME,NAME]

Each figure is written to --folder as soon as it is made; the same command goes on where it was
stopped, ``--print`` shows what is there, and another folder starts anew. A peer's table that takes
more than --limit CPU seconds is given up, and counted as given up.
"""

import argparse
import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from onrecord.stats.methods import methods_for
from stats_figures import (
    LIBRARY,
    RECOMMENDED,
    Figure,
    one_of_ours,
    run_peer,
    stored,
)
from stats_kept import Kept
from stats_populations import PEOPLE, SETTINGS, Population, populations

# Quick ones first; those at the end may take minutes a population of five lists.
PEERS = (
    "rcapture-independence",
    "rcapture-chao",
    "lcmcr",
    "dga",
    "sparsemse",
    "rcapture-bic",
    "mse-bic",
)
STUDY = "recovery"
FOLDER = Path(__file__).resolve().parents[1] / "out" / "recovery"
FAILS_BELOW = 0.8
SMALL = 4
QUICK = ("chao", "log-linear-average", RECOMMENDED)


def drawn(count: int) -> list[Population]:
    """So many populations of every setting, the first of each before the second of any."""
    by_setting = [list(populations(setting, count)) for setting in SETTINGS]
    return [one for together in zip(*by_setting, strict=True) for one in together]


def of_ours(
    found: Sequence[Population], methods: Sequence[str], done: Kept | frozenset[tuple[str, str]]
) -> Iterator[Figure]:
    """Our methods, one after another on each population that they take."""
    for one in found:
        say(one.name)
        for name in methods:
            if (name, one.name) not in done and name in methods_for(one.table.n_lists):
                yield one_of_ours(one.name, one.table, name)


def of_peers(
    found: Sequence[Population], peers: Sequence[str], done: Kept, library: str, limit: int
) -> Iterator[Figure]:
    """The peers in R, all of them on a population before the next."""
    for one in found:
        for name in peers:
            if (name, one.name) not in done:
                say(f"{name} on {one.name}")
                yield from run_peer(name, {one.name: one.table}, library, limit)


def say(what: str) -> None:
    """Say on the standard error what is being done."""
    print(f"{what} …", file=sys.stderr, flush=True)


def cell(figures: Sequence[Figure]) -> str:
    """Coverage, median error and width of one method in one setting; bold where it fails."""
    told = [one for one in figures if one.estimate is not None]
    if not told:
        return f"none of {len(figures)}"
    bounded = [one for one in told if one.lower is not None]
    error = statistics.median((one.estimate or 0) / PEOPLE - 1 for one in told)
    if not bounded:
        return f"withheld, {error:+.0%}"
    held = [
        (one.lower or 0) < PEOPLE + 1 and (one.upper is None or one.upper > PEOPLE - 1)
        for one in bounded
    ]
    share = sum(held) / len(held)
    widths = [one.upper - (one.lower or 0) for one in bounded if one.upper is not None]
    width = f"{statistics.median(widths):,.0f}" if widths else "no end"
    left_out = f" ({len(bounded)} of {len(figures)})" if len(bounded) < len(figures) else ""
    words = f"{share:.0%}, {error:+.0%}, {width}{left_out}"
    return f"**{words}**" if share < FAILS_BELOW else words


def print_table(found: Sequence[Population], figures: Iterable[Figure], by: str) -> None:
    """One row a setting, one column a method."""
    setting = {one.name: one.setting for one in found}
    cells: dict[str, dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    made_by: dict[str, str] = {}
    for one in figures:
        if one.case in setting:
            cells[one.method][setting[one.case]].append(one)
            if one.estimate is not None:
                made_by[one.method] = one.by
    heads = [name if by == "ours" else f"{name} ({made_by.get(name, 'R')})" for name in cells]
    print(f"\n| setting ({by}) | " + " | ".join(heads) + " |")
    print("|---|" + "---|" * len(heads))
    most = max((len(some) for rows in cells.values() for some in rows.values()), default=0)
    for one_setting in SETTINGS:
        row = [
            cell(rows[one_setting.name]) + fewer(len(rows[one_setting.name]), most)
            if one_setting.name in rows
            else "–"
            for rows in cells.values()
        ]
        print(f"| {one_setting.name} | " + " | ".join(row) + " |")


def fewer(count: int, most: int) -> str:
    """How many populations stand behind a cell, where not all do."""
    return "" if count == most else f" [{count} run]"


def figures_of(
    found: Sequence[Population], options: argparse.Namespace
) -> tuple[list[Figure], list[Figure]]:
    """Ours and the peers', made or read as the options say."""
    library = os.environ.get(LIBRARY)
    names = QUICK if options.small else methods_for(max(one.table.n_lists for one in found))
    methods = options.methods.split(",") if options.methods else names
    peers = options.peers.split(",") if options.peers else PEERS
    small = [one for one in found if one.table.n_lists <= options.most_lists]
    if options.small:
        return list(of_ours(found, methods, frozenset())), []
    kept = Kept(options.folder)
    try:
        if not options.print:
            kept.keep(of_ours(found, methods, kept))
        if not options.print and library is not None:
            kept.keep(of_peers(small, peers, kept, library, options.limit))
    except KeyboardInterrupt:
        say(f"stopped; {len(kept.figures)} figures are in {options.folder}, the same call goes on")
    mine = [one for one in kept.figures.values() if one.by == "onrecord"]
    theirs = [one for one in kept.figures.values() if one.by != "onrecord"]
    # Where a peer was not run here on a population, what an earlier run gave stands.
    return mine, theirs + [one for one in stored(STUDY) if (one.method, one.case) not in kept]


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--small", action="store_true", help="a few populations, quick methods")
    asked.add_argument("--populations", type=int, default=24, help="of each setting")
    asked.add_argument("--methods", help="ours, by name; all by default")
    asked.add_argument("--peers", help="peers in R, by name; all by default")
    asked.add_argument(
        "--folder", type=Path, default=FOLDER, help="figures are kept there, and read from there"
    )
    asked.add_argument("--print", action="store_true", help="run nothing, show the folder")
    asked.add_argument("--limit", type=int, default=300, help="CPU seconds of a peer on a table")
    asked.add_argument("--most-lists", type=int, default=8, help="of a table that a peer is run on")
    options = asked.parse_args()
    found = drawn(SMALL if options.small else options.populations)
    ours, theirs = figures_of(found, options)
    print("Each cell: how often the interval holds the truth, median error, median width.")
    print_table(found, ours, "ours")
    if theirs:
        print_table(found, theirs, "peers")


if __name__ == "__main__":
    main()
