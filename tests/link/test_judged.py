"""The second comparison: learned from judged pairs, and never at their expense.

The lists are those of the benchmark with 2,000 records and a seed that was not used in tuning.
"""

import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.link.engine.boosted import Settings, grow
from onrecord.link.engine.calibration import calibrated
from onrecord.link.engine.features import log_odds
from onrecord.link.engine.judged import ABOUT, ENOUGH_AT_RANDOM
from onrecord.link.engine.kinds import SAME
from onrecord.link.engine.lessons import COLUMNS, WITHOUT, Seen, learned
from onrecord.link.engine.linkage import Judged, Linkage, link_table
from onrecord.link.engine.substitutes import Chances, chances_by
from onrecord.link.engine.table import Table, table_of
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import COLUMNS as WRITTEN
from victim_lists import FREE_OF_DUPLICATES, victim_lists


class Lists:
    """Generated lists, their truth, and how they are linked without a judgement."""

    def __init__(self, n: int, seed: int) -> None:
        made = victim_lists(n, seed)
        rows = zip(*(made.columns[name] for name in WRITTEN), strict=True)
        self.person = made.person
        self.table: Table = table_of([
            Record(id=str(i), rendition=str(li), list_name=str(li), row=1, claims=(), name=na,
                   given_name=gi, father_name=fa, family_name=fm, age=ag, sex=se, place=pl,
                   earliest=ea, latest=la)
            for i, li, na, gi, fa, fm, ag, se, pl, ea, la in rows
        ])  # type: ignore[arg-type]  # fmt: skip
        self.free = np.array([name in FREE_OF_DUPLICATES for name in self.table.lists])
        self.plain = self.linked(None)

    def linked(self, judged: Judged | None) -> Linkage:
        return link_table(self.table, free_of_duplicates=self.free, judged=judged)

    def doubtful(self, n: int, seed: int = 1) -> Judged:
        """Doubtful pairs at random, answered as is true."""
        open_ = np.flatnonzero((self.plain.same > 0.02) & (self.plain.same < 0.98))
        at = np.random.default_rng(seed).permutation(open_)[:n]
        left, right = self.plain.compared.left[at], self.plain.compared.right[at]
        return Judged(left, right, self.person[left] == self.person[right])

    def wrong(self, linkage: Linkage) -> int:
        """Links too many and links too few."""

        def links(name: np.ndarray) -> int:
            counts = np.unique(name, return_counts=True)[1]
            return int((counts * (counts - 1) // 2).sum())

        both = links(linkage.cluster * np.int64(len(self.person)) + self.person)
        return links(linkage.cluster) + links(self.person) - 2 * both


@pytest.fixture(scope="module")
def lists() -> Lists:
    return Lists(2000, 31)


@pytest.fixture(scope="module")
def judged(lists: Lists) -> Judged:
    return lists.doubtful(150)


@pytest.fixture(scope="module")
def taught(lists: Lists, judged: Judged) -> Linkage:
    return lists.linked(judged)


def without_judgements(lists: Lists, linkage: Linkage) -> Chances:
    return chances_by(lists.table, linkage.trained.mixture, linkage.substitutes)


def test_judgements_on_doubtful_pairs_set_right_more_links_than_they_name(lists: Lists) -> None:
    """Over five samples of 150 in four populations: what one of them teaches may mislead a bit."""
    wrong_taught = wrong_held = wrong = 0
    for people in (lists, *(Lists(2000, population) for population in (77, 2002, 45))):
        wrong += 5 * people.wrong(people.plain)
        for seed in range(1, 6):
            judged = people.doubtful(150, seed)
            unsure = np.ones(150, np.bool_)
            held = people.linked(Judged(judged.left, judged.right, judged.same, unsure))
            taught = people.linked(judged)
            assert held.relearned is None
            assert taught.relearned is not None and not taught.relearned.lesson.taught_nothing
            wrong_taught += people.wrong(taught)
            wrong_held += people.wrong(held)
    assert wrong_taught < wrong_held < wrong


def test_what_is_chosen_predicts_judgements_no_worse_than_without_them(taught: Linkage) -> None:
    assert taught.relearned is not None
    weights = taught.relearned.lesson.weights
    assert weights.losses[weights.chosen] <= weights.losses[WITHOUT]


def test_nothing_changes_where_judgements_have_nothing_to_teach() -> None:
    """Answers drawn from the chances that pairs already have, ten samples: four may mislead a bit.

    Of many ways one predicts noise better than no lesson in some samples; by next to nothing.
    """
    changed = 0
    for seed in range(10):
        dice = np.random.default_rng(seed)
        odds = dice.normal(0, 2.5, 300)
        columns = dice.normal(size=(300, len(COLUMNS))).astype(np.float32)
        columns[:, -1] = odds
        same = dice.random(300) < 1 / (1 + np.exp(-odds))
        seen, anchors = Seen(odds[:200], columns[:200]), Seen(odds[200:], columns[200:])
        found = learned(seen, same[:200], np.arange(200), anchors)
        changed += found.chosen != WITHOUT
        assert found.losses[WITHOUT] - found.losses[found.chosen] < 0.04
    assert changed <= 4


def test_fewer_than_fifty_judgements_teach_nothing(lists: Lists) -> None:
    assert lists.linked(lists.doubtful(49)).relearned is None


def test_pairs_that_nobody_doubts_keep_their_chances(lists: Lists, taught: Linkage) -> None:
    before = without_judgements(lists, taught)(*taught.compared.columns)[:, SAME]
    hopeless, certain = before < 1e-4, before > 1 - 1e-4
    assert hopeless.sum() > 1000 and certain.sum() > 10
    assert np.abs(taught.same - before)[hopeless | certain].max() < 1e-4


def test_the_order_in_which_judgements_came_changes_no_byte(
    lists: Lists, judged: Judged, taught: Linkage
) -> None:
    order = np.random.default_rng(2).permutation(len(judged.left))
    turned = Judged(judged.right[order], judged.left[order], judged.same[order])
    again = lists.linked(turned)
    assert again.same.tobytes() == taught.same.tobytes()
    assert again.cluster.tobytes() == taught.cluster.tobytes()


def test_what_was_judged_holds_even_where_the_answers_are_wrong(lists: Lists) -> None:
    asked = lists.doubtful(150, seed=3)
    answers = np.random.default_rng(3).random(150) < 0.4
    linkage = lists.linked(Judged(asked.left, asked.right, answers))
    together = linkage.cluster[asked.left] == linkage.cluster[asked.right]
    assert not together[~answers].any()
    # A "same" gives way only where answers that hold two records apart stand against it.
    for left, right in zip(asked.left[answers & ~together], asked.right[answers & ~together],
                           strict=True):  # fmt: skip
        joined = {int(left), int(right)}
        while True:
            more = {
                int(x)
                for a, b in zip(asked.left[answers], asked.right[answers], strict=True)
                if {int(a), int(b)} & joined
                for x in (a, b)
            }
            if more <= joined:
                break
            joined |= more
        pairs = zip(asked.left[~answers], asked.right[~answers], strict=True)
        own = lists.table.rendition[list(joined)]
        alone = [int(n) for n in own if lists.free[n]]
        assert any({int(a), int(b)} <= joined for a, b in pairs) or len(set(alone)) < len(alone)


def test_pairs_of_which_somebody_was_unsure_teach_nothing(lists: Lists, judged: Judged) -> None:
    sure = np.arange(len(judged.left)) < 100
    whole = Judged(judged.left, judged.right, judged.same & sure, ~sure)
    assert len(whole.learned_from()) == 100
    lesson = lists.linked(whole).relearned
    assert lesson is not None and lesson.lesson.n_same + lesson.lesson.n_different == 100


def test_what_each_comparison_adds_adds_up_to_what_judgements_change(
    lists: Lists, taught: Linkage
) -> None:
    lesson, compared = taught.relearned, taught.compared
    assert lesson is not None
    rows = slice(0, 400)
    given = compared.left[rows], compared.right[rows], compared.pattern[rows]
    added = lesson.taught(*given)
    assert added.shape == (400, 1 + len(ABOUT))
    before = without_judgements(lists, taught)(*given)[:, SAME]
    moved = (log_odds(taught.same[rows]) - log_odds(before)) / np.log(2)
    assert added.sum(axis=1) == pytest.approx(moved, abs=1e-6)


def test_a_slip_of_the_judge_on_a_clear_pair_is_pointed_at(lists: Lists, judged: Judged) -> None:
    clear = np.flatnonzero(lists.plain.same > 0.9999)[:1]
    left, right = lists.plain.compared.left[clear], lists.plain.compared.right[clear]
    slipped = Judged(
        np.append(judged.left, left), np.append(judged.right, right),
        np.append(judged.same, False),
    )  # fmt: skip
    found = lists.linked(slipped).relearned
    assert found is not None
    assert (int(left[0]), int(right[0])) in found.surprising
    unslipped = lists.linked(judged).relearned
    weights = found.lesson.weights
    assert unslipped is not None and weights.losses[weights.chosen] < 2 * min(
        unslipped.lesson.weights.losses.values()
    )


def test_a_random_sample_that_was_judged_calibrates_the_chances(lists: Lists) -> None:
    """The sample: a third of the pairs from 0.02 to 0.98, and a hundredth of all others."""
    plain = lists.plain
    rate = np.where((plain.same > 0.02) & (plain.same < 0.98), 0.33, 0.01)
    at = np.flatnonzero(np.random.default_rng(6).random(len(rate)) < rate)
    left, right = plain.compared.left[at], plain.compared.right[at]
    assert len(at) > ENOUGH_AT_RANDOM
    linkage = lists.linked(
        Judged(left, right, lists.person[left] == lists.person[right], None, rate[at])
    )
    assert linkage.relearned is not None and linkage.relearned.lesson.calibration is not None
    true = lists.person[linkage.compared.left] == lists.person[linkage.compared.right]
    assert linkage.same.sum() == pytest.approx(true.sum(), rel=0.08)


def test_answers_count_by_the_chance_that_a_pair_had_to_be_asked() -> None:
    """True chances are half of those given below even odds; doubtful pairs are asked most."""
    dice = np.random.default_rng(8)
    chance = dice.beta(0.3, 0.3, 100_000)
    true = np.where(chance < 0.5, chance / 2, chance)
    same = dice.random(len(chance)) < true
    asked = np.where(np.abs(chance - 0.5) < 0.2, 0.05, 0.005)
    at = np.flatnonzero(dice.random(len(chance)) < asked)
    weighed = calibrated(chance[at], same[at], asked[at])(chance)
    as_drawn = calibrated(chance[at], same[at], np.ones(len(at)))(chance)
    assert weighed.mean() == pytest.approx(true.mean(), abs=0.02)
    assert np.abs(weighed - true).mean() < np.abs(as_drawn - true).mean()
    assert (np.diff(weighed[np.argsort(chance)]) >= 0).all()


def rows(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    dice = np.random.default_rng(seed)
    columns = dice.normal(size=(n, 3)).astype(np.float32)
    columns[dice.random((n, 3)) < 0.1] = np.nan
    told = np.nan_to_num(columns[:, 0]) - np.abs(np.nan_to_num(columns[:, 1]))
    return columns, (told + dice.normal(0, 0.5, n) > -0.5).astype(np.float64)


def test_trees_learn_what_no_line_can() -> None:
    columns, target = rows(600, 1)
    rises = np.array([1, 0, 0], np.int8)
    trees = grow(columns, target, np.ones(600), np.zeros(600), rises, 200, Settings())
    unseen, truth = rows(600, 2)
    assert ((trees.added(unseen) > 0) == (truth > 0.5)).mean() > 0.8


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([1, -1]))
def test_a_column_never_speaks_against_what_it_may_only_speak_for(seed: int, way: int) -> None:
    columns, target = rows(80, seed)
    rises = np.array([way, 0, 0], np.int8)
    trees = grow(columns, target, np.ones(80), np.zeros(80), rises, 30, Settings())
    ladder = np.repeat(columns[:10], 15, axis=0)
    ladder[:, 0] = np.tile(np.linspace(-3, 3, 15), 10)
    steps = np.diff(trees.added(ladder).reshape(10, 15), axis=1) * way
    assert (steps >= -1e-12).all()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_shares_of_columns_add_up_to_what_trees_add(seed: int) -> None:
    columns, target = rows(80, seed)
    trees = grow(columns, target, np.ones(80), np.zeros(80), np.zeros(3, np.int8), 30, Settings())
    assert trees.shares(columns).sum(axis=1) == pytest.approx(trees.added(columns))
    assert trees.steps(columns)[-1] == pytest.approx(trees.added(columns))
    assert trees.first(7).added(columns) == pytest.approx(trees.steps(columns)[6])


def test_judgements_that_say_what_is_known_grow_no_tree() -> None:
    columns, _ = rows(80, 3)
    odds = np.full(80, 1.5)
    known = 1 / (1 + np.exp(-odds))
    trees = grow(columns, known, np.ones(80), odds, np.zeros(3, np.int8), 30, Settings())
    assert trees.added(columns) == pytest.approx(np.zeros(80), abs=1e-9)
