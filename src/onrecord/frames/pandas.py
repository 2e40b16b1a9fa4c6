"""Frames of pandas: what ``onrecord.frames.rows`` makes of a thing, as one DataFrame."""

from onrecord.frames.rows import Framed, columns_of, needed

try:
    import pandas
except ImportError:  # the extra "pandas" is not installed
    pandas = None  # type: ignore[assignment]


def to_pandas(thing: Framed) -> "pandas.DataFrame":
    """Columns as ``columns_of`` has them; what has no value is missing.

    ExtraMissing where pandas is not installed, InputError for something that has no frame.
    """
    needed(pandas, "pandas", "a frame of pandas")
    return pandas.DataFrame(columns_of(thing))
