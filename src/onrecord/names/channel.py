"""How likely two words are to be one name in two spellings: correspondences of letters, learned.

Two words of one name are made together, chunk by chunk: each step writes up to two letters of the
one word (or none) and up to three of the other (خ and "kh", ش and "ch", nothing and "a"). The
chance of each pair of chunks is learned from pairs of spellings by expectation–maximisation; the
chance of two words is the sum over all ways to cut them.

References: Ristad and Yianilos (1998), IEEE Trans. PAMI 20(5), doi:10.1109/34.682181;
Jiampojamarn, Kondrak and Sherif (2007), NAACL HLT, aclanthology.org/N07-1047.
"""

from collections.abc import Iterable, Sequence

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


@njit(cache=True, nogil=True)
def joint_chance(a: Chunks, b: Chunks, table: Table, forward: Table) -> float:
    """The chance of two words together; ``forward`` is room for (len(a) + 1, len(b) + 1) sums."""
    n, m = a.shape[0], b.shape[0]
    forward[0, 0] = 1.0
    for i in range(n + 1):
        for j in range(m + 1):
            if i + j == 0:
                continue
            reached = 0.0
            for s in range(STEPS.shape[0]):
                di, dj = STEPS[s, 0], STEPS[s, 1]
                if di > i or dj > j:
                    continue
                row = 0 if di == 0 else a[i - 1, di - 1]
                column = 0 if dj == 0 else b[j - 1, dj - 1]
                if row >= 0 and column >= 0:
                    reached += forward[i - di, j - dj] * table[row, column]
            forward[i, j] = reached
    return float(forward[n, m])


@njit(cache=True, nogil=True)
def joint_chances(i, j, a, a_starts, b, b_starts, table):  # type: ignore[no-untyped-def]
    """Log joint chances of the pairs (i, j) of words whose chunks stand one below the other."""
    out = np.empty(len(i))
    room = np.zeros((40, 40))
    for k in range(len(i)):
        p, q = i[k], j[k]
        one, other = a[a_starts[p] : a_starts[p + 1]], b[b_starts[q] : b_starts[q + 1]]
        out[k] = np.log(joint_chance(one, other, table, room) + 1e-300)
    return out


@njit(cache=True, nogil=True)
def _expect(
    a: Chunks, b: Chunks, table: Table, forward: Table, back: Table, weight: float, counts: Table
) -> float:
    """Add the expected use of each pair of chunks to ``counts``; give the pair's chance."""
    chance = joint_chance(a, b, table, forward)
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
        for a, b, weight in zip(left, right, weights, strict=True):
            _expect(a, b, table, *room, weight, counts)
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
