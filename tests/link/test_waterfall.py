"""The weight of a pair, step by step: what each comparison adds to those before it."""

import numpy as np
from link_builders import record

from onrecord.link.engine.kinds import published
from onrecord.link.engine.levels import COMPARISONS
from onrecord.link.engine.patterns import encoded
from onrecord.link.engine.training import kinds_of
from onrecord.link.engine.waterfall import falls
from onrecord.link.persons import link_persons


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
