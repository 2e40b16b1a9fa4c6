"""Claim: what some lists say besides is worth comparing: ages as ranges, and mothers' names.

Generated lists (`victim_lists.py`, ``more``): list C gives every age as a spell of ten years and B
one in four as "about"; A, B and D give mothers' names, 40 % of them missing. The same records are
linked without either, with one, and with both: precision, recall and F1 of pairs, F1 of clusters
that are exactly one person, by how much the number of persons is off. Populations of few people are
those of `link_doubt.py`; their figures are means.

    python benchmarks/link_fields.py [--records 10000] [--seeds 1000] [--people 200]
                                     [--populations 20] [--kinds families,scripts]
"""

import argparse
from collections.abc import Iterable

import numpy as np
from msgspec import structs

from link_doubt import SHARES
from link_doubt import _records as plain_records
from link_persons import clusters_agree, pairs_agree
from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.table import table_of
from onrecord.model.party import Record
from victim_lists import FREE_OF_DUPLICATES, VictimLists, population_lists, victim_lists

FIELDS = {
    "neither": (),
    "age ranges": ("youngest", "oldest"),
    "mothers' names": ("mother_name",),
    "both": ("youngest", "oldest", "mother_name"),
}


def records(made: VictimLists, fields: tuple[str, ...]) -> list[Record]:
    """The records with these of the further columns."""
    said = [{field: made.columns[field][at] for field in fields} for at in range(len(made))]
    return [
        structs.replace(record, **more)
        for record, more in zip(plain_records(made), said, strict=True)
    ]


def measured(made: VictimLists, fields: tuple[str, ...]) -> tuple[float, ...]:
    """Precision, recall, F1, exact F1, and by how much the number of persons is off."""
    table = table_of(records(made, fields))
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists], np.bool_)
    found = link_table(table, free_of_duplicates=free).cluster.astype(np.int64)
    named = np.array([at not in table.nameless for at in range(len(table))])
    cluster, person = found[named], made.person[named]
    off = len(np.unique(cluster)) / len(np.unique(person)) - 1
    return *pairs_agree(cluster, person), clusters_agree(cluster, person)[0], off


def _printed(what: str, lists: Iterable[VictimLists]) -> None:
    every = list(lists)
    for name, fields in FIELDS.items():
        shown = np.mean([measured(made, fields) for made in every], axis=0)
        print(f"{what:32} {name:15} " + " ".join(f"{one:6.3f}" for one in shown[:4])
              + f" {shown[4]:+7.1%}", flush=True)  # fmt: skip


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--records", default="10000")
    options.add_argument("--seeds", default="1000")
    options.add_argument("--people", default="200")
    options.add_argument("--populations", type=int, default=20)
    options.add_argument("--kinds", default="families,scripts")
    asked = options.parse_args()
    print(f"{'lists':32} {'compared':15} {'P':>6} {'R':>6} {'F1':>6} {'exact':>6} {'off':>7}")
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    for kind in asked.kinds.split(","):
        for n in (int(n) for n in asked.records.split(",") if n):
            for seed in seeds:
                made = victim_lists(n, seed, SHARES[kind], more=True)
                _printed(f"{kind} {n:,} records, seed {seed}", [made])
        for people in (int(n) for n in asked.people.split(",") if n):
            _printed(
                f"{kind} {people:,} people, {asked.populations} times",
                (population_lists(people, seed, SHARES[kind], more=True)
                 for seed in range(seeds[0], seeds[0] + asked.populations)),
            )  # fmt: skip


if __name__ == "__main__":
    main()
