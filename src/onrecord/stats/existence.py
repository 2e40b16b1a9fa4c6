"""Does the maximum likelihood estimate of a log-linear model exist on this table?"""

import numpy as np
from numba import njit

from onrecord.stats.histories import Bools, Floats, Ints

SMALL = 1e-9


def facial_set(design: Floats, counts: Floats) -> Bools:
    """The cells whose mean stays positive when the likelihood is made as large as it can be.

    The estimate exists when these are all cells. A cell outside is empty, and the likelihood
    still grows as its mean goes to nought: some coefficient runs to infinity, and software that
    does not look prints whatever it had reached.

    Parameters
    ----------
    design : (n_cells, n_terms) array
    counts : (n_cells,) array

    Returns
    -------
    (n_cells,) bool array, True for every cell with a positive count

    Notes
    -----
    The estimate fails to exist if and only if there is a direction c with (design @ c) nought on
    every cell with people, nowhere positive, and somewhere negative. Where the rows of the cells
    with people have full rank there is none; else a linear programme looks for it, over the
    directions that are nought on the cells with people, which are few.

    References
    ----------
    Fienberg & Rinaldo (2012), Annals of Statistics 40(2), 996–1023, doi:10.1214/12-AOS986.
    """
    face: Bools = face_of(np.ascontiguousarray(design, dtype=np.float64), counts > 0)
    return face


@njit(cache=True, nogil=True, error_model="numpy")
def face_of(rows: Floats, people: Bools) -> Bools:
    """``facial_set`` for other kernels; ``people`` tells the cells with a positive count."""
    n_cells, n_terms = rows.shape
    face = np.ones(n_cells, dtype=np.bool_)
    reduced, pivots, rank = echelon(rows, people)
    if rank == n_terms:
        return face
    directions = null_space(reduced, pivots, rank)
    slopes = np.zeros((n_cells, n_terms - rank))
    for cell in range(n_cells):
        for term in range(n_terms):
            if rows[cell, term] != 0.0:
                for column in range(n_terms - rank):
                    slopes[cell, column] += rows[cell, term] * directions[term, column]
    while descent(slopes, face, people):
        pass
    return face


@njit(cache=True, nogil=True, error_model="numpy")
def echelon(rows: Floats, chosen: Bools) -> tuple[Floats, Ints, int]:
    """Rows reduced that span the chosen rows, the column that each leads, how many there are."""
    n_terms = rows.shape[1]
    reduced = np.zeros((n_terms, n_terms))
    pivots = np.zeros(n_terms, dtype=np.int64)
    row = np.empty(n_terms)
    rank = 0
    for number in range(rows.shape[0]):
        if rank == n_terms:
            break
        if not chosen[number]:
            continue
        largest = 1.0
        for term in range(n_terms):
            row[term] = rows[number, term]
            largest = max(largest, abs(row[term]))
        for known in range(rank):
            factor = rows[number, pivots[known]]
            if factor != 0.0:
                for term in range(n_terms):
                    row[term] -= factor * reduced[known, term]
        lead = 0
        for term in range(n_terms):
            if abs(row[term]) > abs(row[lead]):
                lead = term
        if abs(row[lead]) <= SMALL * largest:
            continue
        scale = row[lead]
        for term in range(n_terms):
            reduced[rank, term] = row[term] / scale
        for known in range(rank):
            factor = reduced[known, lead]
            if factor != 0.0:
                for term in range(n_terms):
                    reduced[known, term] -= factor * reduced[rank, term]
        pivots[rank] = lead
        rank += 1
    return reduced, pivots, rank


@njit(cache=True, nogil=True, error_model="numpy")
def null_space(reduced: Floats, pivots: Ints, rank: int) -> Floats:
    """(n_terms, n_terms - rank) array: a basis of the directions nought on every reduced row."""
    n_terms = reduced.shape[1]
    leads = np.zeros(n_terms, dtype=np.bool_)
    for known in range(rank):
        leads[pivots[known]] = True
    basis = np.zeros((n_terms, n_terms - rank))
    column = 0
    for free in range(n_terms):
        if not leads[free]:
            basis[free, column] = 1.0
            for known in range(rank):
                basis[pivots[known], column] = -reduced[known, free]
            column += 1
    return basis


@njit(cache=True, nogil=True, error_model="numpy")
def descent(slopes: Floats, face: Bools, people: Bools) -> bool:
    """Take from the face the cells that can be made negative while none is made positive.

    One programme, which may find some and not all: repeat it until it finds none. By Stiemke's
    lemma there are none if and only if some combination of the empty cells' slopes, all weights 1
    or more, is nought. The first phase of the simplex method looks for it (Bland's rule, so that
    it ends); where there is none, its multipliers are a direction of descent.
    """
    width = slopes.shape[1]
    cells = np.empty(face.size, dtype=np.int64)
    n_cells = 0
    for cell in range(face.size):
        if face[cell] and not people[cell]:
            cells[n_cells] = cell
            n_cells += 1
    # One line a direction: the cells, an artificial weight, the right-hand side; the last line
    # holds the reduced costs of the sum of the artificial weights.
    lines = np.zeros((width + 1, n_cells + width + 1))
    signs = np.ones(width)
    for line in range(width):
        short = 0.0
        for number in range(n_cells):
            short -= slopes[cells[number], line]
        if short < 0:
            signs[line] = -1.0
        for number in range(n_cells):
            lines[line, number] = signs[line] * slopes[cells[number], line]
            lines[width, number] -= lines[line, number]
        lines[line, n_cells + line] = 1.0
        lines[line, n_cells + width] = signs[line] * short
        lines[width, n_cells + width] -= lines[line, n_cells + width]
    basis = np.arange(n_cells, n_cells + width)
    while better_basis(lines, basis, n_cells):
        pass
    if -lines[width, n_cells + width] <= SMALL * max(1, n_cells):
        return False
    found = False
    for number in range(n_cells):
        slope = 0.0
        for line in range(width):
            multiplier = signs[line] * (1.0 - lines[width, n_cells + line])
            slope += multiplier * slopes[cells[number], line]
        if slope < -SMALL:
            face[cells[number]] = False
            found = True
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def better_basis(lines: Floats, basis: Ints, n_cells: int) -> bool:
    """One step of the simplex method, in place; False when no step betters the sum."""
    width = basis.size
    last = n_cells + width
    entering = -1
    for column in range(n_cells):
        if lines[width, column] < -SMALL:
            entering = column
            break
    if entering < 0:
        return False
    leaving, least = -1, np.inf
    for line in range(width):
        if lines[line, entering] > SMALL:
            ratio = lines[line, last] / lines[line, entering]
            tied = abs(ratio - least) <= SMALL and basis[line] < basis[leaving]
            if ratio < least - SMALL or tied:
                leaving, least = line, ratio
    if leaving < 0:  # cannot be: the sum is bounded below by nought
        return False
    scale = lines[leaving, entering]
    for column in range(last + 1):
        lines[leaving, column] /= scale
    for line in range(width + 1):
        factor = lines[line, entering]
        if line != leaving and factor != 0.0:
            for column in range(last + 1):
                lines[line, column] -= factor * lines[leaving, column]
    basis[leaving] = entering
    return True
