"""The weights of a linkage as they may truly be: draws of the mixture from its posterior.

How often records of one person, and of co-victims, show each level is learned from the pairs of a
table, and known no better than they tell it. Pairs are not independent (a person on three lists
makes three), so what they tell counts for a part of their number: a coarsened posterior. Strangers
are so many that what they show is known; it stays as it was fitted.

References: Diebolt and Robert (1994), JRSS B 56(2), 363–375, doi:10.1111/j.2517-6161.1994.tb01985.x
(Gibbs sampling of mixtures); Miller and Dunson (2019), JASA 114(527), 1113–1125,
doi:10.1080/01621459.2018.1469995 (coarsening).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import structs
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.kinds import CO_VICTIM, SAME
from onrecord.link.engine.mixture import Belief, Cells, Mixture

Floats = NDArray[np.float64]
COARSENING = 2.0  # pairs that tell as much as one would, were they independent
_SETTLING = 20  # sweeps before the first draw
_APART = 4  # sweeps from one draw to the next
_ONE_BY_ONE = 8  # pairs of a pattern up to which each is drawn by itself
OTHERS = CO_VICTIM + 1  # the first kind of strangers


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
    strangers = log_strangers(cells, fitted)
    mixture = fitted
    own = dice.spawn(len(fitted.level))  # of each comparison, so that one more moves no other
    for sweep in range(1, 1 << 62):
        tally, of_two = np.zeros((cells.width, 2)), np.zeros(2)
        _share_out(
            cells.cells, counts / COARSENING, strangers, *_logarithms(cells, mixture), tally,
            of_two, int(dice.integers(1 << 32)),
        )  # fmt: skip
        seen = cells.by_level(tally, fitted.level)
        mixture = _drawn(seen, of_two, n_pairs / COARSENING, fitted, believed, dice, own)
        if sweep > _SETTLING and sweep % _APART == 0:
            yield mixture


def same_by(cells: Cells, strangers: Floats, mixture: Mixture) -> Floats:
    """(n_patterns,) the chance of one person by drawn weights; ``strangers`` of `log_strangers`."""
    out = np.empty(len(cells.cells))
    _same(cells.cells, strangers, *_logarithms(cells, mixture), out)
    return out


def log_strangers(cells: Cells, fitted: Mixture) -> Floats:
    """(n_patterns,) how likely strangers show each pattern, logarithms: no draw changes it."""
    shares = fitted.share[OTHERS:] / fitted.share[OTHERS:].sum()
    return np.asarray(np.logaddexp.reduce(cells.log_shown(fitted)[:, OTHERS:] + np.log(shares), 1))


def _logarithms(cells: Cells, mixture: Mixture) -> tuple[Floats, Floats]:
    """Log shares of one person, co-victims and all others; (width, 2) what the first two show."""
    share = mixture.share
    shares = np.array([share[SAME], share[CO_VICTIM], share[OTHERS:].sum()])
    return np.log(shares), np.ascontiguousarray(cells.flat(mixture)[:, [SAME, CO_VICTIM]])


@njit(cache=True, nogil=True)
def _two(cells, p, strangers, log_share, flat):  # type: ignore[no-untyped-def]
    """The chances of one person and of co-victims."""
    same, relatives, others = log_share[0], log_share[1], log_share[2] + strangers[p]
    for c in range(cells.shape[1]):
        same += flat[cells[p, c], 0]
        relatives += flat[cells[p, c], 1]
    top = max(same, relatives, others)
    same, relatives = np.exp(same - top), np.exp(relatives - top)
    whole = same + relatives + np.exp(others - top)
    return same / whole, relatives / whole


@njit(cache=True, nogil=True)
def _same(cells, strangers, log_share, flat, out):  # type: ignore[no-untyped-def]
    for p in range(cells.shape[0]):
        out[p] = _two(cells, p, strangers, log_share, flat)[0]


@njit(cache=True, nogil=True)
def _share_out(cells, counts, strangers, log_share, flat, tally, of_two, seed):  # type: ignore[no-untyped-def]
    """Draw which pairs of each pattern are one person and co-victims; add up what these show."""
    np.random.seed(seed)
    for p in range(cells.shape[0]):
        n = int(counts[p])
        if np.random.random() < counts[p] - n:
            n += 1
        if n == 0:
            continue
        same, relatives = _two(cells, p, strangers, log_share, flat)
        first, second = 0, 0
        if n <= _ONE_BY_ONE:
            for _ in range(n):
                at = np.random.random()
                first += at < same
                second += same <= at < same + relatives
        else:
            first = np.random.binomial(n, same)
            if same < 1.0:
                second = np.random.binomial(n - first, min(1.0, relatives / (1.0 - same)))
        if first + second > 0:
            of_two[0] += first
            of_two[1] += second
            for c in range(cells.shape[1]):
                tally[cells[p, c], 0] += first
                tally[cells[p, c], 1] += second


def _drawn(
    seen_by_level: list[Floats],
    of_two: Floats,
    n_pairs: float,
    fitted: Mixture,
    believed: Belief,
    dice: np.random.Generator,
    own: Sequence[np.random.Generator],
) -> Mixture:
    """The mixture anew, given who is what; ``own`` are the dice of each comparison."""
    made = []
    for at, (table, shown) in enumerate(zip(fitted.level, seen_by_level, strict=True)):
        drawn = table.copy()
        for group in range(len(table)):
            for kind in (SAME, CO_VICTIM):
                seen = shown[group, kind]
                prior = believed.level[at][group, kind]
                pulled = believed.pull[at, kind] * seen.sum() * prior / prior.sum()
                drawn[group, kind] = _dirichlet(seen + prior + pulled, own[at])
        made.append(drawn)
    others = max(0.0, n_pairs - of_two.sum()) + believed.share[OTHERS:].sum()
    same, relatives, _ = dice.dirichlet([*(of_two + believed.share[:OTHERS]), others])
    strangers = fitted.share[OTHERS:] / fitted.share[OTHERS:].sum()
    share = np.concatenate([[same, relatives], (1 - same - relatives) * strangers])
    return structs.replace(fitted, share=share, level=tuple(made))


def _dirichlet(parameters: Floats, dice: np.random.Generator) -> Floats:
    """One draw; no level is ever impossible."""
    drawn = dice.gamma(parameters) + 1e-12
    return np.asarray(drawn / drawn.sum())
