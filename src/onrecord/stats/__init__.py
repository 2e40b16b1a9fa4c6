"""Multiple systems estimation: tables of list overlaps in, typed results out.

It needs numpy, scipy and numba alone, and can be used alone.

    from onrecord.stats import latent_class, read_table
    table = read_table(open("table.csv").read()).pooled
    result = latent_class(table, seed=1)
    print(result.estimate, result.lower, result.upper)
"""

from onrecord.stats.chao import below_bound, chao_by_frequency, chao_lower_bound
from onrecord.stats.closed_population import ClosedModel, closed_population
from onrecord.stats.convergence import Convergence, bulk_ess, convergence, r_hat
from onrecord.stats.dependence import dependence_bounds
from onrecord.stats.doubly_robust import doubly_robust
from onrecord.stats.draws import draws_of
from onrecord.stats.estimate import Draws, Estimated, NotEstimable, Result, Variation
from onrecord.stats.graph_average import graph_average
from onrecord.stats.graph_posterior import graph_posterior
from onrecord.stats.graphs import decomposable_graphs
from onrecord.stats.histories import Histories, from_cells, tabulate
from onrecord.stats.in_words import in_words
from onrecord.stats.latent_class import latent_class, latent_class_sensitivity
from onrecord.stats.leave_one_out import leave_one_list_out
from onrecord.stats.linkage_doubt import over_clusterings
from onrecord.stats.log_linear_estimate import log_linear, log_linear_average
from onrecord.stats.loglinear import Fit, Search, fit_models, search_models
from onrecord.stats.missing_strata import over_missing_strata
from onrecord.stats.overlap_table import OverlapTable, read_table
from onrecord.stats.people_table import read_people
from onrecord.stats.recommended import recommended
from onrecord.stats.sparse import SparseFit, fit_sparse, sparse
from onrecord.stats.strata import add_up, stratified
from onrecord.stats.stratified_table import read_strata
from onrecord.stats.two_lists import chapman, lincoln_petersen

__all__ = [
    "ClosedModel",
    "Convergence",
    "Draws",
    "Estimated",
    "Fit",
    "Histories",
    "NotEstimable",
    "OverlapTable",
    "Result",
    "Search",
    "SparseFit",
    "Variation",
    "add_up",
    "below_bound",
    "bulk_ess",
    "chao_by_frequency",
    "chao_lower_bound",
    "chapman",
    "closed_population",
    "convergence",
    "decomposable_graphs",
    "dependence_bounds",
    "doubly_robust",
    "draws_of",
    "fit_models",
    "fit_sparse",
    "from_cells",
    "graph_average",
    "graph_posterior",
    "in_words",
    "latent_class",
    "latent_class_sensitivity",
    "leave_one_list_out",
    "lincoln_petersen",
    "log_linear",
    "log_linear_average",
    "over_clusterings",
    "over_missing_strata",
    "r_hat",
    "read_people",
    "read_strata",
    "read_table",
    "recommended",
    "search_models",
    "sparse",
    "stratified",
    "tabulate",
]
