"""What a judged sample tells of a linkage, against published tables and simulation."""

import numpy as np
import pytest

from onrecord.link.quality import JudgedStratum, cohens_kappa, quality, reliability


def test_kappa_matches_the_diagnoses_of_fleiss() -> None:
    """Fleiss (1981), Statistical Methods for Rates and Proportions, table 13.1, pp. 213-222.

    Two raters, 100 subjects, three diagnoses: kappa 0.68 with a standard error of 0.087.
    """
    found = cohens_kappa([[75, 1, 4], [5, 4, 1], [0, 0, 10]])
    assert found.agreement == pytest.approx(0.89)
    assert found.kappa == pytest.approx(0.676, abs=5e-4)
    assert found.upper is not None and found.kappa is not None
    assert (found.upper - found.kappa) / 1.96 == pytest.approx(0.0877, abs=2e-4)


def test_kappa_is_not_told_where_one_answer_was_given_throughout() -> None:
    found = cohens_kappa([[12, 0, 0], [0, 0, 0], [0, 0, 0]])
    assert found.kappa is None
    assert found.agreement == 1.0


def test_kappa_is_0_where_answers_meet_as_often_as_by_chance() -> None:
    assert cohens_kappa([[16, 24], [24, 36]]).kappa == pytest.approx(0.0, abs=1e-12)


def test_a_sample_that_holds_every_pair_leaves_no_doubt() -> None:
    strata = [JudgedStratum(joined=True, size=40, same=36, different=4),
              JudgedStratum(joined=False, size=100, same=12, different=88)]  # fmt: skip
    found = quality(strata)
    assert found.precision is not None and found.recall is not None
    assert (found.precision.lower, found.precision.upper) == (0.9, 0.9)
    assert found.recall.estimate == pytest.approx(36 / 48)


def test_what_was_not_judged_is_not_told() -> None:
    found = quality([JudgedStratum(joined=True, size=40, same=0, different=0),
                     JudgedStratum(joined=False, size=90, same=1, different=9)])  # fmt: skip
    assert found.precision is None
    assert found.recall is None


def test_strata_are_weighed_by_their_size_and_not_by_what_was_drawn() -> None:
    """The doubtful stratum is drawn ten times as densely; it counts by its hundred pairs."""
    strata = [JudgedStratum(joined=True, size=10_000, same=400, different=0),
              JudgedStratum(joined=True, size=100, same=20, different=20)]  # fmt: skip
    found = quality(strata).precision
    assert found is not None
    assert 0.99 < found.estimate < 0.997
    assert found.upper <= 1.0


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """200 samples of a linkage with known precision and recall, seeds 0 to 199."""
    rng = np.random.default_rng(20)
    kinds = [(True, 900, 0.985), (True, 150, 0.8), (False, 300, 0.3), (False, 3_000, 0.02)]
    sizes = (40, 40, 60, 60)
    matches = [int(size * share) for _, size, share in kinds]
    precision = (matches[0] + matches[1]) / (900 + 150)
    recall = (matches[0] + matches[1]) / sum(matches)
    covered = np.zeros(2)
    for seed in range(200):
        strata = []
        for (joined, size, _), n, right in zip(kinds, sizes, matches, strict=True):
            same = int(rng.hypergeometric(right, size - right, n))
            strata.append(JudgedStratum(joined=joined, size=size, same=same, different=n - same))
        found = quality(strata, seed=seed)
        assert found.precision is not None and found.recall is not None
        covered += (
            found.precision.lower <= precision <= found.precision.upper,
            found.recall.lower <= recall <= found.recall.upper,
        )
    # 95 in 100 are promised; 200 samples show them to within 3 standard errors of 1.5 in 100.
    assert (covered / 200 > 0.90).all(), covered


def test_rare_matches_in_many_strata_are_not_drowned_by_what_was_believed_before() -> None:
    """Of seven strata left apart a few pairs each are judged, most of them all different.

    A prior in each stratum adds up to more than was missed: with one, the interval held the truth
    in 135 of these 200 samples.
    """
    rng = np.random.default_rng(21)
    sizes = (60, 350, 600, 1_900, 600, 1_100, 5_900)
    matches = (15, 7, 44, 21, 24, 8, 43)
    drawn = (10, 8, 12, 20, 10, 8, 10)
    recall = 200 / (200 + sum(matches))
    covered, estimates = 0, []
    for seed in range(200):
        strata = [JudgedStratum(joined=True, size=240, same=60, different=12)]
        for size, right, n in zip(sizes, matches, drawn, strict=True):
            same = int(rng.hypergeometric(right, size - right, n))
            strata.append(JudgedStratum(joined=False, size=size, same=same, different=n - same))
        found = quality(strata, seed=seed).recall
        assert found is not None
        covered += found.lower <= recall <= found.upper
        estimates.append(1 / found.estimate - 1)
    # 190 are promised; the gamma interval keeps at least its level.
    assert covered >= 180
    assert np.mean(estimates) == pytest.approx(1 / recall - 1, rel=0.2)


def test_a_huge_stratum_of_which_a_few_pairs_are_judged_leaves_recall_open() -> None:
    strata = [JudgedStratum(joined=True, size=400, same=90, different=10),
              JudgedStratum(joined=False, size=1_000_000, same=0, different=10)]  # fmt: skip
    found = quality(strata).recall
    assert found is not None
    assert found.lower < 0.01
    assert found.upper == 1.0


def test_a_stratum_that_nobody_judged_may_hold_any_share() -> None:
    strata = [JudgedStratum(joined=True, size=100, same=50, different=0),
              JudgedStratum(joined=False, size=100, same=0, different=50),
              JudgedStratum(joined=False, size=100, same=0, different=0)]  # fmt: skip
    found = quality(strata).recall
    assert found is not None
    assert found.lower < 0.52 and found.upper > 0.99


def test_a_chance_is_held_against_what_judges_found_by_weight() -> None:
    [low, high] = reliability([0.05, 0.08, 0.95, 0.96], [False, False, True, False], [9, 9, 3, 1])
    assert (low.lower, low.upper, low.found) == (0.02, 0.1, 0.0)
    assert high.found == pytest.approx(0.75)
    assert high.n == 2
    assert high.interval[0] < 0.75 < high.interval[1]
