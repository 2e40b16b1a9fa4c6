"""The latent class model's posterior and a tempered sampler of it, compiled.

All in one file: numba's cache of a function does not notice a change in a function of another file.

The state of a chain is a vector of n_classes - 1 + n_lists · n_classes numbers: first log(e_k),
where e_k = -log(1 - V_k) for the stick-breaking fractions V_1, …, V_(K-1); then, list by list, the
logits of the chance that a member of class k is on list j. The concentration alpha is integrated
out: given alpha the e_k are exponential with rate alpha, and alpha ~ Gamma(shape, rate) makes their
density proportional to (rate + sum of e) ** -(shape + K - 1). The number of people is integrated
out under its prior 1/N, which leaves the chance of the documented people's histories given that
they are documented. Nobody's class is drawn: a step costs the same for a hundred people and for a
million.
"""

from math import exp, expm1, log, log1p, sqrt
from typing import NamedTuple

import numpy as np
from numba import njit

from onrecord.stats.histories import Bools, Floats, Ints

FARTHEST = 600.0  # exp() of a state further out would overflow; its prior mass is below exp(-150)
LOST = 1000.0  # a trajectory whose energy is off by more has left the posterior: a divergence
TARGET = 0.8  # of the mean acceptance of a trajectory, the usual compromise of Hamiltonian steps
JITTER = 0.4  # steps are drawn within 1 ± JITTER, so that no trajectory closes on itself


class Counts(NamedTuple):
    """The table and the prior, as the compiled functions take them.

    ``on`` (n_cells, n_lists) bool, ``people`` (n_cells,) float, ``shape`` and ``rate`` of the
    Gamma prior of the concentration.
    """

    on: Bools
    people: Floats
    n_documented: float
    n_classes: int
    shape: float
    rate: float


class Work(NamedTuple):
    """Room for one evaluation, so that none is asked for in a step."""

    chances: Floats  # (n_cells + 1, n_classes), the last row for those on no list
    inclusion: Floats  # (n_lists, n_classes)
    weights: Floats  # (n_classes,)
    members: Floats  # (n_classes,) expected, documented or not
    included: Floats  # (n_lists, n_classes) expected, documented
    log_weights: Floats  # (n_classes,)
    sticks: Floats  # (n_classes,)
    momentum: Floats  # (n_state,)
    position: Floats  # (n_state,)
    gradient: Floats  # (n_state,)


class Rungs(NamedTuple):
    """One state a temperature, coldest last, with what is known at it."""

    positions: Floats  # (n_rungs, n_state)
    gradients: Floats  # (n_rungs, n_state)
    log_priors: Floats  # (n_rungs,)
    log_likelihoods: Floats  # (n_rungs,)
    log_seen: Floats  # (n_rungs,) log of the chance to be on some list
    fresh: Bools  # (n_rungs,) whether the state was drawn from the prior since it was last coldest


class Settings(NamedTuple):
    """The temperatures and, at each, how trajectories are run."""

    powers: Floats  # (n_rungs,) of the likelihood, from 0, the prior, to 1
    steps: Floats  # (n_rungs,) size of a leapfrog step
    variances: Floats  # (n_rungs, n_state) the inverse of the diagonal mass
    longest: int  # leapfrog steps in a trajectory, at most
    at_coldest: int  # trajectories at power 1 between two swaps


class Tally(NamedTuple):
    """What happened on the way; filled by the sampler."""

    rejected_swaps: Floats  # (n_rungs - 1,) summed chance that a swap is refused
    acceptance: Floats  # (n_rungs,) summed chance that a trajectory is accepted
    means: Floats  # (n_rungs, n_state) of the states
    squares: Floats  # (n_rungs, n_state) summed squared deviations of the states
    divergences: Ints  # (n_rungs,)
    round_trips: Ints  # (1,) states that came from the prior down to power 1
    gradients: Ints  # (1,) evaluations of the posterior


