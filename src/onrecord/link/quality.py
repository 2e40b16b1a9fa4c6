"""What a judged random sample of pairs tells of a linkage, and how far two judges agree."""

from collections.abc import Sequence
from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DRAWS = 20_000
PRIOR = 0.5  # of "same" and of "different", in pairs: Jeffreys' prior of a share
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

    Of joined pairs, those that nobody judged are drawn from a beta-binomial with Jeffreys' prior, a
    stratum each. Of pairs left apart few are one, and a prior in each of several strata would add
    up to more than was found. What is missed there is estimated by its weighted count, without a
    prior; its interval is the gamma interval, and both are put together as melded intervals are.
    A stratum that was judged whole has no uncertainty left; one of which nothing was judged may
    hold any share. Recall counts only what lies in the strata. Intervals are equal-tailed, from
    DRAWS draws.

    References: Brown, Cai and DasGupta (2001), Statistical Science 16(2), doi:10.1214/ss/1009213286
    (Jeffreys' interval of a share); Ericson (1969), JRSS B 31(2) (finite strata); Fay and Feuer
    (1997), Statistics in Medicine 16(7) (the gamma interval of a weighted sum of rare counts); Fay,
    Proschan and Brittain (2015), Biometrics 71(1), doi:10.1111/biom.12231 (melded intervals).
    """
    joined = [stratum for stratum in strata if stratum.joined]
    apart = [stratum for stratum in strata if not stratum.joined]
    n_joined = sum(stratum.size for stratum in joined)
    if not _n_judged(joined):
        return Quality(precision=None, recall=None, f1=None)
    right = np.zeros(DRAWS)
    for at, stratum in enumerate(strata):  # a generator each: one stratum moves no other
        if stratum.joined:
            right += _matches(stratum, np.random.default_rng((seed, at)))
    found = _Range(right, right, float(right.mean()))
    precision = _share(found, _exactly(n_joined))
    if not _n_judged(apart):
        return Quality(precision=precision, recall=None, f1=None)
    missed = _missed(apart, np.random.default_rng((seed, len(strata))))
    true = _Range(right + missed.low, right + missed.high, found.estimate + missed.estimate)
    both = _Range(
        (n_joined + true.low) / 2, (n_joined + true.high) / 2, (n_joined + true.estimate) / 2
    )
    return Quality(precision=precision, recall=_share(found, true), f1=_share(found, both))


def _n_judged(strata: Sequence[JudgedStratum]) -> int:
    return sum(stratum.same + stratum.different for stratum in strata)


def _exactly(n: int) -> _Range:
    return _Range(np.full(DRAWS, float(n)), np.full(DRAWS, float(n)), float(n))


def _matches(stratum: JudgedStratum, rng: np.random.Generator) -> Floats:
    """(DRAWS,) how many pairs of a stratum are right."""
    rest = stratum.size - stratum.same - stratum.different
    if rest <= 0:
        return np.full(DRAWS, float(stratum.same))
    share = rng.beta(stratum.same + PRIOR, stratum.different + PRIOR, DRAWS)
    return stratum.same + rng.binomial(rest, share).astype(np.float64)


def _missed(strata: Sequence[JudgedStratum], rng: np.random.Generator) -> _Range:
    """How many pairs of these strata are one.

    A pair that was judged stands for itself and for a share of those that nobody judged. The upper
    end counts one more of the pairs that stand for most, whether or not any was found there.
    """
    known = float(sum(stratum.same for stratum in strata))
    mean = spread = most = most_spread = nothing_known = 0.0
    for stratum in strata:
        n = stratum.same + stratum.different
        rest = stratum.size - n
        if not n:
            nothing_known += rest
            continue
        of_each, its_spread = rest / n, stratum.size * rest / n**2
        mean += of_each * stratum.same
        spread += its_spread * stratum.same * (stratum.different + PRIOR) / (n + 2 * PRIOR)
        most, most_spread = max(most, of_each), max(most_spread, its_spread)
    whole = float(sum(stratum.size for stratum in strata))
    open_share = rng.beta(PRIOR, PRIOR, DRAWS) * nothing_known
    low = known + _gamma(mean, spread, rng) + open_share
    high = known + _gamma(mean + most, spread + most_spread, rng) + open_share
    return _Range(
        np.minimum(low, whole), np.minimum(high, whole), known + mean + PRIOR * nothing_known
    )


def _gamma(mean: float, variance: float, rng: np.random.Generator) -> Floats:
    if not variance:
        return np.full(DRAWS, mean)
    return rng.gamma(mean**2 / variance, variance / mean, DRAWS)


def _share(part: _Range, whole: _Range) -> Share:
    """A share from its part and its whole; more in the whole makes it smaller."""
    low, high = part.low / np.maximum(whole.high, 1e-12), part.high / np.maximum(whole.low, 1e-12)
    return Share(
        estimate=part.estimate / max(whole.estimate, 1e-12),
        lower=float(np.quantile(low, (1 - LEVEL) / 2)),
        upper=float(np.quantile(high, (1 + LEVEL) / 2)),
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
