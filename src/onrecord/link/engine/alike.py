"""How close the units of many pairs are to spelling one name: each pair of words is weighed once.

`names`' spelling model gives the log odds that two words were written for one name. Long words
reach higher odds than short ones, and two names that differ in a letter still reach high ones
(Mahmoud, Muhammad); so a pair is held against the odds that the plainer of its words has with
itself, and what it falls short by is what the other spelling costs.

Of all pairs of a table's words only those are weighed that a pair of records asks for: a million
records hold a hundred thousand words.
"""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numba import njit
from numpy.typing import NDArray

from onrecord.link.engine.units import Unit, Units
from onrecord.names.channel import chunks_of, joint_chance
from onrecord.names.letters import letters
from onrecord.names.model import NameModel
from onrecord.names.skeleton import skeleton

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Floats = NDArray[np.float32]

STRANGERS = -30.0  # the closeness of words whose consonants agree too little to be weighed
_IDENTICAL = 1.0  # of a word with itself
_CROSSING = 1.25  # what the plainest spelling in the other script costs
_OTHER_HEAD = 3.0  # taken away where one part is "Abd al-…" and the other is not
_LONGEST = 8  # consonants of a skeleton
_LONG = 5  # skeletons of so many consonants may differ in two
_LONGEST_WORD = 40
REMEMBERED = 3000  # units of which every pair is weighed once and for all


class Words(Struct, frozen=True):
    """The words of a table's units, encoded for one pair of alphabets after another.

    ``forms`` is (n_units, 2) positions of the words that may stand for a unit's first part, -1 for
    none; ``heads`` numbers what is joined before it; ``second`` is the unit of its second part.
    """

    units: Units
    forms: Ints
    heads: Ints
    second: Ints
    alphabet: NDArray[np.int8]  # 0 Arabic, 1 Latin, -1: compared as it stands
    bones: NDArray[np.uint8]  # (n_words, _LONGEST + 1): length, then kinds of consonants
    coded: dict[str, tuple["_Coded", "_Coded"]]
    alone: Floats  # (n_words,) log odds of each word with itself
    frequent: Ints  # (n_units,) place of a unit in ``known``; -1: it has none
    known: Floats  # (REMEMBERED, REMEMBERED) closeness of frequent units; NaN: not weighed yet

    @staticmethod
    def of(units: Units, used: Ints) -> "Words":
        """Encode the words of all units; ``used`` holds a unit for each time that one occurs."""
        numbers: dict[str, int] = {}
        heads: dict[str | None, int] = {None: 0}
        forms = np.full((len(units), 2), -1, np.int32)
        head = np.zeros(len(units), np.int32)
        alone: dict[Unit, int] = {u: at for at, u in enumerate(units.units) if len(u) == 1}
        second = np.full(len(units), -1, np.int32)
        for at, unit in enumerate(units.units):
            head[at] = heads.setdefault(unit[0].head, len(heads))
            second[at] = alone.get(unit[1:2], -1)
            for column, form in enumerate(unit[0].forms[:2]):
                forms[at, column] = numbers.setdefault(form, len(numbers))
        words = list(numbers)
        plain = [letters(word) for word in words]
        alphabet = np.array([_ALPHABETS.get(a, -1) if spelt else -1 for a, spelt in plain], np.int8)
        coded = _coded([spelt for _, spelt in plain])
        return Words(
            units, forms, head, second, alphabet, _bones(words), coded,
            _with_itself(alphabet, coded), *_memory(len(units), used),
        )  # fmt: skip


def _memory(n: int, used: Ints) -> tuple[Ints, Floats]:
    """A place for each of the units that occur most, and room for their closeness."""
    often = np.argsort(-np.bincount(used[used >= 0], minlength=n), kind="stable")[:REMEMBERED]
    frequent = np.full(n, -1, np.int32)
    frequent[often] = np.arange(len(often))
    return frequent, np.full((len(often), len(often)), np.nan, np.float32)


_ALPHABETS = {"arabic": 0, "latin": 1}
_CHANNELS = ("arabic-arabic", "arabic-latin", "latin-latin")  # by the sum of the alphabets


class _Coded(Struct, frozen=True):
    """Words in the chunks of one side of a channel, one below the other."""

    chunks: NDArray[np.int16]
    starts: Longs
    common: NDArray[np.float64]  # log chance among names at large; NaN outside the alphabet


def _coded(words: Sequence[str]) -> dict[str, tuple[_Coded, _Coded]]:
    spelling = NameModel.shipped().spelling
    made = {}
    for which in _CHANNELS:
        channel = spelling.channels[which]
        first, second = which.split("-")
        made[which] = (
            _side(words, channel.first, first), _side(words, channel.second, second)
        )  # fmt: skip
    return made


def _with_itself(alphabet: NDArray[np.int8], coded: dict[str, tuple[_Coded, _Coded]]) -> Floats:
    found = np.zeros(len(alphabet), np.float32)
    for kind, which in ((0, "arabic-arabic"), (1, "latin-latin")):
        at = np.flatnonzero(alphabet == kind).astype(np.int32)
        found[at] = _log_odds(coded, which, at, at)
    return found


def _side(words: Sequence[str], numbers: dict[str, int], alphabet: str) -> _Coded:
    model = NameModel.shipped().spelling.letters[alphabet]
    known = set(model.alphabet)
    chunks, common = [], []
    for word in words:
        fits = bool(word) and set(word) <= known
        chunks.append(chunks_of(word, numbers) if fits else np.zeros((0, 3), np.int16))
        common.append(model.chance(word) if fits else np.nan)
    starts = np.cumsum([0, *(len(part) for part in chunks)], dtype=np.int64)
    stacked = np.vstack(chunks) if chunks else np.zeros((0, 3), np.int16)
    return _Coded(stacked, starts, np.array(common))


