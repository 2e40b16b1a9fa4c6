"""What a judged random sample of pairs tells of a linkage, and how far two judges agree."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 20_000
PRIOR = 0.5  # of either answer, in pairs: Jeffreys' prior of a share
LEVEL = 0.95


class JudgedStratum(Struct, frozen=True, kw_only=True):
    """Pairs of one kind: how many there are, and what was said of those that were judged.

    ``size`` counts all pairs of the stratum; ``same`` and ``different`` those of the sample that
    were judged so. Pairs left unsure stand in neither.
    """

    joined: bool
    size: int
    same: int
    different: int


class Share(Struct, frozen=True, kw_only=True):
    """An estimated share with its interval; ``level`` is the interval's."""

    estimate: float
    lower: float
    upper: float
    level: float = LEVEL


class Quality(Struct, frozen=True, kw_only=True):
    """Of the pairs that linking joins the share that is right; of those that are right, its share.

    None where no pair of the kind that tells it was judged.
    """

    precision: Share | None
    recall: Share | None
    f1: Share | None


class _Range(Struct, frozen=True):
    """Draws of a number of pairs: those for its lower end, for its upper end, and the estimate."""

    low: Floats
    high: Floats
    estimate: float


def quality(strata: Sequence[JudgedStratum], *, seed: int = 0) -> Quality:
    """Precision, recall and F1 of pairs from a stratified random sample.

    Few joined pairs are wrong, and few of those left apart are one. Either number is estimated by
    its weighted count: a prior in each of several strata would add up to more than was found. Its
    interval is the gamma interval, and where a figure hangs on both, these are put together as
    melded intervals are. A stratum that was judged whole has no uncertainty left; one of which
    nothing was judged may hold any share. Recall counts only what lies in the strata. Intervals are
    equal-tailed, from DRAWS draws.

    References: Fay and Feuer (1997), Statistics in Medicine 16(7) (the gamma interval of a weighted
    sum of rare counts); Fay, Proschan and Brittain (2015), Biometrics 71(1), doi:10.1111/biom.12231
    (melded intervals).
    """
    joined = [stratum for stratum in strata if stratum.joined]
    apart = [stratum for stratum in strata if not stratum.joined]
    n_joined = sum(stratum.size for stratum in joined)
    if not _n_judged(joined):
        return Quality(precision=None, recall=None, f1=None)
    # A generator each, so that no stratum left apart moves the precision.
    wrong = _rare([(s.size, s.different, s.same) for s in joined], np.random.default_rng((seed, 0)))
    found = _Range(n_joined - wrong.high, n_joined - wrong.low, n_joined - wrong.estimate)
    precision = _share(found, lambda right, _: right / n_joined)
    if not _n_judged(apart):
        return Quality(precision=precision, recall=None, f1=None)
    missed = _rare([(s.size, s.same, s.different) for s in apart], np.random.default_rng((seed, 1)))
    return Quality(
        precision=precision,
        recall=_share(found, lambda right, more: right / np.maximum(right + more, 1e-12), missed),
        f1=_share(found, lambda right, more: 2 * right / (n_joined + right + more), missed),
    )


def _n_judged(strata: Sequence[JudgedStratum]) -> int:
    return sum(stratum.same + stratum.different for stratum in strata)


def _rare(strata: Sequence[tuple[int, int, int]], rng: np.random.Generator) -> _Range:
    """How many pairs are of a rare kind: by stratum its size, how many judged were, and were not.

    A pair that was judged stands for itself and for a share of those that nobody judged. The upper
    end counts one more of the pairs that stand for most, whether or not any was found there.
    """
    known = float(sum(rare for _, rare, _ in strata))
    mean = spread = most = most_spread = nothing_known = 0.0
    for size, rare, usual in strata:
        n = rare + usual
        rest = size - n
        if not n:
            nothing_known += rest
        elif rest > 0:
            of_each, its_spread = rest / n, size * rest / n**2
            mean += of_each * rare
            spread += its_spread * rare * (usual + PRIOR) / (n + 2 * PRIOR)
            most, most_spread = max(most, of_each), max(most_spread, its_spread)
    whole = float(sum(size for size, _, _ in strata))
    open_share = rng.beta(PRIOR, PRIOR, DRAWS) * nothing_known
    low = known + _gamma(mean, spread, rng) + open_share
    high = known + _gamma(mean + most, spread + most_spread, rng) + open_share
    return _Range(  # pairs are whole
        np.minimum(np.floor(low), whole),
        np.minimum(np.ceil(high), whole),
        known + mean + PRIOR * nothing_known,
    )


