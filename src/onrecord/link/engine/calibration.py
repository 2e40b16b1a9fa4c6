"""Chances made to say what they mean: of pairs with chance p, a share p is one person.

References: Platt (1999), Advances in Large Margin Classifiers, 61–74 (logistic); Zadrozny and
Elkan (2002), KDD, doi:10.1145/775047.775151 (isotonic); Robertson, Wright and Dykstra (1988),
Order Restricted Statistical Inference (pooling of neighbours, with weights).
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDS = 50
_CLOSE = 1e-9
_BELIEF = (1.0, 4.0)  # that the level is 0 and the slope 1, as the inverse of a variance
_SLOPES = (0.2, 5.0)
_FADES_OVER = 3.0  # log odds
_CERTAIN = 20.0


def logistic(odds: Floats, target: Floats, weight: Floats | None = None) -> tuple[float, float]:
    """Level and slope that turn log odds into those of the answers; a weak belief in (0, 1).

    odds   : (n,) natural log odds
    target : (n,) 1 one person, 0 two; between them, a chance
    weight : (n,) what each answer counts, such as 1 / its chance to be asked, made to add up to n
    """
    x = np.clip(odds, -_CERTAIN, _CERTAIN)
    counts = np.ones(len(x)) if weight is None else weight
    level, slope = 0.0, 1.0
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-(level + slope * x)))
        left, curve = counts * (target - chance), counts * chance * (1 - chance)
        gradient = np.array([left.sum() - _BELIEF[0] * level, left @ x - _BELIEF[1] * (slope - 1)])
        across = curve @ x
        bent = np.array(
            [[curve.sum() + _BELIEF[0], across], [across, curve @ (x * x) + _BELIEF[1]]]
        )
        step = np.clip(np.linalg.solve(bent, gradient), -1, 1)
        level, slope = level + float(step[0]), slope + float(step[1])
        if np.abs(step).max() < _CLOSE:
            break
    return level, float(np.clip(slope, *_SLOPES))


def recalibrated(odds: Floats, target: Floats) -> Callable[[Floats], Floats]:
    """What a logistic recalibration adds to log odds, near those that were judged.

    Where nobody was asked nothing is known: beyond the middle nine tenths of the judged odds the
    correction fades.
    """
    level, slope = logistic(odds, target)
    low, high = np.quantile(np.clip(odds, -_CERTAIN, _CERTAIN), [0.05, 0.95])

    def added(given: Floats) -> Floats:
        inside = np.clip(given, low, high)
        fades = np.clip(1 - np.abs(given - inside) / _FADES_OVER, 0, 1)
        return np.asarray((level + (slope - 1) * inside) * fades)

    return added
