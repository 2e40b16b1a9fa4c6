"""draw_clusterings: who may be who, as often as it may be so."""

import sys
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from link_builders import judged, record, records_of

from onrecord.link.engine.draws import Drawn, _sweep, draw_clusterings
from onrecord.link.engine.linkage import link_table
from onrecord.link.engine.table import table_of
from onrecord.link.persons import LinkedPersons, link_persons
from onrecord.model.party import Record

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import FREE_OF_DUPLICATES, population_lists


def population(people: int, seed: int) -> tuple[list[Record], np.ndarray]:
    made = population_lists(people, seed)
    return records_of(made.columns), made.person


def test_partitions_come_up_as_often_as_the_odds_of_their_pairs_say() -> None:
    """Four records, all pairs with log odds of their own: the 15 partitions, by enumeration."""
    odds = {(0, 1): 1.2, (0, 2): -0.7, (0, 3): 0.3, (1, 2): 0.9, (1, 3): -1.5, (2, 3): 0.4}
    left, right = (np.array(side, np.int64) for side in zip(*odds, strict=True))
    exact: dict[tuple[int, ...], float] = {}
    for labels in product(range(4), repeat=4):
        first = tuple(labels.index(label) for label in labels)
        exact[first] = np.exp(sum(w for (a, b), w in odds.items() if first[a] == first[b]))
    whole = sum(exact.values())
    blocks, starts = [0, 1, 2, 3, 0, 1, 2, 3], [0, 1, 2, 3, 4, 6, 8]  # the last two: {0,1}, {2,3}
    label = np.arange(4)
    seen: Counter[tuple[int, ...]] = Counter()
    n = 20_000
    for sweep in range(n):
        _sweep(
            np.arange(4, dtype=np.int32), np.array([0, 4]), left, right,
            np.array(list(odds.values())), np.array([0, 6]), np.array(blocks, np.int32),
            np.array(starts), np.array([0, 6]), np.full(4, -1, np.int32), label, sweep,
        )  # fmt: skip
        now = label.tolist()
        seen[tuple(now.index(one) for one in now)] += 1
    assert len(seen) == len(exact) == 15
    for partition, weight in exact.items():
        chance = weight / whole
        # Sweeps follow on each other: four standard errors of a fifth of their number.
        assert abs(seen[partition] / n - chance) < 4 * np.sqrt(5 * chance * (1 - chance) / n)


@pytest.mark.parametrize(("people", "widest"), [(200, 0.14), (700, 0.12)])
def test_draws_hold_the_true_number_of_persons_of_most_populations(
    people: int, widest: float
) -> None:
    """A small form of benchmarks/link_doubt.py: eight populations."""
    held = 0
    for seed in range(2000, 2008):
        records, person = population(people, seed)
        table = table_of(records)
        free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
        linkage = link_table(table, free_of_duplicates=free)
        drawn = draw_clusterings(table, linkage, n_draws=60, seed=1, free_of_duplicates=free)
        named = np.array([at not in table.nameless for at in range(len(table))])
        counts = [len(np.unique(one[named])) for one in clusters(drawn, linkage.cluster)]
        lower, upper = np.quantile(counts, (0.025, 0.975))
        held += bool(lower <= len(np.unique(person[named])) <= upper)
        assert upper - lower < widest * len(records)
    assert held >= 6


@pytest.mark.parametrize(("people", "seeds"), [(60, range(2000, 2010)), (200, range(2000, 2005))])
def test_what_nearly_all_draws_join_is_joined(people: int, seeds: range) -> None:
    for seed in seeds:
        records, _ = population(people, seed)
        table = table_of(records)
        free = np.array([name in FREE_OF_DUPLICATES for name in table.lists])
        linkage = link_table(table, free_of_duplicates=free)
        drawn = draw_clusterings(table, linkage, n_draws=60, seed=1, free_of_duplicates=free)
        held = linkage.cluster[drawn.open]
        together = (drawn.cluster[:, :, None] == drawn.cluster[:, None, :]).mean(axis=0)
        assert not (together >= 0.95)[held[:, None] != held[None, :]].any()


