"""Claim: an audit sample of pairs of claims tells the quality of events within its intervals.

Cases of invented reports (`event_reports.py`) are linked, and of each so many samples are drawn, a
seed each; a simulated judge, who knows which incident each claim speaks of, answers every pair.
Printed, over all samples of all cases: how often the 95 % interval holds the truth, and how wide it
is in the median; of precision, of recall of the pairs that linking joined or held possible, and of
recall of all pairs of claims of two documents. Beside them the truth, mean over the cases.

    python benchmarks/audit_events.py [--cases 8] [--first 1000] [--draws 40]
"""

import argparse
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from msgspec import Struct

from event_reports import OTHER_PRESS, Wave, months, year
from onrecord.link.claim_pairs import ClaimPairs
from onrecord.link.link import link
from onrecord.link.quality import JudgedStratum, Share, quality
from onrecord.model.material import Linked
from onrecord.record.audit_sample import sampled
from onrecord.record.decisions import Stratum
from onrecord.record.frame_of_claims import populations

SIZES = (100, 200)
CASES: Mapping[str, Callable[[int], Wave]] = {
    "six waves": lambda seed: months(seed, 6),
    "six waves, another press": lambda seed: months(seed, 6, OTHER_PRESS),
    "500 reports of a year": lambda seed: year(seed, 500, 30),
}
FIGURES = ("precision", "recall of the possible", "recall of all")


class Tally(Struct):
    """What the samples of one size told, over all cases so far."""

    held: Counter[str]
    width: dict[str, list[float]]
    n: int = 0

    def add(self, told: Mapping[str, Share], truth: Mapping[str, float]) -> None:
        """Count what one sample told."""
        self.n += 1
        for name, share in told.items():
            self.held[name] += share.lower <= truth[name] <= share.upper
            self.width[name].append(share.upper - share.lower)


def frame_of(case: Wave, linked: Linked) -> ClaimPairs:
    """Every pair of claims of two documents."""
    documents = {claim.id: claim.rendition for claim in case.material.claims}
    return ClaimPairs(linked.events, documents, linked.event_pairs)


def judged(case: Wave, stratum: Stratum) -> JudgedStratum:
    """What somebody who knows the truth says of the pairs that were drawn."""
    same = sum(case.truth[drawn.left] == case.truth[drawn.right] for drawn in stratum.drawn)
    return JudgedStratum(
        joined=stratum.joined,
        size=stratum.size,
        same=same,
        different=len(stratum.drawn) - same,
    )


def told(case: Wave, strata: Sequence[Stratum], seed: int) -> dict[str, Share]:
    """The figures of a sample that was judged whole."""
    possible = quality([judged(case, s) for s in strata if s.possible], seed=seed)
    everything = quality([judged(case, stratum) for stratum in strata], seed=seed)
    found = (possible.precision, possible.recall, everything.recall)
    return {name: share for name, share in zip(FIGURES, found, strict=True) if share is not None}


def truth_of(case: Wave, pairs: ClaimPairs) -> dict[str, float]:
    """The same figures of all pairs."""
    frame = [p for p in populations(pairs) if p.size]
    whole = sampled(frame, n=10**12, seed=0)
    right = {True: 0, False: 0}
    n_joined = missed_possible = 0
    for stratum in whole:
        answers = judged(case, stratum)
        right[stratum.joined] += answers.same
        n_joined += stratum.size if stratum.joined else 0
        missed_possible += answers.same if stratum.possible and not stratum.joined else 0
    found = right[True]
    shares = (found / n_joined, found / (found + missed_possible), found / sum(right.values()))
    return dict(zip(FIGURES, shares, strict=True))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=8)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--draws", type=int, default=40)
    asked = parser.parse_args()
    print("| cases | drawn | figure | truth | interval holds it | median width |")
    print("| --- | ---: | --- | ---: | ---: | ---: |")
    for name, made in CASES.items():
        tallies = {n: Tally(held=Counter(), width={f: [] for f in FIGURES}) for n in SIZES}
        truths = []
        for seed in range(asked.first, asked.first + asked.cases):
            case = made(seed)
            pairs = frame_of(case, link(case.material))
            truths.append(truth_of(case, pairs))
            frame = [stratum for stratum in populations(pairs) if stratum.size]
            for n in SIZES:
                for draw in range(asked.draws):
                    strata = sampled(frame, n=n, seed=draw)
                    tallies[n].add(told(case, strata, draw), truths[-1])
        for n, tally in tallies.items():
            for figure in FIGURES:
                mean = np.mean([truth[figure] for truth in truths])
                held = tally.held[figure] / tally.n
                width = np.median(tally.width[figure])
                print(
                    f"| {name} | {n} | {figure} | {mean:.3f} | {held:.3f} | {width:.2f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
