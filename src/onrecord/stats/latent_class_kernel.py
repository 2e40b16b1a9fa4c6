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

Places = np.ndarray[tuple[int], np.dtype[np.uint64]]
FARTHEST = 600.0  # exp() of a state further out would overflow; its prior mass is below exp(-150)
SMALLEST = 1e-250  # of a stick, well inside of what FARTHEST allows
SWAPS = 2  # offered a class before each trajectory
RENEWED = 0.5  # of the moves at power 1 begin with a draw given the classes
COUNTABLE = 1e15  # a Poisson number with a larger mean is its mean, to all the digits we hold
LOST = 1000.0  # a trajectory whose energy is off by more has left the posterior: a divergence
TARGET = 0.8  # of the mean acceptance of a trajectory, the usual compromise of Hamiltonian steps
# Sums may be taken in any order; nothing is assumed of what is not finite.
REORDERED = {"contract", "reassoc", "nsz"}
PER_LOG_2 = 1.4426950408889634
LOG_2_HEAD, LOG_2_TAIL = 6.93147180369123816490e-01, 1.90821492927058770002e-10  # log 2 in two
MAGIC = 6755399441055744.0  # 3 · 2**51: a number added to it leaves its integer in the last bits
JITTER = 0.4  # steps are drawn within 1 ± JITTER, so that no trajectory closes on itself


