"""Pairs of words whose strongest consonants nearly agree: what can be one part spelt twice.

A cheap filter before the learned comparison. The letters that every habit of spelling keeps apart
(r, l, m, n, lips, teeth and throat) are kept in order; the others (vowels, h, w, y, j, sh, c, v,
ayn) are written in too many ways to exclude anything.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

_KINDS = ("rر", "lل", "mم", "nن", "bpfبپف", "tdszتثدذزسصضطظ", "kqgخغقكگ")
_KIND = {letter: kind for kind, letters in enumerate(_KINDS, start=1) for letter in letters}
# Sounds that one spelling or another writes with a strong consonant and others without.
_HUSHED = re.compile("[dt]?zh|d?j|t?s?ch|sh|dg(?=[ei])|g(?=[ei])")
_LONGEST = 8
_LONG = 5  # skeletons of so many consonants may differ in two
_Codes = NDArray[np.uint8]


def skeleton(word: str) -> bytes:
    """The kinds of the strong consonants of a word, doubled ones once, without the article."""
    bare = word.removeprefix("ال") if len(word) > 4 else word
    bare = _HUSHED.sub("h", bare).replace("x", "ks")
    found: list[int] = []
    previous = ""
    for letter in bare:
        kind = _KIND.get(letter)
        if kind is not None and letter != previous:
            found.append(kind)
        previous = letter
    return bytes(found[:_LONGEST])


def near_skeletons(
    left: Sequence[str], right: Sequence[str]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Positions of the pairs whose skeletons differ in one consonant, long ones in two."""
    groups = _grouped(left), _grouped(right)
    if not left or not right:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    near = _near(_codes(list(groups[0])), _codes(list(groups[1])))
    ours, theirs = list(groups[0].values()), list(groups[1].values())
    rows = [np.repeat(ours[p], len(theirs[q])) for p, q in near]
    columns = [np.tile(theirs[q], len(ours[p])) for p, q in near]
    if not rows:
        return np.zeros(0, np.int32), np.zeros(0, np.int32)
    return np.concatenate(rows), np.concatenate(columns)


def _grouped(words: Sequence[str]) -> dict[bytes, NDArray[np.int32]]:
    groups: dict[bytes, list[int]] = defaultdict(list)
    for position, word in enumerate(words):
        groups[skeleton(word)].append(position)
    return {bones: np.array(where, dtype=np.int32) for bones, where in sorted(groups.items())}


def _codes(skeletons: Sequence[bytes]) -> _Codes:
    """(n, _LONGEST + 1): the length, then the kinds."""
    codes = np.zeros((len(skeletons), _LONGEST + 1), dtype=np.uint8)
    for row, bones in enumerate(skeletons):
        codes[row, 0] = len(bones)
        codes[row, 1 : len(bones) + 1] = list(bones)
    return codes


@njit(cache=True, nogil=True)
def _near(left: _Codes, right: _Codes) -> list[tuple[int, int]]:
    found = [(0, 0) for _ in range(0)]
    row = np.zeros(_LONGEST + 1, dtype=np.int64)
    for p in range(left.shape[0]):
        n = np.int64(left[p, 0])
        for q in range(right.shape[0]):
            m = np.int64(right[q, 0])
            most = 2 if min(n, m) >= _LONG else 1
            if abs(n - m) > most:
                continue
            for column in range(m + 1):
                row[column] = column
            least = 0
            for i in range(1, n + 1):
                diagonal, row[0] = row[0], i
                least = i
                for column in range(1, m + 1):
                    above = row[column]
                    changed = 0 if left[p, i] == right[q, column] else 1
                    row[column] = min(diagonal + changed, above + 1, row[column - 1] + 1)
                    diagonal = above
                    least = min(least, row[column])
                if least > most:
                    break
            if least <= most and row[m] <= most:
                found.append((p, q))
    return found
