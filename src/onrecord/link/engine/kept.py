"""Weights that are kept, and used again: what was learned as plain numbers, and back, exactly."""

from typing import Any

import numpy as np
from msgspec import Struct

from onrecord.link.engine.boosted import BINS, NODES, Boosted
from onrecord.link.engine.calibration import Calibration
from onrecord.link.engine.judged import Lesson
from onrecord.link.engine.kinds import BY_SCRIPTS
from onrecord.link.engine.lessons import BELIEVED, CHOSEN, COLUMNS, Weights
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.mixture import Mixture
from onrecord.link.engine.training import Trained
from onrecord.model.match_weights import SCHEMA, ComparisonShown, MatchWeights, Taught, Tree

_WORDS = tuple(feature.words for feature in COLUMNS)


class Kept(Struct, frozen=True, kw_only=True):
    """The weights of before: of the comparisons, and what judged pairs had taught, if anything.

    ``reads_off`` the table which names and places stand for one another; not where next to no two
    records are one person, and what looks like it is chance.
    """

    trained: Trained
    lesson: Lesson | None = None
    reads_off: bool = True


def kept_weights(trained: Trained, lesson: Lesson | None) -> MatchWeights:
    """The weights of a linkage as plain numbers; its threshold must be known."""
    assert trained.threshold is not None
    return MatchWeights(
        share=tuple(trained.mixture.share.tolist()),
        comparisons=tuple(
            ComparisonShown(comparison=comparison, levels=levels, shown=_tuples(table.tolist()))
            for (comparison, levels), table in zip(
                COMPARISONS.items(), trained.mixture.level, strict=True
            )
        ),
        learned=trained.learned,
        why_not=trained.why_not,
        refused=trained.refused,
        untrained=trained.untrained,
        threshold=trained.threshold,
        taught=None if lesson is None or lesson.taught_nothing else _taught(lesson),
    )


def why_not_fitting(weights: MatchWeights) -> str | None:
    """Why pairs cannot be weighed so by this version of OnRecord; None where they can."""
    if weights.schema != SCHEMA:
        return f"they are written as {weights.schema}, and this version reads {SCHEMA}"
    found = {one.comparison: one.levels for one in weights.comparisons}
    if found != COMPARISONS or list(found) != list(COMPARISONS):
        known = set(found.items()) ^ set(COMPARISONS.items())
        other = sorted({comparison for comparison, _ in known}) or ["their order"]
        return f"this version compares otherwise ({', '.join(other)})"
    for one in weights.comparisons:
        groups = 2 if one.comparison in BY_SCRIPTS else 1
        shape = (groups, len(weights.share), len(one.levels))
        if not _is_shares(one.shown, shape):
            return f"{one.comparison}: its levels are not shares that add up to one"
    if not _is_shares((weights.share,), (1, len(weights.share))) or len(weights.share) < 3:
        return "the kinds of pairs are not shares that add up to one"
    if not 0 < weights.threshold < 1:
        return f"{weights.threshold} is no chance from which to join"
    return None if weights.taught is None else _why_not_taught(weights.taught)


def _why_not_taught(taught: Taught) -> str | None:
    if taught.columns != _WORDS:
        return "judged pairs taught them to look at what this version does not look at"
    n_nodes = {len(row) for tree in taught.trees for row in (tree.column, tree.bin, tree.value)}
    columns = {column for tree in taught.trees for column in tree.column}
    whole = n_nodes <= {NODES} and columns <= set(range(-1, len(_WORDS)))
    whole &= len(taught.cuts) == len(_WORDS) and len(taught.line) == len(BELIEVED)
    whole &= all(0 <= cut <= BINS + 1 for tree in taught.trees for cut in tree.bin)
    whole &= taught.chosen in CHOSEN and 0 < taught.threshold < 1
    whole &= len(taught.given) == len(taught.meant) and sorted(taught.given) == list(taught.given)
    return None if whole else "what judged pairs taught is not written as this version writes it"


_RAREST = 1e-14  # nothing that is learned is rarer, and a product of twenty is no zero


def _is_shares(found: object, shape: tuple[int, ...]) -> bool:
    try:
        table = np.array(found, np.float64)
    except ValueError:  # rows of different lengths
        return False
    whole = table.shape == shape and bool((table > _RAREST).all())
    return whole and bool(np.allclose(table.sum(axis=-1), 1.0))


def restored(weights: MatchWeights) -> Kept:
    """The weights as linking takes them; ask `why_not_fitting` first."""
    level = tuple(np.array(one.shown, np.float64) for one in weights.comparisons)
    mixture = Mixture(
        share=np.array(weights.share, np.float64),
        level=level,
        seen=tuple(np.zeros((len(table), table.shape[2])) for table in level),
        rounds=0,
    )
    return Kept(
        trained=Trained(
            mixture=mixture, learned=weights.learned, why_not=weights.why_not,
            untrained=weights.untrained, threshold=weights.threshold, refused=weights.refused,
        ),
        lesson=None if weights.taught is None else _lesson(weights.taught),
    )  # fmt: skip


def _taught(lesson: Lesson) -> Taught:
    trees, calibration = lesson.weights.trees, lesson.calibration
    return Taught(
        n_same=lesson.n_same,
        n_different=lesson.n_different,
        chosen=lesson.weights.chosen,
        losses=dict(lesson.weights.losses),
        matters=lesson.matters,
        columns=_WORDS,
        cuts=tuple(tuple(cuts.tolist()) for cuts in trees.cuts),
        line=tuple(lesson.weights.line.tolist()),
        share=lesson.weights.share,
        trees=tuple(
            Tree(column=tuple(column), bin=tuple(cut), missing_left=tuple(left), value=tuple(value))
            for column, cut, left, value in zip(
                trees.column.tolist(), trees.bin.tolist(), trees.missing_left.tolist(),
                trees.value.tolist(), strict=True,
            )
        ),
        given=() if calibration is None else tuple(calibration.given.tolist()),
        meant=() if calibration is None else tuple(calibration.meant.tolist()),
        threshold=lesson.threshold,
    )  # fmt: skip


def _lesson(taught: Taught) -> Lesson:
    trees = Boosted(
        cuts=tuple(np.array(cuts, np.float32) for cuts in taught.cuts),
        column=np.array([tree.column for tree in taught.trees], np.int16),
        bin=np.array([tree.bin for tree in taught.trees], np.uint8),
        missing_left=np.array([tree.missing_left for tree in taught.trees], np.bool_),
        value=np.array([tree.value for tree in taught.trees], np.float64),
    )
    given, meant = np.array(taught.given, np.float64), np.array(taught.meant, np.float64)
    return Lesson(
        weights=Weights(
            chosen=taught.chosen, losses=dict(taught.losses), line=np.array(taught.line),
            trees=trees, share=taught.share, held_out=np.zeros(0),
        ),
        calibration=Calibration(given, meant) if len(given) else None,
        n_same=taught.n_same,
        n_different=taught.n_different,
        matters=taught.matters,
        threshold=taught.threshold,
    )  # fmt: skip


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value
