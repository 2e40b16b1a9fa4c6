"""Frames of polars."""

from onrecord.errors import ExtraMissing
from onrecord.frames.rows import Framed, columns_of

try:
    import polars
except ImportError:  # the extra "polars" is not installed
    polars = None  # type: ignore[assignment]


def to_polars(thing: Framed) -> "polars.DataFrame":
    """A DataFrame of a table of overlaps, draws, results, sensitivity rows or models tried.

    Parameters
    ----------
    thing : as ``onrecord.frames.rows.columns_of`` takes it; what has no value is null

    Raises
    ------
    ExtraMissing : polars is not installed
    InputError : something that has no frame
    """
    if polars is None:
        raise ExtraMissing(
            "a frame of polars needs polars, which is not installed; run "
            "pip install 'onrecord[polars]'"
        )
    # A model's column may hold whole numbers in one row and fractions in the next.
    return polars.DataFrame(columns_of(thing), strict=False, infer_schema_length=None)
