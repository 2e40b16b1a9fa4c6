"""Log-linear models of the overlaps fitted on the lattice of histories: no design matrix.

A cell and a term are both sets of lists, written as bit masks, and a term acts on the cells that
hold it. So a linear predictor is a sum over subsets, margins and the Fisher information are sums
over supersets (the information of two terms is the margin of their union), and each such sum over
all cells takes n_lists · 2**n_lists additions (Yates's algorithm) however many terms there are.

Arrays here run over all ``2**n_lists`` masks; the mask 0, people on no list, holds nobody and is
never fitted. Kernels are plain loops: they compile in a fraction of the time of array expressions.
Compiled kernels are kept in ``__pycache__`` by the age of the caller's own file: after a change to
a kernel that others call, remove the ``.nbi`` files there.
"""

import math

import numpy as np
from numba import njit

from onrecord.stats.existence import echelon, face_of, null_space
from onrecord.stats.histories import Bools, Floats, Ints

FITTED, EXTENDED, UNTOLD, UNSETTLED = 0, 1, 2, 3
MOST_STEPS = 100
SETTLED = 1e-13  # Newton decrement: twice the log-likelihood that is still to be had
SMALL = 1e-8


@njit(cache=True, nogil=True, error_model="numpy")
def superset_sums(values: Floats) -> Floats:
    """For each mask the sum over the masks that hold it."""
    sums = values.copy()
    bit = 1
    while bit < sums.size:
        for mask in range(sums.size):
            if not mask & bit:
                sums[mask] += sums[mask | bit]
        bit <<= 1
    return sums


@njit(cache=True, nogil=True, error_model="numpy")
def scores_of(terms: Ints, coefficients: Floats, size: int) -> Floats:
    """Log of the mean in every cell, kept within what a float's exponential can hold."""
    scores = np.zeros(size)
    for term in range(terms.size):
        scores[terms[term]] = coefficients[term]
    bit = 1
    while bit < size:
        for mask in range(size):
            if mask & bit:
                scores[mask] += scores[mask ^ bit]
        bit <<= 1
    for mask in range(size):
        scores[mask] = min(max(scores[mask], -500.0), 500.0)
    return scores


@njit(cache=True, nogil=True, error_model="numpy")
def stand(terms: Ints, counts: Floats, margins: Floats) -> tuple[Ints, Bools, bool]:
    """What a model stands on: terms that its cells determine, the cells, is the constant told?

    Terms with an empty overlap leave with their cells, whose means are nought. Of terms that the
    cells left do not tell apart some are left out as well: the fit is the same, and where the
    constant is told its estimate is too.
    """
    kept, face = without_void(terms, margins)
    if kept.size == 0:  # nobody at all
        return kept, face, False
    cells = by_size(face)
    rows = np.zeros((cells.size, kept.size))
    people = np.zeros(cells.size, dtype=np.bool_)
    for number in range(cells.size):
        people[number] = counts[cells[number]] > 0
        for term in range(kept.size):
            if cells[number] & kept[term] == kept[term]:
                rows[number, term] = 1.0
    reduced, pivots, rank = echelon(rows, people)
    if rank == kept.size:
        return kept, face, True
    within = face_of(rows, people)
    for number in range(cells.size):
        face[cells[number]] = within[number]
    reduced, pivots, rank = echelon(rows, within)
    if rank == kept.size:
        return kept, face, True
    loose = null_space(reduced, pivots, rank)
    told = True
    for column in range(loose.shape[1]):
        told = told and abs(loose[0, column]) <= SMALL
    leading = np.empty(rank, dtype=np.int64)
    for known in range(rank):
        leading[known] = kept[pivots[known]]
        if pivots[known] == 0:  # the constant comes first
            leading[known], leading[0] = leading[0], kept[0]
    return leading, face, told


@njit(cache=True, nogil=True, error_model="numpy")
def by_size(face: Bools) -> Ints:
    """The cells of a face, those on few lists first: their rows show the rank soonest."""
    sizes = np.zeros(face.size, dtype=np.int64)
    many = np.zeros(face.size, dtype=np.int64)
    for cell in range(1, face.size):
        sizes[cell] = sizes[cell >> 1] + (cell & 1)
        if face[cell]:
            many[sizes[cell] + 1] += 1
    for size in range(1, face.size):
        many[size] += many[size - 1]
    cells = np.empty(many[face.size - 1], dtype=np.int64)
    for cell in range(1, face.size):
        if face[cell]:
            cells[many[sizes[cell]]] = cell
            many[sizes[cell]] += 1
    return cells


@njit(cache=True, nogil=True, error_model="numpy")
def without_void(terms: Ints, margins: Floats) -> tuple[Ints, Bools]:
    """The terms whose overlaps hold somebody, and the cells that hold no empty overlap."""
    kept = np.empty(terms.size, dtype=np.int64)
    face = np.ones(margins.size, dtype=np.bool_)
    face[0] = False
    n_kept = 0
    for term in terms:
        if margins[term] > 0:
            kept[n_kept] = term
            n_kept += 1
        else:
            for cell in range(margins.size):
                if cell & term == term:
                    face[cell] = False
    return kept[:n_kept], face


@njit(cache=True, nogil=True, error_model="numpy")
def factored(terms: Ints, sums: Floats) -> tuple[Floats, bool]:
    """Cholesky factor of the Fisher information, from the superset sums of the means."""
    size = terms.size
    lower = np.zeros((size, size))
    for row in range(size):
        for column in range(row + 1):
            whole = sums[terms[row] | terms[column]]
            left = whole
            for known in range(column):
                left -= lower[row, known] * lower[column, known]
            if row > column:
                lower[row, column] = left / lower[column, column]
            elif left > 1e-14 * whole:
                lower[row, row] = math.sqrt(left)
            else:
                return lower, False
    return lower, True


