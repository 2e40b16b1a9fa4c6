"""Frames of pandas."""

from onrecord.errors import ExtraMissing
from onrecord.frames.rows import Framed, columns_of

try:
    import pandas
except ImportError:  # the extra "pandas" is not installed
    pandas = None  # type: ignore[assignment]


def to_pandas(thing: Framed) -> "pandas.DataFrame":
    """A DataFrame of a table of overlaps, draws, results, sensitivity rows or models tried.

    Parameters
    ----------
    thing : as ``onrecord.frames.rows.columns_of`` takes it; what has no value is missing

    Raises
    ------
    ExtraMissing : pandas is not installed
    InputError : something that has no frame
    """
    if pandas is None:
        raise ExtraMissing(
            "a frame of pandas needs pandas, which is not installed; run "
            "pip install 'onrecord[pandas]'"
        )
    return pandas.DataFrame(columns_of(thing))
