"""How alike two texts are, by the word sequences that they share.

Resemblance and containment of shingles after Broder (1997), "On the resemblance and containment
of documents", doi:10.1109/SEQUEN.1997.666900. A shingle is a run of ``width`` words.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Fingerprint = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
_BASE = np.uint64(0x9E3779B97F4A7C15)
# A shingle that this many texts share is a formula ("all rights reserved"): it proposes no pair.
_FORMULA = 200


class Thresholds(Struct, frozen=True, kw_only=True):
    """When two texts are near-identical.

    ``resemblance``: shared shingles over all shingles of the two, from 0 to 1. ``containment``:
    shared shingles over those of the shorter text. ``least``: texts with fewer shingles than
    this are too short for their likeness to mean that one was copied.
    """

    width: int
    resemblance: float
    containment: float
    least: int


class Copy(Struct, frozen=True, kw_only=True):
    """Two texts that are near-identical (``whole``), or one of which lies in the other."""

    left: str
    right: str
    resemblance: float
    containment: float
    whole: bool


def fingerprint(text: str, width: int) -> Fingerprint:
    """The sorted, distinct 64-bit hashes of the text's shingles; of all its words if fewer."""
    words = np.array([_hash(word) for word in _WORD.findall(text.casefold())], dtype=np.uint64)
    width = min(width, len(words))
    if width == 0:
        return words
    shingles = np.zeros(len(words) - width + 1, dtype=np.uint64)
    for place in range(width):
        shingles = shingles * _BASE + words[place : len(words) - width + 1 + place]
    return np.unique(shingles)


@lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big")


def share_within(part: Fingerprint, whole: Fingerprint) -> float:
    """Which share of the part's shingles lies in the whole, from 0 to 1; 0 for an empty part."""
    if len(part) == 0:
        return 0.0
    return float(np.isin(part, whole, assume_unique=True).mean())


def near_copies(prints: Mapping[str, Fingerprint], limits: Thresholds) -> tuple[Copy, ...]:
    """Pairs of near-identical texts, or of a text and one that contains it.

    From the shortest text to the longest, each is compared with the texts before it that it
    shares shingles with, where those are not themselves copies of an earlier one: n copies of
    one story make n - 1 pairs and not n². The order is that of the content, not of arrival.
    """
    leaders: dict[int, list[str]] = {}
    found: list[Copy] = []
    for name in _shortest_first(prints, limits.least):
        copies = [
            copy
            for other in _candidates(prints[name], leaders)
            if (copy := _compare(other, name, prints, limits)) is not None
        ]
        found.extend(copies)
        if not any(copy.whole for copy in copies):
            for shingle in prints[name].tolist():
                leaders.setdefault(shingle, []).append(name)
    return tuple(found)


def _shortest_first(prints: Mapping[str, Fingerprint], least: int) -> list[str]:
    long_enough = [name for name, shingles in prints.items() if len(shingles) >= least]
    return sorted(long_enough, key=lambda name: (len(prints[name]), prints[name].tobytes(), name))


def _candidates(shingles: Fingerprint, leaders: Mapping[int, Sequence[str]]) -> list[str]:
    shared: Counter[str] = Counter()
    for shingle in shingles.tolist():
        holders = leaders.get(shingle, ())
        if len(holders) <= _FORMULA:
            shared.update(holders)
    return sorted(shared)


def _compare(
    left: str, right: str, prints: Mapping[str, Fingerprint], limits: Thresholds
) -> Copy | None:
    a, b = prints[left], prints[right]
    shared = len(np.intersect1d(a, b, assume_unique=True))
    resemblance = shared / (len(a) + len(b) - shared)
    containment = shared / min(len(a), len(b))
    whole = resemblance >= limits.resemblance
    if not whole and containment < limits.containment:
        return None
    return Copy(
        left=left, right=right, resemblance=resemblance, containment=containment, whole=whole
    )
