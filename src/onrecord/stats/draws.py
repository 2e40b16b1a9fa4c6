"""Draws from any result, so that results can be added up and mixed without adding intervals."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from onrecord.stats.estimate import Draws, Estimated, Result
from onrecord.stats.histories import Floats, Histories

Method = Callable[[Histories], Result]


def draws_of(result: Estimated, n: int, rng: np.random.Generator) -> Draws | str:
    """Draws of everybody by a result, or why there can be none.

    From the posterior or bootstrap draws that the result carries, if it does: as many as there
    are without repeating one, all chains mixed, then again. Otherwise from a sampling
    distribution: log-normal in those on no list, its median the estimate, its halves as wide as
    the two halves of the interval, so that the draws give the interval back; where the interval
    is withheld, as wide as the standard error says.

    Parameters
    ----------
    result : of any method
    n : how many
    rng : decides which

    Returns
    -------
    Draws of shape (1, n), which say what is drawn in ``of``; a sentence where the result bounds
    the number on one side only, or says nothing of its spread
    """
    if result.draws is not None:
        return Draws(people=_taken(result.draws.people.ravel(), n, rng)[None], of=result.draws.of)
    widths = _widths(result)
    if isinstance(widths, str):
        return widths
    missing = max(result.estimate - result.n_documented, 0.0)
    normal = rng.standard_normal(n)
    spread = np.where(normal < 0, widths[0], widths[1])
    people = result.n_documented + missing * np.exp(normal * spread)
    return Draws(people=people[None], of="sampling distribution")


def _taken(people: Floats, n: int, rng: np.random.Generator) -> Floats:
    rounds = math.ceil(n / len(people))
    taken: Floats = np.concatenate([rng.permutation(people) for _ in range(rounds)])[:n]
    return taken


def _widths(result: Estimated) -> tuple[float, float] | str:
    """Standard deviations of the log of those on no list, below and above the estimate."""
    n, missing = result.n_documented, result.estimate - result.n_documented
    if missing <= 0:
        return 0.0, 0.0
    if result.lower is None:
        if result.standard_error is None:
            return (
                f"{result.method} withholds its interval and gives no standard error: nothing "
                "tells how far the number may be off."
            )
        width = math.sqrt(math.log1p((result.standard_error / missing) ** 2))
        return width, width
    if result.upper is None:
        return f"{result.method} does not bound the number from above."
    reach = float(norm.ppf((1 + result.level) / 2))
    above = max(math.log(max(result.upper - n, missing) / missing) / reach, 0.0)
    # A lower end that touches the documented count would be infinitely far in logs.
    below = math.log(missing / (result.lower - n)) / reach if result.lower > n else above
    return max(below, 0.0), above


@dataclass(frozen=True, kw_only=True)
class Summary:
    """Of draws: the equal-tailed interval at a level, median, mean and standard deviation."""

    lower: float
    median: float
    upper: float
    mean: float
    standard_deviation: float


def summary(people: Floats, level: float) -> Summary:
    """Sum up draws of any shape."""
    lower, median, upper = np.quantile(people, [(1 - level) / 2, 0.5, (1 + level) / 2])
    return Summary(
        lower=float(lower),
        median=float(median),
        upper=float(upper),
        mean=float(people.mean()),
        standard_deviation=float(people.std()),
    )


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Where the variance of mixed draws comes from.

    Attributes
    ----------
    within : mean variance within each of the parts
    between : variance between the means of the parts
    """

    within: float
    between: float

    @property
    def share_between(self) -> float:
        """How much of the variance lies between the parts, 0 to 1."""
        whole = self.within + self.between
        return self.between / whole if whole > 0 else 0.0


def spread(parts: Sequence[Floats], weights: Sequence[float] | None = None) -> Spread:
    """Variance within and between parts, each an array of draws; weights add up to anything.

    Without weights the variance between is that of a sample of parts (divided by one less than
    their number), as Rubin's rules have it; with weights that of the mixture as it is.
    """
    means = np.array([part.mean() for part in parts])
    variances = np.array([part.var() for part in parts])
    if weights is None:
        between = float(means.var(ddof=1)) if len(parts) > 1 else 0.0
        return Spread(within=float(variances.mean()), between=between)
    shares = np.asarray(weights, dtype=np.float64) / np.sum(weights)
    away = means - shares @ means
    return Spread(within=float(shares @ variances), between=float(shares @ away**2))
