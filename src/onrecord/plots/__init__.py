"""Plots of tables and results: Vega-Lite specifications, SVG and PNG.

    from onrecord.plots import overlaps
    overlaps(table).save("overlaps.svg")

A specification needs nothing but what ``onrecord.stats`` needs; a picture needs the extra
``plots``. Every plot states in words (``spec["description"]``) what it shows.
"""

from onrecord.plots.chains import chains
from onrecord.plots.leave_one_out import leave_one_out
from onrecord.plots.methods import methods
from onrecord.plots.model_weights import model_weights
from onrecord.plots.overlaps import overlaps
from onrecord.plots.plot import Plot
from onrecord.plots.posterior import posterior
from onrecord.plots.sensitivity import sensitivity

__all__ = [
    "Plot",
    "chains",
    "leave_one_out",
    "methods",
    "model_weights",
    "overlaps",
    "posterior",
    "sensitivity",
]
