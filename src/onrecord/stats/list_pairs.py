"""What each pair of lists says of everybody, given covariates, and how the pairs are joined."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from onrecord.stats.covariate_basis import Basis
from onrecord.stats.histories import Bools, Floats, Ints
from onrecord.stats.influence import Chances, ratio, standard_error, targeted, trimmed, widening
from onrecord.stats.people import People
from onrecord.stats.regressions import out_of_fold


@dataclass(frozen=True, eq=False)
class Pair:
    """What one pair of lists says in one split of the people into folds.

    Attributes
    ----------
    columns : of the pair, in the canonical order
    parts : (n_people,) float array; their mean is everybody over those documented, one-step
    widening : of the deviation of the parts, 1 or more
    plug_in, tilted : the same by the plug-in and by the targeted estimator
    converged : did the targeted estimator?
    margin : floor of the chance of being on both lists
    n_trimmed : people whose chance was raised to it
    basis, penalty : of the regression that was chosen
    """

    columns: tuple[int, int]
    parts: Floats
    widening: float
    plug_in: float
    tilted: float
    converged: bool
    margin: float
    n_trimmed: int
    basis: str
    penalty: float

    @property
    def weight(self) -> float:
        """The squared number missing over its variance.

        A share, so that a pair is not favoured for a small estimate as its variance alone would.
        """
        missing = len(self.parts) * (float(self.parts.mean()) - 1.0)
        error = standard_error(self.parts, self.widening)
        return (missing / error) ** 2 if missing > 0 else 0.0


@dataclass(frozen=True, eq=False)
class Split:
    """All pairs in one split of the people, and their weighted mean.

    Attributes
    ----------
    weights : (n_pairs,) float array, adds up to 1
    parts : (n_people,) float array, the weighted parts of the pairs
    widening : of their deviation, the weighted mean of that of the pairs
    """

    pairs: tuple[Pair, ...]
    weights: Floats
    parts: Floats
    widening: float


def split_of(
    people: People,
    ways: Sequence[Basis],
    pairs: Sequence[tuple[int, int]],
    n_folds: int,
    seed: tuple[int, int],
) -> Split:
    """Each pair estimated with the people split into folds by the seed."""
    folds = _folds(people.histories, n_folds, seed)
    found = tuple(_pair(people, ways, pair, folds) for pair in pairs)
    raw = np.array([pair.weight for pair in found])
    weights = raw / raw.sum() if raw.sum() > 0 else np.full(len(found), 1 / len(found))
    parts = weights @ np.stack([pair.parts for pair in found])
    widened = float(weights @ np.array([pair.widening for pair in found]))
    return Split(found, weights, parts, widened)


def _folds(histories: Bools, n_folds: int, seed: tuple[int, int]) -> Ints:
    """A fold for each person, people of the same history dealt out evenly."""
    shuffled = np.random.default_rng(seed).permutation(len(histories))
    codes = histories @ (1 << np.arange(histories.shape[1], dtype=np.int64))
    dealt = shuffled[np.argsort(codes[shuffled], kind="stable")]
    folds = np.empty(len(histories), dtype=np.int64)
    folds[dealt] = np.arange(len(histories)) % n_folds
    return folds


def _pair(people: People, ways: Sequence[Basis], pair: tuple[int, int], folds: Ints) -> Pair:
    first, second = people.histories[:, pair[0]], people.histories[:, pair[1]]
    present, outcome = np.unique(2 * first + second.astype(np.int64), return_inverse=True)
    learned = out_of_fold(ways, outcome, folds)
    cells = np.zeros((people.n_documented, 4))  # on neither, the second, the first, both
    cells[:, present] = learned.chances
    raw = Chances(cells[:, 2] + cells[:, 3], cells[:, 1] + cells[:, 3], cells[:, 3])
    margin = floor(people.n_documented, people.n_on_both(pair))
    chances = trimmed(raw, margin)
    found = ratio(chances, first, second)
    tilted, converged = targeted(chances, first, second, margin)
    return Pair(
        columns=pair,
        parts=found.parts,
        widening=widening(chances, found.parts),
        plug_in=found.plug_in,
        tilted=tilted,
        converged=converged,
        margin=margin,
        n_trimmed=int((raw.both < margin).sum()),
        basis=learned.basis,
        penalty=learned.penalty,
    )


def floor(n_people: int, n_on_both: int) -> float:
    """The least chance of being on both lists that is believed.

    References
    ----------
    Gruber, Phillips, Lee & van der Laan (2022), American Journal of Epidemiology 191(9),
    1640–1651, doi:10.1093/aje/kwac087: 5 / (√n · log n). Here no more than a tenth of the mean
    chance: a small overlap is no reason to trim everybody.
    """
    return min(5.0 / (math.sqrt(n_people) * math.log(n_people)), n_on_both / n_people / 10.0)


def over_splits(said: Sequence[Split | Pair], times: float = 1.0) -> tuple[float, float]:
    """The median estimate of everybody over the splits, and its standard error; both ``times``.

    References
    ----------
    Chernozhukov, Chetverikov, Demirer, Duflo, Hansen, Newey & Robins (2018), Econometrics Journal
    21(1), C1–C68, doi:10.1111/ectj.12097, definition 3.3.
    """
    n = len(said[0].parts)
    found = np.array([max(n * times * float(one.parts.mean()), n) for one in said])
    errors = np.array([standard_error(times * one.parts, one.widening) for one in said])
    middle = float(np.median(found))
    return middle, math.sqrt(float(np.median(errors**2 + (found - middle) ** 2)))


def agreement(split: Split) -> float | None:
    """The p-value of pairs that all say the same, by a Wald test; None for one pair.

    All pairs speak of the same people, so that their parts give the covariance of their estimates.
    """
    if len(split.pairs) == 1:
        return None
    contrasts = np.stack([pair.parts - split.pairs[0].parts for pair in split.pairs[1:]])
    covariance = np.atleast_2d(np.cov(contrasts)) / contrasts.shape[1]
    gaps = contrasts.mean(axis=1)
    rank = int(np.linalg.matrix_rank(covariance, hermitian=True))
    distance = float(gaps @ np.linalg.pinv(covariance, hermitian=True) @ gaps)
    return float(chi2.sf(distance, rank)) if rank else 1.0
