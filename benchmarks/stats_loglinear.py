"""Claim: the log-linear models and Chao's bound give the figures of R's packages, in seconds.

Prints published or earlier measured figures beside ours for every table of list overlaps, with
the time that ours took here. Figures of R packages are of an earlier run on two shared cores
(Rcapture: 113 models of Kosovo in 1.1 CPU seconds). R does not run here: no ratio is printed.

    python benchmarks/stats_loglinear.py [FOLDER OF TABLES]
"""

import sys
import time
from pathlib import Path

from onrecord.stats import Estimated, Result, chao_lower_bound, log_linear, read_table

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
    upper = "?" if result.upper is None else f"{result.upper:,.0f}"
    return f"{result.estimate:,.1f} ({result.lower:,.0f}–{upper})"


def main() -> None:
    """Print one row a table."""
    head = ("table", "lists", "n", "log-linear, theirs", "ours (profile, 95%)", "Chao", "ours", "s")
    form = "{:<32} {:>5} {:>7}  {:<36} {:<30} {:<8} {:<28} {:>6}"
    print(form.format(*head))
    for path in tables():
        table = read_table(path.read_text(encoding="utf-8")).pooled
        began = time.perf_counter()
        selected, bound = log_linear(table), chao_lower_bound(table)
        seconds = time.perf_counter() - began
        theirs = ", ".join(LOG_LINEAR.get(path.stem, ("–",)))
        print(
            form.format(
                path.stem,
                table.n_lists,
                f"{table.n_documented:,}",
                theirs,
                told(selected),
                CHAO.get(path.stem, "–"),
                told(bound),
                f"{seconds:.2f}",
            )
        )


if __name__ == "__main__":
    main()
