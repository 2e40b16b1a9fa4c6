"""Claim: figures as R's packages give them or better checked, in a fraction of their time.

One run, part by part (all by default):

    tables          every method and peer on every table: figures, CPU seconds, effective draws
    default         seconds and peak memory of the default report of every table
    growth          how the cost of every method grows with people and lists
    latent-classes  the gate of correctness between seeds, then the speed (stats_latent_class.py)
    graphs          decomposable graphs beside dga (stats_graph_average.py)
    log-linear      all models, bootstraps and Chao's bound (stats_loglinear.py)
    covariates      doubly robust estimates (stats_doubly_robust.py)
    within-lists    lists of known length, hidden (stats_within_lists.py)
    recovery        simulated populations (stats_recovery.py)

    python benchmarks/stats_report.py [PART …] [--methods NAME,NAME]
    ONRECORD_R_LIB=FOLDER python benchmarks/stats_report.py

With ONRECORD_R_LIB, a folder made by stats_peers/install, the R packages run beside ours in this
run; without it their figures are those of an earlier run, and marked so.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from onrecord.stats import Histories
from onrecord.stats.methods import estimates
from onrecord.stats.recommended import recommended
from stats_cases import read_pooled, table_files
from stats_figures import LIBRARY, RECOMMENDED, Figure, ours, peers
from stats_populations import alike, table_of

HERE = Path(__file__).resolve().parent
STUDY = "tables"
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
# Whose time a peer's is compared with.
OURS = {
    "lcmcr": "latent-classes",
    "dga-shipped": "decomposable-graphs",
    "rcapture-bic": "log-linear",
    "rcapture-chao": "chao",
    "mse-bic": "log-linear",
    "sparsemse": "sparse",
}
SCRIPTS = {
    "latent-classes": "stats_latent_class.py",
    "graphs": "stats_graph_average.py",
    "log-linear": "stats_loglinear.py",
    "covariates": "stats_doubly_robust.py",
    "within-lists": "stats_within_lists.py",
    "recovery": "stats_recovery.py",
}
CHANCES = (0.3, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.05)


def tables(methods: Sequence[str] | None) -> None:
    """Every method and every peer on every table, and how many times the peer's time is ours."""
    found = {path.stem: read_pooled(path) for path in table_files()}
    theirs = peers(STUDY, found, PEERS)
    list(ours("compiled", table_of(alike(CHANCES[:4]), 1_000, seed=4), methods))
    print("| table | method | by | estimate | 95 % | CPU s | effective draws a CPU s | ratio |")
    print("|---|---|---|---:|---|---:|---:|---:|")
    for name, table in found.items():
        mine = {figure.method: figure for figure in ours(name, table, methods)}
        beside = [figure for figure in theirs if figure.case == name]
        for figure in (*mine.values(), *beside):
            print(_line(figure, mine.get(OURS.get(figure.method, ""))), flush=True)


def _line(figure: Figure, same: Figure | None) -> str:
    speed = _speed(figure)
    told = f"{figure.estimate:,.0f}" if figure.estimate is not None else "not estimable"
    ends = figure.reason or ""
    if figure.lower is not None:
        ends = f"{figure.lower:,.0f}–" + ("" if figure.upper is None else f"{figure.upper:,.0f}")
    return (
        f"| {figure.case} | {figure.method} | {figure.by} | {told} | {ends} "
        f"| {figure.cpu_seconds:.2f} | {'' if speed is None else f'{speed:,.1f}'} "
        f"| {_ratio(figure, same)} |"
    )


def _speed(figure: Figure) -> float | None:
    if figure.effective_draws is None:
        return None
    return figure.effective_draws / max(figure.cpu_seconds, 1e-3)


def _ratio(figure: Figure, same: Figure | None) -> str:
    """Ours over theirs: in effective draws where there are any, else in CPU seconds."""
    if same is None or same.estimate is None or figure.estimate is None:
        return ""
    mine, other = _speed(same), _speed(figure)
    if mine is not None and other is not None:
        return f"{mine / other:,.1f} × (draws)"
    return f"{figure.cpu_seconds / max(same.cpu_seconds, 1e-3):,.1f} ×"


def default(methods: Sequence[str] | None) -> None:
    """Seconds of the default report of each table, and the peak memory of the run so far."""
    print("| table | lists | seconds | CPU seconds | peak memory, MB |")
    print("|---|---:|---:|---:|---:|")
    for path in table_files():
        table = read_pooled(path)
        wall, spent = time.perf_counter(), time.process_time()
        known = dict(estimates(table, methods))
        if RECOMMENDED not in known:
            recommended(table, known=known)
        seconds, cpu = time.perf_counter() - wall, time.process_time() - spent
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"| {path.stem} | {table.n_lists} | {seconds:.1f} | {cpu:.1f} | {peak:,.0f} |")


def growth(_: Sequence[str] | None) -> None:
    """CPU seconds of every method by people and by lists, or why there is no number."""
    sizes = [(5, people) for people in (1_000, 10_000, 100_000, 1_000_000)]
    lists = [(n_lists, 10_000) for n_lists in (3, 5, 8, 10, 12, 25)]
    list(ours("compiled", table_of(alike(CHANCES[:4]), 1_000, seed=4)))
    print("| lists | people | method | CPU s | if not estimable, why |")
    print("|---:|---:|---|---:|---|")
    for n_lists, people in [*sizes, *lists]:
        chances = (*CHANCES, *(0.05,) * n_lists)[:n_lists]
        table: Histories = table_of(alike(chances), people, seed=n_lists)
        for one in ours("simulated", table):
            why = (one.reason or "") if one.estimate is None else ""
            print(
                f"| {n_lists} | {people:,} | {one.method} | {one.cpu_seconds:.2f} | {why} |",
                flush=True,
            )


PARTS = {"tables": tables, "default": default, "growth": growth}


def main() -> None:
    """Run the parts that were named, one after another."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("parts", nargs="*", metavar="PART", help=", ".join([*PARTS, *SCRIPTS]))
    asked.add_argument("--methods", help="ours, by name; all by default")
    options = asked.parse_args()
    methods = options.methods.split(",") if options.methods else None
    library = {"R_LIBS": os.environ[LIBRARY]} if LIBRARY in os.environ else {}
    for part in options.parts or [*PARTS, *SCRIPTS]:
        if part not in PARTS and part not in SCRIPTS:
            asked.error(f"there is no part {part!r}; there are {', '.join([*PARTS, *SCRIPTS])}")
        print(f"\n## {part}\n", flush=True)
        if part in PARTS:
            PARTS[part](methods)
        else:
            script = [sys.executable, str(HERE / SCRIPTS[part])]
            subprocess.run(script, check=True, env={**os.environ, **library})


if __name__ == "__main__":
    main()
