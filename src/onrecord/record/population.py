"""Pairs that can be drawn into an audit sample, those of one kind together."""

from collections.abc import Callable

from msgspec import Struct


class Population(Struct, frozen=True, kw_only=True):
    """The pairs of one stratum, numbered from 0 on; see `Stratum`.

    ``weight``: how much it counts where it is decided how many are drawn of each stratum.
    """

    name: str
    joined: bool
    possible: bool = True
    size: int
    weight: float
    pair_at: Callable[[int], tuple[str, str, float | None]]  # its two ends, and its chance
