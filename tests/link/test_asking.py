"""Which pairs are asked about: a pair in its context, the standing queue, and what it says."""

import sys
from pathlib import Path

import numpy as np
import pytest
from msgspec import structs

from onrecord.link.engine.asking import Queue
from onrecord.link.engine.context import Neighbourhoods, Weighed, in_context
from onrecord.link.engine.linkage import Compared, Judged, Linkage, link_table
from onrecord.link.engine.table import table_of
from onrecord.link.engine.units import MISSING
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import COLUMNS, FREE_OF_DUPLICATES, victim_lists

EVERY = np.zeros(0, np.int64)


def weighed(*pairs: tuple[int, int, float], n: int, own_list: list[int] | None = None) -> Weighed:
    left, right, odds = zip(*sorted(pairs), strict=True)
    own = np.full(n, MISSING, np.int32) if own_list is None else np.array(own_list, np.int32)
    return Weighed(n, np.array(left, np.int32), np.array(right, np.int32), np.array(odds), own)


def test_a_pair_that_stands_alone_has_its_own_odds() -> None:
    found = in_context(weighed((0, 1, 0.7), n=2), np.array([0]), np.array([0, 1]))
    assert found.odds.tolist() == pytest.approx([0.7])
    assert (found.if_same.tolist(), found.if_different.tolist()) == ([1], [0])
    assert (found.persons_if_same.tolist(), found.persons_if_different.tolist()) == ([-1], [0])


def test_a_third_record_that_both_are_like_speaks_for_a_pair() -> None:
    pairs = weighed((0, 1, 0.0), (0, 2, 4.0), (1, 2, 4.0), n=3)
    found = in_context(pairs, np.array([0]), np.zeros(3, np.int32))
    # Apart, one of the two would have to let go of the third.
    assert found.odds.tolist() == pytest.approx([4.0])
    assert found.if_different.tolist() == [2]


def test_a_rival_in_a_list_that_holds_nobody_twice_speaks_against_a_pair() -> None:
    pairs = weighed((0, 1, 1.0), (0, 2, 5.0), n=3, own_list=[-1, 7, 7])
    found = in_context(pairs, np.array([0]), np.array([0, 1, 0]))
    assert found.odds.tolist() == pytest.approx([1.0 - 5.0])


def test_an_answer_that_others_rule_out_is_not_in_doubt() -> None:
    pairs = weighed((0, 1, 0.0), (0, 2, 1.0), (1, 2, 1.0), n=3)
    told = pairs.decided(np.array([1, 2]), np.array([True, False]))
    assert in_context(told, np.array([0]), np.arange(3)).odds[0] < -20
    told = pairs.decided(np.array([1, 2]), np.array([True, True]))
    assert in_context(told, np.array([0]), np.zeros(3, np.int32)).odds[0] > 20


def test_pairs_are_tried_alike_together_and_one_by_one() -> None:
    dice = np.random.default_rng(1)
    triples = {(int(a), int(b)) for a, b in dice.integers(0, 40, (90, 2)) if a < b}
    pairs = weighed(*((a, b, float(dice.normal(-1, 3))) for a, b in sorted(triples)), n=40)
    at = np.arange(len(pairs.odds))
    whole = in_context(pairs, at, np.arange(40))
    for number, row in enumerate(whole.at.tolist()):
        alone = in_context(pairs, np.array([row]), np.arange(40), Neighbourhoods(pairs))
        assert alone.odds[0] == pytest.approx(whole.odds[number])
        assert alone.if_same[0] == whole.if_same[number]
    assert len(in_context(pairs, EVERY, np.arange(40))) == 0


def case(n: int, seed: int) -> tuple[Linkage, np.ndarray, np.ndarray]:
    made = victim_lists(n, seed)
    rows = zip(*(made.columns[name] for name in COLUMNS), strict=True)
    table = table_of([
        Record(id=str(i), rendition=str(li), list_name=str(li), row=1, claims=(), name=na,
               given_name=gi, father_name=fa, family_name=fm, age=ag, sex=se, place=pl,
               earliest=ea, latest=la)
        for i, li, na, gi, fa, fm, ag, se, pl, ea, la in rows
    ])  # type: ignore[arg-type]  # fmt: skip
    free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
    own = np.where(free[table.rendition], table.rendition, MISSING).astype(np.int32)
    return link_table(table, free_of_duplicates=free), own, made.person


@pytest.fixture(scope="module")
def linked() -> tuple[Linkage, np.ndarray, np.ndarray]:
    return case(2000, 2003)


def errors(linkage: Linkage, cluster: np.ndarray, person: np.ndarray) -> np.ndarray:
    left, right = linkage.compared.left, linkage.compared.right
    return (cluster[left] == cluster[right]) != (person[left] == person[right])


def whole(cluster: np.ndarray, person: np.ndarray) -> int:
    """How many clusters are all records of one person, and no others."""
    by_cluster, by_person = np.bincount(cluster), np.bincount(person)
    both, sizes = np.unique(np.stack([cluster, person]), axis=1, return_counts=True)
    return int(((by_cluster[both[0]] == sizes) & (by_person[both[1]] == sizes)).sum())