@njit(cache=True, nogil=True, error_model="numpy")
def log_posterior(
    state: Floats, counts: Counts, power: float, work: Work, gradient: Floats
) -> tuple[float, float, float]:
    """Log prior, log likelihood, log chance to be seen; gradient of prior · likelihood**power.

    All three are -inf where the state is too far out to be computed with.
    """
    n_cells, n_lists = counts.on.shape
    n_classes = counts.n_classes
    for place in range(state.size):
        if not abs(state[place]) < FARTHEST:
            return -np.inf, -np.inf, -np.inf
    left = 0.0
    log_prior = 0.0
    for k in range(n_classes - 1):
        stick = exp(state[k])
        work.weights[k] = exp(left) * -expm1(-stick)
        left -= stick
        log_prior += state[k]
    work.weights[n_classes - 1] = exp(left)
    power_of_rate = counts.shape + n_classes - 1
    log_prior -= power_of_rate * log(counts.rate - left)
    chances = work.chances
    for k in range(n_classes):
        chances[n_cells, k] = 1.0
        work.members[k] = 0.0
    for j in range(n_lists):
        product = 1.0
        for k in range(n_classes):
            logit = state[n_classes - 1 + j * n_classes + k]
            odds = exp(-abs(logit))
            share = 1.0 / (1.0 + odds)
            on = share if logit >= 0 else odds * share
            work.inclusion[j, k] = on
            chances[n_cells, k] *= odds * share if logit >= 0 else share
            work.included[j, k] = 0.0
            log_prior -= abs(logit)
            product *= share
        log_prior += 2 * log(product)
    seen = 0.0
    for k in range(n_classes):
        seen += work.weights[k] * (1.0 - chances[n_cells, k])
    if not seen > 0:
        return -np.inf, -np.inf, -np.inf
    log_likelihood = -counts.n_documented * log(seen)
    scale = counts.n_documented / seen
    for k in range(n_classes):
        work.members[k] += scale * work.weights[k] * chances[n_cells, k]
    for c in range(n_cells):
        for k in range(n_classes):
            chances[c, k] = work.weights[k]
        for j in range(n_lists):
            if counts.on[c, j]:
                for k in range(n_classes):
                    chances[c, k] *= work.inclusion[j, k]
            else:
                for k in range(n_classes):
                    chances[c, k] *= 1.0 - work.inclusion[j, k]
        chance = 0.0
        for k in range(n_classes):
            chance += chances[c, k]
        if not chance > 0:
            return -np.inf, -np.inf, -np.inf
        log_likelihood += counts.people[c] * log(chance)
        scale = counts.people[c] / chance
        for k in range(n_classes):
            chances[c, k] *= scale
            work.members[k] += chances[c, k]
        for j in range(n_lists):
            if counts.on[c, j]:
                for k in range(n_classes):
                    work.included[j, k] += chances[c, k]
    later = work.members[n_classes - 1]
    pull = power_of_rate / (counts.rate - left)
    for k in range(n_classes - 2, -1, -1):
        stick = exp(state[k])
        odds = work.members[k] / expm1(stick) if stick < FARTHEST else 0.0
        gradient[k] = 1.0 - pull * stick + power * stick * (odds - later)
        later += work.members[k]
    for j in range(n_lists):
        for k in range(n_classes):
            on = work.inclusion[j, k]
            pulled = work.included[j, k] - on * work.members[k]
            gradient[n_classes - 1 + j * n_classes + k] = power * pulled + 1.0 - 2.0 * on
    return log_prior, log_likelihood, log(seen)


@njit(cache=True, nogil=True, error_model="numpy")
def draw_from_prior(generator: np.random.Generator, state: Floats, counts: Counts) -> None:
    """Fill ``state`` with an independent draw from the prior."""
    # alpha is far below 1e-300 now and then; its logarithm is not.
    log_alpha = log(generator.standard_gamma(counts.shape + 1.0)) - log(counts.rate)
    log_alpha += log1p(-generator.random()) / counts.shape
    for k in range(counts.n_classes - 1):
        state[k] = log(generator.standard_exponential()) - log_alpha
    for place in range(counts.n_classes - 1, state.size):
        chance = generator.random()
        while chance == 0.0:
            chance = generator.random()
        state[place] = log(chance) - log1p(-chance)


@njit(cache=True, nogil=True, error_model="numpy")
def log_density_of_weights(log_weights: Floats, counts: Counts, sticks: Floats) -> float:
    """Log prior density of the classes' weights on the simplex; fills ``sticks`` with the e_k."""
    last = log_weights.size - 1
    tail = log_weights[last]
    density = -(counts.shape + last) * log(counts.rate - tail)
    for k in range(last - 1, -1, -1):
        density -= tail
        larger = max(log_weights[k], tail)
        both = larger + log(exp(log_weights[k] - larger) + exp(tail - larger))
        fraction = log_weights[k] - both
        if fraction < -FARTHEST + 100:
            return -np.inf  # a stick that no number can hold
        # Either form alone loses all its digits where the fraction is near 0 or near 1.
        sticks[k] = -log1p(-exp(fraction)) if fraction < -0.7 else both - tail
        tail = both
    return density


