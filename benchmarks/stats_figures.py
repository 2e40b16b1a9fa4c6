"""Figures of estimates, ours and the peers', in one form, with where each of the peers' is from."""

import csv
import json
import os
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
    known = {}
    for name in methods_for(table.n_lists) if methods is None else methods:
        if name == RECOMMENDED or name not in METHODS:
            continue
        began = time.process_time()
        known[name] = METHODS[name](table, Asked(seed=seed, known=known))
        yield _figure(case, name, known[name], time.process_time() - began)
    began = time.process_time()
    result = recommended(table, seed=seed, known=known, fast=True)
    yield _figure(case, RECOMMENDED, result, time.process_time() - began)


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


def peers(study: str, tables: Mapping[str, Histories], names: Iterable[str]) -> list[Figure]:
    """The peers' figures: run now where ONRECORD_R_LIB names their folder, else those stored.

    Parameters
    ----------
    study : file of figures/ without ".csv"
    tables : by case
    names : of peers.R, to run
    """
    library = os.environ.get(LIBRARY)
    if library is None:
        return [figure for figure in stored(study) if figure.case in tables]
    return [figure for name in names for figure in _run(name, tables, library)]


def stored(study: str) -> list[Figure]:
    """Figures of an earlier run, marked so."""
    path = STORED / f"{study}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return [_read(row, "earlier run") for row in csv.DictReader(lines)]


def _run(name: str, tables: Mapping[str, Histories], library: str) -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for case, table in tables.items():
            path = Path(folder) / f"{case}.csv"
            path.write_text(table.as_csv(), encoding="utf-8")
            files.append(str(path))
        told = subprocess.run(
            ["Rscript", str(RUNNER), name, "1", "-"],
            input="\n".join(files),
            env={**os.environ, "R_LIBS": library},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
    return [_read(json.loads(line), "this run") for line in told.splitlines()]


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
