"""Dates as precise as the source, and no more."""

from datetime import date
from typing import Literal

from msgspec import Struct


class When(Struct, frozen=True, kw_only=True):
    """A date as the source gives it: the words, and the first and last day that they allow.

    ``earliest``/``latest`` are None where the words do not bound that end: "since Friday" in a
    document without a date has neither. ``basis`` says how the ends were found.
    """

    text: str
    start: int | None = None  # of the words in the rendition; None when said outside it
    end: int | None = None
    earliest: date | None = None
    latest: date | None = None
    basis: Literal["stated", "resolved", "open"] = "open"
    resolved_against: str | None = None  # "published 2025-03-11", for basis "resolved"
    precision: Literal["day", "month", "year", "interval", "open"] = "open"
