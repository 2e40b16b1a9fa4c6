"""How the weight of a pair comes about: what each comparison adds to those before it."""

import numpy as np
from numpy.typing import NDArray

from onrecord.link.engine.kinds import SAME
from onrecord.link.engine.levels import COMPARISONS, Levels
from onrecord.link.engine.mixture import Mixture
from onrecord.link.engine.patterns import encoded
from onrecord.link.engine.training import kinds_of

Floats = NDArray[np.float64]
_LEAST = 1e-9  # chances are kept this far from 0 and 1, as they are for the match weight
# How a pair came to be written is looked at first: it moves the odds only by what it does to the
# comparisons of names.
_ORDER = tuple(
    tuple(COMPARISONS).index(comparison)
    for comparison in sorted(COMPARISONS, key=lambda c: c not in ("scripts", "lists"))
)


def falls(levels: Levels, mixture: Mixture) -> tuple[Floats, Floats]:
    """The weights, log2 of odds, from which a pair starts, and what each comparison then adds.

    Returns (n_pairs,) and (n_pairs, n_comparisons), in the order of `COMPARISONS`; their sum is the
    pair's weight. With kinds of pairs besides "same" and "different" weights of comparisons do not
    add up by themselves: what a comparison adds hangs on those before it, and is counted after
    them. 0 where nothing is compared.
    """
    shown = np.zeros_like(levels)
    so_far = start = _weight(shown, mixture)
    added = np.zeros(levels.shape)
    for at in _ORDER:
        shown[:, at] = levels[:, at]
        weight = _weight(shown, mixture)
        added[:, at] = weight - so_far
        so_far = weight
    return start, added


def _weight(levels: Levels, mixture: Mixture) -> Floats:
    same = np.clip(kinds_of(encoded(levels), mixture)[:, SAME], _LEAST, 1 - _LEAST)
    return np.asarray(np.log2(same) - np.log2(1 - same))
