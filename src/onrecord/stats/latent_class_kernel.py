"""The latent class model's posterior and a tempered sampler of it, compiled.

All in one file, but for ``lanes``: numba's cache of a function does not notice a change in a
function of another file.

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
from onrecord.stats.lanes import (
    STEP,
    alike,
    load,
    minus,
    over,
    plus,
    power_of_two,
    store,
    times,
    total,
    where_less,
)

Places = np.ndarray[tuple[int], np.dtype[np.uint64]]
FARTHEST = 600.0  # exp() of a state further out would overflow; its prior mass is below exp(-150)
SMALLEST = 1e-250  # of a stick, well inside of what FARTHEST allows
SWAPS = 2  # offered a class before each trajectory
RENEWED = 0.5  # of the moves at power 1 begin with a draw given the classes
COUNTABLE = 1e15  # a Poisson number with a larger mean is its mean, to all the digits we hold
LOST = 1000.0  # a trajectory whose energy is off by more has left the posterior: a divergence
TARGET = 0.8  # of the mean acceptance of a trajectory, the usual compromise of Hamiltonian steps
ROUNDED_ONCE = {"contract"}  # a product and a sum
PER_LOG_2 = 1.4426950408889634
LOG_2_HEAD, LOG_2_TAIL = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # log 2 in two
MAGIC = 6755399441055744.0  # 3 · 2**51: a number added to it leaves its integer in the last bits
JITTER = 0.4  # steps are drawn within 1 ± JITTER, so that no trajectory closes on itself


class Counts(NamedTuple):
    """The table and the prior, as the compiled functions take them.

    The cells are the nodes of a tree, a mother before her daughters: node 0 stands for those on no
    list, and a daughter's history is her mother's and one list more. So the chance of a cell costs
    one multiplication. Places are unsigned: numba asks of a signed one whether it counts from the
    end.
    """

    mothers: Places  # (n_nodes,)
    lists: Places  # (n_nodes,) the list that a history has more than its mother's
    people: Floats  # (n_nodes,) nought at node 0, and where a node is there for its daughters alone
    n_documented: float
    n_lists: int
    n_classes: int
    shape: float  # of the Gamma prior of the concentration
    rate: float


class Work(NamedTuple):
    """Room for one evaluation, so that none is asked for in a step.

    A row of classes is ``n_wide`` long, a multiple of four; classes beyond ``n_classes`` have no
    chance.
    """

    exponents: Floats  # (n_state,) exp() of the state, sticks first, and room behind
    decays: Floats  # (n_wide,) exp(-stick), what a stick leaves
    gone: Floats  # (n_wide,) 1 - exp(-stick), what it takes
    odds: Floats  # (n_lists, n_wide) to be on a list
    off: Floats  # (n_lists, n_wide) chance not to be on it
    chances: Floats  # (n_nodes, n_wide) of a class and a history
    below: Floats  # (n_nodes, n_wide) expected, of the node's daughters and theirs
    masses: Floats  # (n_nodes,) chance of a history
    ratios: Floats  # (n_nodes,) people by chance
    members: Floats  # (n_wide,) expected, documented or not
    included: Floats  # (n_lists, n_wide) expected, documented
    strides: Floats  # (n_state,) of the position, in one step, by unit of momentum
    momentum: Floats  # (n_state,)
    position: Floats  # (n_state,)
    gradient: Floats  # (n_state,) and room behind


class Rungs(NamedTuple):
    """One state a temperature, coldest last, with what is known at it."""

    positions: Floats  # (n_rungs, n_state)
    gradients: Floats  # (n_rungs, n_state) and room behind
    log_priors: Floats  # (n_rungs,)
    log_likelihoods: Floats  # (n_rungs,)
    log_seen: Floats  # (n_rungs,) log of the chance to be on some list
    fresh: Bools  # (n_rungs,) whether the state was drawn from the prior since it was last coldest


class Settings(NamedTuple):
    """The temperatures and, at each, how trajectories are run."""

    powers: Floats  # (n_rungs,) of the likelihood, from 0, the prior, to 1
    steps: Floats  # (n_rungs,) size of a leapfrog step
    spreads: Floats  # (n_rungs, n_state) of the states: the mass is their inverse square
    longest: Ints  # (n_rungs,) leapfrog steps in a trajectory, at most
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


@njit(cache=True, nogil=True)
def exponentials_of_four(values):  # type: ignore[no-untyped-def]  # four numbers have no type
    """exp() of numbers between -FARTHEST and FARTHEST, to the last digit or two.

    The integer part of value / log 2 goes straight into the exponent, Taylor's series gives the
    rest.
    """
    shifted = plus(times(values, alike(PER_LOG_2)), alike(MAGIC))
    whole = minus(shifted, alike(MAGIC))
    rest = minus(values, times(whole, alike(LOG_2_HEAD)))
    rest = minus(rest, times(whole, alike(LOG_2_TAIL)))
    series = alike(1 / 6227020800)
    series = plus(times(series, rest), alike(1 / 479001600))
    series = plus(times(series, rest), alike(1 / 39916800))
    series = plus(times(series, rest), alike(1 / 3628800))
    series = plus(times(series, rest), alike(1 / 362880))
    series = plus(times(series, rest), alike(1 / 40320))
    series = plus(times(series, rest), alike(1 / 5040))
    series = plus(times(series, rest), alike(1 / 720))
    series = plus(times(series, rest), alike(1 / 120))
    series = plus(times(series, rest), alike(1 / 24))
    series = plus(times(series, rest), alike(1 / 6))
    series = plus(times(series, rest), alike(0.5))
    series = plus(times(series, rest), alike(1.0))
    series = plus(times(series, rest), alike(1.0))
    return times(series, power_of_two(shifted))


@njit(cache=True, nogil=True)
def exponentials(values: Floats, out: Floats) -> None:
    """exp() of four numbers or more between -FARTHEST and FARTHEST, into another array."""
    end = np.uint64(values.size)
    place = np.uint64(0)
    while place + STEP <= end:
        store(out, place, exponentials_of_four(load(values, place)))
        place += STEP
    if place < end:  # the last four again, of which some are done
        store(out, end - STEP, exponentials_of_four(load(values, end - STEP)))


@njit(cache=True, nogil=True)
def what_sticks_take(work: Work) -> None:
    """What each stick leaves and what it takes, each with all its digits where it is small."""
    end = np.uint64(work.decays.size)
    place = np.uint64(0)
    one, far = alike(1.0), alike(FARTHEST)
    while place < end:
        stick = load(work.exponents, place)
        near = where_less(stick, far, stick, far)
        decay = exponentials_of_four(minus(alike(0.0), near))
        # Taylor's series of 1 - exp(-stick), for sticks below a half.
        series = minus(one, times(near, alike(1 / 14)))
        series = minus(one, times(times(near, series), alike(1 / 13)))
        series = minus(one, times(times(near, series), alike(1 / 12)))
        series = minus(one, times(times(near, series), alike(1 / 11)))
        series = minus(one, times(times(near, series), alike(1 / 10)))
        series = minus(one, times(times(near, series), alike(1 / 9)))
        series = minus(one, times(times(near, series), alike(1 / 8)))
        series = minus(one, times(times(near, series), alike(1 / 7)))
        series = minus(one, times(times(near, series), alike(1 / 6)))
        series = minus(one, times(times(near, series), alike(1 / 5)))
        series = minus(one, times(times(near, series), alike(1 / 4)))
        series = minus(one, times(times(near, series), alike(1 / 3)))
        series = minus(one, times(times(near, series), alike(1 / 2)))
        store(work.decays, place, decay)
        gone = where_less(near, alike(0.5), times(near, series), minus(one, decay))
        store(work.gone, place, gone)
        place += STEP


@njit(cache=True, nogil=True, error_model="numpy")
def unseen_of_classes(counts: Counts, work: Work) -> float:
    """Chance to be on some list; turns the classes' weights at node 0 into chances to be unseen."""
    wide = np.uint64(work.members.size)
    one, seen = alike(1.0), alike(0.0)
    k = np.uint64(0)
    while k < wide:
        there, here = np.uint64(counts.n_classes - 1) + k, k
        missed = one
        for _ in range(counts.n_lists):
            # In the last four of a list, the first of the next one stand for classes of no chance.
            odds = load(work.exponents, there)
            off = over(one, plus(one, odds))
            store(work.odds, here, odds)
            store(work.off, here, off)
            store(work.included, here, alike(0.0))
            missed = times(missed, off)
            there += np.uint64(counts.n_classes)
            here += wide
        weights = load(work.chances, k)
        seen = plus(seen, times(weights, minus(one, missed)))
        store(work.chances, k, times(weights, missed))
        k += STEP
    return float(total(seen))