def clusters(drawn: Drawn, found: np.ndarray) -> list[np.ndarray]:
    made = []
    for row in drawn.cluster:
        moved = found.copy()
        moved[drawn.open] = row
        made.append(moved)
    return made


def test_judgements_hold_in_every_draw_and_what_is_unsure_stays_open() -> None:
    records, _ = population(300, 5)
    pairs = [pair for pair in link_persons(records, ()).pairs if pair.chance > 0.02]
    times = Counter(end for pair in pairs for end in (pair.left, pair.right))
    alone = [pair for pair in pairs if times[pair.left] == times[pair.right] == 1]
    pair = min(alone, key=lambda pair: abs(pair.chance - 0.3))
    for verdict in ("same", "different"):
        found = link_persons(records, [judged(verdict, pair.left, pair.right)], n_draws=30)
        assert found.clusterings is not None
        for draw in range(30):
            named = found.clusterings.named(draw)
            same = named.get(pair.left, "left") == named.get(pair.right, "right")
            person = next(p for p in found.persons if pair.left in p.records)
            same = same or (pair.left not in named and pair.right in person.records)
            assert same == (verdict == "same")
    unsure = link_persons(records, [judged("unsure", pair.left, pair.right)], n_draws=60)
    assert unsure.clusterings is not None
    draws = [unsure.clusterings.named(draw) for draw in range(60)]
    together = sum(named[pair.left] == named[pair.right] for named in draws)
    assert 0 < together < 60


def test_a_person_says_how_often_its_records_fall_apart_and_how_often_others_join() -> None:
    records, _ = population(300, 6)
    found = link_persons(records, (), n_draws=40)
    assert found.clusterings is not None
    draws = [found.clusterings.named(draw) for draw in range(40)]
    person_of = {record: p.id for p in found.persons for record in p.records}
    open_people = [p for p in found.persons if p.records[0] in draws[0]]
    assert len(open_people) > 10
    for person in open_people:
        apart = sum(len({named[r] for r in person.records}) > 1 for named in draws)
        assert abs(person.parted - apart / 40) < 1e-9
        joined = 0
        for named in draws:
            own = {named[r] for r in person.records}
            joined += any(
                group in own for record, group in named.items() if person_of[record] != person.id
            )
        assert abs(person.joined - joined / 40) < 1e-9


def test_the_order_of_records_changes_no_draw() -> None:
    records, _ = population(200, 7)
    assert link_persons(records, (), n_draws=5) == link_persons(records[::-1], (), n_draws=5)


def test_two_records_alone_are_one_person_about_as_often_as_their_chance_says() -> None:
    left = record("1", "Samir Darwish", place="Ardun", day="2031-03-07")
    right = record("2", "Samir Darwish", of="List B", place="Ardun", day="2031-03-07")
    found = link_persons([left, right], (), n_draws=400)
    assert found.clusterings is not None
    joined = sum(row[0] == row[1] for row in found.clusterings.draws) / 400
    assert abs(joined - found.pairs[0].chance) < 0.25


def test_judged_pairs_are_counted_once_and_make_the_draws_narrower() -> None:
    """Were a judged pair expected by its chance as well, draws would hold too many pairs."""
    records, person = population(700, 3)
    truth = {record.id: int(who) for record, who in zip(records, person, strict=True)}
    before = link_persons(records, (), n_draws=40)
    asked = sorted(before.pairs, key=lambda pair: -pair.worth)[:300]
    judgements = [
        judged("same" if truth[p.left] == truth[p.right] else "different", p.left, p.right)
        for p in asked
    ]
    after = link_persons(records, judgements, n_draws=40)
    wide, narrow = (sorted(numbers(found)) for found in (before, after))
    assert narrow[-1] - narrow[0] < wide[-1] - wide[0]
    named = {truth[record] for one in after.persons for record in one.records}
    assert abs(np.mean(narrow) - len(named)) < 0.02 * len(named)


def numbers(found: LinkedPersons) -> list[int]:
    """The number of persons in each draw."""
    assert found.clusterings is not None
    opened = set(found.clusterings.records)
    firm = sum(not opened & set(person.records) for person in found.persons)
    draws = range(len(found.clusterings.draws))
    return [firm + len(set(found.clusterings.named(draw).values())) for draw in draws]
