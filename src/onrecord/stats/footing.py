"""What a log-linear model stands on: the cells it can fit, and whether it tells those on no list.

Where overlaps are empty, the likelihood of a model may still grow while some coefficients run to
infinity and the means of some empty cells go to nought. Left with the other cells (the facial
set), the model has an *extended* estimate; the number on no list is told by it only if the
constant is, that is, if the row of the cell of no list lies in the row space of what is left.
"""

from dataclasses import dataclass

import numpy as np

from onrecord.stats.existence import facial_set
from onrecord.stats.hierarchy import Model, design, terms_of
from onrecord.stats.histories import Bools, Floats, Ints

SMALL = 1e-8
UNTOLD = "this table does not tell, under it, how many no list holds (too many empty overlaps)"


@dataclass(frozen=True, eq=False)
class Footing:
    """The cells that a model fits, and a basis of the coefficients that they determine.

    Attributes
    ----------
    face : (n_cells,) bool array; False where the mean goes to nought
    basis : (n_terms, rank) array; ``design @ basis`` has full rank on the face, and the first
        row of ``basis`` carries the constant
    """

    face: Bools
    basis: Floats

    @property
    def extended(self) -> bool:
        """Is the estimate one at infinity, on fewer cells than the table has?"""
        return not bool(self.face.all())


def footing(n_lists: int, cells: Ints, counts: Floats, model: Model) -> Footing | str:
    """What the model stands on in this table; the reason, where it tells nothing of the missing.

    References
    ----------
    Fienberg & Rinaldo (2012), Annals of Statistics 40(2), 996–1023, doi:10.1214/12-AOS986.
    Chan, Silverman & Vincent (2021), JASA 116(535), 1297–1306, doi:10.1080/01621459.2019.1708748
    (the constant must be identifiable on the cells that are left).
    """
    matrix = design(cells, terms_of(model, n_lists))
    return footing_on(matrix, facial_set(matrix, counts))


def footing_on(matrix: Floats, face: Bools) -> Footing | str:
    """The footing of a (n_cells, n_terms) design on a facial set that is known."""
    _, values, rows = np.linalg.svd(matrix[face], full_matrices=True)
    rank = int((values > SMALL * values.max(initial=1.0)).sum())
    if rank == matrix.shape[1]:
        return Footing(face, np.eye(rank))
    if np.abs(rows[rank:, 0]).max() > SMALL:
        return UNTOLD
    basis: Floats = rows[:rank].T
    return Footing(face, basis)
