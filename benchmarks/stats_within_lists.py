"""Claim: of lists whose length is known, the recommended interval holds 85 of 100, the peers' half.

The people of one list are taken, that list is hidden, and from the other lists it is estimated how
many they are; the answer is the length of the list. Prints one row a method, over all tables, and
over those held out from the choice of the recommended rule (see ``HiddenList.held_out``).

    python benchmarks/stats_within_lists.py [--methods NAME,NAME] [--tables FOLDER] [--cases]
    ONRECORD_R_LIB=FOLDER python benchmarks/stats_within_lists.py     # the peers too, in this run
"""

import argparse
import math
import statistics
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from stats_cases import HiddenList, hidden_lists, read_pooled, table_files
from stats_figures import Figure, ours, peers

PEERS = (
    "lcmcr",
    "dga",
    "dga-shipped",
    "rcapture-bic",
    "rcapture-independence",
    "rcapture-chao",
    "mse-bic",
    "sparsemse",
)
STUDY = "within_lists"
HEAD = (
    "method",
    "by",
    "lists estimated",
    "interval holds the truth",
    "truth above",
    "truth below",
    "mean abs. log-ratio",
    "median log-ratio",
    "median of log(upper/lower)",
    "median of upper − lower",
    "median of (upper − lower)/truth",
    "CPU s, median",
)


def cases(folder: Path | None) -> list[HiddenList]:
    """Every hidden list of every table, or of those of another folder."""
    files = table_files() if folder is None else sorted(folder.glob("*.csv"))
    return [case for path in files for case in hidden_lists(path.stem, read_pooled(path))]


def summary(figures: Sequence[Figure], truth: dict[str, int]) -> tuple[str, ...]:
    """One row of the table: a method over its cases."""
    told = [one for one in figures if one.estimate is not None]
    bounded = [one for one in told if one.lower is not None]
    ends = [(one, one.lower or 0.0, _upper(one), truth[one.case]) for one in bounded]
    ratios = [math.log((one.estimate or 1.0) / truth[one.case]) for one in told]
    finite = [end for end in ends if math.isfinite(end[2])]

    def share(test: Callable[[float, float, int], bool]) -> str:
        if not ends:
            return "–"
        return f"{sum(test(low, up, true) for _, low, up, true in ends) / len(ends):.0%}"

    def middle(values: Sequence[float], form: str) -> str:
        return format(statistics.median(values), form) if values else "–"

    return (
        f"{len(bounded)} of {len(figures)}",
        share(lambda low, up, true: low < true + 1 and true - 1 < up),
        share(lambda low, up, true: up <= true - 1),
        share(lambda low, up, true: low >= true + 1),
        format(statistics.fmean(map(abs, ratios)), ".2f") if ratios else "–",
        middle(ratios, "+.2f"),
        middle([math.log(up / low) for _, low, up, _ in finite], ".2f"),
        middle([up - low for _, low, up, _ in finite], ",.0f"),
        middle([(up - low) / true for _, low, up, true in finite], ".2f"),
        middle([one.cpu_seconds for one in figures], ".2f"),
    )


def _upper(figure: Figure) -> float:
    return math.inf if figure.upper is None else figure.upper


def print_table(title: str, figures: Sequence[Figure], truth: dict[str, int]) -> None:
    """A Markdown table over the cases in ``truth``."""
    by_method: dict[tuple[str, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.case in truth:
            by_method[figure.method, figure.by].append(figure)
    print(f"\n**{title}** ({len(truth)} lists)\n")
    print("| " + " | ".join(HEAD) + " |")
    print("|---|---|" + "---:|" * (len(HEAD) - 2))
    for (method, by), some in by_method.items():
        print(f"| {method} | {by} | " + " | ".join(summary(some, truth)) + " |")


def main() -> None:
    """Print the tables; with ``--cases`` every case too."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--methods", help="ours, by name; all by default")
    asked.add_argument("--tables", type=Path, help="another folder of tables")
    asked.add_argument("--cases", action="store_true", help="every figure, one a line")
    options = asked.parse_args()
    names = options.methods.split(",") if options.methods else None
    found = cases(options.tables)
    figures = []
    for case in found:
        print(f"{case.name} …", file=sys.stderr, flush=True)
        figures += ours(case.name, case.seen, names)
    figures += peers(STUDY, {case.name: case.seen for case in found}, PEERS)
    truth = {case.name: case.truth for case in found}
    if options.cases:
        for one in sorted(figures, key=lambda one: (one.case, one.method)):
            print(one.case, truth[one.case], one.method, one.lower, one.estimate, one.upper)
    held = {case.name: case.truth for case in found if case.held_out}
    looked_at = {case.name: case.truth for case in found if not case.held_out}
    print_table("All", figures, truth)
    print_table("Held out from the choice of the recommended rule", figures, held)
    print_table("Looked at in choosing it", figures, looked_at)


if __name__ == "__main__":
    main()
