"""Claim: log-linear models, bootstraps and bounds give the figures of R's packages, far sooner.

Prints, for every table of list overlaps, a peer's figure and CPU seconds beside ours, and how many
times as long the peer took:

- the model of lowest BIC of all hierarchical ones, with its interval: Rcapture's closedpMS.t and
  closedpCI.t (up to five lists),
- Chao's bound: Rcapture's closedpCI.t, Mth (of the multinomial likelihood, ours of
  the Poisson one: they differ by a person in some hundreds),
- 100 bootstraps of the sparse method: SparseMSE's estimatepopulation,
- 200 bootstraps that select by BIC anew: MultipleSystemsEstimation's estimate_population_bic,

and then all hierarchical models of each table, existence included. With ONRECORD_R_LIB the packages
run in turn with ours, in this run; a peer that takes more than --limit CPU seconds on a table is
given up. Without it their figures are those of an earlier run, marked so, and so is the ratio.

    python benchmarks/stats_loglinear.py [--tables UKdat_5,HIV] [--peers rcapture-bic] [--limit 300]
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from typing import TypeVar

from onrecord.stats import (
    Estimated,
    Histories,
    Result,
    chao_lower_bound,
    fit_models,
    log_linear,
    search_models,
)
from onrecord.stats.hierarchy import ALL_MODELS_UP_TO, all_models
from onrecord.stats.sparse import sparse
from stats_cases import read_pooled, table_files
from stats_figures import LIBRARY, Figure, peers

T = TypeVar("T")
STUDY = "tables"
SAME: dict[str, Callable[[Histories], Result]] = {
    "rcapture-bic": log_linear,
    "rcapture-chao": chao_lower_bound,
    "sparsemse": lambda table: sparse(table, n_bootstrap=100),
    "mse-bic": lambda table: log_linear(table, interval="bootstrap", n_bootstrap=200),
}
SHORTEST = 0.001  # CPU seconds, of what is compared: the clock shows no less


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and its CPU seconds."""
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def interval(estimate: float | None, lower: float | None, upper: float | None) -> str:
    """A figure and its interval in one cell."""
    if estimate is None:
        return "–"
    ends = "" if lower is None else f" ({lower:,.0f}–{'?' if upper is None else f'{upper:,.0f}'})"
    return f"{estimate:,.1f}{ends}"


def told(result: Result) -> str:
    """A result of ours in one cell."""
    if not isinstance(result, Estimated):
        return "not estimable"
    return interval(result.estimate, result.lower, result.upper)


def beside(name: str, table: Histories, peer: str, limit: int) -> str:
    """One line: a peer on a table, now or in an earlier run, and ours."""
    theirs = [one for one in peers(STUDY, {name: table}, [peer], limit) if one.method == peer]
    result, seconds = timed(lambda: SAME[peer](table))
    other: Figure | None = theirs[0] if theirs else None
    if other is None:
        return f"| {name} | {peer} | not run | – | – | {told(result)} | {seconds:.3f} | – |"
    figure = other.reason or interval(other.estimate, other.lower, other.upper)
    ratio = f"{other.cpu_seconds / max(seconds, SHORTEST):,.0f} ×"
    if other.estimate is None and other.cpu_seconds < limit:
        ratio = "–"
    return (
        f"| {name} | {peer} | {other.by} | {figure} | {other.cpu_seconds:.2f} "
        f"| {told(result)} | {seconds:.3f} | {ratio} |"
    )


def all_fits(name: str, table: Histories) -> str:
    """All hierarchical models of one table, existence included; the search beyond five lists."""
    if table.n_lists <= ALL_MODELS_UP_TO:
        models = all_models(table.n_lists)
        (fits, without), seconds = timed(lambda: fit_models(table, models))
    else:
        search, seconds = timed(lambda: search_models(table))
        fits, without = list(search.fits), list(search.unfitted)
    return (
        f"| {name} | {table.n_lists} | {len(fits) + len(without):,} | {len(without):,} "
        f"| {seconds:.3f} |"
    )


def main() -> None:
    """Compile, then one table after another."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tables", help="by name; all by default")
    asked.add_argument("--peers", default=",".join(SAME))
    asked.add_argument("--limit", type=int, default=300, help="CPU seconds of a peer on a table")
    options = asked.parse_args()
    named = {path.stem: read_pooled(path) for path in table_files()}
    if options.tables:
        named = {name: named[name] for name in options.tables.split(",")}
    first = next(iter(named.values()))
    _, cold = timed(lambda: [ours(first) for ours in SAME.values()])
    print(f"first calls in this process (compile where no kernel is cached): {cold:.1f} CPU s")
    run = "this run" if LIBRARY in os.environ else "EARLIER RUN, another day"
    print(f"R: {run}\n")
    print("| table | peer | by | theirs | CPU s | ours | CPU s | times |")
    print("|---|---|---|---:|---:|---:|---:|---:|")
    for name, table in named.items():
        for peer in options.peers.split(","):
            print(beside(name, table, peer, options.limit), flush=True)
    print(f"\nAll models (stepwise search beyond {ALL_MODELS_UP_TO} lists)\n")
    print("| table | lists | models | without an estimate | CPU s |")
    print("|---|---:|---:|---:|---:|")
    for name, table in named.items():
        print(all_fits(name, table))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\npeak memory of this process: {peak} MB")


if __name__ == "__main__":
    main()
