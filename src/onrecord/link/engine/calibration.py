"""Chances made to say what they mean: of pairs with chance p, a share p is one person.

References: Platt (1999), Advances in Large Margin Classifiers, 61–74 (logistic); Zadrozny and
Elkan (2002), KDD, doi:10.1145/775047.775151 (isotonic); Horvitz and Thompson (1952), JASA 47(260),
doi:10.1080/01621459.1952.10483446 (each answer counts 1 / its chance to be asked).
"""

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import isotonic_regression

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ROUNDS = 50
_CLOSE = 1e-9
_CERTAIN = 20.0
_OF_LEVEL, _OF_SLOPE = 1.0, 4.0  # belief in 0 and 1, as the inverse of a variance
_MANY = 200  # answers from which no line is imposed on how chances must be bent
_LEAST = 1e-6  # chances are kept this far from 0 and 1


def logistic(
    columns: Floats, target: Floats, weight: Floats, believed: Floats, belief: Floats
) -> Floats:
    """(n_columns,) weights whose sum over columns is the log odds; pulled to what is believed.

    columns  : (n, n_columns)
    target   : (n,) 1 one person, 0 two; between them, a chance
    weight   : (n,) what each answer counts
    believed : (n_columns,) the weights without an answer; ``belief``, the inverse of a variance
    """
    found = believed.astype(np.float64)
    for _ in range(_ROUNDS):
        chance = 1 / (1 + np.exp(-np.clip(columns @ found, -_CERTAIN, _CERTAIN)))
        slope = columns.T @ (weight * (target - chance)) - belief * (found - believed)
        curve = (columns * (weight * chance * (1 - chance))[:, None]).T @ columns
        step = np.clip(np.linalg.solve(curve + np.diag(belief), slope), -1, 1)
        found = found + step
        if np.abs(step).max() < _CLOSE:
            break
    return found


def level_and_slope(odds: Floats, target: Floats, weight: Floats | None = None) -> Floats:
    """Level and slope that turn natural log odds into those of the answers."""
    x = np.clip(odds, -_CERTAIN, _CERTAIN)
    counts = np.ones(len(x)) if weight is None else weight
    return logistic(
        np.column_stack([np.ones(len(x)), x]), target, counts,
        np.array([0.0, 1.0]), np.array([_OF_LEVEL, _OF_SLOPE]),
    )  # fmt: skip


class Calibration(Struct, frozen=True):
    """Chances as given, rising, and what each means; between two, what lies between."""

    given: Floats
    meant: Floats

    def __call__(self, chance: Floats) -> Floats:
        """The chances that chances mean."""
        return np.asarray(np.interp(chance, self.given, self.meant))


def calibrated(chance: Floats, same: Flags, asked: Floats) -> Calibration:
    """Learn from a random sample what chances mean.

    A line in log odds; from _MANY answers on any rising curve, a third of the way to the line.

    chance : (n,) as given; ``same``, the answers
    asked  : (n,) the chance that each pair had to be in the sample
    """
    weight = (1 / asked) * len(asked) / (1 / asked).sum()
    odds = _log_odds(chance)
    line = level_and_slope(odds, same.astype(np.float64), weight)
    grid = np.unique(np.concatenate([[_LEAST, 1 - _LEAST], chance]))
    meant = 1 / (1 + np.exp(-(line[0] + line[1] * _log_odds(grid))))
    if len(chance) >= _MANY:
        order = np.argsort(chance, kind="stable")
        fitted = isotonic_regression(same[order].astype(np.float64), weights=weight[order]).x
        curve = np.interp(grid, chance[order], fitted)
        meant = meant / 3 + curve * 2 / 3
    return Calibration(grid, np.maximum.accumulate(meant))


def _log_odds(chance: Floats) -> Floats:
    kept = np.clip(chance, _LEAST, 1 - _LEAST)
    return np.asarray(np.log(kept) - np.log1p(-kept))
