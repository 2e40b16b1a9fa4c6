"""Claim: where the number of people is known, which intervals at 95 % hold it, and which fail.

Simulated populations of 2,000 people, settings and seeds fixed (``stats_populations``). Prints
one row a method and setting as Markdown: how often the nominal 95 % interval holds the truth, the
median error, the median width; a method fails, and is set in bold, where its interval holds the
truth in fewer than four of five populations.

    python benchmarks/stats_recovery.py [--small] [--populations 24] [--methods NAME,NAME]
"""

import argparse
import statistics
import sys
from collections import defaultdict
from collections.abc import Sequence

from stats_figures import Figure, ours, peers
from stats_populations import PEOPLE, SETTINGS, Population, populations

PEERS = ("lcmcr", "dga", "rcapture-independence", "rcapture-chao", "sparsemse")
STUDY = "recovery"
FAILS_BELOW = 0.8
SMALL = 4
QUICK = ("chao", "log-linear-average", "recommended")


def drawn(count: int) -> list[Population]:
    """So many populations of every setting."""
    return [one for setting in SETTINGS for one in populations(setting, count)]


def figures_of(
    found: Sequence[Population], methods: Sequence[str] | None, with_peers: bool
) -> list[Figure]:
    """Ours on every population, and the peers' on those that they were run on."""
    figures = []
    for one in found:
        print(f"{one.name} …", file=sys.stderr, flush=True)
        figures += ours(one.name, one.table, methods)
    if with_peers:
        figures += peers(STUDY, {one.name: one.table for one in found}, PEERS)
    return figures


def cell(figures: Sequence[Figure]) -> str:
    """Coverage, median error and width of one method in one setting; bold where it fails."""
    told = [one for one in figures if one.estimate is not None]
    bounded = [one for one in told if one.lower is not None]
    if not bounded:
        return f"none of {len(figures)}"
    held = [
        (one.lower or 0) < PEOPLE + 1 and (one.upper is None or one.upper > PEOPLE - 1)
        for one in bounded
    ]
    share = sum(held) / len(held)
    error = statistics.median((one.estimate or 0) / PEOPLE - 1 for one in told)
    widths = [one.upper - (one.lower or 0) for one in bounded if one.upper is not None]
    width = f"{statistics.median(widths):,.0f}" if widths else "no end"
    left_out = f" ({len(bounded)} of {len(figures)})" if len(bounded) < len(figures) else ""
    words = f"{share:.0%}, {error:+.0%}, {width}{left_out}"
    return f"**{words}**" if share < FAILS_BELOW else words


def print_table(found: Sequence[Population], figures: Sequence[Figure]) -> None:
    """One row a setting, one column a method."""
    setting = {one.name: one.setting for one in found}
    cells: dict[tuple[str, str], dict[str, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for one in figures:
        if one.case in setting:
            cells[one.method, one.by][setting[one.case]].append(one)
    most = {key: max(map(len, rows.values())) for key, rows in cells.items()}
    print("Each cell: how often the interval holds the truth, median error, median width.\n")
    heads = [f"{method} ({by}; {most[method, by]} a setting)" for method, by in cells]
    print("| setting | " + " | ".join(heads) + " |")
    print("|---|" + "---|" * len(heads))
    for one_setting in SETTINGS:
        row = [
            cell(rows[one_setting.name]) if one_setting.name in rows else "–"
            for rows in cells.values()
        ]
        print(f"| {one_setting.name} | " + " | ".join(row) + " |")


def main() -> None:
    """Print the table."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--small", action="store_true", help="a few populations, quick methods")
    asked.add_argument("--populations", type=int, default=24, help="of each setting")
    asked.add_argument("--methods", help="ours, by name; all by default")
    options = asked.parse_args()
    chosen = options.methods.split(",") if options.methods else None
    found = drawn(SMALL if options.small else options.populations)
    methods = QUICK if options.small and chosen is None else chosen
    print_table(found, figures_of(found, methods, not options.small))


if __name__ == "__main__":
    main()
