"""Several chains of the latent class model, run until they agree or a budget is spent."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from math import ceil
from typing import TypeVar

import numpy as np

from onrecord.stats.convergence import Convergence, convergence, r_hat
from onrecord.stats.histories import Floats
from onrecord.stats.latent_class_kernel import COUNTABLE, Counts
from onrecord.stats.tempering import WARM_UP, Chain, cross, draw, refit, scout, start, warm_up

HIGHEST_R_HAT = 1.01
HIGHEST_OF_LIKELIHOOD = 1.05  # a chain may be caught in other classes that give the same number
FEWEST_EFFECTIVE = 1000.0  # for the middle: 400 would do, were their own number well known
FEWEST_IN_TAILS = 400.0
# Of the median: two seeds then differ by less than 2 % in 199 of 200 cases.
LARGEST_ERROR = 0.005
BLOCK = 1000  # draws a chain between two looks at the clock of whoever waits
LEFT_OUT = 0.2  # of the draws, the earliest, beyond the warm-up
HOPELESS = 200.0  # effective draws by the end, at the rate seen in the first quarter
GROWTH = 1.5  # in draws from one check to the next, so that checks are few

SCOUTS = 24  # and the chains: a mode that one start in ten falls into is missed once in 19 runs
FEWEST_TRIPS = 4  # from the prior to the posterior: fewer, and nobody can say that they cross
WAITING = 1500  # draws a chain at most, spent on waiting for these trips
ROUND = 250  # of them between two looks at the trips
ENOUGH_TRIPS = 20  # from the prior to the posterior, by all chains: no scouts are needed
SEVERAL = 2  # scouts, of 24: one alone may be on its way, and would make a doubt a matter of luck
OUTSIDE = 0.0005  # of the draws lie on one side of what a scout found
UNLIKELY = 0.01  # of the draws are less likely than a scout must be; others hold next to nothing

Progress = Callable[[int, int], None]
Step = Callable[[Chain, int], None]
Value = TypeVar("Value")


@dataclass(frozen=True, kw_only=True, eq=False)
class Run:
    """What the chains drew.

    Attributes
    ----------
    people : (n_chains, n_draws) array of everybody, without the earliest draws
    log_posterior : (n_chains, n_draws) array, unnormalised, the number of people integrated out
    convergence : None where too little was drawn to tell
    r_hat_of_likelihood : of the log likelihood, which sees classes that give the same number
    elsewhere : medians of plain chains that settled where the others hardly were, though the table
        is about as likely there; sought where few states crossed from the prior to the posterior
    scouted : how many such plain chains were sent
    met : whether the gate of correctness was met
    stopped : whether somebody stopped it before
    """

    people: Floats
    log_posterior: Floats
    chains: tuple[Chain, ...]
    convergence: Convergence | None
    r_hat_of_likelihood: float = float("inf")
    elsewhere: tuple[float, ...] = ()
    scouted: int = 0
    met: bool
    stopped: bool


def run_chains(
    counts: Counts,
    *,
    seed: int,
    n_chains: int,
    fewest_draws: int,
    most_draws: int,
    threads: int,
    progress: Progress | None,
) -> Run:
    """Draw until the gate is met, ``most_draws`` a chain are drawn, or Ctrl-C is pressed.

    The gate: R-hat below 1.01, 1,000 effective draws or more for the middle and 400 for the tails,
    and a Monte Carlo error of the median below half a percent. Where it is met and few states
    crossed, they are waited for, with rounds that favour them, and the gate is asked again: what
    they bring may change it. It also ends where a quarter of the draws shows that the rest would
    not do. What is drawn depends on the seed and on the numbers of draws, never on time or threads.
    The first Ctrl-C keeps what was drawn.
    """
    seeds = np.random.SeedSequence(seed).spawn(2 * n_chains)
    chains = [start(np.random.default_rng(own), counts) for own in seeds[:n_chains]]
    lottery = [np.random.default_rng(own) for own in seeds[n_chains:]]
    people: list[list[Floats]] = [[] for _ in chains]
    stopped = met = waited = False
    scouts: list[Floats] = []
    check = min(fewest_draws, most_draws)
    drawn = 0

    def more(step: Step, n_draws: int) -> None:
        nonlocal drawn
        _each([pool.submit(step, chain, n_draws) for chain in chains])
        for own, chain, generator in zip(people, chains, lottery, strict=True):
            own.append(_everybody(generator, counts.n_documented, chain.blocks[-1][:, 0]))
        drawn += n_draws
        if progress is not None:
            progress(drawn, most_draws)

    with ThreadPoolExecutor(max_workers=threads) as pool:
        try:
            for stage in range(len(WARM_UP)):
                _each([pool.submit(warm_up, chain, stage) for chain in chains])
                refit(chains, stage)
            while not met and drawn < most_draws:
                more(draw, min(BLOCK, check - drawn))
                if drawn < check:
                    continue
                met, told = _agree(chains, people)
                if met and not waited:
                    waited = True
                    end = min(drawn + WAITING, most_draws)
                    while cross_seldom(chains) and drawn < end:
                        more(cross, min(ROUND, end - drawn))
                    met, told = _agree(chains, people)
                if told.bulk_ess * most_draws < HOPELESS * drawn and 4 * drawn >= most_draws:
                    break
                check = min(ceil(drawn * GROWTH), most_draws)
            scouts = _scouts(pool, chains, seeds[0]) if met else []
        except KeyboardInterrupt:
            stopped = True
    return _run(people, chains, scouts, met=met, stopped=stopped)


def _agree(chains: Sequence[Chain], people: Sequence[Sequence[Floats]]) -> tuple[bool, Convergence]:
    kept = _kept(people)
    told = convergence(kept)
    return passes(told, r_hat(_densities(chains, people, kept)[:, :, 0])), told


def passes(told: Convergence, r_hat_of_likelihood: float) -> bool:
    """Is the gate of correctness met?"""
    return (
        told.r_hat < HIGHEST_R_HAT
        and r_hat_of_likelihood < HIGHEST_OF_LIKELIHOOD
        and told.bulk_ess >= FEWEST_EFFECTIVE
        and told.tail_ess >= FEWEST_IN_TAILS
        and told.median_error <= LARGEST_ERROR * float(np.median(told.chain_medians))
    )


def trips(chains: Sequence[Chain]) -> int:
    """How many states came all the way from the prior to the posterior, in all chains."""
    return sum(chain.round_trips for chain in chains)


def cross_seldom(chains: Sequence[Chain]) -> bool:
    """Did so few states come down that all chains may have missed an answer that lies apart?"""
    return trips(chains) < FEWEST_TRIPS


def _each(futures: Sequence[Future[Value]]) -> list[Value]:
    """Wait for all; on Ctrl-C let those that run come to their end, so that no state is torn."""
    try:
        return [future.result() for future in futures]
    except KeyboardInterrupt:
        for future in futures:
            future.cancel()
        wait(futures)
        raise


def _scouts(
    pool: ThreadPoolExecutor, chains: Sequence[Chain], seed: np.random.SeedSequence
) -> list[Floats]:
    if trips(chains) >= ENOUGH_TRIPS:
        return []
    own = [np.random.default_rng(child) for child in seed.spawn(SCOUTS)]
    sent = [pool.submit(scout, chains[i % len(chains)], own[i]) for i in range(SCOUTS)]
    return _each(sent)


def _elsewhere(scouts: Sequence[Floats], chains: Sequence[Chain]) -> tuple[float, ...]:
    """Medians of those chances to be seen that lie outside what the chains drew, if as likely."""
    drawn = np.concatenate([chain.drawn[int(LEFT_OUT * len(chain.drawn)) :] for chain in chains])
    low, high = np.quantile(drawn[:, 0], [OUTSIDE, 1 - OUTSIDE])
    likely = np.quantile(drawn[:, 1], UNLIKELY)
    seen = [float(np.median(one[:, 0])) for one in scouts if np.median(one[:, 1]) > likely]
    n_documented = chains[0].counts.n_documented
    apart = [n_documented * float(np.exp(-s)) for s in seen if not low <= s <= high]
    return tuple(sorted(apart)) if len(apart) >= SEVERAL else ()


def _everybody(generator: np.random.Generator, n_documented: float, log_seen: Floats) -> Floats:
    """Draw the number of people given the chance to be seen: negative binomial, plus those seen."""
    odds = -np.expm1(log_seen) / np.exp(log_seen)
    means = generator.standard_gamma(n_documented, size=log_seen.size) * odds
    countable = np.minimum(means, COUNTABLE)
    unseen = np.where(means < COUNTABLE, generator.poisson(countable), means)
    people: Floats = n_documented + unseen
    return people


def _kept(people: Sequence[Sequence[Floats]]) -> Floats:
    drawn = np.stack([np.concatenate(own) for own in people])
    return drawn[:, int(LEFT_OUT * drawn.shape[1]) :]


def _densities(chains: Sequence[Chain], people: Sequence[Sequence[Floats]], kept: Floats) -> Floats:
    """Log likelihoods and log priors of the kept draws: (n_chains, n_draws, 2)."""
    # A block that was cut short by Ctrl-C stands in some chains and not in others.
    end = sum(block.size for block in people[0])
    return np.stack([chain.drawn[end - kept.shape[1] : end, 1:] for chain in chains])


def _run(
    people: Sequence[Sequence[Floats]],
    chains: Sequence[Chain],
    scouts: Sequence[Floats],
    *,
    met: bool,
    stopped: bool,
) -> Run:
    if not people[0]:
        nothing = np.empty((len(chains), 0))
        return Run(
            people=nothing,
            log_posterior=nothing,
            chains=tuple(chains),
            convergence=None,
            met=False,
            stopped=stopped,
        )
    kept = _kept(people)
    densities = _densities(chains, people, kept)
    return Run(
        people=kept,
        log_posterior=densities.sum(axis=2),
        r_hat_of_likelihood=r_hat(densities[:, :, 0]),
        chains=tuple(chains),
        convergence=convergence(kept),
        elsewhere=_elsewhere(scouts, chains) if scouts else (),
        scouted=len(scouts),
        met=met,
        stopped=stopped,
    )
