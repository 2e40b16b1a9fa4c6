"""What judged pairs of happenings teach: the weights of the levels that they show, moved a little.

Answers are few and the published weights rest on thousands of pairs, so these are believed as if
so many answers had been seen, and answers move them by as much as they speak for it (a normal
prior around the published weights, whose mode is found by Newton's method). Somebody is asked about
pairs that are in doubt as things are joined, and of those that other pairs keep apart most are two
whatever they show: so whether a pair was joined is a term of its own, which is not kept. Without a
gain in log loss on answers that were held out nothing is taught.

Reference: Gelman, Jakulin, Pittau and Su (2008), Annals of Applied Statistics 2(4),
doi:10.1214/08-AOAS191 (priors for logistic regression that steady few data).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.calibration import logistic
from onrecord.link.event_weights import WEIGHTS, weight_of
from onrecord.link.likeness import Level, Occasions
from onrecord.model.event_lesson import EventLesson, MovedLevel

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

ENOUGH, ENOUGH_OF_EACH = 20, 3  # answers, and of either kind, from which is learned
_SLIPS = 0.02  # of answers, that are taken to be slips
# What is believed of all pairs, of the published odds, and of pairs that were kept apart.
_BELIEVED = np.array([0.0, 1.0, 0.0])
# How far answers may move it (prior deviations, in nats), and, last, each level.
_ALL = np.array([0.35, 0.15, 2.0, 0.35])
_ASKED_ALONE = np.array([1e-4, 1e-4, 2.0, 1e-4])
_FOLDS = 5
_TELLS = 0.5  # standard errors of a gain in log loss, above which it is one
_LEAST = 0.005  # bits: what moves by less has not moved


class JudgedHappenings(Struct, frozen=True, kw_only=True):
    """Two happenings that somebody is sure about: what they show, and the answer.

    ``left`` and ``right`` name the happenings; answers on one ``left`` are predicted together.
    ``joined``: whether they are in one event where nobody has judged anything.
    """

    left: str
    right: str
    levels: Mapping[str, Level]
    joined: bool
    same: bool


def enough(same: Iterable[bool]) -> bool:
    """Whether there are answers enough to learn from, of either kind."""
    counts = Counter(same)
    return counts.total() >= ENOUGH and min(counts[True], counts[False]) >= ENOUGH_OF_EACH


def learned(judged: Sequence[JudgedHappenings], occasions: Occasions) -> EventLesson:
    """What so many answers teach that they are `enough`, in whatever order they came."""
    ordered = sorted(judged, key=lambda one: (one.left, one.right))
    same = np.array([one.same for one in ordered], np.bool_)
    n_same = int(same.sum())
    shown = sorted({(c, level.found) for one in ordered for c, level in one.levels.items()})
    columns = _columns(ordered, occasions, shown)
    target = np.where(same, 1 - _SLIPS, _SLIPS)
    fold = _folds(ordered)
    before, after = (_held_out(columns, target, fold, free) for free in (_ASKED_ALONE, _ALL))
    gained = before - after
    lesson = EventLesson(
        n_same=n_same, n_different=len(ordered) - n_same,
        loss_before=float(before.mean()), loss_after=float(after.mean()),
    )  # fmt: skip
    if gained.mean() <= _TELLS * gained.std() / np.sqrt(len(gained)):
        return lesson
    of_all, share, _, *moved = _fitted(columns, target, _ALL).tolist()
    return EventLesson(
        n_same=n_same, n_different=lesson.n_different, loss_before=lesson.loss_before,
        loss_after=lesson.loss_after, of_all=of_all / log(2), share=share,
        moved=tuple(
            MovedLevel(comparison=of, level=level, published=WEIGHTS[of][level], moved=bits)
            for (of, level), nats in zip(shown, moved, strict=True)
            if abs(bits := nats / log(2)) >= _LEAST
        ),
    )  # fmt: skip


def _columns(
    judged: Sequence[JudgedHappenings], occasions: Occasions, shown: Sequence[tuple[str, str]]
) -> Floats:
    """(n, 3 + len(shown)): all, the published log odds in nats, apart, and what a pair shows."""
    place = {level: 3 + at for at, level in enumerate(shown)}
    found = np.zeros((len(judged), 3 + len(shown)))
    found[:, 0] = 1.0
    for row, one in zip(found, judged, strict=True):
        row[1] = weight_of(one.levels, occasions) * log(2)
        row[2] = not one.joined
        for comparison, level in one.levels.items():
            row[place[comparison, level.found]] = 1.0
    return found


def _fitted(columns: Floats, target: Floats, spread: Floats) -> Floats:
    n_levels = columns.shape[1] - len(_BELIEVED)
    believed = np.concatenate([_BELIEVED, np.zeros(n_levels)])
    spreads = np.concatenate([spread[:-1], np.full(n_levels, spread[-1])])
    return logistic(columns, target, np.ones(len(target)), believed, 1 / spreads**2)


def _held_out(columns: Floats, target: Floats, fold: NDArray[np.int64], spread: Floats) -> Floats:
    """Log loss of each answer, predicted from those of the other folds."""
    predicted = np.zeros(len(target))
    for number in range(_FOLDS):
        held = fold == number
        if held.any():
            predicted[held] = columns[held] @ _fitted(columns[~held], target[~held], spread)
    return _loss(predicted, target)


def _loss(odds: Floats, target: Floats) -> Floats:
    return np.asarray(np.logaddexp(0, odds) - target * odds)


def _folds(judged: Sequence[JudgedHappenings]) -> NDArray[np.int64]:
    """(n,) the fold of each answer; those on one happening, as the left of two, share it."""
    number = {key: n for n, key in enumerate(sorted({one.left for one in judged}))}
    return np.array([number[one.left] % _FOLDS for one in judged], np.int64)
