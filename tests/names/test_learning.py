"""Learning from pairs of spellings: a made-up alphabet habit is picked up, and nothing else."""

import random
from itertools import product

import numpy as np
import pytest

from onrecord.names.channel import (
    STEPS,
    assemble,
    chunks_of,
    joint_chance,
    learn_channel,
    listed,
    steps_of,
)
from onrecord.names.learning import learn_spelling
from onrecord.names.letters import LATIN
from onrecord.names.model import NameModel
from onrecord.names.skeleton import near_skeletons, skeleton
from onrecord.names.spelling import SpellingModel

HABIT = (("q", "g"), ("sh", "x"), ("u", "oo"))


def rewritten(word: str) -> str:
    """The word in an invented habit of spelling that no real one has."""
    for plain, other in HABIT:
        word = word.replace(plain, other)
    return word


def invented(n: int, seed: int) -> list[str]:
    dice = random.Random(seed)
    sounds = "b t d r l m n q sh k f s z".split()
    return sorted({
        "".join(dice.choice(sounds) + dice.choice("aiu") for _ in range(dice.choice((2, 3, 4))))
        for _ in range(n)
    })  # fmt: skip


@pytest.fixture(scope="module")
def learned() -> SpellingModel:
    return learn_spelling([(word, rewritten(word), 1.0) for word in invented(500, 1)])


def test_a_habit_is_learned_and_holds_for_words_never_seen(learned: SpellingModel) -> None:
    fresh = [w for w in invented(300, 2) if w not in set(invented(500, 1)) and rewritten(w) != w]
    found = [learned.log_odds(word, rewritten(word)) for word in fresh]
    others = fresh[1:] + fresh[:1]
    wrong = [learned.log_odds(a, rewritten(b)) for a, b in zip(fresh, others, strict=True)]
    assert np.median(found) > 3 > -3 > np.median(wrong)


def test_what_was_not_in_the_pairs_is_not_believed(learned: SpellingModel) -> None:
    assert learned.log_odds("qamul", rewritten("qamul")) > learned.log_odds("qamul", "qafil")


def test_pairs_of_two_different_names_among_the_pairs_do_little_harm(
    learned: SpellingModel,
) -> None:
    words = invented(500, 1)
    wrong = list(zip(words[:40], words[200:240], [1.0] * 40, strict=True))
    again = learn_spelling([(word, rewritten(word), 1.0) for word in words] + wrong)
    assert again.log_odds("qashul", rewritten("qashul")) == pytest.approx(
        learned.log_odds("qashul", rewritten("qashul")), abs=2.5
    )


def test_chances_of_all_short_words_sum_to_no_more_than_one() -> None:
    """The joint chance is a probability over pairs of words (floored letters add a little)."""
    pairs = [("ab", "ab", 1.0), ("ba", "ba", 1.0), ("aa", "aa", 1.0), ("b", "b", 1.0)] * 20
    channel = learn_channel(pairs, alphabets=(LATIN, LATIN))
    words = ["", *"ab", *(x + y for x in "ab" for y in "ab")]
    room, steps = np.zeros((8, 8)), steps_of(channel)
    total = sum(
        joint_chance(chunks_of(x, channel.first), chunks_of(y, channel.second), steps, room)
        for x in words
        for y in words
    )
    assert 0.5 < total <= 1.01


def test_a_channel_survives_being_written_down() -> None:
    channel = learn_channel([("ab", "abb", 2.0), ("ba", "bba", 1.0)] * 9, alphabets=(LATIN, LATIN))
    again = assemble((LATIN, LATIN), listed(channel))
    assert listed(again) == listed(channel)
    assert np.allclose(again.table, again.table.T)


@pytest.mark.parametrize(
    ("left", "right"),
    [("الشريف", "cherif"), ("جمال", "djamel"), ("جرجس", "gerges"), ("خالد", "khaled"),
     ("صموئيل", "samuel"), ("عطية", "attia"), ("الحاج", "hadjj"), ("القذافي", "kadhafi")],
)  # fmt: skip
def test_spellings_of_one_part_are_near_in_their_consonants(left: str, right: str) -> None:
    assert [len(found) for found in near_skeletons([left], [right])] == [1, 1]


def test_near_skeletons_are_near_both_ways() -> None:
    words = [*invented(60, 3), "", "aeiou"]
    there = {(int(i), int(j)) for i, j in zip(*near_skeletons(words, words), strict=True)}
    assert there == {(j, i) for i, j in there}
    assert all((k, k) in there for k in range(len(words)))
    assert skeleton("") == b""


@pytest.mark.parametrize("which", ["arabic-arabic", "arabic-latin", "latin-latin"])
def test_the_chance_of_two_words_is_the_sum_over_all_ways_to_cut_them(which: str) -> None:
    channel = NameModel.shipped().spelling.channels[which]
    words = {
        "arabic": ("خضر", "عبدالله", "شيخو", "é"),  # of the last no chunk is known
        "latin": ("khader", "abdullah", "sheikho", "q9"),
    }
    steps, room = steps_of(channel), np.zeros((40, 40))
    for x in words[which.split("-")[0]]:
        for y in words[which.split("-")[1]]:
            a, b = chunks_of(x, channel.first), chunks_of(y, channel.second)
            expected = np.zeros((len(a) + 1, len(b) + 1))
            expected[0, 0] = 1.0
            for i, j in product(range(len(a) + 1), range(len(b) + 1)):
                for di, dj in STEPS:
                    if di <= i and dj <= j:
                        row = a[i - 1, di - 1] if di else 0
                        column = b[j - 1, dj - 1] if dj else 0
                        if row >= 0 and column >= 0:
                            expected[i, j] += expected[i - di, j - dj] * channel.table[row, column]
            assert joint_chance(a, b, steps, room) == pytest.approx(expected[-1, -1], rel=1e-12)
