"""Bootstrap intervals that correct for bias and skewness (BCa), for any estimate of a table."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.stats import norm

from onrecord.errors import InputError
from onrecord.stats.estimate import STOPPED, Diagnostic, Draws
from onrecord.stats.histories import Floats

FEWEST = 100
PART = 250
RESAMPLED = "bootstrap, bias-corrected and accelerated (model selected anew)"


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A BCa interval and how it came about.

    Attributes
    ----------
    lower, upper : quantiles of the replicates; infinite where so many replicates are
    lower_at, upper_at : the probabilities at which those quantiles were taken
    lower_error, upper_error : Monte Carlo standard errors of the ends: how far other seeds would
        move them; infinite where the replicates do not tell
    bias : normal quantile of the share of replicates below the estimate; 0 where half are
    acceleration : a sixth of the skewness of the leave-one-out estimates
    """

    lower: float
    upper: float
    lower_at: float
    upper_at: float
    lower_error: float
    upper_error: float
    bias: float
    acceleration: float


def resampled(counts: Floats, n_tables: int, seed: int) -> Floats:
    """(n_tables, n_cells) tables of as many people, drawn with replacement from those of a table.

    Parameters
    ----------
    counts : (n_cells,) array, people by cell
    n_tables, seed : how many, and the seed of numpy's default generator
    """
    people = int(counts.sum())
    drawn = np.random.default_rng(seed).multinomial(people, counts / counts.sum(), size=n_tables)
    tables: Floats = drawn.astype(np.float64)
    return tables


def each_left_out(counts: Floats) -> Floats:
    """(n_occupied, n_cells) tables, each with one person less in one of the occupied cells."""
    occupied = np.flatnonzero(counts)
    tables = np.tile(counts, (len(occupied), 1))
    tables[np.arange(len(occupied)), occupied] -= 1.0
    return tables


def check_replicates(n_bootstrap: int, level: float) -> None:
    """Raise InputError where so few replicates, or such a level, give no interval."""
    if n_bootstrap < FEWEST:
        raise InputError(
            f"{n_bootstrap} bootstrap replicates give no interval; take {FEWEST} or more"
        )
    if not 0 < level < 1:
        raise InputError(f"the level {level} is no probability; give one between 0 and 1")


def estimate_each(tables: Floats, estimate: Callable[[Floats], Floats]) -> Floats:
    """The estimates of many tables, some at a time: a kernel does not hear Ctrl-C.

    Returns
    -------
    (n_tables,) array; fewer, of the first tables, where Ctrl-C came after a part was there

    Raises
    ------
    KeyboardInterrupt : before any
    """
    parts: list[Floats] = []
    try:
        for first in range(0, len(tables), PART):
            parts.append(estimate(tables[first : first + PART]))
    except KeyboardInterrupt:
        if not parts:
            raise
    return np.concatenate(parts)


