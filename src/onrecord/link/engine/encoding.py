"""Words as the numbers of their letters and chunks, all words of a table at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onrecord.names.channel import END
from onrecord.names.letters import letters
from onrecord.names.model import NameModel
from onrecord.names.spelling import ALPHABETS

_CODED = ("arabic", "latin")  # alphabets by number
_CROSSING = "arabic-latin"


class Encoded(NamedTuple):
    """Words as chunks, one below the other: word k has rows starts[k] to starts[k + 1].

    ``own`` and ``across`` are (letters, 3) ids of the chunks that end at each letter of a word and
    its end mark, by their length (see `names.channel.chunks_of`), in the channel of one alphabet
    and in that across the two. ``common`` is the log chance of a word among names at large.
    """

    alphabet: NDArray[np.int8]  # 0 Arabic, 1 Latin, -1 neither
    starts: NDArray[np.int64]
    own: NDArray[np.int16]
    across: NDArray[np.int16]
    common: NDArray[np.float64]


def encoded_words(words: Sequence[str]) -> Encoded:
    """Encode folded words."""
    read = [letters(word) for word in words]
    alphabet = np.array([_CODED.index(a) if plain else -1 for a, plain in read], np.int8)
    lengths = np.array([len(plain) + 1 if plain else 0 for _, plain in read], np.int64)
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    own = np.full((int(starts[-1]), 3), -1, np.int16)
    across, common = own.copy(), np.zeros(len(words))
    for number, name in enumerate(_CODED):
        at = np.flatnonzero(alphabet == number)
        if len(at):
            rows = _rows(starts[at], lengths[at])
            codes = _codes("".join(read[k][1] + END for k in at.tolist()), name)
            before = _before(codes, lengths[at])
            own[rows] = _chunks(before, name, f"{name}-{name}", 0)
            across[rows] = _chunks(before, name, _CROSSING, number)
            common[at] = _common(before, lengths[at], name)
    return Encoded(alphabet, starts, own, across, common)


def _rows(starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """All rows of some words."""
    first = np.cumsum(lengths) - lengths
    return np.asarray(np.arange(int(lengths.sum())) + np.repeat(starts - first, lengths))


def _codes(text: str, alphabet: str) -> NDArray[np.int64]:
    """The numbers of letters; the end mark's follows that of the last letter."""
    known = ALPHABETS[alphabet] + END
    number = np.zeros(1 + max(map(ord, known)), np.int64)
    number[[ord(letter) for letter in known]] = np.arange(len(known))
    return np.asarray(number[np.frombuffer(text.encode("utf-32-le"), np.uint32)])


def _before(codes: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """(letters, 3): each letter, the one before it and the one before that; -1 before a word."""
    place = np.arange(len(codes)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    found = np.full((len(codes), 3), -1, np.int64)
    for back in range(3):
        has = np.flatnonzero(place >= back)
        found[has, back] = codes[has - back]
    return found


def _chunks(before: NDArray[np.int64], alphabet: str, which: str, side: int) -> NDArray[np.int16]:
    channel = NameModel.shipped().spelling.channels[which]
    known = ALPHABETS[alphabet] + END
    n = len(known) + 1  # a last row and column for what stands before a word: no chunk
    number = {letter: at for at, letter in enumerate(known)}
    ids = [np.full((n,) * length, -1, np.int16) for length in (1, 2, 3)]
    for chunk, identifier in (channel.second if side else channel.first).items():
        ids[len(chunk) - 1][tuple(number[letter] for letter in chunk)] = identifier
    last, previous, first = before.T
    return np.stack([ids[0][last], ids[1][previous, last], ids[2][first, previous, last]], axis=1)


def _common(
    before: NDArray[np.int64], lengths: NDArray[np.int64], alphabet: str
) -> NDArray[np.float64]:
    """Summed log chances of each letter after the one before; the end mark is the edge's."""
    table = NameModel.shipped().spelling.letters[alphabet].table
    edge = len(ALPHABETS[alphabet])
    previous = np.where(before[:, 1] < 0, edge, before[:, 1])
    steps = table[previous, before[:, 0]]
    return np.asarray(np.add.reduceat(steps, np.cumsum(lengths) - lengths))
