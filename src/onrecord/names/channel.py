"""How likely two words are to be one name in two spellings: correspondences of letters, learned.

Two words of one name are made together, chunk by chunk: each step writes up to two letters of the
one word (or none) and up to three of the other (خ and "kh", ش and "ch", nothing and "a"). The
chance of each pair of chunks is learned from pairs of spellings by expectation–maximisation; the
chance of two words is the sum over all ways to cut them.

References: Ristad and Yianilos (1998), IEEE Trans. PAMI 20(5), doi:10.1109/34.682181;
Jiampojamarn, Kondrak and Sherif (2007), NAACL HLT, aclanthology.org/N07-1047.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray
from scipy.special import digamma

END = "$"
# Letters of the first word and of the second that one step writes.
STEPS = np.array(
    [(1, 0), (0, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2)], dtype=np.int64
)
_LONGEST_CHUNK = 3
FLOOR = 2e-6  # the chance of a pair of single letters that was never seen

Chunks = NDArray[np.int16]  # (letters + 1, 3): the id of the chunk that ends there, by its length
Table = NDArray[np.float64]  # (chunks of the first word, chunks of the second): their joint chance


class Channel(Struct, frozen=True, kw_only=True):
    """Chances of pairs of chunks between two alphabets; row and column 0 stand for no letter."""

    first: dict[str, int]  # chunk → row
    second: dict[str, int]  # chunk → column
    table: Table


def chunks_of(word: str, numbers: dict[str, int]) -> Chunks:
    """(letters + 1, 3) ids of the chunks that end at each letter of the word and its end mark.

    -1 where a chunk is not known, column L - 1 for a chunk of L letters.
    """
    marked = word + END
    found = np.full((len(marked), _LONGEST_CHUNK), -1, dtype=np.int16)
    for end in range(1, len(marked) + 1):
        for length in range(1, min(_LONGEST_CHUNK, end) + 1):
            found[end - 1, length - 1] = numbers.get(marked[end - length : end], -1)
    return found


class Steps(NamedTuple):
    """A channel's chances as compiled code wants them.

    ``letters`` is the corner of ``table`` that holds those of single letters and of none, small
    enough to stay near the processor. Few pairs of longer chunks have a chance at all: where they
    have, bit ``k % 64`` of ``may[chunk, k // 64]`` is set. The last row and column of ``letters``
    and ``may`` stand for what is not known, which has none.
    """

    table: Table
    letters: Table
    may: NDArray[np.uint64]


def steps_of(channel: Channel) -> Steps:
    """Make a channel's table ready for `joint_chance`."""
    table = np.ascontiguousarray(channel.table)
    n, m = (1 + sum(len(c) == 1 for c in side) for side in (channel.first, channel.second))
    letters = np.zeros((n + 1, m + 1))
    letters[:n, :m] = table[:n, :m]
    first, second = np.nonzero(table)
    may = np.zeros((len(table) + 1, table.shape[1] // 64 + 1), np.uint64)
    bits = np.uint64(1) << (second % 64).astype(np.uint64)
    np.bitwise_or.at(may, (first, second // 64), bits)
    return Steps(table, letters, may)


@njit(cache=True, nogil=True)
def joint_chance(a: Chunks, b: Chunks, steps: Steps, forward: Table) -> float:
    """The chance of two words together; ``forward`` is room for (len(a) + 1, len(b) + 1) sums."""
    table, letters, may = steps
    return float(_joint(a, 0, len(a), b, 0, len(b), table, letters, may, forward))


# Indices without a sign need not be asked whether they count from the end. What is -1, a chunk that
# is not known, becomes larger than all as one, and then the last row or column.
_0, _1, _2, _3 = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3)


@njit(cache=True, nogil=True, forceinline=True)
def _may(may, row, column):  # type: ignore[no-untyped-def]
    bits = may[row, column >> np.uint64(6)] >> (column & np.uint64(63))
    return bits & np.uint64(1) != np.uint64(0)


@njit(cache=True, nogil=True, forceinline=True)
def _joint(  # type: ignore[no-untyped-def]
    a, a_start, a_length, b, b_start, b_length, table, letters, may, forward
):
    """Of the letters of one word and of the other; the steps are those of `STEPS`, in order."""
    before_a, n = np.uint64(a_start) - _1, np.uint64(a_length)
    before_b, m = np.uint64(b_start) - _1, np.uint64(b_length)
    unknown, its_unknown = np.uint64(len(table)), np.uint64(table.shape[1])
    letter, its_letter = np.uint64(len(letters) - 1), np.uint64(letters.shape[1] - 1)
    forward[_0, _0] = 1.0
    for j in range(_1, m + _1):
        q = min(np.uint64(b[before_b + j, _0]), its_letter)
        forward[_0, j] = forward[_0, j - _1] * letters[_0, q]
    for i in range(_1, n + _1):
        row = before_a + i
        p, pp, ppp = np.uint64(a[row, _0]), np.uint64(a[row, _1]), np.uint64(a[row, _2])
        lone, p, pp, ppp = min(p, letter), min(p, unknown), min(pp, unknown), min(ppp, unknown)
        alone = letters[lone, _0]
        forward[i, _0] = forward[i - _1, _0] * alone
        for j in range(_1, m + _1):
            row = before_b + j
            q, qq, qqq = np.uint64(b[row, _0]), np.uint64(b[row, _1]), np.uint64(b[row, _2])
            its_lone, q = min(q, its_letter), min(q, its_unknown)
            qq, qqq = min(qq, its_unknown), min(qqq, its_unknown)
            reached = forward[i - _1, j] * alone
            reached += forward[i, j - _1] * letters[_0, its_lone]
            reached += forward[i - _1, j - _1] * letters[lone, its_lone]
            if _may(may, p, qq):
                reached += forward[i - _1, j - _2] * table[p, qq]
            if _may(may, p, qqq):
                reached += forward[i - _1, j - _3] * table[p, qqq]
            if _may(may, pp, q):
                reached += forward[i - _2, j - _1] * table[pp, q]
            if _may(may, pp, qq):
                reached += forward[i - _2, j - _2] * table[pp, qq]
            if _may(may, pp, qqq):
                reached += forward[i - _2, j - _3] * table[pp, qqq]
            if _may(may, ppp, q):
                reached += forward[i - _3, j - _1] * table[ppp, q]
            if _may(may, ppp, qq):
                reached += forward[i - _3, j - _2] * table[ppp, qq]
            forward[i, j] = reached
    return forward[n, m]


@njit(cache=True, nogil=True)
def joint_chances(i, j, a, a_starts, b, b_starts, steps):  # type: ignore[no-untyped-def]
    """Log joint chances of the pairs (i, j) of words whose chunks stand one below the other."""
    out = np.empty(len(i))
    room = np.zeros((40, 40))
    table, letters, may = steps
    for k in range(len(i)):
        p, q = a_starts[i[k]], b_starts[j[k]]
        n, m = a_starts[i[k] + 1] - p, b_starts[j[k] + 1] - q
        joint = _joint(a, p, n, b, q, m, table, letters, may, room)
        out[k] = np.log(joint + 1e-300)
    return out


@njit(cache=True, nogil=True)
def _expect(
    a: Chunks, b: Chunks, steps: Steps, forward: Table, back: Table, weight: float, counts: Table
) -> float:
    """Add the expected use of each pair of chunks to ``counts``; give the pair's chance."""
    table = steps.table
    chance = joint_chance(a, b, steps, forward)
    if chance <= 0.0:
        return chance
    n, m = a.shape[0], b.shape[0]
    for i in range(n, -1, -1):
        for j in range(m, -1, -1):
            if i == n and j == m:
                back[i, j] = 1.0
                continue
            left = 0.0
            for s in range(STEPS.shape[0]):
                di, dj = STEPS[s, 0], STEPS[s, 1]
                if i + di > n or j + dj > m:
                    continue
                row = 0 if di == 0 else a[i + di - 1, di - 1]
                column = 0 if dj == 0 else b[j + dj - 1, dj - 1]
                if row >= 0 and column >= 0:
                    onward = table[row, column] * back[i + di, j + dj]
                    left += onward
                    counts[row, column] += weight * forward[i, j] * onward / chance
            back[i, j] = left
    return chance


def learn_channel(
    pairs: Sequence[tuple[str, str, float]],
    *,
    alphabets: tuple[str, str],
    rounds: int = 12,
    rarest: float = 3.0,
) -> Channel:
    """Learn the chances of chunk pairs from pairs of spellings of one name, each with a weight.

    ``rarest``: a pair of chunks longer than one letter each is kept where its expected use reaches
    this weight. Variational (Dirichlet) EM: rare explanations fade rather than gather dust.
    """
    first = _inventory((a for a, _, _ in pairs), alphabets[0], rarest)
    second = _inventory((b for _, b, _ in pairs), alphabets[1], rarest)
    if alphabets[0] == alphabets[1]:  # then nothing may depend on which word comes first
        first = second = _inventory((w for a, b, _ in pairs for w in (a, b)), alphabets[0], rarest)
    left = [chunks_of(a, first) for a, _, _ in pairs]
    right = [chunks_of(b, second) for _, b, _ in pairs]
    weights = [weight for _, _, weight in pairs]
    room = np.zeros((64, 64)), np.zeros((64, 64))
    single = _singles(first)[:, None] & _singles(second)[None, :]
    single[0, 0] = False
    table = np.full((len(first) + 1, len(second) + 1), 1e-5)
    table[single] = 1e-3
    table[0, 0] = 0.0
    for turn in range(rounds):
        counts = np.zeros_like(table)
        steps = steps_of(Channel(first=first, second=second, table=table))
        for a, b, weight in zip(left, right, weights, strict=True):
            _expect(a, b, steps, *room, weight, counts)
        counts[0, 0] = 0.0
        if alphabets[0] == alphabets[1]:
            counts = (counts + counts.T) / 2
        if turn >= rounds // 2:
            counts[(counts < rarest) & ~single] = 0.0
        table = _chances(counts)
        table[single] = np.maximum(table[single], FLOOR)
    return assemble(alphabets, listed(Channel(first=first, second=second, table=table)))


def listed(channel: Channel) -> dict[str, dict[str, float]]:
    """The chances above the floor, by chunk of the first word, then of the second; "" is none."""
    first = {number: chunk for chunk, number in channel.first.items()} | {0: ""}
    second = {number: chunk for chunk, number in channel.second.items()} | {0: ""}
    found: dict[str, dict[str, float]] = {}
    for row, column in np.argwhere(channel.table > FLOOR * 1.01):
        chance = float(f"{channel.table[row, column]:.4g}")
        found.setdefault(first[row], {})[second[column]] = chance
    return found


def assemble(alphabets: tuple[str, str], listed: dict[str, dict[str, float]]) -> Channel:
    """A channel of the chances that are listed, the floor for single letters, nothing else."""
    chunks = set(listed), {chunk for row in listed.values() for chunk in row}
    if alphabets[0] == alphabets[1]:
        chunks = (chunks[0] | chunks[1],) * 2
    first, second = (_numbered(a, c) for a, c in zip(alphabets, chunks, strict=True))
    table = np.zeros((len(first) + 1, len(second) + 1))
    single = _singles(first)[:, None] & _singles(second)[None, :]
    table[single] = FLOOR
    table[0, 0] = 0.0
    for chunk, row in listed.items():
        for other, chance in row.items():
            table[first.get(chunk, 0), second.get(other, 0)] = chance
    return Channel(first=first, second=second, table=table)


def _numbered(alphabet: str, chunks: Iterable[str]) -> dict[str, int]:
    longer = sorted(chunk for chunk in chunks if len(chunk) > 1)
    return {chunk: number for number, chunk in enumerate([*alphabet, END, *longer], start=1)}


def _chances(counts: Table) -> Table:
    used = counts > 0
    table = np.zeros_like(counts)
    table[used] = np.exp(digamma(counts[used] + 1e-3) - digamma(counts.sum()))
    return np.maximum(table, 0.0)


def _singles(numbers: dict[str, int]) -> NDArray[np.bool_]:
    """Which chunks are one letter or none; the end mark meets nothing but itself."""
    found = np.zeros(len(numbers) + 1, dtype=np.bool_)
    found[0] = True
    for chunk, number in numbers.items():
        found[number] = len(chunk) == 1 and chunk != END
    return found


def _inventory(words: Iterable[str], alphabet: str, rarest: float) -> dict[str, int]:
    """Every letter, and the chunks of two and three letters that words hold often enough."""
    seen: dict[str, int] = {}
    for word in words:
        marked = word + END
        for length in range(2, _LONGEST_CHUNK + 1):
            for start in range(len(marked) - length + 1):
                chunk = marked[start : start + length]
                seen[chunk] = seen.get(chunk, 0) + 1
    often = [chunk for chunk, count in seen.items() if count >= 4 * rarest]
    return _numbered(alphabet, often)
