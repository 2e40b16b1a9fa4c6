"""Claim: the 95 % intervals of a judged sample hold the truth where few pairs of a stratum are one.

Linkages of known precision and recall, with the strata of an audit sample of persons, are drawn at
random; of each a sample of 100 or 300 pairs, shared out as `record/audit_sample.py` does, is judged
without error. Printed: in how many of so many samples the interval holds the truth, the median
width, and by how much the estimate is off in the mean. Peers, on the same samples:

- *a prior in each stratum*: Jeffreys' (Brown, Cai and DasGupta 2001), strata drawn and added up;
- *normal*: the stratified estimate of a total and ± 1.96 standard errors (Cochran 1977, chapter 5).

    python benchmarks/audit_intervals.py [--samples 400] [--first 1000]
"""

import argparse
from collections.abc import Callable, Mapping, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct

from onrecord.link.quality import JudgedStratum, quality
from onrecord.record.audit_sample import LEAST
from onrecord.record.frame_of_records import APART, JOINED
from onrecord.record.population import drawn_of_each, weights

# By linkage, of each stratum: whether it is joined, its pairs, and the share that is one person.
LINKAGES: Mapping[str, Sequence[tuple[bool, int, float]]] = {
    "usual": ((True, 4_000, 0.997), (True, 500, 0.95), (True, 300, 0.7), (False, 120, 0.45),
              (False, 600, 0.15), (False, 3_000, 0.03), (False, 30_000, 0.002)),
    "good": ((True, 4_000, 0.999), (True, 500, 0.98), (True, 300, 0.85), (False, 60, 0.3),
             (False, 300, 0.1), (False, 1_000, 0.01), (False, 10_000, 0.0001)),
    "small": ((True, 40, 0.97), (True, 20, 0.8), (False, 20, 0.4), (False, 60, 0.1),
              (False, 300, 0.01)),
    "bad": ((True, 2_000, 0.8), (True, 500, 0.6), (False, 500, 0.5), (False, 3_000, 0.2),
            (False, 9_000, 0.03), (False, 30_000, 0.01)),
}  # fmt: skip
SIZES = (100, 300)
DRAWS = 4_000
Interval = tuple[float, float, float]  # lower end, estimate, upper end
Told = tuple[Interval, Interval]  # of precision and of recall


def ours(strata: Sequence[JudgedStratum], seed: int) -> Told:
    """The interval of `onrecord judge --quality`."""
    found = quality(strata, seed=seed)
    assert found.precision is not None and found.recall is not None
    precision, recall = found.precision, found.recall
    return (
        (precision.lower, precision.estimate, precision.upper),
        (recall.lower, recall.estimate, recall.upper),
    )


def with_a_prior(strata: Sequence[JudgedStratum], seed: int) -> Told:
    """Each stratum's share from Jeffreys' posterior."""
    rng = np.random.default_rng(seed)
    right = {True: np.zeros(DRAWS), False: np.zeros(DRAWS)}
    for one in strata:
        rest = one.size - one.same - one.different
        share = rng.beta(one.same + 0.5, one.different + 0.5, DRAWS)
        right[one.joined] += one.same + rng.binomial(rest, share)
    n_joined = sum(one.size for one in strata if one.joined)
    return _of(right[True] / n_joined), _of(right[True] / (right[True] + right[False]))


def _of(draws: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> Interval:
    lower, upper = np.quantile(draws, [0.025, 0.975])
    return float(lower), float(draws.mean()), float(upper)


def normal(strata: Sequence[JudgedStratum], seed: int) -> Told:
    """Weighted totals; the standard error of their ratio by linearisation."""
    total, variance = {True: 0.0, False: 0.0}, {True: 0.0, False: 0.0}
    for one in strata:
        n = one.same + one.different
        share = one.same / n
        total[one.joined] += one.size * share
        variance[one.joined] += one.size * (one.size - n) * share * (1 - share) / max(1, n - 1)
    n_joined = sum(one.size for one in strata if one.joined)
    precision, whole = total[True] / n_joined, max(1e-9, total[True] + total[False])
    recall = total[True] / whole
    spread = sqrt((1 - recall) ** 2 * variance[True] + recall**2 * variance[False]) / whole
    return (
        _around(precision, sqrt(variance[True]) / n_joined),
        _around(recall, spread),
    )


def _around(estimate: float, error: float) -> Interval:
    return max(0.0, estimate - 1.96 * error), estimate, min(1.0, estimate + 1.96 * error)


WAYS: Mapping[str, Callable[[Sequence[JudgedStratum], int], Told]] = {
    "onrecord": ours,
    "a prior in each stratum": with_a_prior,
    "normal": normal,
}


class Tally(Struct):
    """What the samples told, by precision and recall."""

    held: list[int]
    width: list[list[float]]
    off: list[list[float]]

    def add(self, told: Told, truth: tuple[float, float]) -> None:
        """Count one sample."""
        for at, ((lower, estimate, upper), true) in enumerate(zip(told, truth, strict=True)):
            self.held[at] += lower - 1e-12 <= true <= upper + 1e-12
            self.width[at].append(upper - lower)
            self.off[at].append(estimate - true)

    def row(self) -> str:
        """Columns of the table."""
        return " | ".join(
            f"{held / len(width):.3f} | {np.median(width):.3f} | {np.mean(off):+.3f}"
            for held, width, off in zip(self.held, self.width, self.off, strict=True)
        )


def shares(linkage: Sequence[tuple[bool, int, float]], n: int) -> list[int]:
    """How many pairs of each stratum are drawn."""
    doubt = [size * sqrt(max(p * (1 - p), 0.0025)) for _, size, p in linkage]
    weighed = weights(doubt, [JOINED if joined else APART for joined, _, _ in linkage])
    return drawn_of_each([size for _, size, _ in linkage], weighed, n, LEAST)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=400)
    parser.add_argument("--first", type=int, default=1000)
    asked = parser.parse_args()
    print(
        "| linkage | drawn | way | precision: holds | width | off | recall: holds | width | off |"
    )
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, linkage in LINKAGES.items():
        for n in SIZES:
            tallies = {way: Tally([0, 0], [[], []], [[], []]) for way in WAYS}
            for seed in range(asked.first, asked.first + asked.samples):
                rng = np.random.default_rng(seed)
                pairs = [int(rng.binomial(size, p)) for _, size, p in linkage]
                found, missed, n_joined = 0, 0, 0
                strata = []
                for (joined, size, _), right, m in zip(
                    linkage, pairs, shares(linkage, n), strict=True
                ):
                    same = int(rng.hypergeometric(right, size - right, m))
                    strata.append(
                        JudgedStratum(joined=joined, size=size, same=same, different=m - same)
                    )
                    found += right if joined else 0
                    missed += 0 if joined else right
                    n_joined += size if joined else 0
                truth = found / n_joined, found / (found + missed)
                for way, told in WAYS.items():
                    tallies[way].add(told(strata, seed), truth)
            for way, tally in tallies.items():
                print(f"| {name} | {n} | {way} | {tally.row()} |", flush=True)


if __name__ == "__main__":
    main()