def test_answers_from_the_queue_make_more_persons_whole_than_answers_near_even_odds() -> None:
    gained = {"queue": 0, "near even odds": 0}
    for seed in (2003, 2004, 2005):
        linkage, own, person = case(2000, seed)
        queue, compared = Queue(linkage, own), linkage.compared
        asked = [(q.left, q.right) for q, _ in zip(queue.questions(), range(60), strict=False)]
        rows = np.argsort(np.abs(linkage.same - 0.5), kind="stable")[:60]
        near = [(int(compared.left[row]), int(compared.right[row])) for row in rows]
        for way, pairs in (("queue", asked), ("near even odds", near)):
            told = Queue(linkage, own)
            for left, right in pairs:
                told.answered(left, right, bool(person[left] == person[right]))
            gained[way] += whole(told.clusters, person) - whole(linkage.cluster, person)
    assert gained["queue"] > gained["near even odds"] > 0


def test_what_was_answered_is_not_asked_again(
    linked: tuple[Linkage, np.ndarray, np.ndarray],
) -> None:
    linkage, own, _ = linked
    queue = Queue(linkage, own)
    seen = set()
    for number in range(40):
        question = queue.next()
        assert question is not None
        assert (question.left, question.right) not in seen
        seen.add((question.left, question.right))
        queue.answered(question.left, question.right, (True, False, None)[number % 3])


def test_after_an_answer_the_queue_stands_as_one_made_anew(
    linked: tuple[Linkage, np.ndarray, np.ndarray],
) -> None:
    linkage, own, person = linked
    queue = Queue(linkage, own)
    told = []
    for _ in range(10):
        question = queue.next()
        assert question is not None
        same = bool(person[question.left] == person[question.right])
        told.append((question.left, question.right, same))
        queue.answered(*told[-1])
    left, right, answers = (np.array(column) for column in zip(*told, strict=True))
    anew = Queue(
        structs.replace(linkage, cluster=queue.clusters), own, Judged(left, right, answers)
    )
    assert queue.links == pytest.approx(anew.links)
    assert queue.worth == pytest.approx(anew.worth)


def test_an_answer_that_is_undone_leaves_the_queue_as_it_was(
    linked: tuple[Linkage, np.ndarray, np.ndarray],
) -> None:
    linkage, own, _ = linked
    before = Queue(linkage, own)
    question = before.next()
    assert question is not None
    told = Judged(np.array([question.left]), np.array([question.right]), np.array([True]))
    assert Queue(linkage, own, told).worth.tolist() != before.worth.tolist()
    assert Queue(linkage, own).worth.tolist() == before.worth.tolist()


def test_a_hundred_copies_of_one_pattern_do_not_come_first() -> None:
    """Pairs of two records each: 99 that show the same, and one of less doubt that does not."""
    shown = case(300, 2004)[0]
    left, right = np.arange(0, 200, 2, dtype=np.int32), np.arange(1, 200, 2, dtype=np.int32)
    pattern = np.full(100, shown.compared.pattern[0])
    pattern[99] = shown.compared.pattern[np.flatnonzero(_differs(shown))[0]]
    same = np.full(100, 0.5)
    same[99] = 0.4
    linkage = structs.replace(
        shown, compared=Compared(left, right, pattern), same=same, co_victim=np.zeros(100),
        cluster=np.arange(200, dtype=np.int32),
    )  # fmt: skip
    order = [q.left for q in Queue(linkage, np.full(200, MISSING, np.int32)).questions()]
    assert order.index(198) < 10


def _differs(linkage: Linkage) -> np.ndarray:
    """Pairs whose given names compare otherwise than those of the first pair."""
    from_first = Queue(linkage, np.full(len(linkage.cluster), MISSING, np.int32)).kind
    return from_first != from_first[0]


def test_what_is_said_to_be_in_doubt_is_about_as_much_as_there_is(
    linked: tuple[Linkage, np.ndarray, np.ndarray],
) -> None:
    linkage, own, person = linked
    doubt = Queue(linkage, own).doubt()
    wrong = errors(linkage, linkage.cluster, person).sum()
    assert wrong / 3 < doubt.wrong + doubt.missed < 3 * wrong
    assert doubt.next_links > 0


def test_of_no_pairs_nothing_is_asked() -> None:
    linkage = structs.replace(
        case(300, 2004)[0],
        compared=Compared(*(np.zeros(0, np.int32),) * 2, np.zeros(0, np.int64)),
        same=np.zeros(0), co_victim=np.zeros(0), cluster=np.arange(4, dtype=np.int32),
    )  # fmt: skip
    queue = Queue(linkage, np.full(4, MISSING, np.int32))
    assert queue.next() is None and len(queue) == 0
    assert (queue.doubt().wrong, queue.doubt().missed) == (0.0, 0.0)


def test_a_crowd_that_is_too_large_to_be_tried_is_asked_about_all_the_same() -> None:
    """Fifty records that a chain connects: no context is tried, and even odds come first."""
    left = np.arange(49, dtype=np.int32)
    same = np.linspace(0.5, 0.9, 49)
    shown = case(300, 2004)[0]
    linkage = structs.replace(
        shown, compared=Compared(left, left + 1, np.full(49, shown.compared.pattern[0])),
        same=same, co_victim=np.zeros(49), cluster=np.zeros(50, np.int32),
    )  # fmt: skip
    question = Queue(linkage, np.full(50, MISSING, np.int32)).next()
    assert question is not None
    assert (question.left, question.chance) == (0, pytest.approx(0.5))
