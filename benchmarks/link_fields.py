"""Claim: what some lists say besides is worth comparing: ages, mothers, places on a map, kin.

Generated lists (`victim_lists.py`). With ``more`` list C gives every age as a spell of ten years
and B one in four as "about"; A, B and D give mothers' names, 40 % of them missing. With ``mapped``
places lie in districts and governorates: A writes some towns with the governorate, B a neighbouring
town, C the governorate alone, D another name; a gazetteer knows six of seven towns; A, B and D name
some kin. The same records are linked without either, with one, and with both: precision, recall and
F1 of pairs, F1 of clusters that are exactly one person, by how much the number of persons is off.
Populations of few people are those of `link_doubt.py`; their figures are means.

    python benchmarks/link_fields.py [--lists more,mapped] [--records 10000] [--seeds 1000]
                                     [--people 200] [--populations 20] [--kinds families,scripts]
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
from onrecord.link.located import Gazetteer
from onrecord.model.party import Record
from onrecord.model.source import Place
from onrecord.model.where import Where
from victim_lists import FREE_OF_DUPLICATES, VictimLists, population_lists, victim_lists

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "more": {
        "neither": (),
        "age ranges": ("youngest", "oldest"),
        "mothers' names": ("mother_name",),
        "both": ("youngest", "oldest", "mother_name"),
    },
    "mapped": {
        "neither": (),
        "places on a map": ("located",),
        "kin": ("kin",),
        "both": ("located", "kin"),
    },
}


def records(made: VictimLists, fields: tuple[str, ...]) -> list[Record]:
    """The records with these of the further columns."""
    columns = dict(made.columns) | ({"located": _located(made)} if "located" in fields else {})
    said = [{field: columns[field][at] for field in fields} for at in range(len(made))]
    return [
        structs.replace(record, **more)
        for record, more in zip(plain_records(made), said, strict=True)
    ]


def _located(made: VictimLists) -> list[object]:
    """Where the gazetteer has the words for each place."""
    places = [
        Place(
            name=str(row["name"]), aliases=tuple(row["aliases"]), gazetteer="case",
            gazetteer_id=f"place-{at}", kind=row["kind"], within=str(row["within"]) or None,
            latitude=row["latitude"], longitude=row["longitude"],
        )
        for at, row in enumerate(made.gazetteer)
    ]  # type: ignore[call-overload]  # fmt: skip
    known = Gazetteer(places)
    words = made.columns["place"]
    return [None if w is None else known.located([Where(text=str(w))], None) for w in words]


def measured(made: VictimLists, fields: tuple[str, ...]) -> tuple[float, ...]:
    """Precision, recall, F1, exact F1, and by how much the number of persons is off."""
    table = table_of(records(made, fields))
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists], np.bool_)
    found = link_table(table, free_of_duplicates=free).cluster.astype(np.int64)
    named = np.array([at not in table.nameless for at in range(len(table))])
    cluster, person = found[named], made.person[named]
    off = len(np.unique(cluster)) / len(np.unique(person)) - 1
    return *pairs_agree(cluster, person), clusters_agree(cluster, person)[0], off


def _printed(what: str, option: str, lists: Iterable[VictimLists]) -> None:
    every = list(lists)
    for name, fields in FIELDS[option].items():
        shown = np.mean([measured(made, fields) for made in every], axis=0)
        print(f"{what:32} {name:15} " + " ".join(f"{one:6.3f}" for one in shown[:4])
              + f" {shown[4]:+7.1%}", flush=True)  # fmt: skip


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("--lists", default="more,mapped")
    options.add_argument("--records", default="10000")
    options.add_argument("--seeds", default="1000")
    options.add_argument("--people", default="200")
    options.add_argument("--populations", type=int, default=20)
    options.add_argument("--kinds", default="families,scripts")
    asked = options.parse_args()
    print(f"{'lists':32} {'compared':15} {'P':>6} {'R':>6} {'F1':>6} {'exact':>6} {'off':>7}")
    seeds = [int(seed) for seed in asked.seeds.split(",")]
    for option in asked.lists.split(","):
        of = {option: True}
        for kind in asked.kinds.split(","):
            for n in (int(n) for n in asked.records.split(",") if n):
                for seed in seeds:
                    made = victim_lists(n, seed, SHARES[kind], **of)
                    _printed(f"{kind} {n:,} records, seed {seed}", option, [made])
            for people in (int(n) for n in asked.people.split(",") if n):
                _printed(
                    f"{kind} {people:,} people, {asked.populations} times", option,
                    (population_lists(people, seed, SHARES[kind], **of)
                     for seed in range(seeds[0], seeds[0] + asked.populations)),
                )  # fmt: skip


if __name__ == "__main__":
    main()