@njit(cache=True, nogil=True, error_model="numpy")
def chances_of_histories(counts: Counts, work: Work) -> bool:
    """Chances of all histories down the tree; false where that of a documented one is nought."""
    wide = np.uint64(work.members.size)
    for node in range(1, counts.people.size):
        here = np.uint64(node) * wide
        mother, more, end = counts.mothers[node] * wide, counts.lists[node] * wide, here + wide
        mass = alike(0.0)
        while here < end:
            chance = times(load(work.chances, mother), load(work.odds, more))
            store(work.chances, here, chance)
            mass = plus(mass, chance)
            here, mother, more = here + STEP, mother + STEP, more + STEP
        work.masses[node] = total(mass)
    least = 1.0
    for node in range(1, counts.people.size):
        mass_of_people = work.masses[node] if counts.people[node] > 0 else 1.0
        least = min(least, mass_of_people)
        work.ratios[node] = counts.people[node] / mass_of_people
    return least > 0


@njit(cache=True, nogil=True)
def expected_members(counts: Counts, work: Work) -> None:
    """Up the tree: the expected documented members of each class, at node 0 and by list."""
    wide = np.uint64(work.members.size)
    work.below[:] = 0.0
    for node in range(counts.people.size - 1, 0, -1):
        here = np.uint64(node) * wide
        mother, more, end = counts.mothers[node] * wide, counts.lists[node] * wide, here + wide
        ratio = alike(work.ratios[node])
        while here < end:
            expected = plus(load(work.below, here), times(ratio, load(work.chances, here)))
            store(work.included, more, plus(load(work.included, more), expected))
            store(work.below, mother, plus(load(work.below, mother), expected))
            here, mother, more = here + STEP, mother + STEP, more + STEP


