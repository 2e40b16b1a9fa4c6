"""Do several chains of draws tell one story, and how exactly? Monte Carlo errors."""

from dataclasses import dataclass

import numpy as np
from scipy.special import softmax
from scipy.stats import beta, norm, rankdata

from onrecord.stats.histories import Floats

FEWEST_DRAWS = 4  # a chain, of which each half needs two


@dataclass(frozen=True, kw_only=True)
class Convergence:
    """What several chains say of one quantity.

    Attributes
    ----------
    r_hat : rank-normalised, split, the larger of the plain and the folded one; 1 where all agree
    bulk_ess, tail_ess : effective draws for the middle, and for the worse of the 5 % and 95 % tail
    median_error : Monte Carlo standard error of the median, in the quantity's unit
    chain_medians : (n_chains,) the median of each chain
    """

    r_hat: float
    bulk_ess: float
    tail_ess: float
    median_error: float
    chain_medians: tuple[float, ...]


def convergence(draws: Floats) -> Convergence:
    """The diagnostics of one quantity.

    Parameters
    ----------
    draws : (n_chains, n_draws) array, two chains or more of at least four draws

    References
    ----------
    Vehtari, Gelman, Simpson, Carpenter & Bürkner (2021), Bayesian Analysis 16(2), 667–718,
    doi:10.1214/20-BA1221.
    """
    if draws.shape[0] < 2 or draws.shape[1] < FEWEST_DRAWS:
        raise ValueError(
            f"two chains of {FEWEST_DRAWS} draws or more are needed, not {draws.shape}"
        )
    return Convergence(
        r_hat=r_hat(draws),
        bulk_ess=bulk_ess(draws),
        tail_ess=tail_ess(draws),
        median_error=quantile_error(draws, 0.5),
        chain_medians=tuple(float(median) for median in np.median(draws, axis=1)),
    )


def r_hat(draws: Floats) -> float:
    """Rank-normalised split R-hat, the larger of the plain and the folded one."""
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves))
    return max(_plain_r_hat(_normal_scores(halves)), _plain_r_hat(_normal_scores(folded)))


def bulk_ess(draws: Floats) -> float:
    """Effective number of draws for the middle of the distribution."""
    return effective_draws(_normal_scores(_halves(draws)))


def tail_ess(draws: Floats) -> float:
    """Effective number of draws for the worse of the 5 % and the 95 % quantile."""
    return min(quantile_ess(draws, 0.05), quantile_ess(draws, 0.95))


def quantile_ess(draws: Floats, probability: float) -> float:
    """Effective number of draws for a quantile: those of "lies at or below it"."""
    halves = _halves(draws)
    return effective_draws((halves <= np.quantile(halves, probability)).astype(np.float64))


def quantile_error(draws: Floats, probability: float) -> float:
    """Monte Carlo standard error of a quantile: half of what one deviation of its rank spans."""
    ess = quantile_ess(draws, probability)
    inside = norm.cdf([-1.0, 1.0])
    ranks = beta.ppf(inside, ess * probability + 1, ess * (1 - probability) + 1)
    low, high = np.quantile(draws, ranks)
    return float(high - low) / 2


def effective_draws(chains: Floats) -> float:
    """Effective number of draws by Geyer's initial monotone sequence over all chains.

    Parameters
    ----------
    chains : (n_chains, n_draws) array; a constant is known exactly, by every draw
    """
    n_chains, n_draws = chains.shape
    if np.ptp(chains) == 0:
        return float(chains.size)
    covariances = _autocovariances(chains)
    within = float(covariances[:, 0].mean()) * n_draws / (n_draws - 1)
    between = float(chains.mean(axis=1).var(ddof=1)) if n_chains > 1 else 0.0
    spread = within * (n_draws - 1) / n_draws + between
    correlations = 1 - (within - covariances.mean(axis=0)) / spread
    correlations[0] = 1.0
    pairs = correlations[: n_draws // 2 * 2].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pairs < 0)
    end = int(negative[0]) if negative.size else pairs.size
    rest = max(float(correlations[2 * end]), 0.0) if negative.size else 0.0
    time = 2 * float(np.minimum.accumulate(pairs[:end]).sum()) - 1 + rest
    time = max(time, 1 / np.log10(n_chains * n_draws))
    return float(n_chains * n_draws / time)


def tail_shape(values: Floats) -> float:
    """Shape k of the generalised Pareto distribution of the largest values.

    At k >= 1 there is no mean, at k >= 0.5 no variance; an average of draws is of use below 0.7.

    Parameters
    ----------
    values : (n,) array of 100 draws or more

    References
    ----------
    Zhang & Stephens (2009), Technometrics 51(3), 316–325, doi:10.1198/tech.2009.08017.
    Vehtari, Simpson, Gelman, Yao & Gabry (2024), Journal of Machine Learning Research 25(72).
    """
    largest = int(min(0.2 * values.size, 3 * np.sqrt(values.size)))
    ordered = np.sort(values)[-largest - 1 :]
    excess = ordered[1:] - ordered[0]
    if excess[-1] <= 0 or excess[max(largest // 4 - 1, 0)] <= 0:
        return 0.0  # as many as make the tail are equal: there is no tail
    return _pareto_shape(excess)


def _pareto_shape(excess: Floats) -> float:
    n = excess.size
    grid = np.arange(1, 30 + int(np.sqrt(n)) + 1)
    thetas = 1 / excess[-1] + (1 - np.sqrt(grid.size / (grid - 0.5))) / (
        3 * excess[int(n / 4 + 0.5) - 1]
    )
    shapes = -np.log1p(-thetas[:, None] * excess).mean(axis=1)
    heights = n * (np.log(thetas / shapes) + shapes - 1)
    theta = float((thetas * softmax(heights)).sum())
    shape = float(np.log1p(-theta * excess).mean())
    return (shape * n + 5) / (n + 10)  # shrunk towards 0.5, as ten more excesses would


def _halves(draws: Floats) -> Floats:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, draws.shape[1] - half :]])


def _normal_scores(draws: Floats) -> Floats:
    ranks = rankdata(draws, method="average").reshape(draws.shape)
    scores: Floats = norm.ppf((ranks - 0.375) / (draws.size + 0.25))
    return scores


def _plain_r_hat(chains: Floats) -> float:
    n_draws = chains.shape[1]
    within = float(chains.var(axis=1, ddof=1).mean())
    between = float(chains.mean(axis=1).var(ddof=1))
    if within == 0:
        return 1.0 if between == 0 else float("inf")
    return float(np.sqrt((n_draws - 1) / n_draws + between / within))


def _autocovariances(chains: Floats) -> Floats:
    n_draws = chains.shape[1]
    centred = chains - chains.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n_draws, axis=1)
    covariances: Floats = np.fft.irfft(np.abs(spectrum) ** 2, 2 * n_draws, axis=1)[:, :n_draws]
    covariances /= n_draws
    return covariances
