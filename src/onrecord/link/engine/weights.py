"""The weights of a linkage as they may truly be: draws of the mixture from its posterior.

How often records of one person, and of co-victims, show each level is learned from the pairs of a
table, and known no better than they tell it. Pairs are not independent (a person on three lists
makes three), so what they tell counts for a part of their number: a coarsened posterior. Strangers
are so many that what they show is known; it stays as it was fitted.

References: Diebolt and Robert (1994), JRSS B 56(2), 363–375, doi:10.1111/j.2517-6161.1994.tb01985.x
(Gibbs sampling of mixtures); Miller and Dunson (2019), JASA 114(527), 1113–1125,
doi:10.1080/01621459.2018.1469995 (coarsening).
"""

from collections.abc import Iterator

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.mixture import Belief, Cells, Mixture

Floats = NDArray[np.float64]
COARSENING = 2.0  # pairs that tell as much as one would, were they independent
_SETTLING = 20  # sweeps before the first draw
_APART = 4  # sweeps from one draw to the next


def drawn_weights(
    counts: Floats,
    cells: Cells,
    n_pairs: float,
    fitted: Mixture,
    believed: Belief,
    dice: np.random.Generator,
) -> Iterator[Mixture]:
    """Mixtures, one after another, without end; each as likely as any other.

    counts   : (n_patterns,) pairs of each pattern that are not hopeless; all others are strangers
    cells    : of these patterns
    n_pairs  : pairs in all, those whose shares of kinds are in ``fitted``
    believed : before pairs were seen
    """
    mixture = fitted
    for sweep in range(1, 1 << 62):
        chance = cells.chances(mixture)[:, [SAME, CO_VICTIM]]
        of_each = _shared_out(counts / COARSENING, chance, dice)
        mixture = _drawn(cells, of_each, n_pairs / COARSENING, fitted, believed, dice)
        if sweep > _SETTLING and sweep % _APART == 0:
            yield mixture


def _shared_out(counts: Floats, chance: Floats, dice: np.random.Generator) -> Floats:
    """(n_patterns, 2) how many pairs of each pattern are one person, and co-victims."""
    whole = np.floor(counts)
    whole += dice.random(len(counts)) < counts - whole
    rest = np.clip(1.0 - chance.sum(axis=1), 0.0, 1.0)
    shares = np.column_stack([chance, rest])
    shares /= shares.sum(axis=1, keepdims=True)
    return dice.multinomial(whole.astype(np.int64), shares)[:, :2].astype(np.float64)


def _drawn(
    cells: Cells,
    of_each: Floats,
    n_pairs: float,
    fitted: Mixture,
    believed: Belief,
    dice: np.random.Generator,
) -> Mixture:
    """The mixture anew, given who is what."""
    made = []
    for at, (table, shown) in enumerate(
        zip(fitted.level, cells.tallied(of_each, fitted.level), strict=True)
    ):
        drawn = table.copy()
        for group in range(len(table)):
            for kind in (SAME, CO_VICTIM):
                seen = shown[group, kind]
                prior = believed.level[at][group, kind]
                pulled = believed.pull[at, kind] * seen.sum() * prior / prior.sum()
                drawn[group, kind] = _dirichlet(seen + prior + pulled, dice)
        made.append(drawn)
    two = of_each.sum(axis=0)
    others = max(0.0, n_pairs - two.sum()) + believed.share[2:].sum()
    same, relatives, _ = dice.dirichlet([*(two + believed.share[:2]), others])
    strangers = fitted.share[2:] / fitted.share[2:].sum()
    share = np.concatenate([[same, relatives], (1 - same - relatives) * strangers])
    return structs.replace(fitted, share=share, level=tuple(made))


def _dirichlet(parameters: Floats, dice: np.random.Generator) -> Floats:
    """One draw; no level is ever impossible."""
    drawn = dice.gamma(parameters) + 1e-12
    return np.asarray(drawn / drawn.sum())