@njit(cache=True, nogil=True, error_model="numpy", fastmath=ROUNDED_ONCE)
def slope(state: Floats, counts: Counts, power: float, work: Work, gradient: Floats) -> float:
    """Gradient of log (prior · likelihood**power); the chance to be seen, 0 where out of reach.

    Out of reach is a state too far out to be computed with. ``gradient`` has room for three numbers
    more than the state.
    """
    last = counts.n_classes - 1
    near = 0
    for place in range(state.size):
        near += abs(state[place]) < FARTHEST
    if near < state.size:
        return 0.0
    exponentials(state, work.exponents)
    what_sticks_take(work)
    spent, left = 0.0, 1.0
    weights = work.chances[0]
    for k in range(last):
        weights[k] = left * work.gone[k]
        left *= work.decays[k]
        spent += work.exponents[k]
    weights[last] = left
    seen = unseen_of_classes(counts, work)
    if not seen > 0 or not chances_of_histories(counts, work):
        return 0.0
    expected_members(counts, work)
    wide, k_four = np.uint64(work.members.size), np.uint64(0)
    scale = alike(counts.n_documented / seen)
    while k_four < wide:
        unseen = times(scale, load(work.chances, k_four))
        store(work.members, k_four, plus(load(work.below, k_four), unseen))
        k_four += STEP
    pull = (counts.shape + last) / (counts.rate + spent)
    later = work.members[last]
    for k in range(last - 1, -1, -1):
        odds = work.members[k] * work.decays[k] / work.gone[k]
        gradient[k] = 1.0 + work.exponents[k] * (power * (odds - later) - pull)
        later += work.members[k]
    slope_of_logits(counts, power, work, gradient)
    return seen


