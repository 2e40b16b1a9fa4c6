"""A lesson: what judged pairs teach, and whether it is worth having.

The odds without judgements are recalibrated together with those in context, small trees on what
pairs show are added, and anchors hold both to what is believed of pairs that nobody judged. Each
fifth of the judgements is predicted from the others, and without a gain in log loss that tells from
chance nothing is taught.

References: Platt (1999), Advances in Large Margin Classifiers, 61–74 (recalibration); Friedman
(2001), doi:10.1214/aos/1013203451 (boosting).
"""

from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.link.engine.boosted import Boosted, Settings, grow
from onrecord.link.engine.calibration import logistic
from onrecord.link.engine.features import FEATURES, Feature

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
Columns = NDArray[np.float32]

_N_TREES = (10, 20, 40, 80, 160, 300)
_FOLDS = 5
_SLIPS = 0.01  # of judgements, that are taken to be slips
_CERTAIN = 20.0  # log odds without judgements beyond which nothing more is told
# Log odds without judgements, either way, up to which everything that is taught counts, and from
# which nothing does, and nothing is learned: there nobody is asked, there are very many such pairs,
# and one slip of a judge would outweigh a hundred answers.
_HEARD, DEAF = 6.0, 9.0
_TELLS = 0.5  # standard errors of a gain in log loss, above which it is one
_ANCHOR = 0.3  # what an anchor counts, in judgements
FARTHEST = 12.0  # log odds in context beyond which nothing more is told
_LEAST_HEARD = 25  # judgements that are heard, below which nothing is taught

IN_CONTEXT = Feature("the odds in context", "third records", 1)
COLUMNS = (*FEATURES, IN_CONTEXT)
_RISES = np.array([feature.rises for feature in COLUMNS], np.int8)

CHOSEN = WITHOUT, RECALIBRATED, BOOSTED, BLEND = (
    "without judgements", "recalibrated", "boosted", "boosted by half",
)  # fmt: skip
# Of a level, the odds without judgements, and how far those in context are from them.
BELIEVED, _BELIEF = np.array([0.0, 1.0, 0.0]), np.array([1.0, 4.0, 4.0])


class Seen(Struct, frozen=True):
    """What pairs show: log odds without judgements, and (n_pairs, len(COLUMNS)) columns."""

    odds: Floats
    columns: Columns

    def __len__(self) -> int:
        return len(self.odds)


class Weights(Struct, frozen=True, kw_only=True):
    """What was learned: the trees, what they are added to, and how it compares.

    ``losses``: the log loss a judgement, in nats, when it is predicted from others; ``chosen`` is
    the one in use. ``line`` weighs a level, the odds without judgements, and how far those in
    context are from them; the trees come on top, and count ``share``.
    """

    chosen: str
    losses: Mapping[str, float]
    line: Floats
    trees: Boosted
    share: float
    held_out: Floats  # (n_judgements,) log odds of each, predicted from others

    def odds(self, seen: Seen) -> Floats:
        """(n_pairs,) log odds as learned."""
        taught = _on_line(seen, self.line) + self.share * self.trees.added(seen.columns)
        return _heard(seen.odds, taught)


def learned(
    known: Seen,
    same: NDArray[np.bool_],
    group: Longs,
    anchors: Seen,
    rises: NDArray[np.int8] = _RISES,
) -> Weights:
    """Learn from judged pairs and from anchors, of which the last column is believed.

    same  : (n_judgements,) the answers
    group : (n_judgements,) judgements of one group are predicted from those of other groups
    """
    target = np.where(same, 1 - _SLIPS, _SLIPS)
    believed = 1 / (1 + np.exp(-anchors.columns[:, -1].astype(np.float64)))

    def taught(at: Longs, n_trees: int) -> tuple[Floats, Boosted]:
        rows = Seen(
            np.concatenate([known.odds[at], anchors.odds]),
            np.concatenate([known.columns[at], anchors.columns]),
        )
        answers = np.concatenate([target[at], believed])
        heard = (np.abs(known.odds[at]) < DEAF).astype(np.float64)
        counts = np.concatenate([heard, np.full(len(anchors), _ANCHOR)])
        line = logistic(line_of(rows), answers, counts, BELIEVED, _BELIEF)
        start = _on_line(rows, line)
        return line, grow(rows.columns, answers, counts, start, rises, n_trees, Settings())

    fold = _folds(group, known.odds)
    recalibrated, steps = known.odds.copy(), np.zeros((_N_TREES[-1], len(known)))
    for number in range(_FOLDS):
        rest, held = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        if len(held):
            line, trees = taught(rest, _N_TREES[-1])
            there = Seen(known.odds[held], known.columns[held])
            recalibrated[held], steps[:, held] = _on_line(there, line), trees.steps(there.columns)
    way, losses, held_out = _least(known.odds, target, recalibrated, steps)
    line, trees = taught(np.arange(len(known)), way.n_trees)
    return Weights(
        chosen=way.name, losses=losses, line=line, trees=trees, share=way.share, held_out=held_out
    )