@njit(cache=True, nogil=True, error_model="numpy")
def swap_classes(
    generator: np.random.Generator, state: Floats, counts: Counts, work: Work, times: int
) -> bool:
    """Let two classes change places in the order of the sticks, ``times`` over.

    The likelihood does not see the order, the prior does. A permutation of the weights keeps volume
    on the simplex, so that the ratio of the prior densities there decides.

    References
    ----------
    Papaspiliopoulos & Roberts (2008), Biometrika 95(1), 169–186, doi:10.1093/biomet/asm086.
    """
    n_classes = counts.n_classes
    left = 0.0
    for k in range(n_classes - 1):
        stick = exp(state[k])
        gone = -expm1(-stick)
        work.log_weights[k] = left + (log(gone) if gone > 0 else state[k])
        left -= stick
    work.log_weights[n_classes - 1] = left
    density = log_density_of_weights(work.log_weights, counts, work.sticks)
    changed = False
    for _ in range(times):
        one = int(generator.random() * n_classes)
        other = one + 1 if generator.random() < 0.5 else int(generator.random() * n_classes)
        if other >= n_classes or other == one:
            continue
        exchange(work.log_weights, one, other)
        swapped = log_density_of_weights(work.log_weights, counts, work.sticks)
        if log(generator.random()) < swapped - density:
            density = swapped
            changed = True
            for row in range(counts.on.shape[1]):
                first = n_classes - 1 + row * n_classes
                exchange(state, first + one, first + other)
        else:
            exchange(work.log_weights, one, other)
    if changed:
        log_density_of_weights(work.log_weights, counts, work.sticks)
        for k in range(n_classes - 1):
            state[k] = log(work.sticks[k])
    return changed


@njit(cache=True, nogil=True)
def exchange(values: Floats, one: int, other: int) -> None:
    """Two entries change places."""
    kept = values[one]
    values[one] = values[other]
    values[other] = kept


@njit(cache=True, nogil=True, error_model="numpy")
def evaluate(rungs: Rungs, rung: int, counts: Counts, settings: Settings, work: Work) -> None:
    """Bring what is known at a rung in line with its state."""
    known = log_posterior(
        rungs.positions[rung], counts, settings.powers[rung], work, rungs.gradients[rung]
    )
    rungs.log_priors[rung], rungs.log_likelihoods[rung], rungs.log_seen[rung] = known


@njit(cache=True, nogil=True, error_model="numpy")
def trajectory(
    generator: np.random.Generator,
    rungs: Rungs,
    rung: int,
    counts: Counts,
    settings: Settings,
    work: Work,
    tally: Tally,
) -> float:
    """One Hamiltonian trajectory of random length at a rung; its chance of acceptance.

    References
    ----------
    Neal (2011), MCMC using Hamiltonian dynamics, Handbook of Markov Chain Monte Carlo, chapter 5.
    """
    power = settings.powers[rung]
    position, momentum, gradient = work.position, work.momentum, work.gradient
    n_steps = 1 + int(generator.random() * settings.longest)
    step = settings.steps[rung] * (1 - JITTER + 2 * JITTER * generator.random())
    energy = rungs.log_priors[rung] + power * rungs.log_likelihoods[rung]
    for d in range(position.size):
        normal = generator.standard_normal()
        energy -= 0.5 * normal * normal
        momentum[d] = normal / sqrt(settings.variances[rung, d])
        position[d] = rungs.positions[rung, d]
        gradient[d] = rungs.gradients[rung, d]
    log_prior, log_likelihood, log_seen = 0.0, 0.0, 0.0
    for _ in range(n_steps):
        for d in range(position.size):
            momentum[d] += 0.5 * step * gradient[d]
            position[d] += step * settings.variances[rung, d] * momentum[d]
        log_prior, log_likelihood, log_seen = log_posterior(position, counts, power, work, gradient)
        tally.gradients[0] += 1
        if not log_prior + power * log_likelihood > energy - LOST:
            tally.divergences[rung] += 1
            return 0.0
        for d in range(position.size):
            momentum[d] += 0.5 * step * gradient[d]
    change = log_prior + power * log_likelihood - energy
    for d in range(position.size):
        change -= 0.5 * momentum[d] * momentum[d] * settings.variances[rung, d]
    if not change > -LOST:
        tally.divergences[rung] += 1
        return 0.0
    acceptance = min(1.0, exp(min(0.0, change)))
    if generator.random() < acceptance:
        rungs.positions[rung] = position
        rungs.gradients[rung] = gradient
        rungs.log_priors[rung] = log_prior
        rungs.log_likelihoods[rung] = log_likelihood
        rungs.log_seen[rung] = log_seen
    return acceptance


@njit(cache=True, nogil=True, error_model="numpy")
def move(
    generator: np.random.Generator,
    rungs: Rungs,
    rung: int,
    counts: Counts,
    settings: Settings,
    work: Work,
    tally: Tally,
) -> float:
    """One update at a rung: a draw from the prior at power 0, else a trajectory."""
    if settings.powers[rung] == 0.0:
        draw_from_prior(generator, rungs.positions[rung], counts)
        evaluate(rungs, rung, counts, settings, work)
        rungs.fresh[rung] = True
        tally.gradients[0] += 1
        return 1.0
    if swap_classes(generator, rungs.positions[rung], counts, work, counts.n_classes):
        evaluate(rungs, rung, counts, settings, work)
        tally.gradients[0] += 1
    return trajectory(generator, rungs, rung, counts, settings, work, tally)