@njit(cache=True, nogil=True)
def slope_of_logits(counts: Counts, power: float, work: Work, gradient: Floats) -> None:
    """The part of the gradient that belongs to the chances to be on a list."""
    wide, here = np.uint64(work.members.size), np.uint64(0)
    powers, one, two = alike(power), alike(1.0), alike(2.0)
    for j in range(counts.n_lists):
        there = np.uint64(counts.n_classes - 1 + j * counts.n_classes)
        k = np.uint64(0)
        while k < wide:
            on = times(load(work.odds, here), load(work.off, here))
            pulled = minus(load(work.included, here), times(on, load(work.members, k)))
            # What the last four of a list write beyond it, the next list writes over.
            store(gradient, there, plus(times(powers, pulled), minus(one, times(two, on))))
            here, there, k = here + STEP, there + STEP, k + STEP


@njit(cache=True, nogil=True, error_model="numpy")
def log_posterior(
    state: Floats, counts: Counts, power: float, work: Work, gradient: Floats
) -> tuple[float, float, float]:
    """Log prior, log likelihood, log chance to be seen; gradient of prior · likelihood**power.

    All three are -inf where the state is too far out to be computed with.
    """
    seen = slope(state, counts, power, work, gradient)
    if not seen > 0:
        return -np.inf, -np.inf, -np.inf
    last = counts.n_classes - 1
    spent, log_prior = 0.0, 0.0
    for k in range(last):
        spent += work.exponents[k]
        log_prior += state[k]
    log_prior -= (counts.shape + last) * log(counts.rate + spent)
    for j in range(counts.n_lists):
        product = 1.0
        for k in range(counts.n_classes):
            log_prior -= abs(state[last + j * counts.n_classes + k])
            product *= max(work.off[j, k], work.odds[j, k] * work.off[j, k])
        log_prior += 2 * log(product)
    log_seen = log(seen)
    log_likelihood = -counts.n_documented * log_seen
    for node in range(1, counts.people.size):
        if counts.people[node] > 0:
            log_likelihood += counts.people[node] * log(work.masses[node])
    return log_prior, log_likelihood, log_seen


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
def swap_classes(generator: np.random.Generator, state: Floats, counts: Counts, times: int) -> bool:
    """Offer two neighbours in the order of the sticks to change places, ``times`` over.

    The likelihood does not see the order, the prior does. A permutation of the weights keeps volume
    on the simplex, so that the ratio of the prior densities there decides; with e the first stick
    before and after, it is exp(e' - e), as the sum of the two sticks stays the same. The last class
    has no stick of its own, so that there the sum changes.

    References
    ----------
    Papaspiliopoulos & Roberts (2008), Biometrika 95(1), 169–186, doi:10.1093/biomet/asm086.
    """
    n_classes = counts.n_classes
    changed = False
    for _ in range(times):
        one = int(generator.random() * (n_classes - 1))
        stick = exp(state[one])
        left, gone = exp(-stick), -expm1(-stick)
        if one == n_classes - 2:
            first = -log(gone) if gone < 0.5 else -log1p(-left)
            second = 1.0
            others = counts.rate
            for k in range(one):
                others += exp(state[k])
            power = counts.shape + n_classes - 1
            ratio = first - stick - power * (log(others + first) - log(others + stick))
        else:
            next_stick = exp(state[one + 1])
            both = left * exp(-next_stick)
            moved = left * -expm1(-next_stick)
            # Each form keeps its digits where the other loses them.
            first = -log1p(-moved) if moved < 0.5 else -log(gone + both)
            second = log1p(gone / both) if both > SMALLEST else stick + next_stick - first
            ratio = first - stick
        # Nothing later than a stick this small could be told from what comes before it.
        if not min(first, second) > SMALLEST or log(generator.random()) >= ratio:
            continue
        changed = True
        state[one] = log(first)
        if one < n_classes - 2:
            state[one + 1] = log(second)
        for j in range(counts.n_lists):
            place = n_classes - 1 + j * n_classes + one
            exchange(state, place, place + 1)
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
    n_steps = 1 + int(generator.random() * settings.longest[rung])
    step = settings.steps[rung] * (1 - JITTER + 2 * JITTER * generator.random())
    change = -rungs.log_priors[rung] - power * rungs.log_likelihoods[rung]
    for d in range(position.size):
        normal = generator.standard_normal()
        change += 0.5 * normal * normal
        # Momenta are in units of their spread, positions not.
        work.strides[d] = step * settings.spreads[rung, d]
        momentum[d] = normal + 0.5 * work.strides[d] * rungs.gradients[rung, d]
        position[d] = rungs.positions[rung, d] + work.strides[d] * momentum[d]
    tally.gradients[0] += n_steps
    for _ in range(n_steps - 1):
        if not slope(position, counts, power, work, gradient) > 0:
            tally.divergences[rung] += 1
            return 0.0
        for d in range(position.size):
            momentum[d] += work.strides[d] * gradient[d]
            position[d] += work.strides[d] * momentum[d]
    log_prior, log_likelihood, log_seen = log_posterior(position, counts, power, work, gradient)
    change += log_prior + power * log_likelihood
    for d in range(position.size):
        momentum[d] += 0.5 * work.strides[d] * gradient[d]
        change -= 0.5 * momentum[d] * momentum[d]
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
def allot(
    generator: np.random.Generator, rungs: Rungs, rung: int, counts: Counts, work: Work
) -> None:
    """Draw how many of each cell belong to which class; fills ``members`` and ``included``.

    Cells are shared out by binomial draws, so that their size costs nothing.
    """
    n_classes = counts.n_classes
    slope(rungs.positions[rung], counts, 1.0, work, work.gradient)
    work.members[:] = 0.0
    work.included[:] = 0.0
    odds = -expm1(rungs.log_seen[rung]) / exp(rungs.log_seen[rung])
    unseen = generator.standard_gamma(counts.n_documented) * odds
    if unseen < COUNTABLE:
        unseen = float(generator.poisson(unseen))
    for node in range(counts.people.size):
        left = counts.people[node] if node > 0 else unseen
        rest = 0.0
        for k in range(n_classes):
            rest += work.chances[node, k]
        for k in range(n_classes):
            if not left > 0:
                break
            share = min(work.chances[node, k] / rest, 1.0) if k < n_classes - 1 else 1.0
            rest -= work.chances[node, k]
            if not share > 0:
                continue
            here = left
            if share < 1:
                here = float(generator.binomial(int(left), share))
            left -= here
            work.members[k] += here
            history = np.uint64(node)
            while history > 0:
                work.included[counts.lists[history], k] += here
                history = counts.mothers[history]


