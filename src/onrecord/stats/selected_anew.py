"""A bootstrap that selects the log-linear model again on every resampled table."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numba import njit

from onrecord.stats.bootstrap import (
    Corrected,
    acceleration_of,
    bias_corrected,
    each_left_out,
    estimate_each,
    resampled,
)
from onrecord.stats.hierarchy import counts_by_mask, terms_array
from onrecord.stats.histories import Floats, Histories, Ints
from onrecord.stats.lattice import UNTOLD, fit_model, superset_sums
from onrecord.stats.loglinear import Fit, Search, penalty

# All models of up to four lists; of the many of five and more the best of the table itself, as in
# Silverman, Chan & Vincent (2024), section 3, who find that more change nothing.
MODELS_UP_TO_FOUR_LISTS = 113
MODELS_BEYOND = 100


def bootstrap_of_selection(
    table: Histories, search: Search, *, n_bootstrap: int, seed: int, level: float
) -> tuple[Floats, Corrected | str, int]:
    """Replicates, interval and the number of models that each replicate chose among.

    Parameters
    ----------
    table : the overlaps
    search : of the same table, with one fit or more
    n_bootstrap, seed : resampled tables, and the seed of their drawing
    level : between 0 and 1

    Returns
    -------
    replicates : (n_bootstrap,) array of everybody; infinite where no model has an estimate
    interval : BCa, or why there is none
    n_models : candidates, the best of the search by its criterion

    References
    ----------
    Silverman, Chan & Vincent (2024), Statistics and Computing 34, 44,
    doi:10.1007/s11222-023-10346-9; R package MultipleSystemsEstimation, which tries models of up
    to three lists' interaction and refuses more of the extended estimates.
    """
    most = MODELS_UP_TO_FOUR_LISTS if table.n_lists <= 4 else MODELS_BEYOND
    candidates = search.fits[:most]
    terms, n_terms = terms_array([fit.model for fit in candidates], table.n_lists)
    counts = counts_by_mask(table)
    n = table.n_documented
    drawn = resampled(counts, n_bootstrap, seed)
    replicates = n + np.exp(
        estimate_each(drawn, partial(_constants, terms, n_terms, _penalties(candidates, search, n)))
    )
    less = each_left_out(counts)
    left_out = (
        n - 1 + np.exp(_constants(terms, n_terms, _penalties(candidates, search, n - 1), less))
    )
    acceleration = acceleration_of(left_out, counts[counts > 0])
    found = bias_corrected(replicates, candidates[0].estimate, acceleration, level)
    return replicates, found, len(candidates)


def _penalties(fits: Sequence[Fit], search: Search, n: int) -> Floats:
    return np.array([penalty(search.criterion, fit.n_parameters, n) for fit in fits])


def _constants(terms: Ints, n_terms: Ints, penalties: Floats, tables: Floats) -> Floats:
    found: Floats = select_each(terms, n_terms, penalties, tables)
    return found


@njit(cache=True, nogil=True, error_model="numpy")
def select_each(terms: Ints, n_terms: Ints, penalties: Floats, tables: Floats) -> Floats:
    """The constant of the best model of each table; infinite where none has an estimate.

    Parameters
    ----------
    terms, n_terms : of ``hierarchy.terms_array``
    penalties : (n_models,) what the criterion adds to twice the negative log-likelihood
    tables : (n_tables, 2**n_lists) people by mask
    """
    constants = np.full(tables.shape[0], np.inf)
    for number in range(tables.shape[0]):
        counts = tables[number]
        margins = superset_sums(counts)
        least = np.inf
        for model in range(n_terms.size):
            found = fit_model(terms[model, : n_terms[model]], counts, margins)
            criterion = penalties[model] - 2.0 * found[3]
            if found[0] < UNTOLD and criterion < least:
                least = criterion
                constants[number] = found[1]
    return constants
