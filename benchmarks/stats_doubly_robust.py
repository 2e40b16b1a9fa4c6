"""Claim: where records carry what makes people differ, the doubly robust estimate covers.

Simulated populations of known size, fixed seeds; beside it Chapman's estimator (two lists) or
Chao's lower bound (three), which know no covariates. A setting in which the doubly robust method
must fail stands there too: what makes people differ is not recorded.

    python benchmarks/stats_doubly_robust.py [POPULATIONS A SETTING] [PEOPLE]
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.stats import Estimated, Result, chao_lower_bound, chapman
from onrecord.stats.doubly_robust import doubly_robust
from onrecord.stats.people import people_of

Floats = NDArray[np.float64]
FIRST_SEED = 20_000


@dataclass(frozen=True)
class Population:
    """Everybody: the chance of each list, independent given it; and what records say of them."""

    chances: Floats
    covariates: dict[str, NDArray[np.str_] | Floats]


def chance(score: Floats) -> Floats:
    """The logistic function."""
    return 1 / (1 + np.exp(-score))


def plain(rng: np.random.Generator, n: int) -> Population:
    """One number moves both lists, straight on the logistic scale."""
    x = rng.normal(size=n)
    return Population(np.column_stack([chance(-0.5 + x), chance(-0.8 + x)]), {"x": x})


def bent(rng: np.random.Generator, n: int) -> Population:
    """Age moves both lists in a curve, place by itself and together with age."""
    age = rng.uniform(0, 90, size=n)
    place = rng.choice(["east", "north", "south"], n, p=[0.5, 0.3, 0.2])
    where = np.select([place == "north", place == "south"], [0.7, -0.7], 0.0)
    score = -0.2 - ((age - 35) / 30) ** 2 + where * np.where(age < 40, 1.0, 0.3)
    both = np.column_stack([chance(score + 0.3), chance(0.8 * score)])
    return Population(both, {"age": age, "place": place})


def alike(rng: np.random.Generator, n: int) -> Population:
    """Everybody alike; a covariate that says nothing."""
    return Population(np.full((n, 2), 0.4), {"x": rng.normal(size=n)})


def sparse(rng: np.random.Generator, n: int) -> Population:
    """As plain, with small lists."""
    x = rng.normal(size=n)
    return Population(np.column_stack([chance(-1.8 + x), chance(-2.0 + x)]), {"x": x})


def three(rng: np.random.Generator, n: int) -> Population:
    """As bent, with three lists and all pairs joined."""
    two = bent(rng, n)
    third = two.chances[:, :1] * 0.6 + 0.1
    return Population(np.column_stack([two.chances, third]), two.covariates)


def unrecorded(rng: np.random.Generator, n: int) -> Population:
    """Half of what makes people differ is not recorded: the method must fail, downwards."""
    x, hidden = rng.normal(size=(2, n))
    score = x + 0.9 * hidden
    return Population(np.column_stack([chance(-0.5 + score), chance(-0.8 + score)]), {"x": x})


SETTINGS: tuple[Callable[[np.random.Generator, int], Population], ...] = (
    plain,
    bent,
    alike,
    sparse,
    three,
    unrecorded,
)


def results(population: Population, rng: np.random.Generator) -> tuple[Result, Result]:
    """The doubly robust result, and one that knows no covariates."""
    on = rng.random(population.chances.shape) < population.chances
    seen = on.any(axis=1)
    covariates = {name: values[seen] for name, values in population.covariates.items()}
    table = people_of(on[seen], covariates).overlaps
    other = chapman(table) if table.n_lists == 2 else chao_lower_bound(table)
    return doubly_robust(on[seen], covariates), other


def told(found: list[Result], n: int) -> str:
    """Bias, coverage of the intervals given, how many were withheld, and their median width."""
    numbers = [result for result in found if isinstance(result, Estimated)]
    given = [r for r in numbers if r.lower is not None and r.upper is not None]
    bias = np.mean([result.estimate for result in numbers]) / n - 1
    held = np.mean([r.lower <= n <= r.upper for r in given]) if given else float("nan")
    width = np.median([r.upper - r.lower for r in given]) / n if given else float("nan")
    return f"{bias:>+8.1%} {held:>9.0%} {1 - len(given) / len(found):>9.0%} {width:>7.2f}"


def main() -> None:
    """Print one row a setting."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 24
    n = int(sys.argv[2]) if len(sys.argv) > 2 else 4000
    columns = "{:<11} {:>36}   {:>36} {:>8}"
    print(f"{times} populations of {n:,} people a setting; nominal 95 %; width over people")
    print(columns.format("setting", "doubly robust", "Chapman, or Chao's lower bound", "s each"))
    print(columns.format("", *["bias   covered  withheld   width"] * 2, ""))
    for place, setting in enumerate(SETTINGS):
        ours: list[Result] = []
        others: list[Result] = []
        began = time.perf_counter()
        for turn in range(times):
            rng = np.random.default_rng((FIRST_SEED, place, turn))
            result, other = results(setting(rng, n), rng)
            ours.append(result)
            others.append(other)
        seconds = (time.perf_counter() - began) / times
        print(
            columns.format(setting.__name__, told(ours, n), told(others, n), f"{seconds:.1f}"),
            flush=True,
        )


if __name__ == "__main__":
    main()