@njit(cache=True, nogil=True, error_model="numpy")
def draw_given_classes(
    generator: np.random.Generator, rungs: Rungs, rung: int, counts: Counts, work: Work
) -> None:
    """Draw the classes, then all parameters given them: LCMCR's Gibbs step, at power 1.

    It renews at once the classes that hold nobody, which trajectories do slowly.

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72(4), 1246–1254, doi:10.1111/biom.12502, section 3.
    """
    n_lists, n_classes = counts.n_lists, counts.n_classes
    state = rungs.positions[rung]
    sticks = counts.rate
    for k in range(n_classes - 1):
        sticks += exp(state[k])
    alpha = generator.standard_gamma(counts.shape + n_classes - 1) / sticks
    allot(generator, rungs, rung, counts, work)
    later = work.members[n_classes - 1]
    for k in range(n_classes - 2, -1, -1):
        here = log(generator.standard_gamma(1.0 + work.members[k]))
        # With alpha near 0 the draw itself would be nought, its logarithm is not.
        rest = log(generator.standard_gamma(1.0 + alpha + later))
        rest += log1p(-generator.random()) / (alpha + later)
        ratio = here - rest
        state[k] = log(ratio) if ratio > 30 else log(log1p(exp(ratio)))
        later += work.members[k]
    for j in range(n_lists):
        for k in range(n_classes):
            on = log(generator.standard_gamma(1.0 + work.included[j, k]))
            off = log(generator.standard_gamma(1.0 + work.members[k] - work.included[j, k]))
            state[n_classes - 1 + j * n_classes + k] = on - off


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
    renewed = settings.powers[rung] == 1.0 and generator.random() < RENEWED
    if renewed:
        draw_given_classes(generator, rungs, rung, counts, work)
    swapped = swap_classes(generator, rungs.positions[rung], counts, SWAPS * counts.n_classes)
    if renewed or swapped:
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
