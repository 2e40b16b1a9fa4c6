"""Multiple systems estimation: tables of list overlaps in, typed results out. numpy and scipy only.

from onrecord.stats import log_linear, read_table
table = read_table(open("table.csv").read()).pooled
result = log_linear(table)
print(result.estimate, result.lower, result.upper)
"""

from onrecord.stats.chao import below_bound, chao_by_frequency, chao_lower_bound
from onrecord.stats.estimate import Draws, Estimated, NotEstimable, Result, Variation
from onrecord.stats.histories import Histories, from_cells, tabulate
from onrecord.stats.log_linear_estimate import log_linear, log_linear_average
from onrecord.stats.loglinear import Fit, Search, fit_models, search_models
from onrecord.stats.overlap_table import OverlapTable, read_table
from onrecord.stats.two_lists import chapman, lincoln_petersen

__all__ = [
    "Draws",
    "Estimated",
    "Fit",
    "Histories",
    "NotEstimable",
    "OverlapTable",
    "Result",
    "Search",
    "Variation",
    "below_bound",
    "chao_by_frequency",
    "chao_lower_bound",
    "chapman",
    "fit_models",
    "from_cells",
    "lincoln_petersen",
    "log_linear",
    "log_linear_average",
    "read_table",
    "search_models",
    "tabulate",
]