def _bones(words: Sequence[str]) -> NDArray[np.uint8]:
    codes = np.zeros((len(words), _LONGEST + 1), np.uint8)
    for row, word in enumerate(words):
        found = skeleton(word)
        codes[row, 0] = len(found)
        codes[row, 1 : len(found) + 1] = list(found)
    return codes


def alike(words: Words, left: Ints, right: Ints) -> Floats:
    """The closeness of each pair of units, natural log odds: 1 identical, 0 as good as that.

    Falls as one word is less likely another spelling of the other; NaN where a side has none (-1).
    """
    found = np.full(len(left), np.nan, np.float32)
    both = np.flatnonzero((left >= 0) & (right >= 0))
    small = np.minimum(left[both], right[both])
    large = np.maximum(left[both], right[both])
    a, b = words.frequent[small], words.frequent[large]
    frequent = (a >= 0) & (b >= 0)
    a, b = a[frequent], b[frequent]
    at = np.flatnonzero(np.isnan(words.known[a, b]))
    words.known[a[at], b[at]] = _once(words, small[frequent][at], large[frequent][at])
    found[both[frequent]] = words.known[a, b]
    found[both[~frequent]] = _once(words, small[~frequent], large[~frequent])
    return found


def _once(words: Words, small: Ints, large: Ints) -> Floats:
    """The closeness of pairs of which many are the same."""
    n = np.int64(len(words.units) + 1)
    codes, where = np.unique(small * n + large, return_inverse=True)
    return _of_units(words, (codes // n).astype(np.int32), (codes % n).astype(np.int32))[where]


def _of_units(words: Words, left: Ints, right: Ints) -> Floats:
    """The first parts, under the likeliest reading of either; second parts where both have them."""
    odds = np.full(len(left), STRANGERS, np.float32)
    for a in (0, 1):
        for b in (0, 1):
            one, other = words.forms[left, a], words.forms[right, b]
            at = np.flatnonzero((one >= 0) & (other >= 0))
            odds[at] = np.maximum(odds[at], _of_words(words, one[at], other[at]))
    odds -= np.where(words.heads[left] == words.heads[right], 0.0, _OTHER_HEAD).astype(np.float32)
    one, other = words.second[left], words.second[right]
    at = np.flatnonzero((one >= 0) & (other >= 0))
    if len(at):
        odds[at] = (odds[at] + alike(words, one[at], other[at])) / 2
    return np.where(left == right, np.float32(_IDENTICAL), odds)


def _of_words(words: Words, left: Ints, right: Ints) -> Floats:
    odds = np.where(left == right, _IDENTICAL, STRANGERS).astype(np.float32)
    near = _near(left, right, words.bones) & (left != right)
    kinds = words.alphabet[left].astype(np.int32) + words.alphabet[right]
    known = near & (words.alphabet[left] >= 0) & (words.alphabet[right] >= 0)
    for number, which in enumerate(_CHANNELS):
        at = np.flatnonzero(known & (kinds == number))
        one, other = left[at], right[at]
        if which == "arabic-latin":
            turned = words.alphabet[one] == 1
            one, other = np.where(turned, other, one), np.where(turned, one, other)
        alone = np.minimum(words.alone[one], words.alone[other])
        crossing = _CROSSING if which == "arabic-latin" else 0.0
        odds[at] = _log_odds(words.coded, which, one, other) - alone + crossing
    return odds


def _log_odds(
    coded: dict[str, tuple[_Coded, _Coded]], which: str, left: Ints, right: Ints
) -> Floats:
    spelling = NameModel.shipped().spelling
    a, b = coded[which]
    joint = _joint(
        left, right, a.chunks, a.starts, b.chunks, b.starts, spelling.channels[which].table
    )
    common_a, common_b = a.common[left], b.common[right]
    lengths = np.diff(a.starts)[left] + np.diff(b.starts)[right]
    columns = (np.ones(len(left)), joint, common_a + common_b, lengths, np.abs(common_a - common_b))
    odds = np.column_stack(columns) @ spelling.weights[which]
    return np.nan_to_num(odds, nan=STRANGERS).astype(np.float32)


@njit(cache=True, nogil=True)
def _joint(left, right, a, a_starts, b, b_starts, table):  # type: ignore[no-untyped-def]
    out = np.empty(len(left))
    room = np.zeros((_LONGEST_WORD, _LONGEST_WORD))
    for k in range(len(left)):
        p, q = left[k], right[k]
        one, other = a[a_starts[p] : a_starts[p + 1]], b[b_starts[q] : b_starts[q + 1]]
        out[k] = np.log(joint_chance(one, other, table, room) + 1e-300)
    return out


@njit(cache=True, nogil=True)
def _near(left: Ints, right: Ints, bones: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Whether the skeletons differ in one consonant at most, long ones in two."""
    out = np.zeros(len(left), np.bool_)
    row = np.zeros(_LONGEST + 1, np.int64)
    for k in range(len(left)):
        p, q = left[k], right[k]
        n, m = np.int64(bones[p, 0]), np.int64(bones[q, 0])
        most = 2 if min(n, m) >= _LONG else 1
        if abs(n - m) > most:
            continue
        for column in range(m + 1):
            row[column] = column
        for i in range(1, n + 1):
            diagonal, row[0] = row[0], i
            for column in range(1, m + 1):
                above = row[column]
                changed = 0 if bones[p, i] == bones[q, column] else 1
                row[column] = min(diagonal + changed, above + 1, row[column - 1] + 1)
                diagonal = above
        out[k] = row[m] <= most
    return out
