"""Weights that are kept: used again they move nothing, and new pairs do not move them."""

import sys
from pathlib import Path

import msgspec
import numpy as np
import pytest

from onrecord.link.engine.kept import kept_weights, restored, why_not_fitting
from onrecord.link.engine.linkage import Judged, Linkage, link_table
from onrecord.link.link import link
from onrecord.model.canonical import canonical
from onrecord.model.match_weights import MatchWeights
from onrecord.model.material import Material

sys.path.insert(0, str(Path(__file__).parent))
from test_judged import Lists


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists(2000, 2002)


@pytest.fixture(scope="module")
def judged(lists: Lists) -> Judged:
    """150 doubtful pairs, and as many at random as calibrate the chances."""
    doubtful = lists.doubtful(150)
    at = np.random.default_rng(4).permutation(len(lists.plain.same))[:120]
    left, right = lists.plain.compared.left[at], lists.plain.compared.right[at]
    both = [np.concatenate(sides) for sides in ((doubtful.left, left), (doubtful.right, right))]
    asked = np.concatenate([np.full(150, np.nan), np.full(120, 0.01)])
    return Judged(*both, lists.person[both[0]] == lists.person[both[1]], None, asked)


def weights_of(linkage: Linkage) -> MatchWeights:
    lesson = linkage.relearned.lesson if linkage.relearned is not None else None
    return kept_weights(linkage.trained, lesson)


def written_and_read(weights: MatchWeights) -> MatchWeights:
    return msgspec.json.decode(canonical(weights), type=MatchWeights)


def assert_the_same(found: Linkage, wanted: Linkage) -> None:
    for name in ("same", "co_victim", "cluster"):
        assert getattr(found, name).tobytes() == getattr(wanted, name).tobytes()
    assert found.threshold == wanted.threshold


def test_weights_that_are_kept_and_used_again_move_no_byte(lists: Lists) -> None:
    weights = written_and_read(weights_of(lists.plain))
    assert weights.learned and weights.taught is None and why_not_fitting(weights) is None
    again = link_table(lists.table, free_of_duplicates=lists.free, kept=restored(weights))
    assert_the_same(again, lists.plain)
    assert weights_of(again) == weights


def test_what_judged_pairs_taught_is_kept_and_needs_no_judgement(
    lists: Lists, judged: Judged
) -> None:
    taught = lists.linked(judged)
    weights = written_and_read(weights_of(taught))
    assert weights.taught is not None and weights.taught.trees
    kept = restored(weights)
    again = link_table(lists.table, free_of_duplicates=lists.free, judged=judged, kept=kept)
    assert_the_same(again, taught)
    assert weights_of(again) == weights
    none = link_table(lists.table, free_of_duplicates=lists.free, kept=kept)
    assert weights_of(none) == weights


def test_judgements_hold_but_teach_nothing_where_weights_are_kept(
    lists: Lists, judged: Judged
) -> None:
    kept = restored(weights_of(lists.plain))
    found = link_table(lists.table, free_of_duplicates=lists.free, judged=judged, kept=kept)
    assert found.relearned is None
    assert not (found.cluster[judged.left] == found.cluster[judged.right])[~judged.same].any()


def test_other_pairs_move_what_is_learned_and_not_what_is_kept(lists: Lists) -> None:
    others = Lists(1500, 77)
    kept = restored(weights_of(lists.plain))
    anew, by_kept = (
        others.plain,
        link_table(others.table, free_of_duplicates=others.free, kept=kept),
    )
    assert weights_of(by_kept) == weights_of(lists.plain) != weights_of(anew)
    assert by_kept.same.tobytes() != anew.same.tobytes()


def test_weights_of_another_version_are_told_and_not_used(lists: Lists) -> None:
    weights = weights_of(lists.plain)
    first = weights.comparisons[0]
    odd = msgspec.structs.replace(first, levels=("alike", *first.levels[1:]))
    others = msgspec.structs.replace(weights, comparisons=(odd, *weights.comparisons[1:]))
    assert "given name" in str(why_not_fitting(others))
    torn = msgspec.structs.replace(first, shown=first.shown[:1])
    others = msgspec.structs.replace(weights, comparisons=(torn, *weights.comparisons[1:]))
    assert "add up to one" in str(why_not_fitting(others))
    linked = link(Material(documents=(), claims=(), weights=others))
    assert [one.code for one in linked.set_aside] == ["weights-do-not-fit"]
    other_form = msgspec.structs.replace(weights, schema="match-weights/0")
    assert "match-weights/0" in str(why_not_fitting(other_form))


def test_weights_written_by_hand_out_of_their_bounds_are_not_used(
    lists: Lists, judged: Judged
) -> None:
    replace = msgspec.structs.replace
    weights = weights_of(lists.linked(judged))
    assert weights.taught is not None
    taught, tree = weights.taught, weights.taught.trees[0]
    far = replace(tree, bin=tuple(100_000 for _ in tree.bin))
    first = weights.comparisons[0]
    n_levels = len(first.levels)
    shares = (1e-300,) * (n_levels - 1) + (1.0,)
    never = replace(first, shown=tuple(tuple(shares for _ in kinds) for kinds in first.shown))
    for changed in (
        replace(weights, comparisons=(never, *weights.comparisons[1:])),
        replace(weights, threshold=7.0),
        replace(weights, taught=replace(taught, threshold=-1.0)),
        replace(weights, taught=replace(taught, chosen="whatever")),
        replace(weights, taught=replace(taught, trees=(far, *taught.trees[1:]))),
    ):
        assert why_not_fitting(changed) is not None
