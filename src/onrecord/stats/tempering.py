"""Chains of the latent class model that cross between modes, by parallel tempering.

A chain holds one state at each of some twenty powers of the likelihood, from 0, where states are
drawn afresh from the prior, to 1, the posterior. Neighbours change places, so that what is found
where the likelihood is weak comes down to the posterior. Before they draw, the chains fit one
ladder of powers, sizes of steps and masses together, from what all of them saw; their states stay
apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, log

import numpy as np
from scipy.interpolate import PchipInterpolator

from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.lanes import LANES, room_for
from onrecord.stats.latent_class_kernel import (
    Counts,
    Rungs,
    Settings,
    Tally,
    Work,
    draw_from_prior,
    evaluate,
    sample,
    tune,
)

WARM_UP = (30, 50, 100, 200, 80)  # sweeps a stage; the ladder is refitted after all but the last
FIRST_RUNGS = 10
MOST_RUNGS = 40
REJECTED = 0.45  # of the swaps between neighbours: near the best for a ladder (Syed et al. 2022)
LONGEST = 20  # leapfrog steps in a trajectory, at most
LONGEST_COLDEST = 150  # at power 1, where what is wanted is drawn
AT_COLDEST = 10  # trajectories at power 1 between two swaps
CROSSING = 60  # leapfrog steps at most at powers below 1, where states are to come down
SCOUTED = 500  # draws of a plain chain, after as many that are not looked at


@dataclass(kw_only=True)
class Chain:
    """One chain on its way; everything it does depends on its generator alone.

    Attributes
    ----------
    log_seen, log_likelihood, log_prior : what was drawn at power 1, block by block
    sweeps : rounds drawn
    tally : counts since the warm-up
    """

    generator: np.random.Generator
    counts: Counts
    settings: Settings
    rungs: Rungs
    tally: Tally
    blocks: list[Floats] = field(default_factory=list)
    sweeps: int = 0

    @property
    def drawn(self) -> Floats:
        """(n_draws, 3) array: log chance to be seen, log likelihood, log prior."""
        return np.concatenate(self.blocks) if self.blocks else np.empty((0, 3))

    @property
    def round_trips(self) -> int:
        """How many states came all the way from the prior to the posterior."""
        return int(self.tally.round_trips[0])

    @property
    def divergences(self) -> int:
        """How many trajectories at power 1 left the posterior."""
        return int(self.tally.divergences[-1])

    @property
    def rejected_swaps(self) -> float:
        """The largest share of swaps between two neighbours that were refused."""
        return float(self.tally.rejected_swaps.max() / max(self.sweeps / 2, 1))


def counts_of(table: Histories, n_classes: int, shape: float, rate: float) -> Counts:
    """The table as the compiled sampler takes it, its cells a tree."""
    on = [tuple(int(place) for place in np.flatnonzero(row)) for row in table.histories]
    nodes = {history[:end] for history in on for end in range(len(history) + 1)}
    order = sorted(nodes, key=lambda history: (len(history), history))
    place = {history: node for node, history in enumerate(order)}
    people = np.zeros(len(order))
    people[[place[history] for history in on]] = table.counts
    return Counts(
        mothers=np.array([place[history[:-1]] for history in order], dtype=np.uint64),
        lists=np.array([history[-1] if history else 0 for history in order], dtype=np.uint64),
        people=people,
        n_documented=float(table.n_documented),
        n_lists=table.n_lists,
        n_classes=n_classes,
        shape=shape,
        rate=rate,
    )


def start(generator: np.random.Generator, counts: Counts) -> Chain:
    """A chain whose states are drawn from the prior, with a first ladder."""
    lowest = log(2 / max(counts.n_documented, 4.0))
    powers = np.concatenate([[0.0], np.exp(np.linspace(lowest, 0, FIRST_RUNGS - 1))])
    size = _size(counts)
    positions = np.empty((FIRST_RUNGS, size))
    for position in positions:
        draw_from_prior(generator, position, counts)
    # Sticks so long that all later classes are empty leave chances of nought to start from.
    positions[:, : counts.n_classes - 1] = np.clip(positions[:, : counts.n_classes - 1], -3, 3)
    return Chain(
        generator=generator,
        counts=counts,
        settings=Settings(
            powers, np.full(powers.size, 0.1), np.ones(positions.shape), _longest(powers.size), 1
        ),
        rungs=_rungs(positions),
        tally=_tally(positions),
    )


def warm_up(chain: Chain, stage: int) -> None:
    """Run one of the ``len(WARM_UP)`` stages, with steps that are fitted on the way."""
    work = work_for(chain.counts)
    _evaluate(chain, work)
    sweeps = WARM_UP[stage]
    tune(chain.generator, chain.rungs, chain.counts, chain.settings, work, chain.tally, sweeps)


def refit(chains: Sequence[Chain], stage: int) -> None:
    """Fit ladder, steps and masses to what all chains saw in a stage; steps alone in the last."""
    steps = np.exp(np.mean([np.log(chain.settings.steps) for chain in chains], axis=0))
    if stage < len(WARM_UP) - 1:
        settings = _settings(chains, steps, WARM_UP[stage])
    else:
        settings = chains[0].settings._replace(steps=steps, at_coldest=AT_COLDEST)
    old = chains[0].settings.powers
    lowest = old[1] / 10
    before, after = np.log(np.maximum(old, lowest)), np.log(np.maximum(settings.powers, lowest))
    nearest = np.abs(after[:, None] - before).argmin(axis=1)
    for chain in chains:
        # Each its own: steps are fitted in place, by chains that run side by side.
        chain.settings = settings._replace(steps=settings.steps.copy())
        chain.rungs = _rungs(chain.rungs.positions[nearest])
        chain.tally = _tally(chain.rungs.positions)


def draw(chain: Chain, n_draws: int) -> None:
    """Draw ``n_draws`` more, rounded up to whole rounds of ``AT_COLDEST``."""
    _sample(chain, chain.settings, ceil(n_draws / AT_COLDEST))


def cross(chain: Chain, n_draws: int) -> None:
    """Draw ``n_draws`` more, one between two swaps: most of the work goes to states on their way.

    By time, some four times as many come down from the prior as by ``draw``.
    """
    longest = np.full_like(chain.settings.longest, CROSSING)
    longest[-1] = LONGEST_COLDEST
    _sample(chain, chain.settings._replace(longest=longest, at_coldest=1), n_draws)


def _sample(chain: Chain, settings: Settings, sweeps: int) -> None:
    work = work_for(chain.counts)
    _evaluate(chain, work)
    drawn = np.empty((sweeps * settings.at_coldest, 3))
    sample(chain.generator, chain.rungs, chain.counts, settings, work, chain.tally, sweeps, drawn)
    chain.blocks.append(drawn)
    chain.sweeps += sweeps


def scout(chain: Chain, generator: np.random.Generator) -> Floats:
    """Start anew from the prior, at power 1 alone, and see where that settles.

    Returns
    -------
    (SCOUTED, 3) array as ``Chain.drawn``, without the way there. A plain chain that is caught
    somewhere shows an answer that the tempered ones may have missed, or one of no weight.
    """
    counts, work = chain.counts, work_for(chain.counts)
    position = np.empty((1, _size(counts)))
    draw_from_prior(generator, position[0], counts)
    position[:, : counts.n_classes - 1] = np.clip(position[:, : counts.n_classes - 1], -3, 3)
    old = chain.settings
    settings = Settings(np.ones(1), old.steps[-1:], old.spreads[-1:], old.longest[-1:], 1)
    rungs, tally = _rungs(position), _tally(position)
    evaluate(rungs, 0, counts, settings, work)
    drawn = np.empty((2 * SCOUTED, 3))
    sample(generator, rungs, counts, settings, work, tally, 2 * SCOUTED, drawn)
    return drawn[SCOUTED:]


def _settings(chains: Sequence[Chain], steps: Floats, sweeps: int) -> Settings:
    """Place the powers so that every pair of neighbours refuses as many swaps as any other."""
    old = chains[0].settings
    refusals = np.mean([chain.tally.rejected_swaps for chain in chains], axis=0) / (sweeps / 2)
    barrier = np.concatenate([[0.0], np.cumsum(np.maximum(refusals, 0.01))])
    n_rungs = min(max(ceil(barrier[-1] / REJECTED) + 1, 4), MOST_RUNGS)
    # The fourth root spreads the powers near 0, which span orders of magnitude, for interpolation.
    rooted = PchipInterpolator(barrier, old.powers**0.25)
    powers = rooted(np.linspace(0, barrier[-1], n_rungs)) ** 4
    powers[0], powers[-1] = 0.0, 1.0
    lowest = old.powers[1] / 10
    before, after = np.log(np.maximum(old.powers, lowest)), np.log(np.maximum(powers, lowest))
    spreads = np.log(_variances(chains, sweeps)) / 2
    return Settings(
        powers,
        np.exp(np.interp(after, before[1:], np.log(steps[1:]))),
        np.exp(np.stack([np.interp(after, before, column) for column in spreads.T], axis=1)),
        _longest(n_rungs),
        1,
    )


def _variances(chains: Sequence[Chain], sweeps: int) -> Floats:
    """Of the states at each rung, in all chains."""
    seen = sweeps - sweeps // 3
    means = np.stack([chain.tally.means for chain in chains])
    squares = np.sum([chain.tally.squares for chain in chains], axis=0)
    squares += seen * ((means - means.mean(axis=0)) ** 2).sum(axis=0)
    # As if ten more draws had the variance 1/1000: no rung freezes on a short run.
    variances: Floats = (squares + 0.01) / (len(chains) * seen + 10)
    return variances


def _evaluate(chain: Chain, work: Work) -> None:
    for rung in range(chain.settings.powers.size):
        evaluate(chain.rungs, rung, chain.counts, chain.settings, work)


def _size(counts: Counts) -> int:
    return counts.n_classes - 1 + counts.n_lists * counts.n_classes


def _longest(n_rungs: int) -> Ints:
    longest = np.full(n_rungs, LONGEST)
    longest[-1] = LONGEST_COLDEST
    return longest


def _rungs(positions: Floats) -> Rungs:
    n_rungs = positions.shape[0]
    return Rungs(
        positions,
        np.empty((n_rungs, positions.shape[1] + LANES)),
        np.empty(n_rungs),
        np.empty(n_rungs),
        np.empty(n_rungs),
        np.zeros(n_rungs, dtype=np.bool_),
    )


def _tally(positions: Floats) -> Tally:
    n_rungs = positions.shape[0]
    return Tally(
        np.zeros(n_rungs - 1),
        np.zeros(n_rungs),
        np.zeros_like(positions),
        np.zeros_like(positions),
        np.zeros(n_rungs, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
        np.zeros(1, dtype=np.int64),
    )


def work_for(counts: Counts) -> Work:
    """Room for the evaluations of one chain."""
    n_nodes, n_lists, wide = counts.people.size, counts.n_lists, room_for(counts.n_classes)
    size = _size(counts)
    return Work(
        exponents=np.ones(size + LANES),
        decays=np.empty(wide),
        gone=np.empty(wide),
        odds=np.empty((n_lists, wide)),
        off=np.empty((n_lists, wide)),
        chances=np.zeros((n_nodes, wide)),
        below=np.empty((n_nodes, wide)),
        masses=np.empty(n_nodes),
        ratios=np.zeros(n_nodes),
        members=np.empty(wide),
        included=np.empty((n_lists, wide)),
        strides=np.empty(size),
        momentum=np.empty(size),
        position=np.empty(size),
        gradient=np.empty(size + LANES),
    )
