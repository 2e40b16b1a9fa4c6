"""A stratum for everybody: taken at random from those who are like the one who lacks it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from onrecord.stats.stratified_table import History, Name, StratifiedTable

Donors = Literal["history", "known values"]
LIKE = {
    "history": "the same lists and the same known values",
    "known values": "the same known values, whatever lists they are on",
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Incomplete:
    """People whose stratum is not wholly known, and the strata that they may belong to.

    Attributes
    ----------
    history : the lists that they are on
    count : how many they are
    strata : that agree with what is known of them
    donors : people of each of these strata from whom the stratum may be taken
    widened : nobody of a known stratum is on the same lists; taken from people on any list
    """

    history: History
    count: int
    strata: tuple[Name, ...]
    donors: tuple[int, ...]
    widened: bool


def incomplete(
    table: StratifiedTable, *, missing: str = "missing", donors: Donors = "history"
) -> tuple[Incomplete, ...] | str:
    """Who lacks a value of a stratum, and who may lend it; a sentence where nobody may.

    Parameters
    ----------
    table : with the value ``missing`` where a column of strata is not known
    donors : "history", people on the same lists with the same known values; "known values",
        people with the same known values on any list
    """
    complete = [name for name in table.names if missing not in name]
    found = []
    for name in table.names:
        if missing not in name:
            continue
        strata = [
            c for c in complete if all(k in (missing, v) for k, v in zip(name, c, strict=True))
        ]
        for history, count in sorted(table.cells[name].items()):
            if count == 0:
                continue
            if not strata:
                return (
                    f"{count:,} people with the stratum {', '.join(name)} have nobody from whom "
                    "what is missing could be taken: no known stratum agrees with what is known "
                    "of them. Merge strata, or find out."
                )
            found.append(_lent(table, history, count, strata, donors))
    return tuple(found)


def _lent(
    table: StratifiedTable, history: History, count: int, strata: Sequence[Name], donors: Donors
) -> Incomplete:
    same = [table.cells[stratum].get(history, 0) for stratum in strata]
    widened = donors == "history" and not any(same)
    any_list = [table.documented(stratum) for stratum in strata]
    return Incomplete(
        history=history,
        count=count,
        strata=tuple(strata),
        donors=tuple(same if donors == "history" and not widened else any_list),
        widened=widened,
    )


def impute(
    table: StratifiedTable,
    gaps: Sequence[Incomplete],
    rng: np.random.Generator,
    *,
    missing: str = "missing",
    proper: bool = True,
) -> StratifiedTable:
    """One table in which everybody has a stratum.

    Parameters
    ----------
    gaps : of ``incomplete``
    rng : decides who gets which
    proper : draw the donors' shares themselves first (Bayesian bootstrap), so that imputations
        differ by what a few donors cannot tell as well; otherwise a plain hot deck
    """
    cells = {name: Counter(table.cells[name]) for name in table.names if missing not in name}
    for gap in gaps:
        weights = np.array(gap.donors, dtype=np.float64)
        if proper:
            # A gamma of shape 0 is 0: a stratum without donors stays without.
            weights = rng.standard_gamma(weights)
        for name, count in zip(
            gap.strata, rng.multinomial(gap.count, weights / weights.sum()).tolist(), strict=True
        ):
            cells[name][gap.history] += count
    kept: Mapping[Name, Mapping[History, int]] = {name: dict(c) for name, c in cells.items()}
    return StratifiedTable(lists=table.lists, columns=table.columns, cells=kept)


def without_missing(table: StratifiedTable, *, missing: str = "missing") -> StratifiedTable:
    """Complete cases alone: what the table would be without those who lack a stratum."""
    cells = {name: table.cells[name] for name in table.names if missing not in name}
    return StratifiedTable(lists=table.lists, columns=table.columns, cells=cells)
