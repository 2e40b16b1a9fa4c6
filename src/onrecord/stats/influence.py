"""Everybody over those on a list, from two lists and the chances of being on them: three ways."""

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq

from onrecord.stats.histories import Bools, Floats

MOST_STEPS = 100


@dataclass(frozen=True, eq=False)
class Chances:
    """For each person on some list, by their covariates: the chance of each list of a pair.

    Attributes
    ----------
    first, second, both : (n_people,) float arrays, ``both <= min(first, second)`` and
        ``first + second - both <= 1``
    """

    first: Floats
    second: Floats
    both: Floats


@dataclass(frozen=True, eq=False)
class Ratio:
    """Everybody over those documented, with each person's part in it.

    Attributes
    ----------
    plug_in : mean of first · second / both; no interval of it is known
    one_step : plug-in with its first-order bias removed
    parts : (n_people,) float array, the uncentred efficient influence values; mean ``one_step``
    """

    plug_in: float
    one_step: float
    parts: Floats


def trimmed(chances: Chances, margin: float) -> Chances:
    """The chances with that of both lists at least ``margin``, and the others made to agree."""
    both = np.maximum(chances.both, margin)
    first = np.minimum(np.maximum(both, chances.first), 1.0)
    second = np.maximum(both / first, np.minimum(chances.second, 1.0 + both - first))
    return Chances(first, second, both)


def ratio(chances: Chances, on_first: Bools, on_second: Bools) -> Ratio:
    """The plug-in and the one-step (doubly robust) estimate of everybody over those documented.

    Parameters
    ----------
    chances : trimmed, of people not used to estimate them
    on_first, on_second : (n_people,) bool arrays

    Notes
    -----
    Where two lists are independent given the covariates, a person with these covariates is on
    some list with the chance both / (first · second). The error of the one-step estimate is a
    product of errors: with ``both`` right, it is right when either ``first`` or ``second`` is.

    References
    ----------
    Das, Kennedy & Jewell (2023), JASA, doi:10.1080/01621459.2023.2187814, theorem 1 and 2.
    """
    inverse = chances.first * chances.second / chances.both
    seen = on_first / chances.first + on_second / chances.second
    parts = inverse * (seen - (on_first & on_second) / chances.both)
    return Ratio(float(inverse.mean()), float(parts.mean()), parts)


def standard_error(parts: Floats, widening: float = 1.0) -> float:
    """Of the number of people, n · mean(parts): by the influence values, and of n itself.

    References
    ----------
    Das, Kennedy & Jewell (2023), corollary 1: n · (variance of the parts + (1 - psi) / psi²).
    """
    mean = float(parts.mean())
    spread = widening**2 * float(parts.var(ddof=1)) + max(mean * (mean - 1.0), 0.0)
    return math.sqrt(len(parts) * spread)


def widening(chances: Chances, parts: Floats) -> float:
    """How many times its own size the deviation of the parts is taken to be, 1 or more.

    A person who was unlikely to be on both lists, and is, moves the estimate far. Where no such
    person happens to be there, the parts vary less than the chances say that they would in another
    table: then the deviation expected under the chances counts.
    """
    cells, slopes = _cells(chances), _slopes(chances)
    expected = float((cells * slopes**2).sum(axis=1).mean())
    expected += float((chances.first * chances.second / chances.both).var())
    return max(1.0, math.sqrt(expected / float(parts.var(ddof=1))))


def targeted(
    chances: Chances, on_first: Bools, on_second: Bools, margin: float
) -> tuple[float, bool]:
    """The targeted (TMLE) estimate of everybody over those documented, and whether it converged.

    The chances of the four outcomes (neither, second, first, both) are tilted along the influence
    function until the plug-in needs no correction; they stay chances that add up to 1.

    References
    ----------
    van der Laan & Rubin (2006), Int. J. Biostatistics 2(1), article 11,
    doi:10.2202/1557-4679.1043; Das, Kennedy & Jewell (2023), section 4.3 tilts each chance
    by itself, this one all at once.
    """
    cells = _cells(chances)
    place = 2 * on_first + on_second
    for _ in range(MOST_STEPS):
        now = _pair(cells, margin)
        slopes = _slopes(now)
        said = np.take_along_axis(slopes, place[:, None], axis=1)[:, 0]
        bias = float((said - (cells * slopes).sum(axis=1)).mean())
        allowed = float(said.std()) / (math.sqrt(len(said)) * max(10.0, math.log(len(said))))
        if abs(bias) <= allowed / 10:
            return float((now.first * now.second / now.both).mean()), True
        cells = _tilted(cells, slopes, said)
    return float((now.first * now.second / now.both).mean()), False


def _cells(chances: Chances) -> Floats:
    """(n_people, 4) chances of neither, the second alone, the first alone, both."""
    both, first, second = chances.both, chances.first, chances.second
    cells = [1.0 - first - second + both, second - both, first - both, both]
    held: Floats = np.maximum(np.column_stack(cells), 0.0)
    return held


def _pair(cells: Floats, margin: float) -> Chances:
    both = cells[:, 3]
    return trimmed(Chances(cells[:, 2] + both, cells[:, 1] + both, both), margin)


def _slopes(now: Chances) -> Floats:
    """(n_people, 4) influence of each outcome, in the order neither, second, first, both."""
    inverse = now.first * now.second / now.both
    ones = np.zeros_like(inverse)
    outcomes = [
        ones,
        1 / now.second,
        1 / now.first,
        1 / now.first + 1 / now.second - 1 / now.both,
    ]
    slopes: Floats = inverse[:, None] * (np.column_stack(outcomes) - 1.0)
    return slopes


def _tilted(cells: Floats, slopes: Floats, said: Floats) -> Floats:
    """Cells times exp(step · slopes), the step by maximum likelihood: its derivative falls."""
    scale = max(float(np.abs(slopes).max()), 1e-9)

    def tilt(step: float) -> Floats:
        raised = cells * np.exp(np.clip(step * slopes / scale, -30, 30))
        tilted: Floats = raised / raised.sum(axis=1, keepdims=True)
        return tilted

    def climb(step: float) -> float:
        return float((said - (tilt(step) * slopes).sum(axis=1)).mean())

    if climb(-2.0) <= 0 or climb(2.0) >= 0:
        return tilt(-2.0 if climb(-2.0) <= 0 else 2.0)
    return tilt(float(brentq(climb, -2.0, 2.0, xtol=1e-10)))
