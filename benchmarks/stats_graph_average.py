"""Claim: averages over all decomposable graphs are dga's, many times faster, and for six lists too.

Prints, for each table of 5 and 6 lists, the CPU seconds of the R package dga (bma.cr on every
number of people on no list up to nine times the documented, saturated graph included) and ours for
the same (the best of three), measured in this run where Rscript and dga are there, otherwise those
of an earlier run on two shared cores (marked so); the total variation between both posteriors; and
the seconds of the whole result, with its four priors, flat prior and notes. dga has no graphs for
six lists.

    python benchmarks/stats_graph_average.py [FOLDER OF TABLES]

R finds dga by R_LIBS.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from onrecord.stats import Estimated, Histories, read_table
from onrecord.stats.graph_average import graph_average
from onrecord.stats.graph_posterior import graph_posterior
from onrecord.stats.hierarchy import full_table

Made = TypeVar("Made")
HERE = Path(__file__).resolve().parents[1]
EARLIER = {"UKdat_5": "5.6-5.9", "Ned_5": "18-19"}
R = """
library(dga); data(graphs5)
counts <- scan("{counts}", quiet = TRUE)
Y <- array(counts, dim = rep(2, 5))
seconds <- sum(system.time(w <- bma.cr(Y, 0:(9 * sum(Y)), {delta}, graphs5))[1:2])
cat(seconds, "\\n"); cat(formatC(colSums(w), digits = 17, format = "g"), sep = "\\n")
"""


def of_dga(table: Histories, delta: float) -> tuple[float, np.ndarray] | None:
    """Seconds and posterior of dga, None where it is not there."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.txt"
        # Bit i of a cell is list i; R's first index runs fastest, so the order is the same.
        counts.write_text("\n".join(str(int(c)) for c in (0, *full_table(table)[1])))
        script = R.format(counts=counts, delta=delta)
        ran = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        return None
    first, *rest = ran.stdout.split("\n", 1)
    return float(first), np.array(rest[0].split(), dtype=np.float64)


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """CPU seconds, all threads together, and what came of them."""
    began = time.process_time()
    made = work()
    return time.process_time() - began, made


def main() -> None:
    """Print one row a table."""
    shared = HERE.parent / "shared" / "tables"
    default = shared if shared.is_dir() else HERE / "tests" / "golden" / "tables"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    form = "{:<20} {:>5} {:>8} {:>12} {:>8} {:>8} {:>12} {:>9} {:<30}"
    print(
        form.format(
            "table", "lists", "graphs", "dga s", "ours s", "times", "variation", "all s", ""
        )
    )
    for path in sorted(folder.glob("*.csv")):
        table = read_table(path.read_text(encoding="utf-8")).pooled
        if table.n_lists not in (5, 6):
            continue
        delta = 2.0**-table.n_lists
        grid = np.arange(9 * table.n_documented + 1)
        graph_posterior(table, delta=delta, grid=grid[:100], saturated=True)  # builds the graphs
        once = partial(graph_posterior, table, delta=delta, grid=grid, saturated=True)
        runs = [timed(once) for _ in range(3)]
        seconds, ours = min(runs, key=lambda run: run[0])
        theirs = of_dga(table, delta) if table.n_lists == 5 else None
        whole, result = timed(partial(graph_average, table))
        assert isinstance(result, Estimated)
        if theirs is None:
            earlier = EARLIER.get(path.stem)
            measured, times, apart = f"{earlier} earlier" if earlier else "-", "-", "-"
        else:
            measured, times = f"{theirs[0]:.2f}", f"{theirs[0] / seconds:.0f}"
            apart = f"{np.abs(theirs[1] - ours.mass).sum() / 2:.1e}"
        told = f"{result.estimate:,.0f} ({result.status})"
        print(
            form.format(
                path.stem, table.n_lists, f"{len(ours.graphs):,}", measured, f"{seconds:.3f}",
                times, apart, f"{whole:.2f}", told,
            )
        )  # fmt: skip


if __name__ == "__main__":
    main()