@njit(cache=True, nogil=True, error_model="numpy")
def swap_rungs(
    generator: np.random.Generator,
    rungs: Rungs,
    first: int,
    counts: Counts,
    settings: Settings,
    work: Work,
    tally: Tally,
) -> None:
    """Offer every second pair of neighbouring temperatures to change their states.

    References
    ----------
    Syed, Bouchard-Côté, Deligiannidis & Doucet (2022), Journal of the Royal Statistical Society B
    84(2), 321–350, doi:10.1111/rssb.12464.
    """
    last = settings.powers.size - 1
    for rung in range(first, last, 2):
        gap = settings.powers[rung + 1] - settings.powers[rung]
        ratio = gap * (rungs.log_likelihoods[rung] - rungs.log_likelihoods[rung + 1])
        chance = exp(min(0.0, ratio)) if ratio == ratio else 0.0
        tally.rejected_swaps[rung] += 1 - chance
        if generator.random() >= chance:
            continue
        for d in range(rungs.positions.shape[1]):
            kept = rungs.positions[rung, d]
            rungs.positions[rung, d] = rungs.positions[rung + 1, d]
            rungs.positions[rung + 1, d] = kept
        was_fresh = rungs.fresh[rung]
        rungs.fresh[rung] = rungs.fresh[rung + 1]
        rungs.fresh[rung + 1] = was_fresh
        evaluate(rungs, rung, counts, settings, work)
        evaluate(rungs, rung + 1, counts, settings, work)
        tally.gradients[0] += 2
        if rung + 1 == last and rungs.fresh[last]:
            tally.round_trips[0] += 1
            rungs.fresh[last] = False


@njit(cache=True, nogil=True, error_model="numpy")
def sample(
    generator: np.random.Generator,
    rungs: Rungs,
    counts: Counts,
    settings: Settings,
    work: Work,
    tally: Tally,
    sweeps: int,
    drawn: Floats,
) -> None:
    """Run ``sweeps`` rounds of moves and swaps; each move at power 1 is a draw.

    ``drawn`` (sweeps · at_coldest, 3): log chance to be seen, log likelihood, log prior.
    """
    last = settings.powers.size - 1
    row = 0
    for sweep in range(sweeps):
        for rung in range(last):
            tally.acceptance[rung] += move(generator, rungs, rung, counts, settings, work, tally)
        for _ in range(settings.at_coldest):
            tally.acceptance[last] += move(generator, rungs, last, counts, settings, work, tally)
            drawn[row, 0] = rungs.log_seen[last]
            drawn[row, 1] = rungs.log_likelihoods[last]
            drawn[row, 2] = rungs.log_priors[last]
            row += 1
        swap_rungs(generator, rungs, sweep % 2, counts, settings, work, tally)


@njit(cache=True, nogil=True, error_model="numpy")
def tune(
    generator: np.random.Generator,
    rungs: Rungs,
    counts: Counts,
    settings: Settings,
    work: Work,
    tally: Tally,
    sweeps: int,
) -> None:
    """Run ``sweeps`` rounds, fit ``settings.steps`` on the way, and gather each rung's variances.

    Steps by dual averaging; nothing drawn here is kept.

    References
    ----------
    Hoffman & Gelman (2014), Journal of Machine Learning Research 15, 1593–1623, algorithm 5.
    """
    n_rungs = settings.powers.size
    anchors = np.log(5 * settings.steps)
    averaged = np.log(settings.steps)
    errors = np.zeros(n_rungs)
    settled = sweeps // 3
    for sweep in range(sweeps):
        for rung in range(n_rungs):
            acceptance = move(generator, rungs, rung, counts, settings, work, tally)
            tally.acceptance[rung] += acceptance
            if settings.powers[rung] > 0:
                errors[rung] += (TARGET - acceptance - errors[rung]) / (sweep + 11)
                log_step = anchors[rung] - sqrt(sweep + 1) / 0.05 * errors[rung]
                averaged[rung] += (sweep + 1) ** -0.75 * (log_step - averaged[rung])
                settings.steps[rung] = exp(log_step)
            if sweep >= settled:
                for d in range(rungs.positions.shape[1]):
                    off = rungs.positions[rung, d] - tally.means[rung, d]
                    tally.means[rung, d] += off / (sweep - settled + 1)
                    new = rungs.positions[rung, d] - tally.means[rung, d]
                    tally.squares[rung, d] += off * new
        swap_rungs(generator, rungs, sweep % 2, counts, settings, work, tally)
    settings.steps[:] = np.exp(averaged)
