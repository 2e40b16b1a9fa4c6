"""Pairs that can be drawn into an audit sample, those of one kind together."""

from collections.abc import Callable, Sequence

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


def weights(doubt: Sequence[float], parts: Sequence[float]) -> list[float]:
    """How much each stratum counts: by its doubt among those of its part of the sample.

    ``doubt``: size times the standard deviation of an answer (Neyman's allocation); ``parts``: of
    each stratum the share of the sample that goes to it and to the others with the same number. By
    doubt alone the largest would be drawn and nothing else, and one of two figures not be told.
    """
    whole = {part: sum(d for d, p in zip(doubt, parts, strict=True) if p == part) for part in parts}
    return [
        part * own / whole[part] if own else 0.0 for own, part in zip(doubt, parts, strict=True)
    ]


def drawn_of_each(sizes: Sequence[int], weighed: Sequence[float], n: int, least: int) -> list[int]:
    """How many pairs are drawn of each stratum, ``n`` in all but for ``least`` of each."""
    whole = sum(weighed)
    return [
        min(size, max(least, round(n * weight / whole)))
        for size, weight in zip(sizes, weighed, strict=True)
    ]