@njit(cache=True, nogil=True, error_model="numpy")
def solved(lower: Floats, right: Floats) -> Floats:
    """x with L @ L.T @ x = right."""
    x = right.copy()
    for row in range(x.size):
        for known in range(row):
            x[row] -= lower[row, known] * x[known]
        x[row] /= lower[row, row]
    for row in range(x.size - 1, -1, -1):
        for known in range(row + 1, x.size):
            x[row] -= lower[known, row] * x[known]
        x[row] /= lower[row, row]
    return x


@njit(cache=True, nogil=True, error_model="numpy")
def height(scores: Floats, counts: Floats, face: Bools) -> float:
    """Log-likelihood without the factorials."""
    likelihood = 0.0
    for cell in range(1, scores.size):
        if face[cell]:
            likelihood += counts[cell] * scores[cell] - math.exp(scores[cell])
    return likelihood


@njit(cache=True, nogil=True, error_model="numpy")
def first_coefficients(terms: Ints, counts: Floats, face: Bools) -> tuple[Floats, bool]:
    """Weighted least squares on the logarithms of the counts, half a person added."""
    weights, logs = np.zeros(counts.size), np.zeros(counts.size)
    for cell in range(1, counts.size):
        if face[cell]:
            weights[cell] = counts[cell] + 0.5
            logs[cell] = weights[cell] * math.log(weights[cell])
    lower, sound = factored(terms, superset_sums(weights))
    sums = superset_sums(logs)
    right = np.zeros(terms.size)
    for term in range(terms.size):
        right[term] = sums[terms[term]]
    return (solved(lower, right) if sound else right), sound


@njit(cache=True, nogil=True, error_model="numpy")
def newton(
    terms: Ints, counts: Floats, margins: Floats, face: Bools, start: Floats, most_steps: int
) -> tuple[Floats, float, float, bool]:
    """Maximum likelihood by Newton's method with halved steps.

    Parameters
    ----------
    terms : the constant first; they must be told apart by the cells of ``face``
    counts, margins : people by mask, and their superset sums
    face : the cells to fit
    start : first coefficients by mask; none (an empty array) for least squares on the logarithms
    most_steps : after which it gives up

    Returns
    -------
    coefficients, variance of the constant, log-likelihood without factorials, converged
    """
    if start.size == 0:
        coefficients, sound = first_coefficients(terms, counts, face)
    else:
        coefficients, sound = np.zeros(terms.size), True
        for term in range(terms.size):
            coefficients[term] = start[terms[term]]
    variance, last = np.inf, np.inf
    first, slope = np.zeros(terms.size), np.zeros(terms.size)
    first[0] = 1.0
    scores = scores_of(terms, coefficients, counts.size)
    top = height(scores, counts, face)
    for _ in range(most_steps if sound else 0):
        means = np.zeros(counts.size)
        for cell in range(1, counts.size):
            if face[cell]:
                means[cell] = math.exp(scores[cell])
        sums = superset_sums(means)
        lower, sound = factored(terms, sums)
        if not sound:
            break
        for term in range(terms.size):
            slope[term] = margins[terms[term]] - sums[terms[term]]
        step = solved(lower, slope)
        variance = solved(lower, first)[0]
        decrement = 0.0
        for term in range(terms.size):
            decrement += slope[term] * step[term]
        part = 1.0
        for _ in range(30):
            moved = coefficients.copy()
            for term in range(terms.size):
                moved[term] += part * step[term]
            scores = scores_of(terms, moved, counts.size)
            reached = height(scores, counts, face)
            if reached >= top - 1e-9 * (abs(top) + 1.0):
                break
            part *= 0.5
        coefficients, top = moved, reached
        if decrement < SETTLED or (decrement < SMALL and decrement >= last):
            return coefficients, variance, top, True
        last = decrement
    return coefficients, variance, top, False


@njit(cache=True, nogil=True, error_model="numpy")
def fit_model(terms: Ints, counts: Floats, margins: Floats) -> tuple[int, float, float, float]:
    """How a model fits a table: status, constant, its variance, log-likelihood less factorials."""
    kept, face, told = stand(terms, counts, margins)
    if not told:
        return UNTOLD, 0.0, 0.0, 0.0
    found, variance, top, settled = newton(kept, counts, margins, face, np.empty(0), MOST_STEPS)
    if not settled:
        return UNSETTLED, 0.0, 0.0, 0.0
    status = FITTED
    for cell in range(1, face.size):
        if not face[cell]:
            status = EXTENDED
    return status, found[0], variance, top


@njit(cache=True, nogil=True, error_model="numpy")
def fit_each(terms: Ints, n_terms: Ints, counts: Floats) -> tuple[Ints, Floats, Floats, Floats]:
    """``fit_model`` for many models of one table.

    Parameters
    ----------
    terms : (n_models, most_terms) array, each row a model's terms, the constant first
    n_terms : (n_models,) array, how many of a row are terms
    counts : (2**n_lists,) array
    """
    n_models = n_terms.size
    status = np.empty(n_models, dtype=np.int64)
    constants, variances, tops = np.empty(n_models), np.empty(n_models), np.empty(n_models)
    margins = superset_sums(counts)
    for model in range(n_models):
        found = fit_model(terms[model, : n_terms[model]], counts, margins)
        status[model], constants[model], variances[model], tops[model] = found
    return status, constants, variances, tops
