"""Claim: very many reports of one town, or of many, are linked in minutes and bounded memory.

Reports on incidents of a year (`event_reports.year`) are linked, each size in a process of its own.
Printed: CPU seconds and the largest memory of linking events; how many events there are for how
many incidents; precision and recall of pairs of claims of two documents; how many claims the
largest event holds, beside the most that one incident has; and how many pairs wait to be judged.

Seeds below 100 were used in tuning; the one printed is 1000.

    python benchmarks/many_reports.py [--reports 1000 3000 10000] [--towns 1 50] [--seed 1000]
"""

import argparse
import resource
import time
from collections import Counter
from multiprocessing import get_context

from event_reports import year
from link_events import Tally
from onrecord.link.events import link_events
from onrecord.link.parties import link_parties


def row(seed: int, n_reports: int, n_towns: int) -> str:
    """A row of the table."""
    case = year(seed, n_reports, n_towns)
    claims, documents = case.material.claims, case.material.documents
    started = time.process_time()
    _, links, _ = link_parties(claims, documents, (), ())
    found = link_events(claims, documents, links, ())
    seconds = time.process_time() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    tally = Tally()
    tally.add(case, [event.claims for event in found.events], seconds)
    largest = max(len(event.claims) for event in found.events)
    most = max(Counter(case.truth.values()).values())
    precision, recall = tally.right / max(1, tally.joined), tally.right / tally.true
    return (
        f"| {n_reports:,} | {n_towns} | {len(claims):,} | {len(case.incidents):,} | "
        f"{len(found.events):,} | {precision:.3f} | {recall:.3f} | {largest} | {most} | "
        f"{len(found.pairs):,} | {seconds:.0f} | {memory:.0f} |"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, nargs="+", default=[1000, 3000, 10000])
    parser.add_argument("--towns", type=int, nargs="+", default=[1, 50])
    parser.add_argument("--seed", type=int, default=1000)
    asked = parser.parse_args()
    print(
        "| reports | towns | claims | incidents | events | P | R | largest event | "
        "most of one incident | pairs | CPU s | MB |\n" + "| ---: " * 12 + "|"
    )
    for n_towns in asked.towns:
        for n_reports in asked.reports:
            with get_context("spawn").Pool(1) as alone:
                print(alone.apply(row, (asked.seed, n_reports, n_towns)), flush=True)


if __name__ == "__main__":
    main()
