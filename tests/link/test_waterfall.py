"""The weight of a pair, step by step: what each comparison adds to those before it."""

import sys
from pathlib import Path

import numpy as np
from link_builders import judged, record, records_of

from onrecord.link.engine.kinds import published
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.patterns import encoded
from onrecord.link.engine.training import kinds_of
from onrecord.link.engine.waterfall import falls
from onrecord.link.persons import link_persons

sys.path.insert(0, str(Path(__file__).parents[2] / "benchmarks"))
from victim_lists import population_lists


def test_the_steps_of_every_pattern_add_up_to_its_weight() -> None:
    drawn = np.random.default_rng(5)
    levels = np.stack(
        [drawn.integers(0, len(names) + 1, 400) for names in COMPARISONS.values()], axis=1
    ).astype(np.uint8)
    start, added = falls(levels, published())
    same = np.clip(kinds_of(encoded(levels), published())[:, 0], 1e-9, 1 - 1e-9)
    assert np.allclose(start + added.sum(axis=1), np.log2(same) - np.log2(1 - same))
    assert not added[levels == 0].any()  # what is not compared adds nothing
    assert (start < 0).all()  # most pairs that come up are two persons


def test_a_pair_tells_its_steps_and_its_chance() -> None:
    left = record("1", "Samir Khalil Darwish", age=34, place="Ardun")
    right = record("2", "سمير خليل درويش", of="List B", age=34, place="Ardun")
    ((pair,), _, _, _) = link_persons([left, right], [])
    assert abs(sum(step.weight for step in pair.steps) - pair.match_weight) < 0.02
    assert {"given name", "father's name", "age"} <= {step.comparison for step in pair.steps}
    assert pair.chance > 0.5 and pair.worth < 0.5


def test_what_judged_pairs_taught_is_a_step_of_its_own_and_all_still_add_up() -> None:
    made = population_lists(900, 5)
    records = records_of(made.columns)
    truth = dict(zip(made.columns["id"], made.person.tolist(), strict=True))
    asked = sorted(link_persons(records, ()).pairs, key=lambda pair: -pair.worth)[:150]
    judgements = [
        judged("same" if truth[pair.left] == truth[pair.right] else "different", pair.left,
               pair.right)
        for pair in asked
    ]  # fmt: skip
    found = link_persons(records, judgements).pairs
    taught = [p for p in found if any(s.comparison == "judged pairs" for s in p.steps)]
    assert taught
    for pair in taught:
        assert abs(sum(step.weight for step in pair.steps) - pair.match_weight) < 0.05
    assert all(pair.worth == 0.0 for pair in found if pair.decided_by == "judgement")
    assert any(pair.worth > 0.0 for pair in found)
