"""Claim: log-linear models, bootstraps and bounds give the figures of R's packages, far sooner.

Prints, for every table of list overlaps, published or earlier measured figures beside ours, and
the CPU seconds of one core that ours took here, kernels compiled. R does not run here: its figures
and its CPU seconds are of an earlier run on another day, marked so, and no ratio is a gate.
``make bench-stats`` runs both side by side.

    python benchmarks/stats_loglinear.py [FOLDER OF TABLES]
"""

import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from onrecord.stats import (
    Estimated,
    Histories,
    Result,
    chao_lower_bound,
    fit_models,
    log_linear,
    read_table,
    search_models,
)
from onrecord.stats.hierarchy import ALL_MODELS_UP_TO, all_models
from onrecord.stats.sparse import sparse

T = TypeVar("T")
HERE = Path(__file__).resolve().parents[1]
# Theirs: estimate of the best model by BIC, and Chao's bound (Mth) where one is known.
LOG_LINEAR = {
    "kosovo_1999": ("10,356.5", "Rcapture; Ball et al. 2002"),
    "gaza_2023_24": ("64,696.1", "Rcapture"),
    "spina": ("724", "Rcapture"),
    "UKdat_5": ("25,311", "MultipleSystemsEstimation"),
    "Ned_5": ("148,789", "MultipleSystemsEstimation"),
    "NewOrl_5": ("1,034", "MultipleSystemsEstimation"),
    "Western": ("2,483", "MultipleSystemsEstimation"),
    "HIV": ("11,125", "MultipleSystemsEstimation"),
    "lesbian": ("6,349", "MultipleSystemsEstimation"),
    "madigan_york_5list": ("620", "MultipleSystemsEstimation"),
}
CHAO = {"kosovo_1999": "8,591.2", "spina": "756.8"}
# SparseMSE's interval and CPU seconds, estimatepopulation(X, nboot=1000); UKdat: 600 of 119.7 s.
SPARSE = {
    "kosovo_1999": ("12,541–16,547", 32.8),
    "UKdat": ("8,904–15,291", 199.5),
    "UKdat_5": ("8,896–15,568", 76.0),
    "NewOrl_5": ("555–1,701", 23.5),
    "Western": ("1,344–3,668", 31.4),
    "spina": ("702–752", 7.1),
}
# MultipleSystemsEstimation's, BIC selected anew, 1,000 bootstraps; UKdat_5: 200 of 31.5 s.
SELECTED_ANEW = {
    "gaza_2023_24": ("51,442–81,695", 6.1),
    "HIV": ("8,492–13,443", 14.3),
    "lesbian": ("4,851–11,939", 15.2),
    "kosovo_1999": ("6,901–17,808", 15.0),
    "UKdat_5": ("11,606–57,304", 157.6),
}
ALL_BY_RCAPTURE = "Rcapture, closedpMS.t, 6,212 models of UKdat_5: 30.7 and 85 CPU s"


def tables() -> list[Path]:
    """The CSV files of the folder that was named, of ../shared/tables, or of the tests."""
    shared = HERE.parent / "shared" / "tables"
    default = shared if shared.is_dir() else HERE / "tests" / "golden" / "tables"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    return sorted(folder.glob("*.csv"))


def told(result: Result) -> str:
    """A result in one cell."""
    if not isinstance(result, Estimated):
        return "not estimable"
    if result.lower is None:
        return f"{result.estimate:,.1f} (fragile)"
    upper = "?" if result.upper is None else f"{result.upper:,.0f}"
    return f"{result.estimate:,.1f} ({result.lower:,.0f}–{upper})"


def timed(work: Callable[[], T]) -> tuple[T, str]:
    """What the work gives, and its CPU seconds."""
    began = time.process_time()
    found = work()
    return found, f"{time.process_time() - began:.3f}"


def print_rows(head: str, widths: str, rows: list[tuple[object, ...]]) -> None:
    """A heading and rows in columns."""
    print(f"\n{head}")
    for row in rows:
        print(widths.format(*(str(cell) for cell in row)))


def estimates(named: dict[str, Histories]) -> list[tuple[object, ...]]:
    """The selected model and Chao's bound, theirs and ours."""
    rows: list[tuple[object, ...]] = [
        ("table", "lists", "n", "theirs", "ours (profile, 95%)", "Chao", "ours", "CPU s")
    ]
    for name, table in named.items():
        selected, seconds = timed(lambda table=table: log_linear(table))
        theirs = ", ".join(LOG_LINEAR.get(name, ("–",)))
        bound = told(chao_lower_bound(table))
        n = f"{table.n_documented:,}"
        chao = CHAO.get(name, "–")
        rows.append((name, table.n_lists, n, theirs, told(selected), chao, bound, seconds))
    return rows


def all_fits(named: dict[str, Histories]) -> list[tuple[object, ...]]:
    """All hierarchical models of one table, existence included; the search beyond five lists."""
    rows: list[tuple[object, ...]] = [("table", "lists", "models", "without estimate", "CPU s")]
    for name, table in named.items():
        if table.n_lists <= ALL_MODELS_UP_TO:
            models = all_models(table.n_lists)
            (fits, without), seconds = timed(
                lambda table=table, models=models: fit_models(table, models)
            )
        else:
            search, seconds = timed(lambda table=table: search_models(table))
            fits, without = list(search.fits), list(search.unfitted)
        rows.append((name, table.n_lists, len(fits) + len(without), len(without), seconds))
    return rows


def bootstraps(named: dict[str, Histories]) -> list[tuple[object, ...]]:
    """1,000 bootstraps by either method, with what R took for as many."""
    rows: list[tuple[object, ...]] = [
        ("table", "SparseMSE, s", "sparse, ours", "s", "MultSysEst, s", "BIC anew, ours", "s")
    ]
    for name, table in named.items():
        by_steps, steps_s = timed(lambda table=table: sparse(table, n_bootstrap=1000))
        anew, anew_s = timed(lambda table=table: log_linear(table, interval="bootstrap"))
        theirs, other = (
            "–" if name not in known else f"{known[name][0]}, {known[name][1]}"
            for known in (SPARSE, SELECTED_ANEW)
        )
        rows.append((name, theirs, told(by_steps), steps_s, other, told(anew), anew_s))
    return rows


def main() -> None:
    """Warm up, then one block a claim."""
    named = {
        path.stem: read_table(path.read_text(encoding="utf-8")).pooled
        for path in tables()
        if not path.stem.endswith("_by_age_sex")
    }
    first = next(iter(named.values()))
    _, cold = timed(lambda: (sparse(first), log_linear(first, interval="bootstrap")))
    print(f"first call in this process (compiles where no kernel is cached): {cold} CPU s")
    print_rows(
        "Selected by BIC. Theirs: R, earlier run.",
        "{:<32} {:>5} {:>7}  {:<36} {:<30} {:<8} {:<28} {:>6}",
        estimates(named),
    )
    print_rows(
        f"All models (stepwise search beyond {ALL_MODELS_UP_TO} lists). R, earlier run: "
        f"{ALL_BY_RCAPTURE}.",
        "{:<32} {:>5} {:>7} {:>17} {:>7}",
        all_fits(named),
    )
    print_rows(
        "1,000 bootstraps. Theirs: R, earlier run, CPU s.",
        "{:<32} {:<22} {:<28} {:>6}  {:<22} {:<30} {:>6}",
        bootstraps(named),
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\npeak memory of this process: {peak} MB")


if __name__ == "__main__":
    main()
