"""Populations whose number is known: lists drawn from people, by settings with fixed seeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from onrecord.stats import Histories, from_cells

PEOPLE = 2000
SEED = 20_260_101
Drawn = np.ndarray[tuple[int, int], np.dtype[np.bool_]]
Draw = Callable[[np.random.Generator, int], Drawn]


@dataclass(frozen=True, kw_only=True)
class Setting:
    """How people come on lists. ``draw`` gives who is on which list, (n_people, n_lists) bool."""

    name: str
    n_people: int
    draw: Draw


@dataclass(frozen=True, eq=False)
class Population:
    """One draw of a setting: the table of those on a list, and how many people there are."""

    name: str
    setting: str
    table: Histories
    truth: int


def alike(chances: tuple[float, ...]) -> Draw:
    """Independent lists, everybody alike."""
    return lambda rng, n: rng.random((n, len(chances))) < np.array(chances)


def leaning(chances: tuple[float, ...], factor: float, pairs: tuple[tuple[int, int], ...]) -> Draw:
    """The later list of each pair takes those on the earlier with odds multiplied by a factor."""

    def draw(rng: np.random.Generator, n: int) -> Drawn:
        on = rng.random((n, len(chances))) < np.array(chances)
        for first, second in pairs:
            odds = chances[second] / (1 - chances[second]) * factor
            again = rng.random(n) < odds / (1 + odds)
            on[:, second] = np.where(on[:, first], again, on[:, second])
        return on

    return draw


def of_classes(shares: tuple[float, ...], chances: tuple[tuple[float, ...], ...]) -> Draw:
    """People of classes, independent lists within each."""

    def draw(rng: np.random.Generator, n: int) -> Drawn:
        of = rng.choice(len(shares), size=n, p=shares)
        return rng.random((n, len(chances[0]))) < np.array(chances)[of]

    return draw


def by_ease(chances: tuple[float, ...], spread: float) -> Draw:
    """People differ in one trait, normal on the logit scale, that makes all lists easier."""

    def draw(rng: np.random.Generator, n: int) -> Drawn:
        logit = np.log(np.array(chances) / (1 - np.array(chances)))
        ease = rng.normal(0.0, spread, size=(n, 1))
        return rng.random((n, len(chances))) < 1 / (1 + np.exp(-(logit + ease)))

    return draw


FIVE = (0.30, 0.20, 0.15, 0.10, 0.08)
SETTINGS = (
    Setting(name="3 lists, independent", n_people=PEOPLE, draw=alike((0.3, 0.2, 0.15))),
    Setting(name="5 lists, independent", n_people=PEOPLE, draw=alike(FIVE)),
    Setting(
        name="8 lists, independent",
        n_people=PEOPLE,
        draw=alike((0.25, 0.2, 0.15, 0.12, 0.1, 0.08, 0.06, 0.05)),
    ),
    Setting(
        name="3 lists, one pair leans together (odds × 3)",
        n_people=PEOPLE,
        draw=leaning((0.3, 0.2, 0.15), 3.0, ((0, 1),)),
    ),
    Setting(
        name="5 lists, two pairs lean together (odds × 3)",
        n_people=PEOPLE,
        draw=leaning(FIVE, 3.0, ((0, 1), (2, 3))),
    ),
    Setting(
        name="5 lists, two pairs avoid each other (odds × 1/3)",
        n_people=PEOPLE,
        draw=leaning(FIVE, 1 / 3, ((0, 1), (2, 3))),
    ),
    Setting(
        name="5 lists, a tenth of all on no list's path",
        n_people=PEOPLE,
        draw=of_classes((0.9, 0.1), (FIVE, (0.01,) * 5)),
    ),
    Setting(
        name="5 lists, two classes that differ",
        n_people=PEOPLE,
        draw=of_classes(
            (0.3, 0.7), ((0.55, 0.45, 0.35, 0.25, 0.2), (0.12, 0.08, 0.06, 0.04, 0.03))
        ),
    ),
    Setting(name="4 lists, people differ in ease", n_people=PEOPLE, draw=by_ease(FIVE[:4], 1.0)),
    Setting(
        name="5 lists, sparse, independent",
        n_people=PEOPLE,
        draw=alike((0.06, 0.05, 0.04, 0.03, 0.02)),
    ),
    Setting(
        name="5 lists, sparse, two pairs lean together (odds × 3)",
        n_people=PEOPLE,
        draw=leaning((0.06, 0.05, 0.04, 0.03, 0.02), 3.0, ((0, 1), (2, 3))),
    ),
)


def populations(setting: Setting, count: int) -> Iterator[Population]:
    """So many draws of a setting, the same on every machine and whatever the other settings."""
    place = [one.name for one in SETTINGS].index(setting.name)
    for number in range(count):
        rng = np.random.default_rng([SEED, place, number])
        yield Population(
            name=f"population-{place:02d}-{number:02d}",
            setting=setting.name,
            table=_table(setting.draw(rng, setting.n_people)),
            truth=setting.n_people,
        )


def table_of(draw: Draw, n_people: int, *, seed: int) -> Histories:
    """The table of one draw of so many people."""
    return _table(draw(np.random.default_rng(seed), n_people))


def _table(on: Drawn) -> Histories:
    rows, counts = np.unique(on[on.any(axis=1)], axis=0, return_counts=True)
    return from_cells(
        [f"L{index + 1}" for index in range(on.shape[1])],
        [tuple(bool(one) for one in row) for row in rows],
        [int(one) for one in counts],
    )