def line_of(seen: Seen) -> Floats:
    """(n_pairs, 3) a level, the odds without judgements, how far those in context are from them."""
    kept = np.clip(seen.odds, -_CERTAIN, _CERTAIN)
    nearer = np.clip(kept, -FARTHEST, FARTHEST)
    return np.column_stack([np.ones(len(kept)), kept, seen.columns[:, -1] - nearer])


def _on_line(seen: Seen, line: Floats) -> Floats:
    return np.asarray(line_of(seen) @ line)


def share_heard(odds: Floats) -> Floats:
    """How much of what is taught counts for pairs of such odds without judgements."""
    return np.asarray(np.clip((DEAF - np.abs(odds)) / (DEAF - _HEARD), 0, 1))


def _heard(odds: Floats, taught: Floats) -> Floats:
    return np.asarray(odds + share_heard(odds) * (taught - odds))


class _Way(Struct, frozen=True):
    """How many trees are added to the recalibrated odds, and what they count."""

    name: str
    share: float = 0.0
    n_trees: int = 0


# The simpler first: of two that are as good it stays.
_WAYS = (
    _Way(WITHOUT),
    _Way(RECALIBRATED),
    *(_Way(BOOSTED, 1.0, n) for n in _N_TREES),
    *(_Way(BLEND, 0.5, n) for n in _N_TREES),
)


def _least(
    odds: Floats, target: Floats, recalibrated: Floats, steps: Floats
) -> tuple[_Way, dict[str, float], Floats]:
    """The way with the least loss of held-out judgements, the least of each kind, the odds.

    A gain over no lesson at all that is not larger than half its standard error is none.
    """
    held_out = [odds, _heard(odds, recalibrated)]
    held_out += [
        _heard(odds, recalibrated + way.share * steps[way.n_trees - 1]) for way in _WAYS[2:]
    ]
    heard = np.abs(odds) < DEAF
    if heard.sum() < _LEAST_HEARD:
        return _WAYS[0], {WITHOUT: float(log_loss(target, odds).mean())}, odds
    loss = np.array([log_loss(target, found)[heard] for found in held_out])
    losses: dict[str, float] = {}
    for way, found in zip(_WAYS, loss.mean(axis=1).tolist(), strict=True):
        losses[way.name] = min(found, losses.get(way.name, np.inf))
    best = int(np.argmin(loss.mean(axis=1)))
    gained = loss[0] - loss[best]
    if gained.mean() <= _TELLS * gained.std() / np.sqrt(len(gained)):
        best = 0
    return _WAYS[best], losses, held_out[best]


def log_loss(target: Floats, odds: Floats) -> Floats:
    """By pair, in nats."""
    return np.asarray(np.logaddexp(0, odds) - target * odds)


def _folds(group: Longs, odds: Floats) -> Longs:
    """(n,) the fold of each judgement; groups are dealt out in order of their mean odds."""
    _, where, counts = np.unique(group, return_inverse=True, return_counts=True)
    mean = np.bincount(where, odds) / counts
    rank = np.empty(len(counts), np.int64)
    rank[np.argsort(mean, kind="stable")] = np.arange(len(counts))
    return np.asarray(rank[where] % _FOLDS)