def _gamma(mean: float, variance: float, rng: np.random.Generator) -> Floats:
    if not variance:
        return np.full(DRAWS, mean)
    return rng.gamma(mean**2 / variance, variance / mean, DRAWS)


def _share(
    found: _Range, of: Callable[[Floats, Floats], Floats], missed: _Range | None = None
) -> Share:
    """A share that grows with what was found and falls with what was missed."""
    missed = missed or _Range(np.zeros(DRAWS), np.zeros(DRAWS), 0.0)
    estimate = of(np.array([found.estimate]), np.array([missed.estimate]))
    return Share(
        estimate=float(estimate[0]),
        lower=float(np.quantile(of(found.low, missed.high), (1 - LEVEL) / 2)),
        upper=float(np.quantile(of(found.high, missed.low), (1 + LEVEL) / 2)),
    )


class Kappa(Struct, frozen=True, kw_only=True):
    """How far two judges agree beyond chance: 1 always, 0 as often as by chance."""

    kappa: float | None  # None: both gave every pair the same one answer, chance alone would do
    lower: float | None
    upper: float | None
    level: float = LEVEL
    n: int
    agreement: float  # the share of pairs with the same answer


def cohens_kappa(table: Sequence[Sequence[int]]) -> Kappa:
    """Cohen's kappa of a square table of counts: rows one judge's answers, columns the other's.

    The interval is kappa ± 1.96 standard errors for large samples, cut at -1 and 1: below some
    thirty pairs it is a rough guide.

    References: Cohen (1960), doi:10.1177/001316446002000104; Fleiss, Cohen and Everitt (1969),
    Psychological Bulletin 72(5), doi:10.1037/h0028106, equation 13 (the standard error).
    """
    counts = np.asarray(table, np.float64)
    n = int(counts.sum())
    if n == 0:
        return Kappa(kappa=None, lower=None, upper=None, n=0, agreement=float("nan"))
    p = counts / n
    rows, columns = p.sum(1), p.sum(0)
    agree, chance = float(np.trace(p)), float(rows @ columns)
    if chance >= 1 - 1e-12:
        return Kappa(kappa=None, lower=None, upper=None, n=n, agreement=agree)
    kappa = (agree - chance) / (1 - chance)
    spread = 1.96 * sqrt(max(_variance(p, rows, columns, agree, chance) / n, 0.0))
    return Kappa(
        kappa=kappa,
        lower=max(-1.0, kappa - spread),
        upper=min(1.0, kappa + spread),
        n=n,
        agreement=agree,
    )


def _variance(p: Floats, rows: Floats, columns: Floats, agree: float, chance: float) -> float:
    """n times the variance of kappa (Fleiss, Cohen and Everitt 1969, equation 13)."""
    margins = columns[:, None] + rows[None, :]  # of cell (i, j): p.i + pj.
    on = float((np.diag(p) * ((1 - chance) - np.diag(margins) * (1 - agree)) ** 2).sum())
    apart = p * margins**2
    off = float(apart.sum() - np.trace(apart)) * (1 - agree) ** 2
    return (on + off - (agree * chance - 2 * chance + agree) ** 2) / (1 - chance) ** 4


class Bin(Struct, frozen=True, kw_only=True):
    """Pairs with chances from ``lower`` to ``upper``: what the model said, what judges said."""

    lower: float
    upper: float
    n: int
    expected: float  # mean chance
    found: float  # share judged to be one person
    interval: tuple[float, float]


BORDERS = (0.0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


def reliability(
    chances: Sequence[float], same: Sequence[bool], weights: Sequence[float]
) -> tuple[Bin, ...]:
    """Of judged pairs that were given a chance, how many are one person, by bins of the chance.

    ``weights``: for how many pairs of the case each judged pair stands. The interval is Jeffreys'
    for as many pairs as the weights are worth (Kish's effective number).
    """
    p, y, w = (np.asarray(v, np.float64) for v in (chances, same, weights))
    at = np.clip(np.searchsorted(BORDERS, p, side="right") - 1, 0, len(BORDERS) - 2)
    return tuple(
        _bin(place, p[at == place], y[at == place], w[at == place])
        for place in sorted(set(at.tolist()))
    )


def _bin(place: int, p: Floats, y: Floats, w: Floats) -> Bin:
    found = float(np.average(y, weights=w))
    worth = float(w.sum() ** 2 / (w**2).sum())
    draws = np.random.default_rng(0).beta(found * worth + PRIOR, (1 - found) * worth + PRIOR, DRAWS)
    lower, upper = np.quantile(draws, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Bin(
        lower=BORDERS[place],
        upper=BORDERS[place + 1],
        n=len(p),
        expected=float(np.average(p, weights=w)),
        found=found,
        interval=(float(lower), float(upper)),
    )