def acceleration_of(estimates: Floats, weights: Floats) -> float:
    """A sixth of the skewness of leave-one-out estimates; not finite where one of them is not.

    Parameters
    ----------
    estimates : (n_occupied,) array, of the tables of ``each_left_out``
    weights : (n_occupied,) array, people in the cell that lost one
    """
    if not np.isfinite(estimates).all():
        return math.inf
    residuals = (weights * estimates).sum() / weights.sum() - estimates
    spread = float((weights * residuals**2).sum())
    return float((weights * residuals**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0


def bias_corrected(
    replicates: Floats, estimate: float, acceleration: float, level: float
) -> Corrected | str:
    """The BCa interval, or why the bootstrap gives none.

    Parameters
    ----------
    replicates : (n_replicates,) estimates of resampled tables; infinite ones are welcome
    estimate : of the table itself
    acceleration : of ``acceleration_of``
    level : between 0 and 1

    Notes
    -----
    Quantiles are those of Hyndman & Fan's type 8, as in SparseMSE.

    References
    ----------
    Efron (1987), JASA 82(397), 171–185, doi:10.1080/01621459.1987.10478410.
    DiCiccio & Efron (1996), Statistical Science 11(3), 189–228, doi:10.1214/ss/1032280214.
    """
    if not math.isfinite(acceleration):
        return "with one person less the table bounds the number no longer"
    below = float((replicates < estimate).mean())
    if not 0 < below < 1:
        side = "above" if below == 0 else "below"
        return f"every bootstrap estimate lies {side} the estimate"
    ordered = np.sort(replicates)
    tails = ((1 - level) / 2, (1 + level) / 2)
    lower_at, upper_at = (_adjusted(below, acceleration, tail) for tail in tails)
    return Corrected(
        lower=quantile(ordered, lower_at),
        upper=quantile(ordered, upper_at),
        lower_at=lower_at,
        upper_at=upper_at,
        lower_error=_quantile_error(ordered, below, acceleration, tails[0]),
        upper_error=_quantile_error(ordered, below, acceleration, tails[1]),
        bias=float(norm.ppf(below)),
        acceleration=acceleration,
    )


def _adjusted(below: float, acceleration: float, tail: float) -> float:
    bias = float(norm.ppf(below))
    moved = bias + float(norm.ppf(tail))
    stretch = 1 - acceleration * moved
    if stretch <= 0:  # beyond the reach of the approximation: the far end of the replicates
        return 1.0 if moved > 0 else 0.0
    return float(norm.cdf(bias + moved / stretch))


def probability_error(below: float, acceleration: float, tail: float, n_replicates: int) -> float:
    """Monte Carlo standard error, as a probability, of a BCa quantile.

    Two shares of the replicates vary and vary together: that below the estimate, which sets the
    probability ``at`` of the quantile, and that below the quantile itself.
    """
    at = _adjusted(below, acceleration, tail)
    step = min(1e-3, below / 2, (1 - below) / 2)
    slope = (
        _adjusted(below + step, acceleration, tail) - _adjusted(below - step, acceleration, tail)
    ) / (2 * step)
    together = min(at, below) - at * below
    variance = at * (1 - at) + slope**2 * below * (1 - below) - 2 * slope * together
    return math.sqrt(max(variance, 0.0) / n_replicates)


def _quantile_error(ordered: Floats, below: float, acceleration: float, tail: float) -> float:
    at = _adjusted(below, acceleration, tail)
    reach = max(probability_error(below, acceleration, tail, len(ordered)), 1 / len(ordered))
    if at - reach < 0 or at + reach > 1:
        return math.inf
    high, low = quantile(ordered, at + reach), quantile(ordered, at - reach)
    return (high - low) / 2 if math.isfinite(high) else math.inf


def quantile(ordered: Floats, at: float) -> float:
    """Hyndman & Fan's type 8 of sorted values; infinite where it falls among infinite ones."""
    place = min(max((len(ordered) + 1 / 3) * at + 1 / 3, 1.0), float(len(ordered)))
    whole = int(place)
    low, high = float(ordered[whole - 1]), float(ordered[min(whole, len(ordered) - 1)])
    if place == whole or low == high:
        return low
    return low + (place - whole) * (high - low)


def ends(found: Corrected) -> tuple[float, float | None]:
    """The interval as results hold it: no upper end where the replicates have none."""
    return found.lower, found.upper if math.isfinite(found.upper) else None


def doubts_about(found: Corrected | str, estimate: float) -> tuple[str, ...]:
    """Why the interval does not hold what it says, in sentences."""
    if isinstance(found, str):
        return (f"The bootstrap gives no interval: {found}.",)
    if not found.lower <= estimate <= found.upper:
        return (
            "The bootstrap's interval does not hold the estimate: resampled tables lead to other "
            "models, and the estimate is that of a model that they seldom choose.",
        )
    return ()


def notes_on(found: Corrected | str, n_replicates: int, n_bootstrap: int) -> tuple[str, ...]:
    """What a reader of the interval should know."""
    if isinstance(found, str):
        return ()
    notes = []
    if n_replicates < n_bootstrap:
        notes.append(
            f"Stopped by hand after {n_replicates:,} of {n_bootstrap:,} resampled tables; the ends "
            "of the interval are known less exactly than was asked."
        )
    if math.isinf(found.upper):
        notes.append("The table does not bound the number from above at this level.")
    if found.lower_at < 0.001 or found.upper_at > 0.999:
        notes.append(
            "An end of the interval lies among the most extreme of the resampled tables: the "
            "correction for bias is large, and the end is rough."
        )
    return tuple(notes)


def diagnostics_of(
    found: Corrected | str, replicates: Floats, n_bootstrap: int
) -> dict[str, Diagnostic]:
    """The bootstrap in names and numbers, nothing infinite among them."""
    told: dict[str, Diagnostic] = {
        STOPPED: len(replicates) < n_bootstrap,
        "n_bootstrap": len(replicates),
        "n_bootstrap_unbounded": int(np.isinf(replicates).sum()),
    }
    if isinstance(found, str):
        return told
    return {
        **told,
        "bias": found.bias,
        "acceleration": found.acceleration,
        "lower_at": found.lower_at,
        "upper_at": found.upper_at,
        "lower_monte_carlo_error": _if_finite(found.lower_error),
        "upper_monte_carlo_error": _if_finite(found.upper_error),
    }


def draws_of(replicates: Floats) -> Draws | None:
    """The replicates as one chain; none where some have no bound."""
    finite = bool(np.isfinite(replicates).all())
    return Draws(people=replicates[None], of="bootstrap") if finite else None


def median_of(replicates: Floats) -> float | None:
    """The middle replicate, where it is bounded."""
    return _if_finite(float(np.median(replicates)))


def _if_finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