class Counts(NamedTuple):
    """The table and the prior, as the compiled functions take them.

    The cells are the nodes of a tree, a mother before her daughters: node 0 stands for those on no
    list, and a daughter's history is her mother's and one list more. So the chance of a cell costs
    one multiplication. Places are unsigned: numba asks of a signed one whether it counts from the
    end, which keeps the loops from being vectorised.
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
    """Room for one evaluation, so that none is asked for in a step."""

    exponents: Floats  # (n_state,) exp() of the state, of which ``sticks`` and ``odds`` are parts
    sticks: Floats  # (n_classes - 1,)
    decays: Floats  # (n_classes - 1,) exp(-stick), what a stick leaves
    gone: Floats  # (n_classes - 1,) 1 - exp(-stick), what it takes
    odds: Floats  # (n_lists, n_classes) to be on a list
    off: Floats  # (n_lists, n_classes) chance not to be on it
    chances: Floats  # (n_nodes, n_classes) of a class and a history
    below: Floats  # (n_nodes, n_classes) expected, of the node's daughters and theirs
    masses: Floats  # (n_nodes,) chance of a history
    ratios: Floats  # (n_nodes,) people by chance
    members: Floats  # (n_classes,) expected, documented or not
    included: Floats  # (n_lists, n_classes) expected, documented
    scales: Floats  # (n_state,) of ``exponentials``
    bits: Ints  # the same room as ``scales``
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


@njit(cache=True, nogil=True, error_model="numpy", fastmath={"contract"})
def exponentials(values: Floats, out: Floats, scales: Floats, bits: Ints) -> None:
    """exp() of many values between -FARTHEST and FARTHEST, to the last digit or two.

    Written out, because the loop over the library's function is not vectorised: the integer part of
    value / log 2 goes straight into the exponent, Taylor's series gives the rest.
    """
    for i in range(values.size):
        shifted = values[i] * PER_LOG_2 + MAGIC
        scales[i] = shifted
        whole = shifted - MAGIC
        rest = (values[i] - whole * LOG_2_HEAD) - whole * LOG_2_TAIL
        series = 1 / 6227020800
        series = series * rest + 1 / 479001600
        series = series * rest + 1 / 39916800
        series = series * rest + 1 / 3628800
        series = series * rest + 1 / 362880
        series = series * rest + 1 / 40320
        series = series * rest + 1 / 5040
        series = series * rest + 1 / 720
        series = series * rest + 1 / 120
        series = series * rest + 1 / 24
        series = series * rest + 1 / 6
        series = series * rest + 0.5
        series = series * rest + 1.0
        out[i] = series * rest + 1.0
    for i in range(values.size):
        bits[i] = (bits[i] + 1023) << 52
    for i in range(values.size):
        out[i] *= scales[i]


@njit(cache=True, nogil=True, error_model="numpy", fastmath=REORDERED)
def expectations(counts: Counts, work: Work) -> bool:
    """Chances of all histories down the tree, then expected members up; false where one is nought.

    ``below`` of node 0 and ``included`` then hold the expected documented members of each class.
    """
    work.below[:] = 0.0
    for node in range(1, counts.people.size):
        mother, more = counts.mothers[node], counts.lists[node]
        mass = 0.0
        for k in range(counts.n_classes):
            chance = work.chances[mother, k] * work.odds[more, k]
            work.chances[node, k] = chance
            mass += chance
        work.masses[node] = mass
        if counts.people[node] > 0:
            if not mass > 0:
                return False
            work.ratios[node] = counts.people[node] / mass
    for node in range(counts.people.size - 1, 0, -1):
        mother, more, ratio = counts.mothers[node], counts.lists[node], work.ratios[node]
        for k in range(counts.n_classes):
            expected = work.below[node, k] + ratio * work.chances[node, k]
            work.included[more, k] += expected
            work.below[mother, k] += expected
    return True


@njit(cache=True, nogil=True, error_model="numpy", fastmath=REORDERED)
def slope(state: Floats, counts: Counts, power: float, work: Work, gradient: Floats) -> float:
    """Gradient of log (prior · likelihood**power); the chance to be seen, 0 where out of reach.

    Out of reach is a state too far out to be computed with.
    """
    n_classes, n_lists, last = counts.n_classes, counts.n_lists, counts.n_classes - 1
    near = 0
    for place in range(state.size):
        near += abs(state[place]) < FARTHEST
    if near < state.size:
        return 0.0
    exponentials(state, work.exponents, work.scales, work.bits)
    spent, left = 0.0, 1.0
    unseen = work.chances[0]
    for k in range(last):
        stick = work.sticks[k]
        if stick < 0.5:  # each way keeps its digits where the other loses them
            gone = -expm1(-stick)
            decay = 1.0 - gone
        else:
            decay = exp(-stick)
            gone = 1.0 - decay
        work.decays[k] = decay
        work.gone[k] = gone
        unseen[k] = left * gone
        left *= decay
        spent += stick
    unseen[last] = left
    for j in range(n_lists):
        for k in range(n_classes):
            work.off[j, k] = 1.0 / (1.0 + work.odds[j, k])
            work.included[j, k] = 0.0
    seen = 0.0
    for k in range(n_classes):
        missed = 1.0
        for j in range(n_lists):
            missed *= work.off[j, k]
        seen += unseen[k] * (1.0 - missed)
        unseen[k] *= missed
    if not seen > 0 or not expectations(counts, work):
        return 0.0
    scale = counts.n_documented / seen
    for k in range(n_classes):
        work.members[k] = work.below[0, k] + scale * unseen[k]
    pull = (counts.shape + last) / (counts.rate + spent)
    later = work.members[last]
    for k in range(last - 1, -1, -1):
        odds = work.members[k] * work.decays[k] / work.gone[k]
        gradient[k] = 1.0 + work.sticks[k] * (power * (odds - later) - pull)
        later += work.members[k]
    for j in range(n_lists):
        for k in range(n_classes):
            on = work.odds[j, k] * work.off[j, k]
            pulled = work.included[j, k] - on * work.members[k]
            gradient[last + j * n_classes + k] = power * pulled + 1.0 - 2.0 * on
    return seen


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
        spent += work.sticks[k]
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
        momentum[d] = normal + 0.5 * step * settings.spreads[rung, d] * rungs.gradients[rung, d]
        position[d] = rungs.positions[rung, d]
    for left in range(n_steps - 1, -1, -1):
        tally.gradients[0] += 1
        for d in range(position.size):
            position[d] += step * settings.spreads[rung, d] * momentum[d]
        if left == 0:
            break
        if not slope(position, counts, power, work, gradient) > 0:
            tally.divergences[rung] += 1
            return 0.0
        for d in range(position.size):
            momentum[d] += step * settings.spreads[rung, d] * gradient[d]
    log_prior, log_likelihood, log_seen = log_posterior(position, counts, power, work, gradient)
    change += log_prior + power * log_likelihood
    for d in range(position.size):
        momentum[d] += 0.5 * step * settings.spreads[rung, d] * gradient[d]
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
