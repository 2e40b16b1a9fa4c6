"""Values that are mistyped rather than respelt: identity numbers, birth dates, addresses.

They are compared letter by letter: how many letters must be typed anew, left out, put in or
exchanged with the next (Damerau and Levenshtein's distance, restricted) to make one of the other.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.names.fold import fold

Ints = NDArray[np.int32]
_POSITIVE = 0x7FFFFFFF
LONGEST = 40  # characters that are compared
A_DATE = 8  # letters of a date that is written as year, month and day
_MOST_WITH_ONE = 0.02  # of the records, that one value may stand for; more is no identity


class Typed(Struct, frozen=True):
    """The values of one column: ``codes`` and ``lengths``, 0 where none is said.

    ``codes`` is (n, width) bytes, as wide as the longest value and as a date at least. ``keys`` are
    hashes, equal where values are, -1 where none is said.
    """

    codes: NDArray[np.uint8]
    lengths: Ints
    keys: Ints


def typed(values: Sequence[str | None]) -> Typed:
    """Encode a column; letters and digits alone, folded. Each value is read once."""
    number = {value: at for at, value in enumerate(dict.fromkeys(values))}
    which = np.fromiter(map(number.__getitem__, values), np.int64, len(values))
    plain = [_letters(value) if value else "" for value in number]
    lengths = np.array([len(text) for text in plain], np.int32)
    codes = np.zeros((len(plain), max(A_DATE, int(lengths.max(initial=0)))), np.uint8)
    letters = np.frombuffer("".join(plain).encode("utf-32-le"), np.uint32)
    codes[np.arange(codes.shape[1]) < lengths[:, None]] = letters % 251 + 1
    keys = [crc32(text.encode()) & _POSITIVE if text else -1 for text in plain]
    return Typed(codes[which], lengths[which], np.array(keys, np.int32)[which])


def one_after_another(column: Typed, more: Typed) -> Typed:
    """The values of both."""
    width = max(column.codes.shape[1], more.codes.shape[1])
    codes = [np.pad(one.codes, ((0, 0), (0, width - one.codes.shape[1]))) for one in (column, more)]
    return Typed(
        np.concatenate(codes),
        np.concatenate([column.lengths, more.lengths]),
        np.concatenate([column.keys, more.keys]),
    )


def _letters(value: str) -> str:
    return "".join(c for c in fold(value) if c.isalnum())[:LONGEST]


def telling(column: Typed) -> Typed:
    """The column without values that so many records share that they identify nobody."""
    _, which, counts = np.unique(column.keys, return_inverse=True, return_counts=True)
    most = max(5.0, _MOST_WITH_ONE * len(column.keys))
    dull = (column.keys >= 0) & (counts[which] > most)
    return Typed(
        column.codes, np.where(dull, 0, column.lengths), np.where(dull, -1, column.keys)
    )  # fmt: skip


def date_parts(column: Typed) -> Ints:
    """(n, 3) year, month and day of values of eight digits, as 19780412 or 12041978; else -1."""
    digits = column.codes[:, :8].astype(np.int32) - (ord("0") + 1)
    dates = (column.lengths == 8) & ((digits >= 0) & (digits <= 9)).all(axis=1)
    front = np.isin(digits[:, 0] * 10 + digits[:, 1], (18, 19, 20))
    back = np.isin(digits[:, 4] * 10 + digits[:, 5], (18, 19, 20))
    year_last = np.roll(digits, 4, axis=1)[:, [0, 1, 2, 3, 6, 7, 4, 5]]
    digits = np.where(front[:, None], digits, year_last)
    parts = digits @ np.array(
        [[1000, 0, 0], [100, 0, 0], [10, 0, 0], [1, 0, 0], [0, 10, 0], [0, 1, 0], [0, 0, 10],
         [0, 0, 1]], np.int32,
    )  # fmt: skip
    return np.where((dates & (front | back))[:, None], parts, -1)


@njit(cache=True, nogil=True)
def slips(codes: NDArray[np.uint8], lengths: Ints, left: Ints, right: Ints) -> Ints:
    """The number of slips that make one value of the other; -1 where a side says nothing."""
    out = np.full(len(left), -1, np.int32)
    rows = np.zeros((3, codes.shape[1] + 1), np.int32)
    for k in range(len(left)):
        p, q = left[k], right[k]
        n, m = lengths[p], lengths[q]
        if n == 0 or m == 0:
            continue
        for j in range(m + 1):
            rows[0, j] = j
        for i in range(1, n + 1):
            row, above, before = rows[i % 3], rows[(i - 1) % 3], rows[(i - 2) % 3]
            row[0] = i
            for j in range(1, m + 1):
                same = codes[p, i - 1] == codes[q, j - 1]
                best = min(above[j - 1] + (0 if same else 1), above[j] + 1, row[j - 1] + 1)
                if i > 1 and j > 1:
                    crossed = codes[p, i - 1] == codes[q, j - 2]
                    if crossed and codes[p, i - 2] == codes[q, j - 1]:
                        best = min(best, before[j - 2] + 1)
                row[j] = best
        out[k] = rows[n % 3, m]
    return out
