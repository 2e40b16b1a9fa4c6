"""Figures of estimates, ours and the peers', in one form, with where each of the peers' is from."""

import csv
import json
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from onrecord.stats import Estimated, Histories
from onrecord.stats.methods import METHODS, Asked, methods_for
from onrecord.stats.recommended import recommended

HERE = Path(__file__).resolve().parent
STORED = HERE / "stats_peers" / "figures"
RUNNER = HERE / "stats_peers" / "peers.R"
LIBRARY = "ONRECORD_R_LIB"
COLUMNS = ("case", "peer", "seed", "n", "lists", "estimate", "mean", "lower", "upper")
MORE = ("level", "cpu_seconds", "effective_draws", "package", "r", "reason")
RECOMMENDED = "recommended"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One method on one table: numbers of people, or the reason why there is none.

    ``by``: what made it, "LCMCR 0.4.14, R 4.2.2, earlier run"; ours: "onrecord". ``withheld``:
    there is an estimate and no interval, on purpose.
    """

    case: str
    method: str
    by: str
    estimate: float | None
    lower: float | None
    upper: float | None
    cpu_seconds: float
    reason: str | None = None
    seed: int = 1
    effective_draws: float | None = None
    withheld: bool = False


def ours(
    case: str, table: Histories, methods: Iterable[str] | None = None, *, seed: int = 1
) -> Iterator[Figure]:
    """Our methods on a table, the recommended one last."""
    for name in methods_for(table.n_lists) if methods is None else methods:
        if name != RECOMMENDED and name in METHODS:
            yield one_of_ours(case, table, name, seed=seed)
    yield one_of_ours(case, table, RECOMMENDED, seed=seed)


def one_of_ours(case: str, table: Histories, name: str, *, seed: int = 1) -> Figure:
    """One of our methods on a table; the recommended one without its sensitivity analysis."""
    began = time.process_time()
    if name == RECOMMENDED:
        result = recommended(table, seed=seed, fast=True)
    else:
        result = METHODS[name](table, Asked(seed=seed, known={}))
    return _figure(case, name, result, time.process_time() - began)


def _figure(case: str, name: str, result: object, seconds: float) -> Figure:
    if not isinstance(result, Estimated):
        reason = str(getattr(result, "reason", result))
        return Figure(
            case=case,
            method=name,
            by="onrecord",
            estimate=None,
            lower=None,
            upper=None,
            cpu_seconds=seconds,
            reason=reason,
        )
    effective = result.diagnostics.get("bulk_ess")
    return Figure(
        case=case,
        method=name,
        by="onrecord",
        estimate=result.estimate,
        lower=result.lower,
        upper=result.upper,
        cpu_seconds=seconds,
        reason=" ".join(result.doubts) or None,
        effective_draws=float(effective) if isinstance(effective, (int, float)) else None,
        withheld=bool(result.doubts),
    )


def peers(
    study: str, tables: Mapping[str, Histories], names: Iterable[str], limit: int = 600
) -> list[Figure]:
    """The peers' figures: run now where ONRECORD_R_LIB names their folder, else those stored.

    Parameters
    ----------
    study : file of figures/ without ".csv"
    tables : by case
    names : of peers.R, to run
    limit : CPU seconds of a peer on a table; one that takes more is given up
    """
    library = os.environ.get(LIBRARY)
    if library is None:
        return [figure for figure in stored(study) if figure.case in tables]
    return [
        figure
        for name in names
        for case, table in tables.items()
        for figure in run_peer(name, {case: table}, library, limit)
    ]


def stored(study: str) -> list[Figure]:
    """Figures of an earlier run, marked so."""
    path = STORED / f"{study}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [_read(row, "earlier run") for row in csv.DictReader(lines)]


def run_peer(
    name: str,
    tables: Mapping[str, Histories],
    library: str,
    limit: int | None = None,
    *,
    seed: int = 1,
    draws: Path | None = None,
) -> list[Figure]:
    """One peer on tables by case, in one process of R.

    Parameters
    ----------
    limit : CPU seconds for all tables; those that it leaves out have that for a reason
    draws : a folder for what a sampler drew, as CASE-SEED.txt
    """
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for case, table in tables.items():
            path = Path(folder) / f"{case}.csv"
            path.write_text(table.as_csv(), encoding="utf-8")
            files.append(str(path))
        bounded = ["prlimit", f"--cpu={limit}"] if limit else []
        told = subprocess.run(
            [*bounded, "Rscript", str(RUNNER), name, str(seed), "-"],
            input="".join(f"{file}\n" for file in files),
            env={**os.environ, "R_LIBS": library, "ONRECORD_R_DRAWS": str(draws or "")},
            stdout=subprocess.PIPE,
            text=True,
            check=limit is None,
        )
    if told.returncode not in (0, -signal.SIGXCPU, -signal.SIGKILL):
        told.check_returncode()
    figures = [_read(json.loads(line), "this run") for line in told.stdout.splitlines()]
    finished = {one.case for one in figures}
    return figures + [_unfinished(name, case, limit) for case in tables if case not in finished]


def _unfinished(name: str, case: str, limit: int | None) -> Figure:
    return Figure(
        case=case,
        method=name,
        by="R, this run",
        estimate=None,
        lower=None,
        upper=None,
        cpu_seconds=float(limit or 0),
        reason=f"not finished within {limit} CPU seconds",
    )


def _read(row: Mapping[str, object], run: str) -> Figure:
    def number(name: str) -> float | None:
        value = row[name]
        return None if value in (None, "") else float(str(value))

    reason = row["reason"]
    failed = bool(reason)
    return Figure(
        case=str(row["case"]),
        method=str(row["peer"]),
        by=f"{row['package']}, R {row['r']}, {run}",
        estimate=None if failed else number("estimate"),
        lower=None if failed else number("lower"),
        upper=None if failed else number("upper"),
        cpu_seconds=number("cpu_seconds") or 0.0,
        reason=str(reason) if failed else None,
        seed=int(str(row["seed"])),
        effective_draws=number("effective_draws"),
    )


def store(study: str, lines: Iterable[str]) -> None:
    """Keep the JSON lines of peers.R as figures/STUDY.csv."""
    rows = [json.loads(line) for line in lines]
    rows.sort(key=lambda row: (row["case"], row["peer"], row["seed"]))
    with (STORED / f"{study}.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=[*COLUMNS, *MORE], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
