"""How alike the units of many pairs are: each pair of spellings is compared once."""

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.units import Unit, Units
from onrecord.names.compare import align

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


def alike(units: Units, left: Ints, right: Ints) -> Floats:
    """The likeness from 0 to 1 of each pair of units; NaN where a side has none (-1)."""
    found = np.full(len(left), np.nan, np.float32)
    both = (left >= 0) & (right >= 0)
    n = np.int64(len(units) + 1)
    small, large = np.minimum(left, right)[both], np.maximum(left, right)[both]
    codes, where = np.unique(small.astype(np.int64) * n + large, return_inverse=True)
    made = np.fromiter(
        (_of_units(units.units[code // n], units.units[code % n]) for code in codes.tolist()),
        np.float32,
        len(codes),
    )
    found[both] = made[where]
    return found


def _of_units(left: Unit, right: Unit) -> float:
    if left == right:
        return 1.0
    aligned = align(left, right)
    return sum(pair.likeness for pair in aligned) / len(aligned)
