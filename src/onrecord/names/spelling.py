"""The odds that two words spell one name part: a learned model, and its bulk evaluation.

The chance that both words were written for one name (see ``channel.py``) is set against the chance
that they were written for two, by the letters that names are made of; a logistic regression on
both gives log odds against a part drawn from all parts at large.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from onrecord.names.channel import Channel, Chunks, Table, chunks_of, joint_chances, steps_of
from onrecord.names.letters import ARABIC, LATIN, letters
from onrecord.names.skeleton import near_skeletons

ALPHABETS = {"arabic": ARABIC, "latin": LATIN}
N_FEATURES = 5
Positions = NDArray[np.int32]


class LetterModel(Struct, frozen=True, kw_only=True):
    """Log chances of one letter after another in the words of names at large."""

    alphabet: str
    table: Table  # (letters + 1, letters + 1); the last row and column is the word's edge

    def chance(self, word: str) -> float:
        """The log chance of a whole word."""
        edge = len(self.alphabet)
        codes = [edge, *(self.alphabet.index(letter) for letter in word), edge]
        return float(self.table[codes[:-1], codes[1:]].sum())


class SpellingModel(Struct, frozen=True, kw_only=True):
    """What was learned of spellings. ``channels`` and ``weights`` by pair of alphabets."""

    channels: dict[str, Channel]  # "arabic-latin", "latin-latin", "arabic-arabic"
    weights: dict[str, NDArray[np.float64]]  # (N_FEATURES,) of the logistic regression
    letters: dict[str, LetterModel]

    def log_odds(self, left: str, right: str) -> float:
        """Natural log odds that two folded words spell one part, against parts at large."""
        found = self.bulk([left], [right], floor=-np.inf)
        return float(found[2][0]) if len(found[2]) else -30.0

    def bulk(
        self, left: Sequence[str], right: Sequence[str], *, floor: float
    ) -> tuple[Positions, Positions, NDArray[np.float32]]:
        """Every pair of a left and a right word whose log odds reach ``floor``.

        Gives positions on the left, positions on the right and log odds, sorted by both positions.
        Pairs whose consonants agree too little to be one part are not weighed and not given.
        """
        found: list[tuple[Positions, Positions, NDArray[np.float32]]] = []
        sides = _by_alphabet(left), _by_alphabet(right)
        for a, (where_a, words_a) in sides[0].items():
            for b, (where_b, words_b) in sides[1].items():
                turned = (a, b) == ("latin", "arabic")
                one, other = (words_b, words_a) if turned else (words_a, words_b)
                i, j, odds = self._weigh(
                    one, other, "arabic-latin" if turned else f"{a}-{b}", floor
                )
                if turned:
                    i, j = j, i
                found.append((where_a[i], where_b[j], odds))
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32)
        rows, columns, odds = (np.concatenate(column) for column in zip(*found, strict=True))
        order = np.lexsort((columns, rows))
        return rows[order], columns[order], odds[order]

    def _weigh(
        self, left: Sequence[str], right: Sequence[str], which: str, floor: float
    ) -> tuple[Positions, Positions, NDArray[np.float32]]:
        i, j, x = pair_features(left, right, self.channels[which], which, self.letters)
        odds = (x @ self.weights[which]).astype(np.float32)
        kept = odds >= floor
        return i[kept], j[kept], odds[kept]


class _Encoded(Struct, frozen=True):
    """Words as chunk ids, one below the other; word k has rows starts[k] to starts[k + 1]."""

    chunks: Chunks
    starts: NDArray[np.int64]
    common: NDArray[np.float64]  # log chance of each word among names at large

    @staticmethod
    def of(words: Sequence[str], numbers: dict[str, int], model: LetterModel) -> "_Encoded":
        coded = [chunks_of(word, numbers) for word in words]
        starts = np.cumsum([0, *(len(chunks) for chunks in coded)], dtype=np.int64)
        stacked = np.vstack(coded) if coded else np.zeros((0, 3), np.int16)
        return _Encoded(stacked, starts, np.array([model.chance(word) for word in words]))


def _by_alphabet(words: Sequence[str]) -> dict[str, tuple[NDArray[np.int32], list[str]]]:
    """Positions and letters of the words, by alphabet; words without letters are left out."""
    sorted_out: dict[str, tuple[list[int], list[str]]] = {}
    for position, word in enumerate(words):
        alphabet, plain = letters(word)
        if plain:
            where, found = sorted_out.setdefault(alphabet, ([], []))
            where.append(position)
            found.append(plain)
    return {
        alphabet: (np.array(where, dtype=np.int32), found)
        for alphabet, (where, found) in sorted_out.items()
    }


def pair_features(
    left: Sequence[str],
    right: Sequence[str],
    channel: Channel,
    which: str,
    models: dict[str, LetterModel],
) -> tuple[Positions, Positions, NDArray[np.float64]]:
    """Pairs of words whose skeletons are near, and (pairs, N_FEATURES) what is known of each."""
    first, second = which.split("-")
    i, j = near_skeletons(left, right)
    a = _Encoded.of(left, channel.first, models[first])
    b = _Encoded.of(right, channel.second, models[second])
    joint = joint_chances(i, j, a.chunks, a.starts, b.chunks, b.starts, steps_of(channel))
    common_a, common_b = a.common[i], b.common[j]
    lengths = np.diff(a.starts)[i] + np.diff(b.starts)[j]
    columns = (np.ones(len(i)), joint, common_a + common_b, lengths, np.abs(common_a - common_b))
    return i, j, np.column_stack(columns)
