"""Frames of polars: what ``onrecord.frames.rows`` makes of a thing, as one DataFrame."""

from onrecord.frames.rows import Framed, columns_of, needed

try:
    import polars
except ImportError:  # the extra "polars" is not installed
    polars = None  # type: ignore[assignment]


def to_polars(thing: Framed) -> "polars.DataFrame":
    """Columns as ``columns_of`` has them; what has no value is null.

    ExtraMissing where polars is not installed, InputError for something that has no frame.
    """
    needed(polars, "polars", "a frame of polars")
    # A model's column may hold whole numbers in one row and fractions in the next.
    return polars.DataFrame(columns_of(thing), strict=False, infer_schema_length=None)
