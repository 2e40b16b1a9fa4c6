"""Compare lists of names: pairs in bulk, and the likeliest of one list for each of another."""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.names.model import NameModel
from onrecord.names.table import Floats, Ints, NameTable, PartWeights, pair_facts, top, weigh_parts


class TablesCompared(Struct, frozen=True, kw_only=True):
    """Two tables of names whose parts have been weighed against each other, once."""

    left: NameTable
    right: NameTable
    weights: PartWeights
    slopes: Floats

    @staticmethod
    def of(
        left: NameTable,
        right: NameTable,
        *,
        model: NameModel | None = None,
        shares: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None,
    ) -> "TablesCompared":
        """Weigh the parts of two tables; the model that comes with the package by default.

        ``shares``: (left parts,) and (right parts,) how common each part is; learned from the two
        tables if not given.
        """
        used = model or NameModel.shipped()
        return TablesCompared(
            left=left,
            right=right,
            weights=weigh_parts(left, right, used.spelling, shares=shares),
            slopes=used.slopes,
        )

    def log_odds(self, i: Ints, j: Ints) -> Floats:
        """(pairs,) natural log odds that left name i and right name j are one person's.

        Odds among pairs that a search by name brings up, relatives among them: they order pairs
        and hold a threshold; what else a list says must be added before a verdict.
        """
        facts = pair_facts(self.left, self.right, self.weights, i, j)
        return np.asarray(facts @ self.slopes)

    def top(self, k: int, *, among: Ints | None = None) -> tuple[Ints, Floats]:
        """(names, k) the likeliest names on the right for each on the left, and their log odds.

        -1 stands where no name on the right shares a part. ``among``: positions on the left.
        """
        return top(self.left, self.right, self.weights, self.slopes, k=k, among=among)
