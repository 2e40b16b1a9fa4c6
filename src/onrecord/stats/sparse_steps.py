"""Stepwise choice of two-list interactions by p-value, as kernels that run table after table."""

import math

import numpy as np
from numba import njit

from onrecord.stats.histories import Bools, Floats, Ints
from onrecord.stats.lattice import MOST_STEPS, newton, scores_of, stand, superset_sums, without_void

# Where the estimate of independence does not exist, R's glm stops after as many steps.
STEPS_WITHOUT_END = 25
UNBOUNDED = 1e6  # times the people on a list: an estimate beyond is on its way to infinity
LARGE = 1e7  # from here sums are too long, and the cube root is good to four digits of the log


@njit(cache=True, nogil=True, error_model="numpy")
def log_tail(count: float, mean: float) -> float:
    """Log of the smaller of P(X <= count) and P(X >= count), X Poisson with the given mean."""
    if mean <= 0.0:
        return 0.0 if count == 0 else -np.inf
    if max(count, mean) > LARGE:
        return _log_tail_of_cube_root(count, mean)
    log_mass = count * math.log(mean) - mean - math.lgamma(count + 1.0)
    term, ratio, number = 1.0, 1.0, count
    while term > 1e-17 * ratio:
        if count < mean:
            term *= number / mean
            number -= 1.0
        else:
            number += 1.0
            term *= mean / number
        ratio += term
    near = log_mass + math.log(ratio)
    far = 1.0 - math.exp(min(near, 0.0)) + math.exp(log_mass)
    return min(near, math.log(far) if far > 0.0 else -np.inf)


@njit(cache=True, nogil=True, error_model="numpy")
def _log_tail_of_cube_root(count: float, mean: float) -> float:
    # Wilson & Hilferty (1931): the cube root of a gamma variate is near normal.
    shape = count + 1.0 if count < mean else max(count, 1.0)
    root = math.pow(mean / shape, 1.0 / 3.0) - 1.0 + 1.0 / (9.0 * shape)
    far = abs(root) * 3.0 * math.sqrt(shape)
    if far > 30.0:
        return -0.5 * far * far - math.log(far * math.sqrt(2.0 * math.pi))
    return math.log(0.5 * math.erfc(far / math.sqrt(2.0)))


@njit(cache=True, nogil=True, error_model="numpy")
def admissible(terms: Ints, counts: Floats, margins: Floats) -> bool:
    """Has the model an estimate, when its empty overlaps of two lists are fitted as nought?

    As in SparseMSE, and unlike ``lattice.stand``, no other cell may be left out.
    """
    for term in terms:
        if term & (term - 1) == 0 and margins[term] <= 0:
            return False
    kept, face = without_void(terms, margins)
    leading, within, _ = stand(terms, counts, margins)
    if leading.size < kept.size:
        return False
    same = True
    for cell in range(1, counts.size):
        same = same and bool(face[cell] == within[cell])
    return same


@njit(cache=True, nogil=True, error_model="numpy")
def settle(
    terms: Ints, counts: Floats, margins: Floats, start: Floats
) -> tuple[Ints, Bools, Floats, float]:
    """Terms, cells, coefficients and the constant's variance of a model, estimate or no estimate.

    Without an estimate (which independence alone may lack here) the constant is far up or far
    down after a few steps, and that is all that is asked of it.
    """
    kept, face, told = stand(terms, counts, margins)
    most = MOST_STEPS
    if not told:
        kept, face = without_void(terms, margins)
        most = STEPS_WITHOUT_END
    found, variance, _, _ = newton(kept, counts, margins, face, start, most)
    return kept, face, found, variance


@njit(cache=True, nogil=True, error_model="numpy")
def step_up(counts: Floats, pairs: Ints, log_threshold: float) -> tuple[Ints, Floats, float, float]:
    """Pairs taken into the model, their log p-values, the constant and its variance.

    Parameters
    ----------
    counts : (2**n_lists,) people by mask
    pairs : masks of two lists; where p-values tie, the earlier is taken
    log_threshold : log of the p-value below which a pair is taken

    Returns
    -------
    The constant is infinite where the table does not bound those on no list.
    """
    margins = superset_sums(counts)
    n_lists = round(math.log2(counts.size))
    terms = np.zeros(1 + n_lists + pairs.size, dtype=np.int64)
    for number in range(n_lists):
        terms[number + 1] = 1 << number
    n_terms = n_lists + 1
    taken, p_values = np.empty(pairs.size, dtype=np.int64), np.empty(pairs.size)
    n_taken = 0
    kept, face, found, variance = settle(terms[:n_terms], counts, margins, np.empty(0))
    while n_taken < pairs.size:
        scores = scores_of(kept, found, counts.size)
        means = np.zeros(counts.size)
        for cell in range(1, counts.size):
            if face[cell]:
                means[cell] = math.exp(scores[cell])
        expected = superset_sums(means)
        tails = np.zeros(pairs.size)
        for number in range(pairs.size):
            tails[number] = log_tail(margins[pairs[number]], expected[pairs[number]])
        for number in range(n_taken):
            tails[taken[number]] = 0.0
        best = -1
        for _ in range(pairs.size):
            least = int(np.argmin(tails))
            if tails[least] >= log_threshold:
                break
            terms[n_terms] = pairs[least]
            if admissible(terms[: n_terms + 1], counts, margins):
                best = least
                break
            tails[least] = 0.0
        if best < 0:
            break
        taken[n_taken], p_values[n_taken] = best, tails[best]
        n_taken += 1
        n_terms += 1
        start = np.zeros(counts.size)
        for number in range(kept.size):
            start[kept[number]] = found[number]
        kept, face, found, variance = settle(terms[:n_terms], counts, margins, start)
    constant = found[0] if kept.size > 0 else -np.inf
    if constant > math.log(UNBOUNDED * max(margins[0], 1.0)):
        constant = np.inf
    return taken[:n_taken], p_values[:n_taken], constant, variance


@njit(cache=True, nogil=True, error_model="numpy")
def step_up_each(tables: Floats, pairs: Ints, log_threshold: float) -> Floats:
    """The constant after ``step_up`` for each row of (n_tables, 2**n_lists) counts."""
    constants = np.empty(tables.shape[0])
    for number in range(tables.shape[0]):
        _, _, constants[number], _ = step_up(tables[number], pairs, log_threshold)
    return constants
